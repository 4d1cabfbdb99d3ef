"""Workbooks of which something else is seen than is stored, and the harmless changes that look like it.

Every change is made to the parts of a filled template, as a program or somebody with an editor would: none goes
through the readers that are tested.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fuzz.parts import (
    X14,
    Parts,
    box,
    changed_by,
    decoy,
    drawn,
    edges,
    low_row,
    merged,
    narrow_column,
    place,
    put,
    related,
    restyled,
)


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
    related(target.parts, target.part, "vmlDrawing", "../drawings/vmlDrawing77.vml")


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
