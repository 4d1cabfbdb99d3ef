"""The form of the report: its tables, labels, cells, groups and sections. Data, not code.

Every number has one name, ``表.行.列`` (``表三.本年新收.自然人``), used alike by rules, defined names and JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from validator.model.address import position
from validator.model.appearance import NO_GUIDANCE, NO_HINT, USUAL_LAYOUT, Guidance, Hint, Layout
from validator.model.overview import NO_OVERVIEW, Overview
from validator.startup.records import dataclass, field

Edition = str | Mapping[str, str]
"""``"2021"``, or a map table -> edition where one report mixes them: ``{"表二": "2021", "表三": "2019"}``."""


PERIOD_LABEL = "统计期限"
HEADING_PREFIX, TEXT_PREFIX = "标题.", "正文."
"""Headings and texts of the sections are named so: 标题.一, 正文.一."""


class Role(StrEnum):
    """What a field of the cover is for; the form says which cell has which role, and what the field is called."""

    TITLE = "title"
    ORGAN = "organ"
    ORGAN_TYPE = "organ_type"
    YEAR = "year"
    START = "start"  # first day of the statistical period
    END = "end"
    PARTIAL_YEAR = "partial_year"  # 年内组建/撤销说明
    PUBLISHED = "published"


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

    @property
    def home(self) -> tuple[int, int]:
        """Row and column of its cell."""
        return position(self.cell)


@dataclass(frozen=True, slots=True)
class Label:
    """One fixed text of the form and the range it stands in (``A5:C7``, merged when more than one cell)."""

    text: str
    at: str

    @property
    def cell(self) -> str:
        """The first cell of its range, which holds the text."""
        return self.at.partition(":")[0]

    @property
    def home(self) -> tuple[int, int]:
        """Row and column of that cell."""
        return position(self.cell)


@dataclass(frozen=True, slots=True)
class Member:
    """One row or column of a table: short name, the official labels that show it, and a note for who fills it in."""

    name: str
    labels: tuple[Label, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """表二, 表三 or 表四 of one edition; each is loaded once, so that a table is itself alone (caches are keyed on it).

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
    layout: Layout = USUAL_LAYOUT
    overview: Overview = NO_OVERVIEW
    becomes: Mapping[str, str] = field(default_factory=dict)
    """Rows that the next edition takes apart, and which of its rows takes their figures where reports are added up."""

    @property
    def period(self) -> Field:
        """The place of the table's own 统计期限."""
        return Field(f"{self.name}.{PERIOD_LABEL}", PERIOD_LABEL, self.sheet, self.period_cell)

    @property
    def labels(self) -> tuple[Label, ...]:
        """Every fixed label of the table, heads first, then rows, then columns."""
        members = (label for member in (*self.rows, *self.columns) for label in member.labels)
        return (*self.heads, *members)


@dataclass(frozen=True, slots=True)
class Field:
    """One named place outside the tables: a cover field (with its role), a table's period or a section's text."""

    name: str
    label: str
    sheet: str
    cell: str
    role: Role | None = None
    hint: Hint = NO_HINT

    @property
    def home(self) -> tuple[int, int]:
        """Row and column of its cell."""
        return position(self.cell)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts of the report: its number, official title, the place of its title (``标题.一``) and text.

    `text` is None for the parts that are tables; `may_be_none` where 无 is an answer (ST-06). `prompts` stand beside a
    text. Of `words` one tells a heading with the right number that words the title otherwise.
    """

    number: str
    title: str
    sheet: str
    heading: Field
    text: Field | None
    may_be_none: bool = False
    prompts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The statistical period of a report and the years it can be about.

    `first_day` and `last_day` are (month, day); a period that ends before it begins ends in the year after. `years`
    are those that the cover takes.
    """

    first_day: tuple[int, int]
    last_day: tuple[int, int]
    years: range

    @property
    def over(self) -> bool:
        """Whether the period ends in the year after the one that the report is of."""
        return self.last_day < self.first_day

    def period(self, year: int) -> tuple[date, date]:
        """The first and the last day that a report of that year covers. Raises ValueError for a year without days."""
        return date(year, *self.first_day), date(year + self.over, *self.last_day)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much is against a figure being wrong, when it is asked which cells are (Fellegi and Holt).

    `figure` is that of a figure as it was typed, total or part alike; `firm` that of one which last year's report
    carried over.
    """

    figure: float = 1.0
    firm: float = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One edition of the report's format, or the mixture a report uses. Data, not code.

    `title_words` end the title of every report; `indicators` and `fields` are all numbers, and all named places
    outside the tables, by name; `counts` are the numbers that are no amounts, `totals` those that are sums. `contacts`
    are whom to ask about the report: no part of it, so they are among neither.
    """

    edition: Edition
    basis: str
    tables: Mapping[str, Table]
    cover: tuple[Field, ...]
    sections: tuple[Section, ...]
    organ_types: tuple[str, ...]
    title_words: str
    calendar: Calendar
    guidance: Guidance = NO_GUIDANCE
    contacts: tuple[Field, ...] = ()
    weights: Weights = field(default_factory=Weights)
    introduction: str = ""
    """The sentence that a published report begins with; ``{start}`` and ``{end}`` are the days of its period."""
    indicators: Mapping[str, Indicator] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)
    counts: frozenset[str] = field(init=False, repr=False)
    totals: frozenset[str] = field(init=False, repr=False)
    _names: Mapping[Role, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        every = {name: one for table in self.tables.values() for name, one in table.indicators.items()}
        object.__setattr__(self, "indicators", every)
        amounts = {name for name, one in every.items() if one.kind is NumberKind.AMOUNT}
        object.__setattr__(self, "counts", frozenset(every.keys() - amounts))
        object.__setattr__(self, "totals", frozenset(name for name, one in every.items() if one.is_total))
        object.__setattr__(self, "fields", {one.name: one for one in self._fields()})
        object.__setattr__(self, "_names", {one.role: one.name for one in self.cover if one.role})

    def _fields(self) -> tuple[Field, ...]:
        periods = tuple(table.period for table in self.tables.values())
        texts = tuple(section.text for section in self.sections if section.text)
        return (*self.cover, *periods, *texts)

    def name_of(self, role: Role) -> str:
        """The name of the cover's field with that role; ``""``, which no workbook holds, where the form has none."""
        return self._names.get(role, "")

    @property
    def places(self) -> tuple[Field, ...]:
        """All named places outside the tables, the headings of the sections last."""
        return (*self.fields.values(), *(section.heading for section in self.sections))

    @property
    def texts(self) -> tuple[Field, ...]:
        """The texts of the sections, in order."""
        return tuple(section.text for section in self.sections if section.text)

    @property
    def period_names(self) -> frozenset[str]:
        """The names of the tables' own periods."""
        return frozenset(table.period.name for table in self.tables.values())
