"""A missing or stale result decides nothing: what the formula gives now is judged, and the reader is told."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT
from tests.filings.damages import Edit, edited, repacked, with_result
from tests.filings.saved import by_openpyxl, checked, read, template
from tests.found import found
from tests.shipped import base_filing
from validator.model.cells import CellKind
from validator.model.filing import Filing
from validator.model.rule import Rule, Severity

Change = Callable[[str, bytes], bytes]


def test_a_stale_total_breaks_no_relation(summed: Path, tmp_path: Path) -> None:
    filing = read(repacked(summed, tmp_path / summed.name, with_result(5, "E8", "9")))
    cell = filing.cell("表四.行政复议.总计")
    assert (cell.value, cell.cached, cell.formula) == (4, 9, "SUM(A8:D8)")
    (told,) = checked(filing).findings
    assert found([told]) == ["VA-06 四、复议诉讼!E8"]
    assert told.message() == "表四有 1 个格存的结果过期（表四.行政复议.总计 9 → 4），已按重算的值判断"
    assert told.cells[0].value == 9


def test_a_missing_total_breaks_no_relation(summed: Path, tmp_path: Path) -> None:
    filing = read(repacked(summed, tmp_path / summed.name, with_result(5, "E8", None)))
    assert filing.cell("表四.行政复议.总计").kind is CellKind.NUMBER
    (told,) = checked(filing).findings
    assert (found([told]), told.variant) == (["VA-06 四、复议诉讼!E8"], "missing")


def test_a_stale_total_hides_no_broken_relation(summed: Path, tmp_path: Path) -> None:
    """本年新收 of 自然人 is raised by ten and nothing is recalculated: the stored totals still agree with each other."""

    def raised(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet4.xml":
            return data
        found, count = re.subn(rb'(<c r="D8"[^>]*>)<v>36</v>', rb"\1<v>46</v>", data)
        assert count == 1
        return found

    report = checked(read(repacked(summed, tmp_path / summed.name, raised)))
    codes = [finding.rule.code for finding in report.findings]
    assert [code for code in codes if code.startswith("T")] == ["T3-01", "T3-01"]
    assert "VA-06" in codes


def older(name: str, data: bytes) -> bytes:
    """拿去年的文件改: the year is new, title and dates were never recalculated."""
    if name in {f"xl/worksheets/sheet{number}.xml" for number in (1, 3, 4, 5)}:
        data = data.replace("2025年".encode(), "2024年".encode())
        data = data.replace(b"<v>45658</v>", b"<v>45292</v>").replace(b"<v>46022</v>", b"<v>45657</v>")
    return data


def test_last_year_s_title_and_dates_are_judged_as_they_are_stored(summed: Path, tmp_path: Path) -> None:
    """They are what everyone sees: formulas of the template, but no sums."""
    filing = read(repacked(summed, tmp_path / summed.name, older))
    assert filing.text("正文.标题") == "示例市人民政府2024年政府信息公开工作年度报告"
    assert found(checked(filing).findings) == ["P-01 封面!C10:C11", "P-05 封面!B4"]


@pytest.mark.parametrize(
    ("year", "period", "wanted"),
    [
        (2025, None, []),
        (2024, {"start": "2024-01-01", "end": "2024-06-30"}, ["P-01", "P-03", "P-07"]),
        (None, None, ["P-06"]),
    ],
)
def test_periods_without_results_are_judged_by_the_cover(
    year: int | None, period: dict[str, str] | None, wanted: list[str], tmp_path: Path
) -> None:
    base = base_filing()
    data = replace(
        base, year=year, period=period, table_periods={}, text={key: base.text[key] for key in ("一", "五", "六")}
    )
    source = template(tmp_path / "示例市.xlsx", data)
    calculated, bare = checked(read(source)), checked(read(by_openpyxl(source, tmp_path / "b" / source.name)))
    periods = [code for code in found(calculated.findings) if code.startswith("P-")]
    assert sorted({code[:4] for code in periods}) == wanted
    assert [code for code in found(bare.findings) if code.startswith("P-")] == periods


def with_cells(cells: dict[str, str], scratch: dict[str, int | str]) -> Edit:
    """Cells of 表三 written over, and a sheet 底稿 beside the report."""

    def edit(book: Workbook) -> None:
        sheet = book.create_sheet("底稿")
        for at, value in scratch.items():
            sheet[at] = value
        for at, value in cells.items():
            book["三、依申请公开"][at] = value

    return edit


SCRATCH: dict[str, int | str] = {
    "A2": "合计", "B2": "=SUM(B3:B5)", "A3": "信函", "B3": 20, "A4": "当面", "B4": 6, "A5": "信箱", "B5": 10,
}  # fmt: skip


@pytest.mark.parametrize(
    "formula", ["=底稿!B2", "=30+6", "=SUM(底稿!B3:B5)", "=ROUND(底稿!B2-0.2,0)", "=+SUM(底稿!B3,底稿!B4+底稿!B5)"]
)
def test_a_sum_of_others_is_computed(formula: str, summed: Path, tmp_path: Path) -> None:
    filing = read(edited(summed, tmp_path / summed.name, with_cells({"D8": formula}, SCRATCH)))
    assert filing.cell(NAME).value == 36
    assert filing.uncomputed == {}
    assert {finding.rule.code for finding in checked(filing).findings} == {"D-03", "VA-06"}


OTHERS = [
    ('=取数("D8")', "不只是 SUM、加减和 ROUND"),
    ("=RAND()*100", "不只是 SUM、加减和 ROUND"),
    ('=INDIRECT("底稿!B2")', "不只是 SUM、加减和 ROUND"),
    ("=SUBTOTAL(9,底稿!B3:B5)", "不只是 SUM、加减和 ROUND"),
    ("='[科室.xlsx]Sheet1'!B2*1", "不只是 SUM、加减和 ROUND"),
    ("=[1]Sheet1!B2", "不只是 SUM、加减和 ROUND"),
    ("=底稿!A3+1", "文字或者真假值参加了加减"),
    ("=D8+1", "循环引用"),
    ("=底稿!B6", "循环引用"),
    ("=不存在!B2", "没有工作表“不存在”"),
    ("=科室_1", "引用“科室_1”不认识"),
]


@pytest.mark.parametrize(("formula", "reason"), OTHERS)
def test_without_a_result_nobody_knows_what_others_give(
    formula: str, reason: str, summed: Path, tmp_path: Path
) -> None:
    scratch = {**SCRATCH, "B6": "='三、依申请公开'!D8"}
    filing = read(edited(summed, tmp_path / summed.name, with_cells({"D8": formula}, scratch)))
    assert str(filing.uncomputed[NAME]) == reason
    assert filing.cell(NAME).kind is CellKind.ERROR
    report = checked(filing)
    told = [finding for finding in report.findings if any(cell.indicator == NAME for cell in finding.cells)]
    assert [(one.rule.code, one.variant) for one in told if one.rule.code != "D-12"] == [("VA-06", "undecided")]
    assert f"{formula[1:]}：{reason}" in told[-1].message()
    assert "请用 Excel 或 WPS 打开后保存" in told[-1].message()
    assert [one for one in report.findings if one.severity is Severity.MUST] == []
    assert ("T3-01", NAME) in {(one.code, one.indicator) for one in report.coverage.undecided}


NAME = "表三.本年新收.自然人"


def with_stored(formula: str, result: str) -> Change:
    """D8 of 表三 with that formula and that result."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet4.xml":
            return data
        pattern = rb'(<c r="D8"[^>]*>)<v>36</v>'
        found, count = re.subn(pattern, rb"\1<f>" + escape(formula).encode() + b"</f>" + result.encode(), data)
        assert count == 1
        return found

    return change


