"""A *fix*: one cell, what it holds, what it is to hold, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from validator.model.bilingual import BLANK_WORD, Bilingual, spoken
from validator.model.cause import Cause
from validator.model.cells import CellValue, Place
from validator.model.finding import Suspect
from validator.model.shown import shown
from validator.startup.records import dataclass

LONGEST = 40
"""So much of a cell is shown: a message box has to keep its buttons on the screen."""
ASKED, CHOSEN = Bilingual("按指定的值改", "as asked"), Bilingual("由填报人另定", "as the user decided")
BY_USER = frozenset({ASKED, CHOSEN})
"""Why a fix is made that somebody wants, whatever stands in the cell."""
_SUGGESTED = Bilingual("按建议改", "as suggested")


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell by the name that the form has for it, what it holds, what it is to hold, and why."""

    name: str
    place: Place
    before: CellValue
    after: int | float | str | date
    why: Bilingual | str | tuple[Bilingual, ...] = ""

    def __str__(self) -> str:
        return f"{self.place.sheet} {self.place.cell}：{told(self.before)} 改为 {told(self.after, quoted=False)}"


def told(value: CellValue, lang: str = "zh", *, quoted: bool = True) -> str:
    """A value as a list of fixes shows it: texts in quotation marks and cut, numbers with every digit they have."""
    if isinstance(value, str) and value:
        text = value if len(value) <= LONGEST else f"{value[:LONGEST]}……"
        return f"“{text}”" if quoted else text
    if isinstance(value, float):
        return repr(value)
    return shown(value) or spoken(BLANK_WORD, lang)


def suggested(cause: Cause) -> tuple[Fix, ...]:
    """What a cause suggests, of each of its cells; nothing where the value of one of them is not known."""
    return fixes_of(cause.cells)


def fixes_of(cells: Iterable[Suspect]) -> tuple[Fix, ...]:
    """The suggestion of each of some cells that are wrong together; nothing where one of them has none."""
    found = tuple(cells)
    if any(one.suggested is None for one in found):
        return ()
    return tuple(Fix(one.indicator or "", one.place, one.value, one.suggested, _reason(one)) for one in found)  # type: ignore[arg-type]


def _reason(one: Suspect) -> Bilingual | str:
    return one.reason or _SUGGESTED


def certain(causes: Iterable[Cause]) -> tuple[Fix, ...]:
    """What the causes suggest of which nothing else can be the explanation."""
    return tuple(fix for cause in causes if cause.certain for fix in suggested(cause))
