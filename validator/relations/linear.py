"""The instances of a rule as a check computes them: coefficients that are multiplied, derived once and committed.

`rules/linear.json` is written by ``python -m rulework.linear_forms`` and compared in a test; loading it needs neither
`formulas` nor numpy. Each entry carries the text that it was derived from: a rule with another text is never judged by
it. Counts stay Python integers, so sums of counts are exact.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from validator.model.filing import LAST_YEAR
from validator.model.form import Form
from validator.model.picking import Picking, picking
from validator.model.rule import Rule
from validator.relations.evaluation import Number, Numbers, evaluation
from validator.relations.formula import Expression, Group, Name, NotInForm, names_in
from validator.startup.records import dataclass, field

FILE = "linear.json"
TOLERANCE = 5e-7
"""Half of 0.000001 万元 (one 分): amounts that agree to six decimals are equal, as ROUND(…, 6) has it in Excel."""


class NotDerived(ValueError):  # noqa: N818  names what is lacking
    """A rule's text is not the one that the committed forms were derived from."""


@dataclass(frozen=True, slots=True)
class Term:
    """``coefficient × name × parameter``; an empty name or parameter counts as 1."""

    name: str
    coefficient: Number
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A side with no linear form: its text in full names, evaluated (`validator.relations.evaluation`)."""

    expression: Expression


Side = tuple[Term, ...] | Evaluated


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``, each side a sum of terms or an expression that is evaluated."""

    left: Side
    operator: str
    right: Side

    @property
    def is_linear(self) -> bool:
        """Whether both sides are sums of terms."""
        return isinstance(self.left, tuple) and isinstance(self.right, tuple)


@dataclass(frozen=True, slots=True)
class Relation:
    """One instance of a rule. `guard` None: it always applies.

    `across_years`: it reads last year's report. `left_names` are the cells on the left of the comparison, `tables`
    those that `names` are in (``表三``, ``上.表三``).
    """

    member: str
    names: tuple[str, ...]
    comparison: Comparison
    guard: Comparison | None = None
    across_years: bool = field(init=False)
    left_names: frozenset[str] = field(init=False)
    tables: tuple[str, ...] = field(init=False)
    _sums: tuple[Picking, Picking] | None = field(init=False, repr=False, compare=False)
    """What picks the numbers on either side, where each is added once and the sums have to be equal."""

    def __post_init__(self) -> None:
        sums = _added(self.comparison.left), _added(self.comparison.right)
        plain = self.comparison.operator == "=" and self.guard is None and None not in sums
        object.__setattr__(self, "_sums", tuple(map(picking, filter(None, sums))) if plain else None)
        object.__setattr__(self, "across_years", any(name.startswith(LAST_YEAR) for name in self.names))
        object.__setattr__(self, "left_names", frozenset(names_of(self.comparison.left)))
        object.__setattr__(self, "tables", tuple(dict.fromkeys(map(table_of, self.names))))

    def holds_plainly(self, numbers: Numbers) -> bool:
        """Whether all its cells have numbers and two sums of them are the same, as nearly always; else who knows."""
        if self._sums is None:
            return False
        left, right = self._sums
        try:
            return sum(left(numbers)) == sum(right(numbers))
        except KeyError:
            return False


def _added(side: Side) -> tuple[str, ...] | None:
    """The cells that a side adds, each once; None where it does anything else."""
    terms = side if isinstance(side, tuple) else ()
    plain = all(term.name and term.coefficient == 1 and not term.parameter for term in terms)
    return tuple(term.name for term in terms) or None if plain else None


def table_of(name: str) -> str:
    """The table of a number's name: ``表三``, or ``上.表三``."""
    return name.rsplit(".", 2)[0]


def names_of(side: Side) -> Iterable[str]:
    """The cells that a side reads, in order."""
    if isinstance(side, tuple):
        return [term.name for term in side if term.name]
    return names_in(side.expression)


