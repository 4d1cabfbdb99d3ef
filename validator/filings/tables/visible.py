"""A table that nobody can see gives way to one that everybody sees, where the two have other figures."""

from __future__ import annotations

from collections.abc import Mapping

from validator.filings.known_book import KnownBook
from validator.filings.tables.locate import copies_of
from validator.filings.tables.located import Located
from validator.model.address import column_number, position
from validator.model.cells import CellKind, CellValue
from validator.startup.records import replace


def seen_tables(book: KnownBook, located: Mapping[str, Located]) -> dict[str, Located]:
    """The tables found, each hidden one replaced by the visible one that shows other figures, if there is one."""
    return {name: _seen(book, one) if is_hidden(one) else one for name, one in located.items()}


def is_hidden(one: Located) -> bool:
    """Whether any figure of a table is on a hidden sheet, row or column."""
    return one.sheet.hidden or bool(hidden_cells(one))


def hidden_lines(one: Located) -> tuple[set[int], set[int]]:
    """The rows and the columns of a table that cannot be seen."""
    rows, columns = (set(lines.values()) for lines in one.lines)
    return rows & one.sheet.hidden_rows, columns & {*map(column_number, one.sheet.hidden_columns)}


def hidden_cells(one: Located) -> list[str]:
    """The addresses of the numbers on them."""
    gone = hidden_lines(one)
    if not any(gone):
        return []
    return [at for at in one.cells.values() if any(line in gone[axis] for axis, line in enumerate(position(at)))]


def differing(one: Located, other: Located) -> dict[str, tuple[CellValue, CellValue]]:
    """What the two places hold, by name, where that is not the same."""
    pairs = ((name, one.stored(name).value, other.stored(name).value) for name in one.cells if name in other.cells)
    return {name: (here, there) for name, here, there in pairs if here != there}


def _seen(book: KnownBook, hidden: Located) -> Located:
    every = (one for table in book.forms.every(hidden.table.name) for one in copies_of(book, table))
    seen = [one for one in every if not is_hidden(one) and _is_filled(one) and differing(one, hidden)]
    if not seen:
        return hidden
    best = max(seen, key=lambda one: (one.fit.score, one.table is hidden.table))
    return replace(best, decoy=hidden)


def _is_filled(one: Located) -> bool:
    """A blank copy of the form is no other report."""
    return any(one.stored(name).kind is CellKind.NUMBER for name in one.cells)
