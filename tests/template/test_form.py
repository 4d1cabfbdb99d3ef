"""The template against the form: every official label, every address, every merge, every name."""

from __future__ import annotations

import json

import pytest
from openpyxl.workbook import Workbook

from tests.shipped import base_filing, build, live_instances, load_form
from tests.template.opened import EDITIONS, MIXED, NAMES, blank, custom_properties, merged_at, opened, reference
from validator.model.address import cells_of
from validator.model.form import Edition, Form
from validator.template.live import Live, check_name
from validator.version import VERSION


@pytest.fixture(scope="module", params=EDITIONS, ids=NAMES)
def edition(request: pytest.FixtureRequest) -> Edition:
    found: Edition = request.param
    return found


@pytest.fixture(scope="module")
def form(edition: Edition) -> Form:
    return load_form(edition)


@pytest.fixture(scope="module")
def book(edition: Edition) -> Workbook:
    return opened(blank(edition))


def test_the_sheets_stand_in_the_order_of_the_report(book: Workbook, form: Form) -> None:
    assert book.sheetnames == ["封面", *(section.sheet for section in form.sections), "情况说明", "校验"]


def test_every_label_stands_word_for_word_in_its_place(book: Workbook, form: Form) -> None:
    for table in form.tables.values():
        sheet = book[table.sheet]
        assert sheet["A1"].value == table.title
        for label in table.labels:
            assert sheet[label.at.partition(":")[0]].value == label.text, label
            assert merged_at(sheet, label.at), label


def test_every_number_has_its_own_cell_merged_as_the_form_shows_it(book: Workbook, form: Form) -> None:
    for table in form.tables.values():
        sheet = book[table.sheet]
        for one in table.indicators.values():
            assert merged_at(sheet, one.span), one
            assert all(sheet[cell].border.left.style == "thin" for cell in cells_of(one.span)[:1])


def test_labels_and_numbers_cover_the_table_without_hole_or_overlap(form: Form) -> None:
    ends = {
        "表二": {"2021": "D18", "2019": "D22"},
        "表三": {"2021": "J32", "2019": "J30"},
        "表四": {"2021": "O8", "2019": "O8"},
    }
    for table in form.tables.values():
        covered = [cell for label in table.labels for cell in cells_of(label.at)]
        covered += [cell for one in table.indicators.values() for cell in cells_of(one.span)]
        assert sorted(covered) == sorted(cells_of(f"A5:{ends[table.name][table.edition]}"))


def test_every_part_has_its_title(book: Workbook, form: Form) -> None:
    for section in form.sections:
        assert book[section.sheet][section.heading.cell].value == section.heading.label == section.title


def test_totals_are_sums_of_their_parts_and_locked(book: Workbook, form: Form) -> None:
    sheet = book["三、依申请公开"]
    assert form.indicators["表三.本年新收.总计"].cell == "J8"
    assert sheet["J8"].value == "=SUM(D8:I8)"
    total = form.indicators["表三.办理结果总计.总计"].cell
    assert sheet[total].value == f"=SUM(J10:J{int(total[1:]) - 1})"
    assert book["四、复议诉讼"]["O8"].value == "=SUM(K8:N8)"
    assert sheet["J8"].protection.locked and book["四、复议诉讼"]["O8"].protection.locked


def test_inputs_are_unlocked_and_everything_else_is_locked(book: Workbook, form: Form) -> None:
    for table in form.tables.values():
        inputs = {cell for one in table.indicators.values() if not one.is_total for cell in cells_of(one.span)}
        row = table.period_cell[1:]
        for line in book[table.sheet].iter_rows():
            for cell in line:
                free = cell.coordinate in inputs or (cell.coordinate[1:] == row and not cell.protection.locked)
                assert cell.protection.locked is not free, cell.coordinate
        assert not book[table.sheet][table.period_cell].protection.locked


def test_typed_totals_are_inputs() -> None:
    book = opened(blank(), typed_totals=True)
    for one in load_form().indicators.values():
        cell = book[load_form().tables[one.table].sheet][one.cell]
        assert cell.value is None and not cell.protection.locked, one.name


