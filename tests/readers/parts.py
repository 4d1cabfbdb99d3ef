"""Workbooks made part by part, so that a test can write what no library would."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Parts = Mapping[str, str | bytes]

TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
 <Default Extension="xml" ContentType="application/xml"/></Types>"""
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="5">
 <numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
 <numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="h:mm AM/PM"/>
 <numFmt numFmtId="167" formatCode="0.00&quot;days&quot;;[Red]-0"/>
 <numFmt numFmtId="168" formatCode="aaaa;@"/></numFmts>
 <cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
 <xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>"""
"""Formats by index: 0 general, 1 built-in date, 2 Chinese date, 3 elapsed, 4 time of day, 5 number, 6 weekday."""


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part: id ``rId1``, ``rId2`` ... for each (type's last word, target)."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def sheet(rows: str, *, before: str = "", after: str = "", space: str = MAIN) -> str:
    """A worksheet part with these rows, as XML, and what stands before and after them."""
    return f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def cells(*found: str) -> str:
    """A worksheet part with these ``<c>`` in its first row."""
    return sheet(f'<row r="1">{"".join(found)}</row>')


def strings(*items: str) -> str:
    """A shared string table of these ``<si>`` contents."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def parts(*sheets: str, workbook: str = "", more: Parts | None = None, space: str = MAIN) -> dict[str, str | bytes]:
    """All parts of a workbook whose sheets are 甲, 乙, 丙; `workbook` goes after its ``<sheets>``."""
    names = "甲乙丙丁"[: len(sheets)]
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    links = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    links += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    root = f'<workbook xmlns="{space}" xmlns:r="{OFFICE}">'
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{root}<sheets>{listed}</sheets>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": strings(),
    }
    found |= {f"xl/worksheets/sheet{at}.xml": text for at, text in enumerate(sheets, 1)}
    return found | dict(more or {})


def archive(found: Parts, *, twice: Parts | None = None, method: int = zipfile.ZIP_DEFLATED, level: int = -1) -> bytes:
    """The parts as a zip archive; those of `twice` are written once more at its end."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a duplicate name
        for name, content in (*found.items(), *(twice or {}).items()):
            out.writestr(zipfile.ZipInfo(name), content, method, compresslevel=level)
    return memory.getvalue()


def saved(folder: Path, content: bytes | Parts, name: str = "报告.xlsx") -> Path:
    """`content`, packed when it is parts, as a file in `folder`."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else archive(content))
    return path
