"""Two whole reports at once that make gaps only between them, so that neither closes one by itself.

Of two units left out, both with figures in every cell, no single one explains a gap. But what one leaves must be just
what the other makes: so each is looked up by what is left without it. Cells are weighed by random numbers and added, so
that a report is a number and the look-up one step; the gaps are looked at as a whole and table by table, for a mistyped
cell in one table leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from validator.collecting.effects import Effect
from validator.collecting.gaps import Gaps, Structure
from validator.startup.records import dataclass

_PRIME: Final = 2**61 - 1
Step = tuple[Effect, ...]


@dataclass(slots=False)
class Pairs:
    """Effects by what they make, to be looked up two by two."""

    steps: Sequence[Step]
    structure: Structure

    def making(self, left: Gaps) -> Iterator[tuple[Step, Step]]:
        """The pairs that make these gaps in all tables or in one."""
        for part, (weights, known) in self._parts.items():
            whole = _weighed(left, weights)
            if not whole:
                continue
            for at, weight in enumerate(self._weights[part]):
                for other in known.get((whole - weight) % _PRIME, ()) if weight else ():
                    if other > at or (other == at and len(self.steps[at]) > 1):
                        yield self.steps[at], self.steps[other]

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Mapping[int, int], Mapping[int, list[int]]]]:
        """Of each table, and of all (``""``), the weights of its cells and the effects by what they weigh."""
        found = {}
        for part, weights in self._cells.items():
            known: dict[int, list[int]] = {}
            for at, weight in enumerate(self._weights[part]):
                known.setdefault(weight, []).append(at)
            found[part] = weights, known
        return found

    @cached_property
    def _weights(self) -> Mapping[str, list[int]]:
        return {part: [_weighed(one[0].gaps, cells) for one in self.steps] for part, cells in self._cells.items()}

    @cached_property
    def _cells(self) -> Mapping[str, Mapping[int, int]]:
        from random import Random  # few offices need it

        chance = Random(1)  # noqa: S311  no secret, and the same each time
        every = {
            at: chance.randrange(1, _PRIME) for at in range(len(self.structure.names)) if at not in self.structure.parts
        }
        tables = {
            table: {at: weight for at, weight in every.items() if self.structure.tables[at] == table}
            for table in dict.fromkeys(self.structure.tables)
        }
        return {"": every} | tables


def _weighed(gaps: Mapping[int, int], weights: Mapping[int, int]) -> int:
    return sum(value * weights[at] for at, value in gaps.items() if at in weights) % _PRIME
