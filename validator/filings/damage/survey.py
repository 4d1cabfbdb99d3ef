"""What happened to a template after it was made: each damage as a fact, one cause one fact.

What follows from another damage is not told again: the names of a deleted row are gone with it, and the names that did
not follow an inserted row were left behind by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from validator.catalogue.forms import Forms
from validator.filings.damage.lines import COLUMN, ROW, cover_lines, named, table_lines, unrecognised
from validator.filings.damage.outside import outside
from validator.filings.damage.totals import damaged_totals, typed_table
from validator.filings.sheets import CHECKS, RESULTS, WAIVERS, template_sheets
from validator.filings.tables.locate import Located, stated_editions
from validator.filings.tables.names import place_of
from validator.model.address import column_letters, position
from validator.model.bilingual import Bilingual, plural
from validator.model.cells import BLANK, Cell, CellKind, CellValue, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import Form
from validator.readers.workbook import Sheet, Workbook

MOST_CELLS, MOST_NAMED, LONGEST_TEXT = 50, 3, 200
_HIDDEN = Bilingual("隐藏", "hidden")
_VERY_HIDDEN = Bilingual(
    "深度隐藏（只能用宏或者 VBA 编辑器取消）", "very hidden (only a macro or the VBA editor can show it)"
)
_EXTERNAL = re.compile(r"\[[^\]]*\][^!'\"]*'?!")


@dataclass(frozen=True, slots=True)
class AsRead:
    """A workbook with all that was found in it: which sheet is which, each table, each place, each computed cell."""

    workbook: Workbook
    forms: Forms
    form: Form
    sheets: Mapping[str, str]
    located: Mapping[str, Located]
    places: Mapping[str, Place]
    cells: Mapping[str, Cell]
    marked: bool
    typed: frozenset[str] | None


def damage_of(read: AsRead) -> tuple[Damage, ...]:
    """Every damage; what says nothing of a template (deleted lines, links, macros) is looked for in any workbook."""
    return tuple(_every(read))


def _every(read: AsRead) -> Iterator[Damage]:
    if read.marked:
        yield from _sheets(read)
        yield from _hidden(read)
    lines = tuple(_lines(read))
    if not read.marked:
        yield from lines
    else:
        lost, moved = _names(read, {one.sheet for one in lines})
        yield from _told_names(read, lost, moved)
        yield from lines
        yield from _totals(read, moved)
        yield from _unprotected(read)
        yield from _comments(read)
        yield from outside(read.workbook, read.form, read.sheets, read.located, read.places)
    yield from _container(read)
    yield from (_repeated(one) for one in read.located.values() if one.again)


def _sheets(read: AsRead) -> Iterator[Damage]:
    """Renamed, missing, added."""
    sheets = read.workbook.sheets
    for name in template_sheets(read.form):
        now = read.sheets.get(name)
        if now is None:
            lost = () if name in {WAIVERS, CHECKS} else tuple(_names_on(read, name))
            yield Damage(DamageKind.MISSING_SHEET, name, "" if lost else "readable", {"sheet": name}, (), lost)
        elif now != name:
            facts = {"sheet": name, "found": now}
            yield Damage(DamageKind.RENAMED_SHEET, name, "", facts, (_cell(sheets[now], "A1"),))
    for sheet in sheets.values():
        if sheet.name not in read.sheets.values() and sheet.name != RESULTS:
            variant = "hidden" if sheet.hidden else "" if sheet.cells else "blank"
            added = {"sheet": sheet.name, "count": len(sheet.cells)}
            yield Damage(DamageKind.ADDED_SHEET, sheet.name, variant, added, (_cell(sheet, "A1"),))


def _names_on(read: AsRead, sheet: str) -> Iterator[str]:
    """The names of the form on a template's sheet that were found nowhere."""
    for one in read.form.fields.values():
        if one.sheet == sheet and one.name not in read.places:
            yield one.name
    for name, indicator in read.form.indicators.items():
        if read.form.tables[indicator.table].sheet == sheet and name not in read.places:
            yield name


