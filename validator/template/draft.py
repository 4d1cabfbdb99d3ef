"""Everything the sheets of one workbook are written from."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.workbook import Workbook

from validator.catalogue import Catalogue
from validator.exchange.filing_data import FilingData, Value
from validator.model.derived_fields import joined
from validator.model.form import Form, Role, Table
from validator.startup.records import dataclass
from validator.template.areas import located
from validator.template.formula_results import Cover, Day, is_number, stated
from validator.template.live import Live
from validator.template.style import Look


@dataclass(frozen=True, slots=True)
class Draft:
    """The workbook under way: the data, its form, the tables with typed totals, and what the formulas show."""

    book: Workbook
    look: Look
    data: FilingData
    form: Form
    typed: frozenset[str]
    figures: Mapping[str, Value]
    cover: Cover
    lives: tuple[Live, ...]
    catalogue: Catalogue

    @property
    def year(self) -> Value:
        """报告年度 as the cover holds it; an empty text is a blank cell."""
        return None if self.data.year == "" else self.data.year

    @property
    def stated(self) -> Mapping[Role, Day | Value]:
        """What each field of the cover shows, by what it is for."""
        return stated(self.data, self.form)

    @property
    def year_text(self) -> str:
        """报告年度 as ``&`` joins it to a text."""
        return joined(self.year)

    def has_totals(self, table: str) -> bool:
        """Whether any cell of a table is a total."""
        return any(one.is_total for one in self.form.tables[table].indicators.values())

    def is_computed(self, name: str) -> bool:
        """Whether an indicator is a total that the workbook sums itself."""
        one = self.form.indicators[name]
        return one.is_total and one.table not in self.typed

    def is_untouched(self, table: str) -> bool:
        """Whether nothing was filled in in a table yet: its sums of nothing are 0."""
        return all(map(self._holds_nothing, self.form.tables[table].indicators))

    def _holds_nothing(self, name: str) -> bool:
        value = self.figures[name]
        return value is None or (self.is_computed(name) and is_number(value) and value == 0)

    def table_period(self, table: Table) -> str:
        """What the head of a table states as its period, ``""`` where it is blank."""
        return self.data.table_periods.get(table.name, self.cover.period)

    def period_is_typed(self, table: Table) -> bool:
        """Whether the period of a table is given and not what the formula shows."""
        return self.table_period(table) != self.cover.period

    def at(self, name: str) -> str:
        """The cell of a field, absolute and with its sheet: ``'封面'!$C$9``."""
        field = self.form.fields[name]
        return located(field.sheet, field.cell)

    def at_role(self, role: Role) -> str:
        """The cell of the cover's field with that role, as `at`; ``""`` where the form has none."""
        name = self.form.name_of(role)
        return self.at(name) if name else ""

    def define(self, name: str, sheet: str, area: str) -> None:
        """Name a cell or range; names follow inserted rows."""
        self.book.define_name(name, f"={located(sheet, area)}")
