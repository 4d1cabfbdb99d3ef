"""What a rule means: its text compiled by the `formulas` library, the only importer of it for rules.

Importing and compiling costs a second or more, so a check comes here only for a rule whose text is not the one that
its committed linear form was derived from (`validator.relations.linear`).

Mind what `formulas` 1.3.4 does: SUM over stacked inputs collapses the stack to one number, so groups are spelled out
as additions first; text ``"1"`` counts as a number, so types are settled by the reader; ``0.1+0.2=0.3`` is FALSE, so
amounts are compared to six decimals (`validator.relations.linear.TOLERANCE`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import formulas
import numpy as np
import numpy.typing as npt

from validator.relations import linear
from validator.relations.formula import (
    PARAMETERS,
    Expression,
    Instance,
    Name,
    names_in,
    spelled,
)
from validator.relations.linear import Comparison, Relation, Term

Stack = npt.NDArray[np.float64]
Stacked = Callable[[Mapping[str, Stack]], Stack]


class NotLinear(ValueError):  # noqa: N818  names the finding
    """The rule's text has no linear form. The message names the rule and the side."""


@lru_cache(maxsize=4096)
def compiled(text: str) -> Stacked:
    """An expression over names as a function of stacked columns: name -> one number per filing, gives the same shape.

    Names have no case in Excel; `formulas` upper-cases them, which leaves Chinese alone.
    """
    function = formulas.Parser().ast(f"={text}")[1].compile()
    inputs = tuple(function.inputs)

    def evaluate(columns: Mapping[str, Stack]) -> Stack:
        by_name = {name.upper(): column for name, column in columns.items()}
        size = max((len(column) for column in columns.values()), default=1)
        if not inputs:
            return np.full(size, float(np.asarray(function()).ravel()[0]))
        result = function(*(by_name[name].reshape(-1, 1) for name in inputs))
        return np.asarray(result, dtype=np.float64).ravel()

    return evaluate


def inputs_of(instance: Instance) -> frozenset[str]:
    """The names that the compiled relation takes: a test holds them against the names that were meant."""
    function = formulas.Parser().ast(f"={relation_text(instance)}")[1].compile()
    return frozenset(function.inputs)


def relation_text(instance: Instance) -> str:
    """The whole relation in full names."""
    return f"{spelled(instance.left)}{instance.operator}{spelled(instance.right)}"


def linear_form(instance: Instance) -> Relation:
    """The instance as coefficients. Raises NotLinear where its text is more than a sum of multiples."""
    comparison = Comparison(
        _terms(instance.code, instance.left), instance.operator, _terms(instance.code, instance.right)
    )
    guard = _guard(instance) if instance.guard else None
    return Relation(instance.member, instance.names, comparison, guard)


def _guard(instance: Instance) -> Comparison:
    place = next(i for i, token in enumerate(instance.guard) if token in {"=", "<>", ">", "<", ">=", "<="})
    left, right = instance.guard[:place], instance.guard[place + 1 :]
    return Comparison(_terms(instance.code, left), str(instance.guard[place]), _terms(instance.code, right))


def _terms(code: str, side: Expression) -> tuple[Term, ...]:
    """One side as terms: coefficients at parameter 0, and per parameter what a unit of it adds."""
    names = tuple(dict.fromkeys(names_in(side)))
    parameters = tuple(dict.fromkeys(t.name for t in side if isinstance(t, Name) and t.name.startswith(PARAMETERS)))
    function = compiled(spelled(side))
    plain = _coefficients(function, names, dict.fromkeys(parameters, 0.0))
    found = [Term(name, _tidy(value)) for name, value in plain.items() if value or name]
    for parameter in parameters:
        lifted = _coefficients(function, names, dict.fromkeys(parameters, 0.0) | {parameter: 1.0})
        gains = {name: lifted[name] - plain[name] for name in plain}
        found += [Term(name, _tidy(value), parameter) for name, value in gains.items() if value]
    terms = tuple(term for term in found if term.coefficient)
    _confirm(code, function, names, parameters, terms)
    return terms


def _coefficients(function: Stacked, names: Sequence[str], fixed: Mapping[str, float]) -> dict[str, float]:
    size = len(names)
    points = np.vstack([np.zeros(size), np.eye(size)]) if size else np.zeros((1, 0))
    values = function(_columns(points, names, fixed))
    constant = float(values[0])
    return {"": constant} | {name: float(one) - constant for name, one in zip(names, values[1:], strict=True)}


def _columns(points: Stack, names: Sequence[str], fixed: Mapping[str, float]) -> dict[str, Stack]:
    columns = {name: points[:, i] for i, name in enumerate(names)}
    return columns | {name: np.full(len(points), value) for name, value in fixed.items()}


def _confirm(
    code: str, function: Stacked, names: Sequence[str], parameters: Sequence[str], terms: tuple[Term, ...]
) -> None:
    """Compare the coefficients with the compiled rule at random points of every size and of both signs."""
    random = np.random.default_rng(20211)
    for reach in (3, 30, 1_000, 100_000, 10_000_000):
        points = random.integers(-reach, reach, (16, len(names))).astype(np.float64)
        fixed = {name: float(random.integers(-5, 50)) / 4 for name in parameters}
        meant = function(_columns(points, names, fixed))
        for row, want in zip(points, np.resize(meant, len(points)), strict=True):
            got = linear.value(terms, dict(zip(names, row.tolist(), strict=True)), fixed)
            if abs(got - want) > 1e-9 * max(1.0, abs(want)):
                raise NotLinear(f"{code}: no linear form, {got} is not {want}")


def _tidy(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 12)


def stacked_verdict(instance: Instance, columns: Mapping[str, Stack]) -> npt.NDArray[np.bool_]:
    """Whether the compiled relation holds, for every filing of a stack at once."""
    return compiled(relation_text(instance))(columns).astype(bool)
