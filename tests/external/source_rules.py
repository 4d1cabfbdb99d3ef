"""The few texts that the cases of others are written in: ``x1 + x2 >= 0``, ``if (x == 10) y > 0``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from validator.relations.linear import Comparison, Relation, Term, names_of

_WHOLE = re.compile(r"(?:if \((?P<guard>[^()]+)\) )?(?P<says>[^()]+)\Z")
_SIDES = re.compile(r"(?P<left>[^<>=]+)(?P<sign>==|>=|<=|>|<)(?P<right>[^<>=]+)\Z")
_TERM = re.compile(r"(?P<name>[a-z]\w*)|(?P<number>\d+)")


def parse(text: str) -> Relation:
    """The rule as a relation over the names in it. Raises ValueError for anything else."""
    whole = _match(_WHOLE, text)
    says, guard = _comparison(whole["says"]), _comparison(whole["guard"]) if whole["guard"] else None
    return Relation("", tuple(dict.fromkeys((*_names(says), *(_names(guard) if guard else ())))), says, guard)


def _comparison(text: str) -> Comparison:
    sides = _match(_SIDES, text)
    sign = sides["sign"].replace("==", "=")
    return Comparison(tuple(_terms(sides["left"])), sign, tuple(_terms(sides["right"])))


def _terms(text: str) -> Iterable[Term]:
    for word in text.split("+"):
        found = _match(_TERM, word.strip())
        yield Term(found["name"], 1) if found["name"] else Term("", int(found["number"]))


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text.strip())
    if not found:
        raise ValueError(f"no rule of the cases: {text}")
    return found


def _names(comparison: Comparison) -> Iterable[str]:
    return (*names_of(comparison.left), *names_of(comparison.right))


def renamed(relation: Relation, names: dict[str, str]) -> Relation:
    """The same relation over other names; a name that is not given stays."""

    def side(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(Term(names.get(term.name, term.name), term.coefficient) for term in terms)

    def both(one: Comparison) -> Comparison:
        assert isinstance(one.left, tuple)
        assert isinstance(one.right, tuple)
        return Comparison(side(one.left), one.operator, side(one.right))

    guard = both(relation.guard) if relation.guard else None
    over = tuple(names.get(name, name) for name in relation.names)
    return Relation(relation.member, over, both(relation.comparison), guard)
