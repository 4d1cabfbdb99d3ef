"""What the cells of one report hold, and which number each stands for in a relation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from tests.oracle.forms import Form, form_of

MOST = 10**12
"""“计数大于 10^12：每格一条 VA-01（没有报告会有），含它的关系未定”"""

INK = frozenset("/\\—–-无")
"""“整格只有‘/’‘\\’‘—’‘–’‘-’或‘无’。意思确定是‘没有’，处处按空白办”"""


Exact = int | Fraction
"""A number without rounding."""


class Held(Enum):
    """What a cell holds."""

    BLANK = "blank"
    NUMBER = "number"
    OTHER = "other"


def visible(text: str) -> str:
    """“只有空格、全角空格、不换行空格、不可见字符（零宽、BOM、方向标记、软连字符）的文本”是空白."""
    return "".join(one for one in text if not one.isspace() and unicodedata.category(one) != "Cf")


def held(value: object) -> Held:
    """What kind of content a value is."""
    if isinstance(value, bool):
        return Held.OTHER
    if isinstance(value, int | float | Fraction):
        return Held.NUMBER
    shown = visible(value) if isinstance(value, str) else ""
    return Held.BLANK if not shown or shown in INK else Held.OTHER


def exact(value: float | Fraction) -> Exact:
    """“计数的第16、17位是浮点噪声，按 Excel 的15位看。”"""
    if isinstance(value, Fraction) or (isinstance(value, int) and abs(value) < 10**15):
        return value
    return Fraction(f"{value:.15g}")


class Figures:
    """The tables of one report as its workbook shows them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.form: Form = form_of(data.get("edition", "2021"))
        self._given: Mapping[str, Any] = data["values"]
        places = self.form.places
        # “A table for which any total is given is built with typed totals; otherwise its totals are formulas.”
        self.typed = {places[name].table for name in self._given if places[name].parts}
        self._shown: dict[str, Any] = {name: self._show(name) for name in places}
        self.wanting = frozenset(name for name in places if self._wants_a_total(name))

    def computed(self, name: str) -> bool:
        """Whether a cell is a total that a formula gives."""
        place = self.form.places[name]
        return bool(place.parts) and place.table not in self.typed

    def held(self, name: str) -> Held:
        """What the cell holds."""
        return held(self._shown[name])

    def seen(self, name: str) -> Exact | None:
        """The number that stands in the cell, None where none does."""
        return exact(self._shown[name]) if self.held(name) is Held.NUMBER else None

    def number(self, name: str) -> Exact | None:
        """The number by which a relation takes the cell, None where that is undecided."""
        if self.held(name) is Held.BLANK:
            # “空白的分项格：参与计算时按0”; “总计格而对应分项和≠0：……含这一格的关系结果是‘未定’”
            return None if name in self.wanting else 0
        found = self.seen(name)
        return None if found is not None and self.too_large(name) else found

    def too_large(self, name: str) -> bool:
        """Whether a number is beyond any report."""
        found = self.seen(name)
        return found is not None and found > MOST

    def inputs(self, name: str) -> Iterator[str]:
        """The typed cells that a cell's number comes from: itself, or all that a formula sums."""
        if not self.computed(name):
            yield name
            return
        for part in self.form.places[name].parts[0]:
            yield from self.inputs(part)

    def _show(self, name: str) -> Any:
        if not self.computed(name):
            return self._given.get(name)
        # SUM takes the numbers and skips blanks, texts and booleans
        values: list[Any] = [self._given.get(one) for one in self.inputs(name)]
        return sum(exact(one) for one in values if held(one) is Held.NUMBER)

    def _wants_a_total(self, name: str) -> bool:
        """“空白的总计格（列G、行R24、表四总计）而对应分项和≠0：VA-03（强制，每格一条）”."""
        if self.held(name) is not Held.BLANK:
            return False
        return any(self._is_not_zero(parts) for parts in self.form.places[name].parts)

    def _is_not_zero(self, parts: Iterable[str]) -> bool:
        """“分项里有文字等未定的格时，应填的值不确定”: what is not known to be 0 is not “分项全为0或空”."""
        found = [(self.held(name), self.seen(name), name) for name in parts]
        unread = any(what is Held.OTHER or self.too_large(name) for what, _, name in found)
        return unread or sum(number or 0 for _, number, _ in found) != 0
