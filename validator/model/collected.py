"""What an office collects: the state of each unit, and what explains a gap between its figures and theirs. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from validator.model.bilingual import Bilingual, spoken
from validator.startup.records import dataclass


class UnitState(StrEnum):
    """What came of one unit. Where several fit, the first of these that does."""

    UNREADABLE = "unreadable"
    WRONG_YEAR = "wrong_year"
    WRONG_EDITION = "wrong_edition"
    DUPLICATE = "duplicate"
    FAULTY = "faulty"
    MISSING = "missing"
    IN = "in"
    UNLISTED = "unlisted"


STATE_WORDS = {
    UnitState.IN: Bilingual("已收", "in"),
    UnitState.MISSING: Bilingual("没有报来", "missing"),
    UnitState.FAULTY: Bilingual("有强制问题", "faulty"),
    UnitState.DUPLICATE: Bilingual("有几份", "several files"),
    UnitState.WRONG_EDITION: Bilingual("版式不符", "wrong edition"),
    UnitState.WRONG_YEAR: Bilingual("年度不符", "wrong year"),
    UnitState.UNREADABLE: Bilingual("读不了", "unreadable"),
    UnitState.UNLISTED: Bilingual("不在名单上", "not on the roster"),
}
"""The states in the order in which they are counted."""


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit of an office: its state, its files, the one whose figures are added up, and why.

    `is_late`: published after the deadline; `is_of_wrong_period`: its statistical period is not the year. `codes` are
    the rules that its report breaks and must not. `zeros`: so many cells of the report taken
    have no number and count as 0.
    """

    organ: str
    state: UnitState
    files: tuple[str, ...] = ()
    taken: str | None = None
    why: Bilingual = Bilingual("", "")
    is_late: bool = False
    is_of_wrong_period: bool = False
    codes: tuple[str, ...] = ()
    zeros: int = 0

    @property
    def called(self) -> dict[str, str]:
        """What each of its files is called, as far as need be to tell them apart."""
        return told_apart(self.files)

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked of the unit."""
        return self.state is UnitState.IN

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data."""
        return {
            "organ": self.organ,
            "status": self.state.value,
            "late": self.is_late,
            "wrong_period": self.is_of_wrong_period,
            "files": list(self.files),
            "taken": self.taken,
            "why": spoken(self.why, lang),
        }


def told_apart(paths: Iterable[str]) -> dict[str, str]:
    """Files by their names, with so many of the folders above them that no two are called the same."""
    every = {path: PurePath(path).parts for path in paths}
    for length in range(1, max(map(len, every.values()), default=0)):
        found = {path: "/".join(parts[-length:]) for path, parts in every.items()}
        if len(set(found.values())) == len(found):
            return found
    return {path: path for path in every}


def states_in(entries: Iterable[UnitEntry]) -> dict[UnitState, int]:
    """How many units there are of each state."""
    found: dict[UnitState, int] = {}
    for one in entries:
        found[one.state] = found.get(one.state, 0) + 1
    return found


class ExplanationKind(StrEnum):
    """What can make an office's figure differ from the sum of its units."""

    LEFT_OUT = "left_out"
    COUNTED_TWICE = "counted_twice"
    OTHER_VERSION = "other_version"
    TYPING = "typing"
    LAST_YEAR = "last_year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing that makes a difference, or a part of it; `organ` is whose figures it is about.

    Those of one `number` make the difference together; each number is another way to explain it, 1 the likeliest,
    and 0 is a remark on the search.
    `brief` says what was done with a whole report, without the figures of one cell.
    """

    kind: ExplanationKind
    organ: str
    message: Bilingual
    number: int = 1
    brief: Bilingual | None = None

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data; `set` extends the contract."""
        message = spoken(self.message, lang)
        return {"kind": self.kind.value, "organ": self.organ, "message": message, "set": self.number}


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of an office's report beside the sum of its units; None where one of both has no figure.

    `besides` are the rows compared together with it, which an edition does not tell apart. `blank` are the first of the
    `count_blank` units in the sum that have no figure there, which counts as 0.
    """

    name: str
    own: int | float | None
    total: int | float | None
    explanations: tuple[Explanation, ...] = ()
    blank: tuple[str, ...] = ()
    count_blank: int = 0
    besides: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The cell with the rows that are compared together with it."""
        return " + ".join((self.name, *self.besides))

    @property
    def gap(self) -> int | float | None:
        """How much more the office has."""
        return None if self.own is None or self.total is None else self.own - self.total
