"""What is told once at the end of a text: what the files have in common, which are worst, what lies beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from validator.files.harmless import one_line
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.english import in_language
from validator.model.finding import Finding
from validator.model.report import FileReport, Status, Summary
from validator.model.rule import SEVERITY_NAMES, Rule, Severity
from validator.writers import coverage

FEW, MOST = 5, 50
"""So many names stand in a line, so many files in a table; the others are counted."""

_WIDTHS: Final = {"zh": (3, 5), "en": (7, 7)}
"""Of the names of severities and the counts below them; Chinese characters take two columns."""

_WORDS: Final = {
    "worst": Bilingual("需要处理的报告（问题多的在前）：", "reports to deal with (the worst first):"),
    "worst_more": Bilingual("（另有 {count} 份，见上文）", "({count} more above)"),
    "not_filled": Bilingual("（没有填写）", " (not filled in)"),
    "unreadable": Bilingual("读不了的文件：", "unreadable files:"),
    "rules": Bilingual("各规则的发现：", "findings by rule:"),
    "hint": Bilingual("为什么、怎么改：gouji explain 规则代码", "why, and how to fix it: gouji explain CODE"),
    "all": Bilingual("{line}——全部 {count} 份", "{line} — all {count} files"),
    "some": Bilingual("{line}——{count} 份：{names}", "{line} — {count} {count|file|files}: {names}"),
    "more": Bilingual("{names} 等", "{names} and others"),
    "years": Bilingual(
        "报告年度不一：{years}（只收一个年度时用 --year 指定）",
        "the report years differ: {years} (--year tells which one is collected)",
    ),
    "years_asked": Bilingual("报告年度不一：{years}", "the report years differ: {years}"),
    "of_year": Bilingual("{year} 年 {count} 份", "{count} of {year}"),
    "of_year_named": Bilingual("{year} 年 {count} 份（{names}）", "{count} of {year} ({names})"),
    "same": Bilingual(
        "同一机关同一年度有 {count} 份：{organ} {year}年（{names}）",
        "{count} files of one body and year: {organ} {year} ({names})",
    ),
    "other": Bilingual(
        "另有 {count} 个其他文件没有检查：{names}", "{count} other {count|file was|files were} not checked: {names}"
    ),
    "files": Bilingual(
        "{files} 份：通过 {clean}，有待核实 {explain}{untouched}，不通过 {fails}，读不了 {unreadable}",
        "{files} {files|file|files}: {clean} clean, {explain} to explain{untouched},"
        " {fails} {fails|fails|fail}, {unreadable} unreadable",
    ),
    "undecided": Bilingual("，有未定 {count}", ", {count} undecided"),
    "untouched": Bilingual("（其中没有填写 {count}）", " ({count} of them not filled in)"),
    "skipped": Bilingual("，跳过锁定文件 {count}", ", {count} {count|lock file|lock files} skipped"),
    "other_short": Bilingual("，其他文件 {count}", ", {count} other {count|file|files}"),
    "years_short": Bilingual("，年度不一：{years}", ", of different years: {years}"),
    "same_short": Bilingual("，同一机关有几份的 {count}", ", {count} {count|body|bodies} with several files"),
    "seconds": Bilingual("；用时 {seconds} 秒", "; {seconds} s"),
}


@dataclass(slots=True)
class Closing:
    """Collects what the end tells while the files go by: a row for each open one, never a report.

    `least` is the least severity that is shown; `one_year` tells that --year was given, so it is no advice any more.
    """

    lang: str
    least: Severity
    rows: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    common: dict[str, list[str]] = field(default_factory=dict)
    files: int = 0
    judged: int = 0
    one_year: bool = False

    def add(self, one: FileReport, version: str) -> None:
        """Take from a report what the end needs of it."""
        self.files += 1
        if one.status is Status.UNREADABLE:
            self.unreadable.append(f"{one_line(one.path)}  {one_line(in_language(one.error, self.lang))}")
            return
        self.judged += not one.untouched
        self.one_year |= any(code == "ST-15" for code in one.coverage.rules_run)
        for line in in_common(one, version, self.lang):
            self.common.setdefault(line, []).append(one.path)
        shown = shown_findings(one, self.least)
        self.rules |= {finding.rule.code: finding.rule for finding in shown}
        self.found.update(finding.rule.code for finding in shown)
        self.found.update(
            {each.code: each.count for each in one.coverage.omitted if is_shown(each.severity, self.least)}
        )
        if one.status is not Status.CLEAN:
            self.rows.append(self._row(one))

    def _row(self, one: FileReport) -> tuple[tuple[int, ...], str]:
        counts = tuple(coverage.count_of(one, level) for level in Severity)
        told = " ".join(f"{count or '':>{_WIDTHS[self.lang][1]}}" for count in counts)
        who = unit(one, self.lang) or PurePath(one.path).stem
        text = f"{told}  {who}  {one_line(one.path)}{self.say('not_filled') if one.untouched else ''}"
        return tuple(-count for count in counts), text

    def say(self, key: str, **args: object) -> str:
        """A sentence with its arguments, safe to print."""
        safe = {name: one_line(value) if isinstance(value, str) else value for name, value in args.items()}
        return filled(spoken(_WORDS[key], self.lang), safe, self.lang)

    def lines(self, summary: Summary) -> Iterator[str]:
        """Everything below the files but the counts; nothing for a single file but the hint."""
        many = self.files > 1
        if many:
            yield from self._common()
            yield from self._worst()
            yield from self._block("unreadable", self.unreadable)
            yield from self._block("rules", self._by_rule())
        if self.found:
            yield self.say("hint")
        if many:
            yield from self._together(summary)
        if summary.other_files:
            yield self.say("other", count=len(summary.other_files), names=self._names(summary.other_files))

    def _common(self) -> Iterator[str]:
        for line, paths in self.common.items():
            if len(paths) == self.judged:
                yield self.say("all", line=line, count=len(paths))
            else:
                yield self.say("some", line=line, count=len(paths), names=self._names(paths))
        if self.common:
            yield ""

    def _worst(self) -> Iterator[str]:
        if not self.rows:
            return
        rows = [text for _, text in sorted(self.rows, key=lambda row: row[0])]
        names = " ".join(f"{SEVERITY_NAMES[self.lang][level]:>{_WIDTHS[self.lang][0]}}" for level in Severity)
        more = [self.say("worst_more", count=len(rows) - MOST)] if len(rows) > MOST else []
        yield from self._block("worst", [names, *rows[:MOST], *more])

    def _block(self, key: str, rows: list[str]) -> Iterator[str]:
        if rows:
            yield self.say(key)
            yield from (f"  {row}" for row in rows)
            yield ""

    def _by_rule(self) -> list[str]:
        return [
            f"{code:<6}{count:>5}  {self.rules[code].title[self.lang]}" for code, count in sorted(self.found.items())
        ]

    def _together(self, summary: Summary) -> Iterator[str]:
        """What concerns several files: years that are mixed, several files of one body and year."""
        if len(summary.years) > 1:
            yield self.say("years_asked" if self.one_year else "years", years=tuple(self._of_year(summary)))
        for one in summary.same_unit:
            names = self._names(one.files)
            yield self.say("same", count=len(one.files), organ=one.organ, year=one.year, names=names)

    def _of_year(self, summary: Summary) -> Iterator[str]:
        """The files of the years that few have are named."""
        usual = max(summary.years.values())
        for year, count in summary.years.items():
            paths = summary.paths_of(year)
            key = "of_year" if count == usual or not paths else "of_year_named"
            yield self.say(key, year=year, count=count, names=self._names(paths))

    def _names(self, paths: Sequence[str]) -> str:
        names = spoken(tuple(paths[:FEW]), self.lang)
        return self.say("more", names=names) if len(paths) > FEW else names

    def counts(self, summary: Summary, *, short: bool = False) -> str:
        """The counts over all files in one line; `short` has in it what else there is to say."""
        statuses = {status.value: summary.statuses[status] for status in Status}
        statuses["clean"] -= summary.undecided
        untouched = self.say("untouched", count=summary.untouched) if summary.untouched else ""
        line = self.say("files", files=summary.files, untouched=untouched, **statuses)
        told = {"undecided": summary.undecided, "skipped": summary.skipped}
        if short:
            told |= {"other_short": len(summary.other_files), "same_short": len(summary.same_unit)}
        line += "".join(self.say(key, count=count) for key, count in told.items() if count)
        if short and len(summary.years) > 1:
            line += self.say("years_short", years=tuple(summary.years))
        return line + self.say("seconds", seconds=f"{summary.seconds:.2f}")


def in_common(one: FileReport, version: str, lang: str) -> list[str]:
    """What a report says of itself that others are likely to say as well."""
    return [*coverage.not_run(one.coverage, lang), *coverage.made_by(one, version, lang)]


def shown_findings(one: FileReport, least: Severity) -> list[Finding]:
    """The findings of the least severity that is shown, and graver ones."""
    return [finding for finding in one.findings if is_shown(finding.severity, least)]


def is_shown(severity: Severity, least: Severity) -> bool:
    """Whether a severity is the least one that is shown, or a graver one."""
    order = list(Severity)
    return order.index(severity) <= order.index(least)


def unit(one: FileReport, lang: str) -> str:
    """Body and year, as far as they are known."""
    year = f"{one.year}{'年' if lang == 'zh' else ''}" if one.year else ""
    return one_line(f"{one.organ} {year}").strip()