def _hidden(read: AsRead) -> Iterator[Damage]:
    for name, now in read.sheets.items():
        sheet = read.workbook.sheets[now]
        if sheet.hidden:
            facts = {"sheet": now, "how": _VERY_HIDDEN if sheet.very_hidden else _HIDDEN}
            yield Damage(DamageKind.HIDDEN, name, "", facts, (_cell(sheet, "A1"),))
    for one in read.located.values():
        sheet = read.workbook.sheets[one.sheet]
        rows = set(one.rows.values()) & sheet.hidden_rows
        columns = {column for column in one.columns.values() if column_letters(column) in sheet.hidden_columns}
        cells = [at for at in one.cells.values() if _on_lines(at, rows, columns)] if rows or columns else []
        if cells:
            lines = tuple(named(found, way) for found, way in ((rows, ROW), (columns, COLUMN)) if found)
            facts = {"table": one.table.name, "lines": lines, "count": len(cells)}
            yield Damage(DamageKind.HIDDEN, one.table.sheet, "lines", facts, _shown(sheet, cells))


def _on_lines(at: str, rows: Collection[int], columns: Collection[int]) -> bool:
    row, column = position(at)
    return row in rows or column in columns


def _lines(read: AsRead) -> Iterator[Damage]:
    for one in read.located.values():
        at_home = read.marked and read.sheets.get(one.table.sheet) == one.sheet
        heading = next((section.heading for section in read.form.sections if section.sheet == one.table.sheet), None)
        yield from table_lines(read.workbook, one, read.places, heading, marked=at_home)
    if read.marked:
        yield from cover_lines(read.form, read.sheets, read.places)
        for name, table in read.form.tables.items():
            if name not in read.located and table.sheet in read.sheets:
                yield unrecognised(table, tuple(table.indicators), Place(read.sheets[table.sheet], "A1"))


def _names(read: AsRead, told: Collection[str]) -> tuple[list[str], dict[str, Place]]:
    """The names that lead nowhere, and where those lead that miss their place. Lines of the sheets `told` moved."""
    lost, moved, replaced = list[str](), dict[str, Place](), _replaced(read)
    for name, (sheet, home) in _homes(read.form).items():
        place = read.places.get(name)
        if place is None or sheet not in read.sheets or name.partition(".")[0] in replaced:
            continue
        named = place_of(read.workbook.names.get(name, ""))
        if named == place:
            continue
        untouched = named is not None and (named.sheet, named.cell) == (sheet, home)
        if untouched and (sheet in told or read.sheets[sheet] != sheet):
            continue  # its cell was moved and not the name: D-01, D-07 or D-08 says so
        if named is None or named.sheet not in read.workbook.sheets:
            lost.append(name)
        else:
            moved[name] = named
    return lost, moved


def _told_names(read: AsRead, lost: list[str], moved: Mapping[str, Place]) -> Iterator[Damage]:
    """Names that are gone, lead elsewhere, or are there twice."""
    if lost:
        blank = sum(read.cells[name].kind is CellKind.BLANK for name in lost)
        facts = _few(lost) | {
            "blank": Bilingual(f"，其中 {blank} 格是空白", f"; {plural(blank, 'of them is', 'of them are')} blank")
            if blank
            else ""
        }
        yield Damage(DamageKind.LOST_NAMES, "", "", facts, _of_names(read, lost))
    if moved:
        names = list(moved)
        place, first = read.places[names[0]], moved[names[0]]
        at = first.cell if first.sheet == place.sheet else f"{first.sheet}!{first.cell}"
        facts = {"count": len(names), "which": names[0], "at": at, "place": place.cell}
        yield Damage(DamageKind.MOVED_NAMES, "", "", facts, _of_names(read, names))
    if twice := _twice(read):
        yield Damage(DamageKind.MOVED_NAMES, "", "twice", _few(twice), _of_names(read, twice))


def _replaced(read: AsRead) -> set[str]:
    """The tables that another edition was put in place of: ST-02 says so, and their names cannot agree."""
    stated = stated_editions(read.workbook, read.forms)
    return {name for name, one in read.located.items() if stated.get(name, one.table.edition) != one.table.edition}


