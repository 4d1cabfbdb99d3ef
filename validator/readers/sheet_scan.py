"""One worksheet part, read fast: the same as `sheet_xml.read_sheet`, or `Unsure` where that one has to look.

The rows are cut at ``</row>`` and ``<c r="``; every piece must then be a cell as Excel, WPS, LibreOffice, openpyxl and
XlsxWriter write it, or the tags of rows. What stands around the rows goes through the strict reader with the rows
taken out. So a part is understood to its last character or not at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from validator.model import BLANK, Cell, CellKind
from validator.readers.caches import LARGEST, remembered
from validator.readers.cell_values import SPACE
from validator.readers.cells import PLACED, Cells, RawCell, Tables, cell_of, own_value
from validator.readers.limits import Budget, Damaged, Unsure
from validator.readers.plain_xml import ATTRIBUTES, attributes, readable, unquoted
from validator.readers.runs import joined
from validator.readers.safe_xml import TRUE
from validator.readers.sheet_xml import NO_FORMULA, Frame, read_frame
from validator.readers.styles import Shown

OPEN, CLOSE, EMPTY = "<sheetData>", "</sheetData>", "<sheetData/>"
ROW_END, CELL_START = "</row>", '<c r="'
# Rows past 999,999 and columns past XEZ are left to the strict reader.
ADDRESS = re.compile(r"(?:[A-Z]{1,2}|[A-W][A-Z]{2})[1-9][0-9]{0,5}")
# A cell from the end of its address on: style, type, formula with attributes, value or what stands in its place.
REST = re.compile(
    r'(?: s="([0-9]{1,7})")?(?: t="(s|n|b|e|d|str|inlineStr)")?(?: cm="[0-9]+")?(?: vm="[0-9]+")?'
    rf"(?:/>|>(?:<f({ATTRIBUTES})(?:/>|>([^<]*)</f>))?"
    r'(?:<v>([^<]*)</v>|(<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>))?</c>)'
)
SHARED = re.compile(r'(?: s="[0-9]{1,7}")? t="s"><v>([0-9]{1,7})</v></c>')
INLINE = re.compile(r'<is><t( xml:space="preserve")?>([^<]*)</t></is>')
ROW = re.compile(rf'<row r="([1-9][0-9]{{0,5}})"({ATTRIBUTES})(/?)>')
SEEN: set[str] = set()
SHORT, MOST = 128, 16_384  # characters of a cell, and cells, that are remembered between files


class Lasting(dict[str, Cell | RawCell]):
    """What each way of writing a cell gives that refers to no shared string; kept from file to file.

    The key is the cell from the end of its address on. A formula whose text depends on the address stays raw.
    """

    __slots__ = ("_tables",)

    def __init__(self, formats: tuple[Shown, ...], *, date1904: bool) -> None:
        super().__init__()
        self._tables = Tables((), formats, date1904)

    def __missing__(self, rest: str) -> Cell | RawCell:
        made = self._make(rest)
        if len(rest) < SHORT and len(self) < MOST:
            self[rest] = made
        return made

    def _make(self, rest: str) -> Cell | RawCell:
        match = REST.fullmatch(rest)
        if match is None:
            raise Unsure
        raw = _raw(*match.groups())
        if raw.type == "s" or raw.given.get("t") in PLACED:
            return raw
        return cell_of(raw, own_value(raw, self._tables.shown(raw.style), date1904=self._tables.date1904))


@lru_cache(maxsize=16)
def lasting(formats: tuple[Shown, ...], *, date1904: bool) -> Lasting:
    """The cells known to all files with these formats."""
    return Lasting(formats, date1904=date1904)


class Known(dict[str, Cell | RawCell]):
    """The same for one file, shared strings included, so that the many equal cells of a form are made once."""

    __slots__ = ("_lasting", "characters", "placed", "tables")

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables
        self.placed = False
        self.characters = 0
        self._lasting = lasting(tables.formats, date1904=tables.date1904)

    def __missing__(self, rest: str) -> Cell | RawCell:
        match = SHARED.fullmatch(rest)
        made = self._own(rest) if match is None else self._shared(int(match[1]))
        self[rest] = made
        return made

    def _own(self, rest: str) -> Cell | RawCell:
        self.characters += len(rest)
        made = self._lasting[rest]
        self.placed = self.placed or isinstance(made, RawCell)
        return made

    def _shared(self, index: int) -> Cell:
        if index >= len(self.tables.strings):
            raise Unsure
        text = self.tables.strings[index]
        return text_cell(text) if len(text) < SHORT else Cell(text, CellKind.TEXT)


@lru_cache(maxsize=MOST)
def text_cell(text: str) -> Cell:
    """A cell that holds this text."""
    return Cell(text, CellKind.TEXT)


def _raw(
    style: str | None, kind: str | None, given: str | None, formula: str | None, text: str | None, instead: str | None
) -> RawCell:
    """A cell as the strict reader would have found it, without its address."""
    inline = None
    if instead is not None:
        match = INLINE.fullmatch(instead)
        text = "" if match is None else None
        inline = match and joined([(unquoted(match[2]), match[1] is not None)])
    return RawCell(
        "",
        style or "",
        kind or "n",
        text and unquoted(text).strip(SPACE),
        inline,
        None if given is None else unquoted(formula or ""),
        attributes(given) if given else NO_FORMULA,
    )


def scan_sheet(data: bytes, part: str, cells: Cells, known: Known, budget: Budget) -> Frame:
    """Put every cell of the part into `cells` and return the rest; after `Unsure`, `cells` is of no use."""
    if len(data) > budget.limits.cell_characters:
        raise Unsure
    text = readable(data)
    start, end = text.find(OPEN), text.rfind(CLOSE)
    if not 0 <= start < end:
        raise Unsure
    head, body, tail = text[:start], text[start + len(OPEN) : end], text[end + len(CLOSE) :]
    if "x14ac:" in body and "xmlns:x14ac=" not in head:
        raise Unsure
    try:
        frame = _frame(head, tail, part, budget)
        _take(_cut(body, cells.hidden_rows), cells, known)
    except Damaged:
        raise Unsure from None  # the strict reader finds the same and says where
    return frame


def _frame(head: str, tail: str, part: str, budget: Budget) -> Frame:
    data = f"{head}{EMPTY}{tail}".encode()
    frame = remembered(read_frame, (data, part), budget) if len(data) <= LARGEST else read_frame(data, part, budget)
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
        if hidden := _hidden(tags):
            hidden_rows.update(hidden)
    if last:
        hidden_rows.update(_hidden(last, 0))
    return cells


@lru_cache(maxsize=MOST)
def _hidden(tags: str, starts: int = 1) -> tuple[int, ...]:
    """The numbers of the hidden rows among `tags`: empty rows, then `starts` rows that go on."""
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


def _take(pieces: list[str], cells: Cells, known: Known) -> None:
    before = known.characters
    pairs = [(address, known[rest]) for address, _, rest in [piece.partition('"') for piece in pieces]]
    cells.budget.spend("text_characters", known.characters - before)
    _check_addresses({address for address, _ in pairs})
    if known.placed:
        for address, cell in pairs:
            _put(address, cell, cells)
        return
    kept = cast("list[tuple[str, Cell]]", [pair for pair in pairs if pair[1] is not BLANK])
    cells.found.update(kept)
    if len(cells.found) != len(kept):
        raise Unsure
    cells.budget.spend("cells", len(kept))


def _put(address: str, cell: Cell | RawCell, cells: Cells) -> None:
    if isinstance(cell, RawCell):
        cells.add(cell._replace(address=address))
    elif cell is not BLANK:
        cells.put(address, cell)


def _check_addresses(addresses: set[str]) -> None:
    for address in addresses - SEEN:
        if ADDRESS.fullmatch(address) is None:
            raise Unsure
        if len(SEEN) < MOST:
            SEEN.add(address)
