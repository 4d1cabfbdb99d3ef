"""Fixes made in a workbook: the cells, and every stored result that they change, as a program would calculate it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.conftest import DAY, ROOT
from tests.editing.raw import changed
from tests.filings.layouts import Layout, lay, values_of
from tests.fixing.books import TABLE3, THIRD, fix, fixed, open_, template, with_text
from tests.found import found
from tests.office import Office
from tests.shipped import CATALOGUE, base_filing, build, load_form
from validator import check
from validator.exchange.filing_data import Value
from validator.fixing.making import LeftOut, made
from validator.model.address import position
from validator.model.cells import CellKind, CellValue, Place
from validator.model.form import Role
from validator.readers.files import workbook_in
from validator.repair.fixes import ASKED, Fix
from validator.repair.normalising import safe_fixes
from validator.template.check_rows import FIRST_ROW
from validator.template.panel import verdict_cell

MIANCHI = (ROOT / "examples" / "渑池县2023.xlsx").read_bytes()
LOST = "表三.办理结果总计.自然人"
TITLE = CATALOGUE.form("2021").name_of(Role.TITLE)
D8, J8 = "表三.本年新收.自然人", "表三.本年新收.总计"


def findings(content: bytes) -> list[str]:
    return found(check([open_(content).filing], today=DAY).files[0].findings)


def shown(content: bytes, sheet: str, at: str) -> CellValue:
    return workbook_in(content, "a.xlsx").sheets[sheet].cells[at].value


def test_the_blank_total_of_the_first_report() -> None:
    after = fixed(MIANCHI, {LOST: 52})
    assert changed(MIANCHI, after.content) == {f"xl/worksheets/sheet{at}.xml" for at in (1, 4, 9)}
    assert [(one.place.cell, one.before, one.after) for one in after.fixes] == [("D31", None, 52)]
    assert after.left_out == ()
    assert not {"VA-06 三、依申请公开!D31", "VA-03 三、依申请公开!D31"} & {*findings(after.content)}
    assert shown(MIANCHI, "封面", "C14") == "表内校验：1 处不成立，见红色单元格和“校验”表"
    assert shown(after.content, "封面", "C14") == "表内校验：全部成立"
    assert shown(after.content, "校验", "A2") == "共 64 条：成立 64，不成立 0，待核对 0，未定 0"


def test_without_fixes_the_very_same_bytes() -> None:
    assert fixed(MIANCHI, {}).content == MIANCHI
    source = open_(MIANCHI)
    assert made(source, safe_fixes(source.filing), CATALOGUE).content is MIANCHI


@pytest.mark.parametrize("typed", [False, True])
def test_what_a_fix_leads_to_is_what_the_template_of_that_report_stores(*, typed: bool) -> None:
    values = {D8: 7, "表三.予以公开.商业企业": 3, "表四.行政复议.结果纠正": 4, "表二.规章.制发": 1}
    after = fixed(template(typed=typed), values)
    base = base_filing()
    meant = build(replace(base, values={**values_of(base), **values} if typed else {**_inputs(), **values}),
                  typed_totals=typed)  # fmt: skip
    ours, theirs = workbook_in(after.content, "a.xlsx"), workbook_in(meant, "a.xlsx")
    for name, sheet in theirs.sheets.items():
        assert {at: one.value for at, one in ours.sheets[name].cells.items()} == {
            at: one.value for at, one in sheet.cells.items()
        }, name


def _inputs() -> dict[str, Value]:
    form = CATALOGUE.form("2021")
    return {name: value for name, value in base_filing().values.items() if not form.indicators[name].is_total}


CELLS = sorted(name for name, one in CATALOGUE.form("2021").indicators.items() if not one.is_total)
VALUES: tuple[CellValue, ...] = (0, 1, 7, 40, 12.5, -3, "/", "12件", "无")


def _some_edits(seed: int) -> dict[str, CellValue]:
    chance = Random(seed)  # noqa: S311  the same every time
    return {name: chance.choice(VALUES) for name in chance.sample(CELLS, chance.randint(1, 5))}


def test_a_real_calc_calculates_what_is_stored(office: Office, tmp_path: Path) -> None:
    """Everything is calculated anew there: whatever was stale in the file would come out otherwise."""
    paths = [tmp_path / f"{seed}.xlsx" for seed in range(12)]
    for seed, path in enumerate(paths):
        path.write_bytes(fixed(template(typed=seed % 2 == 0), _some_edits(seed)).content)
    for path, sheets in zip(paths, office.calculated(paths, tmp_path / "csv"), strict=True):
        workbook = workbook_in(path.read_bytes(), path.name)
        for name, rows in sheets.items():
            for at, cell in workbook.sheets[name].cells.items():
                if cell.formula is not None and cell.kind is not CellKind.DATE:
                    row, column = position(at)
                    assert _same(rows[row - 1][column - 1], cell.value), (path.stem, name, at, cell)


def _same(calculated: str, stored: CellValue) -> bool:
    if isinstance(stored, int | float):
        return float(calculated) == pytest.approx(stored)
    return calculated == (stored or "")


def test_right_after_loading_in_calc(office_as_it_comes: Office, tmp_path: Path) -> None:
    """LibreOffice calculates nothing when it loads a workbook unless it is told to: what is stored is what is seen."""
    path = tmp_path / "fixed.xlsx"
    path.write_bytes(fixed(MIANCHI, {LOST: 52}).content)
    (sheets,) = office_as_it_comes.calculated([path], tmp_path / "csv")
    assert sheets["封面"][13][2] == "表内校验：全部成立"
    row, column = position(verdict_cell(load_form().tables["表三"]))
    assert sheets[THIRD][row - 1][column - 1] == "本表勾稽：全部成立"
    assert sheets["校验"][1][0] == "共 64 条：成立 64，不成立 0，待核对 0，未定 0"
    assert {row[7] for row in sheets["校验"][FIRST_ROW - 1 :]} == {"成立"}


def test_results_that_nobody_here_can_work_out_are_left_to_the_program(
    office_as_it_comes: Office, tmp_path: Path
) -> None:
    """A formula of the user's own outside the form, and check cells of another gouji: no result rather than a stale one."""
    own = '<c r="L20" t="str"><f>IF(D8&gt;30,"many","few")</f><v>many</v></c>'
    old = template()
    place = re.search(r'<row r="20"[^>]*>.*?(</row>)', openpyxl_part(old, TABLE3))
    assert place is not None
    row = place[0]
    content = with_text(
        old,
        {
            TABLE3: [(row, row.replace("</row>", f"{own}</row>"))],
            "xl/worksheets/sheet9.xml": [
                ("COUNTIF('校验'!$H$16:$H$79,\"成立\")", 'COUNTIF(\'校验\'!$H$16:$H$79,"成"&amp;"立")')
            ],
        },
    )
    assert shown(content, THIRD, "L20") == "many"
    after = fixed(content, {D8: 3}).content
    assert (shown(after, THIRD, "L20"), shown(after, "校验", "A2")) == (None, None)
    assert b'fullCalcOnLoad="1"' in openpyxl_part(after, "xl/workbook.xml").encode()
    path = tmp_path / "fixed.xlsx"
    path.write_bytes(after)
    (sheets,) = office_as_it_comes.calculated([path], tmp_path / "csv")
    assert sheets[THIRD][19][11] == "few"
    assert sheets["校验"][1][0] == "共 64 条：成立 62，不成立 2，待核对 0，未定 0"


