"""Above the checks: those that have to be dealt with, the gravest first, kept in order by formulas.

A hidden column ranks every row by its verdict and its place; the k-th smallest rank says which row the k-th line shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from validator.template.areas import absolute
from validator.template.check_rows import (
    FIRST_ROW,
    LINK_COLUMN,
    RANK_COLUMN,
    TARGET_COLUMN,
    VERDICT_COLUMN,
    CheckRow,
)
from validator.template.content import Shown
from validator.template.draft import Draft
from validator.template.live import FAILS, REVIEW, UNDECIDED
from validator.template.writing import put_formula

FIRST_LINE, MOST = 6, 8
"""Where the lines begin, and how many there are room for."""
_RANKS = {FAILS: 0, REVIEW: 1_000, UNDECIDED: 2_000}
_LAST_RANK, _STEP = 9_000, 1_000
_BLANK = "　"
"""A formula that shows an empty text would look as if it was never calculated."""
_LISTED, _NONE = f"先处理这几条（自动排在最前，最多 {MOST} 条）：", "没有要处理的。"
_HEIGHT = 28


def write_first_rows(draft: Draft, sheet: Worksheet, rows: tuple[CheckRow, ...], links: list[str]) -> None:
    """The lines, and the ranks they are made from; `links` are the words of the rows' links."""
    ranks = [_rank(one.verdict[1]) + row for row, one in enumerate(rows, FIRST_ROW)]
    look = draft.look("cell", "small")
    for row, rank in enumerate(ranks, FIRST_ROW):
        put_formula(sheet, f"{RANK_COLUMN}{row}", f"={_rank_formula(row)}", look, rank)
    shown = [list(_values(one, link)) for one, link in zip(rows, links, strict=True)]
    for number, rank in enumerate(sorted(ranks)[:MOST]):
        blank: list[Shown] = [_BLANK] * 10
        listed = shown[rank % _STEP - FIRST_ROW] if rank < _LAST_RANK else blank
        _write_line(draft, sheet, FIRST_LINE + number, (rank, listed), len(rows))
    first = f"{RANK_COLUMN}{FIRST_LINE}"
    told = _LISTED if min(ranks) < _LAST_RANK else _NONE
    head = f"A{FIRST_LINE - 1}:{LINK_COLUMN}{FIRST_LINE - 1}"
    formula = f'=IF({first}<{_LAST_RANK},"{_LISTED}","{_NONE}")'
    put_formula(sheet, head, formula, draft.look("plain", "bold"), told)


def _rank(word: str) -> int:
    return _RANKS.get(word, _LAST_RANK)


def _rank_formula(row: int) -> str:
    text = f"{_LAST_RANK}"
    for word, rank in reversed(_RANKS.items()):
        text = f'IF({VERDICT_COLUMN}{row}="{word}",{rank},{text})'
    return f"{text}+ROW()"


def _values(one: CheckRow, link: str) -> Iterator[Shown]:
    """What columns A to J of a row show."""
    yield from (one.rule.code, one.level, one.table, one.what)
    yield from (one.left[1], one.right[1], one.difference, one.verdict[1], one.relation, link)


def _write_line(draft: Draft, sheet: Worksheet, row: int, holds: tuple[int, list[Shown]], count: int) -> None:
    rank, listed = f"${RANK_COLUMN}{row}", holds[1]
    last = FIRST_ROW + count - 1

    def at(column: str) -> str:
        return f"INDEX({absolute(f'{column}{FIRST_ROW}:{column}{last}')},MOD({rank},{_STEP})-{FIRST_ROW - 1})"

    every = absolute(f"{RANK_COLUMN}{FIRST_ROW}:{RANK_COLUMN}{last}")
    put_formula(
        sheet, f"{RANK_COLUMN}{row}", f"=SMALL({every},{row - FIRST_LINE + 1})", draft.look("cell", "small"), holds[0]
    )
    for column, shown in zip("ABCDEFGHIJ", listed, strict=True):
        told = f'HYPERLINK("#"&{at(TARGET_COLUMN)},{at(column)})' if column == LINK_COLUMN else at(column)
        formula = f'=IF({rank}<{_LAST_RANK},{told},"{_BLANK}")'
        put_formula(sheet, f"{column}{row}", formula, draft.look("cell", "small", *_PARTS.get(column, ())), shown)
    sheet.set_row(row - 1, _HEIGHT)


_PARTS = {"D": ("left",), "I": ("left",), VERDICT_COLUMN: ("bold",), LINK_COLUMN: ("leads",)}
