"""One cell formula that others wrote, computed by the `formulas` library; the only importer of it besides `meaning`.

The library costs a second to import, so it is imported when the first such formula is met: an ordinary file never
comes here. What a formula may ask for is bounded before it is evaluated (functions, length, cells), since an
evaluation under way cannot be stopped; between formulas the time is checked.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from validator.address import column_number
from validator.model import Cell, CellKind
from validator.words import Both

LONGEST, MOST_CELLS, MOST_TEXT, SECONDS = 2_000, 20_000, 32_767, 5.0
"""Characters of one formula, cells that it may look at, characters that it may give, time for those of one workbook."""

FUNCTIONS = frozenset(
    """ABS AND AVERAGE CEILING CHOOSE CLEAN COLUMNS CONCAT CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS
    DATE DATEVALUE DAY EOMONTH EXACT FALSE FIND FLOOR HLOOKUP IF IFERROR IFNA IFS INDEX INT ISBLANK ISERR ISERROR
    ISNA ISNUMBER ISTEXT LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MOD MONTH N NA NOT NUMBERVALUE OR PRODUCT
    RIGHT ROUND ROUNDDOWN ROUNDUP ROWS SEARCH SIGN SUM SUMIF SUMIFS SUMPRODUCT SUMSQ SWITCH T TEXT
    TRIM TRUE TRUNC UPPER VALUE VLOOKUP XLOOKUP XOR YEAR""".split()  # noqa: SIM905  a word list
)
"""What is computed: what a form's figures can need, and nothing whose result is large, changes, or hides its inputs."""

_VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})
_DYNAMIC = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO"})
_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^'\[]|'')*'")
_CALL = re.compile(r"([^\W\d][\w.]*)\(")
_EXTERNAL = re.compile(r"\[[^\]]*\][^!'\"]*'?!")
_INPUT = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?"
    r"(?P<left>[A-Z]{0,3})(?P<top>[0-9]{0,7})(?P<to>:(?P<right>[A-Z]{0,3})(?P<bottom>[0-9]{0,7}))?\Z"
)
"""``底稿!A1:B9`` as the library calls it; whole columns are ``A:B`` (``A1:B`` too), whole rows ``1:3``."""
_COUNTS_BLANKS = frozenset({"ROWS", "COLUMNS", "COUNTBLANK"})

Area = tuple[str, tuple[int, int, int, int]]
"""A sheet's name, and top, left, bottom, right."""
Values = list[list[Cell]]


class NotComputable(Exception):  # noqa: N818  an outcome, not an error
    """A formula's value is not known, and why."""

    def __init__(self, reason: Both) -> None:
        super().__init__(reason)
        self.reason = reason


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
    """The time left for the formulas of one workbook; it starts when the library is there."""

    seconds: float = SECONDS
    started: float | None = field(default=None)

    def check(self) -> None:
        """Raise NotComputable when the time is over."""
        now = time.monotonic()
        self.started = now if self.started is None else self.started
        if now - self.started > self.seconds:
            raise NotComputable(
                Both(f"重算超过 {self.seconds:g} 秒", f"recalculating took more than {self.seconds:g} seconds")
            )


def compute(formula: str, sheet: str, around: Surroundings, clock: Clock) -> Cell:
    """What the formula of a cell on `sheet` gives. Raises NotComputable with the reason.

    A date is its serial number: how a number is shown is the cell's business.
    """
    _refuse(formula)
    import formulas
    import numpy as np

    parser = formulas.Parser()  # only now the library is imported: its time is not the formula's
    clock.check()
    function = _compiled(parser, formula)
    clock.check()
    inputs = {name: _area(name, sheet, around) for name in function.inputs or ()}
    if _COUNTS_BLANKS & set(_functions(formula)) and any(_is_open(name) for name in inputs):
        raise NotComputable(Both("要数整行整列的空白格", "it counts the blank cells of whole rows or columns"))
    arguments = [_matrix(around.cells(area)) for area in inputs.values()]
    with np.errstate(all="ignore"):
        return _cell(_called(function, arguments))