@lru_cache(maxsize=16)
def _homes(form: Form) -> dict[str, tuple[str, str]]:
    """Name -> the template's sheet and address of it."""
    fields = (*form.fields.values(), *(section.heading for section in form.sections))
    homes = {one.name: (one.sheet, one.cell) for one in fields}
    return homes | {name: (form.tables[one.table].sheet, one.cell) for name, one in form.indicators.items()}


def _twice(read: AsRead) -> list[str]:
    """The template's names that are defined again, for the workbook or for one of the template's own sheets."""
    homes, own = _homes(read.form), set(read.sheets.values())
    found = [name for name in read.workbook.repeated_names if name in homes]
    for name in read.workbook.names:
        sheet, sign, bare = name.rpartition("!")
        if sign and bare in homes and sheet in own:
            found.append(bare)
    return list(dict.fromkeys(found))


def _few(names: list[str]) -> dict[str, object]:
    more = Bilingual(" 等", " and so on") if len(names) > MOST_NAMED else ""
    return {"count": len(names), "which": tuple(names[:MOST_NAMED]), "more": more}


def _of_names(read: AsRead, names: Iterable[str]) -> tuple[tuple[Place, CellValue], ...]:
    return tuple((read.places[name], _cut(read.cells.get(name, BLANK).value)) for name in names)[:MOST_CELLS]


def _totals(read: AsRead, moved: Collection[str]) -> Iterator[Damage]:
    for name, one in read.located.items():
        typed = name in read.typed if read.typed is not None else typed_table(one, read.cells)
        if not typed:
            yield from damaged_totals(read.workbook, one, read.places, read.cells, moved)


def _unprotected(read: AsRead) -> Iterator[Damage]:
    open_ones = [now for now in read.sheets.values() if read.workbook.sheets[now].protected is False]
    if open_ones:
        facts = {"count": len(open_ones), "sheets": tuple(open_ones)}
        cells = tuple(_cell(read.workbook.sheets[now], "A1") for now in open_ones)
        yield Damage(DamageKind.UNPROTECTED, "", "", facts, cells)


def _comments(read: AsRead) -> Iterator[Damage]:
    for sheet in read.workbook.sheets.values():
        texts = {at: text for at, text in sheet.comments.items() if text.strip()}
        if texts and sheet.name != RESULTS:
            cells = tuple((Place(sheet.name, at), _cut(text)) for at, text in sorted(texts.items()))
            facts = {"sheet": sheet.name, "count": len(texts), "text": _one_line(next(iter(texts.values())))}
            yield Damage(DamageKind.COMMENTS, sheet.name, "", facts, cells[:MOST_CELLS])


def _container(read: AsRead) -> Iterator[Damage]:
    linked = [
        (Place(sheet.name, at), _cut(cell.value))
        for sheet in read.workbook.sheets.values()
        for at, cell in sheet.cells.items()
        if cell.formula is not None and "[" in cell.formula and _EXTERNAL.search(cell.formula)
    ]
    if linked or "external links" in read.workbook.notes:
        without = sum(value is None for _, value in linked)
        variant = "" if not linked else "without" if without else "cells"
        facts = {"count": len(linked), "without": without}
        yield Damage(DamageKind.EXTERNAL_LINKS, "", variant, facts, tuple(linked[:MOST_CELLS]))
    if "macros" in read.workbook.notes:
        yield Damage(DamageKind.MACROS)


def _repeated(one: Located) -> Damage:
    at = one.labels[0].place.cell
    facts = {"table": one.table.name, "sheet": one.sheet, "at": at, "count": len(one.again) + 1}
    return Damage(DamageKind.REPEATED_TABLE, one.table.sheet, "", facts, tuple((place, None) for place in one.again))


def _cell(sheet: Sheet, at: str) -> tuple[Place, CellValue]:
    return Place(sheet.name, at), _cut(sheet.cells.get(at, BLANK).value)


def _shown(sheet: Sheet, cells: Iterable[str]) -> tuple[tuple[Place, CellValue], ...]:
    return tuple(_cell(sheet, at) for at in cells)[:MOST_CELLS]


def _cut(value: CellValue) -> CellValue:
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def _one_line(text: str) -> str:
    return " ".join(text.split())[:40]
