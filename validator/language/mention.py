"""The words of a text that show something: what it mentions, and where."""

from __future__ import annotations

from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a text mentions. ``text[start:end] == quote``; `what` names it."""

    what: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year and the words that claim something for it. ``text[start:end] == quote``."""

    year: int
    start: int
    end: int
    quote: str
