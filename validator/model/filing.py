"""A *Filing*: one unit's report for one year as read, and what happened to the template on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import chain

from validator.model.bilingual import Bilingual
from validator.model.blanks import LARGEST_COUNT, settled
from validator.model.cells import BLANK, PREVIOUS, Cell, CellKind, CellValue, Place
from validator.model.cover_cells import day_of, year_of
from validator.model.form import TEXT_PREFIX, Form, Indicator, Role
from validator.startup.records import dataclass, field

PREFACE = f"{TEXT_PREFIX}导语"
"""What a published report says between its title and its first section; a workbook has no place for it."""
WORKBOOK = "workbook"
"""The source of what is no published document."""
LAST_YEAR = "上."
"""Names that start so are cells of last year's report: ``上.表三.结转下年.自然人``; ``上.上.`` of the one before."""


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """One label of the form, and the text found at the place where it belongs (``""``: nothing)."""

    table: str
    official: str
    found: str
    place: Place


class FoundBy(StrEnum):
    """How a table was found in the workbook, the surest way first."""

    NAMES = "names"  # the defined names of the template
    ADDRESSES = "addresses"  # the template's addresses, where its labels stand
    LABELS = "labels"  # the labels alone, wherever they stand


class DamageKind(StrEnum):
    """What can happen to a template after it was made; each has a rule of its own (D-01 and so on)."""

    RENAMED_SHEET = "renamed sheet"
    MISSING_SHEET = "missing sheet"
    ADDED_SHEET = "added sheet"
    HIDDEN = "hidden"
    LOST_NAMES = "lost names"
    MOVED_NAMES = "moved names"
    INSERTED_LINES = "inserted lines"
    DELETED_LINES = "deleted lines"
    CONSTANT_TOTALS = "constant totals"
    ALTERED_FORMULAS = "altered formulas"
    UNPROTECTED = "unprotected"
    EXTERNAL_LINKS = "external links"
    MACROS = "macros"
    COMMENTS = "comments"
    OUTSIDE = "outside"
    REPEATED_TABLE = "repeated table"
    SEEN_OTHERWISE = "seen otherwise"
    REPAIRED = "repaired"
    LEFTOVERS = "leftovers"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as the template was made, with one cause.

    `variant` and `facts` fill in the message of its rule. `cells` are where it is, with what stands there (none when
    it is gone). `lost` are the names of the form whose values cannot be read because of it. `sheet` is the template's
    sheet that it is about, ``""`` for the whole workbook. `misleads`: what is read is not what is shown, and no reason
    makes that right.
    """

    kind: DamageKind
    sheet: str = ""
    variant: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    cells: tuple[tuple[Place, CellValue], ...] = ()
    lost: tuple[str, ...] = ()
    misleads: bool = False

    @property
    def readable(self) -> bool:
        """Whether every value could still be read."""
        return not self.lost


WAIVER_KEYS = ("code", "cell", "reason", "by", "date")
"""What an explanation says, in the order of the sheet's columns."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """情况说明: the unit's written explanation of one finding, as given, complete or not."""

    code: str
    cell: str
    reason: str
    by: str
    date: str
    place: Place | None = None

    def to_dict(self) -> dict[str, str]:
        """As JSON data: code, cell, reason, by, date."""
        return {key: str(getattr(self, key)) for key in WAIVER_KEYS}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number of the form that a document does not show with certainty: what was seen in its row, and why not."""

    indicator: str
    seen: str
    reason: Bilingual


