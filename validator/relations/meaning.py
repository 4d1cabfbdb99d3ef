"""What a rule means: its text compiled by the `formulas` library, the only importer of it.

Importing and compiling costs a second or more, so a check never comes here: ``python -m validator.relations.meaning``
derives the linear form of every instance (evaluate at zero and at unit vectors, confirm at random points), writes it to
``rules/linear.json``, and `linear` multiplies. A test rebuilds the file and compares.

Mind what `formulas` 1.3.4 does: SUM over stacked inputs collapses the stack to one number, so groups are spelled out
as additions first; text ``"1"`` counts as a number, so types are settled by the reader; ``0.1+0.2=0.3`` is FALSE, so
amounts are compared to six decimals (`validator.relations.linear.TOLERANCE`).
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import formulas
import numpy as np
import numpy.typing as npt

from validator.catalogue.forms import editions, load_form
from validator.catalogue.rules import load_rules
from validator.model import LAST_YEAR, Form
from validator.relations import linear
from validator.relations.formula import (
    PARAMETERS,
    Expression,
    Instance,
    Name,
    NotInForm,
    instances,
    names_in,
    spelled,
    split,
    tokens,
)
from validator.relations.linear import Comparison, Relation, Term
from validator.rule import Rule

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


def build() -> dict[str, Any]:
    """The linear form of every formula rule on every edition of the tables it names."""
    built = {rule.code: list(_entries(rule)) for rule in load_rules() if rule.formula}
    if nowhere := [code for code, entries in built.items() if not entries]:
        raise NotInForm(f"{nowhere[0]}: no edition of the form has what it names")
    return built


def _entries(rule: Rule) -> Iterable[dict[str, Any]]:
    tables = _tables_named(rule)
    for chosen in itertools.product(editions(), repeat=len(tables)):
        edition = dict(zip(tables, chosen, strict=True))
        try:
            found = instances(rule, *_forms(edition))
        except NotInForm:
            continue
        yield {"tables": edition, "instances": [linear.as_data(linear_form(one)) for one in found]}


def _forms(edition: Mapping[str, str]) -> tuple[Form, Form]:
    """This year's form and last year's, of the editions given for ``表三`` and ``上.表三``."""
    current = {table: chosen for table, chosen in edition.items() if not table.startswith(LAST_YEAR)}
    previous = {table.removeprefix(LAST_YEAR): chosen for table, chosen in edition.items() if table not in current}
    return load_form(current), load_form(previous)


_TABLE = re.compile(rf"(?:{re.escape(LAST_YEAR)})?表.")


def _tables_named(rule: Rule) -> tuple[str, ...]:
    left, _, right = split(rule.formula)
    words = (*left, *right, *tokens(rule.when), rule.each)
    return tuple(sorted({found[0] for word in words if (found := _TABLE.match(word))}))


def stacked_verdict(instance: Instance, columns: Mapping[str, Stack]) -> npt.NDArray[np.bool_]:
    """Whether the compiled relation holds, for every filing of a stack at once."""
    return compiled(relation_text(instance))(columns).astype(bool)


def text_of(data: Mapping[str, Any]) -> str:
    """The file's text: one instance a line, so that a change to a rule shows as a readable difference."""
    lines = []
    for code, entries in data.items():
        inner = ",\n".join(
            f'  {{"tables": {json.dumps(entry["tables"], ensure_ascii=False)}, "instances": [\n'
            + ",\n".join("   " + json.dumps(one, ensure_ascii=False) for one in entry["instances"])
            + "]}"
            for entry in entries
        )
        lines.append(f'"{code}": [\n{inner}]')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def instances_of(code: str, form: Form) -> tuple[Instance, ...]:
    """The instances of one rule by code."""
    return instances(next(rule for rule in load_rules() if rule.code == code), form)


def main() -> int:
    """Write ``rules/linear.json`` anew."""
    target = Path(__file__).parents[1] / "rules" / linear.FILE
    target.write_text(text_of(build()), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
