"""How much a report says: a repeated mention once, long texts cut, of very many findings of a rule the rest counted.

A submitted file says what it likes as often as it likes. What comes of it stays in proportion: every text of a finding
ends somewhere, and a rule has room for so many findings and so many characters in one file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from validator.files.harmless import cut
from validator.model.bilingual import Bilingual
from validator.model.cause import Cause
from validator.model.finding import Finding, Omitted, Undecided
from validator.model.rule import Severity
from validator.run.texts import in_cause, in_finding
from validator.startup.records import replace

T = TypeVar("T")

MOST = 200
"""At most so many findings of a rule in a file, and so many sentences that it cannot decide."""
ROOM = 60_000
"""So many characters its findings may hold together; the first one is always told."""
LONGEST = 300
"""So much of a text is repeated in a message or stands as the value of a cell."""
_LONGEST_NAME = 120
_FRAME = 60
"""What a cell takes besides its value, in characters."""
_GRAVEST = list(Severity)


def once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What is said of a section of the text: the same words at another place of it are the same finding."""
    return tuple(_first(findings, lambda one: _mention(one) if _is_on_text(one) else None))


def once_undecided(found: Iterable[Undecided]) -> tuple[Undecided, ...]:
    """Sentences without a verdict, each once."""
    return tuple(_first(found, lambda one: one if one.quote else None))


def _first(found: Iterable[T], key: Callable[[T], Hashable | None]) -> Iterator[T]:
    """All but what has the key of one before; those without a key stay."""
    seen: set[Hashable] = set()
    for one in found:
        known = key(one)
        if known is None or known not in seen:
            yield one
        if known is not None:
            seen.add(known)


def _is_on_text(one: Finding) -> bool:
    return bool(one.cells) and one.cells[0].in_text


def _mention(one: Finding) -> Hashable:
    return one.rule.code, one.severity, one.variant, one.cells, repr(one.args)


def told(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Omitted, ...]]:
    """The findings that are shown, each cut to what is shown of it, and how many of which rule are not.

    The gravest stay, open ones before those that are explained, in the order in which they came.
    """
    short = [in_finding(one, _short) for one in findings]
    order = sorted(range(len(short)), key=lambda at: (not short[at].counts, _GRAVEST.index(short[at].severity)))
    kept, room, count = set[int](), Counter[str](), Counter[str]()
    for at in order:
        code = short[at].rule.code
        room[code] += _size(short[at])
        if not count[code] or (count[code] < MOST and room[code] <= ROOM):
            kept.add(at)
            count[code] += 1
    rest = Counter((one.rule.code, one.severity, one.counts) for at, one in enumerate(short) if at not in kept)
    omitted = tuple(
        Omitted(code, number, severity, counts) for (code, severity, counts), number in sorted(rest.items())
    )
    return tuple(one for at, one in enumerate(short) if at in kept), omitted


def told_undecided(found: Iterable[Undecided]) -> tuple[tuple[Undecided, ...], dict[str, int]]:
    """What has no verdict and is listed, and how many more of which rule have none."""
    count, kept = Counter[str](), list[Undecided]()
    for one in found:
        count[one.code] += 1
        if count[one.code] <= MOST:
            kept.append(replace(one, quote=_short(one.quote), member=_short(one.member)))
    return tuple(kept), {code: number - MOST for code, number in sorted(count.items()) if number > MOST}


def short_cause(one: Cause) -> Cause:
    """A cause with what its cells hold cut to what is shown of it."""
    return in_cause(one, _short)


def short_name(text: str) -> str:
    """A body's name, a version: as much as anybody's name has."""
    return cut(text, _LONGEST_NAME)


def _short(text: str) -> str:
    return cut(text, LONGEST)


def _size(one: Finding) -> int:
    """Characters, about."""
    values = [*one.args.values(), *(cell.value for cell in one.cells), *(suspect.value for suspect in one.suspects)]
    return sum(map(_length, values)) + _FRAME * (1 + len(one.cells) + 2 * len(one.suspects))


def _length(value: object) -> int:
    if isinstance(value, tuple):
        return sum(map(_length, value))
    if isinstance(value, Bilingual):
        return max(len(value.zh), len(value.en))
    return len(value) if isinstance(value, str | Mapping) else 0
