"""What the workbook does by itself: refuses, marks, sums up; and LibreOffice agrees with what is stored."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.office import Office
from tests.shipped import base_filing, build, form_of
from tests.template.opened import (
    EDITIONS,
    MIXED,
    NAMES,
    blank,
    conditional_formulas,
    formula_cells,
    opened,
    parts,
    reference,
    stored,
    with_text,
)
from validator.exchange.filing_data import FilingData, Value
from validator.model.form import Edition
from validator.readers import Workbook as ReadWorkbook
from validator.readers import read_workbook
from validator.template.areas import rectangles


def changed(values: dict[str, Value], **rest: object) -> FilingData:
    base = base_filing()
    return replace(base, values={**base.values, **values}, **rest)  # type: ignore[arg-type]


def verdicts(data: FilingData) -> dict[str, str]:
    """Check cells by name as stored, without the prefix, those that hold left out."""
    book = stored(data)
    found = {}
    for name, leads in book.names.items():
        if name.startswith("校验."):
            sheet, cell = reference(leads)
            found[name.removeprefix("校验.")] = str(book.sheets[sheet].cells[cell].value)
    return {name: verdict for name, verdict in found.items() if verdict != "成立"}


def test_everything_holds_on_a_correct_filing() -> None:
    assert verdicts(base_filing()) == {}
    book = opened(base_filing(), shown=True)
    assert book["封面"]["C14"].value == "表内校验：全部成立"
    assert book["三、依申请公开"]["L2"].value == "本表勾稽：全部成立"


def test_a_broken_relation_shows_both_sides_and_the_difference() -> None:
    data = changed({"表三.本年新收.自然人": 46, "表三.本年新收.总计": 50})
    assert verdicts(data) == {"T3_01.自然人": "不成立", "T3_01.总计": "不成立"}
    book = opened(data, shown=True)
    row = reference(book.defined_names["校验.T3_01.自然人"].attr_text or "")[1][1:]
    shown = [book["校验"][f"{column}{row}"].value for column in "ABCDEFGHI"]
    relation = "表三.本年新收 + 表三.上年结转 = 表三.办理结果总计 + 表三.结转下年"
    assert shown == ["T3-01", "强制", "表三", "自然人", 48, 38, 10, "不成立", relation]
    assert book["校验"][f"J{row}"].hyperlink.location == "'三、依申请公开'!D8"
    assert book["三、依申请公开"]["L2"].value == "本表勾稽：2 处不成立，见红色单元格和“校验”表"
    assert book["封面"]["C14"].value == "表内校验：2 处不成立，见红色单元格和“校验”表"


MANY_OTHERS: dict[str, Value] = {
    "表三.其他处理_其他.自然人": 21,
    "表三.其他处理_其他.总计": 22,
    "表三.办理结果总计.自然人": 57,
    "表三.办理结果总计.总计": 61,
    "表三.本年新收.自然人": 56,
    "表三.本年新收.总计": 60,
}
"""Every sum agrees, and 22 of 61 is more than 30 %."""


def test_what_has_to_be_explained_is_no_fault() -> None:
    data = changed(MANY_OTHERS)
    assert verdicts(data) == {"T3_04": "待核对"}
    book = opened(data, shown=True)
    assert book["封面"]["C14"].value == "表内校验：没有不成立；待核对 1 处，未定 0 处"
    row = reference(book.defined_names["校验.T3_04"].attr_text or "")[1][1:]
    assert [book["校验"][f"{column}{row}"].value for column in "BEFG"] == ["核实", 22, 18.3, 3.7]
    assert "<= 0.3 * 表三.办理结果总计.总计" in book["校验"][f"I{row}"].value


def test_a_blank_total_leaves_its_relations_undecided() -> None:
    assert verdicts(changed({"表三.办理结果总计.自然人": None})) == {
        "VA_03.表三": "不成立",
        "T3_01.自然人": "未定",
        "T3_02.自然人": "未定",
        "T3_03.办理结果总计": "未定",
    }


def test_text_leaves_its_relations_undecided_and_a_placeholder_counts_as_0() -> None:
    assert verdicts(changed({"表四.行政复议.结果维持": "2件"})) == {"VA_01.表四": "不成立", "T4_01": "未定"}
    assert verdicts(changed({"表四.行政复议.结果维持": "/"})) == {"VA_03.表四": "待核对", "T4_01": "不成立"}


@pytest.mark.parametrize(
    ("value", "verdict"), [(-1, "不成立"), (1.5, "不成立"), (True, "不成立"), (0, "成立"), (7.0, "成立")]
)
def test_a_count_is_a_whole_number_from_zero(value: Value, verdict: str) -> None:
    assert verdicts(changed({"表二.行政许可.处理决定": value})).get("VA_01.表二", "成立") == verdict


def test_periods_are_held_against_the_year() -> None:
    late = changed({}, period={"start": "2024-01-01", "end": "2024-12-31"}, table_periods={})
    assert verdicts(late) == {"P_01": "不成立"}
    stale = changed({}, table_periods={"表三": "2024年1月1日至2024年12月31日", "表四": "2025.1.1—2025.12.31"})
    assert verdicts(stale) == {"P_02.表三": "不成立"}
    assert opened(stale, shown=True)["三、依申请公开"]["L2"].value.endswith("　统计期限与封面不符")
    part = changed({}, period={"start": "2025-03-01", "end": "2025-12-31"}, table_periods={}, partial_year="3月组建")
    assert verdicts(part) == {"P_01": "待核对"}
    last_year = with_text(标题="某市2024年政府信息公开工作年度报告")
    assert verdicts(last_year) == {"P_05": "不成立"}
    assert opened(last_year, shown=True)["封面"]["C14"].value.endswith("　标题的年度与报告年度不符")
    assert "P_06" in verdicts(replace(blank(), year="2025年"))


def test_a_blank_template_is_not_started() -> None:
    book = opened(blank(), shown=True)
    assert book["封面"]["C14"].value == "表内校验：尚未填写"
    assert book["三、依申请公开"]["L2"].value == "本表勾稽：尚未填写"
    assert verdicts(blank())["VA_03.表三"] == "待核对"


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
@pytest.mark.parametrize("typed", [True, False])
def test_conditional_formats_name_their_own_sheet_only(edition: Edition, typed: bool) -> None:
    formulas = [text for _, text in conditional_formulas(build(blank(edition), typed_totals=typed))]
    assert len(formulas) > 60
    assert [text for text in formulas if "!" in text or "{" in text or len(text) > 8192] == []


def test_each_relation_of_a_table_marks_exactly_its_cells() -> None:
    sheet = opened(base_filing())["三、依申请公开"]
    areas = [str(one.sqref) for one in sheet.conditional_formatting]
    assert "D8:D9 D31:D32" in areas
    assert "D10:D31" in areas
    assert "D32:J32" in areas
    assert sum("NOT(ROUND(" in rule.formula[0] for one in sheet.conditional_formatting for rule in one.rules) >= 39


def test_a_must_and_an_explain_look_different() -> None:
    book = opened(base_filing())
    fills = {
        rule.dxf.fill.bgColor.rgb
        for sheet in ("三、依申请公开", "校验")
        for one in book[sheet].conditional_formatting
        for rule in one.rules
        if rule.dxf.fill
    }
    assert fills == {"FFF8CBCB", "FFFFE08A", "FFC00000", "FFFFFBE6"}


@pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)
def test_every_input_has_messages_that_excel_takes(edition: Edition) -> None:
    book = opened(blank(edition), typed_totals=True)
    form = form_of(blank(edition))
    for table in form.tables.values():
        sheet = book[table.sheet]
        rules = sheet.data_validations.dataValidation
        for one in table.indicators.values():
            (rule,) = [rule for rule in rules if one.cell in rule.sqref]
            assert rule.type == {"count": "whole", "signed": "whole", "amount": "decimal"}[one.kind]
            assert rule.prompt and rule.error and rule.promptTitle and rule.errorTitle
    for each in book.worksheets:
        for rule in each.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32 and len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255 and len(rule.error or "") <= 255


def test_the_kind_of_body_is_chosen_from_the_form() -> None:
    form = form_of(blank())
    rules = opened(blank())["封面"].data_validations.dataValidation
    (choice,) = [rule for rule in rules if rule.type == "list"]
    assert str(choice.sqref) == form.fields["封面.机关类型"].cell
    assert choice.formula1 == f'"{",".join(form.organ_types)}"'
    assert len(choice.formula1) <= 257


def test_no_formula_is_without_a_stored_result() -> None:
    for data in (blank(), blank("2019"), base_filing()):
        shown = opened(data, shown=True)
        missing = [(s, c) for s, c in formula_cells(opened(data)) if shown[s][c].value in {None, ""}]
        assert missing == []


FILINGS: dict[str, FilingData] = {  # of heads, dates and years that a formula cannot read: tests/relations/agreement.py
    "blank2021": blank(),
    "blank2019": blank("2019"),
    "mixed": replace(blank(MIXED), organ="某区", values={"表三.其他处理.自然人": 3, "表三.予以公开.自然人": 1.1}),
    "right": base_filing(),
    "wrong": changed(
        {"表三.本年新收.自然人": 46, "表四.行政复议.总计": 0, "表三.结转下年.总计": 9, "表二.规章.制发": 99}
    ),
    "blanks": changed({"表三.办理结果总计.自然人": None, "表三.结转下年.其他组织": None, "表四.直接起诉.总计": None}),
    "texts": changed(
        {
            "表三.本年新收.自然人": "３６",
            "表三.予以公开.自然人": "/",
            "表四.行政复议.结果维持": " ",
            "表二.行政强制.处理决定": "=1",
        }
    ),
    "numbers": changed({"表三.本年新收.自然人": -36, "表三.予以公开.自然人": 10.1, "表二.行政事业性收费.金额": 0.1}),
    "explain": changed(MANY_OTHERS),
    "partial": changed(
        {}, period={"start": "2025-03-01", "end": "2025-12-31"}, table_periods={}, partial_year="新组建"
    ),
    "no year": replace(blank(), year=None),
    "odd year": replace(base_filing(), year=2024.5, text={}),
}


def test_libreoffice_works_out_what_is_stored_and_keeps_the_names(office: Office, tmp_path: Path) -> None:
    """Every formula anew, in one run of LibreOffice for all filings."""
    paths = {name: tmp_path / f"{name.replace(' ', '-')}.xlsx" for name in FILINGS}
    for name, path in paths.items():
        path.write_bytes(build(FILINGS[name]))
    done = dict(zip(paths, office.convert([*paths.values()], "xlsx", tmp_path / "done"), strict=True))
    for name, path in paths.items():
        assert changes(read_workbook(path), read_workbook(done[name])) == [], name
    names = load_workbook(done["right"]).defined_names
    wanted = opened(base_filing()).defined_names
    assert {name: reference(names[name].attr_text or "") for name in wanted} == {
        name: reference(one.attr_text or "") for name, one in wanted.items()
    }


def changes(before: ReadWorkbook, after: ReadWorkbook) -> list[tuple[str, str, object, object]]:
    """The formulas that come to something else than what was stored."""
    computed = [
        (sheet, at, cell.value, after.sheets[sheet].cells[at].value)
        for sheet, one in before.sheets.items()
        for at, cell in one.cells.items()
        if cell.formula is not None
    ]
    assert len(computed) > 200
    return [one for one in computed if one[2] != one[3]]


def test_libreoffice_really_recalculates(office: Office, tmp_path: Path) -> None:
    """A stored result that is wrong comes back right: otherwise the comparison above would prove nothing."""
    content = build(changed({"表三.本年新收.自然人": 46}))
    lies = tmp_path / "lies.xlsx"
    _rewrite(content, lies, (("不成立</v>".encode(), "成立</v>".encode()),))
    (done,) = office.convert([lies], "xlsx", tmp_path / "done")
    sheet, cell = reference(opened(base_filing()).defined_names["校验.T3_01.自然人"].attr_text or "")
    assert read_workbook(lies).sheets[sheet].cells[cell].value == "成立"
    assert read_workbook(done).sheets[sheet].cells[cell].value == "不成立"


def _rewrite(content: bytes, path: Path, replacements: Sequence[tuple[bytes, bytes]]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts(content).items():
            for before, after in replacements:
                part = part.replace(before, after)
            archive.writestr(name, part)


def test_rectangles_cover_the_cells_and_nothing_else() -> None:
    assert rectangles(["D8", "E8", "D9", "E9"]) == ("D8:E9",)
    assert rectangles(["C19", "B11", "D7", "D8", "B12"]) == ("D7:D8", "B11:B12", "C19")
    assert rectangles(["B11"]) == ("B11",)
    assert rectangles([]) == ()
