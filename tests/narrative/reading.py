"""What the tests of the reading share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.language.numbers import NUMBER_PATTERN, Number, read_number
from validator.narrative.stated import FigureStatement, Kind, Scope, Subject, TextReading, UnclearReason
from validator.narrative.statements import statements


def numbers(text: str) -> Iterator[Number]:
    """Every number in a plain text, in order."""
    for found in re.finditer(NUMBER_PATTERN, text):
        number = read_number(text, found.start(), found.end())
        if number is not None:
            yield number


def read(text: str) -> TextReading:
    """The reading of a text, its quotes checked against it."""
    reading = statements(text)
    for one in reading.statements:
        assert text[one.start : one.end] == one.quote
    for other in reading.unclear:
        assert text[other.start : other.end] == other.quote
    return reading


def figures(text: str) -> list[tuple[Subject, Kind, object]]:
    """Subject, kind and value of every statement; an interval as a pair."""
    return [(one.subject, one.kind, value(one)) for one in read(text).statements]


def value(one: FigureStatement) -> object:
    return one.low if one.low == one.high else (one.low, one.high)


def counts(text: str) -> list[tuple[Subject, object]]:
    """Subject and value of the plain counts of the whole."""
    return [
        (one.subject, value(one))
        for one in read(text).statements
        if one.kind is Kind.COUNT and one.scope is Scope.WHOLE
    ]


def reasons(text: str) -> list[tuple[str, UnclearReason]]:
    return [(one.quote, one.reason) for one in read(text).unclear]


def brief(text: str) -> str:
    """What a text gives, as the data's rows write it: subject and figure, then whatever is not the common case."""
    reading = read(text)
    told = [(one.start, _brief(one)) for one in reading.statements]
    told += [(one.start, f"? {one.reason}") for one in reading.unclear]
    return "，".join(words for _, words in sorted(told)) or "无"


def _brief(one: FigureStatement) -> str:
    figure = "…" if one.low is None else f"{one.low}" if one.low == one.high else f"{one.low}～{one.high or ''}"
    unit = "" if one.unit == "件" else one.unit
    common = (Kind.COUNT, Scope.WHOLE, None)
    beside = [str(what) for what in (one.kind, one.result, one.scope) if what not in common]
    parts = [str(part.low) for part in one.parts] + ([] if one.exhaustive else ["…"])
    taken_apart = ["=", " + ".join(parts)] if one.parts else []
    return " ".join([one.subject, f"{figure}{unit}", *beside, *taken_apart])
