"""An independent opinion on the sums of a filled template: what openpyxl reads from it, added up here by address.

It knows the official layout of the 2021 edition and nothing of gouji: 表三 has its rows in 8 to 32 and its seven columns
in D to J, 表四 its fifteen figures in row 8. A formula counts as what it says where it is a sum, else as its stored value.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import openpyxl

REQUESTS, REVIEWS = "三、依申请公开", "四、复议诉讼"
SHEETS = (REQUESTS, REVIEWS)
COLUMNS = "DEFGHIJ"
NEW, CARRIED_IN, FIRST, LAST, DONE, CARRIED_OUT = 8, 9, 10, 30, 31, 32
GROUPS = ("ABCDE", "FGHIJ", "KLMNO")
"""表四: four results and their total, three times, in row 8."""

FIGURES = tuple(
    chain(
        ((REQUESTS, f"{column}{row}") for row in range(NEW, CARRIED_OUT + 1) for column in COLUMNS),
        ((REVIEWS, f"{column}8") for group in GROUPS for column in group),
    )
)
SUM = re.compile(r"=(?:SUM\([A-Z0-9:,]+\)|[A-Z]+[0-9]+(?:\+[A-Z]+[0-9]+)*)")
AREA = re.compile(r"([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    SyntaxError,
    TypeError,
    ValueError,
    IndexError,
    AttributeError,
    OSError,
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Relations that do not hold, in words; formulas whose stored value is not what they say."""

    broken: tuple[str, ...]
    stale: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The stored values and the formulas of the figures by sheet and address."""

    stored: Mapping[Key, object]
    formulas: Mapping[Key, str]

    def at(self, key: Key, seen: frozenset[Key] = frozenset()) -> object:
        """What stands there: a sum as added up from its cells, anything else as stored."""
        formula = self.formulas.get(key)
        if formula is None or SUM.fullmatch(formula) is None or key in seen:
            return self.stored.get(key)
        values = [self.at((key[0], at), seen | {key}) for at in addressed(formula)]
        return sum(value for value in values if is_number(value))  # type: ignore[misc]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def addressed(formula: str) -> Iterator[str]:
    """Every cell that a sum names, areas cell by cell."""
    for left, top, right, bottom in AREA.findall(formula.replace("SUM", "")):
        letters = ALPHABET[ALPHABET.index(left) : ALPHABET.index(right or left) + 1] if len(left + right) < 3 else ""
        yield from (f"{letter}{row}" for letter in letters for row in range(int(top), int(bottom or top) + 1))


def opinion(content: bytes) -> Opinion | None:
    """What is wrong with the sums of a workbook, None where openpyxl cannot read them.

    openpyxl's quick way takes a cell's row from where it stands, so what is wrong there is read again the long way.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            quick = _opinion(content, read_only=True)
            return _opinion(content, read_only=False) if quick.broken or quick.stale else quick
        except UNREADABLE:
            return None


def _opinion(content: bytes, *, read_only: bool) -> Opinion:
    stored, written = (dict(_read(content, stored=one, read_only=read_only)) for one in (True, False))
    formulas = {key: value for key, value in written.items() if isinstance(value, str) and value.startswith("=")}
    figures = Figures(stored, formulas)
    stale = (key for key in FIGURES if key in formulas and not _same(figures.at(key), stored.get(key)))
    return Opinion(tuple(_broken(figures)), tuple(stale))


def _read(content: bytes, *, stored: bool, read_only: bool) -> Iterator[tuple[Key, object]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=read_only, data_only=stored)
    try:
        for name in SHEETS:
            for row in book[name].iter_rows(min_row=1, max_row=40, max_col=20):
                yield from (((name, cell.coordinate), cell.value) for cell in row if cell.value is not None)
    finally:
        book.close()


def _same(one: object, other: object) -> bool:
    return other is None or (is_number(other) and one == other)


def _broken(figures: Figures) -> Iterator[str]:
    for key in FIGURES:
        value = figures.at(key)
        if value is not None and not is_number(value):
            yield f"{key[1]} holds {value!r}"
            return
    for left, right in _relations():
        one, other = (sum(figures.at(key) or 0 for key in side) for side in (left, right))  # type: ignore[misc]
        if one != other:
            yield f"{'+'.join(at for _, at in left)} = {one}, {'+'.join(at for _, at in right)} = {other}"


def _relations() -> Iterator[tuple[list[Key], list[Key]]]:
    """Both sides of every definitional sum of 表三 and 表四."""
    for column in COLUMNS:
        new, carried_in, done, carried_out = (
            (REQUESTS, f"{column}{row}") for row in (NEW, CARRIED_IN, DONE, CARRIED_OUT)
        )
        yield [new, carried_in], [done, carried_out]
        yield [done], [(REQUESTS, f"{column}{row}") for row in range(FIRST, LAST + 1)]
    for row in range(NEW, CARRIED_OUT + 1):
        yield [(REQUESTS, f"J{row}")], [(REQUESTS, f"{column}{row}") for column in COLUMNS[:-1]]
    for group in GROUPS:
        yield [(REVIEWS, f"{group[-1]}8")], [(REVIEWS, f"{column}8") for column in group[:-1]]
