"""Rows and columns that were inserted into the template or deleted from it, told by where its lines are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from validator.filings.damage.facts import Shown, few
from validator.filings.known_book import KnownBook
from validator.filings.sheets import COVER
from validator.filings.tables.located import Located
from validator.filings.tables.shape import Shape, shape_of
from validator.filings.tables.totals import adds_too_much, left_behind
from validator.model.address import address, column_letters, position
from validator.model.bilingual import Bilingual, plural
from validator.model.cells import CellKind, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Field, Label, Table

MOST_SHOWN = 20
ROW, COLUMN = 0, 1
_WAYS = "row", "column"
_LEFT_BEHIND = Bilingual("；总计公式没有跟着移动，已按分项重算", "; total formulas did not follow and were recomputed")
_ADDED = Bilingual("；总计公式却把它加了进去", "; but total formulas add it")
_UNLABELLED = Bilingual("没有标签的行列", "lines without a label")


@dataclass(frozen=True, slots=True)
class Gap:
    """Two lines of the form that are there, the second now at `before`, and those of the form in between.

    `extra` is how many lines more stand in between now; fewer, if it is negative.
    """

    before: int
    between: range
    extra: int

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines put in; the last ones, where others without a label stand among them."""
        return tuple(range(self.before - max(self.extra, 0), self.before))


def gaps(known: Mapping[int, int], form: Collection[int]) -> Iterator[Gap]:
    """Where the distance between two lines is not that of the form.

    `known` is form line -> line now; `form` are all lines that have to be there, with a label or a figure on them.
    """
    gone = set(form) - set(known)
    form_before, now_before = 0, 0
    for line, now in sorted(known.items()):
        missing = sum(form_before < one < line for one in gone)
        extra = (now - now_before) - (line - form_before - missing)
        if extra:
            yield Gap(now, range(form_before + 1, line), extra)
        form_before, now_before = line, now


