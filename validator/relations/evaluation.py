"""Expressions of the dialect that have no linear form (ROUND, INT, IF …), evaluated as Excel does.

The meaning is the `formulas` library's: when the committed forms are derived (`validator.relations.compiling`) every
side that is evaluated here is held against the compiled text at many points, fractions included.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from validator.relations.formula import PARAMETERS, BadFormula, Expression, Group, Name

Number = int | float
Numbers = Mapping[str, Number]
Evaluation = Callable[[Numbers, Numbers], Number]
"""From the figures and the thresholds by name to a number; a truth value is 1 or 0."""

_OPERATORS: tuple[Mapping[str, Callable[[Number, Number], Number]], ...] = (
    {
        "=": operator.eq,
        "<>": operator.ne,
        ">=": operator.ge,
        "<=": operator.le,
        ">": operator.gt,
        "<": operator.lt,
    },
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
)
"""Those of two sides by Excel's precedence, what binds least first."""
_ARGUMENTS = {"IF": 3, "ABS": 1, "ROUND": 2, "INT": 1, "NOT": 1}


@lru_cache(maxsize=1024)
def evaluation(expression: Expression) -> Evaluation:
    """The expression as a function. Raises BadFormula where it is none; the function raises ZeroDivisionError."""
    reader = _Reader(expression)
    found = reader.comparison()
    reader.expect("")
    return found


def rounded(number: Number, digits: Number) -> Number:
    """ROUND: of the 15 digits that Excel keeps, halves away from zero."""
    kept = Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)
    return int(kept) if digits <= 0 else float(kept)


class _Reader:
    """The tokens of one expression, taken from left to right."""

    def __init__(self, tokens: Expression) -> None:
        self._tokens, self._at = tokens, 0

    def _peek(self) -> object:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> object:
        self._at += 1
        return self._tokens[self._at - 1]

    def expect(self, sign: str) -> None:
        """Take that sign, or the end."""
        if self._peek() != sign:
            raise BadFormula(f"'{sign or 'the end'}' is missing before '{self._peek()}'")
        self._at += 1

    def comparison(self, level: int = 0) -> Evaluation:
        """What stands between operators that bind less than those of the level."""
        if level == len(_OPERATORS):
            return self._signed()
        left = self.comparison(level + 1)
        while combine := _OPERATORS[level].get(str(self._peek())):
            self._at += 1
            left = _both(combine, left, self.comparison(level + 1))
        return left

    def _signed(self) -> Evaluation:
        if self._peek() in ("+", "-"):
            minus = self._take() == "-"
            value = self._signed()
            return (lambda numbers, limits: -value(numbers, limits)) if minus else value
        return self._item()

    def _item(self) -> Evaluation:
        if self._peek() == "":
            raise BadFormula("a value is missing at the end")
        word = self._take()
        if isinstance(word, Group):
            names = word.names
            return lambda numbers, _: sum(numbers[name] for name in names)
        if isinstance(word, Name):
            return _named(word.name)
        if word == "(":
            inner = self.comparison()
            self.expect(")")
            return inner
        if word in _ARGUMENTS:
            return _call(str(word), self._arguments(str(word)))
        return _constant(str(word))

    def _arguments(self, function: str) -> list[Evaluation]:
        self.expect("(")
        found = [self.comparison()]
        while self._peek() == ",":
            self._at += 1
            found.append(self.comparison())
        self.expect(")")
        if len(found) != _ARGUMENTS[function]:
            raise BadFormula(f"{function} takes {_ARGUMENTS[function]} arguments, not {len(found)}")
        return found


def _named(name: str) -> Evaluation:
    if name.startswith(PARAMETERS):
        return lambda _, limits: limits[name]
    return lambda numbers, _: numbers[name]


def _constant(text: str) -> Evaluation:
    try:
        value: Number = float(text) if "." in text else int(text)
    except ValueError:
        raise BadFormula(f"'{text}' stands where a value belongs") from None
    return lambda _, __: value


def _both(combine: Callable[[Number, Number], Number], left: Evaluation, right: Evaluation) -> Evaluation:
    return lambda numbers, limits: +combine(left(numbers, limits), right(numbers, limits))  # of a truth value 1 or 0


def _call(function: str, given: list[Evaluation]) -> Evaluation:
    first = given[0]
    match function:
        case "IF":
            _, then, other = given
            return lambda numbers, limits: (then if first(numbers, limits) else other)(numbers, limits)
        case "ROUND":
            digits = given[1]
            return lambda numbers, limits: rounded(first(numbers, limits), digits(numbers, limits))
        case "INT":
            return lambda numbers, limits: math.floor(first(numbers, limits))
        case "ABS":
            return lambda numbers, limits: abs(first(numbers, limits))
        case _:
            return lambda numbers, limits: int(not first(numbers, limits))
