"""Conditional formats of one worksheet part: those that bear a marker taken out, new ones put before all others.

What others have put there stays as it is written, but for its priority (ISO/IEC 29500-1, 18.3.1.10), a number that two
rules of a sheet must not share. Excel goes by the priority, LibreOffice by the order: ours are the first in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from validator.editing.worksheet_places import BEFORE_CONDITIONS, Frame, walk_frame
from validator.editing.xml_places import Element, Splice, as_utf8, prefix_of, spliced, with_attribute
from validator.readers.xlsx.safe_xml import whole_number
from validator.startup.records import dataclass

_FORMAT = ("worksheet", "conditionalFormatting")
_RULE = (*_FORMAT, "cfRule")
_FORMULA = (*_RULE, "formula")
_LATER_RULE = ("worksheet", "extLst", "ext", "?", "?", "?")
"""Rules in the way of Excel 2010 count their priority with the others."""
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule that always holds: its cells, its formula, which of the differential formats it gives, its priority."""

    areas: tuple[str, ...]
    formula: str
    format: int
    priority: int


def with_marks(part: bytes, marks: Sequence[Mark], marker: str, reserved: int) -> bytes:
    """The part with `marks` for those whose formula holds `marker`; the very same bytes where it had and gets none.

    The priorities up to `reserved` are kept for marks, however many there are.
    """
    data, encode = as_utf8(part)
    if not marks and not any(one in data for one in _written_ways(marker)):
        return part
    places = _Places(data, marker)
    splices = [*places.without_ours(), *places.shifted(reserved if marks else 0)]
    if marks:
        at, prefix = places.frame.behind(BEFORE_CONDITIONS), prefix_of(data, places.frame.top)
        splices.append((at, at, "".join(_written(one, prefix) for one in marks).encode()))
    return encode(spliced(data, splices)) if splices else part


def _written(mark: Mark, prefix: str) -> str:
    rule = f'type="expression" dxfId="{mark.format}" priority="{mark.priority}"'
    formula = f"<{prefix}formula>{escape(mark.formula)}</{prefix}formula>"
    tag = f"{prefix}conditionalFormatting"
    return f'<{tag} sqref="{" ".join(mark.areas)}"><{prefix}cfRule {rule}>{formula}</{prefix}cfRule></{tag}>'


def _written_ways(marker: str) -> tuple[bytes, bytes]:
    """A text as programs write it between tags: some escape quotes there."""
    plain = escape(marker)
    return plain.encode(), plain.replace('"', "&quot;").encode()


class _Places:
    """Where the conditional formats of a part are, and which rules are ours."""

    def __init__(self, data: bytes, marker: str) -> None:
        self._data, self._ways = data, _written_ways(marker)
        self.frame = Frame()
        self._formats: list[tuple[Element, list[tuple[Element, bool]]]] = []
        self._rules: list[tuple[Element, bool]] = []
        self._others: list[Element] = []
        self._is_ours = False
        walk_frame(data, self._found, _DEPTH)

    def _found(self, path: tuple[str, ...], one: Element) -> None:
        if path == _FORMULA:
            text = self._data[one.content : one.stop]
            self._is_ours = self._is_ours or any(way in text for way in self._ways)
        elif path == _RULE:
            self._rules.append((one, self._is_ours))
            if not self._is_ours:
                self._others.append(one)
            self._is_ours = False
        elif path == _FORMAT:
            self._formats.append((one, self._rules))
            self._rules = []
        elif path == _LATER_RULE and "priority" in one.given:
            self._others.append(one)
        self.frame.take(path, one)

    def without_ours(self) -> Iterator[Splice]:
        """Our rules taken out, with the element around them where nothing else is in it."""
        for element, rules in self._formats:
            ours = [one for one, is_ours in rules if is_ours]
            if ours and len(ours) == len(rules):
                yield element.start, element.end, b""
            else:
                yield from ((one.start, one.end, b"") for one in ours)

    def shifted(self, reserved: int) -> Iterator[Splice]:
        """The others' priorities moved up as far as the reserved ones need it, in the order they have."""
        stated = [(one, whole_number(one.given.get("priority", ""))) for one in self._others]
        least = min((number for _, number in stated if number is not None), default=reserved + 1)
        step = reserved + 1 - least
        if step <= 0:
            return
        for one, number in stated:
            if number is not None:
                tag = self._data[one.start : one.content]
                yield one.start, one.content, with_attribute(tag, "priority", f"{number + step}")
