"""The part of comments of a sheet (ISO/IEC 29500-1, 18.7): some taken out, others put in, the rest as it is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape

from validator.editing.xml_places import Element, Splice, Walk, as_utf8, opened, prefix_of, spliced
from validator.model.address import position
from validator.readers.limits import damaged

_AUTHORS, _AUTHOR = ("comments", "authors"), ("comments", "authors", "author")
_LIST, _COMMENT = ("comments", "commentList"), ("comments", "commentList", "comment")


class _Places:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ends: dict[tuple[str, ...], Element] = {}
        self.authors: list[str] = []
        self.comments: list[Element] = []
        Walk(data, self._found, 3)

    def _found(self, path: tuple[str, ...], one: Element) -> None:
        if path == _AUTHOR:
            self.authors.append(self._data[one.content : one.stop].decode())
        elif path == _COMMENT:
            self.comments.append(one)
        self._ends[path] = one

    def behind(self, path: tuple[str, ...], content: str) -> Splice:
        """The content at the end of an element."""
        one = self._ends.get(path)
        if one is None:
            raise damaged("批注部件不完整")
        if not one.is_empty:
            return one.stop, one.stop, content.encode()
        name = f"{prefix_of(self._data, one)}{one.name}"
        return one.start, one.end, opened(self._data[one.start : one.content]) + f"{content}</{name}>".encode()

    @property
    def prefix(self) -> str:
        """What stands before the names of elements."""
        return prefix_of(self._data, self._ends[_LIST]) if _LIST in self._ends else ""


def with_notes(part: bytes, gone: Collection[str], new: Mapping[str, str], author: str) -> bytes:
    """The part without the comments of some cells, and with others behind the last, by that author."""
    data, encode = as_utf8(part)
    places = _Places(data)
    splices = [(one.start, one.end, b"") for one in places.comments if one.given.get("ref", "").upper() in gone]
    if new:
        prefix, written = places.prefix, escape(author)
        if written not in places.authors:
            splices.append(places.behind(_AUTHORS, f"<{prefix}author>{written}</{prefix}author>"))
            places.authors.append(written)
        by = places.authors.index(written)
        splices.append(places.behind(_LIST, "".join(_comment(*one, by, prefix) for one in _in_order(new))))
    return encode(spliced(data, splices)) if splices else part


def _in_order(new: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(new.items(), key=lambda one: position(one[0]))


def _comment(at: str, text: str, author: int, p: str) -> str:
    inner = f'<{p}r><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}r>'
    return f'<{p}comment ref="{at}" authorId="{author}"><{p}text>{inner}</{p}text></{p}comment>'