@dataclass(frozen=True, slots=True)
class _TableLines:
    """The rows (axis 0), or the columns (1), of one table: `known` is form line -> line now.

    `above` are the rows above the table that can be told, its heading and its period: what they are called.
    """

    book: KnownBook
    one: Located
    axis: int
    known: Mapping[int, int]
    above: Mapping[int, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return self.one.table

    @property
    def shape(self) -> Shape:
        return shape_of(self.table)

    @property
    def form(self) -> frozenset[int]:
        """All lines that the form has."""
        return self.shape.lines[self.axis]

    @property
    def untouched(self) -> bool:
        """Whether every line is where the form has it."""
        return self.form <= self.known.keys() and all(line == now for line, now in self.known.items())

    @property
    def across(self) -> Mapping[int, int]:
        """The lines that cross these."""
        return self.one.lines[1 - self.axis]

    def place(self, line: int, crossing: int) -> Place:
        """Where a line of this way crosses one of the other."""
        return Place(self.one.sheet.name, address(*((line, crossing), (crossing, line))[self.axis]))

    def damage(
        self, kind: DamageKind, variant: str, facts: Mapping[str, object], cells: Shown, lost: Iterable[str] = ()
    ) -> Damage:
        """A damage of these lines."""
        told = {"table": self.table.name, **facts, "formulas": _LEFT_BEHIND if left_behind(self.one) else ""}
        return Damage(kind, self.table.sheet, f"{_WAYS[self.axis]}{variant}", told, cells, tuple(lost))


def table_lines(book: KnownBook, one: Located, heading: Field | None, *, marked: bool) -> Iterator[Damage]:
    """What was inserted into a table and its head (`heading` is that of its section), and what was deleted.

    Other layouts than the template's (`marked` False) have lines of their own, and lack heads; figures they must have.
    """
    lost: set[str] = set()
    for lines in (_rows(book, one, heading), _TableLines(book, one, COLUMN, one.lines[COLUMN])):
        if lines.untouched:
            continue
        if marked:
            yield from _inserted(lines)
        for damage in _deleted(lines, marked=marked):
            lost.update(damage.lost)
            yield damage
    if unknown := [name for name in one.table.indicators if name not in book.places and name not in lost]:
        yield unrecognised(one.table, unknown, one.top)


def unrecognised(table: Table, names: Iterable[str], where: Place) -> Damage:
    """The cells of a table that were found nowhere although no line of theirs is known to be gone."""
    lost = tuple(names)
    shown, more = few(lost)
    facts = {"table": table.name, "lost": len(lost), "names": shown, "more": more}
    return Damage(DamageKind.DELETED_LINES, table.sheet, "unknown", facts, ((where, None),), lost)


def _rows(book: KnownBook, one: Located, heading: Field | None) -> _TableLines:
    above = {head.home[ROW]: head for head in (heading, one.table.period) if head}
    found = {row: book.places[head.name] for row, head in above.items() if head.name in book.places}
    known = {row: position(place.cell)[ROW] for row, place in found.items() if place.sheet == one.sheet.name}
    return _TableLines(book, one, ROW, {**one.lines[ROW], **known}, {row: head.label for row, head in above.items()})


def _inserted(lines: _TableLines) -> Iterator[Damage]:
    new = [line for gap in gaps(lines.known, lines.form) for line in gap.lines]
    if not new:
        return
    filled = _filled(lines, new)
    figures = [place.cell for place, value in filled if isinstance(value, int | float)]
    added = _ADDED if figures and adds_too_much(lines.one, figures) else ""
    first_figures = min(position(at)[1 - lines.axis] for at in lines.one.cells.values())  # nothing is merged there
    cells = filled or ((lines.place(new[0], first_figures), None),)
    facts = {"count": len(new), "lines": named(new, lines.axis), "added": added}
    yield lines.damage(DamageKind.INSERTED_LINES, "_filled" if filled else "", facts, cells[:MOST_SHOWN])


def _filled(lines: _TableLines, new: Collection[int]) -> Shown:
    """What stands in the inserted lines, within the table; above it as far as it is wide."""
    sheet, crossing = lines.one.sheet, lines.across.values()
    across = range(min(crossing) if lines.axis == COLUMN else 1, max(crossing) + 1)
    return tuple(
        (Place(sheet.name, at), sheet.cells[at].value)
        for at in sorted(sheet.cells, key=position)
        for here in (position(at),)
        if here[lines.axis] in new and here[1 - lines.axis] in across and sheet.cells[at].kind is not CellKind.BLANK
    )


def named(lines: Iterable[int], axis: int) -> Bilingual:
    """``第 12、15–18 行``, ``E 列``."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    called = column_letters if axis == COLUMN else str
    shown = [called(run[0]) if len(run) == 1 else f"{called(run[0])}–{called(run[-1])}" for run in runs[:MOST_SHOWN]]
    word = _WAYS[axis] if len(shown) == 1 and "–" not in shown[0] else f"{_WAYS[axis]}s"
    zh, en = "、".join(shown), f"{word} {', '.join(shown)}"
    return Bilingual(f"{zh} 列" if axis == COLUMN else f"第 {zh} 行", en)


def _deleted(lines: _TableLines, *, marked: bool) -> Iterator[Damage]:
    """The lines that are gone; those without a label are told by the distance of the others."""
    wanted, places = lines.form if marked else lines.shape.figures[lines.axis], lines.book.places
    gone = sorted(wanted - lines.known.keys())
    short = [gap for gap in gaps(lines.known, lines.form) if gap.extra < 0] if marked else []
    if not gone and not short:
        return
    above = [line for line in lines.above if line not in lines.known and any(line in gap.between for gap in short)]
    names = [*(lines.above[line] for line in above), *_called(lines, gone)][:MOST_SHOWN]
    indicators = lines.table.indicators.items()
    lost = [name for name, one in indicators if one.home[lines.axis] in gone and name not in places]
    totals = [name for name in lines.one.cells if name not in places] if lost else []
    if marked and (period := lines.table.period.name) not in places:
        lost.append(period)
    facts = {
        "count": len(gone) - sum(gap.extra for gap in short),
        "names": tuple(names) or (_UNLABELLED,),
        "lost": len(lost),
        "totals": _nor_totals(len(totals)),
    }
    where = _beside(lines, min((*gone, *(gap.between.start for gap in short))))
    variant = "" if lost or totals else "_readable"
    yield lines.damage(DamageKind.DELETED_LINES, variant, facts, ((where, None),), (*lost, *totals))


def _nor_totals(totals: int) -> Bilingual | str:
    if not totals:
        return ""
    return Bilingual(
        f"，含它们的 {totals} 个总计也无从核对", f", nor {plural(totals, 'total that adds', 'totals that add')} them"
    )


def _called(lines: _TableLines, gone: Iterable[int]) -> Iterator[str | Bilingual]:
    """What the lines that are gone are called; a line of labels only by one of these."""
    figures = lines.shape.figures[lines.axis]
    missing = [line for line in gone if line in figures]
    yield from dict.fromkeys(_name(lines, line, missing) for line in missing)
    for line in gone:
        labels = [label.text for label in _labels(lines.table) if label.home[lines.axis] == line]
        if line not in figures and len(labels) == 1:
            yield labels[0]
        elif line not in figures and labels:
            yield Bilingual(f"放“{labels[0]}”等标签的", f"of labels such as “{labels[0]}”")


def _labels(table: Table) -> list[Label]:
    """The labels of rows and columns, then those over several."""
    return [*table.labels[len(table.heads) :], *reversed(table.heads)]


def _name(lines: _TableLines, line: int, gone: Iterable[int]) -> str | Bilingual:
    """The label nearest to the figures of a line; the head above it where all of its columns are gone."""
    here = [label for label in lines.table.labels if label.home[lines.axis] == line]
    if not here:
        return _UNLABELLED
    text = max(here, key=lambda label: label.home).text
    over = {column: head for heads in lines.shape.heads for column, (_, head) in heads.over.items()}
    if lines.axis == ROW or line not in over:
        return text
    whole = {one for one, head in over.items() if head == over[line]} <= set(gone)
    return over[line] if whole else f"{over[line]}·{text}"


def _beside(lines: _TableLines, line: int) -> Place:
    """The cell before the place where the label of a line that is gone stood."""
    after = [now for one, now in lines.known.items() if one > line]
    before = min(after) - 1 if after else max(lines.known.values())
    homes = (label.home for label in _labels(lines.table))
    crossing = next((home[1 - lines.axis] for home in homes if home[lines.axis] == line), 0)
    return lines.place(max(before, 1), lines.across.get(crossing, min(lines.across.values())))


def cover_lines(book: KnownBook) -> Iterator[Damage]:
    """Rows and columns inserted into the cover, rows deleted from it."""
    cover, places = book.form.cover, book.places
    moves = {one.home: position(places[one.name].cell) for one in cover if one.name in places}
    if COVER not in book.sheets or (len(moves) == len(cover) and all(home == now for home, now in moves.items())):
        return
    rows = list(gaps({home[ROW]: now[ROW] for home, now in moves.items()}, {one.home[ROW] for one in cover}))
    votes = Counter((home[COLUMN], now[COLUMN]) for home, now in moves.items()).most_common()
    columns = gaps(dict(pair for pair, _ in reversed(votes)), ())
    for axis, found, beside in ((ROW, rows, 2), (COLUMN, columns, 7)):
        if new := [line for gap in found for line in gap.lines]:
            at = address(*((new[0], beside), (beside, new[0]))[axis])
            facts = {"count": len(new), "lines": named(new, axis), "added": ""}
            yield _of_cover(book, DamageKind.INSERTED_LINES, _WAYS[axis], at, facts)
    unnamed = -sum(gap.extra for gap in rows if gap.extra < 0)
    lost = [one for one in cover if one.name not in places]
    if lost or unnamed:
        names = tuple(one.label for one in lost) or (_UNLABELLED,)
        facts = {"count": len(lost) + unnamed, "names": names, "lost": len(lost), "totals": ""}
        above = [
            places[one.name].cell for one in cover if lost and one.name in places and one.home[ROW] < lost[0].home[ROW]
        ]
        variant, at = _WAYS[ROW] if lost else f"{_WAYS[ROW]}_readable", above[-1] if above else "A1"
        yield _of_cover(book, DamageKind.DELETED_LINES, variant, at, facts, lost)


def _of_cover(
    book: KnownBook, kind: DamageKind, variant: str, at: str, facts: Mapping[str, object], lost: Iterable[Field] = ()
) -> Damage:
    told = {"table": COVER, **facts, "formulas": ""}
    return Damage(kind, COVER, variant, told, ((Place(book.sheets[COVER], at), None),), tuple(one.name for one in lost))
