"""One cell formula that others wrote, computed by the `formulas` library.

The library costs a second to import, so it is imported when the first such formula is met: an ordinary file never
comes here. It may not be there at all. What a formula may ask for is bounded before it is evaluated; while it is, the
time is watched.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from validator.filings.calculation.computable import (
    MOST_CELLS,
    MOST_TEXT,
    QUOTED,
    NotComputable,
    functions_of,
    refuse,
    refuse_inputs,
)
from validator.model.address import Area, Corners, column_number, size
from validator.model.bilingual import Bilingual
from validator.model.cells import Cell, CellKind
from validator.relations.evaluation import rounded

SECONDS = 5.0
"""Time for the formulas of one workbook."""

_INPUT = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?"
    r"(?P<left>[A-Z]{0,3})(?P<top>[0-9]{0,7})(?P<to>:(?P<right>[A-Z]{0,3})(?P<bottom>[0-9]{0,7}))?\Z"
)
"""``底稿!A1:B9`` as the library calls it; whole columns are ``A:B`` (``A1:B`` too), whole rows ``1:3``."""
_MEANT = re.compile(
    rf"(?P<as_is>{QUOTED.pattern})|(?P<number>(?:(?<=[(,*=<>+])|\A)--)|\b(?P<own>ROUND|VALUE)\(", re.IGNORECASE
)
_OWN = "GOUJI."
"""What the functions are called that are ours: the library's ROUND sees 1.005 as 1.00499, its VALUE a date in 1,234."""

Values = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a formula can refer to: the sheets' names, the defined names (casefolded), an area's cells row by row.

    `used` are the last row and the last column that hold anything on any sheet: a whole column is read so far.
    """

    sheets: Iterable[str]
    names: Mapping[str, Area]
    cells: Callable[[Area], Values]
    used: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class Clock:
    """The time of the processor left for the formulas of one workbook; it starts when the library is there.

    On a busy machine the same file has the same verdict: waiting for others does not count.
    """

    seconds: float = SECONDS
    started: float | None = field(default=None)

    def check(self) -> None:
        """Raise NotComputable when the time is over."""
        now = time.thread_time()
        self.started = now if self.started is None else self.started
        if now - self.started > self.seconds:
            raise self.over()

    def over(self) -> NotComputable:
        """What is said when it is."""
        return NotComputable(
            Bilingual(f"重算超过 {self.seconds:g} 秒", f"recalculating took more than {self.seconds:g} seconds")
        )

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Stop what is under way when the time is over: at the next Python function that it calls or returns from.

        Signals would do it on some systems and in the main thread only.
        """
        self.check()
        end, before = (self.started or 0.0) + self.seconds, sys.getprofile()

        def look(*_: object) -> None:
            if time.thread_time() > end:
                raise _TimeIsUp

        sys.setprofile(look)
        try:
            yield
        except _TimeIsUp:
            raise self.over() from None
        finally:
            sys.setprofile(before)


class _TimeIsUp(BaseException):
    """Not an Exception: the library makes errors of cells of those."""


def compute(formula: str, sheet: str, around: Surroundings, clock: Clock) -> Cell:
    """What the formula of a cell on `sheet` gives. Raises NotComputable with the reason.

    A date is its serial number: how a number is shown is the cell's business.
    """
    refuse(formula)
    parser = _parser()  # only now the library is imported: its time is not the formula's
    with clock.watched():
        function = _compiled(parser, _as_meant(formula))
    inputs = {name: _area(name, sheet, around) for name in function.inputs or ()}
    if "COUNTBLANK" in functions_of(formula) and any(_is_open(name) for name in inputs):
        raise NotComputable(Bilingual("要数整行整列的空白格", "it counts the blank cells of whole rows or columns"))
    areas = [around.cells(area) for area in inputs.values()]
    refuse_inputs(formula, areas)
    with clock.watched():
        return _cell(_called(function, list(map(_matrix, areas))))


def _parser() -> Any:
    """The library's parser, which knows our two functions as well; what VALUE is given is a number by then."""
    try:
        import formulas
        from formulas.functions import wrap_ufunc
    except ImportError:
        raise NotComputable(NO_LIBRARY) from None
    for name, own in (("ROUND", rounded), ("VALUE", lambda value: value)):
        formulas.get_functions().setdefault(f"{_OWN}{name}", wrap_ufunc(own))
    return formulas.Parser()


def _as_meant(formula: str) -> str:
    """The formula so that the library takes it as Excel does: ``--`` makes numbers, two functions are ours."""

    def written(found: re.Match[str]) -> str:
        return found["as_is"] or ("1*" if found["number"] else f"{_OWN}{found['own'].upper()}(")

    return _MEANT.sub(written, formula)


