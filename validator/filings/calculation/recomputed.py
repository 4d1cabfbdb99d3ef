"""The cells of a filing with what their formulas give now, where that is certain.

Other formulas keep the result that the file stores: it is what everyone sees. One that has none either is undecided.
"""

from __future__ import annotations

from functools import partial

from validator.filings.calculation.recalculation import Key, Plan, Recalculation
from validator.filings.calculation.sums import Sum, Summand
from validator.filings.known_book import KnownBook
from validator.filings.tables.totals import left_behind
from validator.model.address import corners
from validator.model.bilingual import Bilingual
from validator.model.blanks import as_shown
from validator.model.cells import BLANK, Cell, CellKind
from validator.model.cover_cells import is_plain_year
from validator.model.derived_fields import derived_names, is_derived, sources, value_of
from validator.model.form import Role
from validator.model.serials import from_serial
from validator.startup.records import replace

_DATES = (Role.START, Role.END, Role.PUBLISHED)


def computed_cells(book: KnownBook) -> tuple[dict[str, Cell], dict[str, Bilingual]]:
    """The cell of each name, formulas computed, and why those without a value have none, or stand in a circle."""
    known, days = _KnownFormulas(book), {book.form.name_of(role) for role in _DATES}
    sheets = book.workbook.sheets
    cells = {name: sheets[place.sheet].cells.get(place.cell, BLANK) for name, place in book.places.items()}
    for name in [name for name, cell in cells.items() if cell.formula is not None]:
        now = known.cell(known.keys[name])
        cells[name] = _as_day(now, known) if name in days else _shown(now)
    return cells, {name: known.why_not[key] for name, key in known.keys.items() if key in known.why_not}


class _KnownFormulas(Recalculation):
    """A workbook in which some formulas are known to be the template's own."""

    def __init__(self, book: KnownBook) -> None:
        super().__init__(book.workbook)
        self._form = book.form
        self.keys = {name: (place.sheet, place.cell) for name, place in book.places.items()}
        parts = {name: found for one in book.located.values() for name, found in left_behind(one).items()}
        self._parts = {self.keys[name]: found for name, found in parts.items() if name in self.keys}
        self._derived = {self.keys[name]: name for name in derived_names(book.form) if name in self.keys}
        self._sources = {name: self.keys[name] for name in sources(book.form) if name in self.keys}

    def named(self, name: str) -> Cell:
        """The cell of that name; a blank one where it was not found."""
        return self.cell(self.keys[name]) if name in self.keys else BLANK

    def known(self, key: Key, raw: Cell) -> Plan | Sum | None:
        if key in self._parts:
            places = [self.keys[name] for name in self._parts[key] if name in self.keys]
            return tuple(Summand(1, sheet=sheet, area=corners(at), gathered=True) for sheet, at in places)
        name = self._derived.get(key)
        if name is None or not self._is_own(name, raw.formula or ""):
            return None
        days = {self._form.name_of(role) for role in (Role.START, Role.END)}
        in_head = name in self._form.period_names
        read = (at for source, at in self._sources.items() if in_head or source not in days)
        needed = [at for at in read if self.has_formula(at)]
        return Plan(needed, partial(self._by_template, name, raw))

    def _is_own(self, name: str, formula: str) -> bool:
        """A formula that did not follow the cover's cells when they moved still means them."""
        now = {source: at for source, (_, at) in self._sources.items()}
        homes = {source: self._form.fields[source].cell for source in sources(self._form)}
        return any(is_derived(name, formula, self._form, known) for known in (now, homes))

    def _by_template(self, name: str, raw: Cell) -> Cell:
        """存了的看存的, unless it is what no calculation gives: a script's 0, or what a year as text leads to."""
        year = self.named(self._form.name_of(Role.YEAR))
        is_result = raw.kind is not CellKind.BLANK and raw.value != 0 and is_plain_year(year)
        return raw if is_result else value_of(name, self._form, self.named)


def _as_day(cell: Cell, known: Recalculation) -> Cell:
    """A day computed as a number is a day: formulas know no formats."""
    value = cell.value
    if cell.kind is not CellKind.NUMBER or not isinstance(value, int | float):
        return cell
    day = from_serial(value, date1904=known.date1904)
    return cell if day is None else replace(cell, value=day, kind=CellKind.DATE)


def _shown(cell: Cell) -> Cell:
    """A computed number without the noise of binary fractions, as Excel shows none either."""
    value = cell.value
    if not isinstance(value, float) or value == cell.cached:
        return cell
    shown = as_shown(value)
    return replace(cell, value=int(shown) if shown == int(shown) else shown)
