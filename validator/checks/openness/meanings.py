"""What a statement of the narrative can mean in the tables: one or several meanings, each a sum of cells.

受理N件 may be 本年新收, 本年新收+上年结转, 办理结果总计, with or without 结转下年: published reports use them all.
A statement fits when any reading fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from validator.model.blanks import is_empty
from validator.model.filing import Filing
from validator.model.form import Form
from validator.narrative.stated import REASONS, FigureStatement, Result, Subject
from validator.relations.verdict import counted, tidy


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
    Subject.CARRIED_IN: ((_IN,),),
    Subject.COMPLETED: ((_DONE,),),
    Subject.GRANTED: (("予以公开",),),
    Subject.PARTIAL: (("部分公开",),),
    Subject.GRANTED_AND_PARTIAL: (("予以公开", "部分公开"),),
    Subject.DENIED: (("不予公开",),),
    Subject.UNABLE: (("无法提供",),),
    Subject.NOT_PROCESSED: (("不予处理",),),
    Subject.OTHERWISE: (("其他处理",),),
    Subject.CARRIED_OVER: ((_OVER,),),
    **{reason: ((reason.value,),) for reason in REASONS},
}
"""Rows of 表三, total column; a word may be a group of rows."""

_APPLICANTS: Mapping[Subject, str] = {
    Subject.NATURAL: "自然人",
    Subject.ORGANISATION: "法人或其他组织",
    Subject.BUSINESS: "商业企业",
    Subject.RESEARCH: "科研机构",
    Subject.WELFARE: "社会公益组织",
    Subject.LEGAL_SERVICE: "法律服务机构",
}
"""Columns of 表三; 法人或其他组织 in a sentence is columns B to F together, not column 其他."""

_CELLS: Mapping[Subject, str] = {
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

_CASES: Mapping[Subject, tuple[str, ...]] = {
    Subject.RECONSIDERATION: ("行政复议",),
    Subject.LITIGATION: ("直接起诉", "复议后起诉"),
    Subject.LITIGATION_DIRECT: ("直接起诉",),
    Subject.LITIGATION_AFTER: ("复议后起诉",),
    Subject.DISPUTES: ("行政复议", "直接起诉", "复议后起诉"),
}
_RESULTS: Mapping[Result | None, str] = {
    None: "总计",
    Result.UPHELD: "结果维持",
    Result.CORRECTED: "结果纠正",
    Result.OTHER: "其他结果",
    Result.PENDING: "尚未审结",
}


def meanings(statement: FigureStatement, form: Form) -> tuple[Meaning, ...]:
    """Every meaning the statement can have in the tables of this form; none where the form lacks the cells."""
    subject = statement.subject
    if subject in _ROWS:
        found = [_requests(form, words, ("总计",)) for words in _ROWS[subject]]
    elif subject in _APPLICANTS:
        columns = form.tables["表三"].groups.get(_APPLICANTS[subject], (_APPLICANTS[subject],))
        label = _APPLICANTS[subject]
        found = [_requests(form, words, columns, f"{label}·") for words in ((_NEW,), (_NEW, _IN), (_DONE,))]
    elif subject in _CASES:
        column = _RESULTS[statement.result]
        names = tuple(f"表四.{case}.{column}" for case in _CASES[subject])
        found = [Meaning(f"{'+'.join(_CASES[subject])}·{column}", names)]
    else:
        found = [Meaning(_CELLS[subject].removeprefix("表二."), (_CELLS[subject],))] if subject in _CELLS else []
    return tuple(one for one in found if all(name in form.indicators for name in one.names))


def without_withdrawn(form: Form) -> tuple[Meaning, ...]:
    """What was answered where withdrawn requests are none of it: they are 其他处理_其他 of 表三."""
    done, other = "表三.办理结果总计.总计", "表三.其他处理_其他.总计"
    if other not in form.indicators:
        return ()
    return (Meaning("办理结果总计−其他处理_其他", (done, other), less=(other,)),)


def wholes(statement: FigureStatement, form: Form) -> tuple[Meaning, ...]:
    """What a share of this statement can be a share of (2.12): never a count beside it."""
    subject = statement.subject
    if subject in _CASES:
        every = Meaning("复议诉讼总计", tuple(f"表四.{case}.总计" for case in _CASES[Subject.DISPUTES]))
        own = Meaning("总计", tuple(f"表四.{case}.总计" for case in _CASES[subject]))
        return (own, every) if statement.result else (every,)
    if subject in _CELLS or not (subject in _ROWS or subject in _APPLICANTS):
        return ()
    found = [_requests(form, words, ("总计",)) for words in _BASES]
    if subject in _APPLICANTS and subject not in (Subject.NATURAL, Subject.ORGANISATION):
        columns = form.tables["表三"].groups.get(_APPLICANTS[Subject.ORGANISATION], ())
        found += [_requests(form, words, columns, "法人或其他组织·") for words in _BASES]
    if subject in REASONS:
        found.append(_requests(form, (subject.value.partition("_")[0],), ("总计",)))
    return tuple(one for one in found if all(name in form.indicators for name in one.names))


def _requests(form: Form, words: Iterable[str], columns: Iterable[str], prefix: str = "") -> Meaning:
    table, chosen = form.tables["表三"], tuple(words)
    rows = [row for word in chosen for row in table.groups.get(word, (word,))]
    return Meaning(prefix + "+".join(chosen), tuple(f"表三.{row}.{column}" for row in rows for column in columns))
