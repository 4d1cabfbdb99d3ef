"""空白填 0: asks, then writes 0 into the cells of the table in view that nobody has filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.talking import ask, quiet, say, tell
from addin.openbook.examining import filing_in_book
from addin.wording import Declined
from validator.model.address import addresses, corners
from validator.model.cells import CellKind
from validator.model.filing import Filing
from validator.template.areas import rectangles

if TYPE_CHECKING:
    import xlwings

NO_TABLE = "请先转到要填的表（例如“三、依申请公开”），再点“空白填 0”。"
ALL_FILLED = "“{}”没有空白的格。"
QUESTION = "“{}”有 {} 格没有填。都填上 0 吗？\n\n0 表示没有发生。已经填了的格和总计公式不动。"
DONE, REFUSED = "已在“{}”的 {} 格填上 0。", "“{}”有 {} 格填不进去：工作表受保护，或者工作簿只读。"


def fill_zeros(book: xlwings.Book) -> None:
    """Ask and write.

    Raises:
        Declined: There is no table in view.
    """
    filing, sheet = filing_in_book(book), book.sheets.active
    if not any(filing.places[name].sheet == sheet.name for name in filing.form.indicators if name in filing.places):
        raise Declined(NO_TABLE)
    cells = [filing.places[name].cell for name in unfilled(filing, sheet.name)]
    if not cells:
        tell(book.app, ALL_FILLED.format(sheet.name))
    elif ask(book.app, QUESTION.format(sheet.name, len(cells))):
        with quiet(book.app):
            refused = sum(_fill(sheet, area) for area in rectangles(cells))
        if refused:
            tell(book.app, REFUSED.format(sheet.name, refused))
        else:
            say(book.app, DONE.format(sheet.name, len(cells)))


def unfilled(filing: Filing, sheet: str) -> Iterator[str]:
    """The names of the sheet's cells that are blank; of totals, those whose parts come to nothing as well."""
    for name, one in filing.form.indicators.items():
        place, cell = filing.places.get(name), filing.cell(name)
        blank = cell.kind is CellKind.BLANK and cell.formula is None
        if place and place.sheet == sheet and blank and all(_is_nothing(filing, parts) for parts in one.parts):
            yield name


def _is_nothing(filing: Filing, parts: Sequence[str]) -> bool:
    cells = (filing.cell(name) for name in parts)
    return all(cell.kind is CellKind.BLANK or cell.value == 0 for cell in cells)


def _fill(sheet: xlwings.Sheet, area: str) -> int:
    """Write one block at once, or cell by cell where they differ or not all can be written; how many could not."""
    cells, several = sheet.range(area), ":" in area
    try:
        if several and cells.number_format is None:
            return _one_by_one(sheet, area)
        if cells.number_format == "@":  # a cell of text format would keep the number as text
            cells.number_format = "General"
        cells.value = 0
    except host_of(sheet.book.app).errors:
        return _one_by_one(sheet, area) if several else 1
    return 0


def _one_by_one(sheet: xlwings.Sheet, area: str) -> int:
    return sum(_fill(sheet, one) for one in addresses(corners(area)))
