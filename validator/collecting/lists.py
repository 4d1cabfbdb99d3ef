"""A plain table as a workbook for people: a head that stays in sight, rows as high as their texts, printed on A4."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from validator.files.harmless import one_line, xml_text
from validator.filings.traces import PRODUCT
from validator.template.content import lines_needed

_PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED: Final = datetime(2021, 1, 1)  # noqa: DTZ001  a fixed stamp: the same rows give the same bytes
_FONT: Final[Mapping[str, Any]] = {"font_name": "宋体", "font_size": 11}
_PIXELS, _LINE = 7, 16
"""Pixels of a column's unit of width, points of a line."""
Headings = Sequence[tuple[str, int]]
"""What a column is called and how wide it is."""


def listed(
    name: str,
    headings: Headings,
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    choices: Mapping[int, Sequence[str]] | None = None,
    notes: Mapping[int, str] | None = None,
) -> bytes:
    """The workbook with one sheet of that name. `choices` are lists to choose from and `notes` remarks, by column."""
    from xlsxwriter import Workbook  # only who wants a workbook has to load it

    content = io.BytesIO()
    with Workbook(content, dict(_PLAIN)) as book:
        book.set_properties({"created": _CREATED, "subject": PRODUCT})
        sheet = book.add_worksheet(name)
        top = 1 if title else 0
        if title:
            sheet.write_string(
                0, 0, xml_text(one_line(title)), book.add_format({**_FONT, "bold": True, "font_size": 14})
            )
        last = _write(book, sheet, top, headings, rows)
        for column, words in (choices or {}).items():
            allowed = {"validate": "list", "source": list(words), "error_type": "information"}
            sheet.data_validation(top + 1, column, last + _MORE_ROWS, column, allowed)
        for column, text in (notes or {}).items():
            sheet.write_comment(top, column, text)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
    return content.getvalue()


_MORE_ROWS: Final = 200
"""Rows for what is added by hand."""


def _write(book: Any, sheet: Any, top: int, headings: Headings, rows: Iterable[Sequence[str]]) -> int:
    """Headings and rows; the number of the last one."""
    head = book.add_format({**_FONT, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1})
    cell = book.add_format({**_FONT, "border": 1, "text_wrap": True, "valign": "top"})
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, heading, head)
    at = top
    for at, texts in enumerate(rows, top + 1):
        shown = [xml_text(one_line(text)) for text in texts]
        for column, text in enumerate(shown):
            sheet.write_string(at, column, text, cell)
        lines = max(lines_needed(text, width * _PIXELS, 11) for text, (_, width) in zip(shown, headings, strict=True))
        sheet.set_row(at, lines * _LINE + 2)
    return at
