"""What Excel opens is read, and what had to be mended is told in words; what means two things is refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.readers.parts import OFFICE, archive, cells, parts, relations, saved, sheet, strings
from tests.readers.test_refusals import broken, refusal
from validator.model.cells import Cell, CellKind
from validator.readers import Workbook, read_workbook

ONE = cells('<c r="A1"><v>1</v></c>')
SHEET = "xl/worksheets/sheet1.xml"
WHOLE = archive(parts(ONE))


def repairs(book: Workbook) -> list[str]:
    return [one.zh for one in book.repairs]


def sound(book: Workbook) -> bool:
    return book.sheets["甲"].cells["A1"] == Cell(1, CellKind.NUMBER)


# sheets without a part


def listed(*more: str) -> dict[str, str | bytes]:
    made = parts(ONE)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("</sheets>", f"{''.join(more)}</sheets>")
    return made


@pytest.mark.parametrize(
    "entry",
    [
        '<sheet name="Module1" sheetId="9" r:id=""/>',
        '<sheet name="Module1" sheetId="9"/>',
        f'<sheet name="Module1" sheetId="9" xmlns:q="{OFFICE}" q:id=""/>',
        '<sheet name="Module1" sheetId="" state="visible" r:id=""/>',
    ],
)
def test_a_sheet_without_a_part_is_a_blank_one(tmp_path: Path, entry: str) -> None:
    book = read_workbook(saved(tmp_path, listed(entry)))
    assert (list(book.sheets), book.sheets["Module1"].cells, sound(book)) == (["甲", "Module1"], {}, True)
    assert repairs(book) == ["工作表“Module1”没有内容，按空白表读"]


def test_several_of_them_some_hidden(tmp_path: Path) -> None:
    states = ("hidden", "veryHidden")
    entries = [f'<sheet name="M{at}" sheetId="{at}" state="{one}" r:id=""/>' for at, one in enumerate(states, 8)]
    book = read_workbook(saved(tmp_path, listed(*entries)))
    assert [(one.hidden, one.very_hidden) for one in book.sheets.values()] == [
        (False, False), (True, False), (True, True),
    ]  # fmt: skip
    assert len(book.repairs) == 2


def test_names_of_a_sheet_count_those_without_a_part(tmp_path: Path) -> None:
    made = listed('<sheet name="M" sheetId="8" r:id=""/>')
    names = '<definedNames><definedName name="名" localSheetId="1">甲!$A$1</definedName></definedNames>'
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("</workbook>", f"{names}</workbook>")
    assert read_workbook(saved(tmp_path, made)).names == {"M!名": "甲!$A$1"}


@pytest.mark.parametrize("name", ["甲", "ｍ" * 256])
def test_such_a_sheet_still_needs_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    assert refusal(saved(tmp_path, listed(f'<sheet name="{name}" sheetId="9" r:id=""/>'))).startswith(
        "文件已损坏：工作表"
    )


def test_a_sheet_whose_part_is_lost_is_refused(tmp_path: Path) -> None:
    """It had content, and nobody knows which."""
    assert refusal(saved(tmp_path, listed('<sheet name="丙" sheetId="9" r:id="rId77"/>'))) == broken(
        "工作表“丙”没有内容"
    )


# merges of whole lines

AREAS = {
    "Z:Z": "Z1:Z1048576",
    "$Z:$AB": "Z1:AB1048576",
    "z:z": "Z1:Z1048576",
    "XFD:XFD": "XFD1:XFD1048576",
    "1:3": "A1:XFD3",
    "$5:$5": "A5:XFD5",
    "1048576:1048576": "A1048576:XFD1048576",
    "AB:Z": "Z1:AB1048576",
    "3:1": "A1:XFD3",
    "C7:A5": "A5:C7",
    " A1:B2 ": "A1:B2",
    "A1": "A1",
}


@pytest.mark.parametrize("given", AREAS)
def test_merged_lines(tmp_path: Path, given: str) -> None:
    made = parts(sheet("", after=f'<mergeCells><mergeCell ref="{given}"/></mergeCells>'))
    assert read_workbook(saved(tmp_path, made)).sheets["甲"].merged == (AREAS[given],)


@pytest.mark.parametrize("given", ["", "A", "5", "A:5", "A1:B", "XFE:XFE", "0:1", "1:1048577", "A:B:C", "#REF!"])
def test_merges_that_no_sheet_has(tmp_path: Path, given: str) -> None:
    made = parts(sheet("", after=f'<mergeCells><mergeCell ref="{given}"/></mergeCells>'))
    assert "不存在的合并区域" in refusal(saved(tmp_path, made))


# zip64 beside an ordinary end record

END64, LOCATOR = struct.Struct("<4sQ2H2I4Q"), struct.Struct("<4sIQI")


def with_zip64(data: bytes, *, extra: bytes = b"", markers: bool = False, shift: int = 0) -> bytes:
    """The archive with a zip64 end record and its locator before the ordinary one."""
    at = data.rindex(b"PK\5\6")
    count, size, offset = struct.unpack_from("<HII", data, at + 10)
    record = END64.pack(b"PK\6\6", END64.size - 12 + len(extra), 45, 45, 0, 0, count, count, size, offset) + extra
    locator = LOCATOR.pack(b"PK\6\7", 0, at + shift, 1)
    end = bytearray(data[at:])
    if markers:
        struct.pack_into("<HHII", end, 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return data[:at] + record + locator + bytes(end)


ZIP64: dict[str, bytes] = {
    "both": with_zip64(WHOLE),
    "markers": with_zip64(WHOLE, markers=True),
    "with data of its own": with_zip64(WHOLE, extra=b"\1\0\4\0abcd"),
    "prefix": b"\r\n" + with_zip64(WHOLE),
    "prefix and markers": b"\xef\xbb\xbf\r\n" + with_zip64(WHOLE, markers=True),
    "prefix that the locator counts": b"\r\n" + with_zip64(WHOLE, shift=2),
    "prefix, data of its own": b"\r\n" + with_zip64(WHOLE, extra=b"\1\0\4\0abcd"),
    "bytes after it": with_zip64(WHOLE) + b"\r\n<!-- served -->",
    "locator that leads astray": with_zip64(WHOLE, shift=-40),
}


@pytest.mark.parametrize("name", ZIP64)
def test_zip64_end_records(tmp_path: Path, name: str) -> None:
    book = read_workbook(saved(tmp_path, ZIP64[name]))
    assert (sound(book), book.repairs) == (True, ())


def test_zip64_markers_without_a_record(tmp_path: Path) -> None:
    data = with_zip64(WHOLE, markers=True).replace(b"PK\6\6", b"PK\6\0")
    assert refusal(saved(tmp_path, data)) == broken("压缩包目录的位置不对")


def test_zip64_in_every_entry(tmp_path: Path) -> None:
    """As commons-compress writes with Zip64Mode.Always, and Python for a part whose size it does not know."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts(ONE).items():
            with out.open(name, "w", force_zip64=True) as part:
                part.write(content if isinstance(content, bytes) else content.encode())
    assert sound(read_workbook(saved(tmp_path, with_zip64(memory.getvalue()))))


