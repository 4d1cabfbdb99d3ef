"""One entry of the catalogue: what a rule says, how it is checked, and how it reads. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from validator.model.bilingual import filled
from validator.startup.records import dataclass, field


class Severity(StrEnum):
    """强制 has to be fixed, 核实 is fixed or explained, 提示 is only told."""

    MUST = "must"
    EXPLAIN = "explain"
    NOTICE = "notice"

    def reaches(self, least: Severity) -> bool:
        """Whether it is as grave as `least`, or graver."""
        order = list(Severity)
        return order.index(self) <= order.index(least)


SEVERITY_NAMES = {
    "zh": {Severity.MUST: "强制", Severity.EXPLAIN: "核实", Severity.NOTICE: "提示"},
    "en": {Severity.MUST: "must", Severity.EXPLAIN: "explain", Severity.NOTICE: "notice"},
}


TRANSLATED = ("basis", "why", "limits", "fix")
"""The texts of a rule that have an English twin besides title and messages."""


class Outcome(StrEnum):
    """What became of one rule on one filing."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_RUN = "not_run"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Example:
    """The base filing with `change` applied, and exactly what is then found.

    `change` is what differs from the base filing, by keys of the filing's JSON (``values.表三.…``, ``text.六``).
    `finds` are all findings of this rule: ``T3-01 三、依申请公开!D8:D9,D31:D32``; empty when the rule holds.
    `title_en` is the title in English.
    """

    title: str
    change: Mapping[str, object]
    finds: tuple[str, ...]
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue.

    Either `formula` (with `each`, `when`) or `check` (``period.cover``: function `cover` of checks/period.py) says
    what must hold. `severity` is the gravest it can have; a check may report a milder one. `messages` are texts by
    variant (``""`` for the usual one) and language. `fix` is how to set right what it finds. `english` has `basis`,
    `why`, `limits` and `fix` in English.
    """

    code: str
    title: Mapping[str, str]
    severity: Severity
    basis: str
    why: str
    messages: Mapping[str, Mapping[str, str]]
    formula: str = ""
    each: str = ""
    when: str = ""
    check: str = ""
    limits: str = ""
    examples: tuple[Example, ...] = ()
    fix: str = ""
    english: Mapping[str, str] = field(default_factory=dict)

    def words(self, key: str, lang: str) -> str:
        """One of its texts (`basis`, `why`, `limits`, `fix`, `formula` …) in a language, as far as it has that twin."""
        return (lang == "en" and self.english.get(key, "")) or str(getattr(self, key))

    @property
    def family(self) -> str:
        """The letters before the dash of its code: what kind of rule it is (P, VA, T3 …)."""
        return self.code.partition("-")[0]

    @property
    def on_waivers(self) -> bool:
        """Whether it judges the waivers, after every other rule has run."""
        return self.family == "W"

    @property
    def on_filling_in(self) -> bool:
        """Whether it says that the report is not filled in, which makes every other rule pointless."""
        return self.code == "ST-16"

    @property
    def on_collecting(self) -> bool:
        """Whether it is a question of whoever collects reports, which nobody asks who fills one in."""
        return self.code == "ST-15"

    @property
    def on_damage(self) -> bool:
        """Whether it tells what happened to the workbook, which whoever collects it judges, not the workbook itself."""
        return self.family == "D"

    @property
    def on_personal_numbers(self) -> bool:
        """Whether it looks for the numbers of persons, which no other rule sees."""
        return self.code == "ST-13"

    @property
    def on_text(self) -> bool:
        """Whether it holds figures of the narrative against the tables."""
        return self.family == "N"

    @property
    def on_units(self) -> bool:
        """Whether it holds an office's report against those of its units: a question that no single report answers."""
        return self.family == "A"

    def say(self, variant: str, lang: str, args: Mapping[str, object]) -> str:
        """The message of a variant with its arguments filled in."""
        return filled(self.messages[variant][lang], args, lang)
