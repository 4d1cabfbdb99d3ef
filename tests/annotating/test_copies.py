"""Annotated copies of reports: what is put in, what stays, and that nothing else is said of them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, Rule
from openpyxl.styles import PatternFill

from tests.annotating.made import FAULTY, MIANCHI, THIRD, WHEN, copied, made_up, repacked, report_of, strict, verdict
from tests.conftest import ROOT
from tests.editing.raw import changed, entries, part
from tests.planned import looks_by_cell, planned
from validator.annotating.copies import TAKEN, annotated
from validator.editing.refusal import NotEditable
from validator.filings.traces import HEADINGS, MARKER, NOTE_SIGN
from validator.model.address import cells_of
from validator.readers.files import workbook_in
from validator.writers.listing import ordered
from validator.writers.looks import STYLES, Look
from validator.writers.results_sheet import SHEET

EXAMPLES = sorted((ROOT / "examples").glob("*.xlsx"))
FRAME = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def book(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))


def marks(content: bytes) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> look, of the conditional formats that bear our marker."""
    found: dict[str, dict[str, str]] = {}
    for sheet in book(content).worksheets:
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                if rule.formula and MARKER in rule.formula[0]:
                    cells = [cell for one in str(area.sqref).split() for cell in cells_of(one)]
                    found.setdefault(sheet.title, {}).update(dict.fromkeys(cells, look_of(rule)))
    return found


def look_of(rule: Rule) -> str:
    """What a mark says, in small letters."""
    return str(rule.formula[0]).split(":")[2].partition('"')[0]


def suspects(found: dict[str, dict[str, str]], sheet: str = THIRD) -> set[str]:
    """The cells of a sheet that are most likely wrong."""
    return {cell for cell, look in found[sheet].items() if look == "suspect"}


def others(content: bytes) -> list[tuple[str, str, str]]:
    """The conditional formats of others, with their formulas, in the order of their priority."""
    found = []
    for sheet in book(content).worksheets:
        rules = [(rule.priority, str(area.sqref), str(rule.formula)) for area in sheet.conditional_formatting
                 for rule in area.rules if not (rule.formula and MARKER in rule.formula[0])]  # fmt: skip
        found += [(sheet.title, *one[1:]) for one in sorted(rules)]
    return found


def notes(content: bytes) -> dict[tuple[str, str], str]:
    sheets = workbook_in(content, "a.xlsx").sheets
    return {(sheet.name, at): text for sheet in sheets.values() for at, text in sheet.comments.items()}


