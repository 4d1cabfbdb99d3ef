"""Parts 一, 五 and 六: one large cell each, as tall as its text."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import ASIDE
from validator.model.address import address, column_letters, position
from validator.model.form import Field, Role, Section
from validator.template.areas import absolute
from validator.template.content import MOST_TEXT, fits, lines_needed, utf16_length
from validator.template.draft import Draft
from validator.template.style import BROKEN, QUESTIONED, TAB_TEXT, UNFILLED, print_on_a4, protect, set_sizes
from validator.template.writing import mark, put, put_formula

_WIDTH, _MARGIN, _PROMPT_WIDTH = 636, 14, 280
"""Pixels of columns A, B and C: A and B, the right margin inside the frame, fill the width of an A4 page."""
_INDENT = 48
"""Pixels of A that the left margin takes, and what wider letters and figures of another font may take."""
_POINTS, _LINE_HEIGHT = 12, 18.5
"""Size of the text, and the most that one line of it takes, by program and font."""
_ROW_HEIGHT = 14.25
"""One line of 仿宋 12 in Excel: pages break between rows, and so between lines."""
_ONE_PAGE = 36
"""Lines for which one page has room: no part is shorter, and a blank one is not longer."""
_IN_A_LINE = 35
"""Characters, for an estimate that a formula can make."""
_ROWS_A_LINE = _LINE_HEIGHT / _ROW_HEIGHT
_NOTICE_ROWS = 5
_BLANK = "　"

_HOW = (
    "每段开头空两格，按 Alt+Enter 换行。",
    "从 Word 粘贴：先按 F2（或双击左边的格），再按 Ctrl+V。不按 F2 直接粘贴，各段会散落到下面的格里，报告就不全。",
)
_SCATTERED = "有文字落在了文字框下面，报告读不到：选中左边的文字框，按 Delete 清空，再按 F2，从 Word 重新粘贴。"
_HIGHER = (
    "约 ",
    " 行，文字框放不下：从文字框的第一行选到第 ",
    " 行，把行高设为 ",
    "（调过的不必再调）。打印的页数随行高而定。",
)


def write_section(draft: Draft, section: Section, field: Field) -> None:
    """One part of the report in words. Raises BadContent naming the part if the text is longer than a cell holds."""
    text = fits(draft.data.text.get(section.number, ""), f"{field.name}（{section.title}）")
    sheet = draft.book.add_worksheet(section.sheet)
    set_sizes(sheet, (_WIDTH, _MARGIN, _PROMPT_WIDTH), {1: 36, 2: 20})
    put(sheet, section.heading.cell, section.heading.label, draft.look("title"))
    draft.define(section.heading.name, section.heading.sheet, section.heading.cell)
    put_formula(
        sheet,
        "A2",
        f'={draft.at_role(Role.ORGAN)}&"　"&{draft.at_role(Role.YEAR)}&"年度"',
        draft.look("note", "centre"),
        f"{draft.data.organ}　{draft.year_text}年度",
    )
    last = _write_text(draft, sheet, field, text)
    row = _write_prompts(draft, sheet, section, field, text)
    _write_notice(draft, sheet, field, row, last)
    draft.define(field.name, field.sheet, field.cell)
    options = {
        "validate": "any",
        "input_title": section.title[:32],
        "input_message": "在这里填写正文，每段开头空两格，按 Alt+Enter 换行。从 Word 粘贴，先按 F2 再粘贴。",
    }
    sheet.data_validation(field.cell, options)
    sheet.set_selection(field.cell)
    print_on_a4(sheet, f"A1:B{last}", pages=0)
    sheet.set_tab_color(TAB_TEXT)
    protect(sheet)


def _write_text(draft: Draft, sheet: Worksheet, field: Field, text: str) -> int:
    """The cell over as many rows as the text needs, a page at least; the last row."""
    lines = max(_ONE_PAGE, lines_needed(text, _WIDTH - _INDENT, _POINTS) + 2, _estimate(text))
    first, _ = position(field.cell)
    last = first + math.ceil(lines * _ROWS_A_LINE) - 1
    area = f"{field.cell}:A{last}"
    put(sheet, area, text or None, draft.look("essay"), field.name)
    for row in range(first, last + 1):
        sheet.set_row(row - 1, _ROW_HEIGHT)
    put(sheet, f"B{first}:B{last}", None, draft.look("margin"))
    mark(sheet, [f"{field.cell}:B{last}"], f"=ISBLANK({absolute(field.cell)})", draft.book.add_format(UNFILLED))
    return last


def _write_prompts(draft: Draft, sheet: Worksheet, section: Section, field: Field, text: str) -> int:
    """What to write, beside the text and outside the printed page; the next row."""
    row, column = position(field.cell)
    put(sheet, address(row - 1, column + ASIDE), "填写提示（不打印）", draft.look("note", "bold"))
    look, letter = draft.look("note", "wrap", "top"), column_letters(column + ASIDE)
    for number, prompt in enumerate((*section.prompts, *_HOW), 1):
        told = f"{number}．{prompt}"
        last = row + math.ceil(lines_needed(told, _PROMPT_WIDTH, 9.5) * 13.5 / _ROW_HEIGHT) - 1
        put(sheet, f"{letter}{row}:{letter}{last}", told, look)
        row = last + 1
    formula = f'="已写 "&LEN({field.cell})&" 字（一个单元格最多 {MOST_TEXT} 字）"'
    put_formula(
        sheet, f"{letter}{row}", formula, look, f"已写 {utf16_length(text)} 字（一个单元格最多 {MOST_TEXT} 字）"
    )
    return row + 1


def _write_notice(draft: Draft, sheet: Worksheet, field: Field, row: int, last: int) -> None:
    """What went wrong while text was typed or pasted: paragraphs under the merge, more lines than there is room for."""
    first, column = position(field.cell)
    letter = column_letters(column + ASIDE)
    scattered = f"COUNTA({absolute(f'A{first + 1}:A{last}')})>0"
    too_long = f"{_lines(field.cell)}>{_room(first, last)}"
    told = f'IF({scattered},"{_SCATTERED}",IF({too_long},{_higher(field.cell, last)},"{_BLANK}"))'
    area = f"{letter}{row + 1}:{letter}{row + _NOTICE_ROWS}"
    put_formula(sheet, area, f"={told}", draft.look("note", "wrap", "top"), _BLANK)
    mark(sheet, [area], f"={scattered}", draft.book.add_format(BROKEN), last=True)
    mark(sheet, [area], f"=LEN({absolute(f'{letter}{row + 1}')})>1", draft.book.add_format(QUESTIONED))


def _room(first: int, last: int) -> int:
    """The lines for which rows of the usual height have room."""
    return math.floor((last - first + 1) / _ROWS_A_LINE)


def _lines(cell: str) -> str:
    """About how many lines the text of a cell takes: its last line, and half a line for each paragraph before."""
    return f'INT(LEN({cell})/{_IN_A_LINE})+1+INT((LEN({cell})-LEN(SUBSTITUTE({cell},CHAR(10),"")))/2)'


def _estimate(text: str) -> int:
    """What that formula gives."""
    return utf16_length(text) // _IN_A_LINE + 1 + text.count("\n") // 2


def _higher(cell: str, last: int) -> str:
    """Which rows to make higher, and how high: twice as high as they are, or more where that is not enough."""
    first, _ = position(cell)
    rows = last - first + 1
    more = f"ROUNDUP(({_lines(cell)}-{_room(first, last)})*{_ROWS_A_LINE:.4f},0)"
    height = f"{_ROW_HEIGHT}*IF({more}<={rows},2,ROUNDUP(({_lines(cell)})*{_ROWS_A_LINE:.4f}/{rows},0))"
    parts = (f"({_lines(cell)})", f"{first - 1}+MIN({more},{rows})", height)
    told = "".join(f'"{word}"&{part}&' for word, part in zip(_HIGHER, parts, strict=False))
    return f'{told}"{_HIGHER[-1]}"'
