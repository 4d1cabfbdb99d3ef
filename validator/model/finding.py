"""What a run of the rules gives on one filing: findings, what has no verdict, what was looked at. No I/O here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from validator.model.bilingual import Bilingual, spoken
from validator.model.cells import CellValue, Place
from validator.model.collected import Explanation
from validator.model.filing import Filing, FoundBy, FoundLabel, Unplaced, Waiver
from validator.model.form import TEXT_PREFIX
from validator.model.rule import Outcome, Rule, Severity
from validator.model.where import where_of, where_of_label
from validator.startup.records import dataclass, field

UNKNOWN = Place("", "")
"""For a name that the workbook does not hold."""

_BROKEN = {"zh": "规则自身出错，没有结论：{error}", "en": "The rule itself failed, no verdict: {error}"}


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a finding. `side` is ``left`` or ``right`` of the formula, None where a rule has no sides."""

    place: Place
    indicator: str | None
    value: CellValue
    side: str | None = None
    where: Bilingual | None = None
    """Where it stands in a document, in words."""

    @property
    def in_text(self) -> bool:
        """Whether it is a section of text."""
        return (self.indicator or "").startswith(TEXT_PREFIX)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data."""
        return _where(self, lang) | {"side": self.side}


@dataclass(frozen=True, slots=True)
class Suspect:
    """The cell that is probably wrong and what it probably should hold (None: not known)."""

    place: Place
    indicator: str | None
    value: CellValue
    suggested: int | float | str | None
    certain: bool
    reason: Bilingual | str
    where: Bilingual | None = None

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data, the reason in Chinese or English."""
        told = {"suggested": self.suggested, "certain": self.certain, "reason": spoken(self.reason, lang)}
        return _where(self, lang) | told


def spot(one: CellRef | Suspect, lang: str = "zh") -> str:
    """What people find a cell by: its address in a workbook, words in a document."""
    return spoken(one.where, lang) if one.where else one.place.cell


