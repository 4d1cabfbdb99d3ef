"""Parts 一, 五 and 六: one large cell each, as tall as its text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from validator.model.address import position
from validator.model.form import Field, Section
from validator.template.content import MOST_TEXT, fits, lines_needed, utf16_length
from validator.template.draft import Draft
from validator.template.style import print_on_a4, protect
from validator.template.writing import put, put_formula, span

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTH, _GAP, _PROMPT_WIDTH = 650, 16, 280
"""Pixels of columns A, B and C: A fills the width of an A4 page."""
_POINTS, _LINE_HEIGHT = 12, 18.5
"""Size of the text, and the most that one line of it takes, by program and font."""
_ROW_HEIGHT = 14.25
"""One line of 仿宋 12 in Excel: pages break between rows, and so between lines."""

_LEAST_LINES: Mapping[str, int] = {"一": 74, "五": 36, "六": 36}
_PROMPTS: Mapping[str, tuple[str, ...]] = {
    "一": (
        "写全年总体情况，分五个方面：主动公开、依申请公开、政府信息管理、平台建设、监督保障。",
        "各级政府的监督保障还要写工作考核、社会评议、责任追究结果。",
        "文中的件数应与二、三、四各表一致。",
    ),
    "五": ("写本年度存在的主要问题和改进措施，不能只写“无”。", "与上年雷同的文字会被要求核实。"),
    "六": (
        "写明统计期限，与封面一致：“本报告所列数据的统计期限为×年1月1日至×年12月31日”。",
        "写明收取信息处理费的情况，没有收取的也要写明。",
        "其他需要报告的事项。",
    ),
}
_HOW = ("按 Alt+Enter 换行。", "显示不下时，选中左边文字框所在的各行，把行高调大。")


def write_section(draft: Draft, section: Section, field: Field) -> None:
    """One part of the report in words. Raises BadContent naming the part if the text is longer than a cell holds."""
    text = fits(draft.data.text.get(section.number, ""), f"正文.{section.number}（{section.title}）")
    sheet = draft.book.add_worksheet(section.sheet)
    for column, width in enumerate((_WIDTH, _GAP, _PROMPT_WIDTH)):
        sheet.set_column_pixels(column, column, width)
    put(sheet, section.heading.cell, section.heading.label, draft.look("title"))
    draft.define(section.heading.name, section.heading.sheet, section.heading.cell)
    put_formula(
        sheet,
        "A2",
        f'={draft.at("封面.机关名称")}&"　"&{draft.at("封面.报告年度")}&"年度"',
        draft.look("note", "centre"),
        f"{draft.data.organ}　{draft.year_text}年度",
    )
    sheet.set_row(0, 36)
    sheet.set_row(1, 20)
    last = _write_text(draft, sheet, section, field, text)
    _write_prompts(draft, sheet, section, field, text)
    draft.define(field.name, field.sheet, field.cell)
    options = {
        "validate": "any",
        "input_title": section.title[:32],
        "input_message": "在这里填写正文，按 Alt+Enter 换行。填写要求见右边的提示。",
    }
    sheet.data_validation(field.cell, options)
    sheet.set_selection(field.cell)
    print_on_a4(sheet, f"A1:A{last}", pages=0)
    protect(sheet)


def _write_text(draft: Draft, sheet: Worksheet, section: Section, field: Field, text: str) -> int:
    """The cell over as many rows as the text needs; the last row."""
    lines = max(_LEAST_LINES.get(section.number, 36), lines_needed(text, _WIDTH, _POINTS) + 2)
    rows = math.ceil(lines * _LINE_HEIGHT / _ROW_HEIGHT)
    first, _ = position(field.cell)
    look = draft.look("essay")
    last = first + rows - 1
    put(sheet, span(sheet, f"{field.cell}:A{last}", look), text or None, look, field.name)
    for row in range(first, last + 1):
        sheet.set_row(row - 1, _ROW_HEIGHT)
    return last


def _write_prompts(draft: Draft, sheet: Worksheet, section: Section, field: Field, text: str) -> None:
    """What to write, beside the text and outside the printed page."""
    put(sheet, "C2", "填写提示（不打印）", draft.look("note", "bold"))
    look = draft.look("note", "wrap", "top")
    row, _ = position(field.cell)
    for number, prompt in enumerate((*_PROMPTS.get(section.number, ()), *_HOW), 1):
        told = f"{number}．{prompt}"
        last = row + math.ceil(lines_needed(told, _PROMPT_WIDTH, 9.5) * 13.5 / _ROW_HEIGHT) - 1
        put(sheet, span(sheet, f"C{row}:C{last}", look), told, look)
        row = last + 1
    formula = f'="已写 "&LEN({field.cell})&" 字（一个单元格最多 {MOST_TEXT} 字）"'
    put_formula(sheet, f"C{row}", formula, look, f"已写 {utf16_length(text)} 字（一个单元格最多 {MOST_TEXT} 字）")