def test_every_name_points_at_its_cell(book: Workbook, form: Form) -> None:
    wanted = {name: (form.tables[one.table].sheet, one.cell) for name, one in form.indicators.items()}
    wanted |= {name: (field.sheet, field.cell) for name, field in form.fields.items()}
    wanted |= {field.name: (field.sheet, field.cell) for field in form.contacts}
    wanted |= {one.heading.name: (one.heading.sheet, one.heading.cell) for one in form.sections}
    found = {name: reference(one.attr_text or "") for name, one in book.defined_names.items()}
    assert {name: found.get(name) for name in wanted} == wanted
    checks = {name for name in found if name.startswith("校验.")}
    assert set(found) == set(wanted) | checks | {"情况说明"}
    assert found["情况说明"] == ("情况说明", "A5:E24")


def _name(live: Live) -> str:
    return check_name(live.rule.code, live.instance.member)


def test_every_live_instance_has_a_named_check_cell(book: Workbook, form: Form) -> None:
    lives = live_instances(form)
    cells = [reference(book.defined_names[_name(one)].attr_text or "") for one in lives]
    assert len(set(cells)) == len(lives)
    for (sheet, cell), live in zip(cells, lives, strict=True):
        assert (sheet, cell[0]) == ("校验", "H")
        assert book[sheet][f"A{cell[1:]}"].value == live.rule.code
        assert book[sheet][cell].data_type == "f"


def test_the_form_relations_are_all_there() -> None:
    names = [_name(one) for one in live_instances(load_form("2021")) if one.rule.severity.value == "must"]
    relations = [name for name in names if name.startswith(("校验.T3", "校验.T4"))]
    assert len(relations) == 7 + 7 + 25 + 3
    assert relations[0] == check_name("T3-01", "自然人") == "校验.T3_01.自然人"
    assert relations[-1] == check_name("T4-03") == "校验.T4_03"
    assert len([n for n in (_name(o) for o in live_instances(load_form("2019"))) if n.startswith("校验.T3_03")]) == 23


def test_sheets_are_protected_without_password_and_may_be_formatted(book: Workbook) -> None:
    for sheet in book.worksheets:
        protection = sheet.protection
        assert protection.sheet and protection.password is None
        allowed = {key for key in ("formatCells", "formatColumns", "formatRows") if getattr(protection, key) is False}
        assert allowed == {"formatCells", "formatColumns", "formatRows"}
        assert protection.insertRows and protection.deleteRows and protection.insertColumns
        assert not protection.selectLockedCells and not protection.selectUnlockedCells


def test_every_sheet_prints_on_a4(book: Workbook) -> None:
    landscape = {sheet.title for sheet in book.worksheets if sheet.page_setup.orientation == "landscape"}
    assert landscape == {"四、复议诉讼", "情况说明", "校验"}
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area and sheet.print_options.horizontalCentered
        assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {1, None}
        footer = sheet.oddFooter
        assert footer is not None and footer.center is not None and footer.center.text == "第 &P 页　共 &N 页"
    assert book["三、依申请公开"].page_setup.fitToHeight in {1, None}
    assert book["校验"].print_title_rows == "$15:$15"


def test_the_properties_say_what_made_it_and_nothing_of_the_maker(edition: Edition) -> None:
    book = opened(blank(edition))
    assert custom_properties(book) == {
        "gouji_version": VERSION,
        "gouji_edition": edition if isinstance(edition, str) else json.dumps(MIXED),
        "gouji_typed_totals": "none",
        "gouji_year": "2025",
    }
    assert (book.properties.creator, book.properties.lastModifiedBy) == (None, None)
    assert str(book.properties.created) == str(book.properties.modified) == "2021-01-01 00:00:00"


def test_the_properties_name_the_tables_with_typed_totals() -> None:
    name = "gouji_typed_totals"
    assert custom_properties(opened(base_filing()))[name] == "2,3"
    assert custom_properties(opened(blank(), typed_totals=True))[name] == "1,2,3"


def test_the_fonts_are_those_of_chinese_offices() -> None:
    book = opened(base_filing())
    fonts = {
        (c.font.name, c.font.charset, c.font.scheme) for s in book.worksheets for row in s.iter_rows() for c in row
    }
    assert fonts == {("宋体", 134, None), ("黑体", 134, None), ("仿宋", 134, None)}


def test_building_does_not_change_what_it_is_given() -> None:
    data = base_filing()
    before = repr(data)
    build(data)
    assert repr(data) == before
