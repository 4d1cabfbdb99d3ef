"""What is told once at the end of a text: what the files have in common, which are worst, what lies beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from validator.files.harmless import one_line
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.english import in_language
from validator.model.report import FileReport, Status, Summary
from validator.model.rule import SEVERITY_NAMES, Rule, Severity
from validator.startup.records import dataclass, field
from validator.writers import coverage
from validator.writers.columns import clipped, padded, right, width
from validator.writers.states import STATES, state, word

FEW, MOST = 5, 50
"""So many names stand in a line, so many files in a table; the others are counted."""

_LEVEL_WIDTH: Final = {"zh": 5, "en": 7}
"""Columns for a count, below the name of its severity."""
_WIDEST, _BAR = 30, 20
"""The columns that a unit's name may take, and those of a bar for all files."""
_MOST_RULES, _MOST_BODIES = 12, 10
"""So many rules, and bodies with several files, are listed."""

_WORDS: Final = {
    "results": Bilingual("结果：", "results:"),
    "first": Bilingual("先做这些：", "what to do first:"),
    "first_unreadable": Bilingual(
        "{count} 份读不了，原因见上：请这些单位重新报送",
        "{count} {count|file|files} cannot be read (see above): ask for {count|it|them} again",
    ),
    "first_same": Bilingual(
        "{count} 个机关同一年度报了不止一份：先问清哪一份算数",
        "{count} {count|body has|bodies have} several files of one year: ask which one counts",
    ),
    "first_rule": Bilingual(
        "{code} 最常见（{count} 份），可以一起通知：{fix}",
        "{code} is the most common ({count} {count|file|files}): {fix}",
    ),
    "first_worst": Bilingual("{path} 问题最重（{counts}），先看它", "{path} is the worst ({counts}): begin with it"),
    "worst": Bilingual("需要处理的报告（问题多的在前）：", "reports to deal with (the worst first):"),
    "worst_more": Bilingual("（另有 {count} 份，见上文）", "({count} more above)"),
    "not_filled": Bilingual("（没有填写）", " (not filled in)"),
    "unreadable": Bilingual("读不了的文件：", "unreadable files:"),
    "unreadable_more": Bilingual("（另有 {count} 份读不了）", "({count} more unreadable)"),
    "rules": Bilingual("最常见的问题：", "most common faults:"),
    "rule": Bilingual("{files} 份 {findings} 处", "{files} {files|file|files}, {findings} in all"),
    "rules_more": Bilingual("（另有 {count} 条规则有发现）", "({count} more {count|rule|rules} found something)"),
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
    "same_more": Bilingual("（另有 {count} 个机关）", "({count} more {count|body|bodies})"),
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


@dataclass(frozen=True, slots=True)
class _Row:
    """A report that has to be dealt with: open findings by severity, whose it is, where it lies."""

    counts: tuple[int, ...]
    who: str
    path: str
    note: str = ""

    @property
    def weight(self) -> tuple[int, ...]:
        return tuple(-count for count in self.counts)


@dataclass(slots=True)
class _Found:
    """How much a rule found: in how many files, how often, and how grave it was at its gravest."""

    rule: Rule
    severity: Severity
    files: int = 0
    findings: int = 0


@dataclass(slots=True)
class Closing:
    """Collects what the end tells while the files go by: a row for each open one, never a report.

    `least` is the least severity that is shown, `most` how many rules are listed (None: all); `one_year` tells that
    --year was given, so it is no advice any more.
    """

    lang: str
    least: Severity
    most: int | None = _MOST_RULES
    rows: list[_Row] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    found: dict[str, _Found] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    common: dict[str, list[str]] = field(default_factory=dict)
    files: int = 0
    judged: int = 0
    one_year: bool = False

    def add(self, one: FileReport, version: str) -> None:
        """Take from a report what the end needs of it."""
        self.files += 1
        self.states[state(one)] += 1
        if one.status is Status.UNREADABLE:
            self.unreadable.append((one_line(one.path), one_line(in_language(one.error, self.lang))))
            return
        self.judged += not one.untouched
        self.one_year |= any(code == "ST-15" for code in one.coverage.rules_run)
        for line in in_common(one, version, self.lang):
            self.common.setdefault(line, []).append(one.path)
        self._count(one)
        if one.status is not Status.CLEAN:
            counts = tuple(coverage.count_of(one, level) for level in Severity)
            who = unit(one, self.lang) or PurePath(one.path).stem
            self.rows.append(_Row(counts, who, one_line(one.path), self.say("not_filled") if one.untouched else ""))

    def _count(self, one: FileReport) -> None:
        shown = [finding for finding in one.findings if finding.severity.reaches(self.least)]
        for finding in shown:
            found = self.found.setdefault(finding.rule.code, _Found(finding.rule, finding.severity))
            found.findings += 1
            found.severity = found.severity if found.severity.reaches(finding.severity) else finding.severity
        for each in one.coverage.omitted:
            if each.code in self.found and each.severity.reaches(self.least):
                self.found[each.code].findings += each.count
        for code in {finding.rule.code for finding in shown}:
            self.found[code].files += 1

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
            yield from self._block("unreadable", self._unreadable())
            yield from self._together(summary)
            yield from self._block("rules", self._by_rule())
            yield from self._block("results", list(self._results()))
            yield from self._block("first", [f"{at}. {line}" for at, line in enumerate(self._first(summary), 1)])
        if self.found:
            yield self.say("hint")
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
        rows = sorted(self.rows, key=lambda row: row.weight)[:MOST]
        wide = _LEVEL_WIDTH[self.lang]
        names = "".join(right(SEVERITY_NAMES[self.lang][level], wide) + " " for level in Severity)
        room = min(_WIDEST, max(width(row.who) for row in rows))
        told = [
            "".join(right(count or "", wide) + " " for count in row.counts)
            + f" {padded(clipped(row.who, room), room)}  {row.path}{row.note}"
            for row in rows
        ]
        more = [self.say("worst_more", count=len(self.rows) - MOST)] if len(self.rows) > MOST else []
        yield from self._block("worst", [names.rstrip(), *told, *more])

    def _unreadable(self) -> list[str]:
        more = len(self.unreadable) - MOST
        told = [f"{path}  {why}" for path, why in self.unreadable[:MOST]]
        return [*told, *([self.say("unreadable_more", count=more)] if more > 0 else [])]

    def _block(self, key: str, rows: list[str]) -> Iterator[str]:
        if rows:
            yield self.say(key)
            yield from (f"  {row}" for row in rows)
            yield ""

    def _ordered(self) -> list[_Found]:
        """The rules that found something, what most files have first, graver ones before milder."""
        order = list(Severity)
        return sorted(
            self.found.values(), key=lambda one: (-one.files, -one.findings, order.index(one.severity), one.rule.code)
        )

    def _by_rule(self) -> list[str]:
        told = self._ordered()[: self.most]
        sizes = [self.say("rule", files=one.files, findings=one.findings) for one in told]
        room = max(map(width, sizes), default=0)
        levels = max((width(name) for name in SEVERITY_NAMES[self.lang].values()), default=0)
        lines = [
            f"{padded(SEVERITY_NAMES[self.lang][one.severity], levels)}  {one.rule.code:<6} {right(size, room)}"
            f"  {one.rule.title[self.lang]}"
            for one, size in zip(told, sizes, strict=True)
        ]
        more = len(self.found) - len(told)
        return [*lines, *([self.say("rules_more", count=more)] if more else [])]

    def _results(self) -> Iterator[str]:
        """How many files there are of each state, with a bar for their share."""
        room = max(width(word(of, self.lang)) for of in STATES)
        for of in STATES:
            if count := self.states[of]:
                bar = "█" * max(1, round(_BAR * count / self.files))
                share = f"{100 * count / self.files:.0f}%"
                yield f"{padded(word(of, self.lang), room)} {count:>6} {share:>5}  {bar}"

    def _first(self, summary: Summary) -> Iterator[str]:
        """What settles most with least: files to ask for again, the fault that most have, the worst report."""
        if self.unreadable:
            yield self.say("first_unreadable", count=len(self.unreadable))
        if summary.same_unit:
            yield self.say("first_same", count=len(summary.same_unit))
        common = next((one for one in self._ordered() if one.severity is Severity.MUST and one.files > 1), None)
        if common:
            fix = common.rule.words("fix", self.lang) or common.rule.title[self.lang]
            yield self.say("first_rule", code=common.rule.code, count=common.files, fix=fix)
        worst = min(self.rows, key=lambda row: row.weight, default=None)
        if worst and any(worst.counts[:2]):
            names = SEVERITY_NAMES[self.lang]
            counts = tuple(
                f"{names[level]} {count}" for level, count in zip(Severity, worst.counts, strict=True) if count
            )
            yield self.say("first_worst", path=worst.path, counts=spoken(counts, self.lang))

    def _together(self, summary: Summary) -> Iterator[str]:
        """What concerns several files: years that are mixed, several files of one body and year."""
        same = summary.same_unit
        if len(summary.years) > 1:
            yield self.say("years_asked" if self.one_year else "years", years=tuple(self._of_year(summary)))
        for one in same[:_MOST_BODIES]:
            names = self._names(one.files)
            yield self.say("same", count=len(one.files), organ=one.organ, year=one.year, names=names)
        if len(same) > _MOST_BODIES:
            yield self.say("same_more", count=len(same) - _MOST_BODIES)
        if len(summary.years) > 1 or same:
            yield ""

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


def unit(one: FileReport, lang: str) -> str:
    """Body and year, as far as they are known."""
    year = f"{one.year}{'年' if lang == 'zh' else ''}" if one.year else ""
    return one_line(f"{one.organ} {year}").strip()
