"""What the verdict on a file is called: its status, and two words for what a status does not tell."""

from __future__ import annotations

from typing import Final

from validator.model.bilingual import Bilingual, spoken
from validator.model.report import FileReport

STATES: Final = {
    "fails": Bilingual("不通过", "fails"),
    "unreadable": Bilingual("读不了", "unreadable"),
    "explain": Bilingual("有待核实", "to explain"),
    "undecided": Bilingual("有未定", "undecided"),
    "untouched": Bilingual("没有填写", "not filled in"),
    "clean": Bilingual("通过", "clean"),
}
"""The gravest first."""


def state(report: FileReport) -> str:
    """The status; ``untouched`` for what nobody filled in, ``undecided`` for what is clean as far as it was judged."""
    return "untouched" if report.untouched else "undecided" if report.is_undecided else report.status.value


def word(of: str, lang: str) -> str:
    """What people call a state."""
    return spoken(STATES[of], lang)
