"""What a report is made of: the form's tables, and one unit's figures as read. No I/O here.

`domain` words: a *Form* is one edition of the report's format, a *Filing* is one unit's report for one year.
Every number has one name, ``表.行.列`` (``表三.本年新收.自然人``), used alike by rules, defined names and JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from validator.words import Both

CellValue = int | float | str | bool | date | datetime | time | timedelta | None
LAST_YEAR = "上."
"""Names that start so are cells of last year's report: ``上.表三.结转下年.自然人``."""

PREVIOUS = "previous"
"""The `file` of places in last year's report."""

Edition = str | Mapping[str, str]
"""``"2021"``, or a map table -> edition where one report mixes them: ``{"表二": "2021", "表三": "2019"}``."""


class CellKind(StrEnum):
    """What a cell holds, whatever the program that wrote it."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    ERROR = "error"
    DATE = "date"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored.

    `value` is what the cell shows: the constant, or the cached result of its formula; ``None`` when blank.
    `formula` is the formula's text without ``=``, or None. `cached` is the stored result of a formula (None when
    it was never calculated or the cell holds no formula). An error value is its text (``"#DIV/0!"``) with kind ERROR.
    """

    value: CellValue = None
    kind: CellKind = CellKind.BLANK
    formula: str | None = None
    cached: CellValue = None


BLANK = Cell()


class NumberKind(StrEnum):
    """What numbers an indicator takes."""

    COUNT = "count"  # non-negative integer
    SIGNED = "signed"  # integer with a sign: 2019 edition, 本年增/减
    AMOUNT = "amount"  # non-negative, 万元, at most six decimals (0.000001 万元 is one 分)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of the form, with its name, kind, unit and the cell the template gives it.

    `span` is the merged range that shows the cell (``B11:D11``; the cell itself when nothing is merged). `parts`
    holds one tuple of names for every total the cell is: 办理结果总计.总计 sums its column and its row.
    """

    name: str
    table: str
    row: str
    column: str
    kind: NumberKind
    unit: str
    cell: str
    span: str
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether the form defines this cell as the sum of others."""
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Label:
    """One fixed text of the form and the range it stands in (``A5:C7``, merged when more than one cell)."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Member:
    """One row or column of a table: short name, and the official labels that show it."""

    name: str
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """表二, 表三 or 表四 of one edition.

    `row_axis` and `column_axis` are the names that a rule's ``each`` takes (``表三.申请人``); `groups` are named
    subsets of either axis, `first_year` to `last_year` (None: to this day) the report years that the edition is for.
    `period_cell` holds the table's 统计期限, `heads` every label that is no member's.
    """

    name: str
    edition: str
    title: str
    sheet: str
    period_cell: str
    row_axis: str
    column_axis: str
    rows: tuple[Member, ...]
    columns: tuple[Member, ...]
    groups: Mapping[str, tuple[str, ...]]
    heads: tuple[Label, ...]
    indicators: Mapping[str, Indicator]
    first_year: int
    last_year: int | None

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every fixed label of the table, heads first, then rows, then columns."""
        members = (label for member in (*self.rows, *self.columns) for label in member.labels)
        return (*self.heads, *members)


