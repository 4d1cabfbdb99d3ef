"""One row of the 校验 sheet: what is compared, as formulas and as the headless report of the same data has it."""

from __future__ import annotations

from collections.abc import Iterator

from validator.filings.sheets import CHECKS
from validator.model.form import Form
from validator.model.rule import SEVERITY_NAMES, Rule
from validator.startup.records import dataclass
from validator.template.areas import located
from validator.template.content import Shown
from validator.template.first_cells import First
from validator.template.live import check_name

LEFT, RIGHT, VERDICT = "⟨左⟩", "⟨右⟩", "⟨结论⟩"
"""Stand in a formula for the cells of its own row."""
NOTHING = "—"
"""Shown where a side has no value: the relation is undecided."""
BLANK_SHOWN = "（空白）"

FIRST_ROW = 16
"""The row of the 校验 sheet where the checks begin."""
TABLE_COLUMN, LEFT_COLUMN, RIGHT_COLUMN, VERDICT_COLUMN, LINK_COLUMN = "C", "E", "F", "H", "J"
DUE_COLUMN = "L"
"""Hidden: for each total of the form, whether it is blank and ought not to be. Relations and VA-03 read it."""
UNTOUCHED_COLUMN = "M"
"""Hidden: for each table, whether nothing was filled in yet. Rows about its figures read it, and the lines."""
RANK_COLUMN, TARGET_COLUMN, PLACE_COLUMN = "N", "O", "P"
"""Hidden: how urgent a row is, the cell that it leads to, and, from there on, the first wrong cell of each area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One row: what is compared, on which table, where to look, and formulas with what they show.

    `table` is the sheet's name for what is on the cover, `member` what sets it apart from the rule's other rows.
    `verdict` is its formula and the headless word. `figures` are the tables of whose figures alone it speaks: while
    nothing is filled in there, it has not started. `first` tells the first wrong cell, where that moves: of each area
    a formula and the address that it comes to now, ``""`` for none (`first_cells`).
    """

    rule: Rule
    member: str = ""
    table: str
    what: str
    relation: str
    sheet: str
    cell: str
    left: tuple[str, Shown]
    right: tuple[str, Shown]
    verdict: tuple[str, str]
    figures: tuple[str, ...] = ()
    first: tuple[First, ...] = ()

    @property
    def name(self) -> str:
        """The defined name of its check cell: ``校验.T3_01.自然人``, ``校验.T4_01``."""
        return check_name(self.rule.code, self.member)

    @property
    def level(self) -> str:
        """强制 or 核实."""
        return SEVERITY_NAMES["zh"][self.rule.severity]

    @property
    def difference(self) -> Shown:
        """Left less right as the sheet shows it."""
        left, right = self.left[1], self.right[1]
        if isinstance(left, int | float) and isinstance(right, int | float):
            return round(left - right, 6)
        return NOTHING


def totals_of(form: Form) -> Iterator[tuple[str, str]]:
    """Every total of the form, and the cell of the 校验 sheet that tells whether it is due."""
    totals = (name for name, one in form.indicators.items() if one.is_total)
    for row, name in enumerate(totals, FIRST_ROW):
        yield name, f"{DUE_COLUMN}{row}"


def untouched_cell(form: Form, table: str) -> str:
    """The cell that tells whether a table is untouched, for a formula of any sheet."""
    return located(CHECKS, f"{UNTOUCHED_COLUMN}{FIRST_ROW + tuple(form.tables).index(table)}")


def due_cell(form: Form, name: str) -> str:
    """The cell that tells whether a total is due, for a formula of any sheet."""
    return located(CHECKS, dict(totals_of(form))[name])
