"""Which formulas of a workbook come out otherwise once some of its cells are changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from validator.model.address import Area, Corners, addresses, corners, position, size
from validator.readers.limits import Budget
from validator.readers.workbook import Workbook
from validator.readers.xlsx.places import area
from validator.startup.expressions import expression

Key = tuple[str, str]
"""A sheet's name and an address on it."""
_MOST_NAMES = 64
"""Names that lead from one to another; beyond that nobody follows."""
_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9][0-9]{0,6}"
_END = r"(?![\w.(!\\?])"
_TOKEN = expression(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<outside>'[^'\[\]]*\[[^\[\]]*\](?:[^']|'')*'!|\[[0-9]+\][\w.]*!)[\w.$:]*"
    r"|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    rf"(?:(?P<area>{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?|{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}){_END}"
    r"|(?P<call>[^\W\d][\w.]*)\(|(?P<name>[^\W\d][\w.\\?]*))"
    r"|(?P<number>[0-9.]+(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<error>\#[A-Z0-9/]+[!?]?)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})
"""Functions that read cells which their text does not name."""
_WORDS = frozenset({"TRUE", "FALSE"})


_FIXED = expression(r"(?:\$[A-Za-z]+)?(?:\$[0-9]+)?(?::(?:\$[A-Za-z]+)?(?:\$[0-9]+)?)?")
_HARMLESS = frozenset("+-*/^&=<>(),;{}%@ \t\r\n")
_FEW = 64
"""An area of so many cells is looked up cell by cell."""


class References(NamedTuple):
    """The areas that a formula reads; `anywhere`: it may read any cell besides."""

    areas: tuple[Area, ...]
    anywhere: bool


def dependants(workbook: Workbook, changed: Iterable[Key], budget: Budget) -> frozenset[Key]:
    """Every cell whose stored result the change of some cells makes doubtful: of formulas, and of arrays every cell."""
    readers = _Readers(workbook, budget)
    waiting, found = list(changed), set[Key]()
    while waiting:
        budget.tick()
        new = {one for key in readers.of(waiting.pop()) for one in readers.array(key)} - found
        found |= new
        waiting += new
    return frozenset(found)


class _Readers:
    """Which formulas read a cell, and which cells an array formula fills."""

    def __init__(self, workbook: Workbook, budget: Budget) -> None:
        self._cells: dict[Key, list[Key]] = {}
        self._areas: dict[str, list[tuple[Corners, Key]]] = {}
        self._anywhere: list[Key] = []
        self._arrays = {
            (sheet.name, one.partition(":")[0]): corners(one)
            for sheet in workbook.sheets.values()
            for one in sheet.arrays
        }
        names = _Names(workbook)
        for sheet in workbook.sheets.values():
            budget.tick()
            for at, cell in sheet.cells.items():
                if cell.formula is not None:
                    self._take((sheet.name, at), names.references(cell.formula, sheet.name))

    def _take(self, key: Key, found: References) -> None:
        if found.anywhere:
            self._anywhere.append(key)
            return
        for sheet, place in found.areas:
            if size(place) > _FEW:
                self._areas.setdefault(sheet, []).append((place, key))
                continue
            for at in addresses(place):
                self._cells.setdefault((sheet, at), []).append(key)

    def of(self, key: Key) -> Iterator[Key]:
        """The formulas that read a cell, those that may read any cell among them."""
        yield from self._anywhere
        yield from self._cells.get(key, ())
        row, column = position(key[1])
        for (top, left, bottom, right), one in self._areas.get(key[0], ()):
            if top <= row <= bottom and left <= column <= right:
                yield one

    def array(self, key: Key) -> Iterator[Key]:
        """A cell with a formula, and all that it fills where it is that of an array."""
        yield key
        if key in self._arrays:
            yield from ((key[0], at) for at in addresses(self._arrays[key]))


class _Names:
    """What formulas of a workbook refer to, names followed to the cells that they stand for."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheets = {name.lower(): name for name in workbook.sheets}
        self._names = {name.lower(): text for name, text in workbook.names.items()}
        self._known: dict[tuple[str, str], References] = {}

    def references(self, formula: str, own: str, depth: int = 0) -> References:
        """The areas that a formula of the sheet `own` reads."""
        areas, anywhere = list[Area](), False
        for token in _TOKEN.finditer(formula):
            found = self._token(token, own, depth)
            if found is None:
                anywhere = True
            else:
                areas += found.areas
                anywhere = anywhere or found.anywhere
        return References(tuple(areas), anywhere)

    def _token(self, token: re.Match[str], own: str, depth: int) -> References | None:
        """What one word of a formula refers to; None where nobody knows."""
        if token["call"]:
            return None if token["call"].upper() in _ANYWHERE else _NOTHING
        if token["area"] and (place := area(token["area"])):
            sheet = self._sheet(token["sheet"], own)
            return None if sheet is None else References(((sheet, corners(place)),) if sheet else (), anywhere=False)
        if token["area"] or token["name"]:
            return self._name(token["area"] or token["name"], self._sheet(token["sheet"], own) or own, depth)
        return None if token["other"] and token["other"] not in _HARMLESS else _NOTHING

    def _sheet(self, stated: str | None, own: str) -> str | None:
        """The sheet that a reference is to, ``""`` for one that is not there, None for several."""
        if stated is None:
            return own
        name = stated[1:-1].replace("''", "'") if stated.startswith("'") else stated
        found = self._sheets.get(name.lower(), "")
        return None if not found and ":" in name else found

    def _name(self, name: str, sheet: str, depth: int) -> References | None:
        if name.upper() in _WORDS:
            return _NOTHING
        key = f"{sheet}!{name}".lower()
        text = self._names.get(key, self._names.get(name.lower()))
        if text is None or depth > _MOST_NAMES or any(_is_relative(one["area"]) for one in _TOKEN.finditer(text)):
            return None
        if (key, text) not in self._known:
            self._known[key, text] = References((), anywhere=True)  # a name that leads back to itself
            self._known[key, text] = self.references(text, sheet, depth + 1)
        return self._known[key, text]


_NOTHING = References((), anywhere=False)


def _is_relative(place: str | None) -> bool:
    """Whether an area depends on the cell in which it is used."""
    return place is not None and not _FIXED.fullmatch(place)
