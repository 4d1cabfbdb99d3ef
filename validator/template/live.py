"""The relations inside Excel: each instance of a formula rule as a cell formula with the blank policy of the engine.

A cell formula can do no less than `validator.relations.verdict` and no more: a text, an error value or a number that
no report has among the inputs, or a blank total that is due, leaves the relation 未定.
"""

from __future__ import annotations

from collections.abc import Callable

from validator.catalogue import Catalogue
from validator.model.form import Form, NumberKind
from validator.model.rule import Rule, Severity
from validator.relations.evaluation import Numbers
from validator.relations.formula import PARAMETERS, Expression, Instance, NotInForm, instances, written
from validator.relations.linear import Relation
from validator.startup.records import dataclass
from validator.template.areas import Areas, absolute, on_own_sheet, rectangles
from validator.template.cell_texts import beyond_belief, cells_in, empties, is_empty, strangers, sum_of_numbers

HOLDS, FAILS, UNDECIDED, REVIEW, NOT_STARTED = "成立", "不成立", "未定", "待核对", "尚未填写"
NAME_PREFIX = "校验"

Due = Callable[[tuple[str, ...]], list[str]]
"""From the names of totals to Excel texts, one of which is TRUE while one of them is blank and ought not to be."""


@dataclass(frozen=True, slots=True)
class Live:
    """One instance of a rule that Excel itself can decide: every cell it reads is in the form."""

    rule: Rule
    instance: Instance
    relation: Relation

    def text(self, thresholds: Numbers) -> str:
        """The relation in the form's names, thresholds as numbers: what the catalogue says of every member."""
        text = f"{self.rule.formula}（适用于：{self.rule.when}）" if self.rule.when else self.rule.formula
        for name, value in thresholds.items():
            text = text.replace(name, f"{value}")
        return text


def check_name(code: str, member: str = "") -> str:
    """The defined name of the check cell of a rule and its member; a name holds no hyphen."""
    return ".".join(part for part in (NAME_PREFIX, code.replace("-", "_"), member) if part)


def live_instances(form: Form, catalogue: Catalogue) -> tuple[Live, ...]:
    """Every instance of a formula rule that the workbook can decide, in the order of the catalogue.

    Left out are rules whose rows this form lacks, and rules across years: a workbook does not hold last year's report.
    """
    found = []
    for rule in catalogue.rules:
        try:
            relations = catalogue.relations(rule, form) if rule.formula else ()
        except NotInForm:
            continue
        if relations and not any(one.across_years for one in relations):
            found += [Live(rule, *both) for both in zip(instances(rule, form), relations, strict=True)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes relations over the cells of a form; `areas` says how ranges are named, `due` when a blank total is due."""

    form: Form
    thresholds: Numbers
    areas: Areas
    due: Due

    def verdict(self, live: Live) -> str:
        """Excel text that gives 成立, 不成立 (核实 rules: 待核对) or 未定."""
        broken = FAILS if live.rule.severity is Severity.MUST else REVIEW
        relation = f'IF({self._relation(live.instance)},"{HOLDS}","{broken}")'
        if live.instance.guard:
            relation = f'IF({self._compared(*live.instance.condition)},{relation},"{HOLDS}")'
        if "/" in (*live.instance.left, *live.instance.right):  # a division by zero leaves no verdict either
            relation = f'IFERROR({relation},"{UNDECIDED}")'
        return f'=IF({self._undecided(live.instance)},"{UNDECIDED}",{relation})'

    def broken(self, live: Live) -> str:
        """Excel text that is TRUE where the relation is broken, for a conditional format on the cells' own sheet."""
        broken = f"NOT({self._relation(live.instance)})"
        if live.instance.guard:
            broken = f"AND({self._compared(*live.instance.condition)},{broken})"
        return f"=IF({self._undecided(live.instance)},FALSE,{broken})"

    def sides(self, live: Live) -> tuple[str, str]:
        """Excel texts of the left and the right side, decimal drift off."""
        return f"=ROUND({self._written(live.instance.left)},6)", f"=ROUND({self._written(live.instance.right)},6)"

    def _written(self, expression: Expression) -> str:
        """The expression over cells: N takes “/” in a cell for 0 as SUM does, a threshold is the number it is."""

        def cell(name: str) -> str:
            return str(self.thresholds[name]) if name.startswith(PARAMETERS) else f"N({self.areas((name,))[0]})"

        return written(expression, lambda names: f"SUM({','.join(self.areas(names))})", cell)

    def _relation(self, instance: Instance) -> str:
        return self._compared(instance.left, instance.operator, instance.right)

    def _compared(self, left: Expression, sign: str, right: Expression) -> str:
        """Compared as the engine does, to 10⁻⁶: decimals (0.1 added ten times) must not break a relation that holds."""
        return f"ROUND(({self._written(left)})-({self._written(right)}),6){sign}0"

    def _undecided(self, instance: Instance) -> str:
        areas = self.areas(instance.names)
        counted, size = f"COUNT({','.join(areas)})", cells_in(areas)
        tests = [f"{counted}=0", f"{counted}+{empties(areas)}<{size}"]
        tests += self.due(tuple(name for name in instance.names if self.form.indicators[name].is_total))
        incomplete = f"IF({counted}<{size},OR({','.join(tests)}),FALSE)"
        kinds = self.form.indicators
        counts = [name for name in instance.names if kinds[name].kind is not NumberKind.AMOUNT]
        return f"OR({beyond_belief(self.areas(counts))}>0,{incomplete})" if counts else incomplete


def on_own_sheet_writer(form: Form, thresholds: Numbers) -> Writer:
    """For conditional formats: nothing but cells of the relation's own sheet."""
    return Writer(form, thresholds, on_own_sheet(form), lambda names: _due_in_short(form, names))


def due_total(form: Form, name: str, areas: Areas) -> str:
    """Excel text that is TRUE where a total is blank although its parts are not zero, or hold what nobody can add."""
    sums = [areas(parts) for parts in form.indicators[name].parts]
    due = [f"{sum_of_numbers(one)}<>0" for one in sums] + [f"{strangers(one)}>0" for one in sums]
    return f"IF(ISNUMBER({areas((name,))[0]}),FALSE,AND({is_empty(areas((name,))[0])},OR({','.join(due)})))"


def _due_in_short(form: Form, names: tuple[str, ...]) -> list[str]:
    """As `due_total` for many totals in the room of one formula; a text in the parts of any of them is one in all.

    That may leave cells uncoloured beside a text, which is coloured itself; it colours none that is right.
    """
    if not names:
        return []
    areas = on_own_sheet(form)
    blank = [f"NOT(ISNUMBER({areas((name,))[0]}))" for name in names]
    sums = [[areas(parts) for parts in form.indicators[name].parts] for name in names]
    tests = [f"AND({one},{sum_of_numbers(parts)}<>0)" for one, each in zip(blank, sums, strict=True) for parts in each]
    parts = {part for name in names for one in form.indicators[name].parts for part in one}
    spread = [absolute(area) for area in rectangles(form.indicators[part].cell for part in parts)]
    return [*tests, f"IF(OR({','.join(blank)}),{strangers(spread)}>0,FALSE)"]
