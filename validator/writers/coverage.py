"""What a report says of itself, for people: how much was found, how the tables were found, what has no verdict.

Whoever shows a report picks the statements and their order; each is worded here alone, in both languages.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

from validator.files.harmless import one_line
from validator.model.bilingual import plural, spoken
from validator.model.filing import FoundBy
from validator.model.finding import Coverage, FileReport, Undecided
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.policy.context import NOT_ASKED, UNTOUCHED

_Key = TypeVar("_Key", bound=Hashable)

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {
        "looked_at": "运行规则 {rules} 条，读取 {cells} 个格",
        "row": "{code}（{count} 行）",
        "column": "{code}（{count} 列）",
        "by_addresses": "按模板的地址找到：{tables}",
        "by_labels": "按标签找到：{tables}",
        "undecided": "没有结论：{codes}（{name} 空白或不是数字）",
        "many": "没有结论：{codes}（要用的 {count} 个格空白或不是数字）",
        "lost": "没有结论：{codes}（{count} 个格读不出）",
        "not_run": "没有运行：{codes}（{reason}）",
        "omitted": "另有 {count} 条没有列出：{codes}",
        "made_by": "这份工作簿由 gouji {version} 的模板做成",
        "join": "、",
    },
    "en": {
        "looked_at": "{rules} run, {cells} read",
        "row": "{code} ({count} rows)",
        "column": "{code} ({count} columns)",
        "by_addresses": "found at the template's addresses: {tables}",
        "by_labels": "found by their labels: {tables}",
        "undecided": "no verdict: {codes} ({name} is blank or no number)",
        "many": "no verdict: {codes} ({count} cells needed are blank or no numbers)",
        "lost": "no verdict: {codes} (cells that cannot be read: {count})",
        "not_run": "not run: {codes} ({reason})",
        "omitted": "{count} more not listed: {codes}",
        "made_by": "this workbook was made from a template of gouji {version}",
        "join": ", ",
    },
}


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
    words, by = _WORDS[lang], seen.omitted_by_code
    codes = words["join"].join(f"{code} {count}" for code, count in by.items())
    return [words["omitted"].format(count=sum(by.values()), codes=codes)] if by else []


def looked_at(seen: Coverage, lang: str = "zh") -> str:
    """How many rules were run and cells read."""
    rules, cells = str(len(seen.rules_run)), str(seen.cells_read)
    if lang == "en":
        rules, cells = plural(len(seen.rules_run), "rule", "rules"), plural(seen.cells_read, "cell", "cells")
    return _WORDS[lang]["looked_at"].format(rules=rules, cells=cells)


def found_by(seen: Coverage, lang: str = "zh") -> list[str]:
    """The tables that no name of the template led to, a statement for each other way."""
    words = _WORDS[lang]
    by = _grouped((way, table) for table, way in seen.found_by.items())
    ways = (FoundBy.ADDRESSES, FoundBy.LABELS)
    return [words[f"by_{way}"].format(tables=words["join"].join(by[way])) for way in ways if way in by]


def undecided(seen: Coverage, lang: str = "zh", most: int | None = None) -> list[str]:
    """The rules without a verdict, by the cell that is missing for one.

    Of more than `most` such cells, which a form half filled in has, only how many they are.
    """
    words = _WORDS[lang]
    lost, blank = [one for one in seen.undecided if one.lost], [one for one in seen.undecided if not one.lost]
    codes = words["join"].join(dict.fromkeys(one.code for one in lost))
    told = [words["lost"].format(codes=codes, count=len({one.indicator for one in lost}))] if lost else []
    names = _grouped((one.indicator, one.code) for one in blank)
    if most is not None and len(names) > most:
        return [words["many"].format(codes=_counted_codes(blank, lang), count=len(names)), *told]
    return [
        *(words["undecided"].format(codes=words["join"].join(codes), name=name) for name, codes in names.items()),
        *told,
    ]


def _counted_codes(left: Iterable[Undecided], lang: str) -> str:
    """``T3-01（7 列）、T3-03（25 行）、T4-01``: each rule once, with how many rows or columns have no verdict."""
    words, by = _WORDS[lang], dict[str, list[Undecided]]()
    for one in left:
        by.setdefault(one.code, []).append(one)
    return words["join"].join(
        words[those[0].way].format(code=code, count=len(those)) if those[0].way and len(those) > 1 else code
        for code, those in sorted(by.items())
    )


def not_run(seen: Coverage, lang: str = "zh") -> list[str]:
    """The rules that were not run, by the reason, but for those that nobody asked for or a blank form cannot need."""
    words = _WORDS[lang]
    skipped = _grouped((one.reason, one.code) for one in seen.not_run if one.reason not in (NOT_ASKED, UNTOUCHED))
    return [
        words["not_run"].format(codes=words["join"].join(codes), reason=spoken(reason, lang))
        for reason, codes in skipped.items()
    ]


def made_by(report: FileReport, version: str, lang: str = "zh") -> list[str]:
    """Which gouji has made the template, where it is another than `version`."""
    if not report.made_by or not version or report.made_by == version:
        return []
    return [_WORDS[lang]["made_by"].format(version=one_line(report.made_by))]


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, list[str]]:
    """What comes first -> all that come second with it, each once."""
    groups: dict[_Key, dict[str, None]] = {}
    for key, one in pairs:
        groups.setdefault(key, {})[one] = None
    return {key: [*those] for key, those in groups.items()}
