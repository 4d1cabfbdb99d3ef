"""A slice of the random formulas of `differential_sums`."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.differential_sums import compared, same
from tests.office import Office
from validator.model.cells import Cell, CellKind


def test_what_is_certain_is_what_libreoffice_stores(office: Office, tmp_path: Path) -> None:
    outcome = compared(600, 7, office, tmp_path)
    assert outcome.different == []
    assert outcome.certain > 250


def test_another_result_would_be_noticed() -> None:
    assert same(Cell(0.3, CellKind.NUMBER), Cell(0.1 + 0.2, CellKind.NUMBER))
    assert not same(Cell(3, CellKind.NUMBER), Cell(4, CellKind.NUMBER))
    assert not same(Cell("#N/A", CellKind.ERROR), Cell("#REF!", CellKind.ERROR))
