"""The lines that sum up the checks: one on each table, one on the cover, one over the 校验 sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from validator.model.form import Table
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.template.areas import rectangles
from validator.template.checks import Check
from validator.template.draft import CHECKS, Draft
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED, located

FIRST_ROW = 6
"""The row of the 校验 sheet where the checks begin."""
LEVEL_COLUMN, TABLE_COLUMN, LEFT_COLUMN, RIGHT_COLUMN, VERDICT_COLUMN = "B", "C", "E", "F", "H"
_NOT_STARTED, _ALL_WELL, _OPEN = "尚未填写", "全部成立", "没有不成立；待核对 "
_BROKEN = f" 处不成立，见红色单元格和“{CHECKS}”表"
IS_BROKEN, IS_OPEN = "不成立，", "待核对 "
"""What conditional formats look for in a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A formula that makes one line of text, and the text it shows."""

    formula: str
    shown: str


def count_line(rows: tuple[Check, ...]) -> Line:
    """``共 54 条：成立 50，不成立 2，待核对 2，未定 0``."""
    verdicts = _column(VERDICT_COLUMN, rows)
    formula, shown = f'="共 {len(rows)} 条：', f"共 {len(rows)} 条："
    for mark, verdict in zip(("", "，", "，", "，"), (HOLDS, FAILS, REVIEW, UNDECIDED), strict=True):
        formula += f'{mark}{verdict} "&COUNTIF({verdicts},"{verdict}")&"'
        shown += f"{mark}{verdict} {sum(one.verdict[1] == verdict for one in rows)}"
    return Line(f'{formula}"', shown)


def cover_line(draft: Draft, rows: tuple[Check, ...]) -> Line:
    """The verdict on the whole workbook."""
    prefix = "表内校验："
    return _unless_empty(prefix, draft, draft.form.tables.values(), _line(prefix, rows, rows, ""))


def table_line(draft: Draft, table: Table, rows: tuple[Check, ...]) -> Line:
    """The verdict on one table, with a word on its period where that does not agree with the cover."""
    own = tuple(one for one in rows if one.table == table.name)
    prefix = "本表勾稽：" if any(one.code.startswith("T") for one in own) else "本表校验："
    line = _line(prefix, rows, own, f'{_column(TABLE_COLUMN, rows)},"{table.name}",')
    line = _unless_empty(prefix, draft, [table], line)
    row = next(index for index, one in enumerate(rows) if (one.code, one.table) == ("P-02", table.name))
    return _with_period(line, located(CHECKS, f"{VERDICT_COLUMN}{FIRST_ROW + row}"), rows[row].verdict[1])


def _column(letter: str, rows: tuple[Check, ...]) -> str:
    """One column of the 校验 sheet, for formulas on other sheets."""
    return located(CHECKS, f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + len(rows) - 1}")


PERIOD_FAILS, PERIOD_REVIEW = "　统计期限与封面不符", "　统计期限与封面写法不同，请核对"
"""What a table's line says of its period; the conditional format of the period cell looks for it."""


def _with_period(line: Line, cell: str, verdict: str) -> Line:
    told = {HOLDS: "", FAILS: PERIOD_FAILS}.get(verdict, PERIOD_REVIEW)
    word = f'IF({cell}="{HOLDS}","",IF({cell}="{FAILS}","{PERIOD_FAILS}","{PERIOD_REVIEW}"))'
    return Line(f"{line.formula}&{word}", line.shown + told)


def _line(prefix: str, rows: tuple[Check, ...], counted: tuple[Check, ...], only: str) -> Line:
    """What has to be put right; else what has to be looked at; else that all is well. `only` narrows the count."""
    verdicts, levels = _column(VERDICT_COLUMN, rows), _column(LEVEL_COLUMN, rows)
    must, explain = (SEVERITY_NAMES["zh"][one] for one in (Severity.MUST, Severity.EXPLAIN))
    broken = f'COUNTIFS({only}{verdicts},"{FAILS}",{levels},"{must}")'
    review = f'(COUNTIFS({only}{verdicts},"{REVIEW}")+COUNTIFS({only}{verdicts},"{FAILS}",{levels},"{explain}"))'
    undecided = f'COUNTIFS({only}{verdicts},"{UNDECIDED}")'
    formula = (
        f'IF({broken}>0,"{prefix}"&{broken}&"{_BROKEN}",IF({review}+{undecided}>0,'
        f'"{prefix}{_OPEN}"&{review}&" 处，未定 "&{undecided}&" 处","{prefix}{_ALL_WELL}"))'
    )
    failed = [one.severity for one in counted if one.verdict[1] == FAILS]
    shown = [one.verdict[1] for one in counted]
    reviews = shown.count(REVIEW) + failed.count(Severity.EXPLAIN)
    if failed.count(Severity.MUST):
        return Line(formula, f"{prefix}{failed.count(Severity.MUST)}{_BROKEN}")
    if reviews + shown.count(UNDECIDED):
        return Line(formula, f"{prefix}{_OPEN}{reviews} 处，未定 {shown.count(UNDECIDED)} 处")
    return Line(formula, f"{prefix}{_ALL_WELL}")


def _unless_empty(prefix: str, draft: Draft, tables: Iterable[Table], line: Line) -> Line:
    """A blank form is not started rather than in order."""
    names = [name for table in tables for name in table.indicators if not draft.is_computed(name)]
    areas = ",".join(
        located(table.sheet, area)
        for table in draft.form.tables.values()
        for area in rectangles(draft.form.indicators[name].cell for name in names if name in table.indicators)
    )
    started = any(draft.figures[name] is not None for name in names)
    formula = f'=IF(COUNTA({areas})=0,"{prefix}{_NOT_STARTED}",{line.formula})'
    return Line(formula, line.shown if started else f"{prefix}{_NOT_STARTED}")
