"""Workbooks that mislead, each with its right verdict: read where the folder is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DAY, SHARED
from tests.found import found, musts
from tests.office import Office
from validator import check, read
from validator.filings.calculation.recalculation import Recalculation
from validator.model.finding import FileReport
from validator.readers import read_workbook

FOLDER = SHARED / "data" / "trials" / "hostile"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of outside data is not here")

T3 = "三、依申请公开"


def report(name: str) -> FileReport:
    return check([read(FOLDER / name)], today=DAY).files[0]


def test_the_figure_that_everyone_sees_is_judged() -> None:
    """E10 is ``=L8:L32``, in row 10 the L10 that is stored; L8 holds what would fit."""
    wrong = report("impl_wrongclean_cached999.xlsx")
    assert musts(wrong) == [f"T3-02 {T3}!E31,E10:E30", f"T3-03 {T3}!J10,D10:I10"]
    assert found(wrong.findings) == sorted([*musts(wrong), f"D-15 {T3}!L8,L10"])


def test_sound_figures_by_implicit_intersection_are_sound() -> None:
    assert found(report("impl_figures.xlsx").findings) == [f"D-15 {T3}!L8:L32"]


def test_what_is_no_sum_is_not_computed(office: Office, tmp_path: Path) -> None:
    """Every formula looks at a range where one value belongs, or into an array."""
    (calculated,) = office.convert([FOLDER / "impl_t.xlsx"], "xlsx", tmp_path)
    for path in (FOLDER / "impl_t.xlsx", calculated):
        (name, sheet), *_ = read_workbook(path).sheets.items()
        formulas = [at for at, cell in sheet.cells.items() if cell.formula is not None]
        computed = Recalculation(read_workbook(path))
        given = {at: computed.cell((name, at)) for at in formulas}
        assert len(formulas) == 70
        stored = {at: sheet.cells[at].value for at in formulas}
        assert all(cell.value == stored[at] for at, cell in given.items() if stored[at] is not None)
        assert {at for _, at in computed.why_not} == {at for at in formulas if stored[at] is None}
