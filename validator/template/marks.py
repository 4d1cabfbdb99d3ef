"""What a table's sheet does while it is filled in: refuses wrong input, and turns cells red or yellow.

Conditional formats name cells of their own sheet only: other programs do not follow them to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from validator.model.form import NumberKind, Table
from validator.model.rule import Severity
from validator.template.areas import grid, rectangles
from validator.template.draft import Draft
from validator.template.live import blank_total, broken_formula
from validator.template.status import IS_BROKEN, PERIOD_FAILS, PERIOD_REVIEW
from validator.template.style import BROKEN, NO_NUMBER, QUESTIONED
from validator.template.value_checks import says_nothing

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_UNFIT = {
    NumberKind.COUNT: "OR({0}<0,{0}<>INT({0}))",
    NumberKind.SIGNED: "{0}<>INT({0})",
    NumberKind.AMOUNT: "OR({0}<0,ROUND({0},6)<>{0})",
}

_NUMBERS: Mapping[NumberKind, tuple[Mapping[str, object], str, str]] = {
    NumberKind.COUNT: (
        {"validate": "integer", "criteria": ">=", "value": 0},
        "填非负整数，只填数字。没有发生的填 0，不要留空，也不要写“/”“无”。",
        "这里是件数：只能填 0 或正整数，不带“件”字、逗号和小数。没有发生的填 0。",
    ),
    NumberKind.SIGNED: (
        {"validate": "integer", "criteria": "between", "minimum": -999_999_999, "maximum": 999_999_999},
        "填整数：增加填正数，减少填负数（如 -4），没有变化填 0。",
        "这里填增减数：只能填整数，减少的前面加“-”，不写“增”“减”字。",
    ),
    NumberKind.AMOUNT: (
        {"validate": "decimal", "criteria": ">=", "value": 0},
        "以万元为单位，最多六位小数，如 251000 元填 25.1。没有发生的填 0。",
        "这里是金额（万元）：只能填 0 或正数，不带“元”“万元”。251000 元应填 25.1。",
    ),
}

_ROW_NOTES: Mapping[str, str] = {
    "表三.上年结转": "应与上一年度报告同一列的“结转下年度继续办理”一致。",
    "表三.部分公开": "区分处理的只计这一行，不再计入其他情形。",
    "表三.其他处理_其他": "申请人撤回、撤销的申请计入这一行。",
    "表三.其他处理": "申请人撤回、撤销的申请计入这一行。",
    "表三.结转下年": "到年底没有办结、转到下一年度办理的件数。",
}
"""What is often got wrong in a row, told where it is filled in."""


def validate_table(draft: Draft, sheet: Worksheet, table: Table) -> None:
    """Input and error messages on every cell that is filled in."""
    groups: dict[tuple[NumberKind, str], list[str]] = {}
    for one in table.indicators.values():
        if not draft.is_computed(one.name):
            note = _ROW_NOTES.get(f"{one.table}.{one.row}", "")
            groups.setdefault((one.kind, note), []).append(one.cell)
    for (kind, note), cells in groups.items():
        rule, told, refused = _NUMBERS[kind]
        first, *others = (list(grid(area)) for area in rectangles(cells))
        options = {
            **rule,
            "other_cells": others,
            "input_title": "填写金额（万元）" if kind is NumberKind.AMOUNT else "填写数字",
            "input_message": told + note,
            "error_title": "不能这样填",
            "error_message": refused,
        }
        sheet.data_validation(*first, options)
    _validate_period(sheet, table)


def _validate_period(sheet: Worksheet, table: Table) -> None:
    options = {
        "validate": "any",
        "input_title": "统计期限",
        "input_message": "由封面的统计期限自动生成，一般不用改。要改写时，照“2025年1月1日至2025年12月31日”的样子填写。",
    }
    sheet.data_validation(table.period_cell, options)


def mark_table(draft: Draft, sheet: Worksheet, table: Table) -> None:
    """Conditional formats, gravest first: no number, blank total, broken relations, the period."""
    broken, questioned = draft.book.add_format(BROKEN), draft.book.add_format(QUESTIONED)
    _mark_contents(draft, sheet, table, draft.book.add_format(NO_NUMBER), questioned)
    for name in table.indicators:
        if not draft.is_computed(name) and (due := blank_total(draft.form, name, sheet=False)):
            _mark(sheet, [table.indicators[name].cell], f"={due}", broken)
    for severity, look in ((Severity.MUST, broken), (Severity.EXPLAIN, questioned)):
        for cells, formula in _relations(draft, table, severity):
            _mark(sheet, rectangles(cells), formula, look)
    for words, look in ((PERIOD_FAILS, broken), (PERIOD_REVIEW, questioned)):
        _mark(sheet, [table.period_cell], f'=ISNUMBER(FIND("{words}",$A$3))', look)
    _mark(
        sheet,
        ["A3"],
        f'=ISNUMBER(FIND("{IS_BROKEN}",$A$3))',
        draft.book.add_format({"font_color": "#9C0006", "bold": True}),
    )


def _mark_contents(draft: Draft, sheet: Worksheet, table: Table, no_number: Format, questioned: Format) -> None:
    """One rule a rectangle: programs differ on which cell of several ranges a relative address starts from."""
    for kind in NumberKind:
        cells = [one.cell for one in table.indicators.values() if one.kind is kind and not draft.is_computed(one.name)]
        for area in rectangles(cells):
            first = area.partition(":")[0]
            nothing = f"IF(ISTEXT({first}),{says_nothing(first)},FALSE)"
            unfit = f"IF(ISNUMBER({first}),{_UNFIT[kind].format(first)},NOT({nothing}))"
            _mark(sheet, [area], f"=IF(ISBLANK({first}),FALSE,{unfit})", no_number)
            _mark(sheet, [area], f"={nothing}", questioned)


def _relations(draft: Draft, table: Table, severity: Severity) -> Iterator[tuple[list[str], str]]:
    """The cells and the formula of each relation that stands on this sheet alone."""
    for live in draft.lives:
        names = live.instance.names
        if live.rule.severity is severity and all(name in table.indicators for name in names):
            yield (
                [table.indicators[name].cell for name in names],
                broken_formula(live.instance, draft.form, draft.catalogue.defaults),
            )


def _mark(sheet: Worksheet, areas: Sequence[str], formula: str, look: Format) -> None:
    options = {"type": "formula", "criteria": formula, "format": look, "multi_range": " ".join(areas)}
    sheet.conditional_format(*grid(areas[0]), options)
