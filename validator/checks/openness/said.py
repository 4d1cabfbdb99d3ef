"""The statements of the narrative on this body and year, and findings that hold them against the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from validator.checks.openness.meanings import Meaning
from validator.checks.openness.scope import as_of_this_year, is_ours
from validator.checks.openness.texts import in_texts, section_of, text_names
from validator.language.numbers import Exact
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided, cell_ref, quoted
from validator.model.rule import Rule, Severity
from validator.model.shown import shown
from validator.narrative.stated import FigureStatement, Kind, Subject
from validator.narrative.statements import statements
from validator.relations.verdict import counted, tidy
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, the section that makes it, and all statements of that section (`refers` counts among them)."""

    section: str
    statement: FigureStatement
    others: tuple[FigureStatement, ...]

    @property
    def referred(self) -> FigureStatement | None:
        """The statement that a change, a share or an "all" belongs to."""
        at = self.statement.refers
        return None if at is None else self.others[at]


def unclear_figures(filing: Filing) -> int:
    """How many figures of the narrative were left alone because it is unclear what they count: for coverage."""
    return sum(1 for _ in in_texts(filing, lambda text: _reading(text).unclear))


_reading = lru_cache(maxsize=16)(statements)
"""Thirteen rules read the same three sections."""


def said_in(filing: Filing, subjects: Iterable[Subject] = (), kinds: Iterable[Kind] = (Kind.COUNT,)) -> Iterator[Said]:
    """The statements on these subjects (all when empty) about this body, this year and the whole of its figures."""
    wanted, sorts = frozenset(subjects), frozenset(kinds)
    organ, year = filing.organ, filing.year
    for name in text_names(filing):
        for said in _ours(name, filing.text(name), organ, year):
            if said.statement.kind in sorts and (not wanted or said.statement.subject in wanted):
                yield said


@lru_cache(maxsize=16)
def _ours(name: str, text: str, organ: str, year: int | None) -> tuple[Said, ...]:
    """What a section says that the tables of this body and year count."""
    others = _reading(text).statements
    found = (as_of_this_year(written, year) for written in others)
    return tuple(Said(name, one, others) for one in found if is_ours(one, organ, year, text))


def exactly(one: FigureStatement) -> float:
    """The figure, 0 for a hedged one."""
    return float(one.low) if one.low is not None and one.low == one.high else 0.0


def names_of(meant: Iterable[Meaning]) -> tuple[str, ...]:
    """The cells of several meanings, each once."""
    return tuple(dict.fromkeys(name for one in meant for name in one.names))


def left_undecided(rule: Rule, said: Said, name: str) -> Undecided:
    """值未定的句子列入覆盖说明，不能无声略过。"""
    quote = " ".join(said.statement.quote.split())
    return Undecided(rule.code, name, member=quote, quote=quote)


def zeros_in(filing: Filing, meant: Iterable[Meaning]) -> Bilingual | str:
    """空白分项按0并写明。"""
    if not any(one.has_blank(filing) for one in meant):
        return ""
    return Bilingual("（空白的格按 0 计）", " (blank cells counted as 0)")


def contradiction(
    rule: Rule,
    filing: Filing,
    said: Said,
    names: Iterable[str],
    variant: str,
    args: Mapping[str, object],
    left: float | None = None,
    right: float | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding at the section's cell, quoting its words, with the cells of the tables it was held against."""
    text = quoted(filing, said.section, said.statement.quote, "left")
    cells = (text, *(cell_ref(filing, name, "right") for name in names))
    quote = " ".join(said.statement.quote.split())
    told = {"zeros": "", "section": section_of(said.section), "quote": quote, **args}
    gap = None if left is None or right is None else tidy(left - right)
    return Finding(
        rule, severity or rule.severity, cells, variant, told, left=left, right=right, difference=gap, member=quote
    )


def none_of(
    rule: Rule, filing: Filing, said: Said, name: str, key: str, variant: str = "", left: float | None = 0
) -> Iterator[Finding | Undecided]:
    """Of a sentence by which the cell is 0; the message calls what stands there `key`."""
    value = counted(filing, name)
    if value is None:
        yield left_undecided(rule, said, name)
    elif value:
        yield contradiction(rule, filing, said, (name,), variant, {key: value}, left, value)


def tidy_number(value: Exact | float) -> int | float:
    """A figure of the text as findings hold numbers."""
    return tidy(float(value))


def as_counts(tried: Mapping[str, float]) -> tuple[str, ...]:
    """Each meaning tried and its number, for a message."""
    return tuple(f"{label} {shown(tidy_number(value))}" for label, value in tried.items())


def as_percents(tried: Mapping[str, float], decimals: int) -> tuple[str, ...]:
    """Each base tried and the share of it, for a message."""
    return tuple(f"{label} {value:.{decimals}f}%" for label, value in tried.items())
