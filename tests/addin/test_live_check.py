"""校验 and 清除标记 in a real Calc, the commands unchanged."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.host.protocol import Host
from addin.openbook.examining import examined
from addin.traces import marking, results
from tests.addin.live import EXAMPLES, FAULTY, MIANCHI, SUQIAN, Live, column, found, marks, press, recalculated, saved
from tests.shipped import base_filing, build
from validator.filings.traces import HEADINGS
from validator.model.cells import Place
from validator.model.finding import NotRun
from validator.writers.blocks import Mark
from validator.writers.results_sheet import SHEET, link

MIANCHI_FINDINGS = {
    ("P-03", "六、其他事项", "A3"),
    ("ST-11", "一、总体情况", "A3"),
    ("N-01", "一、总体情况", "A3"),
    ("VA-03", "三、依申请公开", "D31"),
}


def test_a_clean_report_gets_a_clean_bill(live: Live, tmp_path: Path) -> None:
    with live.book(SUQIAN, tmp_path) as book:
        assert press("check", book) == "校验完成：没有发现问题。"
        assert (found(book), marks(book)) == ([], {})
        sheet = book.sheets[SHEET]
        assert sheet.range("D1").value == "没有发现问题"
        assert str(sheet.range("A2").value).startswith("运行规则 ")
        assert sheet.range("A4").value == "上报前请点“清除标记”，本表会一并删除。"
        assert book.sheets.active.name == SHEET


def test_mianchi_2023_with_its_faults(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        assert set(found(book)) >= MIANCHI_FINDINGS
        shown = marks(book)
        assert shown["三、依申请公开"]["D31"] == "suspect"
        assert shown["六、其他事项"] == {"A3": "period"}
        assert shown["一、总体情况"] == {"A3": "explain"}
        assert "D31 改为 52" in column(book, "I")
        assert set(column(book, "K")) == {"已标记"}


def test_root_causes_stand_out_from_the_cells_of_their_relations(live: Live, tmp_path: Path) -> None:
    with live.book(FAULTY, tmp_path) as book:
        press("check", book)
        table = marks(book)["三、依申请公开"]
        assert {cell for cell, look in table.items() if look == "suspect"} == {"D8", "J10", "E31"}
        assert {table[cell] for cell in ("D9", "D31", "D32", "E8", "J8", "J31")} == {"member"}
        assert table["C2"] == "period"
        assert next(text for text in column(book, "J") if "由此而来：" in text) == (
            "D8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立。"
            "由此而来：T3-01 自然人：本年新收与上年结转之和 65，办理结果总计与结转下年之和 38，相差 27；"
            "T3-03 本年新收：总计 40，六类申请人之和 67，相差 27"
        )
        assert column(book, "I")[:4] == ["D8 改为 36", "J10 改为 12", "E31 改为 3", "E8 改为 4"]


def test_a_swapped_pair_of_digits_is_found_walked_to_and_accepted(live: Live, tmp_path: Path) -> None:
    values = {**base_filing().values, "表三.本年新收.自然人": 63}
    (tmp_path / "a.xlsx").write_bytes(build(replace(base_filing(), values=values)))
    with live.opened(tmp_path / "a.xlsx") as book:
        press("check", book)
        assert [cell for cell, look in marks(book)["三、依申请公开"].items() if look == "suspect"] == ["D8"]
        assert "[强制] T3-01  D8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立" in press("next", book)
        selected = book.app.selection
        assert selected is not None
        assert (book.sheets.active.name, selected.get_address(False, False)) == ("三、依申请公开", "D8")
        press("fix", book)
        assert "D8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立。\n\n是否照此修改？" in live.clerk.asked
        assert book.sheets["三、依申请公开"].range("D8").value == 36
        assert book.app.status_bar == "校验完成：没有发现问题。"
        assert (found(book), marks(book)) == ([], {})


def test_the_sheet_of_results_says_what_was_looked_at(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        press("check", book)
        sheet = book.sheets[SHEET]
        assert sheet.range("A5:K5").value == list(HEADINGS)
        assert sheet.range("A1").value == "校验结果"
        assert sheet.range("D1").value == "强制 2，核实 2"
        assert sheet.range("K2").value == "校验前所在工作表：封面"
        coverage = str(sheet.range("A2").value)
        assert coverage.startswith("运行规则 ")
        assert "没有运行：" in coverage
        assert "（没有上年报告）" in coverage
        assert "T3-01、T3-02、T3-03（表三.办理结果总计.自然人 空白或不是数字）" in coverage
        assert str(sheet.range("A3").value).startswith("校验时间：2")
        assert (sheet.range("E6").formula, sheet.range("E6").value) == (link(Place("三、依申请公开", "D31")), "D31")
        assert sheet.range("G1:J1").value == ["表二 0", "表三 1", "表四 0", "其余 3"]
        assert sheet.range("H1").formula == link(Place("三、依申请公开", "D31"), "表三 1")
        assert sheet.range("G1").formula == "表二 0"
        ranges = book.impl.doc.DatabaseRanges
        assert ranges.getByName(ranges.ElementNames[0]).AutoFilter


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_marks_come_off_without_a_trace(live: Live, tmp_path: Path, path: Path) -> None:
    """Every part is the same to the byte; of the marks' cell styles Calc keeps the formats, which nothing uses."""
    with live.book(path, tmp_path) as book:
        recalculated(book)
        before = saved(book, tmp_path / "before.xlsx")
        press("check", book)
        press("check", book)
        during = saved(book, tmp_path / "during.xlsx")
        assert press("clear", book) == "标记已清除。"
        after = saved(book, tmp_path / "after.xlsx")
    assert {name for name in before if before[name] != after.get(name)} <= {"xl/styles.xml", "docProps/core.xml"}
    assert before.keys() == after.keys()
    assert "xl/worksheets/sheet10.xml" in during
    assert {name for name in after if b"gouji:" in after[name]} == set()