def _is_open(name: str) -> bool:
    """Whether an input is made of whole rows or columns."""
    found = _INPUT.match(name)
    return bool(found and found["to"] and not (found["bottom"] and found["right"]))


NO_LIBRARY = Bilingual("没有安装 formulas 库", "the library `formulas` is not installed")
_NO_FORMULA = Bilingual("不是可以计算的公式", "it is no formula that can be computed")


def _errors() -> tuple[type[Exception], ...]:
    """What the library raises on a text that it cannot make sense of: its own errors, and Python's from within."""
    from formulas.errors import BaseError
    from schedula.utils.exc import DispatcherError

    within = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, NotImplementedError, RecursionError)
    return BaseError, DispatcherError, *within


def _compiled(parser: Any, formula: str) -> Any:
    try:
        return parser.ast(f"={formula}")[1].compile()
    except _errors():
        raise NotComputable(_NO_FORMULA) from None


def _called(function: Any, arguments: list[Any]) -> Any:
    import numpy as np

    try:
        with np.errstate(all="ignore"):
            return function(*arguments)
    except _errors():
        raise NotComputable(_NO_FORMULA) from None


def _area(name: str, sheet: str, around: Surroundings) -> Area:
    """The area that an input of the compiled formula stands for; the library writes sheets in capitals."""
    if name.casefold() in around.names:
        return around.names[name.casefold()]
    found = _INPUT.match(name)
    if found is None or not (found["top"] or found["left"]) or not (found["to"] or (found["left"] and found["top"])):
        raise NotComputable(Bilingual(f"引用“{name[:32]}”不认识", f"the reference “{name[:32]}” is not known"))
    wanted = (found["sheet"] or sheet).strip("'").replace("''", "'").casefold()
    target = next((one for one in around.sheets if one.casefold() == wanted), None)
    if target is None:
        raise NotComputable(Bilingual(f"没有工作表“{wanted[:32]}”", f"there is no sheet “{wanted[:32]}”"))
    area = _corners(found, around.used)
    if size(area) > MOST_CELLS:
        raise NotComputable(Bilingual(f"引用超过 {MOST_CELLS} 格", f"it refers to more than {MOST_CELLS} cells"))
    return target, area


def _corners(found: re.Match[str], used: tuple[int, int]) -> Corners:
    """Top, left, bottom, right; what reaches beyond all that is used ends there."""
    top, left = int(found["top"] or 1), column_number(found["left"]) or 1
    if not found["to"]:
        return top, left, top, left
    bottom, right = int(found["bottom"] or used[0]), column_number(found["right"]) or used[1]
    if size((top, left, bottom, right)) > MOST_CELLS:
        bottom, right = min(bottom, used[0]), min(right, used[1])
    return top, left, max(top, bottom), max(left, right)


def _matrix(values: Values) -> Any:
    """The cells as the library takes them."""
    import numpy as np
    import schedula

    made = np.empty((len(values), len(values[0])), dtype=object)
    for row, cells in enumerate(values):
        for column, cell in enumerate(cells):
            made[row, column] = schedula.EMPTY if cell.kind is CellKind.BLANK else _given(cell)
    return made


def _given(cell: Cell) -> Any:
    from formulas.functions import Error

    if cell.kind is CellKind.ERROR:
        return Error.errors.get(str(cell.value), Error.errors["#VALUE!"])
    return cell.value


def _cell(result: Any) -> Cell:
    """The first value of what the library gives, as a cell. ``#VALUE!`` is what it gives where it is at a loss, too."""
    import numpy as np
    import schedula
    from formulas.tokens.operand import XlError

    value = np.asarray(result, dtype=object).ravel()[0]
    if value is schedula.EMPTY:
        return Cell(0, CellKind.NUMBER)
    if str(value) == "#VALUE!":
        raise NotComputable(Bilingual("重算得到 #VALUE!", "recalculating gives #VALUE!"))
    if isinstance(value, XlError):
        return Cell(str(value), CellKind.ERROR)
    if isinstance(value, bool | np.bool_):
        return Cell(bool(value), CellKind.BOOL)
    if isinstance(value, int | float | np.number):
        return number_cell(float(value))
    usable = isinstance(value, str) and len(value) <= MOST_TEXT
    return Cell(str(value), CellKind.TEXT) if usable else Cell("#VALUE!", CellKind.ERROR)


def number_cell(value: int | float) -> Cell:
    """A number as a cell: whole ones as int, without the noise of binary decimals as Excel shows none either."""
    if isinstance(value, int):
        return Cell(value, CellKind.NUMBER)
    if not math.isfinite(value):
        return Cell("#NUM!", CellKind.ERROR)
    shown = float(f"{value:.15g}")
    return Cell(int(shown) if shown.is_integer() and abs(shown) < 1e15 else shown, CellKind.NUMBER)
