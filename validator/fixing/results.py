"""What formulas give once cells are changed, as far as that is certain: the results that a workbook is to store."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from validator.catalogue import Catalogue
from validator.exchange.extract import extract
from validator.filings.calculation.recalculation import Recalculation
from validator.filings.reading import filing_of
from validator.fixing.dependants import Key
from validator.model.cells import BLANK, Cell, CellKind
from validator.model.filing import Filing
from validator.readers.files import workbook_in
from validator.readers.workbook import UnreadableWorkbook, Workbook
from validator.startup.records import replace
from validator.template import BadContent, as_held

_UNSEEN = str.maketrans("", "", "$' \t\r\n")
"""What programs write or leave out in formulas that are the same."""


def with_cells(workbook: Workbook, cells: Mapping[Key, Cell]) -> Workbook:
    """The workbook with some cells replaced, one that holds nothing taken away."""
    sheets = dict(workbook.sheets)
    for name in {sheet for sheet, _ in cells}:
        own = {at: cell for (sheet, at), cell in cells.items() if sheet == name}
        held = {**sheets[name].cells, **own}
        kept = {at: one for at, one in held.items() if one != BLANK}
        sheets[name] = replace(sheets[name], cells=kept)
    return replace(workbook, sheets=sheets)


def without_results(workbook: Workbook, doubtful: Collection[Key]) -> Workbook:
    """The workbook without the stored results of some formulas, and without what arrays filled in."""
    found = {}
    for sheet, at in doubtful:
        formula = workbook.sheets[sheet].cells.get(at, BLANK).formula
        found[sheet, at] = BLANK if formula is None else Cell(formula=formula)
    return with_cells(workbook, found)


def results(workbook: Workbook, doubtful: Collection[Key], catalogue: Catalogue) -> dict[Key, Cell]:
    """What formulas without a stored result give; one whose result is not certain is left out.

    Cells of the form are computed as a check computes them, others where they only add up, and those that the template
    has of its own as the template of the same data has them. Raises UnreadableWorkbook where no table of the form is
    left.
    """
    filing = filing_of(workbook, catalogue.forms)
    names = {(place.sheet, place.cell): name for name, place in filing.places.items()}
    plain = Recalculation(workbook)
    found: dict[Key, Cell] = {}
    for key in doubtful:
        formula = workbook.sheets[key[0]].cells.get(key[1], BLANK).formula
        if formula is None:
            continue
        name = names.get(key)
        cell = filing.cell(name) if name else plain.cell(key)
        if (name not in filing.uncomputed) if name else (key not in plain.why_not):
            found[key] = Cell(cell.value, cell.kind, formula, cell.value)
    unknown = {key for key in doubtful if key not in found and key not in names}
    if unknown and filing.marked:
        found |= _by_template(workbook, unknown, filing, catalogue)
    return found


def _by_template(workbook: Workbook, unknown: Collection[Key], filing: Filing, catalogue: Catalogue) -> dict[Key, Cell]:
    """What the template of the same data stores in cells with the same formulas."""
    try:
        made = as_held(extract(filing), catalogue, filing.typed_totals)
        template = workbook_in(made, filing.path)
    except (BadContent, UnreadableWorkbook):
        return {}
    found: dict[Key, Cell] = {}
    for sheet, at in unknown:
        own = workbook.sheets[sheet].cells.get(at, BLANK)
        other = template.sheets[sheet].cells.get(at, BLANK) if sheet in template.sheets else BLANK
        if own.formula and other.formula and own.formula.translate(_UNSEEN) == other.formula.translate(_UNSEEN):
            found[sheet, at] = replace(other, formula=own.formula)
    return found


def is_stored(cell: Cell) -> bool:
    """Whether the file holds a result of the formula in a cell."""
    return cell.formula is not None and cell.kind is not CellKind.BLANK
