"""Each kind of damage to the template is found, once, with its place, and the values are still read where they can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.filings import damages
from tests.filings.damages import DROPPED, Edit, edited, repacked, with_relation
from tests.filings.saved import checked, read
from tests.found import found
from tests.shipped import CATALOGUE, base_filing, form_of
from validator.filings.reading import filing_of
from validator.model.filing import DamageKind, FoundBy
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.readers import read_workbook

T3 = "三、依申请公开"


def report(source: Path, folder: Path, edit: Edit) -> FileReport:
    return checked(read(edited(source, folder / "copy" / source.name, edit)))


def musts(one: FileReport) -> list[str]:
    return [finding.rule.code for finding in one.findings if finding.severity is Severity.MUST]


DAMAGED: list[tuple[Edit, list[str]]] = [
    (damages.rename, ["D-01 Sheet3!A1"]),
    (damages.rename_by_script, ["D-01 Sheet3!A1"]),
    (damages.remove, ["D-02"]),
    (damages.add, ["D-03 底稿!A1"]),
    (damages.copy_sheet, ["D-03 四、复议诉讼 (2)!A1"]),
    (damages.hide, ["D-04 二、主动公开!A1"]),
    (damages.hide_row, [f"D-04 {T3}!D30:J30"]),
    (damages.lose_one_name, [f"D-05 {T3}!D8"]),
    (damages.insert_row, [f"D-07 {T3}!D20"]),
    (damages.insert_filled_row, [f"D-07 {T3}!C20:D20"]),
    (damages.insert_row_by_script, [f"D-07 {T3}!D20"]),
    (damages.insert_rows_on_top_by_script, [f"D-07 {T3}!D1"]),
    (damages.insert_column_by_script, [f"D-07 {T3}!E8"]),
    (damages.delete_row, [f"D-08 {T3}!C19"]),
    (damages.delete_row_by_script, [f"D-08 {T3}!A8"]),
    (damages.delete_column_by_script, [f"D-08 {T3}!D7"]),
    (damages.delete_title_by_script, [f"D-08 {T3}!A1"]),
    (damages.delete_field_by_script, ["D-08 封面!C12"]),
    (damages.unprotect, [f"D-11 封面!A1 {T3}!A1"]),
    (damages.comment, [f"D-14 {T3}!D8"]),
    (damages.write_outside, [f"D-15 {T3}!L9", "D-15 六、其他事项!E3", "D-15 四、复议诉讼!A10"]),
]
UNREADABLE = {"remove", "delete_row", "delete_row_by_script", "delete_column_by_script", "delete_field_by_script"}
"""The damages after which a value cannot be read."""


@pytest.mark.parametrize(("edit", "wanted"), DAMAGED, ids=[edit.__name__ for edit, _ in DAMAGED])
def test_one_damage_gives_one_finding(edit: Edit, wanted: list[str], typed: Path, tmp_path: Path) -> None:
    one = report(typed, tmp_path, edit)
    assert found(one.findings) == sorted([*wanted, DROPPED])
    assert musts(one) == (["D-08" if "delete" in edit.__name__ else "D-02"] if edit.__name__ in UNREADABLE else [])


def test_the_template_as_it_is_has_no_damage(typed: Path, summed: Path) -> None:
    assert found(checked(read(typed)).findings) == []
    assert found(checked(read(summed)).findings) == []


def test_rows_put_into_the_cover_leave_its_dates_readable(typed: Path, tmp_path: Path) -> None:
    one = report(typed, tmp_path, damages.insert_row_on_cover_by_script)
    assert found(one.findings) == ["D-07 封面!B9", "VA-06 封面!C11:C12"]


def test_when_all_names_are_gone_the_addresses_serve(typed: Path, tmp_path: Path) -> None:
    path = edited(typed, tmp_path / "x.xlsx", damages.lose_names)
    filing = read(path)
    assert set(filing.found_by.values()) == {FoundBy.ADDRESSES}
    one = checked(filing)
    (lost,) = (finding for finding in one.findings if finding.rule.code == "D-05")
    assert lost.args["count"] == len(filing.places) == 220
    assert sorted(finding.rule.code for finding in one.findings) == ["D-05", "VA-06"]


def test_a_name_taken_along_by_cut_and_paste_yields_to_the_labels(typed: Path, tmp_path: Path) -> None:
    filing = read(edited(typed, tmp_path / "x.xlsx", damages.move_name))
    assert (filing.places["表三.本年新收.自然人"].cell, filing.cell("表三.本年新收.自然人").value) == ("D8", None)
    assert (filing.places["表三.本年新收.商业企业"].cell, filing.cell("表三.本年新收.商业企业").value) == ("E8", 36)
    codes = {finding.rule.code: finding for finding in checked(filing).findings}
    assert (codes["D-06"].args["count"], codes["D-05"].args["count"]) == (1, 1)
    assert "表三.本年新收.自然人 指向 E8，按标签应为 D8" in codes["D-06"].message()


def test_a_total_typed_over_is_told_whether_it_is_right(summed: Path, tmp_path: Path) -> None:
    cases = "四、复议诉讼"

    def right(book: Workbook) -> None:
        book[cases]["E8"] = 4

    def wrong(book: Workbook) -> None:
        book[cases]["E8"] = 0

    one = report(summed, tmp_path, right)
    (told,) = (finding for finding in one.findings if finding.rule.code != "VA-06")
    assert (told.rule.code, told.variant, told.severity) == ("D-09", "", Severity.EXPLAIN)
    one = report(summed, tmp_path, wrong)
    assert [f"{f.rule.code} {f.variant}".strip() for f in one.findings if f.rule.code != "VA-06"] == [
        "D-09 wrong",
        "T4-01",
    ]


def test_all_totals_pasted_as_values_are_one_finding_a_table(summed: Path, tmp_path: Path) -> None:
    shown = {cell: value.value for cell, value in read(summed).cells.items()}

    def paste(book: Workbook) -> None:
        form = form_of(base_filing())
        for name, one in form.indicators.items():
            if one.is_total:
                book[form.tables[one.table].sheet][one.cell] = shown[name]

    one = report(summed, tmp_path, paste)
    assert [(f.rule.code, f.args["count"]) for f in one.findings if f.rule.code == "D-09"] == [
        ("D-09", 31),
        ("D-09", 3),
    ]


def test_typed_totals_that_the_template_declares_are_no_damage(typed: Path) -> None:
    assert read(typed).typed_totals == {"表三", "表四"}
    assert read(typed).damage == ()


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=A8+B8+C8+D8", []),
        ("=SUM(A8,B8:D8)", []),
        ("=SUM($A$8:$D$8)", []),
        ("=SUM('四、复议诉讼'!A8:D8)", []),
        ("=SUM(A8:C8)", ["D-10 wrong", "T4-01"]),
        ("=SUM(A8:D8)+1", ["D-10 wrong", "T4-01"]),
        ("=SUM(A8:D8)*1", ["D-10"]),
        ("=SUM(A8:D8,F8)", ["D-10 wrong", "T4-01"]),
        ("=SUM(A8:D8,A8)", ["D-10 wrong", "T4-01"]),
        ("=1+2", ["D-10"]),
    ],
)
def test_a_formula_is_altered_when_it_adds_something_else(
    formula: str, wanted: list[str], summed: Path, tmp_path: Path
) -> None:
    def alter(book: Workbook) -> None:
        book["四、复议诉讼"]["D8"] = 1
        book["四、复议诉讼"]["A8"] = 1
        book["四、复议诉讼"]["E8"] = formula

    one = report(summed, tmp_path, alter)
    told = [f"{f.rule.code} {f.variant}".strip() for f in one.findings if f.rule.code in {"D-09", "D-10", "T4-01"}]
    assert told == wanted


def test_figures_one_cell_too_far_to_the_right(typed: Path, tmp_path: Path) -> None:
    one = report(typed, tmp_path, damages.shift_right)
    told = {finding.rule.code for finding in one.findings}
    assert {"D-15", "T4-01", "T4-02", "T4-03"} <= told
    (outside,) = (finding for finding in one.findings if finding.rule.code == "D-15")
    assert [(cell.place.sheet, cell.place.cell, cell.value) for cell in outside.cells] == [("四、复议诉讼", "P8", 2)]


def test_macros_and_links_are_told_and_neither_run_nor_followed(typed: Path, tmp_path: Path) -> None:
    macros = repacked(
        typed,
        tmp_path / "a" / "示例市2025.xlsm",
        with_relation("vbaProject", "vbaProject.bin"),
        {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )
    assert found(checked(read(macros)).findings) == ["D-13"]
    linked = repacked(
        typed,
        tmp_path / "b" / typed.name,
        with_relation("externalLink", "externalLinks/externalLink1.xml"),
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    )
    assert found(checked(read(linked)).findings) == ["D-12"]


def test_the_add_in_s_result_sheet_is_no_damage(typed: Path, tmp_path: Path) -> None:
    def mark(book: Workbook) -> None:
        book.create_sheet("校验结果")["A1"] = "校验结果"

    assert found(report(typed, tmp_path, mark).findings) == [DROPPED]


def test_the_old_form_pasted_into_the_template_is_one_finding(typed: Path, tmp_path: Path) -> None:
    def paste(book: Workbook) -> None:
        import io

        import openpyxl

        from tests.shipped import build
        from validator.exchange.filing_data import FilingData

        old = build(FilingData(organ="", year=2025, edition="2019"), typed_totals=True)
        source, sheet = openpyxl.load_workbook(io.BytesIO(old))[T3], book[T3]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for row in range(5, 33):
            for column in range(1, 11):
                value = source.cell(row, column).value
                sheet.cell(row, column).value = 0 if value is None and row > 7 and column > 3 and row < 31 else value

    filing = read(edited(typed, tmp_path / "x.xlsx", paste))
    assert filing.form.edition == {"表二": "2021", "表三": "2019", "表四": "2021"}
    told = {finding.rule.code for finding in checked(filing).findings if finding.severity is Severity.MUST}
    assert told == {"ST-02"}
    assert not {finding.rule.code for finding in checked(filing).findings} & {"D-05", "D-06", "D-08", "ST-03"}


def test_a_file_without_a_table_is_refused_with_one_line(tmp_path: Path) -> None:
    import openpyxl

    from validator.readers import UnreadableWorkbook

    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "规章"
    book.save(path)
    with pytest.raises(UnreadableWorkbook, match=r"^名单\.xlsx：没有认出年度报告的任何一张表[^\n]*$"):
        read(path)


@pytest.mark.parametrize("edit", [damages.insert_row, damages.insert_row_by_script, damages.insert_column_by_script])
def test_totals_by_formula_are_right_after_an_insertion_whoever_made_it(
    edit: Edit, summed: Path, tmp_path: Path
) -> None:
    """Excel moves the formulas along, scripts leave them behind: either way the form says what a total adds."""
    filing = read(edited(summed, tmp_path / summed.name, edit))
    calculated = read(summed)
    assert {name: filing.cell(name).value for name in calculated.cells} == {
        name: cell.value for name, cell in calculated.cells.items()
    }
    told = [finding for finding in checked(filing).findings if finding.rule.code != "VA-06"]
    assert [finding.rule.code for finding in told] == ["D-07"]
    assert ("总计公式没有跟着移动" in told[0].message()) == (edit is not damages.insert_row)


@pytest.mark.parametrize(
    ("edit", "lost"),
    [(damages.delete_row, (7, 7)), (damages.delete_row_by_script, (7, 0)), (damages.delete_column_by_script, (25, 25))],
)
def test_totals_by_formula_over_what_was_deleted_are_unknown(
    edit: Edit, lost: tuple[int, int], summed: Path, tmp_path: Path
) -> None:
    report = checked(read(edited(summed, tmp_path / summed.name, edit)))
    told = [finding for finding in report.findings if finding.rule.code != "VA-06"]
    cells, totals = lost
    assert [(finding.rule.code, finding.args["lost"]) for finding in told] == [("D-08", cells)]
    assert (f"含它们的 {totals} 个总计也无从核对" in told[0].message()) == (totals > 0)
    assert {one.code for one in report.coverage.undecided} >= {"T3-02" if edit is damages.delete_row else "T3-01"}


def test_labels_that_were_exchanged_are_told_and_the_names_followed(typed: Path, tmp_path: Path) -> None:
    def exchange(book: Workbook) -> None:
        sheet = book[T3]
        sheet["C20"], sheet["C21"] = sheet["C21"].value, sheet["C20"].value

    filing = read(edited(typed, tmp_path / typed.name, exchange))
    assert {name: filing.cell(name).value for name in filing.cells} == {
        name: cell.value for name, cell in read(typed).cells.items()
    }
    assert found(checked(filing).findings) == [f"ST-03 {T3}!C20", f"ST-03 {T3}!C21", DROPPED]


def test_a_renamed_sheet_without_its_heading_is_known_by_its_table(typed: Path, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        damages.rename_by_script(book)
        book["Sheet3"]["A1"] = None

    report = checked(read(edited(typed, tmp_path / typed.name, rename)))
    assert {finding.rule.code for finding in report.findings} == {"D-01", "ST-01", "VA-06"}


def test_without_its_properties_the_template_is_known_by_its_names(typed: Path, summed: Path, tmp_path: Path) -> None:
    """文档检查器 takes custom properties out; which totals were to be typed is then told by the totals themselves."""

    def forget(name: str, data: bytes) -> bytes:
        return data.replace(b"custom-properties", b"nothing-at-all") if name == "_rels/.rels" else data

    for source in (typed, summed):
        filing = read(repacked(source, tmp_path / source.parent.name / source.name, forget))
        assert (filing.made_by, filing.marked, filing.from_template) == (None, True, True)
        assert found(checked(filing).findings) == []


def test_a_name_defined_twice_for_cells_that_are_gone_is_told_without_them(typed: Path) -> None:
    book = read_workbook(typed)
    rest = {name: sheet for name, sheet in book.sheets.items() if name != "二、主动公开"}
    filing = filing_of(replace(book, sheets=rest, repeated_names=("表二.规章.制发",)), CATALOGUE.forms)
    twice = [one for one in filing.damage if one.kind is DamageKind.MOVED_NAMES]
    assert [(one.variant, one.facts["which"], one.cells) for one in twice] == [("twice", ("表二.规章.制发",), ())]


def test_days_of_the_cover_that_were_deleted_are_blank(root: Path, tmp_path: Path) -> None:
    """Not formulas that lost their results: those of the template stood there before."""
    source = root / "examples" / "宿迁市2024.xlsx"

    def delete(book: Workbook) -> None:
        book["封面"]["C10"] = book["封面"]["C11"] = None

    report = checked(read(edited(source, tmp_path / source.name, delete)))
    assert musts(report) == ["P-01"]
    assert "P-01" in report.coverage.rules_run
