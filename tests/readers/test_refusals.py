"""Whatever is no sound workbook is refused in one line that says what it is and what to do."""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from tests.readers.parts import archive, cells, parts, relations, saved, sheet, strings
from validator.readers import UnreadableWorkbook, kinds, read_workbook

ONE = cells('<c r="A1"><v>1</v></c>')
AGAIN = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再校验；打不开时请重新取得原文件。"
INCOMPLETE = "文件不完整，多半是下载或拷贝中断。请重新取得原文件后再校验。"


def refusal(path: Path) -> str:
    """The one line with which a file is refused, without its name."""
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path)
    name, cause = str(caught.value).split("：", 1)
    assert name == path.name[:120]
    assert "\n" not in cause
    return cause


def broken(what: str) -> str:
    return f"文件已损坏：{what}。{AGAIN}"


def ole(*streams: str) -> bytes:
    """A compound file header with a directory that lists these streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return kinds.OLE.ljust(512, b"\0") + entries


def zipped(**found: str) -> bytes:
    return archive({name.replace("__", "/"): text for name, text in found.items()})


ODS = archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
DOCX = archive({"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": "<w/>"})
XLSB = archive({"_rels/.rels": relations(("officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"\x83\1"})

KINDS: dict[str, tuple[bytes, str]] = {
    "空.xlsx": (b"", "是空文件（0 字节）。请重新导出或重新取得原文件后再校验。"),
    "零.xlsx": (bytes(9000), "内容全为零，多半是下载或同步没有完成。请重新取得原文件后再校验。"),
    "旧.xls": (
        ole("Workbook"),
        "是旧版 Excel 或 WPS 表格文件（.xls、.et）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。",
    ),
    "更旧.xls": (b"\x09\x04\x06\x00\x00\x00\x10\x00", kinds.OLD_EXCEL),
    "九五.xls": (ole("Book"), kinds.OLD_EXCEL),
    "密.xlsx": (
        ole("EncryptionInfo", "EncryptedPackage"),
        "设有打开密码（已加密）。请用 Excel 或 WPS 打开，去掉打开密码后另存，再校验。",
    ),
    "旧.doc": (ole("WordDocument"), "是旧版 Word 文档（.doc），不是工作簿。请提交填好的 .xlsx 模板。"),
    "旧.ppt": (ole("PowerPoint Document"), kinds.OLD_POWERPOINT),
    "别的.xlsx": (ole("Contents"), kinds.OLD_OTHER),
    "说到.doc": (ole("Contents") + b"12" + "Workbook\0".encode("utf-16-le"), kinds.OLD_OTHER),
    "一.pdf": (b"%PDF-1.7\n", "是 PDF 文件，不是工作簿。请提交填好的 .xlsx 模板。"),
    "一.png": (b"\x89PNG\r\n\x1a\n", kinds.PICTURE),
    "一.rar": (b"Rar!\x1a\7\1\0", "是压缩包，不是工作簿。请先解压，再校验其中的 .xlsx 文件。"),
    "一.rtf": (b"{\\rtf1 ", kinds.RTF),
    "表.csv": (
        "项目,自然人\r\n本年新收,52\r\n".encode("gb18030"),
        "是文本或 CSV 文件，不是工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。",
    ),
    "表二.csv": ("\ufeff项目,自然人\n".encode(), kinds.TEXT),
    "表三.txt": (("项目\t自然人\n" * 900).encode("utf-16"), kinds.TEXT),
    "网页.xlsx": (
        b"<html><body><table><tr><td>1</td></tr></table>",
        "是网页（.html），不是工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。",
    ),
    "网页二.xls": (b'\xef\xbb\xbf\r\n<?xml version="1.0"?>\n<!DOCTYPE html>', kinds.HTML),
    "网页三.xls": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", kinds.MHTML),
    "表.xml": (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>', kinds.XML_TABLE),
    "表.fods": (
        b'<?xml version="1.0"?>\n<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
        kinds.FODS,
    ),
    "别.xml": (b'<?xml version="1.0"?><report/>', kinds.XML_OTHER),
    "乱.xlsx": (bytes(range(256)) * 3, "不是 Excel 工作簿，也认不出是什么文件。请提交填好的 .xlsx 模板。"),
    "表.ods": (ODS, "是 OpenDocument 表格（.ods）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。"),
    "文.odt": (ODT, kinds.ODF_OTHER),
    "改名.xlsx": (DOCX, "是 Word 文档（.docx），不是工作簿。请提交填好的 .xlsx 模板。"),
    "文.docx": (zipped(word__document_xml="<w/>").replace(b"document_xml", b"document.xml"), kinds.DOCX),
    "表.xlsb": (XLSB, "是二进制工作簿（.xlsb）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。"),
    "表.numbers": (archive({"Index/Document.iwa": "x"}), kinds.NUMBERS),
    "文.ofd": (archive({"OFD.xml": "<x/>"}), kinds.OFD),
    "一批.zip": (archive({"一.xlsx": b"PK"}), kinds.ARCHIVE),
    "空.zip": (archive({}), "是空的压缩包。请重新取得原文件后再校验。"),
    "~$报告.xlsx": (
        b"\5Zhang".ljust(165),
        "是 Excel 打开文件时的临时锁文件，不含报告。请关闭 Excel，并选择不带 ~$ 的原文件。",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_workbook(tmp_path: Path, name: str) -> None:
    content, line = KINDS[name]
    assert refusal(saved(tmp_path, content, name)) == line


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    assert refusal(tmp_path / "无.xlsx") == "找不到这个文件。请检查路径和文件名。"
    assert refusal(saved(tmp_path, b"") / "无.xlsx") == "找不到这个文件。请检查路径和文件名。"
    assert refusal(tmp_path) == "是文件夹，不是工作簿。请指定其中的 .xlsx 文件。"
    assert refusal(tmp_path / ("长" * 999)) == kinds.NO_ACCESS
    with pytest.raises(UnreadableWorkbook, match=r"^a b：读不了这个文件"):
        read_workbook("a\0b")


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    assert refusal(tmp_path / "管道") == "不是普通文件。请指定一个 .xlsx 文件。"
    assert refusal(Path("/dev/null")) == "不是普通文件。请指定一个 .xlsx 文件。"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is denied to this user")
def test_no_permission(tmp_path: Path) -> None:
    path = saved(tmp_path, parts(ONE))
    path.chmod(0)
    assert refusal(path) == kinds.DENIED


def test_name_of_the_file_stays_on_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(tmp_path / "a\nb\udc80\u202e一　二.xlsx")
    assert str(caught.value) == "a b\\udc80�一　二.xlsx：找不到这个文件。请检查路径和文件名。"


WHOLE = archive(parts(ONE))


@pytest.mark.parametrize("left", [4, 30, 100, len(WHOLE) // 2, len(WHOLE) - 40, len(WHOLE) - 1])
def test_truncated(tmp_path: Path, left: int) -> None:
    assert refusal(saved(tmp_path, WHOLE[:left])) == INCOMPLETE


def test_bytes_lost_in_the_middle(tmp_path: Path) -> None:
    middle = len(WHOLE) // 2
    assert refusal(saved(tmp_path, WHOLE[: middle - 9] + WHOLE[middle:])) == broken("压缩包目录的位置不对")


def test_bytes_around_the_archive_do_not_matter(tmp_path: Path) -> None:
    for content in (b"\r\n" + WHOLE, b"\xef\xbb\xbf" + WHOLE, WHOLE + b"\r\n<!-- served -->"):
        assert read_workbook(saved(tmp_path, content)).sheets["甲"].cells["A1"].value == 1


def test_stored_parts(tmp_path: Path) -> None:
    content = archive(parts(ONE), method=zipfile.ZIP_STORED)
    assert read_workbook(saved(tmp_path, content)).sheets["甲"].cells["A1"].value == 1
    changed = content.replace(b"<v>1</v>", b"<v>2</v>")
    assert refusal(saved(tmp_path, changed)) == broken("部件 xl/worksheets/sheet1.xml 的校验码不符")


def patched(name: str, field: int, form: str, value: int) -> bytes:
    """The sound archive with one field of one entry of its directory changed."""
    content = bytearray(WHOLE)
    struct.pack_into(f"<{form}", content, WHOLE.rindex(name.encode()) - 46 + field, value)
    return bytes(content)


SHEET = "xl/worksheets/sheet1.xml"
PATCHES = {
    "encrypted": (patched(SHEET, 8, "H", 1), "压缩包设有密码。请去掉密码后再校验。"),
    "other method": (patched(SHEET, 10, "H", 12), broken(f"部件 {SHEET} 的压缩方式 12 不受支持")),
    "CRC": (patched(SHEET, 16, "I", 7), broken(f"部件 {SHEET} 的校验码不符")),
    "larger than stated": (patched(SHEET, 24, "I", 20), broken(f"部件 {SHEET} 的校验码不符")),
    "smaller than stated": (patched(SHEET, 24, "I", 2000), broken(f"部件 {SHEET} 的校验码不符")),
    "cut short": (patched(SHEET, 20, "I", 9), broken(f"部件 {SHEET} 的校验码不符")),
    "past the end": (patched(SHEET, 20, "I", 1 << 30), INCOMPLETE),
    "at no header": (patched(SHEET, 42, "I", 3), broken(f"部件 {SHEET} 的文件头不对")),
    "at another part": (patched(SHEET, 42, "I", 0), broken(f"部件 {SHEET} 的文件头不对")),
    "zip64 without its field": (patched(SHEET, 42, "I", 0xFFFFFFFF), broken(f"部件 {SHEET} 的文件头不对")),
    "no entry": (patched(SHEET, 0, "I", 0), broken("压缩包目录有误")),
    "name longer than it is": (patched(SHEET, 28, "H", 400), broken("压缩包目录有误")),
}


@pytest.mark.parametrize("name", PATCHES)
def test_damaged_directory(tmp_path: Path, name: str) -> None:
    content, line = PATCHES[name]
    assert refusal(saved(tmp_path, content)) == line


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    other = cells('<c r="A1"><v>2</v></c>')
    for name in (SHEET, SHEET.upper(), SHEET.replace("/", "\\")):
        content = archive(parts(ONE), twice={name.replace("\\", "_"): other})
        content = content.replace(name.replace("\\", "_").encode(), name.encode()) if "\\" in name else content
        shown = name.replace("\\", "/")
        assert refusal(saved(tmp_path, content)) == broken(f"部件 {shown} 出现两次")


@pytest.mark.parametrize("name", ["../a.xml", "xl/../../a.xml", "C:/a.xml", "xl\\..\\..\\a.xml"])
def test_part_outside_the_archive(tmp_path: Path, name: str) -> None:
    shown = name.replace("\\", "/")
    assert refusal(saved(tmp_path, archive(parts(ONE, more={name: "x"})))) == broken(f"部件名 {shown} 指向压缩包之外")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
EVERYWHERE: dict[str, str | bytes] = {
    "xl/workbook.xml": parts(ONE)["xl/workbook.xml"],
    "xl/_rels/workbook.xml.rels": parts(ONE)["xl/_rels/workbook.xml.rels"],
    "xl/styles.xml": parts(ONE)["xl/styles.xml"],
    "xl/sharedStrings.xml": strings("<t>&b;</t>"),
    SHEET: cells('<c r="A1" t="str"><v>&a;</v></c>'),
    "_rels/.rels": parts(ONE)["_rels/.rels"],
}


@pytest.mark.parametrize("part", EVERYWHERE)
@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, REMOTE], ids=["bomb", "file", "remote"])
def test_document_types_are_refused(tmp_path: Path, part: str, declared: str) -> None:
    made = parts(ONE, more={part: declared + str(EVERYWHERE[part])})
    assert refusal(saved(tmp_path, made)) == (
        f"部件 {part} 含有文档类型声明（DTD），可能是恶意文件。请不要打开它，向提交单位核实后重新取得文件。"
    )


XML: dict[str, tuple[str, str | bytes, str]] = {
    "cut short": (SHEET, ONE[:-9], f"部件 {SHEET} 第 1 行不是合规的 XML"),
    "third line": (SHEET, ONE.replace("<sheetData>", "<sheetData>\n\n<a>"), f"部件 {SHEET} 第 3 行不是合规的 XML"),
    "empty": (SHEET, "", f"部件 {SHEET} 第 1 行不是合规的 XML"),
    "other root": (SHEET, strings(), f"部件 {SHEET} 的根元素不对"),
    "other namespace": (SHEET, sheet("", space="urn:x"), f"部件 {SHEET} 的根元素不对"),
    "encoding": (SHEET, f'<?xml version="1.0" encoding="GBK"?>{ONE}', f"部件 {SHEET} 的编码 GBK 不受支持"),
    "bad UTF-8": (SHEET, ONE.encode().replace(b">1<", b">\xff<"), f"部件 {SHEET} 第 1 行不是合规的 XML"),
    "illegal character": (SHEET, ONE.replace(">1<", ">\1<"), f"部件 {SHEET} 第 1 行不是合规的 XML"),
    "illegal reference": (SHEET, ONE.replace(">1<", ">&#xD800;<"), f"部件 {SHEET} 第 1 行不是合规的 XML"),
    "same cell twice": (SHEET, cells('<c r="A1"><v>1</v></c>' * 2), "工作表“甲”的单元格 A1 出现两次"),
    "row past the last": (SHEET, sheet('<row r="1048577"/>'), "工作表“甲”里有不存在的行 1048577"),
    "columns": (
        SHEET,
        sheet("", before='<cols><col min="x" max="2" hidden="1"/></cols>'),
        f"部件 {SHEET} 的列设置有误",
    ),
    "merged": (
        SHEET,
        sheet("", after='<mergeCells><mergeCell ref="A1:XFE2"/></mergeCells>'),
        f"部件 {SHEET} 里有不存在的合并区域 A1:XFE2",
    ),
    "lost text": (SHEET, cells('<c r="B2" t="s"><v>7</v></c>'), "工作表“甲”的单元格 B2 指向不存在的共享文字 7"),
    "negative text": (SHEET, cells('<c r="B2" t="s"><v>-1</v></c>'), "工作表“甲”的单元格 B2 指向不存在的共享文字 -1"),
    "lost sheet": ("xl/_rels/workbook.xml.rels", relations(), "工作表“甲”没有内容"),
    "sheet elsewhere": ("xl/_rels/workbook.xml.rels", relations(("worksheet", "a.xml")), "缺少部件 xl/a.xml"),
    "no sheets": ("xl/workbook.xml", str(parts()["xl/workbook.xml"]), "工作簿里没有工作表"),
    "ids twice": (
        "xl/_rels/workbook.xml.rels",
        relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")).replace("rId2", "rId1"),
        "两个部件关系的编号相同",
    ),
    "no workbook": ("_rels/.rels", relations(("officeDocument", "xl/book.xml")), "缺少部件 xl/book.xml"),
}


@pytest.mark.parametrize("name", XML)
def test_damaged_parts(tmp_path: Path, name: str) -> None:
    part, content, line = XML[name]
    assert refusal(saved(tmp_path, parts(ONE, more={part: content}))) == broken(line)


@pytest.mark.parametrize("change", [("乙", "甲"), ("rId2", "rId1")], ids=["one name", "one part"])
def test_sheet_listed_twice(tmp_path: Path, change: tuple[str, str]) -> None:
    made = parts(ONE, ONE)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace(*change)
    name = "甲" if change[0] == "乙" else "乙"
    assert refusal(saved(tmp_path, made)) == broken(f"工作表“{name}”出现两次")


def test_long_and_hostile_names_stay_one_line(tmp_path: Path) -> None:
    made = parts(ONE)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("甲", "一&#10;" * 5000).replace("rId1", "x")
    line = refusal(saved(tmp_path, made))
    assert len(line) < 400
    assert line.startswith("文件已损坏：工作表“一 一 ")
