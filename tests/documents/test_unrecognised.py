"""What is told of a document that holds no table of the form, or that nobody can read: of its kind, in its words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

import jsonschema
import pytest

from tests.command import Gouji
from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.test_copied import SCHEMA
from tests.documents.test_odt import odt
from tests.documents.written import FORMATS, W, as_html, zipped
from tests.readers.test_refusals import ole
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.model.filing import WORKBOOK

FORM = FORMS.form("2021")
NO_TABLE = "没有认出年度报告的任何一张表（表二、表三、表四），请提交含有这些表的公布文本，或者用模板填写的工作簿"
NOTHING = zipped(f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>')


def held(**files: bytes) -> bytes:
    """A zip archive with these files in it, ``__`` for a slash."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return into.getvalue()


LOCKED_ODT = held(mimetype=b"application/vnd.oasis.opendocument.text", **{"encrypted-package": b"x"})


@pytest.mark.parametrize(
    ("name", "content", "source"),
    [
        ("别的.html", "<html><body><p>通知</p></body></html>".encode(), "html"),
        ("别的.htm", "<p>政府信息公开</p><table><tr><td>1</td><td>2</td></tr></table>".encode(), "html"),
        ("别的.docx", NOTHING, "docx"),
        ("别的.odt", odt("<text:p>通知</text:p>"), "odt"),
        ("别的.txt", "今天开会。\n".encode(), "text"),
        ("别的.txt", "政府信息公开工作要点\n".encode("gb18030"), "text"),
        ("别的.MD", "# 通知\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n".encode(), "text"),
    ],
)
def test_a_document_without_a_table(tmp_path: Path, gouji: Gouji, name: str, content: bytes, source: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    data = gouji("check", path, "--format", "json").data
    jsonschema.validate(data, SCHEMA)
    (file,) = data["files"]
    assert (file["status"], file["source"], file["error"]) == ("unreadable", source, f"{name}：{NO_TABLE}")
    (file,) = gouji("check", path, "--format", "json", "--lang", "en").data["files"]
    assert file["error"] == (
        f"{name}: none of the report's tables (表二, 表三, 表四) was recognised. Hand in the published text with these "
        "tables, or a workbook made from the template"
    )


@pytest.mark.parametrize(
    ("name", "content", "source", "words"),
    [
        ("坏了.docx", NOTHING[: len(NOTHING) // 2], "docx", "文件不完整"),
        ("坏了.docx", zipped("<w:document"), "docx", "Word 文档的内容已损坏"),
        ("坏了.odt", odt("<text:p>"), "odt", "OpenDocument 文档的内容已损坏"),
        ("坏了.odt", odt("", manifest="<manifest:encryption-data/>"), "odt", "设有打开密码"),
        ("坏了.pdf", b"%PDF-1.7\n", "pdf", "PDF"),
        ("坏了.html", b"<html>" + b"<div>" * 10_000, "html", "网页嵌套太深"),
        ("表.csv", b"a,b\n1,2\n", WORKBOOK, "文本或 CSV 文件"),
        ("表.ods", odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), WORKBOOK, "OpenDocument 表格"),
        ("坏了.xlsx", held(xl__workbook_xml=b"<a"), WORKBOOK, ""),
        ("没有.xlsx", b"", WORKBOOK, "空文件"),
        ("旧的.doc", ole("WordDocument"), "docx", "是旧版 Word 文档（.doc、.wps）。请用 Word 或 WPS 打开，另存为"),
        ("改名.docx", ole("WordDocument"), "docx", "是旧版 Word 文档"),
        ("旧的.wps", ole("WordDocument"), "docx", "是旧版 Word 文档"),
        ("密.docx", ole("EncryptionInfo", "EncryptedPackage"), "docx", "请用 Word 或 WPS 打开，去掉打开密码后另存"),
        ("密.xlsx", ole("EncryptionInfo", "EncryptedPackage"), WORKBOOK, "请用 Excel 或 WPS 打开，去掉打开密码后另存"),
        ("富.doc", b"{\\rtf1 ", "docx", "是 RTF 文档。请用 Word 或 WPS 打开，另存为 Word 文档"),
        ("密.odt", LOCKED_ODT, "odt", "设有打开密码"),
    ],
)
def test_what_cannot_be_read_is_of_its_kind(
    tmp_path: Path, gouji: Gouji, name: str, content: bytes, source: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (file,) = gouji("check", path, "--format", "json").data["files"]
    assert (file["status"], file["source"]) == ("unreadable", source)
    assert words in file["error"]


BEGINNINGS = (
    *("h1", "h2", "span", "center", "article", "section", "font", "strong", "a", "link", "script", "base", "form"),
    *("br", "main", "header", "img", "ul", "pre", "style", "p", "div"),
)


@pytest.mark.parametrize("tag", BEGINNINGS)
@pytest.mark.parametrize("whole", [True, False])
def test_a_page_or_a_part_of_one_whatever_it_begins_with(tag: str, *, whole: bool) -> None:
    doc = report(FORM, figures_of(FORM, Random(0), small=True))  # noqa: S311  no secret
    page = as_html(doc, Random(0)).decode()  # noqa: S311  no secret
    page = page if whole else page.partition("<body>")[2].partition("</body>")[0]
    begun = f'<{tag} class="x">' if tag in {"br", "link", "base", "img"} else f"<{tag} class='x'></{tag}>"
    found = filing_of_content(f"{begun}\n{page}".encode(), "a", FORMS)
    assert (found.source, found.organ, found.unplaced) == ("html", "青禾市云溪区人民政府", ())


def test_markdown_that_begins_with_an_element_is_no_page() -> None:
    doc = report(FORM, figures_of(FORM, Random(0), small=True))  # noqa: S311  no secret
    text = FORMATS["markdown"](doc, Random(0))  # noqa: S311  no secret
    found = filing_of_content(b"<br>\n\n" + text, "a", FORMS)
    assert (found.source, found.unplaced) == ("text", ())
