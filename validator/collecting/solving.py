"""Many whole reports wrong at once, found as a system of equations: one for each cell, an unknown for each report.

Where eight units of thirty-four are left out, no single one of them closes a gap by itself, and step by step the search
finds nothing. But the gaps are a sum of whole reports, each −1, 1 or 2 times, and there are more cells than reports:
the equations have one solution. Mistyped cells spoil theirs, so some equations are drawn at random, again and again;
one that is spoilt shows at once, for what comes out are no such small whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from validator.collecting.effects import Effect, Way
from validator.collecting.gaps import Gaps, Structure
from validator.startup.records import dataclass, field

_PRIME: Final = 2**61 - 1
"""The equations are solved modulo this: exact, and no number here is as large."""
_MOST: Final = 400
"""So many unknowns at most."""
_DRAWS: Final = 40
_WORK: Final = 30_000_000
"""So many multiplications at most, some seconds."""
_TIMES: Final = {Way.LEFT_OUT: -1, Way.TWICE: 1, Way.THRICE: 2}
"""How often the unit's own report is too much."""


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The cells of a report or of a change between two, and which effects it has so many times."""

    cells: dict[int, int]
    steps: dict[int, list[Effect]] = field(default_factory=dict)


def solved(gaps: Gaps, effects: Iterable[Effect], structure: Structure) -> Iterator[tuple[tuple[Effect, ...], ...]]:
    """Sets of effects that make the gaps but for some cells, none twice: of each the effects with the same gaps.

    Reports left out and counted several times are looked for first, and then all else besides: fewer unknowns are found
    more surely.
    """
    every = _unknowns(effects)
    own = [one for one in every if any(each.way in _TIMES for step in one.steps.values() for each in step)]
    seen = set[tuple[int, ...]]()
    for unknowns in (own, every) if len(own) < len(every) <= _MOST else (own,):
        yield from _drawn(_lines(gaps, unknowns, structure), unknowns, seen)


def _drawn(
    lines: list[list[int]], unknowns: Sequence[_Unknown], seen: set[tuple[int, ...]]
) -> Iterator[tuple[tuple[Effect, ...], ...]]:
    """The solutions of some equations after the other that are new."""
    if not lines or len(unknowns) > _MOST:
        return
    rank = len(_reduced(lines, range(len(unknowns)), len(lines)))
    draws = min(_DRAWS, max(2, _WORK // (rank * rank * len(unknowns) + 1)))
    from random import Random  # few offices need it

    chance = Random(0)  # noqa: S311  no secret, and the same each time
    for _ in range(draws):
        drawn, order = lines[:], list(range(len(unknowns)))
        chance.shuffle(drawn)
        chance.shuffle(order)
        times = _solution(_reduced(drawn, order, rank), len(unknowns))
        if times not in seen and all(count in one.steps for count, one in zip(times, unknowns, strict=True) if count):
            seen.add(times)
            yield tuple(tuple(one.steps[count]) for count, one in zip(times, unknowns, strict=True) if count)


def _unknowns(effects: Iterable[Effect]) -> list[_Unknown]:
    found: dict[frozenset[tuple[int, int]], _Unknown] = {}
    for one in effects:
        if one.table or one.blanks:
            continue
        times = _TIMES.get(one.way, 1)
        cells = {at: value // times for at, value in one.gaps.items()}
        unknown = found.setdefault(frozenset(cells.items()), _Unknown(cells))
        unknown.steps.setdefault(times, []).append(one)
    return list(found.values())


def _lines(gaps: Gaps, unknowns: Sequence[_Unknown], structure: Structure) -> list[list[int]]:
    """An equation for each cell that is no total: what every unknown has there, and the gap."""
    cells = dict.fromkeys(at for one in unknowns for at in one.cells if at not in structure.parts)
    return [[*(one.cells.get(at, 0) for one in unknowns), gaps.get(at, 0)] for at in cells]


def _reduced(lines: Iterable[Sequence[int]], order: Sequence[int], rank: int) -> dict[int, list[int]]:
    """By unknown a line in which no other of them stands, until there are so many."""
    found: dict[int, list[int]] = {}
    for given in lines:
        if len(found) == rank:
            break
        line = [value % _PRIME for value in given]
        for at, known in found.items():
            if factor := line[at]:
                line = [(value - factor * other) % _PRIME for value, other in zip(line, known, strict=True)]
        first = next((at for at in order if line[at]), None)
        if first is None:
            continue
        inverse = pow(line[first], -1, _PRIME)
        line = [value * inverse % _PRIME for value in line]
        for at, known in found.items():
            if factor := known[first]:
                found[at] = [(value - factor * other) % _PRIME for value, other in zip(known, line, strict=True)]
        found[first] = line
    return found


def _solution(lines: dict[int, list[int]], count: int) -> tuple[int, ...]:
    """How many times each unknown is in the gaps; 0 where nothing says so."""
    found = [0] * count
    for at, line in lines.items():
        value = line[-1]
        found[at] = value if value <= _PRIME // 2 else value - _PRIME
    return tuple(found)