def test_cells_show_the_templates_own_colours_again(live: Live, tmp_path: Path) -> None:
    """A mark lies above the template's own colour for a broken relation, which comes back when it is cleared."""
    with live.book(FAULTY, tmp_path) as book:
        recalculated(book)
        before = _drawn(book, tmp_path)
        press("check", book)
        during = _drawn(book, tmp_path)
        press("clear", book)
        assert _drawn(book, tmp_path) == before
        assert during != before


def _drawn(book: Any, folder: Path) -> list[bytes]:
    """The pages of the first six sheets as Calc prints them, as the drawing instructions of a PDF."""
    book.save(folder / "drawn.pdf")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", (folder / "drawn.pdf").read_bytes(), re.DOTALL)
    texts = [zlib.decompress(one) for one in streams if one.startswith(b"\x78")]
    return [one for one in texts if b" rg" in one][:6]


def test_saved_marks_come_off_after_the_book_is_opened_again(live: Live, tmp_path: Path) -> None:
    """Calc reads all rules of one range as one conditional format: only our part of it may go."""
    with live.book(FAULTY, tmp_path) as book:
        recalculated(book)
        before = _rules(saved(book, tmp_path / "before.xlsx"), tmp_path)
        press("check", book)
        saved(book, tmp_path / "marked.xlsx")
    with live.opened(tmp_path / "marked.xlsx") as book:
        assert press("clear", book) == "标记已清除。"
        assert marks(book) == {}
        assert _rules(saved(book, tmp_path / "after.xlsx"), tmp_path) == before
        assert SHEET not in [sheet.name for sheet in book.sheets]


def _rules(_parts: dict[str, bytes], folder: Path) -> set[tuple[str, str, str]]:
    """Sheet, range and formula of every conditional format of the file written last."""
    path = max(folder.glob("*.xlsx"), key=lambda one: one.stat().st_mtime_ns)
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, str(area.sqref), formula)
        for sheet in book.worksheets
        for area in sheet.conditional_formatting
        for rule in area.rules
        for formula in rule.formula
    }


