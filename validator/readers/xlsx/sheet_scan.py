"""One worksheet part, read fast: the same as `sheet_xml.read_sheet`, or `Unsure` where that one has to look.

The rows are cut at ``</row>`` and ``<c r="``. Every piece must then be a cell that `cells_scan` understands, or the
tags of rows; what stands around the rows goes through the strict reader with the rows taken out. So a part is
understood to its last character or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from validator.model.cells import BLANK, Cell
from validator.readers.limits import Budget, Damaged, Unsure
from validator.readers.xlsx.caches import remembered
from validator.readers.xlsx.cells import Cells, RawCell
from validator.readers.xlsx.cells_scan import MOST, SHORT, Known
from validator.readers.xlsx.plain_xml import ATTRIBUTES, attributes, readable
from validator.readers.xlsx.safe_xml import TRUE
from validator.readers.xlsx.sheet_xml import Frame, read_frame

OPEN, CLOSE, EMPTY = "<sheetData>", "</sheetData>", "<sheetData/>"
ROW_END, CELL_START = "</row>", '<c r="'
ROW = re.compile(rf'<row r="([1-9][0-9]{{0,5}})"({ATTRIBUTES})(/?)>')
# Rows past 999,999 and columns past XEZ are left to the strict reader.
OWN_TEXT = re.compile(r'<(?:f|is)\b| t="str"')
ADDRESS = re.compile(r"(?:[A-Z]{1,2}|[A-W][A-Z]{2})[1-9][0-9]{0,5}")
KNOWN_PLACES: set[str] = set()


def scan_sheet(data: bytes, part: str, cells: Cells, known: Known, budget: Budget) -> Frame:
    """Put every cell of the part into `cells` and return the rest; after `Unsure`, `cells` is of no use."""
    text = readable(data)
    start, end = text.find(OPEN), text.rfind(CLOSE)
    if not 0 <= start < end:
        raise Unsure
    head, body, tail = text[:start], text[start + len(OPEN) : end], text[end + len(CLOSE) :]
    if "x14ac:" in body and "xmlns:x14ac=" not in head:
        raise Unsure
    # No need to count characters where there are fewer bytes than characters allowed, or no text of the sheet's own.
    if budget.used.get("inflated_bytes", 0) > budget.limits.text_characters and OWN_TEXT.search(body):
        raise Unsure
    try:
        frame = _frame(head, tail, part, budget)
        pieces = _cut(body, cells.hidden_rows)
        if len(body) > (most := budget.limits.cell_characters) and max(map(len, pieces), default=0) > most:
            raise Unsure
        _take(pieces, cells, known)
    except Damaged:
        raise Unsure from None  # the strict reader finds the same and says where
    return frame


def _frame(head: str, tail: str, part: str, budget: Budget) -> Frame:
    data = f"{head}{EMPTY}{tail}".encode()
    frame = remembered(read_frame, (data, part), len(data), budget)
    if frame.tables != 1:
        raise Unsure
    return frame


def _cut(body: str, hidden_rows: set[int]) -> list[str]:
    """Every cell from its address on; what stands before the cells of a row must be the tags of rows."""
    *rows, last = body.split(ROW_END)
    cells: list[str] = []
    for row in rows:
        tags, *found = row.split(CELL_START)
        cells += found
        if hidden := _hidden(tags) if len(tags) < SHORT else _hidden_rows(tags):
            hidden_rows.update(hidden)
    if last:
        hidden_rows.update(_hidden_rows(last, starts=0))
    return cells


def _hidden_rows(tags: str, starts: int = 1) -> tuple[int, ...]:
    """The numbers of the hidden rows among `tags`, which must be empty rows and then `starts` rows that go on."""
    found = []
    at = started = 0
    while not started and (match := ROW.match(tags, at)):
        number, given, slash = match.groups()
        at, started = match.end(), not slash
        if given and attributes(given).get("hidden") in TRUE:
            found.append(int(number))
    if at != len(tags) or started != starts:
        raise Unsure
    return tuple(found)


_hidden = lru_cache(maxsize=MOST)(_hidden_rows)


def _take(pieces: list[str], cells: Cells, known: Known) -> None:
    if not pieces:
        return
    addresses, _, rests = zip(*[piece.partition('"') for piece in pieces], strict=True)
    if not KNOWN_PLACES.issuperset(addresses):
        _check_places(addresses)
    made = zip(addresses, map(known.cells.__getitem__, rests), strict=True)
    kept = [pair for pair in made if pair[1] is not BLANK]
    cells.budget.spend("cells", len(kept))
    texts = known.texts
    try:
        cells.found = {
            at: one if isinstance(one, Cell) else texts[one] if isinstance(one, int) else _placed(at, one, cells)
            for at, one in kept
        }
    except IndexError:
        raise Unsure from None
    if len(cells.found) != len(kept):
        raise Unsure


def _placed(address: str, raw: RawCell, cells: Cells) -> Cell:
    return cells.made(raw._replace(address=address))


def _check_places(addresses: Iterable[str]) -> None:
    for address in addresses:
        if ADDRESS.fullmatch(address) is None:
            raise Unsure
        if len(KNOWN_PLACES) < MOST:
            KNOWN_PLACES.add(address)
