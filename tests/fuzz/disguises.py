"""Workbooks of which something else is seen than is stored, and the harmless changes that look like it.

Every change is made to the parts of a filled template, as a program or somebody with an editor would: none goes
through the readers that are tested.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


def _related(parts: Parts, part: str, kind: str, target: str) -> None:
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
    _related(parts, part, "drawing", "../drawings/drawing77.xml")
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


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of a filled template: the parts to change, its sheet, part, address, and what is stored there."""

    parts: Parts
    sheet: str
    part: str
    at: str
    value: float


Change = Callable[[Target, random.Random], None]
WHITE, INPUT = "FFFFFF", "FFFBE6"
NUMERIC_FONT = '<font><sz val="10.5"/>{}<name val="宋体"/></font>'
SOLID = '<fill><patternFill patternType="solid">{}<bgColor indexed="64"/></patternFill></fill>'
NO_FILL = '<fill><patternFill patternType="none"/></fill>'
LYING = (
    '0"0"', '"1"0', ";;;", '"99"', "0,", "0%", '[>=0]"5"0;0', 'General"0"', '0"."0', "0*0", '0"万"', "[White]0",
    "0.0,", "[Color 2]General", '0;0;"7"', '#,##0"千"', '0"k"', '[<1E9]"4711";0', "0!.0", '"３"0', '"一"0',
)  # fmt: skip
HONEST = (
    "General", "0", "#,##0", "0.00", "#,##0.00", "0_ ", "0_);[Red]\\(0\\)", "#,##0_);(#,##0)", "0;[Red]-0", "@",
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '0"件"', "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "0.0", "[$¥-804]#,##0", "0;-0;0;@", "###0", "[Blue]0", "[DBNum1]0",
)  # fmt: skip


def by_format(target: Target, luck: random.Random) -> None:
    code = luck.choice([code for code in LYING if lies(code, target.value)])
    restyled(target.parts, target.part, target.at, code=code)


def lies(code: str, value: float) -> bool:
    """Whether one of those formats shows another number; some show a zero as it is, in one or two digits."""
    if code == '0;0;"7"':
        return not value
    return bool(value) or code not in {"0,", "0.0,", "0*0", '0"."0', '0"0"', 'General"0"'}


def by_colour(target: Target, luck: random.Random) -> None:
    ink, ground = luck.choice(
        (
            (f'<color rgb="FF{WHITE}"/>', NO_FILL),
            ('<color theme="0"/>', NO_FILL),
            ('<color indexed="9"/>', NO_FILL),
            ('<color indexed="65"/>', NO_FILL),
            (f'<color rgb="FF{INPUT}"/>', SOLID.format(f'<fgColor rgb="FF{INPUT}"/>')),
            ('<color theme="4" tint="0.4"/>', SOLID.format('<fgColor theme="4" tint="0.4"/>')),
            ('<color rgb="FFFEFEFE"/>', NO_FILL),
            ("", SOLID.format('<fgColor rgb="FF000000"/>')),
            ('<color indexed="10"/>', SOLID.format('<fgColor indexed="10"/>')),
        )
    )
    restyled(target.parts, target.part, target.at, font=NUMERIC_FONT.format(ink), fill=ground)


def by_size(target: Target, _: random.Random) -> None:
    restyled(target.parts, target.part, target.at, font='<font><sz val="1"/><name val="宋体"/></font>')


def by_alignment(target: Target, _: random.Random) -> None:
    restyled(target.parts, target.part, target.at, alignment="fill")


def by_condition(target: Target, luck: random.Random) -> None:
    code = '<dxf><numFmt numFmtId="778" formatCode="&quot;9999&quot;"/></dxf>'
    ink = f'<dxf><font><color rgb="FF{WHITE}"/></font><fill><patternFill><bgColor rgb="FF{WHITE}"/></patternFill></fill></dxf>'
    dxf = luck.choice((code, code, ink))
    rule = luck.choice(
        (
            '<cfRule type="expression" dxfId="{dxf}" priority="999"><formula>TRUE</formula></cfRule>',
            '<cfRule type="expression" dxfId="{dxf}" priority="1"><formula>LEN($A$1)&gt;0</formula></cfRule>',
            '<cfRule type="cellIs" dxfId="{dxf}" priority="2" operator="greaterThanOrEqual"><formula>0</formula></cfRule>',
            f'<cfRule type="expression" dxfId="{{dxf}}" priority="3"><formula>{target.at}&gt;=0</formula></cfRule>',
        )
    )
    changed_by(target.parts, target.part, target.at, dxf, rule)