def _refuse(formula: str) -> None:
    """What is known beforehand not to give a value here."""
    if len(formula) > LONGEST:
        raise NotComputable(Both(f"公式超过 {LONGEST} 字", f"the formula has more than {LONGEST} characters"))
    if _EXTERNAL.search(_QUOTED.sub("''", formula)):
        raise NotComputable(Both("引用了别的工作簿", "it refers to another workbook"))
    for name in _functions(formula):
        if name in _VOLATILE:
            raise NotComputable(Both(f"{name} 的结果随时变化", f"the result of {name} changes by itself"))
        if name in _DYNAMIC:
            raise NotComputable(Both(f"{name} 的引用不确定", f"what {name} refers to is not certain"))
        if name not in FUNCTIONS:
            raise NotComputable(Both(f"函数 {name[:32]} 算不了", f"the function {name[:32]} is not known"))


def _functions(formula: str) -> list[str]:
    """What a formula calls, in capitals and without what Excel writes before newer ones."""
    called = _CALL.findall(_QUOTED.sub("''", formula))
    return [name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.") for name in called]


def _is_open(name: str) -> bool:
    """Whether an input is made of whole rows or columns."""
    found = _INPUT.match(name)
    return bool(found and found["to"] and not (found["bottom"] and found["right"]))


_NO_FORMULA = Both("不是可以计算的公式", "it is no formula that can be computed")


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
    try:
        return function(*arguments)
    except _errors():
        raise NotComputable(_NO_FORMULA) from None


def _area(name: str, sheet: str, around: Surroundings) -> Area:
    """The area that an input of the compiled formula stands for; the library writes sheets in capitals."""
    if name.casefold() in around.names:
        return around.names[name.casefold()]
    found = _INPUT.match(name)
    if found is None or not (found["top"] or found["left"]) or not (found["to"] or (found["left"] and found["top"])):
        raise NotComputable(Both(f"引用“{name[:32]}”不认识", f"the reference “{name[:32]}” is not known"))
    wanted = (found["sheet"] or sheet).strip("'").replace("''", "'").casefold()
    target = next((one for one in around.sheets if one.casefold() == wanted), None)
    if target is None:
        raise NotComputable(Both(f"没有工作表“{wanted[:32]}”", f"there is no sheet “{wanted[:32]}”"))
    top, left, bottom, right = _corners(found, around.used)
    if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
        raise NotComputable(Both(f"引用超过 {MOST_CELLS} 格", f"it refers to more than {MOST_CELLS} cells"))
    return target, (top, left, bottom, right)


def _corners(found: re.Match[str], used: tuple[int, int]) -> tuple[int, int, int, int]:
    """Top, left, bottom, right; what reaches beyond all that is used ends there."""
    top, left = int(found["top"] or 1), column_number(found["left"]) or 1
    if not found["to"]:
        return top, left, top, left
    bottom, right = int(found["bottom"] or used[0]), column_number(found["right"]) or used[1]
    if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
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
    """The first value of what the library gives, as a cell."""
    import numpy as np
    import schedula
    from formulas.tokens.operand import XlError

    value = np.asarray(result, dtype=object).ravel()[0]
    if value is schedula.EMPTY:
        return Cell(0, CellKind.NUMBER)
    if isinstance(value, XlError):
        return Cell(str(value), CellKind.ERROR)
    if isinstance(value, bool | np.bool_):
        return Cell(bool(value), CellKind.BOOL)
    if isinstance(value, int | float | np.number):
        return number_cell(float(value))
    usable = isinstance(value, str) and len(value) <= MOST_TEXT
    return Cell(str(value), CellKind.TEXT) if usable else Cell("#VALUE!", CellKind.ERROR)


def number_cell(value: float) -> Cell:
    """A number as a cell: whole ones as int, without the noise of binary decimals as Excel shows none either."""
    if not math.isfinite(value):
        return Cell("#NUM!", CellKind.ERROR)
    shown = float(f"{value:.15g}")
    return Cell(int(shown) if shown.is_integer() and abs(shown) < 1e15 else shown, CellKind.NUMBER)
