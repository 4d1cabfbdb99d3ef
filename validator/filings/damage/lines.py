"""Rows and columns that were inserted into the template or deleted from it, told by where its lines are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from validator.filings.sheets import COVER
from validator.filings.tables.locate import Located
from validator.filings.tables.shape import shared_heads
from validator.filings.tables.totals import adds_too_much, left_behind
from validator.model.address import address, column_letters, corners, position
from validator.model.bilingual import Bilingual, plural
from validator.model.cells import CellKind, CellValue, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Field, Form, Label, Table
from validator.readers.workbook import Sheet, Workbook

MOST_SHOWN, MOST_NAMED = 20, 3
ROW, COLUMN = "row", "column"
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


def gaps(known: Mapping[int, int], form: Iterable[int]) -> Iterator[Gap]:
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
class _Lines:
    """The rows, or the columns, of one table: form line -> line now, and all that the form has.

    `heads` are the rows above the table: what they are called.
    """

    located: Located
    way: str
    known: Mapping[int, int]
    form: frozenset[int]
    heads: Mapping[int, str]

    @property
    def table(self) -> Table:
        return self.located.table

    @property
    def untouched(self) -> bool:
        """Whether every line is where the form has it."""
        return self.form <= self.known.keys() and all(line == now for line, now in self.known.items())

    def of(self, cell: str) -> int:
        """The row, or the column, of a cell."""
        return position(cell)[0 if self.way == ROW else 1]

    def across(self) -> Mapping[int, int]:
        """The lines that cross these."""
        return self.located.columns if self.way == ROW else self.located.rows

    def cell(self, line: int, crossing: int) -> str:
        """The cell where a line of this way crosses one of the other."""
        return address(line, crossing) if self.way == ROW else address(crossing, line)


def table_lines(
    workbook: Workbook, located: Located, places: Mapping[str, Place], heading: Field | None, *, marked: bool
) -> Iterator[Damage]:
    """What was inserted into a table and its head (`heading` is that of its section), and what was deleted.

    Other layouts than the template's (`marked` False) have lines of their own, and lack heads; figures they must have.
    """
    lost: set[str] = set()
    for lines in (_rows(located, places, heading), _columns(located)):
        if lines.untouched:
            continue
        if marked:
            yield from _inserted(workbook, lines)
        for damage in _deleted(workbook, lines, places, marked=marked):
            lost.update(damage.lost)
            yield damage
    unknown = tuple(name for name in located.table.indicators if name not in places and name not in lost)
    if unknown:
        yield unrecognised(located.table, unknown, located.labels[0].place)


def unrecognised(table: Table, names: tuple[str, ...], where: Place) -> Damage:
    """The cells of a table that were found nowhere although no line of theirs is known to be gone."""
    facts = {"table": table.name, "lost": len(names), "names": names[:MOST_NAMED], "more": _more(names)}
    return Damage(DamageKind.DELETED_LINES, table.sheet, "unknown", facts, ((where, None),), names)


def _more(names: tuple[str, ...]) -> Bilingual | str:
    return Bilingual(" 等", " and so on") if len(names) > MOST_NAMED else ""


def _rows(located: Located, places: Mapping[str, Place], heading: Field | None) -> _Lines:
    """With the rows above the table that can be told: its heading and its period."""
    table = located.table
    heads = {position(one.cell)[0]: (one.name, one.label) for one in (heading, table.period) if one}
    found = {row: places[name] for row, (name, _) in heads.items() if name in places}
    known = {row: position(one.cell)[0] for row, one in found.items() if one.sheet == located.sheet}
    called = {row: text for row, (_, text) in heads.items()}
    return _Lines(located, ROW, dict(located.rows) | known, _form_lines(located.table, 0), called)


def _columns(located: Located) -> _Lines:
    return _Lines(located, COLUMN, located.columns, _form_lines(located.table, 1), {})


@lru_cache(maxsize=64)
def _form_lines(table: Table, axis: int) -> frozenset[int]:
    """Every row (axis 0) or column (1) of the form that holds a label or a figure."""
    labels = (label.at.partition(":")[0] for label in table.labels)
    return frozenset(position(at)[axis] for at in (*labels, *(one.cell for one in table.indicators.values())))


def _inserted(workbook: Workbook, lines: _Lines) -> Iterator[Damage]:
    new = [line for gap in gaps(lines.known, lines.form) for line in gap.lines]
    if not new:
        return
    sheet = workbook.sheets[lines.located.sheet]
    filled = _filled(sheet, lines, new)
    figures = [place.cell for place, value in filled if isinstance(value, int | float)]
    facts = {
        "table": lines.table.name,
        "count": len(new),
        "lines": named(new, lines.way),
        "added": _ADDED if figures and adds_too_much(workbook, lines.located, figures) else "",
        "formulas": _left_behind(workbook, lines),
    }
    cells = filled or ((Place(sheet.name, _among_figures(lines, new[0])), None),)
    variant = f"{lines.way}_filled" if filled else lines.way
    yield Damage(DamageKind.INSERTED_LINES, lines.table.sheet, variant, facts, cells[:MOST_SHOWN])


def _left_behind(workbook: Workbook, lines: _Lines) -> Bilingual | str:
    return _LEFT_BEHIND if left_behind(workbook, [lines.located]) else ""


def _filled(sheet: Sheet, lines: _Lines, new: list[int]) -> tuple[tuple[Place, CellValue], ...]:
    """What stands in the inserted lines, within the table; above it as far as it is wide."""
    last = max(lines.across().values())
    first = min(lines.across().values()) if lines.way == COLUMN else 1
    found = []
    for at, cell in sorted(sheet.cells.items(), key=lambda one: position(one[0])):
        crossing = position(at)[1 if lines.way == ROW else 0]
        if lines.of(at) in new and first <= crossing <= last and cell.kind is not CellKind.BLANK:
            found.append((Place(sheet.name, at), cell.value))
    return tuple(found)


def _among_figures(lines: _Lines, line: int) -> str:
    """The cell of an inserted line where it enters the figures: nothing there is merged with other lines."""
    side = 1 if lines.way == ROW else 0
    return lines.cell(line, min(position(at)[side] for at in lines.located.cells.values()))


def named(lines: Iterable[int], way: str) -> Bilingual:
    """``第 12、15–18 行``, ``E 列``."""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    called = str if way == ROW else column_letters
    shown = [called(run[0]) if len(run) == 1 else f"{called(run[0])}–{called(run[-1])}" for run in runs[:MOST_SHOWN]]
    word = way if len(shown) == 1 and "–" not in shown[0] else f"{way}s"
    zh, en = "、".join(shown), f"{word} {', '.join(shown)}"
    return Bilingual(f"第 {zh} 行" if way == ROW else f"{zh} 列", en)


def _deleted(workbook: Workbook, lines: _Lines, places: Mapping[str, Place], *, marked: bool) -> Iterator[Damage]:
    """The lines that are gone; those without a label are told by the distance of the others."""
    wanted = lines.form if marked else {lines.of(one.cell) for one in lines.table.indicators.values()}
    gone = sorted(wanted - set(lines.known))
    short = [gap for gap in gaps(lines.known, lines.form) if gap.extra < 0] if marked else []
    if not gone and not short:
        return
    heads = [line for line in lines.heads if line not in lines.known and any(line in gap.between for gap in short)]
    lost, totals = _lost(lines, gone, places)
    if marked and (period := lines.table.period.name) not in places:
        lost.append(period)
    names = [*(lines.heads[line] for line in heads), *_called(lines, gone)]
    facts = {
        "table": lines.table.name,
        "count": len(gone) - sum(gap.extra for gap in short),
        "names": tuple(names[:MOST_SHOWN]) or (_UNLABELLED,),
        "lost": len(lost),
        "totals": _short(len(totals)),
        "formulas": _left_behind(workbook, lines),
    }
    where = _beside(lines, min((*gone, *(gap.between.start for gap in short))))
    variant = lines.way if lost or totals else f"{lines.way}_readable"
    yield Damage(DamageKind.DELETED_LINES, lines.table.sheet, variant, facts, ((where, None),), (*lost, *totals))


def _lost(lines: _Lines, gone: list[int], places: Mapping[str, Place]) -> tuple[list[str], list[str]]:
    """The names of the figures on the lines that are gone, and those of the totals that added them."""
    found = [name for name, one in lines.table.indicators.items() if lines.of(one.cell) in gone and name not in places]
    return found, [name for name in lines.located.cells if name not in places] if found else []


def _short(totals: int) -> Bilingual | str:
    if not totals:
        return ""
    return Bilingual(
        f"，含它们的 {totals} 个总计也无从核对", f", nor {plural(totals, 'total that adds', 'totals that add')} them"
    )


def _called(lines: _Lines, gone: Iterable[int]) -> Iterator[str | Bilingual]:
    """What the lines that are gone are called; a line of labels only by one of these."""
    figures = {lines.of(one.cell) for one in lines.table.indicators.values()}
    missing = [line for line in gone if line in figures]
    heads = _heads(lines)
    yield from dict.fromkeys(_label(lines, line, heads, missing) for line in missing)
    for line in gone:
        labels = [label.text for label in _labels(lines.table) if lines.of(label.at.partition(":")[0]) == line]
        if line not in figures and len(labels) == 1:
            yield labels[0]
        elif line not in figures and labels:
            yield Bilingual(f"放“{labels[0]}”等标签的", f"of labels such as “{labels[0]}”")


def _labels(table: Table) -> list[Label]:
    """The labels of rows and columns, then those over several."""
    return [*(label for member in (*table.rows, *table.columns) for label in member.labels), *reversed(table.heads)]


def _heads(lines: _Lines) -> dict[int, str]:
    """The heads that tell columns of equal labels apart."""
    if lines.way == ROW:
        return {}
    bottoms = {corners(label.at)[2] for member in lines.table.columns for label in member.labels}
    return {line: text for bottom in bottoms for line, (_, text) in shared_heads(lines.table, bottom).items()}


def _label(lines: _Lines, line: int, heads: Mapping[int, str], gone: Iterable[int]) -> str | Bilingual:
    """The label nearest to the figures of a line; the head above it where all of its columns are gone."""
    here = [label for label in lines.table.labels if lines.of(label.at.partition(":")[0]) == line]
    if not here:
        return _UNLABELLED
    text = max(here, key=lambda label: position(label.at.partition(":")[0])).text
    if line not in heads:
        return text
    whole = {one for one, head in heads.items() if head == heads[line]} <= set(gone)
    return heads[line] if whole else f"{heads[line]}·{text}"


def _beside(lines: _Lines, line: int) -> Place:
    """The cell before the place where the label of a line that is gone stood."""
    after = [now for one, now in lines.known.items() if one > line]
    before = min(after) - 1 if after else max(lines.known.values())
    labels = [label.at.partition(":")[0] for label in _labels(lines.table)]
    crossing = next((position(at)[1 if lines.way == ROW else 0] for at in labels if lines.of(at) == line), 0)
    across = lines.across()
    return Place(lines.located.sheet, lines.cell(max(before, 1), across.get(crossing, min(across.values()))))


def cover_lines(form: Form, sheets: Mapping[str, str], places: Mapping[str, Place]) -> Iterator[Damage]:
    """Rows and columns inserted into the cover, rows deleted from it."""
    if COVER not in sheets:
        return
    moves = {position(one.cell): position(places[one.name].cell) for one in form.cover if one.name in places}
    if len(moves) == len(form.cover) and all(home == now for home, now in moves.items()):
        return
    rows = list(gaps({home[0]: now[0] for home, now in moves.items()}, {position(one.cell)[0] for one in form.cover}))
    yield from _cover_inserted(sheets[COVER], ROW, [line for gap in rows for line in gap.lines])
    votes = Counter((home[1], now[1]) for home, now in moves.items()).most_common()
    columns = gaps(dict(pair for pair, _ in reversed(votes)), ())
    yield from _cover_inserted(sheets[COVER], COLUMN, [line for gap in columns for line in gap.lines])
    unnamed = -sum(gap.extra for gap in rows if gap.extra < 0)
    yield from _cover_deleted(sheets[COVER], form, places, len(form.cover) - len(moves) + unnamed)


def _cover_inserted(sheet: str, way: str, new: list[int]) -> Iterator[Damage]:
    if new:
        facts = {"table": COVER, "count": len(new), "lines": named(new, way), "added": "", "formulas": ""}
        at = address(new[0], 2) if way == ROW else address(7, new[0])
        yield Damage(DamageKind.INSERTED_LINES, COVER, way, facts, ((Place(sheet, at), None),))


def _cover_deleted(sheet: str, form: Form, places: Mapping[str, Place], count: int) -> Iterator[Damage]:
    if not count:
        return
    lost = [one for one in form.cover if one.name not in places]
    names = tuple(one.label for one in lost) or (_UNLABELLED,)
    facts = {"table": COVER, "count": count, "names": names, "lost": len(lost), "totals": "", "formulas": ""}
    first = position(lost[0].cell)[0] if lost else 0
    above = [places[one.name].cell for one in form.cover if one.name in places and position(one.cell)[0] < first]
    where = (Place(sheet, above[-1] if above else "A1"), None)
    variant = ROW if lost else "row_readable"
    yield Damage(DamageKind.DELETED_LINES, COVER, variant, facts, (where,), tuple(one.name for one in lost))