def table(sheet: bytes) -> bytes:
    """The cells of a worksheet part as they are written."""
    return sheet[sheet.index(b"<sheetData>") : sheet.index(b"</sheetData>")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_verdict_is_the_originals(path: Path) -> None:
    content = path.read_bytes()
    copy = copied(content)
    assert copy.lacking == ()
    assert verdict(copy.content) == verdict(content)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_copy_of_a_copy_is_a_copy_of_the_original(path: Path) -> None:
    first = copied(path.read_bytes()).content
    assert copied(first).content == first


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_cells_and_all_other_parts_stay(path: Path) -> None:
    content = path.read_bytes()
    copy = copied(content).content
    old, new = book(content), book(copy)
    assert new.sheetnames == [*old.sheetnames, SHEET]
    for number in range(1, len(old.sheetnames) + 1):
        name = f"xl/worksheets/sheet{number}.xml"
        assert table(part(copy, name)) == table(part(content, name))
    assert others(copy) == others(content)
    marked = {f"xl/worksheets/sheet{old.sheetnames.index(name) + 1}.xml" for name in planned(content)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before = set(archive.namelist())
    rels = {name for name in before if name.startswith("xl/worksheets/_rels/")}
    assert changed(content, copy) & before <= FRAME | marked | rels


def test_marks_are_those_of_the_add_in() -> None:
    content = FAULTY.read_bytes()
    found = marks(copied(content).content)
    assert found == looks_by_cell(content)
    assert suspects(found) == {"D8", "E31", "J10"}


def test_each_look_has_the_colours_of_the_one_definition() -> None:
    sheet = book(copied(FAULTY.read_bytes()).content)[THIRD]
    seen = {}
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.formula and MARKER in rule.formula[0]:
                look = Look[look_of(rule).upper()]
                seen[look] = rule.dxf.fill.bgColor.rgb, rule.dxf.font.color.rgb, bool(rule.dxf.font.b)
    for look, (fill, font, bold) in seen.items():
        style = STYLES[look]
        assert (fill, font) == tuple("FF" + "".join(f"{one:02X}" for one in each) for each in (style.fill, style.font))
        assert bold == style.bold
    assert Look.SUSPECT in seen


def test_marks_stand_above_the_formats_that_were_there() -> None:
    """By priority in Excel, by order in LibreOffice."""
    sheet = part(copied(FAULTY.read_bytes()).content, "xl/worksheets/sheet4.xml").decode()
    rules = re.findall(r'<cfRule type="expression" dxfId="\d+" priority="(\d+)"[^>]*><formula>([^<]*)', sheet)
    ours = [
        int(priority) for priority, formula in rules if MARKER.replace('"', "&quot;") in formula or MARKER in formula
    ]
    assert ours == sorted(ours)
    assert all(MARKER in formula for _, formula in rules[: len(ours)])
    numbers = [int(one) for one in re.findall(r'priority="(\d+)"', sheet)]
    assert len(set(numbers)) == len(numbers)
    assert max(ours) < min(set(numbers) - set(ours))


def test_each_suspect_has_a_note_with_message_and_suggestion() -> None:
    found = notes(copied(FAULTY.read_bytes()).content)
    assert found[THIRD, "D8"] == f"{NOTE_SIGN}强制 T3-01、T3-03\nD8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立"
    assert "建议：B8 可能是 12" in found["二、主动公开", "B8"]
    assert "在“情况说明”里写明理由" in found["五、问题及改进", "A3"]
    assert (THIRD, "D9") not in found


def test_the_sheet_of_results_is_as_the_add_in_writes_it() -> None:
    content = MIANCHI.read_bytes()
    sheet = book(copied(content).content)[SHEET]
    assert sheet["A1"].value == SHEET
    assert sheet["D1"].value == "强制 2，核实 2"
    assert str(sheet["A3"].value).startswith("校验时间：2026-02-01 09:30:00　渑池县人民政府2023年")
    assert [cell.value for cell in sheet[5]] == list(HEADINGS)
    there = "'三、依申请公开'!$D$31"
    at = f"ADDRESS(ROW({there}),COLUMN({there}),4)"
    assert sheet["E6"].value == f"""=HYPERLINK("#'三、依申请公开'!"&{at},{at})"""
    assert sheet["H1"].value == f"""=HYPERLINK("#'三、依申请公开'!"&{at},"表三 1")"""
    assert (sheet["G1"].value, sheet["I1"].value) == ("表二 0", "表四 0")
    assert str(sheet["J1"].value).endswith('"其余 3")')
    assert sheet["I6"].value == "D31 改为 52"
    assert sheet.max_row == 5 + len(ordered(report_of(content)))
    assert sheet.auto_filter.ref == f"A5:K{sheet.max_row}"


def test_what_an_older_check_put_in_is_replaced() -> None:
    """Another report on the same workbook: fewer marks, other notes, a shorter list."""
    content = FAULTY.read_bytes()
    older = copied(content).content
    report = report_of(content)
    fewer = replace(report, findings=report.findings[-1:], causes=())
    again = annotated(older, fewer, WHEN).content
    alone = annotated(content, fewer, WHEN).content
    assert marks(again) == marks(alone)
    assert notes(again) == notes(alone)
    assert others(again) == others(alone) == others(content)
    assert [[cell.value for cell in row] for row in book(again)[SHEET]] == [
        [cell.value for cell in row] for row in book(alone)[SHEET]
    ]


def commented(content: bytes) -> bytes:
    """Saved by openpyxl with another's note on a suspect and on a sound cell, a picture's worth of formats beside."""
    found = book(content)
    found[THIRD]["D8"].comment = Comment("请张三核对", "李四")
    found[THIRD]["F9"].comment = Comment("去年的数", "李四")
    found[THIRD].conditional_formatting.add(
        "D8:J32",
        CellIsRule("greaterThan", ["50"], fill=PatternFill(bgColor="FF00FF00")),  # type: ignore[no-untyped-call]
    )
    stream = io.BytesIO()
    found.save(stream)
    return stream.getvalue()


def test_the_notes_and_formats_of_others_stay() -> None:
    content = commented(FAULTY.read_bytes())
    copy = copied(content)
    kept = {(THIRD, "D8"): "请张三核对", (THIRD, "F9"): "去年的数"}
    assert copy.lacking == (f"工作表“{THIRD}”的批注没有加上，D8 原有批注，照原样留着",)
    found = notes(copy.content)
    assert found.items() >= kept.items()
    assert found[THIRD, "J10"].startswith(NOTE_SIGN)
    assert others(copy.content) == others(content)
    assert verdict(copy.content) == verdict(content)
    assert copied(copy.content).content == copy.content
    said = next(one for one in report_of(copy.content).findings if one.rule.check == "damage.comments")
    assert said.args["count"] == 2


def test_boxes_of_notes_have_ids_of_their_own() -> None:
    copy = copied(commented(FAULTY.read_bytes())).content
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")]
    for drawing in drawings:
        ids = re.findall(r"<\w+:shape [^>]*id=[\"'](\w+)", drawing)
        assert len(set(ids)) == len(ids)
    assert len(drawings) == len({one for one, _ in notes(copy)})


def test_an_own_sheet_of_that_name_stays_and_is_told() -> None:
    found = book(FAULTY.read_bytes())
    found.create_sheet(SHEET)["A1"].value = "我们自己的"
    stream = io.BytesIO()
    found.save(stream)
    copy = copied(stream.getvalue())
    assert copy.lacking == (TAKEN,)
    assert book(copy.content)[SHEET]["A1"].value == "我们自己的"
    assert suspects(marks(copy.content)) == {"D8", "E31", "J10"}
    assert verdict(copy.content) == verdict(stream.getvalue())


def test_macros_stay() -> None:
    stream = io.BytesIO(FAULTY.read_bytes())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    content = stream.getvalue()
    assert entries(copied(content).content)["xl/vbaProject.bin"] == entries(content)["xl/vbaProject.bin"]


def test_strict_workbooks_stay_strict() -> None:
    content = strict(FAULTY.read_bytes())
    assert workbook_in(content, "a.xlsx").notes == ("strict",)
    copy = copied(content).content
    assert verdict(copy) == verdict(content)
    assert copied(copy).content == copy
    assert notes(copy).keys() == notes(copied(FAULTY.read_bytes()).content).keys()
    for name in changed(content, copy):
        assert b"schemas.openxmlformats.org/spreadsheetml/2006" not in part(copy, name)
        if name.endswith(".rels"):
            assert b"schemas.openxmlformats.org/officeDocument" not in part(copy, name)


def prefixed(content: bytes) -> bytes:
    """The workbook with every name of the main namespace under a prefix, as some libraries write it."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def change(name: str, found: bytes) -> bytes:
        if main not in found or not name.endswith(".xml") or b"<x14" in found:
            return found
        found = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s>/])", rb"<\1s:\2", found)
        return found.replace(b'xmlns="' + main + b'"', b'xmlns:s="' + main + b'"')

    return repacked(content, change)


def test_prefixes_are_kept() -> None:
    content = prefixed(FAULTY.read_bytes())
    assert b"<s:worksheet" in part(content, "xl/worksheets/sheet4.xml")
    copy = copied(content).content
    assert verdict(copy) == verdict(content)
    assert copied(copy).content == copy
    assert suspects(marks(copy)) == {"D8", "E31", "J10"}
    assert b"<conditionalFormatting" not in part(copy, "xl/worksheets/sheet4.xml")


def test_what_cannot_be_changed_is_refused_whole() -> None:
    content = FAULTY.read_bytes()
    signed = io.BytesIO(content)
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(NotEditable, match="数字签名"):
        annotated(signed.getvalue(), report_of(content), WHEN)
    bare = repacked(content, lambda name, found: None if name == "[Content_Types].xml" else found)
    with pytest.raises(NotEditable, match="内容类型"):
        annotated(bare, report_of(content), WHEN)
    with pytest.raises(NotEditable):
        annotated(content[:-200], report_of(content), WHEN)


@pytest.mark.parametrize("hollow", ["<sheetData/>", "<sheetData></sheetData>"])
def test_a_sheet_without_a_cell(hollow: str) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    content = repacked(
        stream.getvalue(),
        lambda name, found: (
            re.sub(rb"<sheetData.*?(/>|</sheetData>)", hollow.encode(), found) if "sheet1" in name else found
        ),
    )
    copy = annotated(content, made_up(workbook_in(content, "a.xlsx")), WHEN).content
    assert marks(copy) == {"Sheet": {"B2": "suspect"}}
