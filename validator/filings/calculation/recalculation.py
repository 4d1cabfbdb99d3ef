"""The formulas of one workbook, each computed once, what it needs before it, however long the chain."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain

from validator.filings.calculation.adding import NotCertain, value_of_sum
from validator.filings.calculation.sums import Sum, Summand, parse_sum
from validator.model.address import Corners, addresses, position, size
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.workbook import Sheet, Workbook
from validator.startup.expressions import expression
from validator.startup.records import dataclass, replace

MOST_STEPS, MOST_LISTED = 2_000_000, 2_000
"""Cells looked at for one workbook; cells of an area that are looked up one by one."""

Key = tuple[str, str]
"""A sheet's name and an address on it."""

CIRCLE = Bilingual("循环引用", "it refers to itself in a circle")
_OTHER = Bilingual("不只是 SUM、加减和 ROUND", "it is more than SUM, + and -, and ROUND")
_ARRAY = Bilingual("数组公式", "it is an array formula")
_TOO_MUCH = Bilingual("重算要看的格太多", "recalculating takes too many cells")
_ABSOLUTE = expression(r"(?:\$[A-Za-z]+)?(?:\$[0-9]+)?(?::(?:\$[A-Za-z]+)?(?:\$[0-9]+)?)?")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a formula is computed: the cells with formulas that have to be known before, and what gives its value."""

    needed: Sequence[Key]
    give: Callable[[], Cell]


class Recalculation:
    """The cells of a workbook by sheet and address, formulas computed. `why_not` tells what has no value, or a circle.

    A formula that is not certain keeps its stored result, which others may need; without one it is an error value.
    """

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.why_not: dict[Key, Bilingual] = {}
        self.date1904 = "1904 dates" in workbook.notes
        self._done: dict[Key, Cell] = {}
        self._plans: dict[Key, Plan] = {}
        self._steps = 0
        self._columns = cache(lambda sheet: _columns(workbook.sheets[sheet]))
        self._arrays = cache(lambda sheet: {one.partition(":")[0] for one in workbook.sheets[sheet].arrays})

    def known(self, key: Key, raw: Cell) -> Plan | Sum | None:  # noqa: ARG002  whoever knows the formulas overrides it
        """How a formula is computed, or what it adds, whatever its text says; None where the text says it."""
        return None

    def cell(self, key: Key) -> Cell:
        """The cell with what its formula gives; `cached` stays what the file stored."""
        raw = self._raw(key)
        if raw.formula is None:
            return raw
        if key not in self._done:
            self._settle(key)
        return self._done[key]

    def has_formula(self, key: Key) -> bool:
        """Whether there is anything to compute."""
        return self._raw(key).formula is not None

    def _raw(self, key: Key) -> Cell:
        return self.workbook.sheets[key[0]].cells.get(key[1], BLANK)

    def _settle(self, start: Key) -> None:
        """Compute a formula and all that it needs; what leads back to itself comes out together (Tarjan)."""
        if not self._planned(start).needed:
            self._finish([start], start, set())
            return
        place: dict[Key, int] = {}
        back: dict[Key, int] = {}
        waiting: list[Key] = []
        path: list[tuple[Key, Iterator[Key]]] = []
        circular: set[Key] = set()

        def enter(key: Key) -> None:
            place[key] = back[key] = len(place)
            waiting.append(key)
            path.append((key, iter(self._planned(key).needed)))

        enter(start)
        while path:
            key, needed = path[-1]
            other = next((one for one in needed if one not in self._done), None)
            if other is None:
                path.pop()
                if path:
                    back[path[-1][0]] = min(back[path[-1][0]], back[key])
                if back[key] == place[key]:
                    self._finish(waiting, key, circular)
            elif other in place:
                back[key] = min(back[key], place[other])
                if other == key:
                    circular.add(key)
            else:
                enter(other)

    def _finish(self, waiting: list[Key], first: Key, circular: set[Key]) -> None:
        """Give a formula its value. Days and texts that are stored stay, as those that lead back to one another do."""
        members = waiting[waiting.index(first) if waiting[-1] != first else -1 :]
        del waiting[-len(members) :]
        for key in members:
            raw, plan = self._raw(key), self._plans.pop(key)
            if key in circular or len(members) > 1:
                self.why_not[key], plan = CIRCLE, Plan((), partial(_raise, NotCertain(CIRCLE)))
            try:
                found = plan.give()
            except NotCertain as unknown:
                self._done[key] = self._kept(key, raw, unknown.reason)
            else:
                kept = raw.kind is CellKind.DATE or found.kind is raw.kind is CellKind.TEXT
                self._done[key] = raw if kept else Cell(found.value, found.kind, raw.formula, raw.cached)

    def _kept(self, key: Key, raw: Cell, reason: Bilingual) -> Cell:
        if raw.kind is not CellKind.BLANK:
            return raw
        self.why_not[key] = reason
        return Cell(f"#N/A（没有存下结果，也无法重算：{reason}）", CellKind.ERROR, raw.formula)

    def _planned(self, key: Key) -> Plan:
        if key in self._plans:
            return self._plans[key]
        try:
            self._plans[key] = self._plan(key, self._raw(key))
        except NotCertain as unknown:
            self._plans[key] = Plan((), partial(_raise, unknown))
        return self._plans[key]

    def _plan(self, key: Key, raw: Cell) -> Plan:
        sheet, at = key
        known = self.known(key, raw)
        if isinstance(known, Plan):
            return known
        if at in self._arrays(sheet):
            raise NotCertain(_ARRAY)
        terms = known or parse_sum(raw.formula or "")
        if not terms:
            raise NotCertain(_OTHER)
        terms = self._placed(terms, sheet)
        held = dict(self._held(terms, sheet))
        needed = [one for one in chain.from_iterable(held.values()) if not isinstance(one, Cell)]

        def cells(term: Summand) -> list[Cell]:
            return [one if isinstance(one, Cell) else self._given(one, sheet) for one in held[term]]

        return Plan(needed, lambda: value_of_sum(terms, cells, date1904=self.date1904))

    def _given(self, key: Key, sheet: str) -> Cell:
        """A cell that is needed on `sheet`. Raises NotCertain when it has no value."""
        if key in self.why_not and self._raw(key).kind is CellKind.BLANK:
            at = key[1] if key[0] == sheet else f"{key[0][:32]}!{key[1]}"
            raise NotCertain(Bilingual(f"{at} 的公式算不出", f"the formula of {at} cannot be computed"))
        return self._done[key]

    def _placed(self, terms: Sum, own: str) -> Sum:
        """The terms with names as the areas that they lead to."""
        if not any(term.name or term.rounded for term in terms):
            return terms
        return tuple(
            self._area(term, own) if term.name else replace(term, rounded=self._placed(term.rounded, own))
            for term in terms
        )

    def _area(self, term: Summand, own: str) -> Summand:
        """A sheet's own name goes before the workbook's. One that depends on where it is used leads to no area."""
        names = self.workbook.names
        name = f"{own}!{term.name}" if f"{own}!{term.name}" in names else term.name
        text = names.get(name, "")
        certain = _ABSOLUTE.fullmatch(text.rpartition("!")[2]) and name not in self.workbook.repeated_names
        found = (parse_sum(f"SUM({text})") or ()) if certain else ()
        if (
            len(found) != 1
            or not found[0].sheet
            or not found[0].area
            or (size(found[0].area) > 1 and not term.gathered)
        ):
            raise NotCertain(
                Bilingual(f"引用“{term.name[:32]}”不认识", f"the reference “{term.name[:32]}” is not known")
            )
        return replace(term, name="", sheet=found[0].sheet, area=found[0].area)

    def _held(self, terms: Sum, own: str) -> Iterator[tuple[Summand, list[Cell | Key]]]:
        """Each area with those of its cells that hold something; of one with a formula, where it is."""
        for term in terms:
            if term.rounded:
                yield from self._held(term.rounded, own)
            elif term.area:
                sheet = self._sheet(term.sheet or own)
                found = ((at, sheet.cells[at]) for at in self._cells_in(sheet, term.area))
                yield term, [cell if cell.formula is None else (sheet.name, at) for at, cell in found]

    def _sheet(self, name: str) -> Sheet:
        if name not in self.workbook.sheets:
            raise NotCertain(Bilingual(f"没有工作表“{name[:32]}”", f"there is no sheet “{name[:32]}”"))
        return self.workbook.sheets[name]

    def _cells_in(self, sheet: Sheet, area: Corners) -> list[str]:
        if size(area) <= MOST_LISTED:
            self._spend(size(area))
            return [at for at in addresses(area) if at in sheet.cells]
        top, left, bottom, right = area
        columns, found = self._columns(sheet.name), list[str]()
        for column in sorted(columns.keys() & range(left, right + 1)):
            rows, places = columns[column]
            within = slice(bisect_left(rows, top), bisect_right(rows, bottom))
            self._spend(within.stop - within.start)
            found += places[within]
        return found

    def _spend(self, cells: int) -> None:
        self._steps += cells
        if self._steps > MOST_STEPS:
            raise NotCertain(_TOO_MUCH)


def _columns(sheet: Sheet) -> dict[int, tuple[list[int], list[str]]]:
    """The rows of each column that hold something, in order, and their addresses."""
    found: dict[int, tuple[list[int], list[str]]] = {}
    for (row, column), at in sorted((position(at), at) for at in sheet.cells):
        rows, places = found.setdefault(column, ([], []))
        rows.append(row)
        places.append(at)
    return found


def _raise(error: Exception) -> Cell:
    raise error
