"""Hostile workbooks that others brought, each with its whole verdict: read where the folder is there."""

from __future__ import annotations

import pytest

from tests.conftest import DAY, SHARED
from tests.found import found
from tests.readers.test_refusals import broken
from validator import UnreadableWorkbook, check, read
from validator.model.finding import Status

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