def openpyxl_part(content: bytes, name: str) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_a_figure_is_never_left_without_its_result() -> None:
    """J8 is a figure of the form, and its formula more than a sum."""
    before = template()
    formula = re.search(r"<f>(SUM\(D8:I8\))</f><v>(\d+)</v>", openpyxl_part(before, TABLE3))
    assert formula is not None
    content = with_text(before, {TABLE3: [(formula[0], f"<f>IF(D8&gt;0,SUM(D8:I8),0)</f><v>{formula[2]}</v>")]})
    after = fixed(content, {D8: 3, "表四.行政复议.结果纠正": 9})
    assert [one.name for one in after.fixes] == ["表四.行政复议.结果纠正"]
    why = f"{THIRD} J8 的公式（=IF(D8>0,SUM(D8:I8),0)）用到它，这里算不出新的结果，请在 Excel 或 WPS 里改"
    assert [(one.fix.name, one.why) for one in after.left_out] == [(D8, why)]
    assert shown(after.content, THIRD, "J8") == int(formula[2])


@pytest.mark.parametrize(
    ("name", "why"),
    [(J8, "这一格是公式，值由它算出"), (TITLE, "这一格是公式，值由它算出")],
)
def test_a_formula_takes_no_value(name: str, why: str) -> None:
    after = fixed(template(), {name: 1, D8: 40})
    assert [one.why[: len(why)] for one in after.left_out] == [why]
    assert [one.name for one in after.fixes] == [D8]


