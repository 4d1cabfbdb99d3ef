"""安全修正: what only one number can be meant by, written as that number. Pure.

Only constants that are texts, and only where the text is the number in another spelling: full-width digits, blanks
around it, thousands separators in their places, the unit of the cell itself. What the validator merely guesses
(``22（其中修订16件）``, ``二十二``, ``1O``, ``251000元``) stays for the clerk to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from validator.checks.disguise import unmask
from validator.model.blanks import is_empty
from validator.model.cells import Cell, CellKind, Place
from validator.model.filing import Filing
from validator.model.form import Indicator, NumberKind

YEAR, DATES = "封面.报告年度", ("封面.统计期限起", "封面.统计期限止", "封面.公布日期")
DRIFT = 1e-9
LONGEST = 40
"""So much of a cell is shown: a message box has to keep its buttons on the screen."""
_NUMBER = re.compile(r"([+-]?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(\.\d+)?\s*(件|万元)?\Z")
_YEAR = re.compile(r"(\d{4})年?\Z")
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?\Z")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell, what it holds, and what it is to hold."""

    name: str
    place: Place
    before: str
    after: int | float | date

    def __str__(self) -> str:
        before = self.before if len(self.before) <= LONGEST else f"{self.before[:LONGEST]}……"
        after = self.after.isoformat() if isinstance(self.after, date) else self.after
        return f"{self.place.sheet} {self.place.cell}：“{before}” 改为 {after}"


def fixes(filing: Filing) -> tuple[Fix, ...]:
    """Every cell of the form that can safely be put right."""
    return tuple(_fixes(filing))


def _fixes(filing: Filing) -> Iterator[Fix]:
    for name, place in filing.places.items():
        cell = filing.cell(name)
        if cell.formula is not None or place.file is not None:
            continue
        after = _meant(name, cell, filing.indicator(name))
        if after is not None:
            yield Fix(name, place, str(cell.value), after)


def _meant(name: str, cell: Cell, indicator: Indicator | None) -> int | float | date | None:
    if indicator is not None:
        if cell.kind is CellKind.NUMBER:
            return _whole(cell, indicator)
        return _number(cell, indicator) if cell.kind is CellKind.TEXT and not is_empty(cell) else None
    if cell.kind is not CellKind.TEXT:
        return None
    plain = "".join(_plain(str(cell.value)).split())
    if name == YEAR:
        found = _YEAR.match(plain)
        return int(found[1]) if found else None
    return _day(plain) if name in DATES else None


def _plain(text: str) -> str:
    """Half-width, without blanks around it and without characters that do not show."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def _number(cell: Cell, indicator: Indicator) -> int | float | None:
    text = str(cell.value)
    found = _NUMBER.match(_plain(text))
    if not found or found[4] not in {None, indicator.unit}:
        return None
    sign, whole, decimals, _ = found.groups()
    digits = f"{sign}{whole.replace(',', '')}{decimals or ''}"
    value, meant = float(digits), unmask(text, indicator.kind)
    exact = Decimal(digits) == Decimal(repr(value))  # not with more digits than a cell keeps
    if not exact or meant is None or meant.value != value:
        return None
    return int(value) if value.is_integer() else value


def _whole(cell: Cell, indicator: Indicator) -> int | None:
    """A count that a calculation has left a hair beside the whole number."""
    value = cell.value
    if not isinstance(value, float) or indicator.kind is NumberKind.AMOUNT:
        return None
    return round(value) if 0 < abs(value - round(value)) < DRIFT else None


def _day(plain: str) -> date | None:
    found = _DATE.match(plain)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # 2月30日
        return None
