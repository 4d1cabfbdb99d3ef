"""Numbers that add up to the same in any order: whole millionths, so that 0.1 + 0.2 万元 is 0.3 万元.

A count is a whole number and an amount has at most six decimals (VA-02: 0.000001 万元 is one 分), so nothing is lost;
64 bits hold every believable number (LARGEST_COUNT, 10^12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from validator.model.blanks import LARGEST_COUNT
from validator.model.cells import CellValue

ONE = 10**6
NOTHING = -(2**63)
"""What stands for a cell without a number; blanks count as 0."""


def scaled(value: CellValue) -> int:
    """A believable number in millionths, `NOTHING` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST_COUNT:
        return NOTHING
    return value * ONE if isinstance(value, int) else round(Decimal(repr(value)) * ONE)


def number(millionths: int) -> int | float:
    """The number that so many millionths are."""
    whole, rest = divmod(millionths, ONE)
    return whole if not rest else float(Decimal(millionths) / ONE)


def row_of(values: Mapping[str, CellValue], names: Sequence[str]) -> list[int]:
    """The numbers of those names in millionths."""
    return [scaled(values.get(name)) for name in names]
