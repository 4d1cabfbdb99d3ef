"""The form of the report: its tables, labels, cells, groups and sections. Data, not code.

Every number has one name, ``表.行.列`` (``表三.本年新收.自然人``), used alike by rules, defined names and JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Edition = str | Mapping[str, str]
"""``"2021"``, or a map table -> edition where one report mixes them: ``{"表二": "2021", "表三": "2019"}``."""


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
