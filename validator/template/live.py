"""The rules inside Excel: each instance of a formula rule as a cell formula with the same blank policy as the engine.

A cell formula can do no less than the engine and no more: text or an error among the inputs, or a blank total whose
parts are not zero, leaves the relation 未定 (`validator.policy.blanks` quotes the policy).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.catalogue import Catalogue
from validator.model.address import ranges_of
from validator.model.form import Form
from validator.model.rule import Rule
from validator.relations.evaluation import Numbers
from validator.relations.formula import PARAMETERS, Expression, Instance, NotInForm, excel, instances
from validator.relations.linear import Relation
from validator.relations.verdict import Holding

HOLDS, FAILS, UNDECIDED, REVIEW = "成立", "不成立", "未定", "待核对"
WORDS = {Holding.HOLDS: HOLDS, Holding.FAILS: FAILS, Holding.UNDECIDED: UNDECIDED}
NAME_PREFIX = "校验"


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

    @property
    def name(self) -> str:
        """The defined name of its check cell: ``校验.T3_01.自然人``, ``校验.T4_01``."""
        return check_name(self.rule.code, self.instance.member)


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


def verdict_formula(instance: Instance, form: Form, thresholds: Numbers, *, sheet: bool) -> str:
    """Excel text that gives 成立, 不成立 or 未定. `sheet` prefixes every address with its sheet's name."""
    relation = f'IF({_relation(instance, form, thresholds, sheet=sheet)},"{HOLDS}","{FAILS}")'
    if instance.guard:
        relation = f'IF({_guard(instance, form, thresholds, sheet=sheet)},{relation},"{HOLDS}")'
    return f'=IF({_undecided(instance, form, sheet=sheet)},"{UNDECIDED}",{relation})'


def broken_formula(instance: Instance, form: Form, thresholds: Numbers) -> str:
    """Excel text that is TRUE where the relation is broken, for a conditional format on the cells' own sheet."""
    broken = f"NOT({_relation(instance, form, thresholds, sheet=False)})"
    if instance.guard:
        broken = f"AND({_guard(instance, form, thresholds, sheet=False)},{broken})"
    return f"=IF({_undecided(instance, form, sheet=False)},FALSE,{broken})"


def side_formulas(instance: Instance, form: Form, thresholds: Numbers) -> tuple[str, str]:
    """Excel texts of the left and the right side, addresses with their sheet, decimal drift off."""
    left, right = _sides(instance, form, thresholds, sheet=True)
    return f"=ROUND({left},6)", f"=ROUND({right},6)"


def _sides(instance: Instance, form: Form, thresholds: Numbers, *, sheet: bool) -> tuple[str, str]:
    return _written(instance.left, form, thresholds, sheet=sheet), _written(
        instance.right, form, thresholds, sheet=sheet
    )


def _written(expression: Expression, form: Form, thresholds: Numbers, *, sheet: bool) -> str:
    """The expression over cells; a threshold as the number it is by default."""

    def areas(names: Iterable[str]) -> tuple[str, ...]:
        names = tuple(names)
        if names[0].startswith(PARAMETERS):
            return (str(thresholds[names[0]]),)
        return areas_of(form, names, sheet=sheet)

    return excel(expression, areas)


def _relation(instance: Instance, form: Form, thresholds: Numbers, *, sheet: bool) -> str:
    """Compared as the engine does, to 10⁻⁶: decimals (0.1 added ten times) must not break a relation that holds."""
    left, right = _sides(instance, form, thresholds, sheet=sheet)
    return f"ROUND(({left})-({right}),6){instance.operator}0"


def _guard(instance: Instance, form: Form, thresholds: Numbers, *, sheet: bool) -> str:
    """The condition under which the rule applies."""
    before, sign, after = instance.condition
    left, right = (_written(side, form, thresholds, sheet=sheet) for side in (before, after))
    return f"ROUND(({left})-({right}),6){sign}0"


def _undecided(instance: Instance, form: Form, *, sheet: bool) -> str:
    area = ",".join(areas_of(form, instance.names, sheet=sheet))
    tests = [f"COUNT({area})=0", f"COUNTA({area})<>COUNT({area})"]
    tests += [due for name in instance.names if (due := blank_total(form, name, sheet=sheet))]
    return f"OR({','.join(tests)})"


def blank_total(form: Form, name: str, *, sheet: bool) -> str:
    """Excel text that is TRUE where a total is blank and its parts are not zero; ``""`` for a cell that is no total."""
    parts = form.indicators[name].parts
    if not parts:
        return ""
    sums = ",".join(f"{_sum(form, one, sheet=sheet)}<>0" for one in parts)
    blank = f"ISBLANK({areas_of(form, (name,), sheet=sheet)[0]})"
    return f"AND({blank},OR({sums}))" if len(parts) > 1 else f"AND({blank},{sums})"


def _sum(form: Form, names: Iterable[str], *, sheet: bool) -> str:
    """The sum of the numbers alone: SUM would pass an error value on and leave the verdict without a value."""
    return "+".join(f'SUMIF({area},">0")+SUMIF({area},"<0")' for area in areas_of(form, names, sheet=sheet))


def areas_of(form: Form, names: Iterable[str], *, sheet: bool) -> tuple[str, ...]:
    """The fewest absolute ranges that hold the named cells, with their sheet if asked for."""
    by_sheet: dict[str, list[str]] = {}
    for name in names:
        one = form.indicators[name]
        by_sheet.setdefault(form.tables[one.table].sheet, []).append(one.cell)
    return tuple(
        located(where, area) if sheet else absolute(area)
        for where, cells in by_sheet.items()
        for area in ranges_of(cells)
    )


def located(sheet: str, area: str) -> str:
    """``D8:D9`` on a sheet as a formula on any other sheet writes it."""
    return f"'{sheet}'!{absolute(area)}"


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def absolute(area: str) -> str:
    """``D8:D9`` -> ``$D$8:$D$9``."""
    return ":".join(f"${corner.rstrip('0123456789')}${corner.lstrip(_LETTERS)}" for corner in area.split(":"))
