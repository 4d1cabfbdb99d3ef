"""After a check in a real Calc: what is corrected loses its mark, and what was saved, moved or edited is found again."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from addin.buttons.walking import step
from addin.openbook.examining import examined
from addin.openbook.livebook import live_workbook
from addin.traces import results
from addin.wording import GONE_CELL, HIDDEN_LINE, HIDDEN_SHEET
from tests.addin.live import FAULTY, MIANCHI, Live, found, marks, press, recalculated, saved
from tests.addin.test_live_copies import fills
from tests.shipped import base_filing, build
from validator import check, read
from validator.model.address import address
from validator.writers.listing import ordered
from validator.writers.looks import STYLES, Look
from validator.writers.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings

THIRD, SIXTH = "三、依申请公开", "六、其他事项"
SUSPECT, MEMBER, PERIOD = (STYLES[one].fill for one in (Look.SUSPECT, Look.MEMBER, Look.PERIOD))


def _shown(book: xlwings.Book) -> dict[str, set[str]]:
    """Of every mark whether its formula holds now, cell by cell: sheet -> cells, as a scratch cell calculates it."""
    held: dict[str, set[str]] = {}
    for sheet in book.sheets:
        sheet.impl.xl.unprotect("")
        for rule in sheet.cells.conditional_formats:
            if "gouji:" not in (rule.formula or ""):
                continue
            for area in rule.impl.api.Range.RangeAddresses:
                for row in range(area.StartRow + 1, area.EndRow + 2):
                    for column in range(area.StartColumn + 1, area.EndColumn + 2):
                        scratch = sheet.range((row, 60))  # in the row itself, so that ROW() is its own
                        formula = str(rule.formula).replace("COLUMN()", str(column))
                        scratch.formula = formula
                        if scratch.value:
                            held.setdefault(sheet.name, set()).add(address(row, column))
                        scratch.formula = ""
    return held


@pytest.mark.parametrize("path", [FAULTY, MIANCHI], ids=lambda path: path.stem)
def test_every_mark_is_right_when_it_is_made(live: Live, tmp_path: Path, path: Path) -> None:
    with live.book(path, tmp_path) as book:
        press("check", book)
        assert _shown(book) == {sheet: set(cells) for sheet, cells in marks(book).items()}


def test_a_corrected_cell_loses_its_mark_at_once(live: Live, tmp_path: Path) -> None:
    """The suspect when it is changed, the rest of its relations when it is as suggested, other faults not at all."""
    values = {**base_filing().values, "表三.本年新收.自然人": 63}
    (tmp_path / "a.xlsx").write_bytes(build(replace(base_filing(), values=values)))
    with live.opened(tmp_path / "a.xlsx") as book:
        before = fills(book, tmp_path)
        press("check", book)
        cell = book.sheets[THIRD].range("D8")
        during = fills(book, tmp_path)
        assert during[SUSPECT] == 1
        assert during[MEMBER] > before[MEMBER]
        cell.value = 64
        assert "D8" not in _shown(book)[THIRD]
        assert fills(book, tmp_path)[SUSPECT] == 1, "the template's own format shows again: row and column are broken"
        cell.value = 36
        assert THIRD not in _shown(book)
        mended = fills(book, tmp_path)
        assert (mended[SUSPECT], mended[MEMBER]) == (0, 1), "the level on the list is what is left"


def _kept(book: xlwings.Book, folder: Path) -> Path:
    book.save(folder / "kept.xlsx")
    return folder / "kept.xlsx"


EDITS: tuple[tuple[str, str, Any, str], ...] = (
    (SIXTH, "A3", "数据的统计期限为2023年1月1日至2023年12月31日。", "words that a finding quotes"),
    (THIRD, "D31", 52, "a blank"),
)


@pytest.mark.parametrize(("sheet", "cell", "value", "_"), EDITS, ids=[one[-1] for one in EDITS])
def test_so_does_a_text_and_a_blank(live: Live, tmp_path: Path, sheet: str, cell: str, value: object, _: str) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        assert cell in _shown(book)[sheet]
        book.sheets[sheet].range(cell).value = value
        assert cell not in _shown(book).get(sheet, set())


def test_saved_and_opened_again_marks_say_the_same(live: Live, tmp_path: Path) -> None:
    """They stand before the template's own formats, and a second check looks as the first did."""
    with live.book(FAULTY, tmp_path) as book:
        recalculated(book)
        before = fills(book, tmp_path)
        press("check", book)
        first = fills(book, tmp_path)
        assert first[SUSPECT] == 6
        assert first[PERIOD] > before[PERIOD] == 0
        looks = _looks(book)
        shutil.copy(_kept(book, tmp_path), tmp_path / "again.xlsx")
    with live.opened(tmp_path / "again.xlsx") as book:
        assert fills(book, tmp_path) == first
        press("check", book)
        assert (fills(book, tmp_path), _looks(book)) == (first, looks)
        press("clear", book)
        assert fills(book, tmp_path) == before
        assert not [name for name in _styles(book) if name.startswith("gouji_")]


