"""The parts of a workbook, changed as a program or somebody with an editor would: through no reader that is tested."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

Parts = dict[str, bytes]
STYLES, TYPES, OUTLINE, LINKS = "xl/styles.xml", "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XF = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
ADDRESS = re.compile(r"([A-Z]+)([0-9]+)\Z")


def unpacked(data: bytes) -> Parts:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The workbook of some parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def put(parts: Parts, name: str, old: str, new: str) -> None:
    """The first `old` of a part replaced, which must be there."""
    text = parts[name].decode()
    assert old in text, (name, old)
    parts[name] = text.replace(old, new, 1).encode()


def sheet_part(parts: Parts, name: str) -> str:
    """The part of the sheet of that name."""
    outline, links = parts[OUTLINE].decode(), parts[LINKS].decode()
    relation = re.search(rf'<sheet name="{re.escape(name)}"[^>]*r:id="(\w+)"', outline)
    assert relation, name
    target = re.search(rf'<Relationship [^>]*Id="{relation[1]}"[^>]*>', links)
    assert target, relation[1]
    found = re.search(r'Target="/?(?:xl/)?([^"]+)"', target[0])
    assert found, target[0]
    return f"xl/{found[1]}"


def cell(parts: Parts, part: str, at: str) -> re.Match[str]:
    """The cell as written: start and index of its format."""
    found = re.search(rf'<c r="{at}"(?: s="(\d+)")?', parts[part].decode())
    assert found, at
    return found


def stored(parts: Parts, part: str, at: str, value: float) -> None:
    """A stored number, or stored result, replaced."""
    text = parts[part].decode()
    changed, count = re.subn(rf'(<c r="{at}"[^>]*>(?:<f>[^<]*</f>)?<v>)[^<]*(</v>)', rf"\g<1>{value}\g<2>", text)
    assert count == 1, at
    parts[part] = changed.encode()


def value_of(parts: Parts, part: str, at: str) -> float | None:
    """The number that is stored, None where there is none."""
    found = re.search(rf'<c r="{at}"[^>]*>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', parts[part].decode())
    return float(found[1]) if found else None


def restyled(parts: Parts, part: str, at: str, **look: str) -> None:
    """A format of its own for one cell: ``code``, ``font`` and ``fill`` (as XML), ``alignment``."""
    styles = parts[STYLES].decode()
    xfs = re.search(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', styles, re.DOTALL)
    assert xfs
    every = XF.findall(xfs[2])
    mine = every[int(cell(parts, part, at)[1] or 0)]
    if "code" in look:
        number = 700 + len(every)
        code = look["code"].replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        one = f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        styles = re.sub(r'<numFmts count="\d+">', lambda found: found[0] + one, styles, count=1)
        if one not in styles:
            styles = re.sub(
                r"(<styleSheet[^>]*>)", lambda found: f'{found[1]}<numFmts count="1">{one}</numFmts>', styles, count=1
            )
        mine = re.sub(r'numFmtId="\d+"', f'numFmtId="{number}"', mine, count=1)
    for kind in ("font", "fill"):
        if kind in look:
            known = re.search(rf'<{kind}s count="(\d+)"[^>]*>(.*?)</{kind}s>', styles, re.DOTALL)
            assert known
            number = len(re.findall(rf"<{kind}>|<{kind}/>", known[2]))
            added = f"{look[kind]}</{kind}s>"
            styles = styles.replace(f"</{kind}s>", added, 1)
            mine = re.sub(rf'{kind}Id="\d+"', f'{kind}Id="{number}"', mine, count=1)
    if "alignment" in look:
        mine = re.sub(r"<alignment[^>]*/>", f'<alignment horizontal="{look["alignment"]}"/>', mine)
        assert look["alignment"] in mine
    styles = styles.replace("</cellXfs>", f"{mine}</cellXfs>", 1)
    parts[STYLES] = styles.encode()
    written = cell(parts, part, at)
    put(parts, part, written[0], f'<c r="{at}" s="{len(every)}"')


def changed_by(parts: Parts, part: str, at: str, dxf: str, rule: str) -> None:
    """A conditional format of a cell; ``{dxf}`` in `rule` is the index of its changes."""
    styles = parts[STYLES].decode()
    known = re.search(r'<dxfs count="\d+">(.*?)</dxfs>', styles, re.DOTALL)
    number = len(re.findall(r"<dxf>|<dxf/>", known[1])) if known else 0
    if known:
        styles = styles.replace("</dxfs>", f"{dxf}</dxfs>", 1)
    else:
        styles = re.sub(r'<dxfs count="0"\s*/>', f'<dxfs count="1">{dxf}</dxfs>', styles, count=1)
    parts[STYLES] = styles.encode()
    one = f'<conditionalFormatting sqref="{at}">{rule.replace("{dxf}", str(number))}</conditionalFormatting>'
    text = parts[part].decode()
    before = next(tag for tag in ("<conditionalFormatting", "<dataValidations", "<pageMargins") if tag in text)
    put(parts, part, before, f"{one}{before}")


def merged(parts: Parts, part: str, area: str) -> None:
    """One merge more; what it covers stays."""
    put(parts, part, "</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>')


def low_row(parts: Parts, part: str, row: int, given: str) -> None:
    """A row with other attributes: ``hidden="1"``, ``ht="0" customHeight="1"``."""
    text = parts[part].decode()
    parts[part] = re.sub(rf'<row r="{row}"[^>]*?(/?)>', rf'<row r="{row}" {given}\g<1>>', text, count=1).encode()


def narrow_column(parts: Parts, part: str, number: int, given: str) -> None:
    """The columns' list made anew, with one that has other attributes."""
    text = parts[part].decode()
    every = [
        (int(found[1]), int(found[2]), found[3])
        for found in re.finditer(r'<col min="(\d+)" max="(\d+)"([^>]*)/>', text)
    ]
    cols = [
        f'<col min="{one}" max="{one}"{rest if one != number else " " + given}/>'
        for first, last, rest in every
        for one in range(first, last + 1)
    ]
    parts[part] = re.sub(r"<cols>.*?</cols>", f"<cols>{''.join(cols)}</cols>", text, count=1).encode()


