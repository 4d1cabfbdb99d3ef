"""The boxes of notes in a drawing in VML (ISO/IEC 29500-4, 19): shapes taken out and put in, the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from validator.editing.refusal import NotEditable
from validator.editing.sheet_lines import Box
from validator.startup.expressions import expression

_SHAPE = expression(rb"<((?:\w+:)?)shape\s.*?</\1shape>", re.DOTALL)
_NOTE = expression(rb"<((?:\w+:)?)ClientData\s[^>]*ObjectType\s*=\s*[\"']Note[\"'].*?</\1ClientData>", re.DOTALL)
_ROW, _COLUMN = (expression(rb"<(?:\w+:)?%s>\s*([0-9]{1,7})\s*<" % name) for name in (b"Row", b"Column"))
_IDS = expression(rb"_x0000_s([0-9]{1,9})\b")
_MAP = expression(rb"<(?:\w+:)?idmap\b[^>]*\bdata\s*=\s*[\"']([0-9]{1,6})")
_TOP, _END = expression(rb"<xml\b[^>]*>"), expression(rb"</xml>\s*\Z")
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BLOCK = 1024
"""So many ids belong to one number of ``o:idmap``."""
_TYPE_ID = b'id="_x0000_t202"'
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def new_drawing(number: int) -> bytes:
    """A drawing without a shape, with an id of its own."""
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    return f"<xml{_undeclared(b'')}>{layout}{_TYPE}</xml>".encode()


def _undeclared(tag: bytes) -> str:
    """The namespaces of the prefixes that we write, as far as a tag does not declare them."""
    stated = (f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    return "".join(f" {one}" for one in stated if one.encode() not in tag)


def with_boxes(drawing: bytes, gone: Collection[tuple[int, int]], new: Mapping[tuple[int, int], Box]) -> bytes:
    """The drawing without the notes' boxes on some cells, by row and column from 1, and with others.

    Raises NotEditable for a drawing that is not written as all programs write it.
    """
    kept = _SHAPE.sub(lambda found: b"" if _cell(found[0]) in gone else found[0], drawing)
    if not new:
        return kept
    top, end = _TOP.search(kept), _END.search(kept)
    if top is None or end is None:
        raise NotEditable("工作表的批注图形不是通常的写法，不能加批注")
    first, spaces = _first_id(kept), _undeclared(top[0])
    boxes = "".join(_shape(first + count, at, box, spaces) for count, (at, box) in enumerate(sorted(new.items())))
    kind = "" if _TYPE_ID in kept else _TYPE.replace("<v:shapetype", f"<v:shapetype{spaces}", 1)
    return kept[: end.start()] + f"{kind}{boxes}".encode() + kept[end.start() :]


def _cell(shape: bytes) -> tuple[int, int] | None:
    """The cell whose note the shape is, None for any other shape."""
    note = _NOTE.search(shape)
    row, column = (one.search(note[0]) if note else None for one in (_ROW, _COLUMN))
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def _first_id(drawing: bytes) -> int:
    """An id behind all that the drawing has."""
    block = int(found[1]) if (found := _MAP.search(drawing)) else 1
    return max((*map(int, _IDS.findall(drawing)), block * _BLOCK)) + 1


def _shape(number: int, at: tuple[int, int], box: Box, spaces: str) -> str:
    """A closed note: programs open it as long as the pointer rests on its cell."""
    row, column = at
    across, down = box.columns, box.rows
    anchor = (across.first, across.into, down.first, down.into, across.last, across.reach, down.last, down.reach)
    return (
        f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{', '.join(map(str, anchor))}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
