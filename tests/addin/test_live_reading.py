"""The open book in a real Calc as the engine sees it: what is read and found is that of its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from addin.openbook import livebook
from addin.openbook.examining import UNSEEN, WHY, examined
from tests.addin.live import EXAMPLES, MIANCHI, SUQIAN, Live, column, found, marks, press
from tests.books import filled
from tests.filings import damages
from tests.filings.damages import Edit, edited
from tests.filings.layouts import Layout, book_of, lay
from tests.shipped import base_filing, filing_of
from validator import check, load_form, load_rules, read
from validator.writers.listing import ordered
from validator.writers.results_sheet import SHEET


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_live_book_reads_as_its_file(live: Live, tmp_path: Path, path: Path) -> None:
    """Calc writes formulas its own way (``FALSE()``), so that of these only the presence is compared."""
    with live.book(path, tmp_path) as book:
        now = filing_of(livebook.live_workbook(book))
    file = read(tmp_path / path.name)
    assert {name: (cell.value, cell.kind, cell.formula is None) for name, cell in now.cells.items()} == {
        name: (cell.value, cell.kind, cell.formula is None) for name, cell in file.cells.items()
    }
    assert (now.places, now.labels, now.waivers, now.sheet_names) == (
        file.places,
        file.labels,
        file.waivers,
        file.sheet_names,
    )
    assert (now.form.edition, now.made_by, now.typed_totals, now.path) == (
        file.form.edition,
        file.made_by,
        file.typed_totals,
        file.path,
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_findings_are_those_of_the_command_line(live: Live, tmp_path: Path, path: Path) -> None:
    with live.book(path, tmp_path) as book:
        press("check", book)
        listed = found(book)
        _, now = examined(book)
    seen = [rule for rule in load_rules() if rule.check not in UNSEEN]
    file = check([read(tmp_path / path.name)], rules=seen).files[0]
    assert [one.to_dict() for one in now.findings] == [one.to_dict() for one in file.findings]
    assert (now.status, now.coverage.rules_run, now.coverage.undecided, now.coverage.cells_read) == (
        file.status,
        file.coverage.rules_run,
        file.coverage.undecided,
        file.coverage.cells_read,
    )
    places = ((item.place, item.head.rule.code) for item in ordered(file))
    assert listed == [(code, place.sheet if place else "", place.cell if place else "") for place, code in places]


EDITS: Mapping[str, Edit] = {
    one.__name__: one
    for one in (
        *(damages.rename, damages.copy_sheet, damages.lose_names, damages.move_name, damages.insert_filled_row),
        *(damages.insert_rows_on_top_by_script, damages.delete_row, damages.delete_column_by_script, damages.remove),
    )
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_damaged_template_is_told_as_on_the_command_line(live: Live, tmp_path: Path, edit: Edit) -> None:
    """Calculated anew in Calc, which a file written by a script is not: of that (VA-06) nothing can be said."""
    source = tmp_path / "示例市2025.xlsx"
    source.write_bytes(filled(damages.calm()))
    path = edited(source, tmp_path / "改动.xlsx", edit)
    seen = [rule for rule in load_rules() if rule.check not in UNSEEN and rule.code != "VA-06"]
    expected = check([read(path)], rules=seen).files[0].findings
    with live.opened(path) as book:
        now = [one for one in examined(book)[1].findings if one.rule.code != "VA-06"]
    assert [one.to_dict() for one in now] == [one.to_dict() for one in expected]
    assert now


def test_a_layout_of_others_reads_as_its_file(live: Live, tmp_path: Path) -> None:
    """The tables alone, two rows further down, on sheets of other names, without anything of the template's own."""
    path = tmp_path / "汇总2023.xlsx"
    ours, theirs = openpyxl.load_workbook(MIANCHI), openpyxl.Workbook()
    for number, name in enumerate(("二、主动公开", "三、依申请公开", "四、复议诉讼"), start=2):
        sheet = theirs.create_sheet(f"表{number}")
        for row in ours[name].iter_rows():
            for cell in row:
                if not isinstance(cell, MergedCell) and not str(cell.value).startswith("="):
                    sheet.cell(cell.row + 2, cell.column + 1, cell.value)
        for area in ours[name].merged_cells.ranges:
            area.shift(col_shift=1, row_shift=2)
            sheet.merge_cells(str(area))
    theirs.save(path)
    with live.opened(path) as book:
        filing, report = examined(book)
        press("check", book)
        assert marks(book)["表3"]["E33"] == "suspect"
    file = read(path)
    assert filing.places == file.places
    assert filing.labels == file.labels
    assert {name: cell.value for name, cell in filing.cells.items()} == {
        name: cell.value for name, cell in file.cells.items()
    }
    seen = [rule for rule in load_rules() if rule.check not in UNSEEN]
    expected = check([file], rules=seen).files[0]
    assert [one.to_dict() for one in report.findings] == [one.to_dict() for one in expected.findings]


def test_what_cannot_be_seen_is_said_to_be_not_run(live: Live, tmp_path: Path) -> None:
    with live.book(SUQIAN, tmp_path) as book:
        report = examined(book)[1]
        unseen = {one.code for one in report.coverage.not_run if one.reason == WHY}
        assert unseen == {rule.code for rule in load_rules() if rule.check in UNSEEN}
        assert len(unseen) == len(UNSEEN)
        press("check", book)
        assert f"没有运行：D-04、D-11、D-13、D-14、D-19（{WHY}）" in str(book.sheets[SHEET].range("A2").value)


def test_of_a_table_that_is_there_twice_the_one_that_shows_is_read(live: Live, tmp_path: Path) -> None:
    """Last year's table is kept on a hidden sheet before this year's; its sums are wrong."""
    table, path = load_form().tables["表三"], tmp_path / "报送2025.xlsx"
    book, places = book_of(base_filing(), {"表三": ("今年", Layout(3, 2))})
    lay(book.create_sheet("去年", 0), table, dict.fromkeys(table.indicators, 7), Layout(3, 2))
    book.worksheets[0].sheet_state, book.active = "hidden", 1
    book.save(path)
    with live.opened(path) as shown:
        filing, report = examined(shown)
        press("check", shown)
        assert found(shown) == [("D-16", "去年", "B3")]
    assert {name: (place.sheet, place.cell) for name, place in filing.places.items() if name in places} == places
    assert report.status is check([read(path)]).files[0].status


def test_an_added_sheet_is_told_to_be_hidden(live: Live, tmp_path: Path) -> None:
    own: Any = openpyxl.load_workbook(SUQIAN)
    own.create_sheet("底稿")["A1"] = 5
    own["底稿"].sheet_state = "hidden"
    own.save(tmp_path / SUQIAN.name)
    with live.opened(tmp_path / SUQIAN.name) as book:
        press("check", book)
        said = column(book, "J")
    rules = [rule for rule in load_rules() if rule.check == "damage.added_sheets"]
    (finding,) = check([read(tmp_path / SUQIAN.name)], rules=rules).files[0].findings
    assert said == [finding.message()]
    assert said[0].startswith("多出隐藏的工作表“底稿”")
