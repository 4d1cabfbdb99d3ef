"""Copies of one template: what is found out about the first, its layout, holds for all that differ in the filling.

Why the guard suffices. A layout is kept only of a template as it was made: every table, field and heading is led to by
its name, at its home, with its own label beside it, and nothing is damaged. A copy passes when all but the filling is
the same: sheets, names, marks, formats, formulas, and every other cell with what it holds. Where the names lead and the
labels agree, no other place is looked for, so the filling has a say in few things only, and those are asked of each
copy (`_usually_filled`). All else follows from what is the same; what formulas give, explanations and fractions that a
format rounds are found out anew. A workbook that does not pass is looked at as if nothing were known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from validator.catalogue.forms import Forms
from validator.filings.damage.damages import homes_of
from validator.filings.damage.leftovers import leftovers
from validator.filings.damage.seen import is_suspect, under_merges
from validator.filings.known_book import EDITION, TYPED, VERSION, KnownBook
from validator.filings.sheets import CHECKS, WAIVER_HEADINGS
from validator.filings.tables.locate import slipped
from validator.filings.tables.located import Located
from validator.filings.tables.shape import shape_of
from validator.filings.tables.totals import own_formulas
from validator.filings.tables.visible import is_hidden
from validator.model.cells import BLANK, Cell
from validator.model.derived_fields import derived_names
from validator.model.filing import Damage, FoundBy
from validator.model.form import HEADING_PREFIX, PERIOD_LABEL, Form
from validator.model.labels import LONGEST_LABEL, loose
from validator.model.picking import Picking, picking
from validator.readers.looks import Looks
from validator.readers.workbook import Sheet, Workbook
from validator.startup.records import dataclass, field, names_of, replace

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST = 16
"""Layouts that are kept: some editions, with and without typed totals, as some programs save them."""
MARKS = (VERSION, EDITION, TYPED)
BUILT_IN = "_xlnm."
"""What the names hold that programs keep for themselves: what prints, what is filtered. No formula of ours uses one."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """All but the filling of one sheet: what is `stated` of it, its `fixed` cells, the formulas whose results change.

    `free` are the addresses that are filled in, or left blank. A sheet `of_text` has as many rows as its text needs
    when a program fills it in: what spans them, and the formulas that look along them, may be others.
    """

    stated: tuple[object, ...]
    of_text: bool
    pick_fixed: Picking
    fixed: tuple[Cell, ...]
    pick_formulas: Picking
    formulas: tuple[str | None, ...]
    free: tuple[str, ...]

    def fits(self, sheet: Sheet) -> bool:
        """Whether another sheet differs from it in the filling alone."""
        if _stated(sheet, of_text=self.of_text) != self.stated or (self.of_text and is_suspect(sheet)):
            return False
        cells = sheet.cells
        try:
            same = self.pick_fixed(cells) == self.fixed
            formulas = tuple([one.formula for one in self.pick_formulas(cells)])
            if self.of_text and not any(one is None or "[" in one for one in formulas):
                formulas = self.formulas  # nobody reads what they give; `damages._container` looks for others' books
        except KeyError:
            return False
        filled = [cells[at] for at in self.free if at in cells]
        known = len(self.fixed) + len(self.formulas) + len(filled)
        return same and formulas == self.formulas and len(cells) == known and all(one.formula is None for one in filled)


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found out about one template, and by what a copy of it is known."""

    stated: tuple[object, ...]
    sheets: Mapping[str, SheetLayout]
    book: KnownBook

    def book_of(self, workbook: Workbook) -> KnownBook | None:
        """What is known of a copy, None when it is none."""
        sheets = workbook.sheets
        if _stated_of_book(workbook) != self.stated or sheets.keys() != self.sheets.keys():
            return None
        if not all(one.fits(sheets[name]) for name, one in self.sheets.items()):
            return None
        located = {name: replace(one, sheet=sheets[one.sheet.name]) for name, one in self.book.located.items()}
        book = replace(self.book, workbook=workbook, located=located, _views={})
        return book if _usually_filled(book) else None


@dataclass(slots=True)
class Layouts:
    """The layouts seen lately of templates of some forms."""

    _kept: list[Layout] = field(default_factory=list)

    def book_of(self, workbook: Workbook) -> KnownBook | None:
        """What is known of a copy of a template seen before, None of any other workbook."""
        for one in self._kept:
            book = one.book_of(workbook)
            if book is not None:
                if one is not self._kept[0]:
                    self._kept = [one, *(other for other in self._kept if other is not one)]
                return book
        return None

    def keep(self, book: KnownBook, damage: Sequence[Damage]) -> None:
        """Remember what was found out about a workbook, when it is the template as it was made."""
        workbook, free = book.workbook, _free(book)
        if damage or not _is_as_made(book) or not _usually_filled(book) or _may_be_covered(workbook, free):
            return
        texts = {book.places[one.name].sheet for one in book.form.texts}
        sheets = {
            name: _layout_of(sheet, free.get(name, ()), of_text=name in texts)
            for name, sheet in workbook.sheets.items()
        }
        blank = {name: Sheet(name, {}) for name in workbook.sheets}
        located = {name: replace(one, sheet=blank[one.sheet.name]) for name, one in book.located.items()}
        known = replace(book, workbook=Workbook("", blank), located=located, cells={}, uncomputed={}, _views={})
        self._kept = [Layout(_stated_of_book(workbook), sheets, known), *self._kept[: MOST - 1]]


@lru_cache(maxsize=4)
def layouts_of(_: Forms) -> Layouts:
    """Those of templates of these forms."""
    return Layouts()


