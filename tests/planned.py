"""Which cells of a workbook a check marks how, whoever marks them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.annotating.made import report_of
from validator.model.address import cells_of
from validator.readers.files import workbook_in
from validator.writers.blocks import Mark, Plan, plan
from validator.writers.listing import ordered
from validator.writers.looks import Look


def planned(content: bytes | Path) -> Plan:
    """The marks of a workbook under every rule."""
    held = content.read_bytes() if isinstance(content, Path) else content
    sheets = workbook_in(held, "a.xlsx").sheets
    return plan(ordered(report_of(held)), lambda place: sheets[place.sheet].cells.get(place.cell))


def cells_by_look(marks: Iterable[Mark]) -> dict[Look, set[str]]:
    """The cells of each look of one sheet; none has two."""
    found: dict[Look, set[str]] = {}
    for one in marks:
        cells = set(cells_of(one.area))
        assert not any(cells & others for others in found.values()), cells
        found.setdefault(one.look, set()).update(cells)
    return found


def looks_by_cell(content: bytes | Path) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> look, in small letters as the formula of a mark has it."""
    return {
        sheet: {
            cell: look.name.lower() for look, cells in sorted(cells_by_look(marks).items()) for cell in sorted(cells)
        }
        for sheet, marks in planned(content).items()
    }
