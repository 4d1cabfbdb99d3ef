"""Slips of the hand between the number that was meant and the one that stands there, and how likely each is.

After Scholtus (2009), *Automatic correction of simple typing errors in numerical data with balance edits*: two digits
swapped, one added, omitted or replaced; and what clerks do besides: a digit doubled, a zero too many or too few, a
minus, 元 for 万元. The likelihood of a slip is the share of its kind by the number of results that this kind has on the
number: of a given four-digit number 3 swaps can come, but 36 replaced digits, so a swap that fits explains more.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from validator.model.bilingual import Bilingual
from validator.startup.records import dataclass

OTHER = 0.02
"""The share of changes that no slip explains. No count of slips in this form is published: a rate of one in fifty lets
any slip that fits go before none, and does not let it go before what a sentence of the report says."""
_KINDS = 9
_SHARE = (1 - OTHER) / _KINDS
"""Each kind of slip has an equal share, for the same reason."""

SWAPPED = Bilingual("两位颠倒", "two digits swapped")
DOUBLED = Bilingual("一位打重", "a digit doubled")
DROPPED = Bilingual("少打一位", "a digit missing")
REPLACED = Bilingual("一位打错", "one digit wrong")
ADDED = Bilingual("多打一位", "a digit too many")
ZERO_MORE = Bilingual("多一个0", "a zero too many")
ZERO_LESS = Bilingual("少一个0", "a zero missing")
MINUS = Bilingual("多了负号", "a minus too many")
YUAN = Bilingual("把元当作万元", "yuan taken for 10,000 yuan")
_YUAN = 10_000


@dataclass(frozen=True, slots=True)
class Slip:
    """What happened, and how likely what is seen comes of what was meant; `words` None where no slip explains it."""

    words: Bilingual | None
    likelihood: float


def slip(meant: int | float, seen: int | float) -> Slip:
    """The likeliest way from one number to the other."""
    found = [Slip(words, _SHARE / max(results, 1)) for words, results in _ways(meant, seen)]
    return max(found, key=lambda one: one.likelihood, default=_unexplained(meant, seen))


def _unexplained(meant: int | float, seen: int | float) -> Slip:
    """Any number of as many digits might stand there."""
    digits = max(len(_digits(meant)), len(_digits(seen)))
    return Slip(None, OTHER / 10 ** min(digits, 6))


def _ways(meant: int | float, seen: int | float) -> Iterator[tuple[Bilingual, int]]:
    """Each kind that leads there, and how many results it has on this number."""
    if meant < 0 or meant == seen:
        return
    if seen == -meant:
        yield MINUS, 1
    if seen >= 0:
        yield from _of_size(meant, seen)
        yield from _of_digits(_digits(meant), _digits(seen))


def _of_size(meant: int | float, seen: int | float) -> Iterator[tuple[Bilingual, int]]:
    """A zero more or less, or four of them."""
    true, typed = Decimal(repr(meant)), Decimal(repr(seen))
    for words, factor in ((YUAN, _YUAN), (ZERO_MORE, 10)):
        if true and typed == true * factor:
            yield words, 1
    if typed and true == typed * 10:
        yield ZERO_LESS, 1


def _of_digits(true: str, typed: str) -> Iterator[tuple[Bilingual, int]]:
    """A key or two that went wrong. What is meant as 0 is one key, of which nothing can be left out or be double."""
    long, some = len(true) > 1, true != "0"
    if long and typed in {_swapped(true, at) for at in range(len(true) - 1)}:
        yield SWAPPED, sum(one != other for one, other in pairwise(true))
    if some and typed in {true[:at] + true[at:][:1] + true[at:] for at in range(len(true))}:
        yield DOUBLED, len(true)
    if long and typed in _shorter(true):
        yield DROPPED, len(true)
    if len(true) == len(typed) and sum(one != other for one, other in zip(true, typed, strict=True)) == 1:
        yield REPLACED, 9 * len(true)
    if some and true in _shorter(typed):
        yield ADDED, 10 * (len(true) + 1)


def _shorter(text: str) -> set[str]:
    """What is left when one key is missed."""
    return {text[:at] + text[at + 1 :] for at in range(len(text))}


def _digits(number: int | float) -> str:
    """The digits as typed, without a sign; a decimal point is a key like any other."""
    return f"{abs(Decimal(repr(number))):f}"


def _swapped(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
