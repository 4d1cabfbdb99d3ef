"""What a report says of itself, for people: how much was found, how the tables were found, what has no verdict.

Whoever shows a report picks the statements and their order; each is worded here alone, in both languages.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final, TypeVar

from validator.files.harmless import one_line
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.filing import FoundBy
from validator.model.finding import Coverage, Undecided
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.policy.context import NOT_ASKED, OTHER_YEAR, UNTOUCHED

_FEW = 3
_Key = TypeVar("_Key", bound=Hashable)

_WORDS: Final = {
    "looked_at": Bilingual(
        "运行规则 {rules} 条，读取 {cells} 个格",
        "{rules} {rules|rule|rules} run, {cells} {cells|cell|cells} read",
    ),
    "row": Bilingual("{code}（{count} 行）", "{code} ({count} rows)"),
    "column": Bilingual("{code}（{count} 列）", "{code} ({count} columns)"),
    "addresses": Bilingual("按模板的地址找到：{tables}", "found at the template's addresses: {tables}"),
    "labels": Bilingual("按标签找到：{tables}", "found by their labels: {tables}"),
    "undecided": Bilingual(
        "没有结论：{codes}（{name} 空白或不是数字）", "no verdict: {codes} ({name} is blank or no number)"
    ),
    "many": Bilingual(
        "没有结论：{codes}（要用的 {count} 个格空白或不是数字）",
        "no verdict: {codes} ({count} cells needed are blank or no numbers)",
    ),
    "lost": Bilingual(
        "没有结论：{codes}（{count} 个格读不出）", "no verdict: {codes} (cells that cannot be read: {count})"
    ),
    "unplaced": Bilingual(
        "没有读到 {count} 个格：{names}{more}（{reason}）",
        "{count} {count|cell|cells} not read: {names}{more} ({reason})",
    ),
    "not_run": Bilingual("没有运行：{codes}（{reason}）", "not run: {codes} ({reason})"),
    "omitted": Bilingual("另有 {count} 条没有列出：{codes}", "{count} more not listed: {codes}"),
    "made_by": Bilingual(
        "这份工作簿由 gouji {version} 的模板做成", "this workbook was made from a template of gouji {version}"
    ),
}


def _said(key: str, lang: str, **args: object) -> str:
    return filled(spoken(_WORDS[key], lang), args, lang)


def counted(report: FileReport, lang: str = "zh") -> list[str]:
    """``强制 2``, ``核实 2``: open findings by severity, for those that there are."""
    names = SEVERITY_NAMES[lang]
    counts = {level: count_of(report, level) for level in Severity}
    return [f"{names[level]} {count}" for level, count in counts.items() if count]


def count_of(report: FileReport, level: Severity) -> int:
    """How many open findings of a severity there are, those that are not listed among them."""
    listed = sum(one.severity is level and one.counts for one in report.findings)
    return listed + sum(one.count for one in report.coverage.omitted if one.severity is level and one.counts)


def omitted(seen: Coverage, lang: str = "zh") -> list[str]:
    """How many findings are not listed, by rule."""
    by = seen.omitted_by_code
    codes = tuple(f"{code} {count}" for code, count in by.items())
    return [_said("omitted", lang, count=sum(by.values()), codes=codes)] if by else []


def looked_at(seen: Coverage, lang: str = "zh") -> str:
    """How many rules were run and cells read."""
    return _said("looked_at", lang, rules=len(seen.rules_run), cells=seen.cells_read)


def found_by(seen: Coverage, lang: str = "zh") -> list[str]:
    """The tables that no name of the template led to, a statement for each other way."""
    by = _grouped((way, table) for table, way in seen.found_by.items())
    return [_said(way, lang, tables=by[way]) for way in (FoundBy.ADDRESSES, FoundBy.LABELS) if way in by]


def undecided(seen: Coverage, lang: str = "zh", most: int | None = None) -> list[str]:
    """The rules without a verdict, by the cell that is missing for one.

    Of more than `most` such cells, which a form half filled in has, only how many they are.
    """
    lost, blank = [one for one in seen.undecided if one.lost], [one for one in seen.undecided if not one.lost]
    codes = tuple(dict.fromkeys(one.code for one in lost))
    told = [_said("lost", lang, codes=codes, count=len({one.indicator for one in lost}))] if lost else []
    told += _unplaced(seen, lang)
    names = _grouped((one.indicator, one.code) for one in blank)
    if most is not None and len(names) > most:
        return [_said("many", lang, codes=_counted_codes(blank, lang), count=len(names)), *told]
    return [*(_said("undecided", lang, codes=codes, name=name) for name, codes in names.items()), *told]


def _unplaced(seen: Coverage, lang: str) -> list[str]:
    """The cells of a document that were not read, by the reason."""
    by = _grouped((one.reason, one.indicator) for one in seen.unplaced or ())
    return [
        _said(
            "unplaced",
            lang,
            count=len(names),
            names=tuple(map(one_line, names[:_FEW])),
            more="…" * (len(names) > _FEW),
            reason=reason,
        )
        for reason, names in by.items()
    ]


def _counted_codes(left: Iterable[Undecided], lang: str) -> tuple[str, ...]:
    """``T3-01（7 列）、T3-03（25 行）、T4-01``: each rule once, with how many rows or columns have no verdict."""
    by: dict[str, list[Undecided]] = {}
    for one in left:
        by.setdefault(one.code, []).append(one)
    return tuple(
        _said(those[0].way, lang, code=code, count=len(those)) if those[0].way and len(those) > 1 else code
        for code, those in sorted(by.items())
    )


def not_run(seen: Coverage, lang: str = "zh") -> list[str]:
    """The rules that were not run, by the reason, but for those that nobody asked for and where a finding says why."""
    plain = (NOT_ASKED, UNTOUCHED, OTHER_YEAR)
    skipped = _grouped((one.reason, one.code) for one in seen.not_run if one.reason not in plain)
    return [_said("not_run", lang, codes=codes, reason=reason) for reason, codes in skipped.items()]


def made_by(report: FileReport, version: str, lang: str = "zh") -> list[str]:
    """Which gouji has made the template, where it is another than `version`."""
    if not report.made_by or not version or report.made_by == version:
        return []
    return [_said("made_by", lang, version=one_line(report.made_by))]


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    """What comes first -> all that come second with it, each once."""
    groups: dict[_Key, dict[str, None]] = {}
    for key, one in pairs:
        groups.setdefault(key, {})[one] = None
    return {key: tuple(those) for key, those in groups.items()}
