"""What a check has left in a file is told, once for the file, and read past."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.annotating.made import FAULTY, copied, repacked, report_of
from tests.conftest import ROOT
from tests.shipped import FORMS
from validator.editing.marks_xml import Mark, with_marks
from validator.filings.reading import filing_of
from validator.filings.traces import CHECKED, HEADINGS, MARKER, RESULTS, is_list
from validator.model.filing import DamageKind
from validator.readers import read_workbook
from validator.readers.files import workbook_in

SUQIAN = ROOT / "examples" / "宿迁市2024.xlsx"


def _marked(content: bytes, formula: str) -> bytes:
    mark = Mark(("D8",), formula, 0, 1)
    return repacked(content, lambda name, part: with_marks(part, [mark], MARKER) if "/sheet4.xml" in name else part)


@pytest.mark.parametrize("formula", ['("gouji:20260201T093000:suspect"<>"")*($D$8=3)', 'N("gouji:x:member")=0'])
def test_one_mark_is_enough(formula: str) -> None:
    """Also in a template that was seen before without it, whose copies are not looked at again."""
    content = SUQIAN.read_bytes()
    for _ in range(2):
        assert filing_of(workbook_in(content, "a.xlsx"), FORMS).damage == ()
    filing = filing_of(workbook_in(_marked(content, formula), "a.xlsx"), FORMS)
    (damage,) = filing.damage
    assert damage.kind is DamageKind.LEFTOVERS
    assert [str(one) for one in damage.facts["what"]] == ["标记（工作表“三、依申请公开”）"]  # type: ignore[attr-defined]


def test_a_format_of_others_is_none() -> None:
    assert filing_of(workbook_in(_marked(SUQIAN.read_bytes(), "$D$8=3"), "a.xlsx"), FORMS).damage == ()


def test_a_returned_copy_tells_all_at_once_and_reads_as_the_original() -> None:
    report, copy = report_of(FAULTY.read_bytes()), report_of(copied(FAULTY.read_bytes()).content)
    (left,) = [one for one in copy.findings if one.rule.code == "D-19"]
    assert left.message().startswith(
        "工作簿里还留着校验的结果表（工作表“校验结果”）、标记（工作表“封面”“一、总体情况”“二、主动公开” 等）"
    )
    assert left.message("en").startswith(
        "A check has left in the workbook: the list of findings sheet “校验结果”, marks on"
    )
    assert [one.rule.code for one in copy.findings if one is not left] == [one.rule.code for one in report.findings]
    assert copy.status is report.status


def test_openpyxl_gives_the_same_formulas() -> None:
    """The other reader of the same interface."""
    from validator.readers.from_openpyxl import from_openpyxl

    content = copied(FAULTY.read_bytes()).content
    other = from_openpyxl(openpyxl.load_workbook(io.BytesIO(content)))
    own = workbook_in(content, "a.xlsx")
    for name, sheet in own.sheets.items():
        looks, theirs = sheet.looks, other.sheets[name].looks
        assert looks is not None
        assert theirs is not None
        assert {one for one in looks.formulas if MARKER in one} == {one for one in theirs.formulas if MARKER in one}


LINES = [[RESULTS], ["…"], [f"{CHECKED}2026-02-01"], ["…"], list(HEADINGS)]


@pytest.mark.parametrize(
    ("name", "edits", "found"),
    [
        (RESULTS, {}, True),
        (RESULTS, {0: ["我的表"]}, True),
        (RESULTS, {2: ["昨天"]}, True),
        (RESULTS, {4: ["编号"]}, True),
        ("问题", {}, True),
        ("问题", {0: ["问题"]}, True),
        ("问题", {0: ["问题"], 2: [""]}, False),
        (RESULTS, {2: [""], 4: ["序号"]}, False),
    ],
)
def test_nobodys_own_sheet_is_taken_for_the_list(name: str, edits: dict[int, list[str]], found: bool) -> None:
    assert is_list(name, [edits.get(at, line) for at, line in enumerate(LINES)]) is found


def test_the_shipped_workbooks_bear_no_marks() -> None:
    for path in (*(ROOT / "examples").glob("*.xlsx"), *(ROOT / "templates").glob("*.xlsx")):
        filing = filing_of(read_workbook(path), FORMS)
        assert not [one for one in filing.damage if one.kind is DamageKind.LEFTOVERS]
