"""Harmless changes that look like disguises: what is seen is still what is stored."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from tests.fuzz.disguises import HONEST, NUMERIC_FONT, SOLID, Change, Target
from tests.fuzz.parts import box, changed_by, drawn, edges, low_row, narrow_column, place, restyled


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
