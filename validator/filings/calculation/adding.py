"""What numbers and cells add up to, as Excel adds them; no answer where programs differ or digits are noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from validator.filings.calculation.sums import Sum, Summand
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, CellKind, CellValue
from validator.model.serials import to_serial

_LARGEST, _MOST_FRACTIONS = 10**15, 1e9
"""Above the first a stored whole number lacks digits; sums of fractions above the second lose the seventh decimal."""
_NOISE = 1e-14
"""What adding binary fractions may leave of each unit added, and the 16th digit, which Excel does not round by."""

_TEXT = Bilingual("文字或者真假值参加了加减", "a text or a truth value is added")
_ERRORS = Bilingual("有几种错误值", "there are errors of several kinds")
_TOO_LARGE = Bilingual("数太大，末几位算不准", "its numbers are too large to be exact")
_ON_THE_HALF = Bilingual("恰在四舍五入的分界上", "it is on the very edge of rounding")

Cells = Callable[[Summand], Sequence[Cell]]
"""The cells of a summand's area, formulas computed; those that hold nothing may be left out."""


class NotCertain(Exception):  # noqa: N818  an outcome, not an error
    """What a formula gives is not certain here, and why."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason)
        self.reason = reason


def value_of_sum(terms: Sum, cells: Cells, *, date1904: bool) -> Cell:
    """What the terms give; a reference alone gives what its cell holds. Raises NotCertain."""
    if len(terms) == 1 and terms[0].area and not terms[0].gathered and terms[0].sign > 0:
        (cell,) = cells(terms[0]) or (BLANK,)
        if cell.kind in {CellKind.TEXT, CellKind.BOOL}:
            return Cell(cell.value, cell.kind)
    errors = set[str]()
    total = _added(list(_numbers(terms, cells, errors, date1904=date1904)))
    if len(errors) > 1:
        raise NotCertain(_ERRORS)
    return Cell(errors.pop(), CellKind.ERROR) if errors else Cell(total, CellKind.NUMBER)


def _numbers(terms: Sum, cells: Cells, errors: set[str], *, date1904: bool) -> Iterator[int | float]:
    for term in terms:
        if term.rounded:
            yield term.sign * _rounded(list(_numbers(term.rounded, cells, errors, date1904=date1904)), term.digits)
        elif term.area:
            for cell in cells(term):
                if type(cell.value) is int:
                    yield term.sign * cell.value
                elif cell.kind is CellKind.ERROR:
                    errors.add(str(cell.value))
                else:
                    yield term.sign * _number(cell.value, date1904=date1904, gathered=term.gathered)
        elif term.lost:
            errors.add("#REF!")
        else:
            yield term.sign * term.number


def _number(value: CellValue, *, date1904: bool, gathered: bool) -> int | float:
    """SUM passes over text in a cell, ``+`` takes a blank for 0. TRUE is 1 to some programs, nothing to others."""
    if value is None or value is False or (gathered and isinstance(value, str)):
        return 0
    if isinstance(value, bool | str):
        raise NotCertain(_TEXT)
    return value if isinstance(value, int | float) else to_serial(value, date1904=date1904)


def _added(numbers: list[int | float]) -> int | float:
    if set(map(type, numbers)) <= {int} or all(float(one).is_integer() for one in numbers):
        if sum(map(abs, numbers)) > _LARGEST:
            raise NotCertain(_TOO_LARGE)
        return sum(map(int, numbers))
    if not _size(numbers) < _MOST_FRACTIONS:  # nor where one is no number at all
        raise NotCertain(_TOO_LARGE)
    return sum(numbers)


def _rounded(numbers: list[int | float], digits: int) -> int | float:
    """ROUND: halves away from zero, of a number as it is written (1.005 is a half in the second decimal)."""
    total = _added(numbers)
    exact, unit = Decimal(repr(total)), Decimal(1).scaleb(-digits)
    past = abs(abs(exact) % unit - unit / 2)
    if isinstance(total, float) and past <= Decimal(_size(numbers) * _NOISE) and not (past == 0 and _is_exact(numbers)):
        raise NotCertain(_ON_THE_HALF)
    kept = exact.quantize(unit, ROUND_HALF_UP)
    return int(kept) if digits <= 0 else float(kept)


def _is_exact(numbers: list[int | float]) -> bool:
    """Whether no digit is lost in adding them: there is one only, or all are binary fractions such as 0.25."""
    from fractions import Fraction  # only on the half of the last digit

    return sum(map(bool, numbers)) == 1 or sum(map(Fraction, numbers)) == Fraction(repr(sum(numbers)))


def _size(numbers: list[int | float]) -> float:
    return sum(map(abs, numbers)) * len(numbers)
