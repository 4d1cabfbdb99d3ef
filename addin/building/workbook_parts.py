"""The parts of the add-in's workbook around its VBA project: sheets, properties, ribbon (ECMA-376)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONSHIPS: Final = f"{DOCUMENT}/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
MICROSOFT: Final = "http://schemas.microsoft.com/office"
OPENXML: Final = "application/vnd.openxmlformats"
CUSTOM_PROPERTIES: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of the format itself

WORKBOOK_TYPES: Final = {
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
RIBBON: Final = "customUI/customUI14.xml"
RIBBON_2006: Final = "customUI/customUI.xml"
PROPERTIES: Final = "docProps/custom.xml"
IDS: Final = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {IDS}/></cellStyleXfs><cellXfs count="1"><xf {IDS} xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def parts(
    suffix: str,
    *,
    sheet: str,
    rows: Sequence[Sequence[str]],
    properties: Mapping[str, str],
    title: str,
    ribbon: bytes,
    ribbon_2006: bytes,
    vba: bytes,
) -> dict[str, bytes]:
    """Every part by name. `suffix` is ``.xlam``, or ``.xlsm`` for programs that open no add-ins."""
    texts = {
        "[Content_Types].xml": _content_types(WORKBOOK_TYPES[suffix]),
        "_rels/.rels": _root_relationships(),
        "docProps/core.xml": _core(title),
        PROPERTIES: _custom(properties),
        "xl/workbook.xml": _workbook(sheet),
        "xl/_rels/workbook.xml.rels": _workbook_relationships(),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": _sheet("Sheet1", rows),
        "xl/worksheets/sheet2.xml": _sheet("Sheet2", ()),
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    binary = {RIBBON: ribbon, RIBBON_2006: ribbon_2006, "xl/vbaProject.bin": vba}
    return {name: (declaration + text).encode() for name, text in texts.items()} | binary


def archived(contents: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """`contents` as a ZIP file. What is to be the same everywhere is not deflated: zlib builds differ in the bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compresslevel=9) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0  # the same on every system
            info.compress_type = compression
            archive.writestr(info, data)
    return made.getvalue()


def _content_types(workbook: str) -> str:
    overrides = {
        "/xl/workbook.xml": workbook,
        "/xl/worksheets/sheet1.xml": f"{OPENXML}-officedocument.spreadsheetml.worksheet+xml",
        "/xl/worksheets/sheet2.xml": f"{OPENXML}-officedocument.spreadsheetml.worksheet+xml",
        "/xl/styles.xml": f"{OPENXML}-officedocument.spreadsheetml.styles+xml",
        "/docProps/core.xml": f"{OPENXML}-package.core-properties+xml",
        f"/{PROPERTIES}": f"{OPENXML}-officedocument.custom-properties+xml",
    }
    defaults = {
        "rels": f"{OPENXML}-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    body = "".join(f'<Default Extension="{one}" ContentType="{kind}"/>' for one, kind in defaults.items())
    body += "".join(f'<Override PartName="{one}" ContentType="{kind}"/>' for one, kind in overrides.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{body}</Types>'


def _relationships(*items: tuple[str, str]) -> str:
    body = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(items, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def _root_relationships() -> str:
    return _relationships(
        (f"{RELATIONSHIPS}/officeDocument", "xl/workbook.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{RELATIONSHIPS}/custom-properties", PROPERTIES),
        (f"{MICROSOFT}/2007/relationships/ui/extensibility", RIBBON),
        (f"{MICROSOFT}/2006/relationships/ui/extensibility", RIBBON_2006),
    )


def _workbook_relationships() -> str:
    return _relationships(
        (f"{RELATIONSHIPS}/worksheet", "worksheets/sheet1.xml"),
        (f"{RELATIONSHIPS}/styles", "styles.xml"),
        (f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        (f"{RELATIONSHIPS}/worksheet", "worksheets/sheet2.xml"),
    )


def _core(title: str) -> str:
    """The title that Excel's list of add-ins shows; no time stamps, so that builds are identical."""
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )


def _custom(properties: Mapping[str, str]) -> str:
    body = "".join(
        f'<property fmtid="{CUSTOM_PROPERTIES}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return f'<Properties xmlns="{DOCUMENT}/custom-properties" xmlns:vt="{TYPES}">{body}</Properties>'


def _workbook(sheet: str) -> str:
    """The sheet of settings is one that no dialog shows; a workbook needs another beside it that could be seen."""
    hidden, blank = f'name="{escape(sheet)}" sheetId="1" state="veryHidden" r:id="rId1"', 'name="gouji" sheetId="2"'
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="hidden" firstSheet="1" activeTab="1"/></bookViews>'
        f'<sheets><sheet {hidden}/><sheet {blank} r:id="rId4"/></sheets></workbook>'
    )


def _sheet(code_name: str, rows: Sequence[Sequence[str]]) -> str:
    body = "".join(f'<row r="{number}">{_cells(number, row)}</row>' for number, row in enumerate(rows, start=1))
    return f'<worksheet xmlns="{MAIN}"><sheetPr codeName="{code_name}"/><sheetData>{body}</sheetData></worksheet>'


def _cells(number: int, row: Sequence[str]) -> str:
    return "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        for column, value in zip("AB", row, strict=True)
        if value
    )
