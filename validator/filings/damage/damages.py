"""What happened to a template after it was made: each damage as a fact, one cause one fact.

What follows from another damage is not told again: the names of a deleted row are gone with it, and the names that did
not follow an inserted row were left behind by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from validator.filings.damage.facts import MOST_CELLS, Shown, cells_of_sheet, cut, few, one_line
from validator.filings.damage.leftovers import leftovers
from validator.filings.damage.lines import cover_lines, named, table_lines, unrecognised
from validator.filings.damage.outside import outside
from validator.filings.damage.seen import seen_damages
from validator.filings.damage.totals import damaged_totals
from validator.filings.known_book import EDITION, KnownBook
from validator.filings.sheets import template_sheets
from validator.filings.tables.locate import misstated, stated_editions
from validator.filings.tables.located import Located
from validator.filings.tables.visible import differing, hidden_cells, hidden_lines
from validator.filings.traces import NOTE_SIGN, RESULTS, is_collected_sheet, is_list_sheet
from validator.model.bilingual import BLANK_WORD, Bilingual, plural
from validator.model.cells import CellKind, Place
from validator.model.filing import Damage, DamageKind
from validator.model.form import HEADING_PREFIX, Form
from validator.startup.expressions import expression

_HIDDEN = Bilingual("隐藏", "hidden")
_VERY_HIDDEN = Bilingual(
    "深度隐藏（只能用宏或者 VBA 编辑器取消）", "very hidden (only a macro or the VBA editor can show it)"
)
_EXTERNAL = expression(r"\[[^\]]*\][^!'\"]*'?!")


def damages_of(book: KnownBook) -> tuple[Damage, ...]:
    """Every damage; what says nothing of a template (deleted lines, links, macros) is looked for in any workbook."""
    return tuple(_every(book))


def _every(book: KnownBook) -> Iterator[Damage]:
    if book.marked:
        yield from _sheets(book)
    yield from _hidden(book)
    lines = tuple(_lines(book))
    if not book.marked:
        yield from lines
    else:
        lost, moved = _names(book, {one.sheet for one in lines})
        yield from _told_names(book, lost, moved)
        yield from lines
        for one in book.located.values():
            yield from damaged_totals(book, one, moved)
        yield from _unprotected(book)
        yield from _comments(book)
        yield from outside(book)
    yield from seen_damages(book, {one.sheet for one in lines})
    yield from _container(book)
    yield from leftovers(book.workbook)
    yield from (_repeated(one) for one in book.located.values() if one.again and not one.decoy)
    yield from (_decoy(one, one.decoy) for one in book.located.values() if one.decoy)


def _sheets(book: KnownBook) -> Iterator[Damage]:
    """Renamed, missing, added."""
    sheets = book.workbook.sheets
    for name in template_sheets(book.form):
        now = book.sheets.get(name)
        if now is None:
            homes = homes_of(book.form).items()  # a heading holds no value
            lost = tuple(
                one
                for one, home in homes
                if home.sheet == name and one not in book.places and not one.startswith(HEADING_PREFIX)
            )
            yield Damage(DamageKind.MISSING_SHEET, name, "" if lost else "readable", {"sheet": name}, (), lost)
        elif now != name:
            facts = {"sheet": name, "found": now}
            yield Damage(DamageKind.RENAMED_SHEET, name, "", facts, cells_of_sheet(sheets[now]))
    told = {*book.sheets.values(), *_decoys(book), RESULTS}
    for sheet in sheets.values():
        if sheet.name not in told and not is_list_sheet(sheet) and not is_collected_sheet(sheet):
            variant = "hidden" if sheet.hidden else "" if sheet.cells else "blank"
            added = {"sheet": sheet.name, "count": len(sheet.cells)}
            yield Damage(DamageKind.ADDED_SHEET, sheet.name, variant, added, cells_of_sheet(sheet))


def _hidden(book: KnownBook) -> Iterator[Damage]:
    """Sheets of the template that are hidden, and lines with figures; of other workbooks those of the tables."""
    tables = {one.sheet.name: one.table.sheet for one in book.located.values()}
    sheets = book.sheets if book.marked else {name: now for now, name in tables.items()}
    for name, now in sheets.items():
        sheet = book.workbook.sheets[now]
        if sheet.hidden:
            facts = {"sheet": now, "how": _VERY_HIDDEN if sheet.very_hidden else _HIDDEN}
            yield Damage(DamageKind.HIDDEN, name, "", facts, cells_of_sheet(sheet))
    for one in book.located.values():
        if cells := hidden_cells(one):
            lines = tuple(named(found, axis) for axis, found in enumerate(hidden_lines(one)) if found)
            facts = {"table": one.table.name, "lines": lines, "count": len(cells)}
            yield Damage(DamageKind.HIDDEN, one.table.sheet, "lines", facts, cells_of_sheet(one.sheet, cells))


def _lines(book: KnownBook) -> Iterator[Damage]:
    headings = {section.sheet: section.heading for section in book.form.sections}
    for one in book.located.values():
        at_home = book.marked and book.sheet(one.table.sheet) is one.sheet
        yield from table_lines(book, one, headings.get(one.table.sheet), marked=at_home)
    if book.marked:
        yield from cover_lines(book)
        for name, table in book.form.tables.items():
            if name not in book.located and table.sheet in book.sheets:
                yield unrecognised(table, table.indicators, Place(book.sheets[table.sheet], "A1"))


def _names(book: KnownBook, told: Collection[str]) -> tuple[list[str], dict[str, Place]]:
    """The names that lead nowhere, and where those lead that miss their place. Lines of the sheets `told` moved."""
    lost, moved, replaced, decoys = list[str](), dict[str, Place](), _replaced(book), _decoys(book)
    for name, home in homes_of(book.form).items():
        place = book.places.get(name)
        if place is None or home.sheet not in book.sheets or name in replaced:
            continue
        named = book.named(name)
        if named == place or (named and named.sheet in decoys):
            continue
        if named == home and (home.sheet in told or book.sheets[home.sheet] != home.sheet):
            continue  # its cell was moved and not the name: D-01, D-07 or D-08 says so
        if named is None or named.sheet not in book.workbook.sheets:
            lost.append(name)
        else:
            moved[name] = named
    return lost, moved


def _told_names(book: KnownBook, lost: list[str], moved: Mapping[str, Place]) -> Iterator[Damage]:
    """Names that are gone, lead elsewhere, or are there twice."""
    if lost:
        blank = sum(book.cell(name).kind is CellKind.BLANK for name in lost)
        of_them = (
            Bilingual(f"，其中 {blank} 格是空白", f"; {plural(blank, 'of them is', 'of them are')} blank")
            if blank
            else ""
        )
        yield _of_names(book, DamageKind.LOST_NAMES, "", lost, {"blank": of_them})
    if moved:
        names = list(moved)
        place, first = book.places[names[0]], moved[names[0]]
        at = first.cell if first.sheet == place.sheet else f"{first.sheet}!{first.cell}"
        facts = {"count": len(names), "which": names[0], "at": at, "place": place.cell}
        yield Damage(DamageKind.MOVED_NAMES, "", "", facts, _cells_of(book, names))
    if twice := _twice(book):
        yield _of_names(book, DamageKind.MOVED_NAMES, "twice", twice, {})


def _of_names(book: KnownBook, kind: DamageKind, variant: str, names: list[str], facts: Mapping[str, object]) -> Damage:
    which, more = few(names)
    told = {"count": len(names), "which": which, "more": more, **facts}
    return Damage(kind, "", variant, told, _cells_of(book, names))


def _cells_of(book: KnownBook, names: Iterable[str]) -> Shown:
    return tuple((book.places[name], cut(book.cell(name).value)) for name in names if name in book.places)[:MOST_CELLS]


def _replaced(book: KnownBook) -> set[str]:
    """The names of tables that another edition was put in place of: ST-02 says so, and they cannot agree."""
    stated, wrong = stated_editions(book), misstated(book, book.located)
    tables = [
        one.table
        for name, one in book.located.items()
        if stated.get(name, one.table.edition) != one.table.edition and name not in wrong
    ]
    return {name for table in tables for name in (*table.indicators, table.period.name)}


@lru_cache(maxsize=16)
def homes_of(form: Form) -> dict[str, Place]:
    """Name -> where the template has it."""
    homes = {one.name: Place(one.sheet, one.cell) for one in form.places}
    return homes | {name: Place(form.tables[one.table].sheet, one.cell) for name, one in form.indicators.items()}


def _twice(book: KnownBook) -> list[str]:
    """The template's names that are defined again, for the workbook or for one of the template's own sheets."""
    homes, own = homes_of(book.form), set(book.sheets.values())
    found = [name for name in book.workbook.repeated_names if name in homes]
    for name in book.workbook.names:
        sheet, sign, bare = name.rpartition("!")
        if sign and bare in homes and sheet in own:
            found.append(bare)
    return list(dict.fromkeys(found))


def _unprotected(book: KnownBook) -> Iterator[Damage]:
    sheets = [book.workbook.sheets[now] for now in book.sheets.values()]
    if unprotected := [one for one in sheets if one.protected is False]:
        facts = {"count": len(unprotected), "sheets": tuple(one.name for one in unprotected)}
        cells = tuple(cell for one in unprotected for cell in cells_of_sheet(one))
        yield Damage(DamageKind.UNPROTECTED, "", "", facts, cells)


def _comments(book: KnownBook) -> Iterator[Damage]:
    for sheet in book.workbook.sheets.values():
        texts = {at: text for at, text in sheet.comments.items() if text.strip() and not text.startswith(NOTE_SIGN)}
        if texts and sheet.name != RESULTS and not is_list_sheet(sheet):
            cells = tuple((Place(sheet.name, at), cut(text)) for at, text in sorted(texts.items()))
            facts = {"sheet": sheet.name, "count": len(texts), "text": one_line(next(iter(texts.values())))}
            yield Damage(DamageKind.COMMENTS, sheet.name, "", facts, cells[:MOST_CELLS])


def _container(book: KnownBook) -> Iterator[Damage]:
    linked = [
        (Place(sheet.name, at), cut(cell.value))
        for sheet in book.workbook.sheets.values()
        for at, cell in sheet.cells.items()
        if cell.formula is not None and "[" in cell.formula and _EXTERNAL.search(cell.formula)
    ]
    if linked or "external links" in book.workbook.notes:
        without = sum(value is None for _, value in linked)
        variant = "" if not linked else "without" if without else "cells"
        facts = {"count": len(linked), "without": without}
        yield Damage(DamageKind.EXTERNAL_LINKS, "", variant, facts, tuple(linked[:MOST_CELLS]))
    if "macros" in book.workbook.notes:
        yield Damage(DamageKind.MACROS)
    if repairs := (*book.workbook.repairs, *_misstated(book)):
        what, more = few(repairs)
        yield Damage(DamageKind.REPAIRED, "", "", {"count": len(repairs), "what": what, "more": more})


def _misstated(book: KnownBook) -> Iterator[Bilingual]:
    """The edition that the template says it is of, where its labels and names are of another."""
    if wrong := misstated(book, book.located):
        said, tables = book.workbook.properties[EDITION], "、".join(wrong)
        read = "、".join(dict.fromkeys(book.located[name].table.edition for name in wrong))
        yield Bilingual(
            f"文档属性 {EDITION} 写的是“{one_line(said)}”，{tables}的标签是 {read} 版，按标签读",
            f"property {EDITION} says “{one_line(said)}”, the labels of {tables} are of {read} and were followed",
        )


def _decoys(book: KnownBook) -> set[str]:
    """The sheets that would have been read although nobody sees them: one finding tells all of them (D-16)."""
    seen = set(book.sheets.values())
    return {one.decoy.sheet.name for one in book.located.values() if one.decoy} - seen


def _decoy(one: Located, hidden: Located) -> Damage:
    differ = differing(one, hidden)
    name, (here, there) = next(iter(differ.items()))
    facts = {
        "table": one.table.name,
        "sheet": one.sheet.name,
        "at": one.top.cell,
        "hidden": hidden.sheet.name,
        "hidden_at": hidden.top.cell,
        "differ": len(differ),
        "cell": one.cells[name],
        "here": BLANK_WORD if here is None else cut(here),
        "there": BLANK_WORD if there is None else cut(there),
    }
    cells = cells_of_sheet(one.sheet, [one.cells[each] for each in differ])
    return Damage(DamageKind.REPEATED_TABLE, one.table.sheet, "hidden", facts, cells, misleads=True)


def _repeated(one: Located) -> Damage:
    facts = {"table": one.table.name, "sheet": one.sheet.name, "at": one.top.cell, "count": len(one.again) + 1}
    return Damage(DamageKind.REPEATED_TABLE, one.table.sheet, "", facts, tuple((place, None) for place in one.again))