COUSINS = [
    "L8:L32", "@L8:L32", "L:L", "8:8", "COUNT(L8:L32)", 'COUNTIF(L8:L32,">0")', "SUM(IF(L8:L32>50,1,0))",
    "SUMPRODUCT(L8:L32)", "SUBTOTAL(9,L8:L32)", "MAX(L8:L32)", "IF(L8>0,36,0)", "INDEX(L8:L32,3)", "OFFSET(L8,2,0)",
    'INDIRECT("L10")', "表1[数]", "表1[[#This Row],[数]]", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(L8)", "R8C12", "RC[1]",
    "L8#", "_xlfn.SINGLE(L8:L32)", "SUM(L8:L32*1)", "SUM((L8,L9))", "SUM(L8:L32 L9:M9)", "L8*2", "L8%", "L8^2",
    "ROUND(L8:L32,0)", "ROUND(L8,L9)", "ROUND(L8,99)", "--L8", "L8&L9", "L8=L9", '"36"+0', "TRUE+1", "SUM(TRUE,L8)",
    "SUM(Q1:Q4!A1)", "'Q1:Q4'!A1", "LOG10(L8)", "N(L8)", "+L8:L32+1", "A1:B2:C3", "[1]Sheet1!A1", "{1,2}", "SUM({1,2})",
]  # fmt: skip
"""What is no sum, or none that every program takes alike, whatever it may look like."""


