"""The lists of a part of styles (ISO/IEC 29500-1, 18.8): an entry found in one, or put at its end."""

from __future__ import annotations

from collections.abc import Iterator

from validator.editing.xml_places import Element, Splice, Walk, as_utf8, opened, prefix_of, spliced, with_attribute
from validator.readers.limits import damaged

_TOP = "styleSheet"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
"""The lists in the order in which they stand; others follow."""


class StyleLists:
    """The lists of one part, to which entries can be added; `part` is the part with them."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        self._data, self._encode = as_utf8(part)
        self._lists: dict[str, Element] = {}
        self._entries: dict[str, list[bytes]] = {}
        self._top: Element | None = None
        Walk(self._data, self._found, 3)
        self._known = {name: len(entries) for name, entries in self._entries.items()}

    def _found(self, path: tuple[str, ...], one: Element) -> None:
        if len(path) == 3 and path[1] in _ORDER:
            self._entries.setdefault(path[1], []).append(self._data[one.start : one.end])
        elif len(path) == 2 and path[1] in _ORDER:
            self._lists[path[1]] = one
        elif path == (_TOP,):
            self._top = one

    @property
    def prefix(self) -> str:
        """What stands before the names of elements."""
        if self._top is None:
            raise damaged("样式部件的根元素不对")
        return prefix_of(self._data, self._top)

    def index(self, name: str, entry: str) -> int:
        """Where in a list the entry is, written ``<{p}font>`` with ``{p}`` for the prefix of elements."""
        entries = self._entries.setdefault(name, [])
        written = entry.replace("{p}", self.prefix).encode()
        if written not in entries:
            entries.append(written)
        return entries.index(written)

    def part(self) -> bytes:
        """The part with the entries that were added behind the others; the very same bytes without any."""
        splices = [one for name in _ORDER for one in self._splices(name)]
        return self._encode(spliced(self._data, splices)) if splices else self._part

    def _splices(self, name: str) -> Iterator[Splice]:
        entries = self._entries.get(name, [])
        new = b"".join(entries[self._known.get(name, 0) :])
        if not new:
            return
        own = self._lists.get(name)
        closing = f"</{self.prefix}{name}>".encode()
        if own is None:
            place = self._place(name)
            yield place, place, f'<{self.prefix}{name} count="{len(entries)}">'.encode() + new + closing
            return
        tag = with_attribute(self._data[own.start : own.content], "count", f"{len(entries)}")
        if own.is_empty:
            yield own.start, own.end, opened(tag) + new + closing
        else:
            yield own.start, own.content, tag
            yield own.stop, own.stop, new

    def _place(self, name: str) -> int:
        """Where a list belongs that is not there yet."""
        before = [self._lists[one].end for one in _ORDER[: _ORDER.index(name)] if one in self._lists]
        top = self._top
        if top is None or top.is_empty:
            raise damaged("样式部件里没有内容")
        return max(before, default=top.content)
