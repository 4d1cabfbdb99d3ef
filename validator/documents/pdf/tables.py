"""The tables of a PDF: what stands in the cells of its grids, and grids that go on over a page break as one table.

At a page break a program may repeat the head, tear a row in two, and begin a merged cell anew with nothing in it.
What is torn is put together where the lines say so; else the rows stay apart, and their labels are then not those of
the form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from validator.documents.blocks import Area, Paragraph, Table, TableCell
from validator.documents.grids import HAN, hidden_figure, joined
from validator.documents.pdf.covering import UNKNOWN
from validator.documents.pdf.lattice import SNAP, Field, Lattice, snapped
from validator.documents.pdf.lines import ENTRY, OPENING, Line, lines_of
from validator.documents.pdf.paragraphs import Column, paragraphs
from validator.documents.pdf.shapes import Box
from validator.documents.pdf.showing import FIRST_HALF, SHOWN_BOX, Glyph
from validator.documents.pdf.sources import Standing
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

DIGITS, OF_NUMBER = expression(r"[0-9.,]+"), expression(r"[0-9.,]")
NOTED = expression(r"[0-9.,]+([（(].?)?")
SIGNS_OF_NUMBERS = frozenset("-+.,%/−－—–‐．％＋")
FULL, ROOMY = 0.15, 0.5
"""The room behind a number, in sizes, with which it surely had to go on below, and with which it surely had not."""
ODD_ONES, MOST_ROOM, SEVERAL = 2, 8.0, 2
ARTICLE = 200
"""Characters from which a cell holds an article, as `blocks` has it."""


@dataclass(slots=True)
class CellPart:
    """A cell of a grid: where it stands in it, its lines, and between what they run."""

    top: int
    left: int
    bottom: int
    right: int
    lines: list[Line]
    start: float
    end: float
    areas: tuple[Area, ...]
    boxed: bool = False
    unseen: list[Line] = field(default_factory=list)
    """What nobody sees in it."""

    def take(self, other: CellPart) -> None:
        """Go on with what stands in the other."""
        self.lines, self.areas = self.lines + other.lines, self.areas + other.areas
        self.unseen += other.unseen

    @property
    def text(self) -> str:
        """What it says, with a sign for a picture."""
        words = joined([one.text for one in self.lines])
        return f"{words}{SHOWN_BOX}" if self.boxed else words


@dataclass(slots=True)
class Piece:
    """A grid on one page with what stands in it."""

    lattice: Lattice
    parts: list[CellPart]
    odd: set[int] = field(default_factory=set)
    """The rows in which a sign stands upon a wall, or a cell is no box."""

    @property
    def top(self) -> float:
        """Where it begins on its page."""
        return self.lattice.down[0]

    @property
    def bottom(self) -> float:
        """Where it ends on its page."""
        return self.lattice.down[-1]

    @property
    def page(self) -> int:
        """The number of its page."""
        return self.lattice.page

    def goes_on_in(self, other: Piece) -> bool:
        """Whether the other may be the rest of it: on the next page, between the same sides."""
        one, two = self.lattice.across, other.lattice.across
        return self.page + 1 == other.page and abs(one[0] - two[0]) <= SNAP and abs(one[-1] - two[-1]) <= SNAP


def piece_of(
    lattice: Lattice, signs: Iterable[Glyph], boxes: Iterable[Box], unseen: Iterable[Glyph] = ()
) -> tuple[Piece, list[Glyph]]:
    """The grid filled with its signs, also those that nobody sees, and the signs that stand in none of its cells."""
    held, free = _sorted(lattice, signs)
    hidden, _ = _sorted(lattice, unseen)
    odd = lattice.ragged | _on_walls(lattice, held)
    places = [(box, lattice.at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) for box in boxes]
    shown = {place for box, place in places if place and _within(box, lattice, place)}
    parts = [_part(lattice, one, held[one], boxed=one in shown) for one in lattice.fields]
    for one, place in zip(parts, lattice.fields, strict=True):
        one.unseen = lines_of(hidden[place])
    return Piece(lattice, parts, odd), free


def _sorted(lattice: Lattice, signs: Iterable[Glyph]) -> tuple[dict[Field, list[Glyph]], list[Glyph]]:
    held: dict[Field, list[Glyph]] = defaultdict(list)
    free: list[Glyph] = []
    before: Glyph | None = None
    place: Field | None = None
    for one in signs:
        if not (place and before and _hangs_on(before, one)):
            place = lattice.at(*one.centre)
        (held[place] if place else free).append(one)
        before = one
    return held, free


def _hangs_on(before: Glyph, one: Glyph) -> bool:
    """Whether a sign is a comma or the like, painted right behind the other: programs let it hang over an edge."""
    near = 0.1 * one.size
    is_next = one.order == before.order + 1 and abs(one.base - before.base) < near
    return one.text in FIRST_HALF and is_next and abs(one.box[0] - before.box[2]) < near


def _part(lattice: Lattice, place: Field, signs: Sequence[Glyph], *, boxed: bool) -> CellPart:
    lines = lines_of(signs)
    for one in lines:
        one.page = lattice.page
    start, end = lattice.across[place.left], lattice.across[place.right]
    area = Area(lattice.page, start, lattice.down[place.top], end, lattice.down[place.bottom])
    return CellPart(place.top, place.left, place.bottom, place.right, lines, start, end, (area,), boxed)


def _within(box: Box, lattice: Lattice, place: Field) -> bool:
    left, right = lattice.across[place.left] - SNAP, lattice.across[place.right] + SNAP
    return left <= box[0] and box[2] <= right and lattice.down[place.top] - SNAP <= box[1]


def _on_walls(lattice: Lattice, held: dict[Field, list[Glyph]]) -> set[int]:
    """The rows of digits that reach into two cells, and of signs in two that nothing parts: whose are they?

    Of a sign of a label its middle decides: a comma hangs over the edge of a column.
    """
    found = set[int]()
    for place, signs in held.items():
        left, right = lattice.across[place.left], lattice.across[place.right]
        top, bottom = lattice.down[place.top], lattice.down[place.bottom]
        for one in signs:
            least = 0.2 * one.size
            across = _may_be_of_a_number(one.text) and (left - one.box[0] > least or one.box[2] - right > least)
            _, y = one.centre
            if across or y - top < least or bottom - y < least:
                found |= set(range(place.top, place.bottom))
    return found


def _may_be_of_a_number(sign: str) -> bool:
    return sign == UNKNOWN or sign.isdecimal() or sign in SIGNS_OF_NUMBERS


def _numbers_joined(lines: list[Line], width: float) -> list[Line]:
    """A number that had no place in one line goes on in the next; where that is not sure, nor is the number."""
    if not lines or not _begins_as_number(lines[0].text):
        return lines
    found = lines[:1]
    for one in lines[1:]:
        before = found[-1]
        glue = " "
        if OF_NUMBER.match(before.text[-1:]):
            glue = "" if one.text[0] in OPENING else _glue(before, one, width)
        if glue == " ":
            found.append(one)
        else:
            before.text += glue + one.text
            before.right, before.signs = max(before.right, one.right), before.signs + one.signs
    return found


def _glue(before: Line, one: Line, width: float) -> str:
    """What stands between digits at the end of a line and those at the beginning of the next.

    Nothing where no other digit had place, a blank where they had, `UNKNOWN` where they had none with what no program
    parts from them: a bracket and the sign in it.
    """
    digits = NOTED.match(one.text)
    if not digits or (room := _room(before, one, width)) < FULL:
        return "" if digits else " "
    noted = [sign.box for sign in one.signs if sign.text.strip()][: len(digits[0])]
    unit = noted[-1][2] - noted[0][0] if digits[1] and noted else one.digit
    return UNKNOWN if room < ROOMY or (width - (before.right - before.left) - unit) / before.size < FULL else " "


def _begins_as_number(text: str) -> bool:
    return bool(OF_NUMBER.match(text)) and not ENTRY.match(text)


def _room(line: Line, after: Line, width: float) -> float:
    """What is left of the width behind a line and the next digit, in sizes; below 0 it had no place."""
    return (width - (line.right - line.left) - after.digit) / line.size


def table_of(run: Sequence[Piece]) -> Table:
    """The pieces of a table, one on each page, as one."""
    places = snapped(at for piece in run for at in piece.lattice.across)
    columns = {at: number for number, at in enumerate(sorted(set(places.values())))}
    parts = [part for piece in run for part in piece.parts]
    table = _Growing(_free_sides(parts))
    for piece in run:
        where = [columns[places[at]] for at in piece.lattice.across]
        for part in piece.parts:
            part.left, part.right = where[part.left], where[part.right]
        table.add(piece)
    return table.made()


def _free_sides(parts: Iterable[CellPart]) -> float:
    """The room beside walls that no line of a table uses, at both sides together."""
    held = [part for part in parts if part.lines]
    left = [min(one.left for one in part.lines) - part.start for part in held]
    right = [part.end - max(one.right for one in part.lines) for part in held]
    return sum(_least(one) for one in (left, right))


def _least(rooms: list[float]) -> float:
    """The least room, but for a few odd ones; what is more than programs leave was left by short lines."""
    return max(min(sorted(rooms)[min(len(rooms) // 10, ODD_ONES)], MOST_ROOM), 0.0) if rooms else 0.0


class _Growing:
    """A table that grows piece by piece."""

    def __init__(self, sides: float) -> None:
        self._sides = sides
        self._parts: list[CellPart] = []
        self._pages: list[int] = []
        self._odd = set[int]()

    def add(self, piece: Piece) -> None:
        drop = self._repeated(piece)
        parts = [one for one in piece.parts if one.top >= drop]
        rows = len(piece.lattice.down) - 1 - drop
        shift = len(self._pages) - drop
        for one in parts:
            one.top, one.bottom = one.top + shift, one.bottom + shift
        odd = {row + shift for row in piece.odd if row >= drop}
        if self._pages and rows:
            parts, odd, torn = self._gone_on(parts, odd)
            rows -= torn
        self._parts += parts
        self._odd |= odd
        self._pages += [piece.page] * rows

    def _repeated(self, piece: Piece) -> int:
        """How many rows at the top of a piece repeat those at the top of the table."""
        ours, theirs = _rows(self._parts), _rows(piece.parts)
        count = 0
        while count in ours and count in theirs and _same(ours[count], theirs[count]):
            count += 1
        while count and any(one.bottom > count > one.top for one in piece.parts):
            count -= 1
        return count

    def _gone_on(self, parts: list[CellPart], odd: set[int]) -> tuple[list[CellPart], set[int], int]:
        """With what goes on from the page before put there; 1 where that is the whole first row."""
        at = len(self._pages)
        pairs = self._pairs([one for one in parts if one.top == at])
        tall = [(one, two) for one, two in pairs if one and (one.bottom - one.top > 1 or two.bottom - two.top > 1)]
        single = [(one, two) for one, two in pairs if not (one and (one, two) in tall)]
        alike = bool(single) and all(one and two.bottom == at + 1 for one, two in single)
        torn = alike and self._is_torn(single)
        gone = []
        for one, two in tall if alike else pairs:
            if one and (torn or self._wraps(one, two)) and (alike or _is_label(one)) and self._may_grow(one, parts):
                one.bottom = two.bottom
                one.take(two)
                gone.append(two)
        if not torn:
            self._doubt(parts, odd)
            return [one for one in parts if one not in gone], odd, 0
        for one, two in single:
            if one:
                one.take(two)
                gone.append(two)
        return self._pulled_up([one for one in parts if one not in gone], odd, at, [one for one, _ in tall if one])

    def _pairs(self, row: Iterable[CellPart]) -> list[tuple[CellPart | None, CellPart]]:
        """The cells of a row at the top of a page, each with the one at the end of the page before that it is below."""
        above = {(one.left, one.right): one for one in self._parts if one.bottom == len(self._pages)}
        return [(above.get((one.left, one.right)), one) for one in row]

    def _may_grow(self, one: CellPart, parts: list[CellPart]) -> bool:
        """Whether a cell may go on below a break: a head ends where figures begin, and what is below may be blank."""
        figured = {(held.left, held.right) for held in (*self._parts, *parts) if _is_figure(held)}
        if (one.left, one.right) not in figured:
            return True
        below = [held for held in parts if held.top == len(self._pages) and (held.left, held.right) in figured]
        return sum(map(_is_label, below)) >= SEVERAL

    def _doubt(self, parts: list[CellPart], odd: set[int]) -> None:
        """What may be the rest of a row, behind a head that is no known one or without a label, makes both unsure."""
        at = len(self._pages)
        rows = _rows(parts)
        row = next((row for row, held in sorted(rows.items()) if any(map(_is_figure, held))), None)
        if row is None or not any(_is_figure(one) for one in self._parts if one.bottom == at and one.top == at - 1):
            return
        if not any(map(_is_label, rows[row])) or (row > at and self._is_torn(self._pairs(rows[row]))):
            odd.add(row)
            self._odd.add(at - 1)

    def _pulled_up(
        self, parts: list[CellPart], odd: set[int], at: int, tall: list[CellPart]
    ) -> tuple[list[CellPart], set[int], int]:
        """The rows below one that was put to the row before the break, a row further up."""
        for one in parts:
            one.top, one.bottom = one.top - (one.top > at), one.bottom - 1
        for one in tall:
            one.bottom -= 1
        return parts, {row - 1 for row in odd}, 1

    def _is_torn(self, pairs: list[tuple[CellPart | None, CellPart]]) -> bool:
        """Whether two rows, one at the end of a page and one at the top of the next, are halves of one."""
        return all(self._wraps(one, two) for one, two in pairs if one)

    def _wraps(self, one: CellPart, two: CellPart) -> bool:
        """Whether words of a cell may go on in the other: what is counted begins anew, and a full line breaks."""
        if not one.lines or not two.lines:
            return True
        last, first, width = one.lines[-1], two.lines[0], one.end - one.start - self._sides
        if ENTRY.match(two.text):
            return False
        if DIGITS.fullmatch(last.text) or DIGITS.fullmatch(first.text):
            return bool(DIGITS.fullmatch(last.text + first.text)) and _room(last, first, width) < ROOMY
        return bool(ENTRY.match(one.text)) or last.right - last.left + first.first > width - 0.6 * last.size

    def made(self) -> Table:
        for one in self._parts:
            one.lines = _numbers_joined(one.lines, one.end - one.start - self._sides)
        rows = _rows(self._parts)
        return Table(tuple(self._row(rows.get(row, []), row) for row in range(len(self._pages))), tuple(self._pages))

    def _row(self, parts: list[CellPart], row: int) -> tuple[TableCell, ...]:
        if row in self._odd or any(map(_is_unsure, parts)):
            source = Standing(tuple(area for one in parts for area in one.areas), ())
            return (TableCell((Paragraph(" | ".join(one.text for one in parts)),), source=source),)
        return tuple(_cell(one) for one in parts)


def _is_unsure(part: CellPart) -> bool:
    """Whether a sign is not known that may be a digit: one of many in words does not matter."""
    return UNKNOWN in part.text and (_begins_as_number(part.text) or not HAN.search(part.text))


def _cell(part: CellPart) -> TableCell:
    words, rows, columns = part.text, part.bottom - part.top, part.right - part.left
    source = Standing(part.areas, tuple(part.lines))
    if len(words) < ARTICLE:
        hidden = "" if words else hidden_figure(one.text for one in part.unseen)
        return TableCell((Paragraph(words),) if words else (), rows, columns, source, hidden)
    column = Column(min(one.left for one in part.lines), max(one.right for one in part.lines))
    return TableCell(tuple(paragraphs(part.lines, column)), rows, columns, source)


def _rows(parts: Iterable[CellPart]) -> dict[int, list[CellPart]]:
    rows: dict[int, list[CellPart]] = defaultdict(list)
    for one in sorted(parts, key=lambda one: (one.top, one.left)):
        rows[one.top].append(one)
    return rows


def _same(one: list[CellPart], two: list[CellPart]) -> bool:
    """Whether rows are the same head: words in the same cells, no figure among them."""
    return [_told(part) for part in one] == [_told(part) for part in two] and not any(
        DIGITS.fullmatch(part.text) for part in one
    )


def _told(part: CellPart) -> tuple[int, int, int, str]:
    return part.left, part.right, part.bottom - part.top, part.text


def _is_label(part: CellPart) -> bool:
    return HAN.search(part.text) is not None


def _is_figure(part: CellPart) -> bool:
    return DIGITS.fullmatch(part.text) is not None
