"""What a workbook says besides its cells, as XlsxWriter and openpyxl write it and as parts that no library writes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.readers.parts import MAIN, PACKAGE, cells, parts, relations, saved, sheet
from validator.model.cells import Cell, CellKind
from validator.readers import UnreadableWorkbook, Workbook, read_workbook

ONE = cells('<c r="A1"><v>1</v></c>')


@pytest.fixture
def written(tmp_path: Path) -> Workbook:
    """A workbook of XlsxWriter with one of everything."""
    path = tmp_path / "模板.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        cover, table, quiet = (book.add_worksheet(name) for name in ("封面", "三、依申请公开", "说明'甲乙"))
        locked = book.add_format({"num_format": "yyyy-mm-dd"})
        cover.write("B3", "渑池县人民政府")
        cover.write_datetime("B4", datetime(2023, 1, 1), locked)  # noqa: DTZ001
        cover.write_rich_string("B5", "其他", book.add_format({"bold": True}), "处理")
        cover.write_boolean("B6", boolean=True)
        cover.write_blank("B7", None, locked)
        table.merge_range("A1:J1", "申请情况")
        table.write_formula("J8", "=SUM(D8:I8)", None, 52)
        table.write_comment("D8", "以收到日期为准")
        table.protect("secret")
        table.set_row(4, None, None, {"hidden": True})
        table.set_column("K:M", 5, None, {"hidden": True})
        quiet.very_hidden()
        quiet.set_default_row(hide_unused_rows=True)
        book.define_name("表三.本年新收.总计", "='三、依申请公开'!$J$8")
        book.define_name("'三、依申请公开'!本地", "='三、依申请公开'!$D$8")
        table.print_area("A1:J32")
        book.set_properties({"title": "年度报告", "author": "某局"})
        book.set_custom_property("gouji_version", "0.1.0")
        book.set_custom_property("版次", 2021)
        book.set_custom_property("已审", value=True)
        book.add_chartsheet("图")
    return read_workbook(path)


def test_sheets(written: Workbook) -> None:
    assert list(written.sheets) == ["封面", "三、依申请公开", "说明'甲乙"]
    assert [(one.hidden, one.very_hidden) for one in written.sheets.values()] == [(False, False)] * 2 + [(True, True)]
    assert [one.protected for one in written.sheets.values()] == [False, True, False]
    assert [one.other_rows_hidden for one in written.sheets.values()] == [False, False, True]
    assert written.notes == ("chart sheets",)


def test_cells_of_the_cover(written: Workbook) -> None:
    assert written.sheets["封面"].cells == {
        "B3": Cell("渑池县人民政府", CellKind.TEXT),
        "B4": Cell(date(2023, 1, 1), CellKind.DATE),
        "B5": Cell("其他处理", CellKind.TEXT),
        "B6": Cell(value=True, kind=CellKind.BOOL),
    }


def test_table(written: Workbook) -> None:
    table = written.sheets["三、依申请公开"]
    assert table.cells["J8"] == Cell(52, CellKind.NUMBER, "SUM(D8:I8)", 52)
    assert table.merged == ("A1:J1",)
    assert table.hidden_rows == {5}
    assert table.hidden_columns == {"K", "L", "M"}
    assert table.comments == {"D8": "以收到日期为准"}


def test_names_and_properties(written: Workbook) -> None:
    assert written.names == {
        "表三.本年新收.总计": "'三、依申请公开'!$J$8",
        "三、依申请公开!本地": "'三、依申请公开'!$D$8",
        "三、依申请公开!_xlnm.Print_Area": "'三、依申请公开'!$A$1:$J$32",
    }
    expected = {"title": "年度报告", "creator": "某局", "gouji_version": "0.1.0", "版次": "2021", "已审": "true"}
    assert {name: written.properties[name] for name in expected} == expected
    assert written.properties["Application"] == "Microsoft Excel"


def test_openpyxl(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    one = book.worksheets[0]
    one.title = "表"
    one["A1"], one["B1"], one["C1"] = 5, "=A1*2", datetime(2024, 2, 29, 8, 30)  # noqa: DTZ001
    one["D1"], one["E1"] = " 文<字> ", True
    one["A1"].comment = Comment("批注", "某人")
    one.merge_cells("A3:B4")
    book.defined_names["名"] = DefinedName("名", attr_text="表!$A$1", hidden=True)
    one.defined_names["内"] = DefinedName("内", attr_text="表!$B$1")
    book.save(tmp_path / "o.xlsx")
    found = read_workbook(tmp_path / "o.xlsx")
    assert found.names == {"名": "表!$A$1", "表!内": "表!$B$1"}
    assert found.sheets["表"].cells == {
        "A1": Cell(5, CellKind.NUMBER),
        "B1": Cell(None, CellKind.BLANK, "A1*2"),
        "C1": Cell(datetime(2024, 2, 29, 8, 30), CellKind.DATE),  # noqa: DTZ001
        "D1": Cell(" 文<字> ", CellKind.TEXT),
        "E1": Cell(value=True, kind=CellKind.BOOL),
    }
    assert found.sheets["表"].merged == ("A3:B4",)
    assert found.sheets["表"].comments == {"A1": "批注"}


def test_notes_of_the_container(tmp_path: Path) -> None:
    made = parts(ONE)
    links = [
        ("worksheet", "worksheets/sheet1.xml"),
        ("vbaProject", "vbaProject.bin"),
        ("externalLink", "externalLinks/a.xml"),
    ]
    made["xl/_rels/workbook.xml.rels"] = relations(
        *links, ("connections", "connections.xml"), ("externalLink", "b.xml")
    )
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("oleObject", "../embeddings/a.bin"))
    found = read_workbook(saved(tmp_path, made, "a.xlsm"))
    assert found.notes == ("macros", "external links", "data connections", "embedded objects")


def test_locked_structure(tmp_path: Path) -> None:
    assert not read_workbook(saved(tmp_path, parts(ONE))).structure_locked
    assert read_workbook(
        saved(tmp_path, parts(ONE, workbook='<workbookProtection lockStructure="1"/>'))
    ).structure_locked


def test_names_repeated_or_of_no_sheet(tmp_path: Path) -> None:
    names = '<definedName name="名">甲!$A$1</definedName><definedName name="名">甲!$A$2</definedName>'
    found = read_workbook(saved(tmp_path, parts(ONE, workbook=f"<definedNames>{names}</definedNames>")))
    assert (found.names, found.repeated_names) == ({"名": "甲!$A$1"}, ("名",))
    lost = '<definedNames><definedName name="名" localSheetId="1">甲!$A$1</definedName></definedNames>'
    with pytest.raises(UnreadableWorkbook, match="定义名称 名 属于不存在的工作表"):
        read_workbook(saved(tmp_path, parts(ONE, workbook=lost)))


def test_custom_property_never_replaces_a_core_one(tmp_path: Path) -> None:
    core = f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>真</dc:title></cp:coreProperties>'
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property name="title">'
        '<vt:lpwstr>假</vt:lpwstr></property><property name="年"><vt:i4>2023</vt:i4></property></Properties>'
    )
    top = relations(("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml"))
    top = top.replace(
        "</Rel",
        f'<Relationship Id="c" Type="{PACKAGE}/metadata/core-properties" Target="docProps/core.xml"/></Rel',
    )
    more = {"_rels/.rels": top, "docProps/core.xml": core, "docProps/custom.xml": custom}
    assert read_workbook(saved(tmp_path, parts(ONE, more=more))).properties == {"title": "真", "年": "2023"}


def test_damage_outside_the_values_is_noted_only(tmp_path: Path) -> None:
    more = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml")),
        "docProps/app.xml": "<Properties",
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
    }
    found = read_workbook(saved(tmp_path, parts(ONE, more=more)))
    assert found.sheets["甲"].cells == {"A1": Cell(1, CellKind.NUMBER)}
    assert found.notes == ("unreadable part: xl/comments1.xml", "unreadable part: docProps/app.xml")
    lost = read_workbook(saved(tmp_path, parts(ONE, more={"xl/worksheets/_rels/sheet1.xml.rels": "damaged"})))
    assert lost.notes == ("unreadable part: xl/worksheets/_rels/sheet1.xml.rels",)
    broken = read_workbook(saved(tmp_path, parts(ONE, more={"_rels/.rels": "damaged"})))
    assert broken.notes == ("unreadable part: _rels/.rels",)


def test_comment_of_no_cell(tmp_path: Path) -> None:
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="XFE1"/></commentList></comments>',
    }
    assert read_workbook(saved(tmp_path, parts(ONE, more=more))).notes == ("unreadable part: xl/comments1.xml",)


def test_parts_at_unusual_places(tmp_path: Path) -> None:
    made = parts(ONE)
    moved = {name.replace("xl/", "Book Parts/"): text for name, text in made.items()}
    moved["_rels/.rels"] = relations(("officeDocument", "/Book Parts/workbook.xml"))
    links = str(moved["Book Parts/_rels/workbook.xml.rels"])
    moved["Book Parts/_rels/workbook.xml.rels"] = links.replace("worksheets/", "/book parts/x/../worksheets/")
    found = read_workbook(saved(tmp_path, moved))
    assert found.sheets["甲"].cells == {"A1": Cell(1, CellKind.NUMBER)}


def test_utf_16(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + cells('<c r="A1" t="str"><v>文</v></c>')
    found = read_workbook(saved(tmp_path, parts(ONE, more={"xl/worksheets/sheet1.xml": text.encode("utf-16")})))
    assert found.sheets["甲"].cells == {"A1": Cell("文", CellKind.TEXT)}


def test_pretty_printed(tmp_path: Path) -> None:
    text = sheet('\n <row r="1">\r\n  <c r="A1" t="str">\n   <f> A2 </f>\n   <v>文\r\n字</v>\n  </c>\n </row>\n')
    found = read_workbook(saved(tmp_path, parts(text)))
    assert found.sheets["甲"].cells == {"A1": Cell("文\n字", CellKind.TEXT, " A2 ", "文\n字")}


def test_workbook_is_the_same_whatever_was_read_before(tmp_path: Path) -> None:
    """Parts are remembered from file to file; none may leak into another."""
    first = saved(tmp_path, parts(cells('<c r="A1" s="1"><v>45000</v></c>')), "a.xlsx")
    other = parts(cells('<c r="A1" s="1"><v>45000</v></c>'))
    other["xl/styles.xml"] = str(other["xl/styles.xml"]).replace('<xf numFmtId="14"/>', '<xf numFmtId="1"/>')
    second = saved(tmp_path, other, "b.xlsx")
    kinds = [read_workbook(path).sheets["甲"].cells["A1"].kind for path in (first, second, first, second)]
    assert kinds == [CellKind.DATE, CellKind.NUMBER] * 2
    read_workbook(first).names["new"] = "x"  # type: ignore[index]
    assert read_workbook(first).names == {}


def test_light_import() -> None:
    heavy = "{'openpyxl', 'numpy', 'xlsxwriter', 'formulas', 'zipfile', 'lxml'}"
    code = f"import sys, validator.readers; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