def test_a_formula_that_is_no_total_gives_way_to_a_value_that_somebody_names() -> None:
    """A body that ends within the year states another last day; the heads of the tables follow it."""
    source = open_(template())
    end = CATALOGUE.form("2021").name_of(Role.END)
    after = made(source, [replace(fix(source, end, date(2025, 6, 30)), why=ASKED)], CATALOGUE)
    assert [one.after for one in after.fixes] == [date(2025, 6, 30)]
    filing = open_(after.content).filing
    assert (filing.cell(end).value, filing.cell(end).formula) == (date(2025, 6, 30), None)
    assert filing.cell("表三.统计期限").cached == "2025年1月1日至2025年6月30日"
    assert not [one for one in findings(after.content) if one.startswith("VA-06")]


def test_of_two_fixes_of_one_cell_the_last_counts_and_tells_what_was_there() -> None:
    source = open_(template())
    first = replace(fix(source, D8, 63), before="６３")
    after = made(source, [first, replace(first, before=63, after=36)], CATALOGUE)
    assert [(one.before, one.after) for one in after.fixes] == [("６３", 36)]
    assert shown(after.content, THIRD, "D8") == 36


def test_a_sheet_that_is_not_there_is_told() -> None:
    source = open_(template())
    wrong = Fix(D8, Place("nowhere", "D8"), None, 1)
    assert made(source, [wrong], CATALOGUE).left_out == (LeftOut(wrong, "没有这张工作表"),)


def test_the_year_brings_title_and_period_with_it() -> None:
    """Their formulas are the template's own: a fix of the year gives them other results."""
    after = fixed(template(), {"封面.报告年度": 2024})
    filing = open_(after.content).filing
    assert (filing.year, filing.cell(TITLE).cached) == (2024, "示例市人民政府2024年政府信息公开工作年度报告")
    assert filing.cell("封面.统计期限止").cached == date(2024, 12, 31)
    assert filing.cell("表三.统计期限").cached == "2024年1月1日至2024年12月31日"
    assert not [one for one in findings(after.content) if one.startswith(("VA-06", "P-01", "P-02", "P-05"))]


def test_saved_by_openpyxl_without_any_result(tmp_path: Path) -> None:
    """What depends on the fix gets its result; what nobody calculated before stays so."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book[THIRD]["D8"].value = "３６"
    stream = io.BytesIO()
    book.save(stream)
    source = open_(stream.getvalue())
    after = made(source, safe_fixes(source.filing), CATALOGUE)
    assert [(one.before, one.after) for one in after.fixes] == [("３６", 36)]
    cells = workbook_in(after.content, "a.xlsx").sheets[THIRD].cells
    assert (cells["D8"].value, cells["J8"].value, cells["J9"].value) == (36, 40, None)


def test_a_table_that_others_laid_out() -> None:
    """No template, no formulas: the figure alone is changed."""
    book = openpyxl.Workbook()
    table = CATALOGUE.form("2021").tables["表三"]
    places = lay(book.active, table, values_of(base_filing()), Layout(row=11, column=3))  # type: ignore[arg-type]
    book.active[places[D8]].value = "３６"  # type: ignore[index]
    book.active["A1"] = "示例市人民政府2025年政府信息公开工作年度报告"  # type: ignore[index]
    stream = io.BytesIO()
    book.save(stream)
    source = open_(stream.getvalue())
    after = made(source, safe_fixes(source.filing), CATALOGUE)
    assert [(one.place.cell, one.after) for one in after.fixes] == [(places[D8], 36)]
    assert changed(source.content, after.content) == {"xl/worksheets/sheet1.xml"}
    year = fixed(source.content, {"封面.报告年度": 2024})
    assert [one.why for one in year.left_out] == ["这一格里还有别的内容"]  # the title, which tells the year
