"""The cells of a filing with what their formulas give now: a missing or stale cached value must not decide a verdict.

A formula of the template and any other that only adds up cells is computed here; the `formulas` library is asked for
the rest. A formula that nobody can compute keeps its cached value, and why is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from validator.filings.calculation.computable import NotComputable
from validator.filings.calculation.compute import NO_LIBRARY, Clock, Surroundings, compute, number_cell
from validator.filings.calculation.sums import Sum, Summand, parse_sum
from validator.filings.known_book import KnownBook
from validator.filings.tables.names import area_of
from validator.filings.tables.totals import left_behind
from validator.model.address import Area, Corners, address, addresses, position, size, within
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind, CellValue, Place
from validator.model.derived_fields import derived_names, is_derived, sources, value_of
from validator.model.form import Role
from validator.model.serials import from_serial, to_serial
from validator.readers.workbook import Sheet

MOST_STEPS, DEEPEST, MOST_LISTED = 2_000_000, 100, 2_000
"""Cells looked at for one workbook, formulas that lead on to one another, cells of an area kept as a list."""

_DATES = (Role.START, Role.END, Role.PUBLISHED)

_Key = tuple[str, str]


class _Circular(Exception):  # noqa: N818  a way back to the cell it names, never seen outside
    """A formula leads back to the cell `at`."""

    def __init__(self, at: _Key) -> None:
        super().__init__(at)
        self.at = at


@dataclass(slots=True)
class Calculation:
    """The cells of one workbook by sheet and address, each formula computed once, when it is asked for."""

    book: KnownBook
    why_not: dict[_Key, Bilingual] = field(default_factory=dict)
    _by_parts: dict[_Key, tuple[str, ...]] = field(init=False)
    _derived: dict[_Key, str] = field(init=False)
    _done: dict[_Key, Cell] = field(default_factory=dict)
    _underway: list[_Key] = field(default_factory=list)
    _steps: int = 0
    _clock: Clock = field(default_factory=Clock)
    _surroundings: Surroundings | None = None

    def __post_init__(self) -> None:
        places = self.book.places
        parts = {name: found for one in self.book.located.values() for name, found in left_behind(one).items()}
        self._by_parts = {_key(places[name]): found for name, found in parts.items() if name in places}
        self._derived = {_key(places[name]): name for name in derived_names(self.book.form) if name in places}

    def named(self, name: str) -> Cell:
        """The cell of that name; a blank one where it was not found."""
        place = self.book.places.get(name)
        return self.cell(place.sheet, place.cell) if place else BLANK

    def cell(self, sheet: str, at: str) -> Cell:
        """The cell with what its formula gives; `cached` stays what the file stored."""
        raw = self.book.workbook.sheets[sheet].cells.get(at, BLANK)
        key = sheet, at
        if raw.formula is None:
            return raw
        if key not in self._done:
            if key in self._underway:
                raise _Circular(key)
            self._done[key] = self._computed(key, raw, raw.formula)
        if self._underway and key in self.why_not and raw.kind is CellKind.BLANK:
            raise NotComputable(self._not_known(key))
        return self._done[key]

    def _not_known(self, key: _Key) -> Bilingual:
        """Why a formula that needs the cell has no value either."""
        at = key[1] if key[0] == self._underway[-1][0] else f"{key[0][:32]}!{key[1]}"
        return Bilingual(f"{at} 的公式算不出", f"the formula of {at} cannot be computed")

    def _computed(self, key: _Key, raw: Cell, formula: str) -> Cell:
        self._underway.append(key)
        try:
            found = self._value(key, formula)
        except NotComputable as unknown:
            return self._unknown(key, raw, unknown.reason)
        except _Circular as circle:
            found = self._unknown(key, raw, Bilingual("循环引用", "it refers to itself in a circle"))
            if circle.at == key:
                return found
            self._done[key] = found
            raise
        finally:
            self._underway.pop()
        return replace(found, formula=formula, cached=raw.cached)

    def _value(self, key: _Key, formula: str) -> Cell:
        if len(self._underway) > DEEPEST:
            raise NotComputable(Bilingual(f"引用超过 {DEEPEST} 层", f"it refers on more than {DEEPEST} times"))
        if "#REF!" in formula:
            return Cell("#REF!", CellKind.ERROR)
        if key in self._by_parts:
            parts = [self.named(name) for name in self._by_parts[key]]
            return _added((1, True, cell) for cell in parts) or BLANK
        terms = parse_sum(formula)
        found = self._sum(terms, key[0]) if terms else None
        if found is not None:
            return found
        name, form = self._derived.get(key, ""), self.book.form
        if name and any(is_derived(name, formula, form, known) for known in (self._now(), self._homes())):
            return value_of(name, form, self.named)
        return compute(formula, key[0], self._around(), self._clock)

    def _now(self) -> dict[str, str]:
        """The addresses of the fields of the cover that others are derived from."""
        places = self.book.places
        return {name: places[name].cell for name in sources(self.book.form) if name in places}

    def _homes(self) -> dict[str, str]:
        """Where the template has them: a formula that did not follow its cells still means them."""
        return {name: self.book.form.fields[name].cell for name in sources(self.book.form)}

    def _unknown(self, key: _Key, raw: Cell, reason: Bilingual) -> Cell:
        """The cached value, and why there is no other; without one, an error that says so."""
        self.why_not[key] = reason
        if raw.kind is not CellKind.BLANK:
            return raw
        if reason is NO_LIBRARY:  # whoever checks cannot mend it, whoever filled in the form can
            return Cell("#N/A（没有 formulas 库，请用 Excel 或 WPS 打开并保存）", CellKind.ERROR, raw.formula)
        return Cell(f"#N/A（没有存下结果，也无法重算：{reason}）", CellKind.ERROR, raw.formula)

    def _sum(self, terms: Sum, own: str) -> Cell | None:
        """What the terms add up to; None where Excel would make a number of a text."""
        if any(term.name for term in terms):
            placed = [self._placed(term) for term in terms]
            if not all(placed):
                return None
            terms = tuple(term for term in placed if term)
        if len(terms) == 1 and terms[0].area and not terms[0].gathered and terms[0].sign > 0:
            return self._reference(terms[0], own)
        return _added(
            (term.sign, term.gathered, cell)
            for term in terms
            for cell in (self._cells(term, own) if term.area else (Cell(term.number, CellKind.NUMBER),))
        )

    def _placed(self, term: Summand) -> Summand | None:
        """The term with the area that its name leads to; None for one that leads to no cell, or to several."""
        if not term.name:
            return term
        area = area_of(self.book.workbook.names.get(term.name, ""))
        if area is None or (not term.gathered and area[1][:2] != area[1][2:]):
            return None
        return replace(term, sheet=area[0], area=area[1])

    def _reference(self, term: Summand, own: str) -> Cell:
        """A formula that only points at another cell shows what that holds; a blank one as 0."""
        (cell,) = self._cells(term, own)
        return Cell(0, CellKind.NUMBER) if cell.kind is CellKind.BLANK else Cell(cell.value, cell.kind)

    def _cells(self, term: Summand, own: str) -> list[Cell]:
        """The cells of an area; those that a large one does not hold are left out."""
        sheet = self._sheet(term.sheet or own)
        area = term.area or (0, 0, 0, 0)
        few = size(area) <= MOST_LISTED
        held = addresses(area) if few else tuple(at for at in sheet.cells if within(at, area))
        self._spend(min(size(area), max(len(sheet.cells), 1)))
        if term.visible:
            held = _for_subtotal(sheet, area, held)
        return [self.cell(sheet.name, at) for at in held]

    def _sheet(self, name: str) -> Sheet:
        sheet = self.book.workbook.sheets.get(name) or next(
            (one for known, one in self.book.workbook.sheets.items() if known.casefold() == name.casefold()), None
        )
        if sheet is None:
            raise NotComputable(Bilingual(f"没有工作表“{name[:32]}”", f"there is no sheet “{name[:32]}”"))
        return sheet

    def _spend(self, cells: int) -> None:
        self._steps += cells
        if self._steps > MOST_STEPS:
            raise NotComputable(Bilingual("重算要看的格太多", "recalculating takes too many cells"))

    def _around(self) -> Surroundings:
        """What a formula may refer to."""
        if self._surroundings is None:
            names = {
                name.casefold(): area for name, text in self.book.workbook.names.items() if (area := area_of(text))
            }
            self._surroundings = Surroundings(tuple(self.book.workbook.sheets), names, self._matrix, self._used())
        return self._surroundings

    def _used(self) -> tuple[int, int]:
        """The last row and the last column that hold anything on any sheet."""
        held = [position(at) for sheet in self.book.workbook.sheets.values() for at in sheet.cells]
        return max(row for row, _ in held), max(column for _, column in held)

    def _matrix(self, area: Area) -> list[list[Cell]]:
        sheet, (top, left, bottom, right) = self._sheet(area[0]).name, area[1]
        self._spend(size(area[1]))
        columns = range(left, right + 1)
        return [[_as_number(self.cell(sheet, address(row, one))) for one in columns] for row in range(top, bottom + 1)]


def _for_subtotal(sheet: Sheet, area: Corners, held: Iterable[str]) -> tuple[str, ...]:
    """The cells of an area that SUBTOTAL adds: no other subtotals. Whether a filter hid a row is not known."""
    if any(area[0] <= row <= area[2] for row in sheet.hidden_rows):
        raise NotComputable(Bilingual("SUBTOTAL 的范围里有隐藏的行", "there are hidden rows among what SUBTOTAL adds"))
    return tuple(at for at in held if "SUBTOTAL(" not in (sheet.cells.get(at, BLANK).formula or "").upper())


def computed_cells(book: KnownBook) -> tuple[dict[str, Cell], dict[str, Bilingual]]:
    """The cell of each name, formulas computed, and the names whose formula could not be, with the reason."""
    calculation, days = Calculation(book), {book.form.name_of(role) for role in _DATES}
    cells = {name: calculation.named(name) for name in book.places}
    cells |= {name: _as_day(cells[name]) for name in days & cells.keys()}
    why_not = calculation.why_not
    return cells, {name: why_not[key] for name, place in book.places.items() if (key := _key(place)) in why_not}


def _key(place: Place) -> _Key:
    return place.sheet, place.cell


def _as_day(cell: Cell) -> Cell:
    """A day computed as a number is a day: the library knows no formats."""
    if cell.formula is None or cell.kind is not CellKind.NUMBER:
        return cell
    day = from_serial(cell.value) if isinstance(cell.value, int | float) else None
    return replace(cell, value=day, kind=CellKind.DATE) if day is not None else cell


def _added(given: Iterable[tuple[int, bool, Cell]]) -> Cell | None:
    """What cells add up to, each with its sign; None where one is text and not `gathered` by SUM."""
    total: int | float = 0
    for sign, gathered, cell in given:
        if cell.kind is CellKind.ERROR:
            return Cell(cell.value, CellKind.ERROR)
        number = _number(cell.value, gathered=gathered)
        if number is None:
            return None
        total += sign * number
    return number_cell(total)


def _number(value: CellValue, *, gathered: bool) -> int | float | None:
    """What a value adds: SUM passes over text and truth values, ``+`` takes a blank for 0; None where it is text."""
    if isinstance(value, bool | str) and gathered:
        return 0
    if isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return int(value) if isinstance(value, bool) else value
    return 0 if value is None else to_serial(value)


def _as_number(cell: Cell) -> Cell:
    """A date as the number that formulas see."""
    if cell.kind is not CellKind.DATE or cell.value is None or isinstance(cell.value, bool | int | float | str):
        return cell
    return Cell(to_serial(cell.value), CellKind.NUMBER)
