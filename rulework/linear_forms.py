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

from validator.catalogue.forms import editions, load_form
from validator.catalogue.rules import load_rules
from validator.model.filing import LAST_YEAR
from validator.model.form import Form
from validator.model.rule import Rule
from validator.relations import linear
from validator.relations.compiling import linear_form
from validator.relations.formula import Instance, NotInForm, instances, split, tokens


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
    target = Path(__file__).parents[1] / "validator" / "rules" / linear.FILE
    target.write_text(text_of(build()), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
