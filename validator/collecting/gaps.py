"""Where an office's report and the sums differ, and how few mistyped cells would make that difference.

A gap is office − sum in millionths by the number of the cell in the form. A cell mistyped before totals were
calculated takes its totals along, one mistyped afterwards does not: both are one mistake. So what is counted are cells
that are no totals, and totals that neither stand still nor follow the cells they sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from validator.model.form import Form
from validator.startup.records import dataclass

_LEAST_OF_REPORT = 5
"""So many cells off together, and in sum, may be a report that nobody here has."""
Gaps = dict[int, int]
"""Only what differs: no zeros."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The cells of a form by number: which are totals and of what, which totals a cell goes into, in which table."""

    names: tuple[str, ...]
    tables: tuple[str, ...]
    parts: Mapping[int, tuple[int, ...]]
    """Of each total the cells that it adds in the end, none of them a total."""
    above: Mapping[int, tuple[int, ...]]

    def cost(self, gaps: Gaps) -> int:
        """How many mistyped cells make these gaps."""
        return sum(1 for at in gaps if at not in self.parts) + len(self.own_totals(gaps))

    def is_report(self, gaps: Gaps) -> bool:
        """Whether they could be one more report: nothing below zero, and every total follows."""
        inner = [at for at in gaps if at not in self.parts]
        if len(inner) < _LEAST_OF_REPORT or min(gaps.values()) < 0 or self.own_totals(gaps):
            return False
        return all(total in gaps for at in inner for total in self.above.get(at, ()))

    def own_totals(self, gaps: Gaps) -> list[int]:
        """The totals that are wrong by themselves."""
        return [
            at
            for at, gap in gaps.items()
            if at in self.parts and gap != sum(gaps.get(part, 0) for part in self.parts[at])
        ]


@lru_cache(maxsize=16)
def structure_of(form: Form) -> Structure:
    """The structure of a form."""
    names = tuple(form.indicators)
    number = {name: at for at, name in enumerate(names)}

    def leaves(name: str) -> tuple[str, ...]:
        one = form.indicators[name]
        return tuple(part for whole in one.parts[0] for part in leaves(whole)) if one.parts else (name,)

    parts = {number[name]: tuple(number[one] for one in leaves(name)) for name in names if form.indicators[name].parts}
    above: dict[int, list[int]] = {}
    for total, cells in parts.items():
        for at in cells:
            above.setdefault(at, []).append(total)
    tables = tuple(one.table for one in form.indicators.values())
    return Structure(names, tables, parts, {at: tuple(found) for at, found in above.items()})


def less(gaps: Gaps, effect: Mapping[int, int]) -> Gaps:
    """What is left of gaps when something makes a part of them."""
    left = dict(gaps)
    for at, value in effect.items():
        rest = left.get(at, 0) - value
        if rest:
            left[at] = rest
        else:
            left.pop(at, None)
    return left
