"""``CELL=VALUE`` as a fix: the cell by its name or its address, the value held against what the cell takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from validator.editing.refusal import why_no_constant
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.model.cells import Place
from validator.model.filing import Filing
from validator.model.form import Indicator, NumberKind, Role
from validator.readers.workbook import Workbook
from validator.repair.fixes import ASKED, Fix
from validator.repair.normalising import day_of_text, number_of, year_of_text
from validator.startup.expressions import expression
from validator.template.content import BadContent, fits

T = TypeVar("T")
_ADDRESS = expression(r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}")
_TAKES = {
    NumberKind.COUNT: "非负整数",
    NumberKind.SIGNED: "整数",
    NumberKind.AMOUNT: "非负数（单位万元，最多六位小数）",
}
_DAYS = frozenset({Role.START, Role.END, Role.PUBLISHED})


class NotAccepted(ValueError):  # noqa: N818  a verdict on what was asked
    """The change that was asked for cannot be made. The message is one Chinese line that says why."""


def accepted(words: Iterable[str], workbook: Workbook, filing: Filing) -> tuple[Fix, ...]:
    """The fixes that are asked for, each as ``CELL=VALUE``. Raises NotAccepted."""
    found: dict[str, Fix] = {}
    for word in words:
        cell, sign, text = word.replace("＝", "=", "=" not in word).partition("=")
        if not sign or not cell.strip():
            raise NotAccepted(f"应写成 格=值，如 三、依申请公开!D8=36，实为 {cut(word)}")
        name = name_of(cell.strip(), workbook, filing)
        fix = Fix(name, filing.places[name], filing.cell(name).value, value_of(name, text.strip(), filing), ASKED)
        if found.setdefault(name, fix) != fix:
            raise NotAccepted(f"{name} 写了两个不同的值")
    return tuple(found.values())


def name_of(cell: str, workbook: Workbook, filing: Filing) -> str:
    """The name that the form has for a cell, given by that name or by sheet and address. Raises NotAccepted."""
    sheet, sign, at = cell.replace("！", "!").rpartition("!")
    if sign and _ADDRESS.fullmatch(at):
        return _at_address(_unquoted(sheet), at.replace("$", "").upper(), workbook, filing)
    if cell in filing.places:
        return cell
    known = (*filing.form.indicators, *filing.form.fields)
    if cell in known:
        raise NotAccepted(f"工作簿里没有找到 {cell}")
    raise NotAccepted(f"没有 {cut(cell)} 这一格，格写成 工作表!地址 或项目的名称{did_you_mean(cell, known)}")


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet[:1] == sheet[-1:] == "'" else sheet


def _at_address(sheet: str, at: str, workbook: Workbook, filing: Filing) -> str:
    if sheet not in workbook.sheets:
        raise NotAccepted(f"没有工作表“{cut(sheet)}”{did_you_mean(sheet, workbook.sheets)}")
    found = next((name for name, place in filing.places.items() if place == Place(sheet, at)), None)
    if found is not None:
        return found
    if why := why_no_constant(at, arrays=(), merged=workbook.sheets[sheet].merged):
        raise NotAccepted(f"{sheet}!{at}：{why}")
    raise NotAccepted(f"{sheet}!{at} 不是报告里要填的格")


def value_of(name: str, text: str, filing: Filing) -> int | float | str | date:
    """What a text means in the cell of that name. Raises NotAccepted where it is nothing that the cell takes."""
    if not text:
        raise NotAccepted(f"{name} 没有写值")
    indicator = filing.form.indicators.get(name)
    if indicator is not None:
        return _number(text, indicator)
    field = filing.form.fields.get(name)
    role = field.role if field else None
    if role is Role.YEAR:
        return _known(year_of_text(text), f"{name} 应为四位年份，实为 {cut(text)}")
    if role in _DAYS:
        return _known(day_of_text(text), f"{name} 应为 YYYY-MM-DD，实为 {cut(text)}")
    kinds = filing.form.organ_types
    if role is Role.ORGAN_TYPE and kinds and text not in kinds:
        raise NotAccepted(f"机关类型“{cut(text)}”不认识，可用：{'、'.join(kinds)}")
    try:
        return fits(text, name)
    except BadContent as error:
        raise NotAccepted(str(error)) from None


def _number(text: str, indicator: Indicator) -> int | float:
    found = number_of(text, indicator)
    return _known(found, f"{indicator.name} 应为{_TAKES[indicator.kind]}，实为 {cut(text)}")


def _known(value: T | None, otherwise: str) -> T:
    if value is None:
        raise NotAccepted(otherwise)
    return value
