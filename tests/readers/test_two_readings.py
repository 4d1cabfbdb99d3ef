"""Where programs would read one place differently the file is refused, and the refusal says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.parts import MAIN, archive, parts, relations, saved, sheet, strings
from tests.readers.test_refusals import broken, refusal
from validator.readers import read_workbook

MARKUP = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
SHEET = "xl/worksheets/sheet1.xml"
SOUND = '<c r="A1"><v>1</v></c>'


def cell(content: str, kind: str = "") -> str:
    """A sheet whose D8 has that content."""
    return sheet(f'<row r="8"><c r="D8"{kind}>{content}</c></row>')


def choice(one: str, other: str) -> str:
    return (
        f'<mc:AlternateContent {MARKUP}><mc:Choice Requires="x14">{one}</mc:Choice>'
        f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
    )


def row(content: str) -> str:
    return f'<row r="8">{content}</row>'


D8 = "<c r='D8'><v>{}</v></c>"
TWO = "工作表“甲”的单元格 D8 里有两个内容"
READINGS = "工作表“甲”的单元格 D8 有几种读法，各程序读出的不同"
LINES = "工作表“甲”第 8 行有几种读法，各程序读出的不同"
PLACES: dict[str, tuple[str, str]] = {
    "two values": (cell("<v>9999</v><v>3440</v>"), TWO),
    "two formulas": (cell("<f>1+1</f><f>1+2</f><v>2</v>"), TWO),
    "an empty formula before another": (cell("<f/><f>1+2</f><v>2</v>"), TWO),
    "two inline texts": (cell("<is><t>1</t></is><is><t>2</t></is>", ' t="inlineStr"'), TWO),
    "a value and an inline text": (cell("<is><t>1</t></is><v>2</v>", ' t="inlineStr"'), TWO),
    "an element within the value": (cell("<v>34<x/>40</v>"), READINGS),
    "an element within the formula": (cell("<f>A1<x/></f><v>40</v>"), READINGS),
    "alternative values": (cell(choice("<v>1</v>", "<v>2</v>")), READINGS),
    "a value of another maker": (cell('<v>1</v><v xmlns="urn:x">2</v>'), READINGS),
    "alternative cells": (sheet(row(choice(D8.format(1), D8.format(2)))), LINES),
    "a cell of another maker": (sheet(row('<x:c xmlns:x="urn:x" r="D8"><x:v>1</x:v></x:c>')), LINES),
    "alternative rows": (
        sheet(choice(row(D8.format(1)), row(D8.format(2)))),
        "工作表“甲”有几种读法，各程序读出的不同",
    ),
    "alternative tables": (
        f'<worksheet xmlns="{MAIN}">{choice("<sheetData/>", f"<sheetData>{row(D8.format(1))}</sheetData>")}</worksheet>',
        f"部件 {SHEET} 的表格有几种读法，各程序读出的不同",
    ),
    "alternative merges": (
        sheet(SOUND.join(("<row>", "</row>")), after=choice("<mergeCells/>", "")),
        f"部件 {SHEET} 的表格有几种读法，各程序读出的不同",
    ),
    "alternatives among alternatives": (
        sheet(row(D8.format(1)), before=choice(choice('<cols><col min="1" max="9" hidden="1"/></cols>', ""), "")),
        f"部件 {SHEET} 的表格有几种读法，各程序读出的不同",
    ),
    "two rows of one number": (
        sheet(row(D8.format(1)) + row("<c r='E8'><v>1</v></c>")),
        "工作表“甲”的第 8 行出现两次",
    ),
    "a row and an empty one of its number": (sheet(row(SOUND.replace("A1", "A8")) + '<row r="8"/>'), "工作表“甲”的第 8 行出现两次"),
    "a cell and a blank one of its address": (
        sheet(row('<c r="D8"><v>1</v></c><c r="D8"/>')),
        "工作表“甲”的单元格 D8 出现两次",
    ),
    "two tables": (
        sheet(f"{row(D8.format(1))}</sheetData><sheetData><row r='9'/>"),
        f"部件 {SHEET} 里有两张表格（sheetData）",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_two_readings_are_refused(tmp_path: Path, name: str) -> None:
    content, line = PLACES[name]
    assert refusal(saved(tmp_path, parts(content))) == broken(line)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("sharedStrings", "sharedStrings.xml", "other.xml"), ("styles", "styles.xml", "other.xml")],
)
def test_two_parts_for_one_purpose_are_refused(tmp_path: Path, kind: str, one: str, other: str) -> None:
    made = parts(sheet(row(SOUND.replace("A1", "A8"))), more={"xl/other.xml": strings("<t>一</t>")})
    links = ("worksheet", "worksheets/sheet1.xml"), (kind, one), (kind, other)
    made["xl/_rels/workbook.xml.rels"] = relations(*links)
    assert refusal(saved(tmp_path, made)) == broken(f"有两个 {kind} 部件（xl/{one}、xl/{other}）")
    made["xl/_rels/workbook.xml.rels"] = relations(*links[:2], (kind, one))  # the same one said twice
    assert read_workbook(saved(tmp_path, made)).sheets


def test_two_workbooks_in_one_archive_are_refused(tmp_path: Path) -> None:
    made = parts(sheet(row(SOUND.replace("A1", "A8"))))
    made["xl/other.xml"] = made["xl/workbook.xml"]
    made["_rels/.rels"] = relations(("officeDocument", "xl/workbook.xml"), ("officeDocument", "xl/other.xml"))
    assert refusal(saved(tmp_path, archive(made))) == broken(
        "有两个 officeDocument 部件（xl/workbook.xml、xl/other.xml）"
    )


@pytest.mark.parametrize(("value", "inline"), [("1.0", "1."), ("52", "52"), ("文", "文")])
def test_a_value_and_an_inline_text_that_say_the_same_are_one_reading(tmp_path: Path, value: str, inline: str) -> None:
    made = cell(f"<v>{value}</v><is><t>{inline}</t></is>", ' t="inlineStr"')
    assert read_workbook(saved(tmp_path, parts(made))).sheets["甲"].cells["D8"].value == inline