_HOLDS: Mapping[str, Callable[[Number], bool]] = {
    "=": lambda gap: abs(gap) <= TOLERANCE,
    "<>": lambda gap: abs(gap) > TOLERANCE,
    ">=": lambda gap: gap >= -TOLERANCE,
    "<=": lambda gap: gap <= TOLERANCE,
    ">": lambda gap: gap > TOLERANCE,
    "<": lambda gap: gap < -TOLERANCE,
}


def value(side: Side, numbers: Numbers, parameters: Numbers) -> Number:
    """What a side comes to; exact when it is a sum and all numbers are integers."""
    if isinstance(side, Evaluated):
        return evaluation(side.expression)(numbers, parameters)
    total: Number = 0
    for term in side:
        part = term.coefficient * numbers[term.name] if term.name else term.coefficient
        total += part * parameters[term.parameter] if term.parameter else part
    return total


def holds(comparison: Comparison, left: Number, right: Number) -> bool:
    """Whether the comparison holds between two values."""
    return _HOLDS[comparison.operator](left - right)


Text = tuple[str, str, str]
"""What gives a rule its meaning: formula, each, when."""


def text_of(rule: Rule) -> Text:
    """The text of a rule that its instances are derived from."""
    return rule.formula, rule.each, rule.when


@dataclass(frozen=True, slots=True)
class LinearForms:
    """The committed instances of every rule, by code.

    `entries`: code -> the text that was compiled, and its instances by the editions of the tables that it names.
    """

    entries: Mapping[str, tuple[Text, list[Any]]] = field(default_factory=dict)

    def relations(self, rule: Rule, form: Form, previous: Form | None = None) -> tuple[Relation, ...]:
        """The instances of a rule on this form.

        `previous` is the form of last year's report, for rules across years (`form` if not given). Raises NotInForm
        where the form lacks what the rule names, NotDerived for a rule whose text is not the committed one.
        """
        text, entries = self.entries.get(rule.code, (None, []))
        if text != text_of(rule):
            raise NotDerived(
                f"{rule.code}：公式与已推导的形式（rules/{FILE}）不是同一文本；请运行 scripts/renew，或安装 formulas 库"
            )
        found = next((one["instances"] for one in entries if _is_for(one, form, previous or form)), None)
        if found is None:
            raise NotInForm(f"{rule.code}: this edition lacks what it names")
        return tuple(map(_relation, found))


def _is_for(entry: Mapping[str, Any], form: Form, previous: Form) -> bool:
    return all(_edition(name, form, previous) == edition for name, edition in entry["tables"].items())


def _edition(table: str, form: Form, previous: Form) -> str | None:
    """The edition of ``表三``, or of last year's ``上.表三``; None where there is no such table."""
    tables = previous.tables if table.startswith(LAST_YEAR) else form.tables
    found = tables.get(table.removeprefix(LAST_YEAR))
    return found.edition if found else None


def load_linear_forms(path: Path) -> LinearForms:
    """The committed forms; none where the file is not there, so that every rule is compiled."""
    if not path.is_file():
        return LinearForms()
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return LinearForms(
        {code: ((one["formula"], one["each"], one["when"]), one["editions"]) for code, one in loaded.items()}
    )


def _relation(data: Mapping[str, Any]) -> Relation:
    comparison = _comparison(data["relation"])
    guard = _comparison(data["guard"]) if "guard" in data else None
    sides = (comparison.left, comparison.right, *((guard.left, guard.right) if guard else ()))
    return Relation(
        data["member"], tuple(dict.fromkeys(name for side in sides for name in names_of(side))), comparison, guard
    )


def _comparison(data: list[Any]) -> Comparison:
    left, sign, right = data
    return Comparison(_side(left), sign, _side(right))


def _side(data: Any) -> Side:
    """A list of terms, or ``{"expression": […]}`` with names as ``{"name": …}`` and groups as ``{"sum": […]}``."""
    if isinstance(data, list):
        return tuple(Term(*term) for term in data)
    return Evaluated(tuple(map(_token, data["expression"])))


def _token(data: Any) -> str | Name | Group:
    if isinstance(data, str):
        return data
    return Name(data["name"]) if "name" in data else Group(tuple(data["sum"]))
