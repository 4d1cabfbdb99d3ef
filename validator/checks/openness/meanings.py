"""What a statement of the narrative can mean in the tables: one or several meanings, each a sum of cells.

受理N件 may be 本年新收, 本年新收+上年结转, 办理结果总计, with or without 结转下年: published reports use them all.
A statement fits when any reading fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from validator.model.blanks import is_empty
from validator.model.filing import Filing
from validator.model.form import Form
from validator.narrative.stated import (
    APPLICANTS,
    CARRIES,
    ORGANISATIONS,
    REASONS,
    RESULTS,
    FigureStatement,
    Result,
    Subject,
)
from validator.relations.verdict import counted, tidy
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning in the tables: the cells that are added, and how people call it."""

    label: str
    names: tuple[str, ...]
    less: tuple[str, ...] = ()  # the names, among them, of cells that are taken off

    def value(self, filing: Filing, before: str = "") -> int | float | None:
        """The sum of its cells, blanks as 0, None where nobody knows one. `before` ``上.`` gives last year's."""
        numbers = {name: counted(filing, f"{before}{name}") for name in self.names}
        known = [-number if name in self.less else number for name, number in numbers.items() if number is not None]
        return tidy(sum(known)) if len(known) == len(numbers) else None

    def has_blank(self, filing: Filing) -> bool:
        """Whether a blank counts as 0 in it: 凡按0参与了计算，消息里写明."""
        return any(is_empty(filing.cell(name)) for name in self.names)


_NEW, _IN, _DONE, _OVER = "本年新收", "上年结转", "办理结果总计", "结转下年"
_ALL_REQUESTS = ((_NEW,), (_NEW, _IN), (_DONE,), (_DONE, _OVER))
_BASES = ((_DONE,), (_NEW,), (_NEW, _IN))
"""What a share of requests can be a share of (2.12)."""


_ROWS: Mapping[Subject, tuple[tuple[str, ...], ...]] = {
    Subject.NEW: ((_NEW,),),
    Subject.RECEIVED: _ALL_REQUESTS,
    Subject.HANDLED: _ALL_REQUESTS,
    Subject.COMPLETED: ((_DONE,),),
    Subject.GRANTED_AND_PARTIAL: ((Subject.GRANTED, Subject.PARTIAL),),
    **{row: ((row,),) for row in RESULTS | REASONS | CARRIES},
}
"""Rows of 表三, total column; a word may be a group of rows."""

DOCUMENTS: Mapping[Subject, str] = {
    Subject.REGULATION_MADE: "表二.规章.制发",
    Subject.REGULATION_REPEALED: "表二.规章.废止",
    Subject.REGULATION_VALID: "表二.规章.有效",
    Subject.NORM_MADE: "表二.行政规范性文件.制发",
    Subject.NORM_REPEALED: "表二.行政规范性文件.废止",
    Subject.NORM_VALID: "表二.行政规范性文件.有效",
    Subject.PERMIT: "表二.行政许可.处理决定",
    Subject.PENALTY: "表二.行政处罚.处理决定",
    Subject.COERCION: "表二.行政强制.处理决定",
}
"""Cells of 表二."""

_CASES: Mapping[Subject, tuple[str, ...]] = {
    Subject.RECONSIDERATION: ("行政复议",),
    Subject.LITIGATION: ("直接起诉", "复议后起诉"),
    Subject.LITIGATION_DIRECT: ("直接起诉",),
    Subject.LITIGATION_AFTER: ("复议后起诉",),
    Subject.DISPUTES: ("行政复议", "直接起诉", "复议后起诉"),
}


def meanings(statement: FigureStatement, form: Form) -> tuple[Meaning, ...]:
    """Every meaning the statement can have in the tables of this form; none where the form lacks the cells."""
    return tuple(
        one for subject in (statement.subject, *statement.also) for one in _meanings(subject, statement.result, form)
    )


@lru_cache(maxsize=256)
def _meanings(subject: Subject, result: Result | None, form: Form) -> tuple[Meaning, ...]:
    if subject in _ROWS:
        found = [_requests(form, words) for words in _ROWS[subject]]
    elif subject in APPLICANTS:
        found = [_requests(form, words, subject) for words in ((_NEW,), (_NEW, _IN), (_DONE,))]
    elif subject in _CASES:
        column = result or "总计"
        names = tuple(f"表四.{case}.{column}" for case in _CASES[subject])
        found = [Meaning(f"{'+'.join(_CASES[subject])}·{column}", names)]
    else:
        cell = DOCUMENTS.get(subject)
        found = [Meaning(cell.removeprefix("表二."), (cell,))] if cell else []
    return _in_form(found, form)


def without_withdrawn(form: Form) -> tuple[Meaning, ...]:
    """What was answered where withdrawn requests are none of it: they are 其他处理_其他 of 表三."""
    done, other = "表三.办理结果总计.总计", "表三.其他处理_其他.总计"
    return _in_form([Meaning("办理结果总计−其他处理_其他", (done, other), less=(other,))], form)


def wholes(statement: FigureStatement, form: Form) -> tuple[Meaning, ...]:
    """What a share of this statement can be a share of (2.12): never a count beside it."""
    subject = statement.subject
    if subject in _CASES:
        every = Meaning("复议诉讼总计", tuple(f"表四.{case}.总计" for case in _CASES[Subject.DISPUTES]))
        own = Meaning("总计", tuple(f"表四.{case}.总计" for case in _CASES[subject]))
        if not statement.result:
            return (every,)
        open_ones = tuple(f"表四.{case}.尚未审结" for case in _CASES[subject])
        closed = Meaning("总计−尚未审结", (*own.names, *open_ones), less=open_ones)
        return (own, closed, every)
    if subject not in _ROWS and subject not in APPLICANTS:
        return ()
    found = [_requests(form, words) for words in _BASES]
    if subject in ORGANISATIONS:
        found += [_requests(form, words, Subject.ORGANISATION) for words in _BASES]
    if subject in REASONS:
        found.append(_requests(form, (subject.partition("_")[0],)))
    return _in_form(found, form)


def _in_form(found: Iterable[Meaning], form: Form) -> tuple[Meaning, ...]:
    return tuple(one for one in found if all(name in form.indicators for name in one.names))


def _requests(form: Form, words: tuple[str, ...], applicant: str = "总计") -> Meaning:
    """Rows of 表三, of an applicant or all: 法人或其他组织 in a sentence is columns B to F together, not 其他."""
    groups = form.tables["表三"].groups
    rows = [row for word in words for row in groups.get(word, (word,))]
    columns = groups.get(applicant, (applicant,))
    label = "+".join(words) if applicant == "总计" else f"{applicant}·{'+'.join(words)}"
    return Meaning(label, tuple(f"表三.{row}.{column}" for row in rows for column in columns))
