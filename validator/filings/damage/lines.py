"""Rows and columns that were inserted into the template or deleted from it, told by where its lines are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from validator.address import address, column_letters, position
from validator.filings.sheets import COVER
from validator.filings.tables.locate import Located
from validator.filings.tables.totals import left_behind
from validator.model import CellKind, CellValue, Damage, DamageKind, Form, Place, Table
from validator.readers.workbook import Sheet, Workbook
from validator.words import Both

MOST_SHOWN = 20
ROW, COLUMN = "row", "column"
_LEFT_BEHIND = Both("；总计公式没有跟着移动，已按分项重算", "; total formulas did not follow and were recomputed")
_UNLABELLED = Both("没有标签的行列", "lines without a label")


@dataclass(frozen=True, slots=True)
class Gap:
    """Two lines of the form that are there, now after `after` and at `before`, and what happened between them."""

    after: int
    before: int
    inserted: int
    deleted: int

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines put in; the last ones, where others without a label stand among them."""
        return tuple(range(self.before - self.inserted, self.before))


def gaps(known: Mapping[int, int], form: Iterable[int]) -> Iterator[Gap]:
    """Where the distance between two lines is not that of the form.

    `known` is form line -> line now; `form` are all lines that the form has a label or a figure on.
    """
    gone = set(form) - set(known)
    form_before, now_before = 0, 0
    for line, now in sorted(known.items()):
        missing = sum(form_before < one < line for one in gone)
        extra = (now - now_before) - (line - form_before - missing)
        if extra:
            yield Gap(now_before, now, max(extra, 0), max(-extra, 0))
        form_before, now_before = line, now


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows, or the columns, of one table: form line -> line now, and all that the form has."""

    located: Located
    way: str
    known: Mapping[int, int]
    form: frozenset[int]
    formulas: Both | str

    @property
    def table(self) -> Table:
        return self.located.table

    def of(self, cell: str) -> int:
        """The row, or the column, of a cell."""
        return position(cell)[0 if self.way == ROW else 1]

    def place(self, line: int) -> Place:
        """The first cell of a line of the table."""
        first = min((self.located.columns if self.way == ROW else self.located.rows).values())
        return Place(self.located.sheet, address(line, first) if self.way == ROW else address(first, line))


def table_lines(workbook: Workbook, located: Located, places: Mapping[str, Place], *, marked: bool) -> Iterator[Damage]:
    """What was inserted into a table and its head, and what was deleted.

    Other layouts than the template's (`marked` False) have lines of their own, and lack heads; figures they must have.
    """
    formulas = _LEFT_BEHIND if left_behind(workbook, [located]) else ""
    for way, known, form in (
        (ROW, dict(located.rows) | _head_rows(located, places), _form_lines(located.table, 0) | {1, _period(located)}),
        (COLUMN, located.columns, _form_lines(located.table, 1)),
    ):
        lines = _Lines(located, way, known, frozenset(form), formulas)
        if marked:
            yield from _inserted(workbook.sheets[located.sheet], lines)
        yield from _deleted(lines, places, marked=marked)


def _period(located: Located) -> int:
    return position(located.table.period_cell)[0]


def _head_rows(located: Located, places: Mapping[str, Place]) -> dict[int, int]:
    """The rows above the table that can be told: its heading and its period."""
    number = located.table.name.removeprefix("表")
    heads = {1: places.get(f"标题.{number}"), _period(located): places.get(f"{located.table.name}.统计期限")}
    return {row: position(one.cell)[0] for row, one in heads.items() if one and one.sheet == located.sheet}


def _form_lines(table: Table, axis: int) -> set[int]:
    """Every row (axis 0) or column (1) of the form that holds a label or a figure."""
    labels = (label.at.partition(":")[0] for label in table.labels)
    return {position(at)[axis] for at in (*labels, *(one.cell for one in table.indicators.values()))}


def _inserted(sheet: Sheet, lines: _Lines) -> Iterator[Damage]:
    new = [line for gap in gaps(lines.known, lines.form) for line in gap.lines]
    if not new:
        return
    filled = _filled(sheet, lines, new)
    facts = {"table": lines.table.name, "count": len(new), "lines": _named(new, lines.way), "formulas": lines.formulas}
    cells = filled or ((lines.place(new[0]), None),)
    variant = f"{lines.way}_filled" if filled else lines.way
    yield Damage(DamageKind.INSERTED_LINES, lines.table.sheet, variant, facts, cells[:MOST_SHOWN])


def _filled(sheet: Sheet, lines: _Lines, new: list[int]) -> tuple[tuple[Place, CellValue], ...]:
    """What stands in the inserted lines, within the table."""
    columns, rows = max(lines.located.columns.values()), max(lines.located.rows.values())
    found = []
    for at, cell in sorted(sheet.cells.items(), key=lambda one: position(one[0])):
        row, column = position(at)
        inside = column <= columns if lines.way == ROW else row <= rows
        if lines.of(at) in new and inside and cell.kind is not CellKind.BLANK:
            found.append((Place(sheet.name, at), cell.value))
    return tuple(found)


def _named(lines: Iterable[int], way: str) -> Both:
    """``第 12 行、第 13 行``, ``E 列``."""
    shown = sorted(lines)[:MOST_SHOWN]
    if way == ROW:
        return Both("、".join(f"第 {one} 行" for one in shown), ", ".join(f"row {one}" for one in shown))
    return Both("、".join(f"{column_letters(one)} 列" for one in shown), ", ".join(map(column_letters, shown)))


def _deleted(lines: _Lines, places: Mapping[str, Place], *, marked: bool) -> Iterator[Damage]:
    """The lines that are gone; those without a label are told by the distance of the others."""
    gone = sorted(lines.form - set(lines.known))
    if not marked:
        gone = [line for line in gone if any(lines.of(one.cell) == line for one in lines.table.indicators.values())]
    lost = _lost(lines, gone, places)
    unnamed = sum(gap.deleted for gap in gaps(lines.known, lines.form)) if marked else 0
    if not gone and not unnamed:
        return
    before = max((now for line, now in lines.known.items() if gone and line < gone[0]), default=0)
    facts = {
        "table": lines.table.name,
        "count": len(gone) + unnamed,
        "names": _labels(lines, gone),
        "formulas": lines.formulas,
    }
    cells = ((lines.place(before), None),) if before else ()
    variant = lines.way if lost else f"{lines.way}_readable"
    yield Damage(DamageKind.DELETED_LINES, lines.table.sheet, variant, facts, cells, lost)


def _lost(lines: _Lines, gone: list[int], places: Mapping[str, Place]) -> tuple[str, ...]:
    """The names of the figures on the lines that are gone, of totals that added them, of the period if its row is."""
    table = lines.table
    found = [name for name, one in table.indicators.items() if lines.of(one.cell) in gone and name not in places]
    if found:
        found += [name for name in lines.located.cells if name not in places]
    period = f"{table.name}.统计期限"
    if lines.way == ROW and _period(lines.located) in gone and period not in places:
        found.append(period)
    return tuple(found)


def _labels(lines: _Lines, gone: Iterable[int]) -> tuple[str | Both, ...]:
    """What the lines that are gone are called: the label nearest to the figures."""
    heads = {1: lines.table.title, _period(lines.located): "统计期限"} if lines.way == ROW else {}
    found: dict[str, None] = {heads[line]: None for line in gone if line in heads}
    for line in gone:
        labels = [one for one in lines.table.labels if lines.of(one.at.partition(":")[0]) == line]
        if labels:
            found[max(labels, key=lambda one: position(one.at.partition(":")[0])).text] = None
    return tuple(found)[:MOST_SHOWN] or (_UNLABELLED,)


def cover_lines(form: Form, sheets: Mapping[str, str], places: Mapping[str, Place]) -> Iterator[Damage]:
    """Rows inserted into the cover or deleted from it."""
    if COVER not in sheets:
        return
    known = {position(one.cell)[0]: position(places[one.name].cell)[0] for one in form.cover if one.name in places}
    found = list(gaps(known, {position(one.cell)[0] for one in form.cover}))
    new = [line for gap in found for line in gap.lines]
    if new:
        facts = {"table": COVER, "count": len(new), "lines": _named(new, ROW), "formulas": ""}
        yield Damage(DamageKind.INSERTED_LINES, COVER, ROW, facts, ((Place(sheets[COVER], address(new[0], 1)), None),))
    lost = [one for one in form.cover if one.name not in places]
    unnamed = sum(gap.deleted for gap in found)
    if lost or unnamed:
        names = tuple(one.label for one in lost) or (_UNLABELLED,)
        gone = {"table": COVER, "count": len(lost) + unnamed, "names": names, "formulas": ""}
        variant = ROW if lost else "row_readable"
        yield Damage(DamageKind.DELETED_LINES, COVER, variant, gone, (), tuple(one.name for one in lost))
