"""A workbook and the forms -> Filing: tables found, damage noted, formulas computed, texts read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from validator.catalogue.forms import Forms
from validator.filings.calculation.recomputed import computed_cells
from validator.filings.copies import layouts_of
from validator.filings.damage.damages import damages_of
from validator.filings.damage.seen import seen_fractions
from validator.filings.fields import field_places
from validator.filings.known_book import EDITION, TYPED, VERSION, KnownBook
from validator.filings.parts import Parts, parts_of
from validator.filings.sheets import COVER, WAIVERS, identify
from validator.filings.tables.locate import edition_of, locate
from validator.filings.tables.located import Located
from validator.filings.tables.totals import short_totals
from validator.filings.tables.visible import seen_tables
from validator.filings.waivers import written_waivers
from validator.model.cells import Place
from validator.model.filing import Damage, Filing, FoundBy
from validator.readers.workbook import UnreadableWorkbook, Workbook
from validator.startup.records import replace

__all__ = ["EDITION", "TYPED", "VERSION", "filing_of"]


Finding = Callable[[KnownBook], Mapping[str, Located]]
"""Says where each table of the form is in a workbook."""


def document_filing(workbook: Workbook, forms: Forms, finding: Finding) -> Filing:
    """The filing in a workbook that was made of a document, whose tables are found in another way than a workbook's.

    Nothing of it is a template's, and nothing can be damaged. Raises UnreadableWorkbook when no table is in it.
    """
    book = _with_tables(KnownBook(workbook, forms, forms.form()), finding)
    parts = parts_of(book)
    return _filing(_computed(replace(book, places=_places(book, parts)), parts), ())


def filing_of(workbook: Workbook, forms: Forms) -> Filing:
    """The filing that a workbook holds. Raises UnreadableWorkbook when no table of the form is in it."""
    layouts = layouts_of(forms)
    if book := layouts.book_of(workbook):
        book = _computed(book, {})
        return _filing(book, tuple(seen_fractions(book)))
    book = _with_tables(KnownBook(workbook, forms, forms.form()))
    book = replace(book, sheets=identify(book))
    at_home = all(one.way is FoundBy.ADDRESSES for one in book.located.values()) and COVER in book.sheets
    book = replace(book, template=book.marked or at_home)
    parts = {} if book.template else parts_of(book)
    book = _computed(replace(book, places=_places(book, parts)), parts)
    damage = damages_of(book)
    layouts.keep(book, damage)
    return _filing(book, damage)


def _computed(book: KnownBook, parts: Parts) -> KnownBook:
    cells, uncomputed = computed_cells(book)
    cells |= {name: cell for name, (cell, place) in parts.items() if book.places[name] == place}
    return replace(book, cells=cells, uncomputed=uncomputed)


def no_table(path: str, forms: Forms, *, is_document: bool) -> UnreadableWorkbook:
    """What is said of a file in which no table of the form was found."""
    name, tables = PurePath(path).name, "、".join(forms.form().tables)
    if is_document:
        return UnreadableWorkbook(
            f"{name}：没有认出年度报告的任何一张表（{tables}），请提交含有这些表的公布文本，或者用模板填写的工作簿"
        )
    return UnreadableWorkbook(
        f"{name}：没有认出年度报告的任何一张表（{tables}），请提交用模板填写的工作簿，或者行列标签与官方格式一致的表格"
    )


def _with_tables(book: KnownBook, finding: Finding = locate) -> KnownBook:
    located = finding(book)
    if not located:
        raise no_table(book.workbook.path, book.forms, is_document=finding is not locate)
    located = seen_tables(book, located)
    return replace(book, located=located, form=book.forms.form(edition_of(located)))


def _places(book: KnownBook, parts: Parts) -> dict[str, Place]:
    """The place of every name that was found: cover and texts first, as the form has them, then the figures."""
    cover = {name: now for name, now in book.sheets.items() if name == COVER}
    known = book if book.template else replace(book, sheets=cover)
    places = {name: place for name, (_, place) in parts.items()} | dict(field_places(known))
    for one in book.located.values():
        short = short_totals(one)
        found = [name for name in one.table.indicators if name in one.cells and name not in short]
        places |= {name: Place(one.sheet.name, one.cells[name]) for name in found}
    return places


def _filing(book: KnownBook, damage: tuple[Damage, ...]) -> Filing:
    workbook, located = book.workbook, book.located
    return Filing(
        workbook.path,
        book.form,
        book.cells,
        book.places,
        from_template=book.template,
        made_by=book.made_by,
        typed_totals=book.typed or frozenset(),
        waivers=tuple(written_waivers(book.sheet(WAIVERS) or workbook.sheets.get(WAIVERS))),
        sheet_names=tuple(workbook.sheets),
        labels=tuple(label for one in located.values() for label in one.fit.labels),
        marked=book.marked,
        found_by={name: one.way for name, one in located.items()},
        damage=damage,
        uncomputed=book.uncomputed,
        date1904="1904 dates" in workbook.notes,
        saved=workbook.properties.get("modified", ""),
    )
