"""``rules/linear.json``: the linear form of every rule on every edition, derived from the compiled rules.

``python -m rulework.linear_forms`` writes the file anew; a test rebuilds it and compares.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from validator.catalogue import Catalogue, load_catalogue
from validator.catalogue.forms import Forms
from validator.files.shipped import FOLDER
from validator.model.filing import LAST_YEAR
from validator.model.form import Form
from validator.model.rule import Rule
from validator.relations import linear
from validator.relations.compiling import relation_of
from validator.relations.formula import (
    FUNCTIONS,
    PARAMETERS,
    BadFormula,
    Group,
    Name,
    NotInForm,
    instances,
    split,
    tokens,
)
from validator.relations.linear import Comparison, Evaluated, Relation, Side


def build(catalogue: Catalogue) -> dict[str, Any]:
    """The text and the instances of every formula rule on every edition of the tables it names, by code.

    Raises NotInForm for a rule that no edition has the cells for, BadFormula for one that is wrong.
    """
    built = {rule.code: _entry(rule, catalogue.forms) for rule in catalogue.rules if rule.formula}
    if nowhere := [code for code, entry in built.items() if not entry["editions"]]:
        raise NotInForm(f"{nowhere[0]}: no edition of the form has what it names")
    return built


def _entry(rule: Rule, forms: Forms) -> dict[str, Any]:
    formula, each, when = linear.text_of(rule)
    return {"formula": formula, "each": each, "when": when, "editions": list(_editions(rule, forms))}


def _editions(rule: Rule, forms: Forms) -> Iterable[dict[str, Any]]:
    tables = tables_named(rule, forms)
    choices = [sorted(one.edition for one in forms.every(table.removeprefix(LAST_YEAR))) for table in tables]
    for chosen in itertools.product(*choices):
        edition = dict(zip(tables, chosen, strict=True))
        try:
            found = instances(rule, *_forms(edition, forms))
        except NotInForm:
            continue
        yield {"tables": edition, "instances": [as_data(relation_of(one)) for one in found]}


def _forms(edition: Mapping[str, str], forms: Forms) -> tuple[Form, Form]:
    """This year's form and last year's, of the editions given for ``表三`` and ``上.表三``."""
    current = {table: chosen for table, chosen in edition.items() if not table.startswith(LAST_YEAR)}
    previous = {table.removeprefix(LAST_YEAR): chosen for table, chosen in edition.items() if table not in current}
    return forms.form(current), forms.form(previous)


def tables_named(rule: Rule, forms: Forms) -> tuple[str, ...]:
    """The tables that a rule names, ``上.表三`` apart from ``表三``. Raises BadFormula for a name of no table."""
    left, _, right = split(rule.formula)
    words = (*left, *right, *tokens(rule.when), *filter(None, [rule.each]))
    names = (word for word in words if re.match(r"[^\W\d]", word) and word not in FUNCTIONS)
    return tuple(sorted({_table_of(name, rule, forms) for name in names if not name.startswith(PARAMETERS)}))


def _table_of(name: str, rule: Rule, forms: Forms) -> str:
    last_year = LAST_YEAR if name.startswith(LAST_YEAR) else ""
    table = name.removeprefix(LAST_YEAR).partition(".")[0]
    if not forms.every(table):
        raise BadFormula(f"{rule.code}: '{name}' names no table of any edition")
    return f"{last_year}{table}"


def as_data(relation: Relation) -> dict[str, Any]:
    """The relation as it stands in the file; `validator.relations.linear` reads it."""
    data: dict[str, Any] = {"member": relation.member, "relation": _comparison_data(relation.comparison)}
    return data | ({"guard": _comparison_data(relation.guard)} if relation.guard else {})


def _comparison_data(comparison: Comparison) -> list[Any]:
    return [_side_data(comparison.left), comparison.operator, _side_data(comparison.right)]


def _side_data(side: Side) -> Any:
    if isinstance(side, Evaluated):
        return {"expression": [_token_data(token) for token in side.expression]}
    return [
        [term.name, term.coefficient, term.parameter] if term.parameter else [term.name, term.coefficient]
        for term in side
    ]


def _token_data(token: str | Name | Group) -> Any:
    if isinstance(token, str):
        return token
    return {"name": token.name} if isinstance(token, Name) else {"sum": list(token.names)}


def text_of(data: Mapping[str, Any]) -> str:
    """The file's text: one instance a line, so that a change to a rule shows as a readable difference."""
    rules = ",\n".join(f"{_dumped(code)}: {_rule_text(one)}" for code, one in data.items())
    return f"{{\n{rules}\n}}\n"


def _rule_text(one: Mapping[str, Any]) -> str:
    head = ", ".join(f"{_dumped(key)}: {_dumped(one[key])}" for key in ("formula", "each", "when"))
    editions = ",\n".join(
        f'  {{"tables": {_dumped(entry["tables"])}, "instances": [\n'
        + ",\n".join(f"   {_dumped(instance)}" for instance in entry["instances"])
        + "]}"
        for entry in one["editions"]
    )
    return f'{{{head}, "editions": [\n{editions}]}}'


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def write(folder: Path) -> Path:
    """Write ``rules/linear.json`` of a catalogue's folder anew; the file."""
    target = folder / "rules" / linear.FILE
    target.write_text(text_of(build(load_catalogue(folder))), encoding="utf-8", newline="\n")
    return target


def main() -> int:
    """Write the forms of the shipped catalogue."""
    sys.stdout.write(f"{write(FOLDER)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
