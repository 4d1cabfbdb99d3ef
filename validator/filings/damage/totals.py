"""Totals whose formula was overwritten by a number, or altered, and whether the number is right all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from validator.filings.calculation.sums import Sum, parse_sum
from validator.filings.tables.locate import Located
from validator.filings.tables.names import area_of
from validator.filings.tables.totals import is_at_home, left_behind, moved_formulas, own_formulas
from validator.model.address import address
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind, CellValue, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Indicator
from validator.readers.workbook import Workbook

_MOST_CELLS = 2_000
_MOST_NAMED = 5


def damaged_totals(
    workbook: Workbook, located: Located, places: Mapping[str, Place], cells: Mapping[str, Cell], told: Collection[str]
) -> Iterator[Damage]:
    """One damage for all totals of a table that are numbers, and one for all whose formula was altered.

    Those of `told` are left out: their formulas were moved away with their names.
    """
    constants, altered = [], []
    own = own_formulas(located.table)
    at_home = is_at_home(located)
    moved = own if at_home else moved_formulas(located)
    behind = () if at_home else left_behind(workbook, [located])
    for name, one in located.table.indicators.items():
        cell = cells.get(name)
        if cell is None or not one.is_total or name in told:
            continue
        formula = cell.formula and cell.formula.replace("$", "")
        if formula is None and cell.kind is CellKind.NUMBER:
            constants.append(one)
        elif formula is None or formula == moved[name] or (name in behind and formula == own[name]):
            continue
        elif not _is_sum_of_parts(workbook, one, places, formula):
            altered.append(one)
    for kind, found in ((DamageKind.CONSTANT_TOTALS, constants), (DamageKind.ALTERED_FORMULAS, altered)):
        if found:
            yield _damage(kind, located, found, places, cells)


def typed_table(located: Located, cells: Mapping[str, Cell]) -> bool:
    """Whether no total of the table is a formula, as if it had been made with typed totals."""
    totals = [name for name, one in located.table.indicators.items() if one.is_total and name in cells]
    return all(cells[name].formula is None for name in totals)


def _damage(
    kind: DamageKind,
    located: Located,
    found: list[Indicator],
    places: Mapping[str, Place],
    cells: Mapping[str, Cell],
) -> Damage:
    wrong = [one for one in found if not _is_right(one, cells)]
    facts = {
        "table": located.table.name,
        "count": len(found),
        "wrong": len(wrong),
        "which": tuple(one.name.partition(".")[2] for one in wrong[:_MOST_NAMED]),
        "more": Bilingual(" 等", " and so on") if len(wrong) > _MOST_NAMED else "",
        "formula": cells[found[0].name].formula or "",
    }
    at = tuple((places[one.name], cells[one.name].value) for one in found)
    return Damage(kind, located.table.sheet, "wrong" if wrong else "", facts, at)


def _is_right(one: Indicator, cells: Mapping[str, Cell]) -> bool:
    """Whether the total is what its parts add up to; where parts are gone nobody can say it is wrong."""
    known = [parts for parts in one.parts if all(name in cells for name in parts)]
    value = cells[one.name].value
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return all(abs(value - sum(map(_number, (cells[name] for name in parts)))) <= 1e-6 for parts in known)


def _number(cell: Cell) -> int | float:
    value: CellValue = cell.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _is_sum_of_parts(workbook: Workbook, one: Indicator, places: Mapping[str, Place], formula: str) -> bool:
    """Whether the formula adds up the parts of the total, each once, and besides them only cells without a number."""
    terms = parse_sum(formula)
    added = _added(workbook, terms, places[one.name].sheet) if terms else None
    if added is None or len(set(added)) < len(added):
        return False
    for parts in one.parts:
        wanted = {(places[name].sheet, places[name].cell) for name in parts if name in places}
        if wanted <= set(added) and not any(_holds_number(workbook, cell) for cell in set(added) - wanted):
            return True
    return False


def _added(workbook: Workbook, terms: Sum, own: str) -> list[tuple[str, str]] | None:
    """Every cell that a sum adds, None where it takes away, adds numbers, only what is visible, or too much."""
    found: list[tuple[str, str]] = []
    for term in terms:
        sheet, area = area_of(workbook.names.get(term.name, "")) or (term.sheet or own, term.area)
        if area is None and term.number == 0 and not term.name:
            continue
        if area is None or term.sign < 0 or term.visible:
            return None
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            return None
        found += [(sheet, address(row, one)) for row in range(top, bottom + 1) for one in range(left, right + 1)]
    return found


def _holds_number(workbook: Workbook, cell: tuple[str, str]) -> bool:
    sheet = workbook.sheets.get(cell[0])
    held = sheet.cells.get(cell[1], BLANK) if sheet else BLANK
    return held.kind in {CellKind.NUMBER, CellKind.DATE} or held.formula is not None
