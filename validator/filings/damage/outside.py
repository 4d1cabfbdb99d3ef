"""Content that stands outside the places of the template: nobody adds it up, nobody reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from validator.filings.damage.facts import cells_of_sheet, one_line
from validator.filings.known_book import KnownBook
from validator.filings.sheets import ASIDE, COVER
from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.model.address import position
from validator.model.cells import Cell, CellKind
from validator.model.filing import Damage, DamageKind
from validator.model.form import Field
from validator.model.labels import LONGEST_LABEL, loose
from validator.model.shown import shown as as_seen
from validator.readers.workbook import Sheet


def outside(book: KnownBook) -> Iterator[Damage]:
    """One damage for each sheet with content beyond its table, its text, or the cover's two columns."""
    for one in book.located.values():
        if book.sheet(one.table.sheet) is one.sheet:
            others = [other for other in book.located.values() if other is not one and other.sheet is one.sheet]
            found = (at for at in _beyond_table(one) if not any(other.holds(at) for other in others))
            yield from _told(one.table.sheet, one.sheet, found)
    for text in book.form.texts:
        if sheet := book.sheet(text.sheet):
            yield from _told(text.sheet, sheet, _beside_text(book, sheet, text), _pasted(book, text))
    if sheet := book.sheet(COVER):
        yield from _told(COVER, sheet, _beside_cover(book, sheet))


def _told(name: str, sheet: Sheet, cells: Iterable[str], pasted: int = 0) -> Iterator[Damage]:
    """Of cells that all stand in the column `pasted`, that they were pasted."""
    found = sorted((at for at in cells if _says_something(sheet.cells[at])), key=position)
    if found:
        shown, formula = cells_of_sheet(sheet, found), sheet.cells[found[0]].formula
        facts = {"sheet": sheet.name, "count": len(found), "first": one_line(as_seen(shown[0][1] or formula))}
        variant = "pasted" if {position(at)[1] for at in found} == {pasted} else ""
        yield Damage(DamageKind.OUTSIDE, name, variant, facts, shown)


def _says_something(cell: Cell) -> bool:
    return cell.formula is not None or (cell.kind is not CellKind.BLANK and bool(str(cell.value).strip()))


def _beyond_table(one: Located) -> Iterator[str]:
    """Right of a table or below it, with what its last lines are merged with; but for what the template says aside."""
    (_, _, last_row, last_column), (row, column) = one.area, shape_of(one.table).last
    bottom, right = last_row + row - max(one.lines[0]), last_column + column - max(one.lines[1])
    top, aside = one.area[0], {max(right, 2) + ASIDE, last_column + ASIDE}  # it moves with columns that were deleted
    for at in one.sheet.cells:
        (row, column) = position(at)
        if row > bottom or (column > right and not (column in aside and row < top)):
            yield at


def _pasted(book: KnownBook, text: Field) -> int:
    """The column below a text: paragraphs pasted from elsewhere fall there, unless the cell was opened before."""
    return position(book.places[text.name].cell)[1] if text.name in book.places else 0


def _beside_text(book: KnownBook, sheet: Sheet, text: Field) -> Iterator[str]:
    """What is neither heading, line of body and year, text, nor the prompts two columns to the right."""
    if text.name in book.places:
        bottom, own = position(book.places[text.name].cell)
        for at in sheet.cells:
            row, column = position(at)
            if column != own + ASIDE and (column != own or row > bottom):
                yield at


def _beside_cover(book: KnownBook, sheet: Sheet) -> list[str]:
    """Beside the columns of the cover's labels and fields."""
    taken = {book.places[one.name].cell for one in book.form.cover if one.name in book.places}
    words = {loose(one.label) for one in book.form.cover}
    labels = [at for at, cell in sheet.cells.items() if loose(str(cell.value)[:LONGEST_LABEL]) in words]
    votes = [Counter(position(at)[1] for at in cells) for cells in (taken, labels)]
    columns = {found.most_common(1)[0][0] for found in votes if found}
    return [at for at in sheet.cells if columns and position(at)[1] not in columns and at not in taken]
