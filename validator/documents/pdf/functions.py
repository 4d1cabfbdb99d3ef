"""Functions that make one colour of another (ISO 32000-1, 7.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, list_value, resolve1

from validator.startup.expressions import expression

Function = Callable[[Sequence[float]], list[float]]
"""Raises ArithmeticError, LookupError, TypeError, ValueError on nonsense."""
NUMBER = expression(r"[-+]?[0-9]*\.?[0-9]+\.?")
_DEEPEST, _MOST_PARTS, _MOST_WORDS = 4, 32, 500
_OF_TWO: Mapping[str, Callable[[float, float], float]] = {
    "add": lambda one, two: one + two,
    "sub": lambda one, two: one - two,
    "mul": lambda one, two: one * two,
    "div": lambda one, two: one / two,
    "exp": lambda one, two: float(one**two),
}
_OF_ONE: Mapping[str, Callable[[float], float]] = {"neg": lambda one: -one, "abs": abs, "cvr": float}
_MOVING = frozenset({"exch", "dup", "pop", "index", "copy", "roll"})


def function_of(said: Any, deep: int = 0) -> Function | None:
    """The function that an object says, None for nonsense, or a program that decides."""
    said = resolve1(said)
    held = said.attrs if isinstance(said, PDFStream) else said
    if not isinstance(held, dict) or deep > _DEEPEST:
        return None
    kind = resolve1(held.get("FunctionType"))
    if kind == 0 and isinstance(said, PDFStream):
        return _sampled(said)
    if kind == 4 and isinstance(said, PDFStream):
        return _calculating(said.get_data())
    if kind == 2:
        return _power(held)
    return _stitched(held, deep) if kind == 3 else None


def _power(said: Mapping[str, Any]) -> Function:
    first, last = _numbers(said.get("C0", [0.0])), _numbers(said.get("C1", [1.0]))
    exponent = _numbers([said.get("N", 1)])[0]
    return lambda given: [
        one + within(given[0]) ** exponent * (two - one) for one, two in zip(first, last, strict=False)
    ]


def _stitched(said: Mapping[str, Any], deep: int) -> Function | None:
    parts = [function_of(one, deep + 1) for one in list_value(said.get("Functions"))[:_MOST_PARTS]]
    edges = [*_numbers(said.get("Bounds")), 1.0]
    encoded = _numbers(said.get("Encode"))
    if not parts or len(edges) < len(parts) or len(encoded) < 2 * len(parts):
        return None

    def value(given: Sequence[float]) -> list[float]:
        one = within(given[0])
        at = next((at for at in range(len(parts)) if one < edges[at]), len(parts) - 1)
        start, end = edges[at - 1] if at else 0.0, edges[at]
        share = (one - start) / (end - start) if end > start else 0.0
        made = parts[at]
        return made([encoded[2 * at] + share * (encoded[2 * at + 1] - encoded[2 * at])]) if made else []

    return value


def _sampled(said: PDFStream) -> Function | None:
    """The nearest sample of eight bits each."""
    sizes = [int(one) for one in _numbers(said.get("Size"))]
    reach = _numbers(said.get("Range"))
    count, data = len(reach) // 2, said.get_data()
    if resolve1(said.get("BitsPerSample")) != 8 or not sizes or not count or min(sizes) < 1:
        return None
    ends = _numbers(said.get("Decode", reach))

    def value(given: Sequence[float]) -> list[float]:
        at, step = 0, 1
        for one, size in zip(given, sizes, strict=False):
            at, step = at + step * round(within(one) * (size - 1)), step * size
        found = data[at * count : (at + 1) * count]
        return [ends[2 * n] + one / 255 * (ends[2 * n + 1] - ends[2 * n]) for n, one in enumerate(found)]

    return value


def _calculating(program: bytes) -> Function | None:
    """A program without decisions; numbers and what moves them about."""
    words = program.decode("latin-1").replace("{", " ").replace("}", " ").split()
    known = {*_OF_TWO, *_OF_ONE, *_MOVING}
    if len(words) > _MOST_WORDS or not all(word in known or NUMBER.fullmatch(word) for word in words):
        return None

    def value(given: Sequence[float]) -> list[float]:
        stack = list(given)
        for word in words:
            _calculate(word, stack)
        return stack

    return value


def _calculate(word: str, stack: list[float]) -> None:
    """Do what a word says."""
    if word in _OF_TWO:
        two, one = stack.pop(), stack.pop()
        stack.append(_OF_TWO[word](one, two))
    elif word in _OF_ONE:
        stack.append(_OF_ONE[word](stack.pop()))
    elif word == "exch":
        stack[-2:] = [stack[-1], stack[-2]]
    elif word == "dup":
        stack.append(stack[-1])
    elif word == "pop":
        stack.pop()
    elif word == "index":
        stack.append(stack[-1 - int(stack.pop())])
    elif word == "copy":
        stack += stack[-count:] if 0 < (count := int(stack.pop())) <= _MOST_PARTS else []
    elif word == "roll":
        by, count = int(stack.pop()), int(stack.pop())
        held = stack[-count:] if count else []
        stack[len(stack) - len(held) :] = held[-by % len(held) :] + held[: -by % len(held)] if held else []
    else:
        stack.append(float(word))


def _numbers(said: Any) -> list[float]:
    found = resolve1(said)
    return [float(resolve1(one)) for one in found] if isinstance(found, list) else []


def within(level: float) -> float:
    """A level from 0 to 1."""
    return min(max(float(level), 0.0), 1.0)
