"""Shared formulas: the text of each cell's own formula, from that of the first cell (ISO/IEC 29500-1, 18.3.1.40).

Only relative references move; text, sheet names, function names, structured references and external book
numbers stay as they are. A reference that leaves the sheet becomes ``#REF!``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from validator.model.address import column_letters, column_number
from validator.readers.xlsx.places import LAST_COLUMN, LAST_ROW
from validator.startup.expressions import expression

COLUMNS, ROWS = range(LAST_COLUMN + 1), range(LAST_ROW + 1)
LONGEST_FORMULA = 8192  # Excel's own limit; longer ones are read, but not remembered
COLUMN, ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9][0-9]{0,6}"
END = r"(?![\w.(!\\?])"
# In order: text, a quoted sheet name, an error value; a cell or range, whole columns, whole rows; any other word, which
# may hold letters and digits like a reference; the bracket of a structured reference or of a book's number.
TOKEN = expression(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|#N/A|#DIV/0!|#[A-Z_]+[!?]?"
    rf"|(?P<cells>{COLUMN}{ROW}(?::{COLUMN}{ROW})?){END}"
    rf"|(?P<columns>{COLUMN}:{COLUMN}){END}"
    rf"|(?P<rows>{ROW}:{ROW}){END}"
    r"|[\w.\\$?]+|\["
)
CORNER = expression(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
letters_of = lru_cache(maxsize=LAST_COLUMN)(column_letters)


class Corner(NamedTuple):
    """One end of a reference: column and row from 1, 0 where it has none, and whether each stays when it moves."""

    column: int
    row: int
    column_fixed: bool
    row_fixed: bool

    def moved(self, rows: int, columns: int) -> str | None:
        """Its text further down and right; None when that leaves the sheet."""
        column = self.column + columns if self.column and not self.column_fixed else self.column
        row = self.row + rows if self.row and not self.row_fixed else self.row
        if not (column in COLUMNS and row in ROWS) or (self.column and not column) or (self.row and not row):
            return None
        first, second = "$" if self.column_fixed else "", "$" if self.row_fixed else ""
        return f"{first}{letters_of(column)}{second}{row or ''}"


Reference = tuple[Corner, ...]


def moved(formula: str, rows: int, columns: int) -> str:
    """`formula` as it reads `rows` further down and `columns` further right."""
    cut = pieces if len(formula) <= LONGEST_FORMULA else pieces.__wrapped__
    return "".join(one if isinstance(one, str) else _moved(one, rows, columns) for one in cut(formula))


def _moved(reference: Reference, rows: int, columns: int) -> str:
    found = [corner.moved(rows, columns) for corner in reference]
    return "#REF!" if None in found else ":".join(corner for corner in found if corner)


@lru_cache(maxsize=32)
def pieces(formula: str) -> tuple[str | Reference, ...]:
    """The formula cut into text that stays and references that may move."""
    found: list[str | Reference] = []
    at = start = 0
    while match := TOKEN.search(formula, at):
        at = match.end()
        if match[0] == "[":
            at = _after_bracket(formula, at)
        elif match.lastgroup and (reference := _reference(match[0])):
            found += (formula[start : match.start()], reference)
            start = at
    return (*found, formula[start:])


def _reference(text: str) -> Reference | None:
    """The corners of a reference; None for a word such as ``ZZZ1``, which is past the last column and so a name."""
    corners = tuple(_corner(end) for end in text.split(":"))
    return corners if all(corner.column <= LAST_COLUMN and corner.row <= LAST_ROW for corner in corners) else None


def _corner(text: str) -> Corner:
    match = CORNER.fullmatch(text)
    first, letters, second, digits = match.groups() if match else ("", "", "", "")
    if not letters:  # a row alone: its $ was taken for a column's
        first, second = "", first or second
    return Corner(column_number(letters), int(digits or 0), bool(first), bool(second))


def _after_bracket(formula: str, at: int) -> int:
    """The place after the bracket that closes the one before `at`; ``'`` escapes a bracket in a column's name."""
    depth = 1
    while at < len(formula) and depth:
        letter = formula[at]
        depth += (letter == "[") - (letter == "]")
        at += 2 if letter == "'" else 1
    return at
