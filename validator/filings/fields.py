"""The places outside the tables: cover, headings, table periods, sections; by name, else by the label beside them."""

from __future__ import annotations

from collections.abc import Iterator

from validator.filings.known_book import KnownBook
from validator.filings.parts import LONGEST_TITLE, split_report_title
from validator.filings.tables.sequence_alignment import SIMILAR
from validator.model.address import address, corners, position
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.form import PERIOD_LABEL, Field, Role
from validator.model.labels import LONGEST_LABEL, loose, similarity
from validator.readers.workbook import Sheet
from validator.startup.records import dataclass

REACH = 3
"""How far past a label its cell may be, so that a label may be merged with others that hold nothing. At 1 the cover
that pandas saved without merges is lost (``test_values_alone_are_read_at_the_template_s_addresses``); at 2 nothing
breaks that is tested."""


def field_places(book: KnownBook) -> Iterator[tuple[str, Place]]:
    """Every field and heading of the form that is in the workbook."""
    for field, kind in _kinds(book):
        sheet = book.sheet(field.sheet)
        if sheet and (at := _place(kind(book, field, sheet))):
            yield field.name, Place(sheet.name, at)


def _kinds(book: KnownBook) -> Iterator[tuple[Field, type[_Sought]]]:
    form = book.form
    yield from ((one, _Title if one.role is Role.TITLE else _OnCover) for one in form.cover)
    yield from ((table.period, _Period) for table in form.tables.values())
    yield from ((one, _Text) for one in form.texts)
    yield from ((section.heading, _Heading) for section in form.sections)


def _place(sought: _Sought) -> str | None:
    """Where the name leads if the words around it agree; else where the words lead, else the name after all.

    A name that is lost, or did not follow its renamed sheet, is taken to lead to the template's address.
    """
    named = sought.book.named(sought.field.name)
    here = named is not None and named.sheet == sought.sheet.name
    at = named.cell if named and here else sought.field.cell
    if here and sought.agrees(at):
        return at
    return sought.by_words() or (None if sought.contradicts(at) else at)


@dataclass(frozen=True, slots=True)
class _Sought:
    """One field on the sheet where it has to be."""

    book: KnownBook
    field: Field
    sheet: Sheet

    def agrees(self, at: str) -> bool:
        """Whether what stands around a cell says that it is this field."""
        raise NotImplementedError

    def contradicts(self, at: str) -> bool:  # noqa: ARG002  most fields cannot tell
        """Whether a cell is quite another thing, or nothing: the row of the field was deleted."""
        return False

    def by_words(self) -> str | None:
        """The cell that the form's words lead to: the first that holds its label, as a heading does."""
        return next(iter(self.labels()), None)

    def held(self, at: str) -> Cell:
        return self.sheet.cells.get(at, BLANK)

    def text(self, at: str) -> str:
        value = self.held(at).value
        return loose(value[:LONGEST_LABEL]) if isinstance(value, str) else ""

    def is_blank(self, at: str) -> bool:
        return self.held(at).kind is CellKind.BLANK and self.held(at).formula is None

    def beside(self, at: str) -> str:
        """The nearest cell with text left of a cell in its row, ``""`` where there is none."""
        row, column = position(at)
        left = (address(row, one) for one in range(column - 1, 0, -1))
        return next((one for one in left if self.text(one)), "")

    def right_of(self, at: str) -> str:
        """The cell beside a label: the next that holds something, else the one past what the label is merged with."""
        row, column = position(at)
        span = next((area for area in self.sheet.merged if area.partition(":")[0] == at), at)
        past = max(column, corners(span)[3]) + 1
        beside = (address(row, one) for one in range(column + 1, past + REACH))
        return next((one for one in beside if not self.is_blank(one)), address(row, past))

    def labels(self) -> list[str]:
        """Where just its label stands, from above down."""
        return self.book.view(self.sheet.name).places_of(self.field.label)


class _Title(_Sought):
    """The title of the report on the cover."""

    def agrees(self, at: str) -> bool:
        return not self.is_blank(at) or self.by_words() is None

    def by_words(self) -> str | None:
        """The first cell that reads like a title, or holds the template's formula for one."""
        return next((at for at in sorted(self.sheet.cells, key=position) if self._is_title(self.sheet.cells[at])), None)

    def _is_title(self, cell: Cell) -> bool:
        form = self.book.form
        if form.title_words in (cell.formula or ""):
            return True
        found = split_report_title(cell.value[:LONGEST_TITLE], form) if isinstance(cell.value, str) else None
        return bool(found and found.organ and found.years)


class _OnCover(_Sought):
    """A field of the cover beside its label."""

    def agrees(self, at: str) -> bool:
        return self.text(self.beside(at)) == loose(self.field.label)

    def contradicts(self, at: str) -> bool:
        row, column = position(at)
        left = self.text(address(row, column - 1)) if column > 1 else ""
        return similarity(left, self.field.label) < SIMILAR

    def by_words(self) -> str | None:
        return next((self.right_of(at) for at in self.labels()), None)


class _Period(_Sought):
    """A table's own period, beside its label above the table."""

    def agrees(self, at: str) -> bool:
        label = self.beside(at)
        return self.text(label) == PERIOD_LABEL and not (self.is_blank(at) and self.right_of(label) != at)

    def contradicts(self, at: str) -> bool:
        return "年" not in f"{self.held(at).value}{self.held(at).formula}"

    def by_words(self) -> str | None:
        tables = [one for one in self.book.located.values() if one.table.period.name == self.field.name]
        above = (at for at in self.labels() if all(position(at)[0] < one.area[0] for one in tables))
        return next(map(self.right_of, above), None)


class _Heading(_Sought):
    """The heading of a section."""

    def agrees(self, at: str) -> bool:
        own = self.text(at) == loose(self.field.label)
        return own or not (self.labels() or self.contradicts(at))

    def contradicts(self, at: str) -> bool:
        tables = (one for one in self.book.located.values() if one.sheet is self.sheet)
        begin_at_home = all(min(lines) == min(lines.values()) for one in tables for lines in one.lines)
        return self.text(at) == PERIOD_LABEL or not begin_at_home


class _Text(_Sought):
    """The text of a section, below its heading in the same column."""

    def agrees(self, at: str) -> bool:
        same_column = (one for one in self.sheet.cells if position(one)[1] == position(at)[1])
        return self._is_own(at) or not any(map(self._is_own, same_column))

    def _is_own(self, at: str) -> bool:
        return self._is_typed(at) and self.text(at) != loose(self.field.label)

    def _is_typed(self, at: str) -> bool:
        """The line of body and year under a heading is a formula."""
        return self.held(at).kind is CellKind.TEXT and self.held(at).formula is None

    def by_words(self) -> str | None:
        """As far below its heading as in the template, or the first text after that."""
        heading = super().by_words()
        if heading is None:
            return None
        (row, column), lower = position(heading), self.field.home[0] - 1
        typed = (position(at) for at in self.sheet.cells if self._is_typed(at))
        below = min((one for one in typed if one[1] == column and one[0] >= row + lower), default=(row + lower, column))
        return address(*below)
