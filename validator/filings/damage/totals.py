"""Totals whose formula was overwritten by a number, or altered, and whether the number is right all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from validator.filings.calculation.sums import Sum, Summand, parse_sum
from validator.filings.damage.facts import few
from validator.filings.known_book import KnownBook
from validator.filings.tables.located import Located
from validator.filings.tables.names import area_of
from validator.filings.tables.totals import left_behind, moved_formulas, own_formulas
from validator.model.address import addresses, size
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Indicator

LARGEST_SUM, MOST_WRONG = 2_000, 5
"""Cells of one area that a total may add, and wrong totals that are named."""


_NOTHING = Summand(1)
"""A 0 that is added."""


def damaged_totals(book: KnownBook, one: Located, told: Collection[str]) -> Iterator[Damage]:
    """One damage for all totals of a table that are numbers, and one for all whose formula was altered.

    Those of `told` are left out: their formulas were moved away with their names. A table was made with typed totals
    where that is stated or, where nothing is, no total is a formula.
    """
    own, stated = own_formulas(one.table), book.typed
    if one.table.name in stated if stated is not None else all(book.cell(name).formula is None for name in own):
        return
    constants, altered = list[Indicator](), list[Indicator]()
    moved, behind = moved_formulas(one), left_behind(one)
    for name in own:
        cell, total = book.cells.get(name), one.table.indicators[name]
        if cell is None or name in told:
            continue
        formula = cell.formula and cell.formula.replace("$", "")
        if formula is None and cell.kind is CellKind.NUMBER:
            constants.append(total)
        elif formula is None or formula == moved[name] or (name in behind and formula == own[name]):
            continue
        elif not _is_sum_of_parts(book, total, formula):
            altered.append(total)
    for kind, found in ((DamageKind.CONSTANT_TOTALS, constants), (DamageKind.ALTERED_FORMULAS, altered)):
        if found:
            yield _damage(book, kind, one, found)


def _damage(book: KnownBook, kind: DamageKind, one: Located, found: list[Indicator]) -> Damage:
    wrong = [total for total in found if not _is_right(book, total)]
    which, more = few([total.name.partition(".")[2] for total in wrong], MOST_WRONG)
    facts = {"table": one.table.name, "count": len(found), "wrong": len(wrong), "which": which, "more": more}
    facts["formula"] = book.cell(found[0].name).formula or ""
    at = tuple((book.places[total.name], book.cell(total.name).value) for total in found)
    return Damage(kind, one.table.sheet, "wrong" if wrong else "", facts, at)


def _is_right(book: KnownBook, total: Indicator) -> bool:
    """Whether the total is what its parts add up to; where parts are gone, or a result, nobody can say it is wrong."""
    if total.name in book.uncomputed and book.cell(total.name).cached is None:
        return True
    known = [parts for parts in total.parts if all(name in book.cells for name in parts)]
    value = _number(book.cell(total.name))
    return value is not None and all(
        abs(value - sum(_number(book.cell(name)) or 0 for name in parts)) <= 1e-6 for parts in known
    )


def _number(cell: Cell) -> int | float | None:
    value = cell.value
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_sum_of_parts(book: KnownBook, total: Indicator, formula: str) -> bool:
    """Whether the formula adds up the parts of the total, each once, and besides them only cells without a number."""
    terms = parse_sum(formula)
    added = _added(book, terms, book.places[total.name].sheet) if terms else None
    if added is None or len(set(added)) < len(added):
        return False
    numbers = {place for place in added if _holds_number(book, place)}
    wanted = ({book.places[name] for name in parts if name in book.places} for parts in total.parts)
    return any(numbers <= places <= set(added) for places in wanted)


def _added(book: KnownBook, terms: Sum, own: str) -> list[Place] | None:
    """Every cell that a sum adds, None where it takes away, rounds, adds numbers, or too much."""
    found: list[Place] = []
    for term in terms:
        sheet, area = area_of(book.workbook.names.get(term.name, "")) or (term.sheet or own, term.area)
        if term == _NOTHING:
            continue
        if area is None or term.sign < 0 or size(area) > LARGEST_SUM:
            return None
        found += [Place(sheet, at) for at in addresses(area)]
    return found


def _holds_number(book: KnownBook, place: Place) -> bool:
    sheet = book.workbook.sheets.get(place.sheet)
    held = sheet.cells.get(place.cell, BLANK) if sheet else BLANK
    return held.kind in {CellKind.NUMBER, CellKind.DATE} or held.formula is not None
