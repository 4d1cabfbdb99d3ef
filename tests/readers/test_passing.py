"""What Excel writes anew whenever it saves is passed over, and nothing else is."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from tests import books
from validator.readers.files import workbook_in
from validator.readers.limits import Unsure
from validator.readers.xlsx import sheet_scan, workbook_xml
from validator.readers.xlsx.passing import without_passing

UID = "00000000-0001-0000-0000-0000000000{:02}"


def saved_by_excel(content: bytes, turn: int) -> bytes:
    """The workbook with what Excel would put into it when somebody saves it for that time."""
    source, saved = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as into:
        for entry in source.infolist():
            text = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text = _sheet(text.decode(), turn).encode()
            elif entry.filename == "xl/workbook.xml":
                text = _workbook(text.decode(), turn).encode()
            into.writestr(entry.filename, text)
    return saved.getvalue()


def _sheet(text: str, turn: int) -> str:
    names = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
    text = text.replace("<worksheet ", f'<worksheet {names} xr:uid="{{{UID.format(turn)}}}" ', 1)
    text = re.sub(r'activeCell="[A-Z0-9]+" sqref="[A-Z0-9]+"', f'activeCell="D{turn}" sqref="D{turn}:E9"', text)
    text = re.sub(r'topLeftCell="[A-Z0-9]+"', f'topLeftCell="D{turn}"', text)
    return text.replace("<dataValidation ", f'<dataValidation xr:uid="{{{UID.format(turn + 50)}}}" ')


def _workbook(text: str, turn: int) -> str:
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    office = "http://schemas.microsoft.com/office/spreadsheetml"
    before = (
        f'<mc:AlternateContent xmlns:mc="{markup}"><mc:Choice Requires="x15"><x15ac:absPath url="C:\\甲{turn}\\" '
        f'xmlns:x15ac="{office}/2010/11/ac"/></mc:Choice></mc:AlternateContent><xr:revisionPtr xmlns:xr="{office}/x" '
        f'revIDLastSave="{turn}" documentId="13_ncr:1_{{{UID.format(turn)}}}"/>'
    )
    text = re.sub(r"<workbookView [^>]*/>", f'<workbookView xWindow="-{turn}" activeTab="{turn % 7}"/>', text)
    return text.replace("<bookViews>", f"{before}<bookViews>")


def test_files_that_excel_saved_are_known_by_all_but_that(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = workbook_in(books.book("clean"), "x")
    for _ in range(2):  # a layout is kept of what is there again
        assert workbook_in(saved_by_excel(books.book("clean"), 1), "x") == plain

    def unexpected(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(sheet_scan, "_scanned", unexpected)
        patched.setattr(workbook_xml, "walk", unexpected)
        assert workbook_in(saved_by_excel(books.book("clean"), 2), "x") == plain
    with monkeypatch.context() as patched:
        patched.setattr(sheet_scan, "scan_sheet", unexpected)
        patched.setattr("validator.readers.xlsx.book.scan_sheet", lambda *_: (_ for _ in ()).throw(Unsure))
        assert workbook_in(saved_by_excel(books.book("clean"), 3), "x") == plain


@pytest.mark.parametrize(
    "text",
    [
        '<sheetView showZeros="0" tabSelected="1"/>',
        '<conditionalFormatting sqref="D8:E9"/><dataValidation sqref="A1"/>',
        '<selection sqref="A1" sqref="A2"/>',
        '<selection activeCell="A1" x="&lt;"/>',
        '<a xr:uid="x&amp;y"/>',
        '<pane topLeftCell="a1"/>',
        '<definedName name="_xlnm.Print_Area">甲!$A$1</definedName>',
        '<a:absPath url="C:\\&amp;"/>',
    ],
)
def test_what_matters_or_is_not_as_excel_writes_it_stays(text: str) -> None:
    assert without_passing(text.encode()) == text.encode()


def test_an_attribute_twice_stays_twice() -> None:
    assert without_passing(b'<pane xr:uid="{1}" xr:uid="{2}"/>') == b'<pane xr:uid="" xr:uid=""/>'


def test_only_tags_that_have_it_are_looked_at() -> None:
    for text in (
        b'<formula>N( xr:uid="gouji:1")</formula>',
        b"<pane x=' calcId=\"1\"'/>",
        b"<sheet name=' calcId=\"1\"'/>",
        b'<x15ac:absPath url="C:\xff"/>',
        b'<x15ac:absPath url="C:\0"/>',
    ):
        assert without_passing(text) == text
