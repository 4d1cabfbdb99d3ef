"""Rows and columns that were inserted into the template or deleted from it, told by where its lines are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from validator.filings.damage.facts import Shown, few
from validator.filings.known_book import KnownBook
from validator.filings.sheets import COVER
from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.filings.tables.totals import adds_too_much, left_behind
from validator.model.address import address, column_letters, position
from validator.model.bilingual import Bilingual, plural
from validator.model.cells import CellKind, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Field, Label, Table
from validator.startup.records import dataclass, replace

MOST_SHOWN = 20
ROW, COLUMN = 0, 1
_WAYS = "row", "column"
_LEFT_BEHIND = Bilingual("；总计公式没有跟着移动，已按分项重算", "; total formulas did not follow and were recomputed")
_ADDED = Bilingual("；总计公式却把它加了进去", "; but total formulas add it")
_UNLABELLED = Bilingual("没有标签的行列", "lines without a label")


class Gap(NamedTuple):
    """Two lines of the form that are there, the second now at `before`, and those of the form in between.

    `extra` is how many lines more stand in between now; fewer, if it is negative.
    """

    before: int
    between: range
    extra: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows (axis 0), or the columns (1), of a table or of the cover: `known` is form line -> line now.

    `form` are all lines that have to be there, with a label or a figure on them. `table` and `sheet` are what the form
    calls the two, `now` is what the sheet is called now; `formulas` is told of total formulas.
    """

    axis: int
    table: str
    sheet: str
    now: str
    known: Mapping[int, int]
    form: Collection[int]
    formulas: Bilingual | str = ""

    def gaps(self) -> Iterator[Gap]:
        """Where the distance between two lines is not that of the form."""
        gone = set(self.form) - set(self.known)
        form_before, now_before = 0, 0
        for line, now in sorted(self.known.items()):
            missing = sum(form_before < one < line for one in gone)
            extra = (now - now_before) - (line - form_before - missing)
            if extra:
                yield Gap(now, range(form_before + 1, line), extra)
            form_before, now_before = line, now

    def put_in(self) -> list[int]:
        """The lines put in; of a gap the last ones, where others without a label stand among them."""
        return [line for gap in self.gaps() for line in range(gap.before - max(gap.extra, 0), gap.before)]

    def place(self, line: int, crossing: int) -> Place:
        """Where a line of this way crosses one of the other."""
        return Place(self.now, address(line, crossing) if self.axis == ROW else address(crossing, line))

    def inserted(self, new: list[int], cells: Shown, variant: str = "", added: Bilingual | str = "") -> Damage:
        """Lines that were put in."""
        facts = {"count": len(new), "lines": named(new, self.axis), "added": added}
        return self._damage(DamageKind.INSERTED_LINES, variant, facts, cells)

    def deleted(
        self, count: int, names: Iterable[object], where: Place, lost: Collection[str], totals: Collection[str] = ()
    ) -> Damage:
        """Lines that are gone, with the names on them that are `lost`, and the `totals` that nobody can add up then."""
        variant = "" if lost or totals else "_readable"
        told = tuple(names) or (_UNLABELLED,)
        facts = {"count": count, "names": told, "lost": len(lost), "totals": _nor_totals(len(totals))}
        return self._damage(DamageKind.DELETED_LINES, variant, facts, ((where, None),), (*lost, *totals))

    def _damage(
        self, kind: DamageKind, variant: str, facts: Mapping[str, object], cells: Shown, lost: tuple[str, ...] = ()
    ) -> Damage:
        told = {"table": self.table, **facts, "formulas": self.formulas}
        return Damage(kind, self.sheet, f"{_WAYS[self.axis]}{variant}", told, cells, lost)


def table_lines(book: KnownBook, one: Located, heading: Field | None, *, marked: bool) -> Iterator[Damage]:
    """What was inserted into a table and its head (`heading` is that of its section), and what was deleted.

    Other layouts than the template's (`marked` False) have lines of their own, and lack heads; figures they must have.
    """
    table, lost = one.table, set[str]()
    above = {head.home[ROW]: head for head in (heading, table.period) if head}
    places = {row: book.places[head.name] for row, head in above.items() if head.name in book.places}
    rows = {row: position(place.cell)[ROW] for row, place in places.items() if place.sheet == one.sheet.name}
    behind = _LEFT_BEHIND if left_behind(one) else ""
    for axis, known in enumerate(({**one.lines[ROW], **rows}, one.lines[COLUMN])):
        form = shape_of(table).lines[axis]
        lines = _Lines(axis, table.name, table.sheet, one.sheet.name, known, form, behind)
        if form <= known.keys() and all(line == now for line, now in known.items()):
            continue
        if marked and (new := lines.put_in()):
            yield _inserted(one, lines, new)
        for damage in _deleted(book, one, lines, above if axis == ROW else {}, marked=marked):
            lost.update(damage.lost)
            yield damage
    if unknown := [name for name in table.indicators if name not in book.places and name not in lost]:
        yield unrecognised(table, unknown, one.top)


def unrecognised(table: Table, names: Iterable[str], where: Place) -> Damage:
    """The cells of a table that were found nowhere although no line of theirs is known to be gone."""
    lost = tuple(names)
    shown, more = few(lost)
    facts = {"table": table.name, "lost": len(lost), "names": shown, "more": more}
    return Damage(DamageKind.DELETED_LINES, table.sheet, "unknown", facts, ((where, None),), lost)


