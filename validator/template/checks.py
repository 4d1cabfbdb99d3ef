"""What the 校验 sheet checks: the periods, whether the cells hold numbers, and every live instance of a rule.

Each row says the same thing twice: as a formula, and as what that formula shows for the figures written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from validator.exchange.filing_data import Value
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import Form
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.relations.verdict import verdict
from validator.template.content import Shown
from validator.template.live import UNDECIDED, WORDS, Live, side_formulas, verdict_formula

LEFT, RIGHT, VERDICT = "⟨左⟩", "⟨右⟩", "⟨结论⟩"
"""Stand in a formula for the cells of its own row."""
NOTHING = "—"
"""Shown where a side has no value: the relation is undecided."""
BLANK_SHOWN = "（空白）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row: what is compared, on which table, where to look, and formulas with the values they show."""

    name: str
    code: str
    severity: Severity
    table: str
    what: str
    relation: str
    sheet: str
    cell: str
    left: tuple[str, Shown]
    right: tuple[str, Shown]
    verdict: tuple[str, str]
    left_is_array: bool = False

    @property
    def level(self) -> str:
        """强制 or 核实."""
        return SEVERITY_NAMES["zh"][self.severity]

    @property
    def difference(self) -> Shown:
        """Left less right as the sheet shows it."""
        left, right = self.left[1], self.right[1]
        if isinstance(left, int | float) and isinstance(right, int | float):
            return round(left - right, 6)
        return NOTHING


def as_filing(form: Form, figures: Mapping[str, Value]) -> Filing:
    """The figures as a filing that was read, for the engine's own functions."""
    return Filing("", form, {name: _cell(value) for name, value in figures.items()}, {})


def _cell(value: Value) -> Cell:
    kinds = {bool: CellKind.BOOL, str: CellKind.TEXT, type(None): CellKind.BLANK}
    return Cell(value, kinds.get(type(value), CellKind.NUMBER))


def relation_checks(lives: Iterable[Live], filing: Filing, thresholds: Mapping[str, int | float]) -> tuple[Check, ...]:
    """One row for each live instance of a rule."""
    return tuple(_relation(one, filing, thresholds) for one in lives)


def _relation(live: Live, filing: Filing, thresholds: Mapping[str, int | float]) -> Check:
    form = filing.form
    came_to = verdict(live.relation, filing, thresholds)
    found = WORDS[came_to.holding]
    shown = (NOTHING, NOTHING) if came_to.left is None or came_to.right is None else (came_to.left, came_to.right)
    sides = side_formulas(live.instance, form, thresholds)
    left, right = (f'=IF({VERDICT}="{UNDECIDED}","{NOTHING}",{one[1:]})' for one in sides)
    first = form.indicators[live.instance.names[0]]
    return Check(
        name=live.name,
        code=live.rule.code,
        severity=live.rule.severity,
        table=first.table,
        what=live.instance.member or first.row,
        relation=live.text(thresholds),
        sheet=form.tables[first.table].sheet,
        cell=first.cell,
        left=(left, shown[0]),
        right=(right, shown[1]),
        verdict=(verdict_formula(live.instance, form, thresholds, sheet=True), found),
    )