def _styles(book: xlwings.Book) -> tuple[str, ...]:
    names: tuple[str, ...] = book.impl.doc.StyleFamilies.getByName("CellStyles").ElementNames
    return names


def _looks(book: xlwings.Book) -> Counter[tuple[Any, ...]]:
    """Alignment, weight and size that the styles of the marks give."""
    family = book.impl.doc.StyleFamilies.getByName("CellStyles")
    found: Counter[tuple[Any, ...]] = Counter()
    for sheet in book.sheets:
        for rule in sheet.cells.conditional_formats:
            if "gouji:" in (rule.formula or ""):
                style = family.getByName(rule.impl._entry.StyleName)
                found[sheet.name, style.CellBackColor, style.CharWeight, style.VertJustify] += 1
    return found


def test_links_and_walk_follow_inserted_rows(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        sheet, listed = book.sheets[THIRD], book.sheets[SHEET]
        assert listed.range("E6").value == "D31"
        sheet.impl.xl.unprotect("")
        sheet.impl.xl.Rows.insertByIndex(4, 2)
        assert listed.range("E6").value == "D33"
        assert step(book, 1).startswith("1/4  [强制] VA-03")
        selected = book.app.selection
        assert selected is not None
        assert (selected.sheet.name, selected.get_address(False, False)) == (THIRD, "D33")


def test_what_cannot_be_seen_is_said(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        sheet = book.sheets[THIRD]
        sheet.impl.xl.unprotect("")
        row = sheet.impl.xl.Rows.getByIndex(30)
        row.IsVisible = False
        assert press("next", book).startswith(f"{HIDDEN_LINE} 1/4  [强制] VA-03")
        row.IsVisible, sheet.impl.xl.Columns.getByIndex(3).IsVisible = True, False
        book.sheets[SHEET].activate()
        book.sheets[SHEET].range("A5").select()
        assert press("next", book).startswith(f"{HIDDEN_LINE} 1/4")
        sheet.impl.xl.IsVisible = False
        book.sheets[SHEET].range("A5").select()
        assert press("next", book).startswith(f"{HIDDEN_SHEET} 1/4")
        assert book.sheets.active.name == SHEET
        sheet.impl.xl.IsVisible = True
        sheet.impl.xl.Rows.removeByIndex(30, 1)
        book.sheets[SHEET].range("A5").select()
        assert press("next", book).startswith(f"{GONE_CELL} 1/4")


EDITED = ({"A1": "县里的问题"}, {"A1": "", "A5": "No."}, {"": "问题清单"})


def test_an_edited_list_is_found_and_taken_away(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        names = [sheet.name for sheet in book.sheets]
        report = examined(book)[1]
        for edits in EDITED:
            listed = results.add(book)
            results.write(listed, report, ordered(report), {})
            for cell, text in edits.items():
                if cell:
                    listed.range(cell).value = text
                else:
                    listed.name = text
            assert len(found(book)) == 4
            assert [*live_workbook(book).sheets] == names
            press("clear", book)
            assert [sheet.name for sheet in book.sheets] == names
        assert live.clerk.said == []


def test_neither_check_nor_clear_is_work_to_save(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        press("clear", book)
        assert not book.impl.doc.isModified()
        book.sheets[THIRD].range("D31").value = 52
        press("clear", book)
        assert book.impl.doc.isModified()


def test_results_of_formulas_are_the_programs_own(live: Live, tmp_path: Path) -> None:
    """Calculated when asked, also where the program was told not to do so by itself, and then believed."""
    with live.book(FAULTY, tmp_path) as book:
        sheet = book.sheets["四、复议诉讼"]
        sheet.impl.xl.unprotect("")
        book.impl.doc.enableAutomaticCalculation(False)
        sheet.range("A8").value = 7
        total = sheet.range("E8")
        total.formula = "=SUM(A8:D8)*0+41"  # nothing that we compute ourselves
        press("check", book)
        row = next(one for one in results.read(book.sheets[SHEET]) if one.code == "T4-01")
        assert "41" in row.message


def test_marks_left_in_a_file_are_told_and_those_cleared_are_not(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        report = check([read(_kept(book, tmp_path))]).files[0]
        (left,) = [one for one in report.findings if one.rule.code == "D-19"]
        assert left.message().startswith("工作簿里还留着校验的结果表（工作表“校验结果”）、标记（工作表“一、总体情况”")
        press("clear", book)
        saved(book, tmp_path / "cleared.xlsx")
    assert "D-19" not in [one.rule.code for one in check([read(tmp_path / "cleared.xlsx")]).files[0].findings]
