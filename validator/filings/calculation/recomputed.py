"""The cells of a filing with what their formulas give now: a missing or stale cached value must not decide a verdict.

A formula of the template and any other that only adds up cells is computed here; the `formulas` library is asked for
the rest. A formula that nobody can compute keeps its cached value, and why is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from validator.filings.calculation.computable import NotComputable
from validator.filings.calculation.compute import Area, Clock, Surroundings, compute, number_cell
from validator.filings.calculation.sums import Sum, Term, parse_sum
from validator.filings.tables.names import area_of
from validator.model.address import address, position
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.derived_fields import derived_names, is_derived, sources, value_of
from validator.model.form import Form, Role
from validator.model.serials import from_serial, to_serial
from validator.readers.workbook import Sheet, Workbook

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

    workbook: Workbook
    form: Form
    places: Mapping[str, Place]
    by_parts: Mapping[_Key, tuple[str, ...]] = field(default_factory=dict)
    why_not: dict[_Key, Bilingual] = field(default_factory=dict)
    _done: dict[_Key, Cell] = field(default_factory=dict)
    _underway: list[_Key] = field(default_factory=list)
    _steps: int = 0
    _clock: Clock = field(default_factory=Clock)
    _surroundings: Surroundings | None = None

    def named(self, name: str) -> Cell:
        """The cell of that name; a blank one where it was not found."""
        place = self.places.get(name)
        return self.cell(place.sheet, place.cell) if place else BLANK

    def cell(self, sheet: str, at: str) -> Cell:
        """The cell with what its formula gives; `cached` stays what the file stored."""
        raw = self.workbook.sheets[sheet].cells.get(at, BLANK)
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
        if key in self.by_parts:
            return self._total(self.by_parts[key])
        terms = parse_sum(formula)
        found = self._sum(terms, key[0]) if terms else None
        if found is not None:
            return found
        name = next(
            (one for one in derived_names(self.form) if one in self.places and _key(self.places[one]) == key), None
        )
        if name and any(is_derived(name, formula, self.form, known) for known in (self._now(), self._homes())):
            return value_of(name, self.form, self.named)
        return compute(formula, key[0], self._around(), self._clock)

    def _total(self, parts: Iterable[str]) -> Cell:
        """What the form says a total is: the sum of its parts that are there."""
        cells = [self.named(name) for name in parts]
        wrong = next((cell for cell in cells if cell.kind is CellKind.ERROR), None)
        if wrong is not None:
            return Cell(wrong.value, CellKind.ERROR)
        total = sum(_number(cell, gathered=True) or 0 for cell in cells)
        return number_cell(total) if isinstance(total, float) else Cell(total, CellKind.NUMBER)

    def _now(self) -> dict[str, str]:
        """The addresses of the fields of the cover that others are derived from."""
        return {name: self.places[name].cell for name in sources(self.form) if name in self.places}

    def _homes(self) -> dict[str, str]:
        """Where the template has them: a formula that did not follow its cells still means them."""
        return {name: self.form.fields[name].cell for name in sources(self.form)}

    def _unknown(self, key: _Key, raw: Cell, reason: Bilingual) -> Cell:
        """The cached value, and why there is no other; without one, an error that says so."""
        self.why_not[key] = reason
        if raw.kind is not CellKind.BLANK:
            return raw
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
        total: int | float = 0
        for term in terms:
            if term.area is None:
                total += term.sign * term.number
                continue
            for cell in self._cells(term, own):
                if cell.kind is CellKind.ERROR:
                    return Cell(cell.value, CellKind.ERROR)
                number = _number(cell, gathered=term.gathered)
                if number is None:
                    return None
                total += term.sign * number
        return number_cell(total) if isinstance(total, float) else Cell(total, CellKind.NUMBER)

    def _placed(self, term: Term) -> Term | None:
        """The term with the area that its name leads to; None for one that leads to no cell, or to several."""
        if not term.name:
            return term
        area = area_of(self.workbook.names.get(term.name, ""))
        if area is None or (not term.gathered and area[1][:2] != area[1][2:]):
            return None
        return replace(term, sheet=area[0], area=area[1])

    def _reference(self, term: Term, own: str) -> Cell:
        """A formula that only points at another cell shows what that holds; a blank one as 0."""
        (cell,) = self._cells(term, own)
        return Cell(0, CellKind.NUMBER) if cell.kind is CellKind.BLANK else Cell(cell.value, cell.kind)

    def _cells(self, term: Term, own: str) -> list[Cell]:
        """The cells of an area; those that a large one does not hold are left out."""
        sheet = self._sheet(term.sheet or own)
        top, left, bottom, right = term.area or (0, 0, 0, 0)
        size = (bottom - top + 1) * (right - left + 1)
        if size <= MOST_LISTED:
            held: Iterable[str] = _addresses(top, left, bottom, right)
        else:
            held = (at for at in sheet.cells if _within(at, (top, left, bottom, right)))
        self._spend(min(size, max(len(sheet.cells), 1)))
        if term.visible:
            held = _for_subtotal(sheet, top, bottom, held)
        return [self.cell(sheet.name, at) for at in held]

    def _sheet(self, name: str) -> Sheet:
        sheet = self.workbook.sheets.get(name) or next(
            (one for known, one in self.workbook.sheets.items() if known.casefold() == name.casefold()), None
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
            names = {name.casefold(): area for name, text in self.workbook.names.items() if (area := area_of(text))}
            self._surroundings = Surroundings(tuple(self.workbook.sheets), names, self._matrix, self._used())
        return self._surroundings

    def _used(self) -> tuple[int, int]:
        """The last row and the last column that hold anything on any sheet."""
        held = [position(at) for sheet in self.workbook.sheets.values() for at in sheet.cells]
        return max(row for row, _ in held), max(column for _, column in held)

    def _matrix(self, area: Area) -> list[list[Cell]]:
        sheet, (top, left, bottom, right) = self._sheet(area[0]).name, area[1]
        self._spend((bottom - top + 1) * (right - left + 1))
        columns = range(left, right + 1)
        return [[_as_number(self.cell(sheet, address(row, one))) for one in columns] for row in range(top, bottom + 1)]


def _for_subtotal(sheet: Sheet, top: int, bottom: int, held: Iterable[str]) -> list[str]:
    """The cells of an area that SUBTOTAL adds: no other subtotals. Whether a filter hid a row is not known."""
    if any(top <= row <= bottom for row in sheet.hidden_rows):
        raise NotComputable(Bilingual("SUBTOTAL 的范围里有隐藏的行", "there are hidden rows among what SUBTOTAL adds"))
    return [at for at in held if "SUBTOTAL(" not in (sheet.cells.get(at, BLANK).formula or "").upper()]


def computed_cells(
    workbook: Workbook, form: Form, places: Mapping[str, Place], by_parts: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Cell], dict[str, Bilingual]]:
    """The cell of each name, formulas computed, and the names whose formula could not be, with the reason.

    `by_parts` are totals that are computed from their parts, whatever their formula adds.
    """
    calculation = Calculation(
        workbook, form, places, {_key(places[name]): parts for name, parts in by_parts.items() if name in places}
    )
    days = {form.name_of(role) for role in _DATES}
    cells = {name: _as_day(cell) if name in days else cell for name in places for cell in (calculation.named(name),)}
    why_not = calculation.why_not
    reasons = {name: why_not[place.sheet, place.cell] for name, place in places.items() if _key(place) in why_not}
    return cells, reasons


def _key(place: Place) -> _Key:
    return place.sheet, place.cell


def _as_day(cell: Cell) -> Cell:
    """A day computed as a number is a day: the library knows no formats."""
    if cell.formula is None or cell.kind is not CellKind.NUMBER:
        return cell
    day = from_serial(cell.value) if isinstance(cell.value, int | float) else None
    return replace(cell, value=day, kind=CellKind.DATE) if day is not None else cell


def _number(cell: Cell, *, gathered: bool) -> int | float | None:
    """What a cell adds: SUM passes over text and truth values, ``+`` takes a blank for 0; None where it is text."""
    value = cell.value
    if isinstance(value, bool):
        return 0 if gathered else int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return 0 if gathered else None
    return 0 if value is None else to_serial(value)


def _as_number(cell: Cell) -> Cell:
    """A date as the number that formulas see."""
    if cell.kind is not CellKind.DATE or cell.value is None or isinstance(cell.value, bool | int | float | str):
        return cell
    return Cell(to_serial(cell.value), CellKind.NUMBER)


@lru_cache(maxsize=512)
def _addresses(top: int, left: int, bottom: int, right: int) -> tuple[str, ...]:
    return tuple(address(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _within(at: str, area: tuple[int, int, int, int]) -> bool:
    row, column = position(at)
    return area[0] <= row <= area[2] and area[1] <= column <= area[3]
