"""Where elements stand in the bytes of an XML part, so that one of them can be replaced and the rest kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.parsers import expat

from validator.readers.limits import damaged
from validator.readers.xlsx.safe_xml import CALLED_UTF8, ENCODINGS, MAIN
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_TAG = expression(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_ATTRIBUTE = expression(rb"\s+([^\s=\"'<>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DECLARED = expression(r"\A\ufeff?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")

Encode = Callable[[bytes], bytes]
Splice = tuple[int, int, bytes]
"""From where to where, and what comes there instead."""


@dataclass(slots=True)
class Element:
    """One element: its name without prefix, its attributes, and where in the bytes it is.

    From `start` to `content` stands its first tag, from `stop` to `end` its last; an empty element has one tag alone.
    """

    name: str
    given: Mapping[str, str]
    start: int
    content: int
    stop: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether it is written as one tag, ``<c/>``."""
        return self.content == self.end


def as_utf8(part: bytes) -> tuple[bytes, Encode]:
    """A part as UTF-8, whatever it says that it is, and what makes the part's own bytes of it again."""
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        order = "utf-16-le" if part[:1] == b"\xff" else "utf-16-be"
        return part.decode(order).encode(), lambda data: data.decode().encode(order)
    declared = _DECLARED.match(part[:200].decode("utf-8", "replace"))
    name = declared[1].lower() if declared and not CALLED_UTF8.match(part) else "utf-8"
    if name not in ENCODINGS:
        raise damaged(f"编码 {name} 不受支持")
    if name == "us-ascii":
        return part, lambda data: data.decode().encode("ascii", "xmlcharrefreplace")
    return part, lambda data: data


class Walk:
    """One pass over a part in UTF-8: `found` gets every element down to a depth once it has ended, with its path.

    A path is made of the names of the elements, of those outside the namespaces ``?``. What stands between the two
    bytes of `hollow`, the content of one element, is passed over.
    """

    def __init__(
        self,
        data: bytes,
        found: Callable[[tuple[str, ...], Element], None],
        depth: int,
        spaces: Collection[str] = MAIN,
        hollow: tuple[int, int] = (0, 0),
    ) -> None:
        self._data, self._found, self._depth, self._spaces, self._hollow = data, found, depth, spaces, hollow
        self._path: list[str] = []
        self._open: list[Element] = []
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(data[: hollow[0]] + data[hollow[1] :], True)  # noqa: FBT003  expat takes no keywords
        except expat.ExpatError:
            raise damaged("XML 不合规") from None

    def _start(self, tag: str, given: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self._path.append(name if space in self._spaces else "?")
        if len(self._path) <= self._depth:
            at = self._at()
            content = tag_end(self._data, at)
            self._open.append(Element(self._path[-1], given, at, content, content, content))

    def _end(self, _: str) -> None:
        if len(self._path) <= self._depth:
            element = self._open.pop()
            if self._data[element.content - 2 : element.content] != b"/>":
                element.stop = self._at()
                element.end = tag_end(self._data, element.stop)
            self._found(tuple(self._path), element)
        self._path.pop()

    def _at(self) -> int:
        at = self._parser.CurrentByteIndex
        return at if at < self._hollow[0] else at + self._hollow[1] - self._hollow[0]


def inside(data: bytes, name: str) -> tuple[int, int]:
    """Where in the bytes the content of the element of that name is, of which a part has one; nowhere without any."""
    begins = re.search(rb"<((?:[\w.-]+:)?%s)(?:\s[^<>]*)?(?<!/)>" % name.encode(), data)
    ends = data.rfind(b"</" + begins[1] + b">") if begins else -1
    return (begins.end(), ends) if begins and ends >= begins.end() else (0, 0)


def tag_end(data: bytes, start: int) -> int:
    """Where the tag that begins at `start` ends."""
    found = _TAG.match(data, start)
    if found is None:
        raise damaged("XML 不合规")
    return found.end()


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The bytes with every splice made; no two may overlap, those at one place come in the order given."""
    pieces, at = list[bytes](), 0
    for start, end, instead in sorted(splices, key=lambda one: one[:2]):
        pieces += (data[at:start], instead)
        at = end
    return b"".join((*pieces, data[at:]))


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A first tag with that attribute: its value replaced, or added behind the others; None takes it away."""
    wanted = name.encode()
    for one in _ATTRIBUTE.finditer(tag):
        if one[1] == wanted:
            if value is None:
                return tag[: one.start()] + tag[one.end() :]
            which = 2 if one[2] is not None else 3
            return tag[: one.start(which)] + value.encode() + tag[one.end(which) :]
    if value is None:
        return tag
    at = len(tag) - (2 if tag.endswith(b"/>") else 1)
    bare = tag[:at].rstrip()
    return bare + f' {name}="{value}"'.encode() + tag[len(bare) :]


def opened(tag: bytes) -> bytes:
    """A first tag of an element that has content: ``<c/>`` as ``<c>``."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def prefix_of(data: bytes, element: Element) -> str:
    """The prefix that the element's name is written with, ``x:``; ``""`` without one."""
    found = re.compile(rb"<([^\s>/]*)").match(data, element.start)
    name = found[1].decode() if found else ""
    return f"{name.rpartition(':')[0]}:" if ":" in name else ""