def _where(one: CellRef | Suspect, lang: str) -> dict[str, Any]:
    """A cell as JSON data: where it is, also in words if it is in a document, and what it holds."""
    place = {"file": one.place.file, "sheet": one.place.sheet, "cell": one.place.cell}
    words = {"where": spoken(one.where, lang)} if one.where else {}
    return place | words | {"indicator": one.indicator, "value": plain_value(one.value)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of one rule that does not hold on one filing.

    `variant` picks the rule's message, `args` fill it in. `member` is the row, column or word the rule was applied to.
    """

    rule: Rule
    severity: Severity
    cells: tuple[CellRef, ...] = ()
    variant: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome = Outcome.FAILS
    left: int | float | None = None
    right: int | float | None = None
    difference: int | float | None = None
    suspects: tuple[Suspect, ...] = ()
    waiver: Waiver | None = None
    member: str = ""
    explanations: tuple[Explanation, ...] = ()
    """Of a rule on an office's report and its units: what makes the difference, the likeliest first."""

    def message(self, lang: str = "zh") -> str:
        """The rule's message about this instance, in Chinese or English."""
        if self.outcome is Outcome.BROKEN:
            return _BROKEN[lang].format_map(self.args)
        return self.rule.say(self.variant, lang, self.args)

    @property
    def here(self) -> CellRef | None:
        """Its first cell in the checked workbook; None for a finding on the whole report, or on years before."""
        return next((cell for cell in self.cells if cell.place.file is None), None)

    @property
    def counts(self) -> bool:
        """Whether it weighs on the verdict: a waived one stays visible and weighs nothing."""
        return self.waiver is None

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data, cells in the order of the formula, title and message in Chinese or English.

        A rule on an office's report and its units has `explanations` besides.
        """
        return {
            "code": self.rule.code,
            "severity": self.severity.value,
            "outcome": self.outcome.value,
            "title": self.rule.title[lang],
            "message": self.message(lang),
            "cells": [cell.to_dict(lang) for cell in self.cells],
            "left": self.left,
            "right": self.right,
            "difference": self.difference,
            "suspects": [suspect.to_dict(lang) for suspect in self.suspects],
            "waiver": self.waiver.to_dict() if self.waiver else None,
            **({"explanations": [one.to_dict(lang) for one in self.explanations]} if self.rule.on_units else {}),
        }


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not be run on a filing, and why."""

    code: str
    reason: Bilingual | str


@dataclass(frozen=True, slots=True)
class Undecided:
    """One instance of a rule with no verdict, and the cell that is missing for one.

    `lost`: the cell is not in the workbook at all; else it is blank or no number. `member` is the row, column or word
    that the rule was applied to, `way` which of them (``row``, ``column``), `quote` the sentence that a rule on the
    text could not hold against the tables.
    """

    code: str
    indicator: str
    lost: bool = False
    member: str = ""
    quote: str = ""
    way: str = ""

    def to_dict(self) -> dict[str, str]:
        """As JSON data; the quote only where it is a sentence that could not be held against the tables."""
        data = {"code": self.code, "indicator": self.indicator}
        return data | ({"quote": self.quote} if self.quote else {})


@dataclass(frozen=True, slots=True)
class Omitted:
    """So many more findings of a rule that are not listed; `counts`: whether they weigh on the verdict."""

    code: str
    count: int
    severity: Severity
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at: rules run, rules not run and why, instances undecided, cells read."""

    rules_run: tuple[str, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    cells_read: int = 0
    unclear: int = 0
    """Statements of the narrative that name a number whose subject is unclear: left alone."""
    found_by: Mapping[str, FoundBy] = field(default_factory=dict)
    """How each table was found: by names, addresses or labels."""
    omitted: tuple[Omitted, ...] = ()
    """What was found beyond what is listed: of very many findings of a rule only the first are."""
    undecided_omitted: Mapping[str, int] = field(default_factory=dict)
    """How many more sentences a rule on the text has no verdict on."""
    unplaced: tuple[Unplaced, ...] | None = None
    """The numbers that a document does not show with certainty; None where the report is a workbook."""

    @property
    def omitted_by_code(self) -> dict[str, int]:
        """How many findings of each rule are not listed."""
        found: Counter[str] = Counter()
        for one in self.omitted:
            found[one.code] += one.count
        return dict(found)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data; `unclear`, `found_by` and `undecided_omitted` extend the contract."""
        unplaced = [
            {"indicator": one.indicator, "seen": one.seen, "reason": spoken(one.reason, lang)}
            for one in self.unplaced or ()
        ]
        return {
            "rules_run": list(self.rules_run),
            "not_run": [{"code": one.code, "reason": spoken(one.reason, lang)} for one in self.not_run],
            "undecided": [one.to_dict() for one in self.undecided],
            "cells_read": self.cells_read,
            "unclear": self.unclear,
            "found_by": {table: way.value for table, way in self.found_by.items()},
            "omitted": [{"code": code, "count": count} for code, count in self.omitted_by_code.items()],
            "undecided_omitted": [{"code": code, "count": count} for code, count in self.undecided_omitted.items()],
            **({} if self.unplaced is None else {"unplaced": unplaced}),
        }


def plain_value(value: CellValue) -> int | float | str | bool | None:
    """The value of a cell as JSON has it: dates as ISO text, whole floats as integers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)


def cell_ref(filing: Filing, name: str, side: str | None = None) -> CellRef:
    """The cell of that name as findings state it. `indicator` is the name, also outside the tables (正文.六)."""
    return CellRef(filing.place(name) or UNKNOWN, name, filing.cell(name).value, side, where_of(filing, name))


def suspect_of(
    filing: Filing, name: str, suggested: int | float | str | None, reason: Bilingual | str, *, certain: bool = False
) -> Suspect:
    """The cell of that name as what is probably wrong."""
    where = where_of(filing, name)
    return Suspect(filing.places[name], name, filing.cell(name).value, suggested, certain, reason, where)


def label_ref(filing: Filing, label: FoundLabel) -> CellRef:
    """The cell of a label, with what is read there."""
    return CellRef(label.place, None, label.found or None, where=where_of_label(filing, label))


def quoted(filing: Filing, name: str, words: str, side: str | None = None) -> CellRef:
    """A text cell of which only some words are meant: they are the value, not the whole section."""
    return CellRef(filing.place(name) or UNKNOWN, name, words, side, where_of(filing, name))