@pytest.mark.parametrize("comment", [b"made by a program", b"PK\5\6", b"PK\5\6" + bytes(18) + b"x"])
def test_a_comment_on_the_archive(tmp_path: Path, comment: bytes) -> None:
    data = WHOLE[:-2] + struct.pack("<H", len(comment)) + comment
    assert sound(read_workbook(saved(tmp_path, data)))


# relations that lead nowhere


@pytest.mark.parametrize("target", ["styles.xml", "/xl/none.xml", "NULL", ""])
def test_styles_that_are_not_there(tmp_path: Path, target: str) -> None:
    made = parts(cells('<c r="A1" s="1"><v>45000</v></c>'))
    del made["xl/styles.xml"]
    made["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"), ("styles", target))
    book = read_workbook(saved(tmp_path, made))
    assert book.sheets["甲"].cells["A1"] == Cell(45000, CellKind.NUMBER)
    (told,) = repairs(book)
    assert told.endswith(" 缺失，单元格格式不详")


def test_shared_strings_that_no_cell_uses(tmp_path: Path) -> None:
    made = parts(cells('<c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>文</t></is></c>'))
    del made["xl/sharedStrings.xml"]
    book = read_workbook(saved(tmp_path, made))
    assert (sound(book), book.sheets["甲"].cells["B1"].value) == (True, "文")
    assert repairs(book) == ["部件 xl/sharedStrings.xml 缺失，没有单元格用到它"]


def test_shared_strings_that_a_cell_uses(tmp_path: Path) -> None:
    made = parts(cells('<c r="A1" t="s"><v>0</v></c>'))
    del made["xl/sharedStrings.xml"]
    assert refusal(saved(tmp_path, made)) == broken("工作表“甲”的单元格 A1 指向不存在的共享文字 0")


def test_parts_that_hold_no_value(tmp_path: Path) -> None:
    made = parts(ONE)
    links = [
        ("worksheet", "worksheets/sheet1.xml"),
        *((kind, f"{kind}.xml") for kind in ("theme", "calcChain", "metadata")),
    ]
    made["xl/_rels/workbook.xml.rels"] = relations(*links)
    made[f"{SHEET.replace('sheets/', 'sheets/_rels/')}.rels"] = relations(
        ("drawing", "../d.xml"), ("comments", "../c.xml")
    )
    book = read_workbook(saved(tmp_path, made))
    assert (sound(book), repairs(book)) == (True, ["部件 xl/c.xml 读不了，略过"])


