"""空白的口径: what is a blank, what is a blank with ink, and what number a cell holds for a relation.

空白不等于0，也从不悄悄当0。A blank of any kind is one blank, whichever program stored it; ``/``, ``—`` and 无 say
"nothing" as well, so they count like a blank everywhere.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from validator.model.cells import Cell, CellKind
from validator.startup.records import replace

PLACEHOLDERS = ("/", "\\", "—", "——", "–", "-", "无")
"""带墨的空白：整格只有“/”“\\”“—”“–”“-”或“无”（“零”“〇”是写成文字的数字0）. Full-width ones are folded first."""

FULL_WIDTH_PLACEHOLDERS = ("／", "＼", "－", "﹣", "﹘")
"""What folds to one of them: a formula of the workbook cannot fold, and lists both."""

BLANK_CHARACTERS = " \t\n\r\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""The blanks that people and programs leave in cells; the formulas of the workbook know these, Python knows all."""

_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u2800\u3164\uffa0" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0x180B, 0x180E))))
)
"""Signs without ink that Unicode does not call formats: fillers, the blank of Braille, selectors of variants."""

LARGEST_COUNT = 10**12
"""计数大于 10^12，金额大于 10^12 万元：没有报告会有. Beyond it
doubles lose units in sums, so no relation is judged by it."""

_DIGITS = 15
"""Significant digits that Excel keeps and shows; the 16th and 17th are noise of binary fractions."""


@lru_cache(maxsize=4096)
def is_blank_text(text: str) -> bool:
    """Whether a text has no ink: empty, or blanks, control and invisible characters alone."""
    return all(one.isspace() or _is_unseen(one) or unicodedata.category(one) == "Cc" for one in text)


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """A text without invisible characters, and without blanks around it: what a person reads."""
    return "".join(one for one in text if not _is_unseen(one)).strip()


def _is_unseen(sign: str) -> bool:
    return sign in _UNSEEN or unicodedata.category(sign) == "Cf"


def settled(cell: Cell, *, is_count: bool) -> Cell:
    """The cell as every rule sees it, whoever wrote it: a text without ink is a blank, a count has 15 digits."""
    if cell.kind is CellKind.TEXT and is_blank_text(str(cell.value)):
        return replace(cell, value=None, kind=CellKind.BLANK)
    if is_count and isinstance(cell.value, float) and (shown := as_shown(cell.value)) != cell.value:
        return replace(cell, value=int(shown) if shown == int(shown) else shown)
    return cell


def is_placeholder(cell: Cell) -> bool:
    """Whether the cell is a blank with ink: ``/``, ``—``, 无."""
    if cell.kind is not CellKind.TEXT:
        return False
    return unicodedata.normalize("NFKC", visible(str(cell.value))) in _FOLDED


_FOLDED = frozenset(unicodedata.normalize("NFKC", one) for one in PLACEHOLDERS)


def is_empty(cell: Cell) -> bool:
    """Whether the cell states no value at all: blank, or a placeholder for it."""
    kind = cell.kind
    return kind is not CellKind.NUMBER and (kind is CellKind.BLANK or is_placeholder(cell))


def as_shown(number: int | float) -> int | float:
    """The number as Excel takes and shows it, with fifteen significant digits; whole numbers stay whole."""
    if isinstance(number, int) and abs(number) < 10**_DIGITS:
        return number
    shown = float(f"{number:.{_DIGITS}G}")
    return int(shown) if isinstance(number, int) else shown
