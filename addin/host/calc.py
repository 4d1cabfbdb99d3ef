"""LibreOffice Calc over UNO."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from addin.calc.first import first
from addin.calc.formats import STYLES
from addin.calc.office import CalcError, guarded

if TYPE_CHECKING:
    import xlwings

    from addin.host.protocol import Restore

FILTER_NAME, PAGE_STYLE = "gouji_filter", "gouji_results"
A4_WIDTH, A4_HEIGHT = 21_000, 29_700
"""1/100 mm."""


class CalcHost:
    """Calc makes no cell style, and so no mark, while any sheet is protected."""

    errors: tuple[type[Exception], ...] = (CalcError,)
    whole_book = True

    def stated_path(self, book: xlwings.Book) -> str:
        """Path of the book, its title where it has none."""
        return str(book.impl.fullname)

    def properties(self, book: xlwings.Book) -> dict[str, str]:
        """The custom document properties."""
        bag = book.impl.doc.DocumentProperties.UserDefinedProperties
        names = [one.Name for one in bag.PropertySetInfo.Properties]
        return {name: str(bag.getPropertyValue(name)) for name in names}

    def bare_number(self, cell: xlwings.Range) -> float | str | None:
        """The value of one cell without its date format."""
        return float(cell.impl.xl.getCellByPosition(0, 0).Value)

    def has_unsaved(self, book: xlwings.Book) -> bool:
        """Whether the program would ask to save the book before it closes it."""
        return bool(book.impl.doc.isModified())

    @guarded
    def set_unsaved(self, book: xlwings.Book, *, unsaved: bool) -> None:
        """Say whether there is something to save."""
        book.impl.doc.setModified(unsaved)

    def autosaves(self, book: xlwings.Book) -> bool:  # noqa: ARG002
        """Calc only keeps copies for after a crash."""
        return False

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        """Whether the contents of the sheet are protected."""
        return bool(sheet.impl.xl.isProtected())

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        """Lift a protection without password; Calc keeps its options until it is put back."""
        return _lifted(sheet.impl.xl)

    @guarded
    def show_filter(self, cells: xlwings.Range) -> None:
        """Put filter buttons on the first row of the cells."""
        ranges = cells.impl.sheet.book.doc.DatabaseRanges
        if ranges.hasByName(FILTER_NAME):
            ranges.removeByName(FILTER_NAME)
        ranges.addNewByName(FILTER_NAME, cells.impl.xl.RangeAddress)
        ranges.getByName(FILTER_NAME).AutoFilter = True

    def marks_first(self, sheet: xlwings.Sheet) -> AbstractContextManager[None]:
        """Within the block new conditional formats of the sheet go before all others, also in its file."""
        return first(sheet.impl)

    @guarded
    def forget_looks(self, book: xlwings.Book) -> None:
        """Take away the cell styles of marks: one that a file brought along would look otherwise than a new one."""
        styles = book.impl.doc.StyleFamilies.getByName("CellStyles")
        for name in [one for one in styles.ElementNames if one.startswith(STYLES)]:
            styles.removeByName(name)

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        """Keep the first rows of the sheet, which is in front, in sight."""
        sheet.book.impl.controller.freezeAtPosition(0, rows)

    @guarded
    def print_wide(self, sheet: xlwings.Sheet, heading: int) -> None:
        """Print the sheet in landscape, one page wide, with the row of headings on every page."""
        pages = sheet.book.impl.doc.StyleFamilies.getByName("PageStyles")
        if not pages.hasByName(PAGE_STYLE):
            pages.insertByName(PAGE_STYLE, sheet.book.impl.doc.createInstance("com.sun.star.style.PageStyle"))
        style, own = pages.getByName(PAGE_STYLE), sheet.impl.xl
        style.IsLandscape, style.Width, style.Height = True, A4_HEIGHT, A4_WIDTH
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        own.PageStyle = PAGE_STYLE
        own.setTitleRows(sheet.range(f"A{heading}").impl.xl.RangeAddress)
        own.setPrintTitleRows(True)


@guarded
def _lifted(sheet: Any) -> Restore | None:
    sheet.unprotect("")
    return None if sheet.isProtected() else lambda: sheet.protect("")