@dataclass(frozen=True, slots=True)
class Field:
    """One named place outside the tables: a cover field or the text of a section."""

    name: str
    label: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts of the report: its number, official title, the place of its title (``标题.一``) and text.

    `text` is None for the parts that are tables.
    """

    number: str
    title: str
    sheet: str
    heading: Field
    text: Field | None


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the report's format, or the mixture a report uses. Data, not code."""

    edition: Edition
    basis: str
    tables: Mapping[str, Table]
    cover: tuple[Field, ...]
    sections: tuple[Section, ...]
    organ_types: tuple[str, ...]
    indicators: Mapping[str, Indicator] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        every = {name: one for table in self.tables.values() for name, one in table.indicators.items()}
        object.__setattr__(self, "indicators", every)
        object.__setattr__(self, "fields", {one.name: one for one in self._fields()})

    def _fields(self) -> tuple[Field, ...]:
        periods = tuple(Field(f"{t.name}.统计期限", "统计期限", t.sheet, t.period_cell) for t in self.tables.values())
        texts = tuple(section.text for section in self.sections if section.text)
        return (*self.cover, *periods, *texts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named thing was found: sheet and cell (``D8``) in the workbook `file` (None: the checked one)."""

    sheet: str
    cell: str
    file: str | None = None


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


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as the template was made, with one cause.

    `variant` and `facts` fill in the message of its rule. `cells` are where it is, with what stands there (none when
    it is gone). `lost` are the names of the form whose values cannot be read because of it. `sheet` is the template's
    sheet that it is about, ``""`` for the whole workbook.
    """

    kind: DamageKind
    sheet: str = ""
    variant: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    cells: tuple[tuple[Place, CellValue], ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether every value could still be read."""
        return not self.lost


@dataclass(frozen=True, slots=True)
class Waiver:
    """情况说明: the unit's written explanation of one finding, as given, complete or not."""

    code: str
    cell: str
    reason: str
    by: str
    date: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """One unit's report for one year as read, whatever the source.

    `cells` and `places` hold every name of the form that was found: indicators, ``封面.*``, ``表三.统计期限``,
    ``正文.*``. A name that is absent was not found in the workbook. A cell with a formula holds what that gives;
    its `cached` is what the file stored, and `uncomputed` says which formulas could not be computed and why.
    `from_template` tells a filled template from a workbook that others laid out; `marked` whether it bears the
    template's own marks (names, properties), so that `damage` was looked for; `made_by` is the version of gouji that
    made the template. `found_by` says of each table found how. `labels` are the labels of its tables as found.
    `previous` is last year's report, if known.
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
    uncomputed: Mapping[str, Both] = field(default_factory=dict)

    def cell(self, name: str) -> Cell:
        """The cell of that name; a blank one where the workbook has none. ``上.`` names are last year's report."""
        if name.startswith(LAST_YEAR):
            return self.previous.cell(name.removeprefix(LAST_YEAR)) if self.previous else BLANK
        return self.cells.get(name, BLANK)

    def has(self, name: str) -> bool:
        """Whether the workbook has a cell of that name, blank or not. ``上.`` names are last year's report."""
        if name.startswith(LAST_YEAR):
            return self.previous is not None and self.previous.has(name.removeprefix(LAST_YEAR))
        return name in self.cells

    def place(self, name: str) -> Place | None:
        """Where that name was found, None where it was not; ``previous`` is the file of ``上.`` names."""
        if name.startswith(LAST_YEAR):
            found = self.previous.place(name.removeprefix(LAST_YEAR)) if self.previous else None
            return found and Place(found.sheet, found.cell, PREVIOUS)
        return self.places.get(name)

    def indicator(self, name: str) -> Indicator | None:
        """What the form says of that name, None for what is no number of the form."""
        if name.startswith(LAST_YEAR):
            return self.previous.indicator(name.removeprefix(LAST_YEAR)) if self.previous else None
        return self.form.indicators.get(name)

    def number(self, name: str) -> int | float | None:
        """The number at that name, None where it is blank or no number."""
        value = self.cell(name).value
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def text(self, name: str) -> str:
        """The text at that name without surrounding space, ``""`` where there is none."""
        value = self.cell(name).value
        return value.strip() if isinstance(value, str) else ""

    @property
    def organ(self) -> str:
        """机关名称 as the cover states it."""
        return self.text("封面.机关名称")

    @property
    def organ_type(self) -> str:
        """机关类型 as the cover states it, ``""`` when not filled in."""
        return self.text("封面.机关类型")

    @property
    def year(self) -> int | None:
        """报告年度 as the cover states it, None when it is no whole number."""
        value = self.number("封面.报告年度")
        return int(value) if value is not None and value == int(value) else None