# how a part is encoded

DECLARED = '<?xml version="1.0" encoding="{}"?>'
TEXT = cells('<c r="A1" t="str"><v>文</v></c>')
ENCODED: dict[str, bytes] = {
    "UTF-16BE, by name": (DECLARED.format("UTF-16BE") + TEXT).encode("utf-16-be"),
    "UTF-16LE, by name": (DECLARED.format("utf-16le") + TEXT).encode("utf-16-le"),
    "UTF-16BE, mark": b"\xfe\xff" + (DECLARED.format("UTF-16") + TEXT).encode("utf-16-be"),
    "UTF-16BE, mark and name": b"\xfe\xff" + (DECLARED.format("UTF-16BE") + TEXT).encode("utf-16-be"),
    "UTF-16LE, mark": b"\xff\xfe" + (DECLARED.format("UTF-16") + TEXT).encode("utf-16-le"),
    "UTF-16LE, no mark": (DECLARED.format("UTF-16") + TEXT).encode("utf-16-le"),
    "utf8": (DECLARED.format("utf8") + TEXT).encode(),
    "UTF8 and mark": b"\xef\xbb\xbf" + (DECLARED.format("UTF8") + TEXT).encode(),
    "utf8 in single quotes": (DECLARED.format("utf8").replace('"', "'") + TEXT).encode(),
    "utf8, standalone": DECLARED.format("utf8").replace("?>", ' standalone="yes"?>').encode() + TEXT.encode(),
    "Utf-8": (DECLARED.format("Utf-8") + TEXT).encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(tmp_path: Path, name: str) -> None:
    book = read_workbook(saved(tmp_path, parts(more={SHEET: ENCODED[name]}) | parts(TEXT, more={SHEET: ENCODED[name]})))
    assert book.sheets["甲"].cells == {"A1": Cell("文", CellKind.TEXT)}


@pytest.mark.parametrize("encode", [lambda text: text.encode("utf-16-be"), lambda text: text.encode("utf-16-le")])
def test_every_part_in_utf_16(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    shared = parts(cells('<c r="A1" t="s"><v>0</v></c>'), more={"xl/sharedStrings.xml": strings("<t>文</t>")})
    made = {name: encode(DECLARED.format("UTF-16") + str(text)) for name, text in shared.items()}
    assert read_workbook(saved(tmp_path, made)).sheets["甲"].cells == {"A1": Cell("文", CellKind.TEXT)}


# parts that are there twice


@pytest.mark.parametrize(
    "name", ["docProps/thumbnail.jpeg", "xl/media/image1.png", "xl/theme/theme1.xml", "customXml/a"]
)
def test_two_parts_that_nothing_needs(tmp_path: Path, name: str) -> None:
    content = archive(parts(ONE, more={name: "a"}), twice={name.upper(): "b"})
    book = read_workbook(saved(tmp_path, content))
    assert (sound(book), repairs(book)) == (True, [f"压缩包里有两个 {name}，内容相同或者没有用到"])


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "_rels/.rels", "xl/styles.xml"])
def test_two_parts_with_the_same_content(tmp_path: Path, name: str) -> None:
    made = parts(ONE)
    book = read_workbook(saved(tmp_path, archive(made, twice={name: made[name]})))
    assert (sound(book), len(book.repairs)) == (True, 1)


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "_rels/.rels", "xl/styles.xml"])
def test_two_parts_with_different_content(tmp_path: Path, name: str) -> None:
    made = parts(ONE)
    content = archive(made, twice={name: f"{made[name]!s} "})
    assert refusal(saved(tmp_path, content)) == broken(f"部件 {name} 出现两次")


# what means two things

TWICE = {
    "two values": '<c r="B2"><v>1</v><v>2</v></c>',
    "two values, one blank": '<c r="B2"><v/><v>2</v></c>',
    "two formulas": '<c r="B2"><f>A1</f><f>A2</f><v>1</v></c>',
    "two inline texts": '<c r="B2" t="inlineStr"><is><t>a</t></is><is><t>b</t></is></c>',
}


@pytest.mark.parametrize("name", TWICE)
def test_a_cell_with_two_contents(tmp_path: Path, name: str) -> None:
    found = sheet(f'<row r="2">{TWICE[name]}</row>')
    assert refusal(saved(tmp_path, parts(found))) == broken("工作表“甲”的单元格 B2 里有两个内容")


def test_what_was_sound_needs_no_repair(tmp_path: Path) -> None:
    assert read_workbook(saved(tmp_path, parts(ONE))).repairs == ()
