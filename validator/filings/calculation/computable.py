"""Which formulas of others are computed: those for which the library gives what Excel gives, at a bounded cost.

What is refused here keeps the result that the file stores. A wrong result would be worse than none: it would make
a right one look stale and be judged in its place. Each refusal was found by holding the library against LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from validator.model.bilingual import Bilingual
from validator.model.cells import Cell, CellKind

LONGEST, MOST_CELLS, MOST_TEXT = 2_000, 20_000, 32_767
"""Characters of one formula, cells of one area that it looks at, characters of its result."""
MOST_CROSSED, MOST_JOINED = 100_000, 1_000_000
"""Cells that arise where a tall area meets a wide one, characters that arise when those it looks at are joined."""

FUNCTIONS = frozenset(
    """ABS AND AVERAGE CEILING CHOOSE CLEAN CONCAT CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS
    DATE DATEVALUE DAY EOMONTH EXACT FALSE FIND FLOOR HLOOKUP IF IFERROR IFNA IFS INDEX INT ISBLANK ISERR ISERROR
    ISNA ISNUMBER ISTEXT LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MOD MONTH N NA NOT OR PRODUCT
    RIGHT ROUND ROUNDDOWN ROUNDUP SEARCH SIGN SUM SUMIF SUMIFS SUMPRODUCT SUMSQ SWITCH T TEXT
    TRUE TRUNC UPPER VALUE VLOOKUP XLOOKUP XOR YEAR""".split()  # noqa: SIM905  a word list
)
"""What is computed: what a form's figures can need, and nothing whose result is large, changes, or hides its inputs."""

_VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})
_DYNAMIC = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO"})
_TYPED = frozenset(
    """AND AVERAGE COUNTIF COUNTIFS IFERROR ISERR ISERROR ISNUMBER MAX MEDIAN MIN OR PRODUCT SUMIF SUMIFS
    SUMPRODUCT SUMSQ XOR""".split()  # noqa: SIM905  a word list
)
"""To these a number stored as text and a truth value are not what they are to the library: it takes both for numbers,
or for errors."""

QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^'\[]|'')*'")
_CALL = re.compile(r"([^\W\d][\w.]*)\(")
_EXTERNAL = re.compile(r"\[[^\]]*\][^!'\"]*'?!")
_TEXT = re.compile(r"\"((?:[^\"]|\"\")*)\"")
_CRITERION = re.compile(r"<>|.*(?:[?~]|[A-Za-z].*\*|\*.*[A-Za-z])")
"""Wildcards that the library takes otherwise (``?``, letters whose case should not count), and ``<>``: blanks count."""
_PICTURE = re.compile(r".*[0#]")
"""How TEXT shows a number: the library rounds 2.5 to 2."""
_WHOLE_LINE = re.compile(r"INDEX\([^(),]+,(?:0?,|[^(),]+,0?\)|\w+\([^()]*\),0?\))", re.IGNORECASE)
"""INDEX that gives a whole row or column, of which the library takes the first cell."""
_LIKE_A_NUMBER = re.compile(r"\s*[-+(¥￥]?[0-9０-９.]")


class NotComputable(Exception):  # noqa: N818  an outcome, not an error
    """A formula's value is not known, and why."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason)
        self.reason = reason


def functions_of(formula: str) -> list[str]:
    """What a formula calls, in capitals and without what Excel writes before newer ones."""
    called = _CALL.findall(QUOTED.sub("''", formula))
    return [name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.") for name in called]


def refuse(formula: str) -> None:
    """Raise NotComputable for a formula that is known beforehand to give no value here, or an uncertain one."""
    if len(formula) > LONGEST:
        raise NotComputable(Bilingual(f"公式超过 {LONGEST} 字", f"the formula has more than {LONGEST} characters"))
    if _EXTERNAL.search(QUOTED.sub("''", formula)):
        raise NotComputable(Bilingual("引用了别的工作簿", "it refers to another workbook"))
    names = functions_of(formula)
    for name in names:
        if name in _VOLATILE:
            raise NotComputable(Bilingual(f"{name} 的结果随时变化", f"the result of {name} changes by itself"))
        if name in _DYNAMIC:
            raise NotComputable(Bilingual(f"{name} 的引用不确定", f"what {name} refers to is not certain"))
        if name not in FUNCTIONS:
            raise NotComputable(Bilingual(f"函数 {name[:32]} 算不了", f"the function {name[:32]} is not known"))
    texts = _TEXT.findall(formula) if names else ()
    if any(map(_CRITERION.match, texts)):
        raise NotComputable(Bilingual("带通配符或者“<>”的条件算不准", "its criterion has a wildcard or <>"))
    if ("TEXT" in names and any(map(_PICTURE.match, texts))) or _WHOLE_LINE.search(QUOTED.sub("''", formula)):
        raise NotComputable(
            Bilingual("TEXT、INDEX 的这种写法算不准", "TEXT or INDEX is used in a way that is not certain")
        )


def refuse_inputs(formula: str, areas: Sequence[Sequence[Sequence[Cell]]]) -> None:
    """Raise NotComputable where what the formula looks at costs too much, or is not taken as Excel takes it."""
    tallest = max((len(area) for area in areas), default=1)
    widest = max((len(area[0]) for area in areas), default=1)
    texts = [cell.value for cell in _cells(areas) if isinstance(cell.value, str)]
    joined = sum(map(len, texts)) * (1 + formula.count("&") + formula.count(","))
    if tallest * widest > MOST_CROSSED or joined > MOST_JOINED:
        raise NotComputable(Bilingual("要看的内容太多", "it looks at too much"))
    disguised = any(isinstance(cell.value, bool) for cell in _cells(areas)) or any(map(_LIKE_A_NUMBER.match, texts))
    if disguised and (strict := _TYPED & set(functions_of(formula))):
        raise NotComputable(
            Bilingual(
                f"{min(strict)} 遇到文字形式的数或者真假值",
                f"{min(strict)} meets a number that is text or a truth value",
            )
        )


def _cells(areas: Iterable[Iterable[Iterable[Cell]]]) -> Iterable[Cell]:
    rows = chain.from_iterable(areas)
    return (cell for cell in chain.from_iterable(rows) if cell.kind is not CellKind.BLANK)
