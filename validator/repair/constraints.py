"""Linear rules as text (``"x1 + x2 = x3"``, ``"c - 0.6*t >= 0"``) to coefficients. Nothing here knows a form.

A rule compares two sums. A term is a number, a name, or ``number*name`` (``name*number``); a name is a letter followed
by letters, digits, ``_`` and ``.``. Numbers are exact: 0.6 is 3/5. ``==`` is read as ``=``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from validator.startup.expressions import expression
from validator.startup.records import dataclass

OPERATORS = ("<=", ">=", "==", "=", "<", ">")
_COMPARISON = expression(r"<=|>=|==|<>|!=|=|<|>")
_TOKEN = expression(r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[^\W\d][\w.]*)|(?P<sign>[-+*]))")


class BadRule(ValueError):  # noqa: N818  says what it is about
    """A text that is no comparison of two sums."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """``sum(coefficient * x) operator constant``; `operator` is ``=``, ``<=``, ``>=``, ``<`` or ``>``."""

    coefficients: dict[str, Fraction]
    operator: str
    constant: Fraction

    @property
    def names(self) -> tuple[str, ...]:
        """The names with a coefficient that is not 0."""
        return tuple(self.coefficients)


def constraints(rules: Iterable[str]) -> tuple[Constraint, ...]:
    """Every rule parsed. Raises BadRule, naming the rule."""
    return tuple(map(constraint, rules))


def constraint(rule: str) -> Constraint:
    """One rule parsed. Raises BadRule."""
    found = _COMPARISON.findall(rule)
    if len(found) != 1 or found[0] not in OPERATORS:
        raise BadRule(f"“{rule}”: exactly one of {' '.join(OPERATORS)} is needed")
    left, right = (_sum(side, rule) for side in rule.split(found[0]))
    coefficients = {name: left.get(name, Fraction()) - right.get(name, Fraction()) for name in (*left, *right) if name}
    constant = right.get("", Fraction()) - left.get("", Fraction())
    return Constraint({name: one for name, one in coefficients.items() if one}, found[0].replace("==", "="), constant)


def _sum(side: str, rule: str) -> dict[str, Fraction]:
    """Coefficients by name; the name of a constant is empty."""
    total: dict[str, Fraction] = {}
    for factor, name in _terms(list(_tokens(side, rule)), rule):
        total[name] = total.get(name, Fraction()) + factor
    return total


def _tokens(side: str, rule: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(side.rstrip())
    while at < end:
        found = _TOKEN.match(side, at)
        if found is None or found.lastgroup is None:
            raise BadRule(f"“{rule}”: “{side[at:].strip()}” is no number, name, + - or *")
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _terms(tokens: list[tuple[str, str]], rule: str) -> Iterator[tuple[Fraction, str]]:
    """Each term as factor and name. A term ends where a plus or a minus follows a factor."""
    if not tokens:
        raise BadRule(f"“{rule}”: a side is empty")
    factor, names, due = Fraction(1), list[str](), True
    for kind, text in [*tokens, ("sign", "+")]:
        if due and kind == "sign" and text in "+-":
            factor *= -1 if text == "-" else 1
        elif due and kind != "sign":
            factor, names, due = (
                (factor * Fraction(text), names, False) if kind == "number" else (factor, [*names, text], False)
            )
        elif not due and text == "*":
            due = True
        elif not due and kind == "sign":
            yield factor, _only(names, rule)
            factor, names, due = Fraction(-1 if text == "-" else 1), [], True
        else:
            raise BadRule(f"“{rule}”: “{text}” stands where it cannot")
    if len(tokens) and tokens[-1][0] == "sign":
        raise BadRule(f"“{rule}”: something is missing after “{tokens[-1][1]}”")


def _only(names: list[str], rule: str) -> str:
    if len(names) > 1:
        raise BadRule(f"“{rule}”: {'*'.join(names)} is not linear")
    return names[0] if names else ""
