"""Safe normalisations (安全修正): what only one number can be meant by, written as that number. Pure.

Only constants that are texts, and only where the text is the number in another spelling: full-width digits, blanks
around it, thousands separators in their places, the unit of the cell itself. What the validator merely guesses
(``22（其中修订16件）``, ``二十二``, ``1O``, ``251000元``) stays for the clerk to decide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from validator.checks.disguise import unmask
from validator.model.bilingual import Bilingual
from validator.model.blanks import is_empty
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import Indicator, NumberKind, Role
from validator.repair.fixes import Fix
from validator.startup.expressions import expression

_DATES = (Role.START, Role.END, Role.PUBLISHED)
_DRIFT = 1e-9
_NUMBER = expression(r"([+-]?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(\.\d+)?\s*(件|万元)?\Z")
_YEAR = expression(r"(\d{4})年?\Z")
_DATE = expression(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?\Z")
_NARROWED = {0xFF01 + at: 0x21 + at for at in range(94)}
"""Full-width signs as the plain ones."""
_UNSEEN = expression(r"[\u200b-\u200f\u2060\ufeff]")


_WIDE = Bilingual("全角字符", "full-width characters")
_SPACED = Bilingual("多余的空格", "blanks")
_GROUPED = Bilingual("千分位逗号", "thousands separators")
_WITH_UNIT = Bilingual("带了单位", "its unit")
_AS_TEXT = Bilingual("存成了文字", "stored as text")
_DRIFTED = Bilingual("计算留下的零头", "what a calculation left over")
_DAY_AS_TEXT = Bilingual("日期存成了文字", "a day stored as text")
_YEAR_AS_TEXT = Bilingual("年度存成了文字", "a year stored as text")

_Why = Bilingual | tuple[Bilingual, ...]


def safe_fixes(filing: Filing) -> tuple[Fix, ...]:
    """Every cell of the form that can safely be put right."""
    return tuple(_safe_fixes(filing))


def _safe_fixes(filing: Filing) -> Iterator[Fix]:
    days = {filing.form.name_of(role) for role in _DATES}
    after: int | float | date | None
    for name, place in filing.places.items():
        cell = filing.cell(name)
        if cell.formula is not None or place.file is not None:
            continue
        indicator = filing.indicator(name)
        if indicator is not None:
            after, why = _figure(cell, indicator), _why(cell, indicator)
        elif cell.kind is not CellKind.TEXT:
            continue
        elif name == filing.form.name_of(Role.YEAR):
            after, why = year_of_text(str(cell.value)), _YEAR_AS_TEXT
        else:
            after, why = day_of_text(str(cell.value)) if name in days else None, _DAY_AS_TEXT
        if after is not None:
            yield Fix(name, place, cell.value, after, why)


def _figure(cell: Cell, indicator: Indicator) -> int | float | None:
    if cell.kind is CellKind.NUMBER:
        return _whole(cell, indicator)
    return number_of(str(cell.value), indicator) if cell.kind is CellKind.TEXT and not is_empty(cell) else None


def _why(cell: Cell, indicator: Indicator) -> _Why:
    """What there is about a figure that is not as it should be."""
    if cell.kind is not CellKind.TEXT:
        return _DRIFTED
    text, plain = str(cell.value), _plain(str(cell.value))
    found = {
        _WIDE: text.translate(_NARROWED) != text,
        _SPACED: any(one.isspace() or _UNSEEN.match(one) for one in text),
        _GROUPED: "," in plain,
        _WITH_UNIT: plain.endswith(indicator.unit),
    }
    return tuple(what for what, is_so in found.items() if is_so) or _AS_TEXT


def _plain(text: str) -> str:
    """Half-width, without blanks around it and without characters that do not show."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def number_of(text: str, indicator: Indicator) -> int | float | None:
    """The number that a text of that indicator's cell is in another spelling; None where it may be anything else."""
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
    return round(value) if 0 < abs(value - round(value)) < _DRIFT else None


def year_of_text(text: str) -> int | None:
    """The year that a text states and nothing else, ``2024年``."""
    found = _YEAR.match(_without_blanks(text))
    return int(found[1]) if found else None


def day_of_text(text: str) -> date | None:
    """The day that a text states and nothing else: ``2024-1-1``, ``2024.1.1``, ``2024年1月1日``."""
    found = _DATE.match(_without_blanks(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # 2月30日
        return None


def _without_blanks(text: str) -> str:
    return "".join(_plain(text).split())
