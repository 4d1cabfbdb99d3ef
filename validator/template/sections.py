"""Parts 一, 五 and 六: one large cell each, as tall as its text."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from validator.model.address import position
from validator.model.form import Field, Role, Section
from validator.template.content import MOST_TEXT, fits, lines_needed, utf16_length
from validator.template.draft import Draft
from validator.template.style import print_on_a4, protect, set_sizes
from validator.template.writing import put, put_formula

_WIDTH, _GAP, _PROMPT_WIDTH = 650, 16, 280
"""Pixels of columns A, B and C: A fills the width of an A4 page."""
_POINTS, _LINE_HEIGHT = 12, 18.5
"""Size of the text, and the most that one line of it takes, by program and font."""
_ROW_HEIGHT = 14.25
"""One line of 仿宋 12 in Excel: pages break between rows, and so between lines."""

_HOW = ("按 Alt+Enter 换行。", "显示不下时，选中左边文字框所在的各行，把行高调大。")


def write_section(draft: Draft, section: Section, field: Field) -> None:
    """One part of the report in words. Raises BadContent naming the part if the text is longer than a cell holds."""
    text = fits(draft.data.text.get(section.number, ""), f"{field.name}（{section.title}）")
    sheet = draft.book.add_worksheet(section.sheet)
    set_sizes(sheet, (_WIDTH, _GAP, _PROMPT_WIDTH), {1: 36, 2: 20})
    put(sheet, section.heading.cell, section.heading.label, draft.look("title"))
    draft.define(section.heading.name, section.heading.sheet, section.heading.cell)
    put_formula(
        sheet,
        "A2",
        f'={draft.at_role(Role.ORGAN)}&"　"&{draft.at_role(Role.YEAR)}&"年度"',
        draft.look("note", "centre"),
        f"{draft.data.organ}　{draft.year_text}年度",
    )
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
    lines = max(section.least_lines, lines_needed(text, _WIDTH, _POINTS) + 2)
    rows = math.ceil(lines * _LINE_HEIGHT / _ROW_HEIGHT)
    first, _ = position(field.cell)
    look = draft.look("essay")
    last = first + rows - 1
    put(sheet, f"{field.cell}:A{last}", text or None, look, field.name)
    for row in range(first, last + 1):
        sheet.set_row(row - 1, _ROW_HEIGHT)
    return last


def _write_prompts(draft: Draft, sheet: Worksheet, section: Section, field: Field, text: str) -> None:
    """What to write, beside the text and outside the printed page."""
    put(sheet, "C2", "填写提示（不打印）", draft.look("note", "bold"))
    look = draft.look("note", "wrap", "top")
    row, _ = position(field.cell)
    for number, prompt in enumerate((*section.prompts, *_HOW), 1):
        told = f"{number}．{prompt}"
        last = row + math.ceil(lines_needed(told, _PROMPT_WIDTH, 9.5) * 13.5 / _ROW_HEIGHT) - 1
        put(sheet, f"C{row}:C{last}", told, look)
        row = last + 1
    formula = f'="已写 "&LEN({field.cell})&" 字（一个单元格最多 {MOST_TEXT} 字）"'
    put_formula(sheet, f"C{row}", formula, look, f"已写 {utf16_length(text)} 字（一个单元格最多 {MOST_TEXT} 字）")
