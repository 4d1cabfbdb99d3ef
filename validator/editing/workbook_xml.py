"""The workbook part told that everything has to be calculated anew when a program opens it (ISO/IEC 29500-1, 18.2)."""

from __future__ import annotations

from validator.editing.xml_places import Element, Walk, as_utf8, prefix_of, spliced, with_attribute
from validator.readers.limits import damaged

_ANEW = "fullCalcOnLoad"
_BEFORE = frozenset(
    {
        *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews"),
        *("sheets", "functionGroups", "externalReferences", "definedNames"),
    }
)
"""What stands before ``calcPr``."""


def recalculating(part: bytes) -> bytes:
    """The part with ``fullCalcOnLoad`` set; the very same bytes where it is set already."""
    data, encode = as_utf8(part)
    children: list[Element] = []
    Walk(data, lambda path, one: children.append(one) if len(path) == 2 else None, 2)
    own = next((one for one in children if one.name == "calcPr"), None)
    if own is not None:
        if own.given.get(_ANEW) in {"1", "true"}:
            return part
        splice = own.start, own.content, with_attribute(data[own.start : own.content], _ANEW, "1")
        return encode(spliced(data, [splice]))
    before = [one for one in children if one.name in _BEFORE]
    if not before:
        raise damaged("工作簿部件里没有工作表")
    place = before[-1].end
    return encode(spliced(data, [(place, place, f'<{prefix_of(data, before[-1])}calcPr {_ANEW}="1"/>'.encode())]))
