"""The text between ``<v>`` and ``</v>`` as a value, by the cell's type and number format.

ISO/IEC 29500-1, 18.18.11 (ST_CellType) and 22.9.2.19 (ST_Xstring, the ``_x000D_`` escapes).
"""

from __future__ import annotations

import re

from validator.model.cells import CellKind, CellValue
from validator.model.serials import duration, from_iso, from_serial
from validator.readers.xlsx.styles import Shown
from validator.startup.expressions import expression

Value = tuple[CellValue, CellKind]

NOTHING: Value = (None, CellKind.BLANK)
SPACE = " \t\r\n"
WHOLE = expression(r"[+-]?[0-9]{1,15}", re.ASCII)
DECIMAL = expression(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
EXACT = 2.0**53
LARGEST = 9.99999999999999e307  # the largest number Excel stores
TRUTH = {"0": False, "1": True, "false": False, "true": True}
ESCAPE = expression(r"_x([0-9A-Fa-f]{4})_")
CONTROL = expression("[\x00-\x08\x0b-\x1f]")
SURROGATES = expression("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
LONGEST_ERROR = 64


def unescape(text: str) -> str:
    """`text` with its ``_x000D_`` escapes decoded; half a surrogate pair becomes U+FFFD, so that it can be written."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain if plain == text else SURROGATES.sub(_pair, plain)


def escape(text: str) -> str:
    """The reverse of `unescape`, as Excel writes it: control characters, and what reads like an escape and is none."""
    return CONTROL.sub(lambda one: f"_x{ord(one[0]):04X}_", ESCAPE.sub(r"_x005F\g<0>", text))


def _pair(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number(text: str) -> int | float | None:
    """An XML number: int when integral (``12``, ``12.0``, ``1.2E1``), never a negative zero; None for ``NaN``."""
    bare = text.strip(SPACE)
    if WHOLE.fullmatch(bare):
        return int(bare)
    if DECIMAL.fullmatch(bare) is None:
        return None
    value = float(bare)
    if abs(value) > LARGEST:
        return None
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def _invalid(text: str) -> Value:
    """A value that is none of its type, kept as text so that it can be named."""
    return text[:LONGEST_ERROR], CellKind.ERROR


def _number(text: str, shown: Shown, *, date1904: bool) -> Value:
    value = number(text)
    if value is None:
        return _invalid(text)
    if shown is Shown.NUMBER:
        return value, CellKind.NUMBER
    moment = duration(value) if shown is Shown.DURATION else from_serial(value, date1904=date1904)
    return (value, CellKind.NUMBER) if moment is None else (moment, CellKind.DATE)


def plain_value(kind: str, text: str, shown: Shown, *, date1904: bool) -> Value:
    """The value of a cell of type `kind` (``n``, ``b``, ``e``, ``d``; not text) with the stored `text`."""
    bare = text.strip(SPACE)
    if not bare:
        return NOTHING
    if kind == "n":
        return _number(text, shown, date1904=date1904)
    if kind == "b" and bare.lower() in TRUTH:
        return TRUTH[bare.lower()], CellKind.BOOL
    if kind == "d" and (moment := from_iso(text)) is not None:
        return moment, CellKind.DATE
    return _invalid(bare if kind == "e" else text)
