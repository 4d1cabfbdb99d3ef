"""Random cell formulas as gouji recalculates them, held against a real LibreOffice.

    python -m tests.fuzz.differential_sums [--formulas 5000] [--seed 0] [--program soffice]

Each formula looks at cells of every kind, at names, at other sheets and at formulas before it. Where gouji is certain of
a result, the program has to store the same one; what gouji leaves to the file is only counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

from tests.office import Office
from validator.filings.calculation.recalculation import Recalculation
from validator.model.address import address
from validator.model.cells import Cell
from validator.model.serials import to_serial
from validator.readers import Workbook, read_workbook

DATA, OTHER, SUMS = "底稿", "'各科室 一'", "重算"
COLUMNS, ROWS, LINE = 6, 12, 8
"""Of the cells looked at; formulas of one line of the sheet of formulas."""

Make = Callable[[random.Random, "Written"], str]


@dataclass(slots=True)
class Written:
    """The formulas so far, by address."""

    formulas: dict[str, str] = field(default_factory=dict)


def content(luck: random.Random) -> object:
    """What a cell that is looked at holds."""
    whole, amount = luck.randrange(-20, 400), round(luck.uniform(-9, 90), luck.choice((1, 2, 3, 6)))
    half = luck.randrange(-40, 400) + 0.5
    odd = luck.choice(("件", "36", " 1,234", "", True, False, date(2025, 1, 31), 1234567890.123, 1e15, "=1/0", "=NA()"))
    return luck.choices((whole, amount, half, None, odd), (9, 4, 2, 3, 1))[0]


def cell(luck: random.Random, written: Written) -> str:
    """One cell: of the data, of another sheet, or a formula before."""
    if written.formulas and luck.random() < 0.3:
        return luck.choice([*written.formulas][-40:])
    at = address(luck.randint(1, ROWS), luck.randint(1, COLUMNS))
    if luck.random() < 0.3:
        at = f"${at[0]}${at[1:]}"
    return f"{luck.choice((DATA, DATA, DATA.lower(), OTHER))}!{at}"


def area(luck: random.Random, _: Written) -> str:
    """A range, whole columns and rows among them."""
    sheet = luck.choice((DATA, OTHER))
    (top, bottom), (left, right) = (sorted((luck.randint(1, n), luck.randint(1, n))) for n in (ROWS, COLUMNS))
    whole = luck.random()
    if whole < 0.05:
        return f"{sheet}!{address(1, left)[0]}:{address(1, right)[0]}"
    if whole < 0.1:
        return f"{sheet}!${top}:{bottom}"
    return f"{sheet}!{address(top, left)}:{address(bottom, right)}"


def name(luck: random.Random, _: Written) -> str:
    return luck.choice(("一件", "全部", "AB_1", "XFE1", "相对", "没有"))


def number(luck: random.Random, _: Written) -> str:
    return luck.choice(("0", "3", "12.5", "0.1", "50%", ".25", "1E2", "2.675", "1.005", "1234567.891"))


def total(luck: random.Random, written: Written) -> str:
    """SUM of ranges, cells, names, numbers, sums."""
    kinds = luck.choices((area, cell, name, number, expression), (8, 4, 1, 1, 1), k=luck.randint(1, 3))
    return f"{luck.choice(('SUM', 'SUM', 'sum'))}({','.join(make(luck, written) for make in kinds)})"


def rounded(luck: random.Random, written: Written) -> str:
    return f"ROUND({expression(luck, written)},{luck.choice(('0', '0', '1', '2', '-1', '-2', '6'))})"


def bracketed(luck: random.Random, written: Written) -> str:
    return f"({expression(luck, written)})"


def other(luck: random.Random, written: Written) -> str:
    """What is not recalculated, and must not be taken for a sum."""
    one, some = cell(luck, written), area(luck, written)
    patterns = (
        f"COUNT({some})", f"SUM(IF({some}>3,1,0))", f"MAX({some})", f"IF({one}>0,{one},0)", some, f"{some}+1",
        f"SUM({some}*2)", f"ROUND({some},0)", f"SUM(-{some})", f"{one}*2", f"{one}&1", f"--{one}", f"{one}^2",
        f"INDEX({some},1,1)", f"SUMPRODUCT({some})", f"SUBTOTAL(9,{some})", f"{one}%", f"{one}=3", "TRUE", '"3"+1',
        f"SUM({one}:{one})", f"SUM(({one}),3)", f"SUM({one},TRUE)", f'SUM("4",{one})', f"ROUND({one},{one})",
    )  # fmt: skip
    return luck.choice(patterns)


def expression(luck: random.Random, written: Written) -> str:
    """Items between signs."""
    first = luck.choice(("", "", "", "-", "+"))
    kinds: tuple[Make, ...] = (cell, total, number, rounded, bracketed, name, other)
    items = luck.choices(kinds, (8, 4, 2, 1, 1, 1, 0.3), k=luck.choice((1, 1, 2, 2, 3)))
    parts = [f"{luck.choice('+-') if at else first}{make(luck, written)}" for at, make in enumerate(items)]
    return luck.choice(("", " ")).join(parts)


def workbook(count: int, seed: int) -> openpyxl.Workbook:
    """A book with that many random formulas, none of them with a result."""
    luck = random.Random(seed)  # noqa: S311  no secret
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title in (DATA, OTHER.strip("'")):
        sheet = book.create_sheet(title)
        for row in range(1, ROWS + 1):
            for column in range(1, COLUMNS + 1):
                sheet.cell(row, column).value = content(luck)
    for title, leads in (("一件", "$B$2"), ("全部", "$A$1:$C$4"), ("AB_1", "$C$3"), ("XFE1", "$D$4"), ("相对", "B2")):
        book.defined_names[title] = DefinedName(title, attr_text=f"{DATA}!{leads}")
    sheet, written = book.create_sheet(SUMS), Written()
    for at in range(count):
        place = address(at // LINE + 1, at % LINE + 1)
        written.formulas[place] = expression(luck, written)
        sheet[place] = f"={written.formulas[place]}"
    return book


@dataclass(slots=True)
class Outcome:
    """How many formulas there were, of how many gouji was certain, and where the program stores another result."""

    formulas: int = 0
    certain: int = 0
    different: list[str] = field(default_factory=list)


def compared(count: int, seed: int, office: Office, folder: Path) -> Outcome:
    """Random formulas calculated by LibreOffice and here, with its results at hand and without."""
    source = folder / f"sums-{seed}.xlsx"
    workbook(count, seed).save(source)
    (made,) = office.convert([source], "xlsx", folder / "calculated")
    stored = read_workbook(made)
    written = read_workbook(source).sheets[SUMS].cells
    outcome = Outcome(len(written))
    for book in (with_formulas(stored, written, results=False), with_formulas(stored, written, results=True)):
        ours, outcome.certain = Recalculation(book), 0
        for at in written:
            key, theirs = (SUMS, at), stored.sheets[SUMS].cells.get(at, Cell())
            found = ours.cell(key)
            if key in ours.why_not or (found.value is theirs.value and found.cached is theirs.value):
                continue
            outcome.certain += 1
            if not same(found, theirs):
                told = f"{at} ={written[at].formula}: here {found.value!r}, there {theirs.value!r}"
                outcome.different.append(told)
    return outcome


def with_formulas(stored: Workbook, written: Mapping[str, Cell], *, results: bool) -> Workbook:
    """The program's results beside the formulas as they were written, or all formulas without one."""
    cells = stored.sheets[SUMS].cells
    sums = {
        at: replace(cells.get(at, Cell()), formula=one.formula, cached=cells.get(at, Cell()).value)
        if results
        else Cell(formula=one.formula)
        for at, one in written.items()
    }
    return replace(stored, sheets={**stored.sheets, SUMS: replace(stored.sheets[SUMS], cells=sums)})


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells show the same, a date and its number alike."""
    first, second = (to_serial(c.value) if isinstance(c.value, date) else c.value for c in (one, other))
    if isinstance(first, str) and isinstance(second, str):  # the reader takes blanks off a result
        return first.strip() == second.strip()
    if not (isinstance(first, int | float) and isinstance(second, int | float)) or isinstance(first, bool):
        return first == second
    return abs(first - second) <= 1e-9 * max(1, abs(first))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--formulas", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--program", default="soffice")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = Office(options.program, Path(folder))
        outcome = compared(options.formulas, options.seed, office, Path(folder))
    print(f"{outcome.formulas} formulas, certain of {outcome.certain}, {len(outcome.different)} different")  # noqa: T201
    print(*outcome.different, sep="\n")  # noqa: T201
    sys.exit(bool(outcome.different))


if __name__ == "__main__":
    main()
