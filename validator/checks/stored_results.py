"""VA-06: formulas whose stored result is missing or stale. The recomputed value is judged where it is certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validator.files.harmless import cut
from validator.model.bilingual import Bilingual
from validator.model.blanks import as_shown, visible
from validator.model.cells import Cell, CellKind, CellValue
from validator.model.cover_cells import is_plain_year, without_time
from validator.model.derived_fields import derived_names
from validator.model.filing import Filing
from validator.model.finding import CellRef, Finding
from validator.model.form import Role
from validator.model.rule import Rule
from validator.model.serials import to_serial
from validator.model.shown import shown
from validator.policy.context import Context
from validator.relations.linear import TOLERANCE

_FEW, _LONGEST = 3, 60
_COVER = "封面"


def stale(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-06: 能精确重算的公式没有存结果或者结果≠重算值：按重算值判断；不能重算又没有存结果的：未定。按表合成一条。"""
    for group, names in _groups(filing).items():
        missing = [name for name in names if _is_missing(filing, name)]
        differing = [name for name in names if _differs(filing, name)]
        lost = [name for name in names if filing.is_unknown(name) and not _follows(filing, name)]
        circular = [name for name in names if _is_circular(filing, name)]
        if missing:
            yield _finding(rule, filing, group, missing, "missing")
        if differing:
            yield _finding(rule, filing, group, differing, "")
        if lost:
            yield _finding(rule, filing, group, lost, "undecided")
        for name in circular:
            formula = cut(filing.cell(name).formula or "", _LONGEST)
            args = {"name": name, "formula": formula, "reason": filing.uncomputed[name]}
            yield Finding(rule, rule.severity, (_ref(filing, name),), "unknown", args, member=name)


def _groups(filing: Filing) -> dict[str, list[str]]:
    """The names of cells with a formula by table, those of the cover and the texts together."""
    groups: dict[str, list[str]] = {}
    for name, cell in filing.cells.items():
        if cell.formula is not None:
            table = name.partition(".")[0]
            groups.setdefault(table if table in filing.form.tables else _COVER, []).append(name)
    return groups


def _is_missing(filing: Filing, name: str) -> bool:
    """Nothing stored although the formula gives something; an error is VA-01's, an empty text is stored as nothing."""
    cell = filing.cell(name)
    return cell.cached is None and name not in filing.uncomputed and cell.kind not in {CellKind.BLANK, CellKind.ERROR}


def _differs(filing: Filing, name: str) -> bool:
    """An error is told by VA-01 in the cell that has it, whatever was stored."""
    cell = filing.cell(name)
    known = cell.cached is not None and name not in filing.uncomputed and cell.kind is not CellKind.ERROR
    return known and not _same(cell.cached, cell, date1904=filing.date1904) and not _follows_year(filing, name)


def _follows_year(filing: Filing, name: str) -> bool:
    """Whether the formula needs the year as a number, and it is there as text: P-06 tells that one cause."""
    return name in derived_names(filing.form) and not is_plain_year(filing.stated(Role.YEAR))


def _follows(filing: Filing, name: str) -> bool:
    """Whether a total has no value for one of its parts has none, or is no number: that one is told."""
    indicator = filing.form.indicators.get(name)
    parts = (part for parts in (indicator.parts if indicator else ()) for part in parts)
    return any(filing.cell(part).kind in {CellKind.TEXT, CellKind.ERROR} for part in parts)


def _is_circular(filing: Filing, name: str) -> bool:
    """A formula that leads back to itself, judged by what is stored."""
    return name in filing.uncomputed and not filing.is_unknown(name) and filing.cell(name).kind is not CellKind.ERROR


def _same(cached: CellValue, cell: Cell, *, date1904: bool) -> bool:
    value = cell.value
    if isinstance(cached, bool) or isinstance(value, bool):
        return cached is value
    if isinstance(cached, int | float) and isinstance(value, int | float):
        return abs(cached - value) <= TOLERANCE or as_shown(float(cached)) == as_shown(float(value))
    if isinstance(cached, date) and isinstance(value, date):
        return without_time(cached) == without_time(value)
    if isinstance(cached, int | float) and isinstance(value, date):  # the program lost its format: P-01 tells
        return int(cached) == int(to_serial(value, date1904=date1904))
    if isinstance(cached, str) and (value is None or isinstance(value, str)):  # "" is a blank, U+200B nothing to read
        return visible(cached) == visible(value or "")
    return cached == value


def _finding(rule: Rule, filing: Filing, group: str, names: list[str], variant: str) -> Finding:
    changes = tuple(_change(filing, name) for name in names[:_FEW])
    more = Bilingual(" 等", " and so on") if len(names) > _FEW else ""
    args = {"table": group, "count": len(names), "shown": changes, "more": more}
    cells = tuple(_ref(filing, name) for name in names)
    return Finding(rule, rule.severity, cells, variant, args, member=group)


def _change(filing: Filing, name: str) -> str | Bilingual:
    cell = filing.cell(name)
    if filing.is_unknown(name):
        formula, reason = cut(cell.formula or "", _LONGEST), filing.uncomputed[name]
        return Bilingual(f"{name} {formula}：{reason.zh}", f"{name} {formula}: {reason.en}")
    return f"{name} {shown(cell.cached)} → {shown(cell.value)}"


def _ref(filing: Filing, name: str) -> CellRef:
    """The cell with what the file stored, which is what people saw."""
    return CellRef(filing.places[name], name, filing.cell(name).cached)
