"""What a 退回说明 says of one report, as the fields that a template of Word can use. docs/outputs.md lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final

from validator.files.harmless import cut, one_line, xml_text
from validator.filings.sheets import WAIVER_HEADINGS, WAIVERS
from validator.model.bilingual import BLANK_WORD, Bilingual, spoken
from validator.model.cells import Place
from validator.model.finding import CellRef, Suspect
from validator.model.report import FileReport
from validator.model.rule import Outcome, Severity
from validator.model.shown import shown
from validator.writers.conclusion import summary
from validator.writers.listing import ListedEntry, ordered

MOST: Final = 60
"""So many points of a level stand in a letter, the others are counted: nobody reads more."""
FEW_CELLS: Final = 12
LONGEST: Final = 600
NO_ORGAN: Final = "（未写单位名称）"

Fields = dict[str, Any]


def fields_of(report: FileReport) -> Fields:
    """The fields by their names, all of them texts, counts and lists of these."""
    listed = [one for one in ordered(report) if one.head.counts and one.head.outcome is not Outcome.BROKEN]
    musts, explains, notices = ([one for one in listed if one.head.severity is level] for level in Severity)
    return {
        "机关": _text(report.organ) or NO_ORGAN,
        "年度": report.year or "",
        "文件": _text(PurePath(report.path).name),
        "结论": summary(report),
        "强制": _points(musts),
        "强制数": len(musts),
        "强制余": max(0, len(musts) - MOST),
        "核实": _points(explains),
        "核实数": len(explains),
        "核实余": max(0, len(explains) - MOST),
        "提示": _points(notices),
        "提示数": len(notices),
        "提示余": max(0, len(notices) - MOST),
        "说明表": WAIVERS if WAIVERS in report.sheets else "",
        "说明栏": list(WAIVER_HEADINGS),
    }


def _points(listed: Sequence[ListedEntry]) -> list[Fields]:
    return [_point(number, one) for number, one in enumerate(listed[:MOST], start=1)]


def _point(number: int, item: ListedEntry) -> Fields:
    entry, rule = item.entry, item.head.rule
    cells = entry.cause.cells if entry.cause else item.head.suspects
    codes = dict.fromkeys(one.rule.code for one in entry.findings)
    bases = dict.fromkeys(one.rule.basis for one in entry.findings)
    return {
        "序号": number,
        "序": _numeral(number),
        "规则": "、".join(codes),
        "题目": _text(rule.title["zh"]),
        "位置": _where(item),
        **_address(item.place, item.where),
        "问题": _text(entry.cause.message() if entry.cause else item.head.message()).rstrip("。"),
        "格": [_cell(one) for one in (cells or item.head.cells)[:FEW_CELLS] if one.place.file is None],
        "另有格": max(0, len(cells or item.head.cells) - FEW_CELLS),
        "依据": "；".join(_text(one) for one in bases),
        "改法": _text(rule.fix).rstrip("。"),
    }


def _where(item: ListedEntry) -> str:
    if item.where:
        return _text(spoken(item.where, "zh"))
    return f"“{_text(item.place.sheet)}”{item.place.cell}" if item.place else "全文"


def _address(place: Place | None, where: Bilingual | None) -> Fields:
    """Sheet and cell; in a document words stand for the cell, and it has no sheets."""
    if where:
        return {"工作表": "", "单元格": _text(spoken(where, "zh"))}
    return {"工作表": _text(place.sheet) if place else "", "单元格": place.cell if place else ""}


def _cell(one: Suspect | CellRef) -> Fields:
    """A cell: where, what it is called, what it holds and (``""``: not known) what it should hold."""
    suggested = one.suggested if isinstance(one, Suspect) else None
    return {
        **_address(one.place, one.where),
        "指标": _text(one.indicator or ""),
        "现值": _value(one.value),
        "应为": "" if suggested is None else _text(shown(suggested)),
        "确定": isinstance(one, Suspect) and one.certain,
    }


def _value(value: object) -> str:
    if value is None or value == "":
        return spoken(BLANK_WORD, "zh")
    return f"“{_text(cut(value))}”" if isinstance(value, str) else shown(value)


def _text(text: str) -> str:
    """Harmless in any place of a document, and no longer than anybody reads."""
    return xml_text(cut(one_line(text), LONGEST))


_DIGITS, _TENS = "零一二三四五六七八九", 10


def _numeral(number: int) -> str:
    """12 -> 十二, as points of an official letter are numbered; below 100."""
    tens, ones = divmod(number, _TENS)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def sample() -> Fields:
    """Fields with something in every list, by which a template is tried before any report is checked."""
    cell = dict.fromkeys(("工作表", "单元格", "指标", "现值", "应为"), "一") | {"确定": True}
    texts = ("序", "规则", "题目", "位置", "工作表", "单元格", "问题", "依据", "改法")
    point = dict.fromkeys(texts, "一") | {"序号": 1, "格": [cell], "另有格": 1}
    counts = {f"{level}{what}": 1 for level in _LEVELS for what in ("数", "余")}
    lists = {level: [point] for level in _LEVELS}
    heads = {"机关": "某机关", "年度": 2025, "文件": "a.xlsx", "结论": "强制 1", "说明表": WAIVERS}
    return {**heads, **counts, **lists, "说明栏": list(WAIVER_HEADINGS)}


_LEVELS: Iterable[str] = ("强制", "核实", "提示")
