"""A workbook and fixes -> the bytes of the workbook with the fixes made, and what could not be made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from validator.catalogue import Catalogue
from validator.editing.cells import Constant, Edit, StoredResult, edited_workbook
from validator.editing.refusal import NotEditable, why_no_constant
from validator.files.harmless import cut
from validator.filings.reading import filing_of
from validator.fixing.dependants import Key, dependants
from validator.fixing.results import is_stored, results, with_cells, without_results
from validator.model.cells import BLANK, Cell, CellKind, constant
from validator.model.filing import Filing
from validator.readers.files import workbook_in
from validator.readers.limits import DEFAULT_LIMITS, Budget, Limits, Refused
from validator.readers.workbook import Workbook
from validator.repair.fixes import BY_USER, Fix
from validator.startup.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that can be fixed: its bytes, what they hold, and what that reports."""

    content: bytes
    workbook: Workbook
    filing: Filing


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fix that was not made, and why."""

    fix: Fix
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of the workbook with the fixes that were made; the very same bytes where none was."""

    content: bytes
    fixes: tuple[Fix, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def opened(content: bytes, path: str, catalogue: Catalogue, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """The workbook with these bytes. Raises UnreadableWorkbook."""
    workbook = workbook_in(content, path, limits)
    return Opened(content, workbook, filing_of(workbook, catalogue.forms))


def made(source: Opened, fixes: Iterable[Fix], catalogue: Catalogue, limits: Limits = DEFAULT_LIMITS) -> Made:
    """The workbook with the fixes made; of two for one cell the last. Raises NotEditable for the file as a whole.

    A fix is left out where the cell takes no constant, or where a figure of the form would be left without a result.
    """
    wanted: dict[Key, Fix] = {}
    for fix in fixes:
        wanted[_key(fix)] = replace(fix, before=wanted[_key(fix)].before) if _key(fix) in wanted else fix
    refused = {key: why for key, fix in wanted.items() if (why := _why_not(source, fix))}
    try:
        budget = Budget(limits)
        plan = _planned(source, {key: fix for key, fix in wanted.items() if key not in refused}, catalogue, budget)
        if plan.lost:
            refused |= _losing(source, plan, budget)
            plan = _planned(source, {key: fix for key, fix in wanted.items() if key not in refused}, catalogue, budget)
        content = _written(source, plan, limits)
    except Refused as refusal:
        raise NotEditable(f"{refusal}") from None
    return Made(content, tuple(plan.fixes.values()), tuple(LeftOut(wanted[key], why) for key, why in refused.items()))


def _key(fix: Fix) -> Key:
    return fix.place.sheet, fix.place.cell


def _raw(workbook: Workbook, key: Key) -> Cell:
    return workbook.sheets[key[0]].cells.get(key[1], BLANK)


def _why_formula(source: Opened, fix: Fix, cell: Cell) -> str:
    """Totals are computed; any other formula gives way to a value that somebody names."""
    indicator = source.filing.form.indicators.get(fix.name)
    if cell.formula is None or (fix.why in BY_USER and not (indicator and indicator.is_total)):
        return ""
    return "这一格是公式，值由它算出，请改它所用的格，或者在 Excel 或 WPS 里改公式"


def _why_not(source: Opened, fix: Fix) -> str:
    """Why a fix cannot be made, ``""`` where it can: what a cell holds besides a name's value must not be lost."""
    sheet = source.workbook.sheets.get(fix.place.sheet)
    if sheet is None:
        return "没有这张工作表"
    cell = _raw(source.workbook, _key(fix))
    why = why_no_constant(fix.place.cell, arrays=sheet.arrays, merged=sheet.merged) or _why_formula(source, fix, cell)
    if why or cell.formula is not None or cell.value in (None, "") or fix.name not in source.filing.cells:
        return why
    held = source.filing.cell(fix.name)
    numbers = held.kind is cell.kind is CellKind.NUMBER  # one of them without what a calculation left over
    return "" if numbers or held.value in (None, cell.value) else "这一格里还有别的内容"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Fixes with what they bring about: the workbook as it is to be, other results than now, and results lost."""

    fixes: Mapping[Key, Fix]
    meant: Workbook
    results: Mapping[Key, Cell]
    lost: frozenset[Key]


def _planned(source: Opened, fixes: Mapping[Key, Fix], catalogue: Catalogue, budget: Budget) -> _Plan:
    before = source.workbook
    fixed = with_cells(before, {key: constant(fix.after) for key, fix in fixes.items()})
    doubtful = dependants(before, fixes, budget)
    bare = without_results(fixed, doubtful)
    known = results(bare, doubtful, catalogue) if doubtful else {}
    meant = with_cells(bare, known)
    changed = {key: _raw(meant, key) for key in sorted(doubtful) if _raw(meant, key) != _raw(before, key)}
    places = {(place.sheet, place.cell) for place in source.filing.places.values()}
    lost = {key for key in places & doubtful if key not in known and is_stored(_raw(before, key))}
    return _Plan(fixes, meant, changed, frozenset(lost))


def _losing(source: Opened, plan: _Plan, budget: Budget) -> dict[Key, str]:
    """The fixes that would leave a figure of the form without a result, and which."""
    hit = {key: plan.lost & dependants(source.workbook, [key], budget) for key in plan.fixes}
    return {key: _told_lost(source, min(found)) for key, found in hit.items() if found}


def _told_lost(source: Opened, key: Key) -> str:
    formula = cut(_raw(source.workbook, key).formula or "")
    return f"{key[0]} {key[1]} 的公式（={formula}）用到它，这里算不出新的结果，请在 Excel 或 WPS 里改"


def _written(source: Opened, plan: _Plan, limits: Limits) -> bytes:
    """The bytes with the fixes made, read again and held against what is meant."""
    if not plan.fixes:
        return source.content
    edits: dict[str, dict[str, Edit]] = {}
    for (sheet, at), fix in plan.fixes.items():
        edits.setdefault(sheet, {})[at] = Constant(fix.after)
    for (sheet, at), cell in plan.results.items():
        edits.setdefault(sheet, {})[at] = StoredResult(cell)
    return _proven(edited_workbook(source.content, edits, limits), plan.meant, limits)


def _proven(content: bytes, meant: Workbook, limits: Limits) -> bytes:
    """The bytes, once they are known to hold what is meant and nothing else. Raises NotEditable."""
    written = workbook_in(content, meant.path, limits)
    for name, sheet in meant.sheets.items():
        if replace(written.sheets[name], looks=None) != replace(sheet, looks=None):
            raise NotEditable(f"工作表“{name}”改后读回的内容与要写的不同，没有写出，请把这份文件报告给维护者")
    return content