_TYPED = frozenset({DamageKind.OUTSIDE, DamageKind.ADDED_SHEET, DamageKind.INSERTED_LINES})
"""Places that the form does not have: whatever they hold was typed."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One unit's report for one year as read, whatever the source.

    `cells` and `places` hold every name of the form that was found: indicators, ``封面.*``, ``表三.统计期限``,
    ``正文.*``. A name that is absent was not found in the workbook. A cell with a formula holds what that gives, or
    what is stored where that is not certain; its `cached` is what the file stored, and `uncomputed` says of formulas
    without either, and of those that lead back to themselves, why they have no value.
    `from_template` tells a filled template from a workbook that others laid out; `marked` whether it bears the
    template's own marks (names, properties), so that `damage` was looked for; `made_by` is the version of gouji that
    made the template. `found_by` says of each table found how. `labels` are the labels of its tables as found.
    `date1904`: its day numbers count from 1904. `source`: the kind of document that it was published as (``html``), and
    `pages` on which page of it what has a name stands, `unplaced` the numbers that it does not show with certainty.
    `previous` is last year's report, if known. `numbers` are the numbers that a relation may be judged by.
    """

    path: str
    form: Form
    cells: Mapping[str, Cell]
    places: Mapping[str, Place]
    from_template: bool = True
    made_by: str | None = None
    typed_totals: frozenset[str] = frozenset()
    waivers: tuple[Waiver, ...] = ()
    sheet_names: tuple[str, ...] = ()
    labels: tuple[FoundLabel, ...] = ()
    previous: Filing | None = None
    marked: bool = True
    found_by: Mapping[str, FoundBy] = field(default_factory=dict)
    damage: tuple[Damage, ...] = ()
    uncomputed: Mapping[str, Bilingual] = field(default_factory=dict)
    date1904: bool = False
    source: str = WORKBOOK
    pages: Mapping[str, int] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()
    saved: str = ""
    """When it was saved last, as the program that saved it says (ISO 8601); empty where none does."""
    numbers: Mapping[str, int | float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counts = self.form.counts
        changed = {
            name: now
            for name, cell in self.cells.items()
            if type(cell.value) is not int and (now := settled(cell, is_count=name in counts)) is not cell
        }
        if changed:
            object.__setattr__(self, "cells", {**self.cells, **changed})
        object.__setattr__(self, "numbers", dict(_numbers(self)))

    def cell(self, name: str) -> Cell:
        """The cell of that name; a blank one where the workbook has none. ``上.`` names are last year's report."""
        found = self.cells.get(name)
        if found is None and self.previous is not None and name.startswith(LAST_YEAR):
            return self.previous.cell(name.removeprefix(LAST_YEAR))
        return BLANK if found is None else found

    @property
    def is_published(self) -> bool:
        """Whether it is a document, of which nothing but words and tables is known."""
        return self.source != WORKBOOK

    def of(self, name: str) -> tuple[Filing | None, str]:
        """The report that a name is of, this one or (``上.``) last year's if it is known, and the name there."""
        if not name.startswith(LAST_YEAR):
            return self, name
        own = name.removeprefix(LAST_YEAR)
        return self.previous.of(own) if self.previous else (None, own)

    def has(self, name: str) -> bool:
        """Whether the workbook has a cell of that name, blank or not. ``上.`` names are last year's report."""
        filing, own = self.of(name)
        return filing is not None and own in filing.cells

    def place(self, name: str) -> Place | None:
        """Where that name was found, None where it was not.

        ``previous`` is the file of ``上.`` names; reports of before last year are called by their paths.
        """
        report, own = self.of(name)
        if report is None or report is self:
            return self.places.get(name)
        found = report.places.get(own)
        return found and Place(found.sheet, found.cell, PREVIOUS if report is self.previous else report.path)

    def indicator(self, name: str) -> Indicator | None:
        """What the form says of that name, None for what is no number of the form."""
        filing, own = self.of(name)
        return filing.form.indicators.get(own) if filing else None

    def is_unknown(self, name: str) -> bool:
        """Whether nobody can tell what the cell shows: a formula without a result, which is not recomputed."""
        return name in self.uncomputed and self.cell(name).cached is None

    def number(self, name: str) -> int | float | None:
        """The number at that name, None where it is blank or no number."""
        value = self.cell(name).value
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def text(self, name: str) -> str:
        """The text at that name without surrounding space, ``""`` where there is none."""
        value = self.cell(name).value
        return value.strip() if isinstance(value, str) else ""

    def stated(self, role: Role) -> Cell:
        """The cell of the cover's field with that role, a blank one where there is none."""
        return self.cell(self.form.name_of(role))

    @property
    def is_untouched(self) -> bool:
        """没有填写: a template in which nobody typed a figure or a text; it holds only what it derives, and its cover.

        What stands beside the places of the form was typed as well.
        """
        if not self.from_template or self.waivers or any(one.kind in _TYPED for one in self.damage):
            return False
        totals = self.form.totals
        return all(
            self.cell(name).kind is CellKind.BLANK if self.cell(name).formula is None else name in totals
            for name in chain(self.form.indicators, (one.name for one in self.form.texts))
        )

    @property
    def organ(self) -> str:
        """机关名称 as the cover states it."""
        return self.text(self.form.name_of(Role.ORGAN))

    @property
    def organ_type(self) -> str:
        """机关类型 as the cover states it, ``""`` when not filled in."""
        return self.text(self.form.name_of(Role.ORGAN_TYPE))

    @property
    def year(self) -> int | None:
        """报告年度 as the cover states it, also as text; None when it is no year."""
        return year_of(self.stated(Role.YEAR))

    def day(self, role: Role) -> date | None:
        """The day in the cover's field with that role, also one that lost its format; None where there is none."""
        return day_of(self.stated(role), date1904=self.date1904)


def _numbers(filing: Filing) -> Iterator[tuple[str, int | float]]:
    """Every believable number of the tables by name, counts as Excel shows them."""
    cells = filing.cells
    for name in filing.form.indicators:
        value = cells[name].value if name in cells else None
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_COUNT:
            yield name, value
