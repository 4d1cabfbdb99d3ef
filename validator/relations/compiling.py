"""What a rule means: its text compiled by the `formulas` library, the only importer of it for rules.

Importing and compiling costs a second or more, so a check comes here only for a rule whose text is not the one that
its committed linear form was derived from (`validator.relations.linear`).

Mind what `formulas` 1.3.4 does: SUM over stacked inputs collapses the stack to one number, so groups are spelled out
as additions first; text ``"1"`` counts as a number, so types are settled by the reader; ``0.1+0.2=0.3`` is FALSE, so
amounts are compared to six decimals (`validator.relations.linear.TOLERANCE`); its ROUND sees 1.005 as 1.00499, so
ROUND is ours, which rounds the 15 digits that Excel keeps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import formulas
import numpy as np
import numpy.typing as npt
from formulas.functions import wrap_ufunc

from validator.model.form import Form
from validator.model.rule import Rule
from validator.relations import linear
from validator.relations.evaluation import evaluation, rounded
from validator.relations.formula import (
    FUNCTIONS,
    PARAMETERS,
    BadFormula,
    Expression,
    Instance,
    Name,
    instances,
    names_in,
    spelled,
)
from validator.relations.linear import Comparison, Evaluated, Relation, Side, Term
from validator.startup.expressions import expression

Stack = npt.NDArray[np.float64]
Stacked = Callable[[Mapping[str, Stack]], Stack]


@lru_cache(maxsize=4096)
def compiled(text: str) -> Stacked:
    """An expression over names as a function of stacked columns: name -> one number per filing, gives the same shape.

    Names have no case in Excel; `formulas` upper-cases them, which leaves Chinese alone.
    """
    function = function_of(text)
    inputs = tuple(function.inputs)

    def evaluate(columns: Mapping[str, Stack]) -> Stack:
        by_name = {name.upper(): column for name, column in columns.items()}
        size = max((len(column) for column in columns.values()), default=1)
        if not inputs:
            return np.full(size, float(np.asarray(function()).ravel()[0]))
        result = function(*(by_name[name].reshape(-1, 1) for name in inputs))
        return np.asarray(result, dtype=np.float64).ravel()

    return evaluate


def function_of(text: str) -> Any:
    """The text compiled by the library, with our ROUND."""
    formulas.get_functions().setdefault(_ROUND, wrap_ufunc(rounded))
    return formulas.Parser().ast(f"={_ROUND_CALLED.sub(f'{_ROUND}(', text)}")[1].compile()


_ROUND = "GOUJI.ROUND"
_ROUND_CALLED = expression(r"\bROUND\(")


def compiled_relations(rule: Rule, form: Form, previous: Form | None = None) -> tuple[Relation, ...]:
    """Every instance of the rule on this form, from its text. Raises BadFormula, NotInForm."""
    return tuple(map(relation_of, instances(rule, form, previous)))


def relation_of(instance: Instance) -> Relation:
    """The instance as a check computes it: sides as coefficients, one that has none as an expression, both proven."""

    def comparison(left: Expression, sign: str, right: Expression) -> Comparison:
        return Comparison(_side(instance.code, left), sign, _side(instance.code, right))

    relation = comparison(instance.left, instance.operator, instance.right)
    guard = comparison(*instance.condition) if instance.guard else None
    return Relation(instance.member, instance.names, relation, guard)


def _side(code: str, expression: Expression) -> Side:
    """As terms (coefficients at parameter 0, and per parameter what a unit of it adds), else as it stands."""
    evaluation(expression)  # refuses what is no formula before the library does, which has other words for it
    names = tuple(dict.fromkeys(names_in(expression)))
    parameters = tuple(
        dict.fromkeys(t.name for t in expression if isinstance(t, Name) and t.name.startswith(PARAMETERS))
    )
    function = compiled(spelled(expression))
    if _FUNCTIONS.isdisjoint(token for token in expression if isinstance(token, str)):
        terms = _terms(function, names, parameters)
        if _agrees(terms, function, names, parameters):
            return terms
    evaluated = Evaluated(expression)
    if not _agrees(evaluated, function, names, parameters):
        raise BadFormula(f"{code}: '{spelled(expression)}' is evaluated otherwise than the formulas library does")
    return evaluated


_FUNCTIONS = FUNCTIONS - {"SUM"}
"""No side with one of these is a sum of multiples, though a sample of points may let it seem so."""


def _terms(function: Stacked, names: Sequence[str], parameters: Sequence[str]) -> tuple[Term, ...]:
    plain = _coefficients(function, names, dict.fromkeys(parameters, 0.0))
    found = [Term(name, _tidy(value)) for name, value in plain.items() if value or name]
    for parameter in parameters:
        lifted = _coefficients(function, names, dict.fromkeys(parameters, 0.0) | {parameter: 1.0})
        gains = {name: lifted[name] - plain[name] for name in plain}
        found += [Term(name, _tidy(value), parameter) for name, value in gains.items() if value]
    return tuple(term for term in found if term.coefficient)


def _coefficients(function: Stacked, names: Sequence[str], fixed: Mapping[str, float]) -> dict[str, float]:
    size = len(names)
    points = np.vstack([np.zeros(size), np.eye(size)]) if size else np.zeros((1, 0))
    values = function(_columns(points, names, fixed))
    constant = float(values[0])
    return {"": constant} | {name: float(one) - constant for name, one in zip(names, values[1:], strict=True)}


def _columns(points: Stack, names: Sequence[str], fixed: Mapping[str, float]) -> dict[str, Stack]:
    columns = {name: points[:, i] for i, name in enumerate(names)}
    return columns | {name: np.full(len(points), value) for name, value in fixed.items()}


def _agrees(side: Side, function: Stacked, names: Sequence[str], parameters: Sequence[str]) -> bool:
    """Whether a side gives what the compiled text gives at points of every size and sign, whole and with decimals."""
    random = np.random.default_rng(20211)
    for reach in (3, 30, 1_000, 100_000, 10_000_000):
        whole = random.integers(-reach, reach, (16, len(names))).astype(np.float64)
        parts = whole + random.integers(0, 10**6, whole.shape) / 10**6
        fixed = {name: float(random.integers(-5, 50)) / 4 for name in parameters}
        for points in (whole, parts, np.round(parts, 1)):
            meant = function(_columns(points, names, fixed))
            for row, want in zip(points, np.resize(meant, len(points)), strict=True):
                if not _is_equal(side, dict(zip(names, row.tolist(), strict=True)), fixed, float(want)):
                    return False
    return True


def _is_equal(side: Side, numbers: Mapping[str, float], fixed: Mapping[str, float], want: float) -> bool:
    try:
        got = float(linear.value(side, numbers, fixed))
    except ZeroDivisionError:
        return not math.isfinite(want)
    return math.isfinite(want) and abs(got - want) <= 1e-9 * max(1.0, abs(want))


def _tidy(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 12)
