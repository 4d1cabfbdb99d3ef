"""Where an office's report and the sums differ, and how few mistyped cells would make that difference.

A gap is office − sum in millionths by the number of the cell in the form. A cell mistyped before totals were
calculated takes its totals along, one mistyped afterwards does not: both are one mistake. So what is counted are cells
that are no totals, and totals that neither stand still nor follow the cells they sum.

Costs are in tenths of a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from validator.model.form import Form
from validator.startup.records import dataclass

MISTAKE: Final = 10
_LEAST_OF_REPORT = 5
"""So many cells off together, and in sum, may be a report that nobody here has."""
Gaps = dict[int, int]
"""Only what differs: no zeros."""


def cost_of_unknown(cells: int) -> int:
    """What it costs to assume figures that nobody here has: of a report three mistakes, of a few cells two.

    They fit whatever they are, and so explain the less the more of them there are: every five are another mistake. A
    report that is here and fits, with a slip or two besides, explains more.
    """
    return (3 if cells >= _LEAST_OF_REPORT else 2) * MISTAKE + cells * MISTAKE // 5


def _cost_of_shortage(cells: int) -> int:
    """What it costs to leave open which reports were left out: all of them are here, so it is the last resort."""
    return 3 * MISTAKE + cells * MISTAKE // 2


@dataclass(frozen=True, slots=True)
class Structure:
    """The cells of a form by number: which are totals and of what, which totals a cell goes into, in which table."""

    names: tuple[str, ...]
    tables: tuple[str, ...]
    parts: Mapping[int, tuple[int, ...]]
    """Of each total the cells that it adds in the end, none of them a total."""
    above: Mapping[int, tuple[int, ...]]

    def over(self, places: Sequence[int | None], names: Mapping[int, str]) -> Structure:
        """The same where each cell is seen in that place, or nowhere: a total of cells unseen is a cell by itself."""
        parts: dict[int, tuple[int, ...]] = {}
        for total, cells in self.parts.items():
            place, seen = places[total], [places[at] for at in cells]
            if place is not None and None not in seen:
                parts[place] = tuple(dict.fromkeys(at for at in seen if at is not None))
        called = tuple(names.get(at, name) for at, name in enumerate(self.names))
        return Structure(called, self.tables, parts, _above(parts))

    def cost(self, gaps: Gaps) -> int:
        """What mistyped cells that make these gaps cost."""
        return MISTAKE * self.typed(gaps)

    def typed(self, gaps: Gaps) -> int:
        """How many mistyped cells make these gaps."""
        return sum(1 for at in gaps if at not in self.parts) + len(self.own_totals(gaps))

    def costs_as_report(self, gaps: Gaps) -> tuple[int, int] | None:
        """What it costs to take them for figures of reports that nobody knows, counted or left out, if they can be.

        All have one sign and the totals follow, but for a few mistyped cells. The second cost is that of one report
        that the office counted, however many figures it has.
        """
        inner = [at for at in gaps if at not in self.parts]
        sign = sign_of(gaps, inner)
        whole = [at for at in inner if gaps[at] * sign > 0]
        typed = len(inner) - len(whole) + len(self.own_totals(gaps))
        if len(whole) < _LEAST_OF_REPORT or 4 * typed > len(whole):
            return None
        if any(total not in gaps for at in whole for total in self.above.get(at, ())):
            return None
        slips = MISTAKE * typed
        if sign < 0:
            return _cost_of_shortage(len(whole)) + slips, _cost_of_shortage(len(whole)) + slips
        return cost_of_unknown(len(whole)) + slips, cost_of_unknown(0) + MISTAKE + slips

    def is_small_report(self, gaps: Gaps) -> bool:
        """Whether they could be the figures of a unit that has little: nothing below zero, and every total follows."""
        if not gaps or min(gaps.values()) < 0 or self.own_totals(gaps):
            return False
        return all(total in gaps for at in gaps for total in self.above.get(at, ()))

    def own_totals(self, gaps: Gaps) -> list[int]:
        """The totals that are wrong by themselves."""
        return [
            at
            for at, gap in gaps.items()
            if at in self.parts and gap != sum(gaps.get(part, 0) for part in self.parts[at])
        ]

    def followed(self, cells: Mapping[int, int]) -> Gaps:
        """Gaps in cells that are no totals, with those of the totals."""
        found = dict(cells)
        for at, value in cells.items():
            for total in self.above.get(at, ()):
                found[total] = found.get(total, 0) + value
        return {at: value for at, value in found.items() if value}


def sign_of(gaps: Gaps, cells: Sequence[int]) -> int:
    """The sign that most of them have."""
    return 1 if 2 * sum(gaps[at] > 0 for at in cells) >= len(cells) else -1


def _above(parts: Mapping[int, tuple[int, ...]]) -> Mapping[int, tuple[int, ...]]:
    above: dict[int, list[int]] = {}
    for total, cells in parts.items():
        for at in cells:
            above.setdefault(at, []).append(total)
    return {at: tuple(found) for at, found in above.items()}


@lru_cache(maxsize=16)
def structure_of(form: Form) -> Structure:
    """The structure of a form."""
    names = tuple(form.indicators)
    number = {name: at for at, name in enumerate(names)}

    def leaves(name: str) -> tuple[str, ...]:
        one = form.indicators[name]
        return tuple(part for whole in one.parts[0] for part in leaves(whole)) if one.parts else (name,)

    parts = {number[name]: tuple(number[one] for one in leaves(name)) for name in names if form.indicators[name].parts}
    tables = tuple(one.table for one in form.indicators.values())
    return Structure(names, tables, parts, _above(parts))


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