@pytest.mark.parametrize("formula", COUSINS)
def test_what_is_stored_is_judged_where_a_formula_is_no_sum(formula: str, summed: Path, tmp_path: Path) -> None:
    right = read(repacked(summed, tmp_path / "a" / summed.name, with_stored(formula, "<v>36</v>")))
    assert (right.cell(NAME).value, right.uncomputed) == (36, {})
    assert [one.code for one in broken(right)] == []
    wrong = read(repacked(summed, tmp_path / "b" / summed.name, with_stored(formula, "<v>999</v>")))
    assert (wrong.cell(NAME).value, wrong.uncomputed) == (999, {})
    assert [one.code for one in broken(wrong)] == ["T3-01", "T3-01"]


def broken(filing: Filing) -> list[Rule]:
    """The rules of level 强制 that are broken; there may be no word of a stale figure of 自然人."""
    report = checked(filing)
    stale = [one for one in report.findings if one.rule.code == "VA-06" and one.cells[0].indicator == NAME]
    assert stale == []
    return [one.rule for one in report.findings if one.severity is Severity.MUST]


def test_an_array_formula_keeps_its_result(summed: Path, tmp_path: Path) -> None:
    def array(name: str, data: bytes) -> bytes:
        return with_stored("30+1", "<v>36</v>")(name, data).replace(b"<f>30+1", b'<f t="array" ref="D8">30+1')

    filing = read(repacked(summed, tmp_path / summed.name, array))
    assert (filing.cell(NAME).formula, filing.cell(NAME).value, filing.uncomputed) == ("30+1", 36, {})


@pytest.mark.parametrize("stored", ["36", "999"])
def test_a_shared_formula_is_the_one_of_its_own_cell(stored: str, summed: Path, tmp_path: Path) -> None:
    """L8 and D8 share ``T8+U8``, whose text stands in the later cell; in D8 it is ``L8+M8``."""

    def shared(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet4.xml":
            return data
        own = b"<v>" + stored.encode() + b"</v>"
        data, count = re.subn(rb'(<c r="D8"[^>]*>)<v>36</v>', rb'\1<f t="shared" si="7"/>' + own, data)
        row, more = re.subn(
            rb'(<row r="8".*?)(</row>)',
            rb'\1<c r="L8"><f t="shared" ref="D8:L8" si="7">T8+U8</f><v>30</v></c><c r="M8"><v>6</v></c>'
            rb'<c r="T8"><v>28</v></c><c r="U8"><v>2</v></c>\2',
            data,
            flags=re.DOTALL,
        )
        assert (count, more) == (1, 1)
        return row

    filing = read(repacked(summed, tmp_path / summed.name, shared))
    assert (filing.cell(NAME).formula, filing.cell(NAME).value) == ("L8+M8", 36)
    told = [one for one in checked(filing).findings if one.rule.code == "VA-06"]
    assert [one.cells[0].indicator for one in told] == ([] if stored == "36" else [NAME])


def test_a_formula_that_shows_nothing_is_a_blank(summed: Path, tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        data = with_stored('IF(L8="","",L8)', "<v></v>")(name, data)
        return data.replace(b'<c r="D8"', b'<c t="str" r="D8"') if name == "xl/worksheets/sheet4.xml" else data

    filing = read(repacked(summed, tmp_path / summed.name, change))
    assert (filing.cell(NAME).value, filing.cell(NAME).kind) == (None, CellKind.BLANK)
    told = [f.rule.code for f in checked(filing).findings if any(c.indicator == NAME for c in f.cells)]
    assert "VA-03" in told
    assert "VA-01" not in told


def test_a_cover_of_formulas_without_results_is_no_error(summed: Path, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["封面"]["C10"], book["封面"]["C11"] = "=DATE(C9,1,1)", "=DATE(C9,13,0)"

    report = checked(read(edited(summed, tmp_path / summed.name, edit)))
    assert [one for one in report.findings if one.severity is Severity.MUST] == []
    assert ("P-01", "封面统计期限的公式没有结果") in {(one.code, str(one.reason)) for one in report.coverage.not_run}


def loaded(path: Path) -> set[str]:
    """The top-level packages that checking a file imports."""
    code = "import sys; from validator.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    words = [sys.executable, "-c", code, "check", str(path), "--today", "2026-02-01"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("formula", ["=ROUND(36.2,0)", "=COUNT(D9:D10)"])
def test_no_formula_costs_a_library(formula: str, summed: Path, tmp_path: Path) -> None:
    other = edited(summed, tmp_path / summed.name, with_cells({"D8": formula}, {}))
    assert not loaded(other) & {"formulas", "numpy", "openpyxl"}
