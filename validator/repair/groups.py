"""The least sets of a component taken apart into groups of cells that can be judged alone. Pure.

Cells of the likeliest set that a relation has in common belong together, also where their changes cancel out in it.
Sets that differ from the likeliest in one group alone are that group's alternatives. Where the sets are not all the
combinations of these, the groups depend on each other and stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

from validator.repair.syndrome import Changes
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that are wrong together and by how much they change, and what else it might be, the likeliest first."""

    changes: Changes
    alternatives: tuple[Changes, ...]
    complete: bool


def groups(sets: Sequence[Changes], relations: Iterable[int], *, complete: bool) -> tuple[Group, ...]:
    """The groups of the sets, the first of which is the likeliest; `relations` as bits of cells."""
    likeliest = sets[0]
    parts = _tied(list(likeliest), list(relations))
    found = tuple(Group(_only(likeliest, part), _others(sets, part), complete) for part in parts)
    if complete and prod(1 + len(one.alternatives) for one in found) == len(sets):
        return found
    if all(not one.alternatives for one in found) and len(sets) == 1:
        return found
    return (Group(likeliest, tuple(sets[1:]), complete),)


def _tied(cells: list[int], relations: list[int]) -> list[set[int]]:
    """The cells in sets, those that a relation has in common in one."""
    parts: list[set[int]] = [{cell} for cell in cells]
    for mask in relations:
        joined = [part for part in parts if any(mask >> cell & 1 for cell in part)]
        if len(joined) > 1:
            parts = [part for part in parts if part not in joined] + [set().union(*joined)]
    return parts


def _only(changes: Changes, part: set[int]) -> Changes:
    return {at: by for at, by in changes.items() if at in part}


def _others(sets: Sequence[Changes], part: set[int]) -> tuple[Changes, ...]:
    """What the sets that are as the likeliest outside the part have instead of it."""
    rest = {at: by for at, by in sets[0].items() if at not in part}
    same = [one for one in sets[1:] if all(at in one and one[at] == by for at, by in rest.items())]
    return tuple({at: by for at, by in one.items() if at not in rest} for one in same)