def _inserted(one: Located, lines: _Lines, new: list[int]) -> Damage:
    filled = _filled(one, lines, new)
    figures = [place.cell for place, value in filled if isinstance(value, int | float)]
    added = _ADDED if figures and adds_too_much(one, figures) else ""
    first_figures = min(position(at)[1 - lines.axis] for at in one.cells.values())  # nothing is merged there
    cells = filled or ((lines.place(new[0], first_figures), None),)
    return lines.inserted(new, cells[:MOST_SHOWN], "_filled" if filled else "", added)


def _filled(one: Located, lines: _Lines, new: Collection[int]) -> Shown:
    """What stands in the inserted lines, within the table; above it as far as it is wide."""
    sheet, crossing = one.sheet, one.lines[1 - lines.axis].values()
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


def _deleted(
    book: KnownBook, one: Located, lines: _Lines, heads: Mapping[int, Field], *, marked: bool
) -> Iterator[Damage]:
    """The lines that are gone; those without a label are told by the distance of the others, `heads` stand above."""
    table, axis = one.table, lines.axis
    gone = sorted((lines.form if marked else shape_of(table).figures[axis]) - lines.known.keys())
    short = [gap for gap in lines.gaps() if gap.extra < 0] if marked else []
    if not gone and not short:
        return
    above = [
        head.label for row, head in heads.items() if row not in lines.known and any(row in gap.between for gap in short)
    ]
    lost = [name for name, cell in table.indicators.items() if cell.home[axis] in gone and name not in book.places]
    totals = [name for name in one.cells if name not in book.places] if lost else []
    if marked and table.period.name not in book.places:
        lost.append(table.period.name)
    names = [*above, *_called(table, axis, gone)][:MOST_SHOWN]
    where = _beside(one, lines, min((*gone, *(gap.between.start for gap in short))))
    yield lines.deleted(len(gone) - sum(gap.extra for gap in short), names, where, lost, totals)


def _nor_totals(totals: int) -> Bilingual | str:
    if not totals:
        return ""
    return Bilingual(
        f"，含它们的 {totals} 个总计也无从核对", f", nor {plural(totals, 'total that adds', 'totals that add')} them"
    )


def _called(table: Table, axis: int, gone: Iterable[int]) -> Iterator[str | Bilingual]:
    """What the lines that are gone are called; a line of labels only by one of these."""
    figures = shape_of(table).figures[axis]
    missing = [line for line in gone if line in figures]
    yield from dict.fromkeys(_name(table, axis, line, missing) for line in missing)
    for line in gone:
        labels = [label.text for label in _labels(table) if label.home[axis] == line]
        if line not in figures and len(labels) == 1:
            yield labels[0]
        elif line not in figures and labels:
            yield Bilingual(f"放“{labels[0]}”等标签的", f"of labels such as “{labels[0]}”")


def _labels(table: Table) -> list[Label]:
    """The labels of rows and columns, then those over several."""
    return [*table.labels[len(table.heads) :], *reversed(table.heads)]


def _name(table: Table, axis: int, line: int, gone: Iterable[int]) -> str | Bilingual:
    """The label nearest to the figures of a line; the head above it where all of its columns are gone."""
    here = [label for label in table.labels if label.home[axis] == line]
    if not here:
        return _UNLABELLED
    text = max(here, key=lambda label: label.home).text
    over = {column: head for heads in shape_of(table).heads for column, (_, head) in heads.over.items()}
    if axis == ROW or line not in over:
        return text
    whole = {one for one, head in over.items() if head == over[line]} <= set(gone)
    return over[line] if whole else f"{over[line]}·{text}"


def _beside(one: Located, lines: _Lines, line: int) -> Place:
    """The cell before the place where the label of a line that is gone stood."""
    after = [now for form, now in lines.known.items() if form > line]
    before = min(after) - 1 if after else max(lines.known.values())
    homes, across = (label.home for label in _labels(one.table)), one.lines[1 - lines.axis]
    crossing = next((home[1 - lines.axis] for home in homes if home[lines.axis] == line), 0)
    return lines.place(max(before, 1), across.get(crossing, min(across.values())))


def cover_lines(book: KnownBook) -> Iterator[Damage]:
    """Rows and columns inserted into the cover, rows deleted from it."""
    cover, places = book.form.cover, book.places
    moves = {one.home: position(places[one.name].cell) for one in cover if one.name in places}
    if COVER not in book.sheets or (len(moves) == len(cover) and all(home == now for home, now in moves.items())):
        return
    known = {home[ROW]: now[ROW] for home, now in moves.items()}
    rows = _Lines(ROW, COVER, COVER, book.sheets[COVER], known, {one.home[ROW] for one in cover})
    votes = Counter((home[COLUMN], now[COLUMN]) for home, now in moves.items()).most_common()
    columns = replace(rows, axis=COLUMN, known=dict(pair for pair, _ in reversed(votes)), form=())
    for lines, beside in ((rows, 2), (columns, 7)):
        if new := lines.put_in():
            yield lines.inserted(new, ((lines.place(new[0], beside), None),))
    unnamed = -sum(gap.extra for gap in rows.gaps() if gap.extra < 0)
    lost = [one for one in cover if one.name not in places]
    if lost or unnamed:
        above = [one.name for one in cover if lost and one.name in places and one.home[ROW] < lost[0].home[ROW]]
        where = Place(rows.now, places[above[-1]].cell if above else "A1")
        yield rows.deleted(len(lost) + unnamed, [one.label for one in lost], where, [one.name for one in lost])