def related(parts: Parts, part: str, kind: str, target: str) -> None:
    folder, name = part.rsplit("/", 1)
    links = f"{folder}/_rels/{name}.rels"
    one = f'<Relationship Id="rIdMore" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts.setdefault(links, empty.encode())
    put(parts, links, "</Relationships>", one)


def drawn(parts: Parts, part: str, anchor: str) -> None:
    """A drawing with one anchor."""
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    parts["xl/drawings/drawing77.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">{anchor}</xdr:wsDr>'
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    put(parts, TYPES, "</Types>", f'<Override PartName="/xl/drawings/drawing77.xml" ContentType="{kind}"/></Types>')
    related(parts, part, "drawing", "../drawings/drawing77.xml")
    text = parts[part].decode()
    end = next(tag for tag in ("<legacyDrawing", "<tableParts", "<extLst", "</worksheet>") if tag in text)
    put(parts, part, end, f'<drawing xmlns:r="{OFFICE}" r:id="rIdMore"/>{end}')


def edges(at: str, *, wide: int = 1, high: int = 1) -> tuple[str, str]:
    """``<xdr:from>`` and ``<xdr:to>`` around a cell."""
    column, row = place(at)

    def edge(name: str, column: int, row: int) -> str:
        return (
            f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
            f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        )

    return edge("from", column - 1, row - 1), edge("to", column - 1 + wide, row - 1 + high)


def place(at: str) -> tuple[int, int]:
    """Column and row of an address, from 1."""
    match = ADDRESS.match(at)
    assert match
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def box(text: str, *, filled: str = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>') -> str:
    said = f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>" if text else ""
    return (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="T"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        f'<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filled}</xdr:spPr>{said}</xdr:sp><xdr:clientData/>'
    )


def decoy(parts: Parts, sheet: str, at: str, state: str, shown: float) -> None:
    """The names lead to a hidden copy of the sheet; what is seen has another figure."""
    part, copy = sheet_part(parts, sheet), "xl/worksheets/sheet77.xml"
    parts[copy] = parts[part]
    stored(parts, part, at, shown)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    put(parts, TYPES, "</Types>", f'<Override PartName="/{copy}" ContentType="{kind}"/></Types>')
    link = f'<Relationship Id="rId777" Type="{OFFICE}/worksheet" Target="worksheets/sheet77.xml"/></Relationships>'
    put(parts, LINKS, "</Relationships>", link)
    outline = parts[OUTLINE].decode()
    entry = f'<sheet name="{sheet}（定稿）" sheetId="77" r:id="rId777" state="{state}"/></sheets>'
    outline = outline.replace("</sheets>", entry, 1)
    names = re.compile(r"(<definedName name=\"[^\"_][^\"]*\">)'" + re.escape(sheet) + r"'!")
    parts[OUTLINE] = names.sub(rf"\g<1>'{sheet}（定稿）'!", outline).encode()
