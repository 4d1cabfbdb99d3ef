"""One ``<c>`` element with another content: its format, its other attributes and children stay as they are written."""

from __future__ import annotations

from datetime import date, time, timedelta
from xml.sax.saxutils import escape as escape_markup

from validator.editing.xml_places import Element, opened, spliced, with_attribute
from validator.model.cells import Cell, CellKind
from validator.model.serials import to_serial
from validator.readers.xlsx.cell_values import SPACE, escape
from validator.startup.records import dataclass

_KEPT = ' xml:space="preserve"'
_RICH = ("cm", "vm")
"""What ties a cell to more than the value it stores (a picture, a stock): not to another value."""


@dataclass(frozen=True, slots=True)
class Constant:
    """What a cell is to hold instead of what it holds: a number, a day, a truth value or a text."""

    value: int | float | str | bool | date


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What the formula of a cell is to be stored with; a blank cell: with nothing, for nobody knows it."""

    cell: Cell


Edit = Constant | StoredResult
_RESULTS = {CellKind.ERROR: "e", CellKind.TEXT: "str", CellKind.BOOL: "b"}
"""The types of cells whose formula gives that; of all others the result is a number."""


def edited_cell(data: bytes, cell: Element, children: list[Element], writing: Writing) -> bytes:
    """The element with another content; a constant takes the place of a formula as well."""
    tag, body = data[cell.start : cell.content], data[cell.content : cell.stop]
    if not writing.is_result:
        for name in _RICH:
            tag = with_attribute(tag, name, None)
        if writing.style != (cell.given.get("s") or "0"):
            tag = with_attribute(tag, "s", writing.style)
    tag = opened(with_attribute(tag, "t", writing.kind))
    gone = [one for one in children if one.name in {"v", "is"} or (one.name == "f" and not writing.is_result)]
    kept = (one.end for one in children if one.name == "f")
    at = next((one.start for one in gone), max(kept, default=cell.content))
    splices = [(one.start - cell.content, one.end - cell.content, b"") for one in gone]
    body = spliced(body, [(at - cell.content, at - cell.content, writing.content), *splices])
    if not body:
        return tag[:-1] + b"/>"
    return tag + body + (f"</{writing.prefix}c>".encode() if cell.is_empty else data[cell.stop : cell.end])


def new_cell(address: str, writing: Writing) -> bytes:
    """The element of a cell that the sheet did not have."""
    style = None if writing.style == "0" else writing.style
    attributes = {"r": address, "s": style, "t": writing.kind}
    given = "".join(f' {name}="{value}"' for name, value in attributes.items() if value is not None)
    return f"<{writing.prefix}c{given}>".encode() + writing.content + f"</{writing.prefix}c>".encode()


@dataclass(frozen=True, slots=True)
class Writing:
    """An edit as it is written: type of the cell (None: a number), index of its format, what it holds but a formula.

    `prefix` stands before the names of elements.
    """

    kind: str | None
    style: str
    content: bytes
    prefix: str
    is_result: bool


def writing_of(edit: Edit, style: str, prefix: str, *, date1904: bool) -> Writing:
    """How an edit is written into a cell of that format."""
    if isinstance(edit, StoredResult):
        value, kind = edit.cell.value, _RESULTS.get(edit.cell.kind)
    else:
        value = edit.value
        kind = "inlineStr" if isinstance(value, str) else "b" if isinstance(value, bool) else None
    if value is None:
        return Writing(None, style, b"", prefix, is_result=True)
    text = _text(to_serial(value, date1904=date1904) if isinstance(value, date | time | timedelta) else value)
    kept = _KEPT if text != text.strip(SPACE) else ""
    content = f"<{prefix}v{kept}>{text}</{prefix}v>"
    if kind == "inlineStr":
        content = f"<{prefix}is><{prefix}t{kept}>{text}</{prefix}t></{prefix}is>"
    return Writing(kind, style, content.encode(), prefix, is_result=isinstance(edit, StoredResult))


def _text(value: object) -> str:
    if isinstance(value, str):
        return escape_markup(escape(value), {"\r": "&#13;"})
    return f"{int(value)}" if isinstance(value, bool) else repr(value)