def by_icons(target: Target, _: random.Random) -> None:
    rule = (
        '<cfRule type="iconSet" priority="9"><iconSet iconSet="3Arrows" showValue="0"><cfvo type="percent" val="0"/>'
        '<cfvo type="percent" val="33"/><cfvo type="percent" val="67"/></iconSet></cfRule>'
    )
    changed_by(target.parts, target.part, target.at, "<dxf/>", rule)


def by_new_condition(target: Target, _: random.Random) -> None:
    """As Excel 2010 and later write what older ones do not know."""
    one = (
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        f'<x14:cfRule type="expression" priority="1" id="{{1}}"><xm:f>TRUE</xm:f><x14:dxf>'
        f'<numFmt numFmtId="779" formatCode="&quot;4711&quot;"/></x14:dxf></x14:cfRule><xm:sqref>{target.at}</xm:sqref>'
        f"</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    put(target.parts, target.part, "</worksheet>", one)


def by_merge(target: Target, _: random.Random) -> None:
    column, row = place(target.at)
    left = f"{chr(64 + column - 1)}{row}"
    merged(target.parts, target.part, f"{left}:{target.at}")


def by_row(target: Target, luck: random.Random) -> None:
    given = luck.choice(('hidden="1"', 'ht="0" customHeight="1"', 'ht="0.75" customHeight="1"'))
    low_row(target.parts, target.part, place(target.at)[1], given)


def by_column(target: Target, luck: random.Random) -> None:
    given = luck.choice(('width="9" hidden="1"', 'width="0" customWidth="1"', 'width="0.1" customWidth="1"'))
    narrow_column(target.parts, target.part, place(target.at)[0], given)


def by_box(target: Target, luck: random.Random) -> None:
    start, end = edges(target.at)
    shape = box(luck.choice(("9999", "", "见附件")))
    size = '<xdr:ext cx="300000" cy="150000"/>'
    anchor = luck.choice(
        (
            f"<xdr:twoCellAnchor>{start}{end}{shape}</xdr:twoCellAnchor>",
            f"<xdr:oneCellAnchor>{start}{size}{shape}</xdr:oneCellAnchor>",
            (
                '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                f'<mc:Choice xmlns:a14="urn:x" Requires="a14"><xdr:twoCellAnchor>{start}{end}{shape}</xdr:twoCellAnchor>'
                "</mc:Choice></mc:AlternateContent>"
            ),
        )
    )
    drawn(target.parts, target.part, anchor)


def by_control(target: Target, _: random.Random) -> None:
    """A label of the old kind of controls."""
    column, row = place(target.at)
    target.parts["xl/drawings/vmlDrawing77.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shape id="s1" type="#t201" style="position:absolute" filled="t"><v:textbox><div>9999<br></div></v:textbox>'
        f'<x:ClientData ObjectType="Label"><x:Anchor>{column - 1}, 0, {row - 1}, 0, {column}, 0, {row}, 0</x:Anchor>'
        "</x:ClientData></v:shape></xml>"
    ).encode()
    _related(target.parts, target.part, "vmlDrawing", "../drawings/vmlDrawing77.vml")


def by_no_zeros(target: Target, _: random.Random) -> None:
    """A sheet that shows nothing in place of a zero, with one."""
    text = target.parts[target.part].decode()
    target.parts[target.part] = re.sub(r"<sheetView\b", '<sheetView showZeros="0"', text, count=1).encode()


def by_decoy(target: Target, luck: random.Random) -> None:
    decoy(target.parts, target.sheet, target.at, luck.choice(("hidden", "veryHidden")), target.value + 7)


DISGUISES: Mapping[str, Change] = {
    "format": by_format,
    "colour": by_colour,
    "size": by_size,
    "alignment": by_alignment,
    "condition": by_condition,
    "icons": by_icons,
    "new condition": by_new_condition,
    "merge": by_merge,
    "row": by_row,
    "column": by_column,
    "box": by_box,
    "control": by_control,
    "no zeros": by_no_zeros,
    "decoy": by_decoy,
}
"""What hides or alters a figure."""


def in_honest_format(target: Target, luck: random.Random) -> None:
    restyled(target.parts, target.part, target.at, code=luck.choice(HONEST))


def in_another_font(target: Target, luck: random.Random) -> None:
    ink = luck.choice(
        ('<color theme="1"/>', '<color rgb="FFFF0000"/>', "", '<color rgb="FF595959"/>', '<color indexed="64"/>')
    )
    size = luck.choice(("8", "9", "10.5", "16"))
    restyled(target.parts, target.part, target.at, font=f'<font><b/><sz val="{size}"/>{ink}<name val="仿宋"/></font>')


def on_another_ground(target: Target, luck: random.Random) -> None:
    ground = luck.choice(
        (
            '<fgColor rgb="FFFFFF00"/>',
            '<fgColor theme="4" tint="0.8"/>',
            '<fgColor indexed="43"/>',
            '<fgColor theme="0"/>',
        )
    )
    restyled(target.parts, target.part, target.at, fill=SOLID.format(ground))


def white_on_dark(target: Target, _: random.Random) -> None:
    restyled(
        target.parts,
        target.part,
        target.at,
        font=NUMERIC_FONT.format('<color theme="0"/>'),
        fill=SOLID.format('<fgColor rgb="FF1F4E79"/>'),
    )


def with_honest_condition(target: Target, luck: random.Random) -> None:
    dxf, rule = luck.choice(
        (
            (
                '<dxf><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill></dxf>',
                '<cfRule type="expression" dxfId="{dxf}" priority="99"><formula>TRUE</formula></cfRule>',
            ),
            (
                '<dxf><numFmt numFmtId="778" formatCode="#,##0"/></dxf>',
                '<cfRule type="cellIs" dxfId="{dxf}" priority="99" operator="greaterThan"><formula>1</formula></cfRule>',
            ),
            (
                '<dxf><numFmt numFmtId="778" formatCode=";;;"/></dxf>',
                '<cfRule type="cellIs" dxfId="{dxf}" priority="99" operator="lessThan"><formula>0</formula></cfRule>',
            ),
            (
                "<dxf/>",
                (
                    '<cfRule type="dataBar" priority="99"><dataBar><cfvo type="min"/><cfvo type="max"/>'
                    '<color rgb="FF638EC6"/></dataBar></cfRule>'
                ),
            ),
            (
                "<dxf/>",
                (
                    '<cfRule type="colorScale" priority="99"><colorScale><cfvo type="min"/><cfvo type="max"/>'
                    '<color rgb="FFF8696B"/><color rgb="FF63BE7B"/></colorScale></cfRule>'
                ),
            ),
        )
    )
    changed_by(target.parts, target.part, target.at, dxf, rule)


def with_wider_columns(target: Target, luck: random.Random) -> None:
    given = f'width="{luck.choice((6, 12, 30))}" customWidth="1"'
    narrow_column(target.parts, target.part, place(target.at)[0], given)


def with_higher_rows(target: Target, _: random.Random) -> None:
    low_row(target.parts, target.part, place(target.at)[1], 'ht="45" customHeight="1"')


def zoomed(target: Target, luck: random.Random) -> None:
    text = target.parts[target.part].decode()
    zoom = f'<sheetView zoomScale="{luck.choice((70, 120, 200))}"'
    target.parts[target.part] = re.sub(r"<sheetView\b", zoom, text, count=1).encode()


def with_picture_beside(target: Target, _: random.Random) -> None:
    """Above the table or to its right: over blank cells."""
    start, end = edges("R3", wide=2, high=2)
    drawn(target.parts, target.part, f"<xdr:twoCellAnchor>{start}{end}{box('公章')}</xdr:twoCellAnchor>")


def with_ring(target: Target, _: random.Random) -> None:
    """An outline without a filling around a figure."""
    start, end = edges(target.at)
    ring = box("", filled="<a:noFill/>")
    drawn(target.parts, target.part, f"<xdr:twoCellAnchor>{start}{end}{ring}</xdr:twoCellAnchor>")


HARMLESS: Mapping[str, Change] = {
    "honest format": in_honest_format,
    "another font": in_another_font,
    "another ground": on_another_ground,
    "white on dark": white_on_dark,
    "honest condition": with_honest_condition,
    "wider column": with_wider_columns,
    "higher row": with_higher_rows,
    "zoom": zoomed,
    "picture beside": with_picture_beside,
    "ring": with_ring,
}
"""What changes the look and not the figure."""
