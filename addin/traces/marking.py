"""Marks on the open book: conditional formats that say whose they are. No cell's own format is ever touched.

A mark is the rule that `validator.writers.blocks.Mark` gives.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.protocol import Host
from addin.traces.protection import lifted
from validator.filings.sheets import CHECKS, COVER, WAIVERS
from validator.filings.traces import MARKER, NOTE_SIGN
from validator.model.filing import Filing
from validator.writers.blocks import Mark, Plan
from validator.writers.looks import STYLES

if TYPE_CHECKING:
    import xlwings

PROTECTED, REFUSED = "工作表受保护", "程序不允许添加格式（文件可能是只读的）"
ELSEWHERE_PROTECTED = "另有工作表受保护，Calc 因此不能添加格式"


def own_sheets(filing: Filing) -> frozenset[str]:
    """The sheets that our template makes and protects, also under a new name; none for any other workbook."""
    if not filing.from_template or filing.made_by is None:
        return frozenset()
    found = {place.sheet for place in filing.places.values() if place.file is None}
    return frozenset(found | {section.sheet for section in filing.form.sections} | {COVER, WAIVERS, CHECKS})


def mark(book: xlwings.Book, planned: Plan, run: str, own: frozenset[str]) -> dict[str, str]:
    """Mark the cells, one call for each block.

    Args:
        book: the open book.
        planned: which blocks get which look, and how long.
        run: what this check is called in the marks.
        own: the sheets whose protection may be lifted.

    Returns:
        Sheet -> why it could not be marked, for those that could not.
    """
    program = host_of(book.app)
    refused: dict[str, str] = {}
    with lifted(_to_lift(book, planned, own, program), program):
        for name, marks in planned.items():
            sheet = book.sheets[name]
            try:
                with program.marks_first(sheet):
                    for one in marks:
                        _mark(sheet, one, run, program)
            except program.errors:
                refused[name] = _reason(sheet, program)
    return refused


def _to_lift(book: xlwings.Book, planned: Plan, own: frozenset[str], program: Host) -> list[xlwings.Sheet]:
    wanted = own if program.whole_book else own & set(planned)
    return [sheet for sheet in book.sheets if sheet.name in wanted] if planned else []


def _mark(sheet: xlwings.Sheet, one: Mark, run: str, program: Host) -> None:
    """An Excel that names its functions in another language may refuse the condition; the mark is then without it."""
    try:
        _add(sheet, one, run)
    except program.errors:
        if not one.condition or program.is_protected(sheet):
            raise
        _add(sheet, replace(one, condition=""), run)


def _add(sheet: xlwings.Sheet, one: Mark, run: str) -> None:
    style = STYLES[one.look]
    sheet.range(one.area).conditional_formats.add_custom(
        f"={one.formula(run)}", fill_color=style.fill, font_color=style.font, font_bold=style.bold or None
    )


def _reason(sheet: xlwings.Sheet, program: Host) -> str:
    if program.is_protected(sheet):
        return PROTECTED
    others = program.whole_book and any(program.is_protected(one) for one in sheet.book.sheets)
    return ELSEWHERE_PROTECTED if others else REFUSED


def clear(book: xlwings.Book, *, ours: bool) -> list[str]:
    """Take every mark off, and every note of an annotated copy, whoever made it and when.

    Returns the names of sheets that would not let go of theirs.

    `ours` says whether the book is made from our template: then what is protected and marked was protected by it.
    """
    program = host_of(book.app)
    left: list[str] = []
    for sheet in book.sheets:
        marks = [one for one in sheet.cells.conditional_formats if MARKER in (one.formula or "")]
        notes = [one for one in sheet.notes if (one.text or "").startswith(NOTE_SIGN)]
        if not marks and not notes:
            continue
        try:
            with lifted([sheet] if ours else [], program):
                for one in reversed(marks):  # a rule is known by its place in the list: the last goes first
                    one.delete()
                for note in notes:
                    note.delete()
        except program.errors:
            left.append(sheet.name)
    if not left:
        with suppress(*program.errors):
            program.forget_looks(book)
    return left
