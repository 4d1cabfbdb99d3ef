"""Rules as coefficients: what a check multiplies, derived once from the compiled rules and committed.

`rules/linear.json` is written by ``python -m rulework.meaning`` and compared in a test; loading it needs
neither `formulas` nor numpy. Counts stay Python integers, so sums of counts are exact.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from validator.files.shipped import data_text
from validator.model.filing import LAST_YEAR
from validator.model.form import Form

FILE = "linear.json"
TOLERANCE = 5e-7
"""Half of 0.000001 万元 (one 分): amounts that agree to six decimals are equal, as ROUND(…, 6) has it in Excel."""

Number = int | float


@dataclass(frozen=True, slots=True)
class Term:
    """``coefficient × name × parameter``; an empty name or parameter counts as 1."""

    name: str
    coefficient: Number
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``, each side a sum of terms."""

    left: tuple[Term, ...]
    operator: str
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One instance of a rule in linear form. `guard` None: it always applies.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "across_years", any(name.startswith(LAST_YEAR) for name in self.names))
        object.__setattr__(self, "left_names", frozenset(term.name for term in self.comparison.left))
        object.__setattr__(self, "tables", tuple(dict.fromkeys(map(table_of, self.names))))


def table_of(name: str) -> str:
    """The table of a number's name: ``表三``, or ``上.表三``."""
    return name.rsplit(".", 2)[0]


_HOLDS: Mapping[str, Callable[[Number], bool]] = {
    "=": lambda gap: abs(gap) <= TOLERANCE,
    "<>": lambda gap: abs(gap) > TOLERANCE,
    ">=": lambda gap: gap >= -TOLERANCE,
    "<=": lambda gap: gap <= TOLERANCE,
    ">": lambda gap: gap > TOLERANCE,
    "<": lambda gap: gap < -TOLERANCE,
}


def value(terms: tuple[Term, ...], numbers: Mapping[str, Number], parameters: Mapping[str, Number]) -> Number:
    """The sum of the terms; exact when all numbers are integers."""
    total: Number = 0
    for term in terms:
        part = term.coefficient * numbers[term.name] if term.name else term.coefficient
        total += part * parameters[term.parameter] if term.parameter else part
    return total


def holds(comparison: Comparison, left: Number, right: Number) -> bool:
    """Whether the comparison holds between two values."""
    return _HOLDS[comparison.operator](left - right)


def relations(code: str, form: Form, previous: Form | None = None) -> tuple[Relation, ...] | None:
    """The instances of a rule on this form, None where its tables lack what the rule names.

    `previous` is the form of last year's report, for rules across years (`form` if not given).
    """
    for entry in _load().get(code, ()):
        if all(_edition(name, form, previous or form) == edition for name, edition in entry["tables"].items()):
            return _relations(code, tuple(sorted(entry["tables"].items())))
    return None


def _edition(table: str, form: Form, previous: Form) -> str:
    """The edition of ``表三``, or of last year's ``上.表三``."""
    if table.startswith(LAST_YEAR):
        return previous.tables[table.removeprefix(LAST_YEAR)].edition
    return form.tables[table].edition


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(data_text(f"rules/{FILE}"))
    return loaded


@lru_cache(maxsize=256)
def _relations(code: str, tables: tuple[tuple[str, str], ...]) -> tuple[Relation, ...]:
    wanted = dict(tables)
    entry = next(one for one in _load()[code] if one["tables"] == wanted)
    return tuple(_relation(one) for one in entry["instances"])


def _relation(data: Mapping[str, Any]) -> Relation:
    comparison = _comparison(data["relation"])
    guard = _comparison(data["guard"]) if "guard" in data else None
    sides = (*comparison.left, *comparison.right, *(guard.left if guard else ()), *(guard.right if guard else ()))
    return Relation(data["member"], tuple(dict.fromkeys(term.name for term in sides if term.name)), comparison, guard)


def _comparison(data: list[Any]) -> Comparison:
    left, sign, right = data
    return Comparison(tuple(Term(*term) for term in left), sign, tuple(Term(*term) for term in right))


def as_data(relation: Relation) -> dict[str, Any]:
    """The relation as it stands in the file."""
    data: dict[str, Any] = {"member": relation.member, "relation": _comparison_data(relation.comparison)}
    return data | ({"guard": _comparison_data(relation.guard)} if relation.guard else {})


def _comparison_data(comparison: Comparison) -> list[Any]:
    return [_terms_data(comparison.left), comparison.operator, _terms_data(comparison.right)]


def _terms_data(terms: tuple[Term, ...]) -> list[list[str | Number]]:
    by = operator.attrgetter("name", "coefficient", "parameter")
    return [list(by(term)) if term.parameter else list(by(term)[:2]) for term in terms]
