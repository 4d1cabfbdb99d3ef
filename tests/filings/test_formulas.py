"""A missing or stale result decides nothing: what the formula gives now is judged, and the reader is told."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT
from tests.filings.damages import Edit, edited, repacked, with_result
from tests.filings.saved import by_openpyxl, checked, read, template
from tests.found import found
from tests.shipped import base_filing
from validator.model.cells import CellKind

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


def test_last_year_s_dates_in_the_stored_results_are_not_judged(summed: Path, tmp_path: Path) -> None:
    """拿去年的文件改: the year is new, title and dates were never recalculated."""

    def older(name: str, data: bytes) -> bytes:
        if name in {f"xl/worksheets/sheet{number}.xml" for number in (1, 3, 4, 5)}:
            data = data.replace("2025年".encode(), "2024年".encode())
            data = data.replace(b"<v>45658</v>", b"<v>45292</v>").replace(b"<v>46022</v>", b"<v>45657</v>")
        return data

    filing = read(repacked(summed, tmp_path / summed.name, older))
    assert filing.cell("封面.统计期限起").cached != filing.cell("封面.统计期限起").value
    assert filing.text("正文.标题") == "示例市人民政府2025年政府信息公开工作年度报告"
    assert found(checked(filing).findings) == [
        "VA-06 三、依申请公开!C2",
        "VA-06 二、主动公开!B2",
        "VA-06 四、复议诉讼!C2",
        "VA-06 封面!B4,C10:C11",
    ]


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


@pytest.mark.parametrize(
    "formula",
    [
        "=底稿!B2",
        "=30+6",
        "=SUM(底稿!B3:B5)",
        "=ROUND(底稿!B2*1,0)",
        '=SUMIF(底稿!A3:A5,"信*",底稿!B3:B5)+底稿!B4',
        '=VLOOKUP("合计",底稿!A2:B5,2,FALSE)',
        "=IF(底稿!B2>0,底稿!B2,0)",
        "=SUBTOTAL(9,底稿!B3:B5)",
        "=SUBTOTAL(109,底稿!B3:B6)",
        '=SUMPRODUCT(--(底稿!A3:A5<>""),底稿!B3:B5)',
    ],
)
def test_a_formula_of_others_is_computed(formula: str, summed: Path, tmp_path: Path) -> None:
    scratch: dict[str, int | str] = {
        "A2": "合计", "B2": "=SUM(B3:B5)", "A3": "信函", "B3": 20, "A4": "当面", "B4": 6, "A5": "信箱", "B5": 10, "B6": "=SUBTOTAL(9,B3:B5)",
    }  # fmt: skip
    filing = read(edited(summed, tmp_path / summed.name, with_cells({"D8": formula}, scratch)))
    assert filing.cell("表三.本年新收.自然人").value == 36
    assert filing.uncomputed == {}
    assert {finding.rule.code for finding in checked(filing).findings} == {"D-03", "VA-06"}


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ('=取数("D8")', "函数 取数 算不了"),
        ("=RAND()*100", "RAND 的结果随时变化"),
        ('=INDIRECT("底稿!B2")', "INDIRECT 的引用不确定"),
        ("='[科室.xlsx]Sheet1'!B2*1", "引用了别的工作簿"),
        ("=[1]Sheet1!B2", "引用了别的工作簿"),
        ("=D8+1", "循环引用"),
        ("=底稿!B3", "循环引用"),
        ("=不存在!B2*1", "没有工作表“不存在”"),
    ],
)
def test_a_formula_that_nobody_can_compute_is_named(formula: str, reason: str, summed: Path, tmp_path: Path) -> None:
    scratch: dict[str, int | str] = {"B3": "='三、依申请公开'!D8"}
    filing = read(edited(summed, tmp_path / summed.name, with_cells({"D8": formula}, scratch)))
    name = "表三.本年新收.自然人"
    assert str(filing.uncomputed[name]) == reason
    told_as = f"#N/A（没有存下结果，也无法重算：{reason}）"
    assert (filing.cell(name).kind, filing.cell(name).value) == (CellKind.ERROR, told_as)
    report = checked(filing)
    told = [finding for finding in report.findings if any(cell.indicator == name for cell in finding.cells)]
    assert {"VA-01"} <= {finding.rule.code for finding in told} <= {"VA-01", "D-12"}
    assert ("T3-01", name) in {(one.code, one.indicator) for one in report.coverage.undecided}


def test_a_stored_result_serves_where_nothing_can_be_computed(summed: Path, tmp_path: Path) -> None:
    def other(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet5.xml":
            return data
        return data.replace(b"<f>SUM(A8:D8)</f>", "<f>取数(1)</f>".encode())

    filing = read(repacked(summed, tmp_path / summed.name, other))
    assert filing.cell("表四.行政复议.总计").value == 4
    told = {finding.rule.code: finding for finding in checked(filing).findings}
    assert set(told) == {"D-10", "VA-06"}
    assert told["VA-06"].variant == "unknown"
    assert "“取数(1)”无法重算（函数 取数 算不了）" in told["VA-06"].message()


def test_a_right_result_is_not_called_stale_where_recalculating_is_not_certain(summed: Path, tmp_path: Path) -> None:
    def other(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet5.xml":
            return data
        return data.replace(b"<f>SUM(A8:D8)</f>", b"<f>SUM(A8:D8)+COUNTIF(A8:D8,&quot;&lt;&gt;&quot;)-4</f>")

    filing = read(repacked(summed, tmp_path / summed.name, other))
    assert filing.cell("表四.行政复议.总计").value == 4
    assert str(filing.uncomputed["表四.行政复议.总计"]) == "带通配符或者“<>”的条件算不准"
    assert {finding.rule.code for finding in checked(filing).findings} == {"D-10", "VA-06"}


def test_a_subtotal_over_hidden_rows_is_left_to_the_file(summed: Path, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        with_cells({"D8": "=SUBTOTAL(9,底稿!B3:B4)"}, {"B3": 30, "B4": 6})(book)
        book["底稿"].row_dimensions[4].hidden = True

    filing = read(edited(summed, tmp_path / summed.name, edit))
    assert str(filing.uncomputed["表三.本年新收.自然人"]) == "SUBTOTAL 的范围里有隐藏的行"


def test_a_formula_that_shows_nothing_is_a_blank_and_not_uncalculated(summed: Path, tmp_path: Path) -> None:
    edit = with_cells({"F8": '=IF(底稿!B2="","",底稿!B2)'}, {})
    filing = read(edited(summed, tmp_path / summed.name, edit))
    assert (filing.cell("表三.本年新收.科研机构").value, filing.cell("表三.本年新收.科研机构").cached) == (None, None)
    report = checked(filing)
    told = [f.rule.code for f in report.findings if any(c.indicator == "表三.本年新收.科研机构" for c in f.cells)]
    assert told == ["VA-03"]


def test_without_the_library_the_stored_result_counts(
    summed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "formulas", None)

    def stored(name: str, data: bytes) -> bytes:
        return re.sub(rb"(<f>ROUND\([^<]*</f>)<v ?/?>(?:</v>)?", rb"\1<v>36</v>", data)

    edit = with_cells({"D8": "=ROUND(底稿!B2,0)", "E8": "=INT(7.2)"}, {"B2": 36})
    path = edited(summed, tmp_path / "a" / summed.name, edit)
    filing = read(repacked(path, tmp_path / summed.name, stored))
    kept, lost = "表三.本年新收.自然人", "表三.本年新收.商业企业"
    assert filing.cell(kept).value == 36
    assert {str(filing.uncomputed[name]) for name in (kept, lost)} == {"没有安装 formulas 库"}
    assert "请用 Excel 或 WPS 打开并保存" in str(filing.cell(lost).value)
    told = [(one.rule.code, one.message()) for one in checked(filing).findings]
    assert [text for code, text in told if code == "VA-06" and "没有安装 formulas 库" in text]
    assert [text for code, text in told if code == "VA-01" and "请用 Excel 或 WPS 打开并保存" in text]


def loaded(path: Path) -> set[str]:
    """The top-level packages that checking a file imports."""
    code = "import sys; from validator.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    words = [sys.executable, "-c", code, "check", str(path), "--today", "2026-02-01"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_only_formulas_of_others_cost_the_library(summed: Path, tmp_path: Path) -> None:
    ordinary = by_openpyxl(summed, tmp_path / "a" / summed.name)
    assert not loaded(ordinary) & {"formulas", "numpy", "openpyxl"}
    other = edited(summed, tmp_path / "b" / summed.name, with_cells({"D8": "=ROUND(36.2,0)"}, {}))
    assert {"formulas", "numpy"} <= loaded(other)
