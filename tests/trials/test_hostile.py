"""Hostile workbooks that others brought, each with its whole verdict: read where the folder is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DAY, SHARED
from tests.found import found, musts
from tests.office import Office
from tests.readers.test_refusals import broken
from validator import UnreadableWorkbook, check, read
from validator.filings.calculation.recalculation import Recalculation
from validator.model.report import FileReport, Status
from validator.readers import read_workbook

FOLDER = SHARED / "data" / "trials" / "hostile"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of outside data is not here")

T3, T4 = "三、依申请公开", "四、复议诉讼"
SUMS = [f"T3-01 {T3}!D8:D9,D31:D32", f"T3-03 {T3}!J8,D8:I8"]
VERDICTS: dict[str, list[str]] = {
    "decoy_all_names.xlsx": [f"D-16 {T3}!D8", *SUMS],
    "decoy_all_names_waived.xlsx": [f"D-16 {T3}!D8", *SUMS, *(f"W-02 情况说明!A{row}" for row in (5, 6, 7))],
    "fmt_hide.xlsx": [f"D-17 {T3}!D8"],
    "fmt_suffix.xlsx": [f"D-17 {T3}!D8"],
    "fmt_thousands.xlsx": [f"D-17 {T3}!D8"],
    "cf_by_submitter_hides.xlsx": [f"D-17 {T3}!D8"],
    "merge_hides_figures.xlsx": [f"D-17 {T4}!B8:C8"],
    "row_height_0.xlsx": [f"D-04 {T3}!D10:J10"],
    "white_font.xlsx": [f"D-17 {T3}!D10"],
    "drawing_textbox.xlsx": [f"D-17 {T3}!D8"],
    "edition2019prop.xlsx": ["D-18", "P-05"],
}
REFUSED = {
    "two_v.xlsx": f"工作表“{T3}”的单元格 D8 里有两个内容",
    "mc_choice_differs.xlsx": f"工作表“{T3}”第 8 行有几种读法，各程序读出的不同",
}


@pytest.mark.parametrize("name", VERDICTS)
def test_every_workbook_has_its_verdict(name: str) -> None:
    one = check([read(FOLDER / name)], today=DAY).files[0]
    assert found(one.findings) == VERDICTS[name]
    must = any(code.startswith(("D-16", "T3")) for code in VERDICTS[name])
    assert one.status is (Status.FAILS if must else Status.CLEAN if "D-18" in VERDICTS[name] else Status.EXPLAIN)


@pytest.mark.parametrize("name", REFUSED)
def test_what_programs_read_differently_is_refused(name: str) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read(FOLDER / name)
    assert str(caught.value) == f"{name}：{broken(REFUSED[name])}"


SHOWN = {
    "fmt_hide.xlsx": "D8 显示空白，存的是 3440",
    "fmt_suffix.xlsx": "D8 显示 34400，存的是 3440",
    "fmt_thousands.xlsx": "D8 显示 3，存的是 3440",
    "cf_by_submitter_hides.xlsx": "D8 显示 9999，存的是 3440",
    "merge_hides_figures.xlsx": "B8 显示空白，存的是 18",
    "white_font.xlsx": "D10 显示空白，存的是 1408",
    "drawing_textbox.xlsx": "D8 显示 9999，存的是 3440",
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_message_has_the_picture_in_words(name: str) -> None:
    (finding,) = check([read(FOLDER / name)], today=DAY).files[0].findings
    assert SHOWN[name] in finding.message()


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
