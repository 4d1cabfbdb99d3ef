"""What Excel writes anew whenever it saves: who saved where, which window and cell was looked at, identities of parts.

Nothing of it is read, so parts that differ in it alone are the same to us. Only what stands between the quotes is taken
out, or attributes that the pattern lets stand once: so both parts are well-formed, or neither is. It is looked for in
the tags that have it, and not where a tag has single quotes, within which it would be something else.
"""

from __future__ import annotations

import re

from validator.readers.limits import Unsure
from validator.readers.xlsx.plain_xml import legal
from validator.startup.expressions import expression

PASSING_MARK = b' xr:uid="'
"""In a part with this a program has left identities."""
_TAGS = (
    *("workbook", "workbookView", "calcPr", "xr:revisionPtr", "x15ac:absPath", "worksheet", "sheetView", "pane"),
    *("selection", "conditionalFormatting", "dataValidation", "dataValidations", "hyperlink", "autoFilter"),
)
_TAG = expression(rb"<(?:" + "|".join(_TAGS).encode() + rb") [^<>']*>")
_NUMBER, _CELL, _IDENTITY = rb"-?[0-9]{1,10}", rb"[A-Z]{1,3}[0-9]{1,7}", rb"[0-9A-Za-z_:{}-]*"
_ATTRIBUTES = {
    **dict.fromkeys(("xr:uid", "xr2:uid", "xr3:uid", "documentId"), _IDENTITY),
    **dict.fromkeys(("xWindow", "yWindow", "windowWidth", "windowHeight", "tabRatio", "firstSheet"), _NUMBER),
    **dict.fromkeys(("activeTab", "calcId", "zoomScale", "zoomScaleNormal", "revIDLastSave"), _NUMBER),
    "topLeftCell": _CELL,
}
_SELECTION = rb'(?: activeCell="[A-Z0-9]*")?(?: activeCellId="[0-9]*")?(?: sqref="[A-Z0-9: ]*")?/>'
_PASSING = [
    *(
        (start := f' {name}="'.encode(), expression(start + form + b'"'), start + b'"')
        for name, form in _ATTRIBUTES.items()
    ),
    (b"<selection", expression(rb'(<selection(?: pane="[A-Za-z]*")?)' + _SELECTION), rb"\1/>"),
    (b":absPath", expression(rb'(:absPath url=")[^"<&]*"'), rb'\1"'),
]
"""By what it begins with, which is sooner found than the pattern."""


def without_passing(data: bytes) -> bytes:
    """A piece of a part in which there is no cell."""
    return _TAG.sub(_plain, data)


def _plain(tag: re.Match[bytes]) -> bytes:
    data = tag[0]
    try:
        legal(data)  # what is taken out must be what XML takes
    except Unsure:
        return data
    for start, pattern, instead in _PASSING:
        if start in data:
            data = pattern.sub(instead, data)
    return data