def test_what_is_in_the_book_counts_and_not_what_is_in_the_file(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets["三、依申请公开"].range("D31").value = 52
        press("check", book)
        assert ("VA-03", "三、依申请公开", "D31") not in found(book)
        book.sheets["三、依申请公开"].range("D31").value = 50
        press("check", book)
        assert ("T3-01", "三、依申请公开", "D31") in found(book)


def test_inserted_rows_move_the_findings_along(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        sheet = book.sheets["三、依申请公开"]
        sheet.impl.xl.unprotect("")
        sheet.impl.xl.Rows.insertByIndex(4, 2)
        press("check", book)
        assert ("VA-03", "三、依申请公开", "D33") in found(book)
        assert marks(book)["三、依申请公开"]["D33"] == "suspect"
        sheet.impl.xl.Rows.insertByIndex(4, 1)
        press("clear", book)
        assert marks(book) == {}


def test_protected_sheets_of_the_template_are_protected_as_before(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        before = _protections(saved(book, tmp_path / "before.xlsx"))
        press("check", book)
        assert all(sheet.impl.xl.isProtected() for sheet in book.sheets if sheet.name != SHEET)
        during = _protections(saved(book, tmp_path / "during.xlsx"))
    assert len(before) == 9
    assert during == before


def test_whatever_fails_while_marking_the_sheets_are_protected_as_before(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third block of the second sheet fails; neither the user nor the template may feel it."""
    own, blocks = marking._mark, list[str]()

    def fail(sheet: Any, one: Mark, run: str, program: Host) -> None:
        blocks.append(one.area)
        if len(blocks) > 6:
            raise ZeroDivisionError
        own(sheet, one, run, program)

    with live.book(FAULTY, tmp_path) as book:
        before = _protections(saved(book, tmp_path / "before.xlsx"))
        with monkeypatch.context() as patched, pytest.raises(SystemExit, match="操作没有完成。（ZeroDivisionError）"):
            patched.setattr(marking, "_mark", fail)
            press("check", book)
        assert book.app.screen_updating
        assert all(sheet.impl.xl.isProtected() for sheet in book.sheets)
        assert _protections(saved(book, tmp_path / "after.xlsx")) == before
        assert marks(book) != {}
        press("clear", book)
        assert marks(book) == {}


def test_a_program_without_filters_gives_the_list_all_the_same(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from addin.calc.office import CalcError
    from addin.host.calc import CalcHost

    def refuse(*_: object) -> None:
        raise CalcError

    with live.book(MIANCHI, tmp_path) as book, monkeypatch.context() as patched:
        patched.setattr(CalcHost, "show_filter", refuse)
        patched.setattr(CalcHost, "freeze", refuse)
        press("check", book)
        assert set(found(book)) >= MIANCHI_FINDINGS
        assert live.clerk.said == []


def test_the_statement_of_coverage_never_grows_higher_than_a_row_can_be(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        report = examined(book)[1]
        not_run = tuple(NotRun(f"R-{number}", f"第{number}个原因" * 9) for number in range(90))
        sheet = results.add(book)
        results.write(sheet, replace(report, coverage=replace(report.coverage, not_run=not_run)), (), {})
        assert sheet.range("A2").row_height == pytest.approx(400, abs=0.1)


def _protections(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The element of each sheet that has one."""
    found = {name: data.partition(b"<sheetProtection")[2].partition(b"/>")[0] for name, data in parts.items()}
    return {name: element for name, element in found.items() if element}


def test_a_sheet_of_the_template_is_known_under_a_new_name(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets["三、依申请公开"].name = "表三"
        before = _protections(saved(book, tmp_path / "before.xlsx"))
        press("check", book)
        assert marks(book)["表三"]["D31"] == "suspect"
        assert _protections(saved(book, tmp_path / "during.xlsx")) == before
        press("clear", book)
        assert marks(book) == {}
        assert _protections(saved(book, tmp_path / "after.xlsx")) == before


def test_a_protection_that_the_clerk_added_is_left_alone(live: Live, tmp_path: Path) -> None:
    """Without password, on a sheet of the clerk's own: it is not the template's."""
    own: Any = openpyxl.load_workbook(FAULTY)
    own.create_sheet("底稿")["A1"] = 5
    own["底稿"].protection.sheet = True
    own.save(tmp_path / FAULTY.name)
    with live.opened(tmp_path / FAULTY.name) as book:
        press("check", book)
        assert marks(book) == {}
        said = dict(zip(column(book, "D"), column(book, "K"), strict=True))
        assert said["底稿"] == "未标记（工作表受保护）"
        assert said["封面"] == "未标记（另有工作表受保护，Calc 因此不能添加格式）"
        assert book.sheets["底稿"].impl.xl.isProtected()


def test_a_sheet_with_a_password_is_left_alone_and_said_so(live: Live, tmp_path: Path) -> None:
    """Calc makes no style while any sheet is protected, so that here the other sheets stay unmarked too."""
    with live.book(MIANCHI, tmp_path) as book:
        sheet = book.sheets["三、依申请公开"].impl.xl
        sheet.unprotect("")
        sheet.protect("秘密")
        press("check", book)
        assert sheet.isProtected()
        sheet.unprotect("秘密")
        assert not sheet.isProtected()
        said = dict(zip(column(book, "D"), column(book, "K"), strict=True))
        assert said["三、依申请公开"] == "未标记（工作表受保护）"
        assert said["六、其他事项"] == "未标记（另有工作表受保护，Calc 因此不能添加格式）"
        assert marks(book) == {}


def test_the_protection_of_a_book_that_is_not_ours_is_left_alone(live: Live, tmp_path: Path) -> None:
    own: Any = openpyxl.load_workbook(MIANCHI)
    for name in own.custom_doc_props.names:
        del own.custom_doc_props[name]
    own.save(tmp_path / "别人的2023.xlsx")
    with live.opened(tmp_path / "别人的2023.xlsx") as book:
        press("check", book)
        assert set(column(book, "K")) - {"未标记（没有对应的单元格）"} == {"未标记（工作表受保护）"}
        assert all(sheet.impl.xl.isProtected() for sheet in book.sheets if sheet.name != SHEET)


def test_notes_and_rules_of_others_survive(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        sheet = book.sheets["三、依申请公开"]
        sheet.impl.xl.unprotect("")
        sheet.impl.xl.Annotations.insertNew(sheet.range("D31").impl.xl.getCellByPosition(0, 0).CellAddress, "原有批注")
        sheet.range("D30:E31").color = (1, 2, 3)
        recalculated(book)
        before = saved(book, tmp_path / "before.xlsx")
        press("check", book)
        assert sheet.range("D31").color == (1, 2, 3)
        press("clear", book)
        after = saved(book, tmp_path / "after.xlsx")
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml", "docProps/core.xml"}


def test_nobodys_own_sheet_of_that_name_is_touched(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets.add("校验结果").range("A1").value = "我的表"
        press("check", book)
        assert live.clerk.said == ["工作簿里有一张自己的工作表也叫“校验结果”。请给它改名，再点“校验”。"]
        assert marks(book) == {}
        press("clear", book)
        assert book.sheets["校验结果"].range("A1").value == "我的表"


def test_a_book_that_takes_no_sheet_is_answered_in_a_message(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.impl.doc.protect("")
        press("check", book)
        assert live.clerk.said[0].startswith("强制 2，核实 2。工作簿只读或结构受保护")
        assert "表三.办理结果总计.自然人 是空白，分项之和为 52" in live.clerk.said[0]
        assert marks(book)["三、依申请公开"]["D31"] == "suspect"


def test_a_read_only_book_is_answered_in_a_message(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path, read_only=True) as book:
        press("check", book)
        assert live.clerk.said[0].startswith("强制 2，核实 2。工作簿只读或结构受保护")
        assert marks(book) == {}


def test_a_book_without_the_tables_is_refused_in_words(live: Live, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "别的.xlsx")
    with live.opened(tmp_path / "别的.xlsx") as book:
        press("check", book)
        (said,) = live.clerk.said
        assert said.startswith("别的.xlsx：没有认出年度报告的任何一张表")
        assert [sheet.name for sheet in book.sheets] == ["Sheet"]


def test_text_of_the_book_is_never_calculated(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets["三、依申请公开"].range("D31").value = "'=1+1"
        book.sheets["三、依申请公开"].range("D30").value = "'@SUM(1)"
        press("check", book)
        formulas = book.sheets[SHEET].range("F6:K30").formula
        assert [one for row in formulas for one in row if str(one).startswith(("=", "+", "@"))] == []
        assert any("“=1+1”" in text for text in column(book, "J"))


def test_clearing_takes_the_clerk_back_to_where_the_check_began(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        book.sheets["四、复议诉讼"].activate()
        press("check", book)
        assert book.sheets.active.name == SHEET
        press("clear", book)
        assert book.sheets.active.name == "四、复议诉讼"


def test_a_condition_that_is_refused_costs_no_mark(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an Excel would that calls its functions otherwise."""
    from addin.calc.formats import ConditionalFormats
    from addin.calc.office import CalcError

    own = ConditionalFormats.add_custom

    def add(self: ConditionalFormats, spec: dict[str, Any]) -> Any:
        if "FIND" in spec["formula"] or "DATE" in spec["formula"]:
            raise CalcError
        return own(self, spec)

    with live.book(MIANCHI, tmp_path) as book, monkeypatch.context() as patched:
        patched.setattr(ConditionalFormats, "add_custom", add)
        press("check", book)
        assert marks(book)["六、其他事项"] == {"A3": "period"}
        assert set(column(book, "K")) == {"已标记"}
