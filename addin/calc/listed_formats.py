"""The conditional formats that Calc lists for a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from addin.calc.office import constant

EXPRESSION = constant("sheet.ConditionFormatOperator.EXPRESSION")
CONDITION = 0  # com.sun.star.sheet.ConditionEntryType.CONDITION


@dataclass(frozen=True)
class Listed:
    """One conditional format of Calc, which may hold several rules, its cells as Calc has them, and their areas."""

    format: Any
    cells: Any
    areas: tuple[Any, ...]

    @property
    def ID(self) -> int:  # noqa: N802  as Calc calls it
        """Its number: the lower one shows where several apply."""
        return int(self.format.ID)

    @cached_property
    def by_formula(self) -> bool:
        """Whether all its rules are conditions, and none a scale, a bar, an icon or a date."""
        return all(self.format.getByIndex(at).getType() == CONDITION for at in range(self.format.Count))

    def touches(self, area: Any) -> bool:
        """Whether it has a cell in the area."""
        return any(_meet(area, own) for own in self.areas)


def listed(sheet: Any) -> list[Listed]:
    """The conditional formats of a sheet of Calc, in their order."""
    formats = sheet.ConditionalFormats.getConditionalFormats()
    return [Listed(one, cells, tuple(cells.RangeAddresses)) for one in formats for cells in [one.Range]]


def _meet(one: Any, other: Any) -> bool:
    return bool(
        other.StartRow <= one.EndRow
        and other.EndRow >= one.StartRow
        and other.StartColumn <= one.EndColumn
        and other.EndColumn >= one.StartColumn
    )
