"""One worksheet part, read fast: the same as `sheet_xml.read_sheet`, or `Unsure` where that one has to look.

The rows are cut at ``</row>`` and ``<c r="``. Every piece must then be a cell that `cells_scan` understands, or the
tags of rows; what stands around the rows goes through the strict reader with the rows taken out. So a part is
understood to its last character or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from validator.model.cells import BLANK, Cell
from validator.readers.limits import Budget, Damaged, Limits, Unsure
from validator.readers.xlsx.caches import remembered
from validator.readers.xlsx.cells import Cells, RawCell
from validator.readers.xlsx.cells_scan import MOST, SHORT, Common, Known, slots_in
from validator.readers.xlsx.plain_xml import ATTRIBUTES, attributes, readable
from validator.readers.xlsx.sheet_looks import SheetLooks, is_hidden_row
from validator.readers.xlsx.sheet_xml import Frame, read_frame
from validator.readers.xlsx.skeletons import LARGEST, Rest, skeleton_of, taken_apart
from validator.startup.expressions import expression
from validator.startup.records import replace

CONDITIONS, CONDITIONS_END = "<conditionalFormatting", "</conditionalFormatting>"
MORE = expression(r"<(?:[\w.-]+:)?(?:merge|sheet|cols?[ >/]|AlternateContent)")
"""What would be lost if it stood among them."""
LARGEST_CONDITIONS = 1 << 19
OPEN, CLOSE, EMPTY = "<sheetData>", "</sheetData>", "<sheetData/>"
ROW_END, CELL_START = "</row>", '<c r="'
ROW = expression(rf'<row r="([1-9][0-9]{{0,5}})"({ATTRIBUTES})(/?)>')
# Rows past 999,999 and columns past XEZ are left to the strict reader.
OWN_TEXT = expression(r'<(?:f|is)\b| t="str"')
STYLE = expression(r' s="([0-9]{1,7})"')
ADDRESS = expression(r"(?:[A-Z]{1,2}|[A-W][A-Z]{2})[1-9][0-9]{0,5}")
KNOWN_PLACES: set[str] = set()


def scan_sheet(data: bytes, part: str, cells: Cells, known: Known, budget: Budget) -> Frame:
    """Put every cell of the part into `cells` and return the rest; after `Unsure`, `cells` is of no use."""
    if len(data) > LARGEST:
        return _scanned(data, part, cells, known, budget)[0]
    around, values = taken_apart(data)
    seen = known.common.skeletons.like(around)
    known_frame = seen.fill(cells, values, known.texts, budget) if seen else None
    if known_frame is not None:
        return known_frame
    before = dict(budget.used)
    frame, pieces = _scanned(data, part, cells, known, budget)
    if seen is None and known.common.skeletons.is_met_again(around):
        charged = {name: now - before.get(name, 0) for name, now in budget.used.items() if now != before.get(name, 0)}
        charged.pop("cells", None)
        _keep(around, pieces, cells, known.common, Rest(frame, charged))
    return frame


def _scanned(data: bytes, part: str, cells: Cells, known: Known, budget: Budget) -> tuple[Frame, list[str]]:
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
        pieces, unsized = _cut(body, cells.hidden_rows)
        if frame.looks.low_rows:
            cells.hidden_rows |= unsized
        if len(body) > (most := budget.limits.cell_characters) and max(map(len, pieces), default=0) > most:
            raise Unsure
        _take(pieces, cells, known)
    except Damaged:
        raise Unsure from None  # the strict reader finds the same and says where
    return frame, pieces


def _keep(around: list[bytes], pieces: list[str], cells: Cells, common: Common, rest: Rest) -> None:
    """Remember the part without its values, if they are just those of its cells."""
    try:
        slots = list(slots_in(pieces, cells.found, common))
    except Unsure:
        return
    plain = not cells.waiting and all(one.at in cells.found for one in slots)
    if plain and len(slots) == len(around) - 1:
        longest = max(map(len, pieces), default=0)
        common.skeletons.keep(skeleton_of(around, slots, cells, longest, rest))


def _frame(head: str, tail: str, part: str, budget: Budget) -> Frame:
    tail, apart = _apart(head, tail)
    data = f"{head}{EMPTY}{tail}".encode()
    frame = remembered(read_frame, (data, part), len(data), budget)
    if frame.tables != 1:
        raise Unsure
    if not apart:
        return frame
    read = _known_conditions if len(apart) <= LARGEST_CONDITIONS else _conditions
    return replace(frame, conditions=read(apart, part, budget.limits))


def _apart(head: str, tail: str) -> tuple[str, str]:
    """The conditional formats taken out of what follows the rows, as a part of their own where there are any.

    They are long, and the same in all copies of one template: so they are read once.
    """
    start, end = tail.find(CONDITIONS), tail.rfind(CONDITIONS_END) + len(CONDITIONS_END)
    root = head.rfind("<worksheet")
    if not 0 <= start < end or root < 0 or "<!" in head or "<!" in tail or "<?" in tail:
        return tail, ""
    found = tail[start:end]
    pieces = found.split(CONDITIONS_END)[:-1]
    if MORE.search(found) or not all(one.lstrip().startswith(CONDITIONS) for one in pieces):
        return tail, ""
    opening = head[root : head.find(">", root) + 1]
    return tail[:start] + tail[end:], f"{opening}{found}</worksheet>"


def _conditions(text: str, part: str, limits: Limits) -> SheetLooks:
    return read_frame(text.encode(), part, Budget(limits)).looks


_known_conditions = lru_cache(maxsize=16)(_conditions)


def _cut(body: str, hidden_rows: set[int]) -> tuple[list[str], set[int]]:
    """Every cell from its address on, and the rows that state no height.

    What stands before the cells of a row must be the tags of rows, of which none may come twice.
    """
    *rows, last = body.split(ROW_END)
    cells: list[str] = []
    numbers: list[int] = []
    unsized: set[int] = set()
    for row in rows:
        tags, *found = row.split(CELL_START)
        cells += found
        one = _known_rows(tags) if len(tags) < SHORT else _rows(tags)
        numbers += one.numbers
        if one.hidden:
            hidden_rows.update(one.hidden)
        if one.unsized:
            unsized.update(one.unsized)
    if last:
        one = _rows(last, starts=0)
        numbers += one.numbers
        hidden_rows.update(one.hidden)
        unsized.update(one.unsized)
    if len(set(numbers)) != len(numbers):
        raise Unsure
    return cells, unsized


class Rows(NamedTuple):
    """The numbers of some rows in order; of those that are hidden, and that state no height."""

    numbers: tuple[int, ...]
    hidden: tuple[int, ...]
    unsized: tuple[int, ...]


def _rows(tags: str, starts: int = 1) -> Rows:
    """The rows among `tags`, which must be empty rows and then `starts` rows that go on."""
    numbers, hidden, unsized = list[int](), list[int](), list[int]()
    at = started = 0
    while not started and (match := ROW.match(tags, at)):
        number, given, slash = match.groups()
        at, started = match.end(), not slash
        numbers.append(int(number))
        stated = attributes(given) if given else {}
        if is_hidden_row(stated):
            hidden.append(int(number))
        if "ht" not in stated:
            unsized.append(int(number))
    if at != len(tags) or started != starts:
        raise Unsure
    return Rows(tuple(numbers), tuple(hidden), tuple(unsized))


_known_rows = lru_cache(maxsize=MOST)(_rows)


def _take(pieces: list[str], cells: Cells, known: Known) -> None:
    if not pieces:
        return
    addresses, _, rests = zip(*[piece.partition('"') for piece in pieces], strict=True)
    if not KNOWN_PLACES.issuperset(addresses):
        _check_places(addresses)
    if len(set(addresses)) != len(addresses):
        raise Unsure
    cells.styles = partial(_styles, pieces)
    made = zip(addresses, map(known.common.cells.__getitem__, rests), strict=True)
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


def _placed(address: str, raw: RawCell, cells: Cells) -> Cell:
    return cells.made(raw._replace(address=address))


def _check_places(addresses: Iterable[str]) -> None:
    for address in addresses:
        if ADDRESS.fullmatch(address) is None:
            raise Unsure
        if len(KNOWN_PLACES) < MOST:
            KNOWN_PLACES.add(address)


def _styles(pieces: list[str], addresses: Collection[str]) -> dict[str, int]:
    """The index of the format of each address that states one. Asked for seldom: a sound file has none to look at."""
    wanted, found = set(addresses), dict[str, int]()
    for piece in pieces:
        at, _, rest = piece.partition('"')
        if at in wanted and (match := STYLE.match(rest)):
            found[at] = int(match[1])
    return found
