"""Parts added to a package: their type and the relationship that leads to them stated (ISO/IEC 29500-2)."""

from __future__ import annotations

import posixpath
from itertools import count
from xml.sax.saxutils import quoteattr

from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.editing.xml_places import Element, Walk, as_utf8, opened, prefix_of, spliced
from validator.readers.xlsx.relations import RELATIONS_SPACE, Relation, read_relations, relations_part
from validator.readers.xlsx.safe_xml import MAIN

_TYPES = "[Content_Types].xml"
_TYPES_SPACE = ("http://schemas.openxmlformats.org/package/2006/content-types",)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS = {
    MAIN[0]: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    MAIN[1]: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""What the types of relationships begin with, and the namespace of their ids in other parts."""


def main_space(part: bytes) -> str:
    """The main namespace of a part: that of the transitional or of the strict standard."""
    return MAIN[1] if MAIN[1].encode() in as_utf8(part)[0] else MAIN[0]


def relations_space(space: str) -> str:
    """The namespace of relationships that goes with a main namespace."""
    return _KINDS[space]


def with_head(xml: str) -> bytes:
    """A part of that text."""
    return f"{_HEAD}{xml}".encode()


def relations_of(package: EditedPackage, source: str) -> tuple[Relation, ...]:
    """The relationships of a part as they are now."""
    part = relations_part(source)
    return read_relations(package.read(part), part, package.budget) if part in package else ()


def related(package: EditedPackage, source: str, kind: str) -> Relation | None:
    """The first relationship of that kind to a part that is there."""
    found = (one for one in relations_of(package, source) if one.kind == kind and not one.external)
    return next((one for one in found if one.target in package), None)


def free_name(package: EditedPackage, pattern: str) -> str:
    """The name of a part that is not there yet: `pattern` with the first number that makes one."""
    return next(name for number in count(1) if (name := pattern.format(number)) not in package)


def add_part(package: EditedPackage, name: str, part: bytes, content_type: str, from_: str, kind: str) -> str:
    """Add a part with its type and a relationship to it; the id of that."""
    package.put(name, part)
    _state_type(package, "Override", f'PartName="/{name}" ContentType="{content_type}"')
    return _relate(package, from_, kind, name)


def add_by_ending(package: EditedPackage, name: str, part: bytes, content_type: str, from_: str, kind: str) -> str:
    """The same for a part whose type its ending tells."""
    package.put(name, part)
    ending = posixpath.splitext(name)[1].lstrip(".")
    _state_type(package, "Default", f'Extension="{ending}" ContentType="{content_type}"', ending)
    return _relate(package, from_, kind, name)


def _state_type(package: EditedPackage, name: str, attributes: str, ending: str = "") -> None:
    if _TYPES not in package:
        raise NotEditable("压缩包里没有内容类型（[Content_Types].xml），请用 Excel 或 WPS 打开，另存后再做")
    data, encode = as_utf8(package.read(_TYPES))
    found: list[Element] = []
    Walk(data, lambda _, one: found.append(one), 2, _TYPES_SPACE)
    if ending and any(one.given.get("Extension", "").lower() == ending for one in found):
        return
    top = found[-1]
    package.put(_TYPES, encode(_with_child(data, top, f"<{prefix_of(data, top)}{name} {attributes}/>")))


def _relate(package: EditedPackage, source: str, kind: str, target: str) -> str:
    """A relationship from one part to another; its id."""
    part = relations_part(source)
    known = relations_of(package, source)
    taken = {one.id.lower() for one in known}
    chosen = next(name for number in count(1) if (name := f"rId{number}").lower() not in taken)
    kinds = relations_space(main_space(package.read(source)))
    path = posixpath.relpath(target, posixpath.dirname(source) or ".")
    given = f'Id="{chosen}" Type="{kinds}/{kind}" Target={quoteattr(path)}'
    if part not in package:
        package.put(part, with_head(f'<Relationships xmlns="{RELATIONS_SPACE[0]}"></Relationships>'))
    data, encode = as_utf8(package.read(part))
    tops: list[Element] = []
    Walk(data, lambda _, one: tops.append(one), 1, RELATIONS_SPACE)
    element = f"<{prefix_of(data, tops[0])}Relationship {given}/>"
    package.put(part, encode(_with_child(data, tops[0], element)))
    return chosen


def _with_child(data: bytes, top: Element, child: str) -> bytes:
    """The part with one more child of its document element."""
    if not top.is_empty:
        return spliced(data, [(top.stop, top.stop, child.encode())])
    prefix = prefix_of(data, top)
    name = f"{prefix}{top.name}"
    tag = opened(data[top.start : top.content])
    return spliced(data, [(top.start, top.end, tag + f"{child}</{name}>".encode())])