def _is_as_made(book: KnownBook) -> bool:
    """Whether every place of the form is at home in a template of which nothing was changed but the filling."""
    sheets = {place.sheet for place in book.places.values()}
    return (
        book.made_by is not None
        and book.places == homes_of(book.form)
        and book.located.keys() == book.form.tables.keys()
        and all(_stands_as_made(book, one) for one in book.located.values())
        and not any(is_suspect(book.workbook.sheets[name]) for name in sheets)
    )


def _stands_as_made(book: KnownBook, one: Located) -> bool:
    """Whether nothing but its name led to a table, and its totals are its own, or typed."""
    found = one.way is FoundBy.NAMES and one.at_home and not (one.fit.deviating or one.again or one.decoy)
    own = own_formulas(one.table)
    typed = one.table.name in (book.typed or ())
    return found and not is_hidden(one) and (typed or all(one.formula(name) == own[name] for name in own))


def _may_be_covered(workbook: Workbook, free: Mapping[str, Collection[str]]) -> bool:
    """Whether a merge lies over a place that is blank now and may be filled in a copy."""
    return any(not under_merges(workbook.sheets[name].merged).isdisjoint(places) for name, places in free.items())


def _usually_filled(book: KnownBook) -> bool:
    """Whether the filling has no say in where things are: asked of each copy, with the function that would ask it."""
    form = book.form
    texts = [(_held(book, one.name), loose(one.label)) for one in form.texts]
    beside = (_held(book, one.name) for one in form.cover)
    words = _words(form)
    return (
        # `leftovers`: what a check left may be in formats of any sheet.
        not any(leftovers(book.workbook))
        # A label may be what a formula gives, and another formula may give what reads as a label.
        and not any(_gives_a_label(book, sheet) for sheet in book.workbook.sheets.values())
        # `fields._Title.agrees` and `_Period.agrees`: one that is blank is looked for elsewhere.
        and all(_held(book, name) is not BLANK for name in derived_names(form))
        # `fields._Text.agrees`: so is a text that is none, or reads as its own heading.
        and all(
            isinstance(cell.value, str) and cell.formula is None and loose(cell.value[:LONGEST_LABEL]) != label
            for cell, label in texts
        )
        # `outside._beside_cover`: a field that reads as a label of the cover counts as one.
        and not any(isinstance(cell.value, str) and loose(cell.value[:LONGEST_LABEL]) in words for cell in beside)
        # `locate._stands`: a row of figures without a label that is blank may have slipped down.
        and not any(slipped(one.table, one.sheet) for one in book.located.values())
    )


def _gives_a_label(book: KnownBook, sheet: Sheet) -> bool:
    if sheet.name == book.sheets.get(CHECKS):
        return False  # nothing is looked for there by its words
    words = _labels(book.forms)
    results = (one.value for one in sheet.cells.values() if one.formula is not None)
    return any(isinstance(one, str) and loose(one[:LONGEST_LABEL]) in words for one in results)


@lru_cache(maxsize=4)
def _labels(forms: Forms) -> frozenset[str]:
    """Every word by which anything is found."""
    tables = [table for name in forms.form().tables for table in forms.every(name)]
    form = forms.form()
    own = (*(one.label for one in form.cover), *(one.title for one in form.sections), PERIOD_LABEL, *WAIVER_HEADINGS)
    return frozenset(map(loose, own)).union(*(shape_of(table).vocabulary for table in tables))


def _held(book: KnownBook, name: str) -> Cell:
    place = book.places[name]
    return book.workbook.sheets[place.sheet].cells.get(place.cell, BLANK)


@lru_cache(maxsize=16)
def _words(form: Form) -> frozenset[str]:
    return frozenset(loose(one.label) for one in form.cover)


def _free(book: KnownBook) -> dict[str, set[str]]:
    """Where something is filled in, sheet by sheet: figures, fields and texts, and whom to ask."""
    found: dict[str, set[str]] = {}
    for name, place in book.places.items():
        if not name.startswith(HEADING_PREFIX):
            found.setdefault(place.sheet, set()).add(place.cell)
    for one in book.form.contacts:
        found.setdefault(one.sheet, set()).add(one.cell)
    return found


def _layout_of(sheet: Sheet, free: Collection[str], *, of_text: bool) -> SheetLayout:
    formulas = [at for at, one in sheet.cells.items() if one.formula is not None]
    fixed = [at for at, one in sheet.cells.items() if one.formula is None and at not in free]
    return SheetLayout(
        _stated(sheet, of_text=of_text),
        of_text,
        picking(fixed),
        tuple(sheet.cells[at] for at in fixed),
        picking(formulas),
        tuple(sheet.cells[at].formula for at in formulas),
        tuple(at for at in free if at not in formulas),
    )


def _all_but(cls: type[DataclassInstance], *names: str) -> Picking:
    """What picks all that objects of a class say, also what they will say one day, but for some of it."""
    return attrgetter(*(one for one in names_of(cls) if one not in names))


_of_sheet, _of_looks = _all_but(Sheet, "cells", "looks"), _all_but(Looks, "placed")
_of_text, _of_its_looks = _all_but(Sheet, "cells", "looks", "merged"), _all_but(Looks, "placed", "formulas")
_of_book = _all_but(Workbook, "path", "sheets", "names", "properties")


def _stated(sheet: Sheet, *, of_text: bool) -> tuple[object, ...]:
    """All that is known of a sheet but its cells; one whose looks are not told is like no other."""
    own, looks = (_of_text, _of_its_looks) if of_text else (_of_sheet, _of_looks)
    return own(sheet), looks(sheet.looks) if sheet.looks else object()


def _stated_of_book(workbook: Workbook) -> tuple[object, ...]:
    names = {name: place for name, place in workbook.names.items() if BUILT_IN not in name}
    return tuple(map(workbook.properties.get, MARKS)), names, _of_book(workbook)
