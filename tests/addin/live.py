"""The commands in a real Calc: books open in it, somebody who answers its questions, and what is on its sheets."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin import commands
from addin.host.caller import encoded
from addin.traces import results
from tests.addin.calc import Calc
from tests.conftest import ROOT
from validator.writers.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings

EXAMPLES = sorted((ROOT / "examples").glob("*.xlsx"))
SUQIAN, MIANCHI, FAULTY = (
    ROOT / "examples" / name for name in ("宿迁市2024.xlsx", "渑池县2023.xlsx", "处处有错2025.xlsx")
)


@dataclass
class Clerk:
    """Sits at the office: reads what it says, agrees or not, and types what it asks for."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agrees: bool = True
    types: list[str | None] = field(default_factory=list)

    def say(self, text: str, title: str) -> None:
        assert title == "年报校验"
        self.said.append(text)

    def ask(self, text: str, title: str) -> bool:
        assert title == "年报校验"
        self.asked.append(text)
        return self.agrees

    def enter(self, prompt: str, title: str, default: str) -> str | None:
        assert title == "年报校验"
        self.asked.append(f"{prompt}{default}")
        return self.types.pop(0)


@dataclass(frozen=True)
class Live:
    """Calc as xlwings' engine."""

    calc: Calc
    clerk: Clerk
    engine: Any

    @contextmanager
    def book(self, source: Path, folder: Path, name: str = "", *, read_only: bool = False) -> Iterator[xlwings.Book]:
        """A copy of a workbook in `folder`, open."""
        path = folder / (name or source.name)
        shutil.copy(source, path)
        with self.opened(path, read_only=read_only) as book:
            yield book

    @contextmanager
    def opened(self, path: Path, *, read_only: bool = False) -> Iterator[xlwings.Book]:
        """A workbook, open."""
        book = self.engine.apps[1].books.open(path, read_only=read_only)
        try:
            yield book
        finally:
            book.close()


def press(action: str, book: xlwings.Book, *typed: str) -> str:
    """Press a button; the status bar afterwards."""
    commands.run(action, *map(encoded, typed), book=book)
    return str(book.app.status_bar)


def found(book: xlwings.Book) -> list[tuple[str, str, str]]:
    """Rule, sheet and cell of each row of the sheet of results."""
    sheet = results.find(book)
    assert sheet is not None
    return [(row.code, row.sheet, row.cell) for row in results.read(sheet)]


def column(book: xlwings.Book, letter: str) -> list[Any]:
    """One column of the findings."""
    sheet = book.sheets[SHEET]
    values: list[Any] = sheet.range(f"{letter}6:{letter}{5 + len(found(book))}").options(ndim=1).value
    return values


def marks(book: xlwings.Book) -> dict[str, dict[str, str]]:
    """Sheet -> cell -> look, of every cell that shows a mark."""
    shown: dict[str, dict[str, str]] = {}
    for sheet in book.sheets:
        for rule in sheet.cells.conditional_formats:
            if "gouji:" in (rule.formula or ""):
                look = rule.formula.rpartition(":")[2].partition('"')[0]  # type: ignore[union-attr]
                for area in rule.impl.api.Range.RangeAddresses:
                    for row in range(area.StartRow, area.EndRow + 1):
                        for one in range(area.StartColumn, area.EndColumn + 1):
                            cell = sheet.range((row + 1, one + 1)).get_address(False, False)
                            shown.setdefault(sheet.name, {})[cell] = look
    return shown


def saved(book: xlwings.Book, path: Path) -> dict[str, bytes]:
    """The parts of the workbook as Calc writes it at this moment."""
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def recalculated(book: xlwings.Book) -> None:
    """Calc gives formulas the number format of what they refer to when it calculates anew, as it does for a new sheet.

    Done before, so that this does not look like a trace of the marks.
    """
    book.impl.doc.calculateAll()
