"""The lines that sum up the checks: one on each table, one on the cover, one over the 校验 sheet."""

from __future__ import annotations

from collections.abc import Iterable

from validator.filings.sheets import CHECKS
from validator.model.form import Table
from validator.startup.records import dataclass
from validator.template.areas import located
from validator.template.check_rows import FIRST_ROW, TABLE_COLUMN, VERDICT_COLUMN, CheckRow, untouched_cell
from validator.template.draft import Draft
from validator.template.live import FAILS, HOLDS, NOT_STARTED, REVIEW, UNDECIDED

_ALL_WELL, _OPEN = "全部成立", "没有不成立；待核对 "
_BROKEN = f" 处不成立，见红色单元格和“{CHECKS}”表"
IS_BROKEN, IS_OPEN = "不成立，", "待核对 "
"""What conditional formats look for in a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A formula that makes one line of text, and the text it shows."""

    formula: str
    shown: str


def count_line(rows: tuple[CheckRow, ...]) -> Line:
    """``共 54 条：成立 50，不成立 2，待核对 2，未定 0``."""
    verdicts = _column(VERDICT_COLUMN, rows)
    formula, shown = f'="共 {len(rows)} 条：', f"共 {len(rows)} 条："
    for mark, verdict in zip(("", "，", "，", "，"), (HOLDS, FAILS, REVIEW, UNDECIDED), strict=True):
        formula += f'{mark}{verdict} "&COUNTIF({verdicts},"{verdict}")&"'
        shown += f"{mark}{verdict} {sum(one.verdict[1] == verdict for one in rows)}"
    idle, word = f'COUNTIF({verdicts},"{NOT_STARTED}")', f"，{NOT_STARTED} "
    count = sum(one.verdict[1] == NOT_STARTED for one in rows)
    return Line(f'{formula}"&IF({idle}>0,"{word}"&{idle},"")', f"{shown}{word}{count}" if count else shown)


def cover_line(draft: Draft, rows: tuple[CheckRow, ...]) -> Line:
    """The verdict on the whole workbook, with a word on the title where its year is not the cover's."""
    prefix = "表内校验："
    line = _unless_empty(prefix, draft, draft.form.tables.values(), _line(prefix, rows, rows, ""))
    return _with_word(line, rows, _place(rows, "period.title"), (TITLE_FAILS, TITLE_REVIEW))


def table_line(draft: Draft, table: Table, rows: tuple[CheckRow, ...]) -> Line:
    """The verdict on one table, with a word on its period where that does not agree with the cover."""
    own = tuple(one for one in rows if one.table == table.name)
    prefix = "本表勾稽：" if any(one.rule.formula for one in own) else "本表校验："
    line = _line(prefix, rows, own, f'{_column(TABLE_COLUMN, rows)},"{table.name}",')
    line = _unless_empty(prefix, draft, [table], line)
    return _with_word(line, rows, _place(rows, "period.tables", table.name), (PERIOD_FAILS, PERIOD_REVIEW))


def _place(rows: tuple[CheckRow, ...], check: str, table: str = "") -> int | None:
    """Which row is of a check, on a table if one is given; None where the catalogue has no such rule."""
    return next((at for at, one in enumerate(rows) if one.rule.check == check and table in {"", one.table}), None)


def _column(letter: str, rows: tuple[CheckRow, ...]) -> str:
    """One column of the 校验 sheet, for formulas on other sheets."""
    return located(CHECKS, f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + len(rows) - 1}")


PERIOD_FAILS, PERIOD_REVIEW = "　统计期限与封面不符", "　统计期限与封面写法不同，请核对"
TITLE_FAILS, TITLE_REVIEW = "　标题的年度与报告年度不符", "　标题的年度请核对"
"""What a line says of a period or the title; the conditional format of that cell looks for it, on its own sheet."""


def _with_word(line: Line, rows: tuple[CheckRow, ...], place: int | None, words: tuple[str, str]) -> Line:
    if place is None:
        return line
    cell, (fails, review) = located(CHECKS, f"{VERDICT_COLUMN}{FIRST_ROW + place}"), words
    told = {FAILS: fails, REVIEW: review}.get(rows[place].verdict[1], "")
    word = f'IF({cell}="{FAILS}","{fails}",IF({cell}="{REVIEW}","{review}",""))'
    return Line(f"{line.formula}&{word}", line.shown + told)


def _line(prefix: str, rows: tuple[CheckRow, ...], counted: tuple[CheckRow, ...], only: str) -> Line:
    """What has to be put right; else what has to be looked at; else that all is well. `only` narrows the count."""
    verdicts, shown = _column(VERDICT_COLUMN, rows), [one.verdict[1] for one in counted]
    broken, review, undecided = (f'COUNTIFS({only}{verdicts},"{word}")' for word in (FAILS, REVIEW, UNDECIDED))
    formula = (
        f'IF({broken}>0,"{prefix}"&{broken}&"{_BROKEN}",IF({review}+{undecided}>0,'
        f'"{prefix}{_OPEN}"&{review}&" 处，未定 "&{undecided}&" 处","{prefix}{_ALL_WELL}"))'
    )
    return Line(formula, prefix + told_of(shown))


def told_of(words: list[str]) -> str:
    """What a line says of the words of its checks."""
    if FAILS in words:
        return f"{words.count(FAILS)}{_BROKEN}"
    if REVIEW in words or UNDECIDED in words:
        return f"{_OPEN}{words.count(REVIEW)} 处，未定 {words.count(UNDECIDED)} 处"
    return _ALL_WELL


def _unless_empty(prefix: str, draft: Draft, tables: Iterable[Table], line: Line) -> Line:
    """A blank form is not started rather than in order."""
    names = [table.name for table in tables]
    untouched = ",".join(untouched_cell(draft.form, name) for name in names)
    formula = f'=IF(SUM({untouched})={len(names)},"{prefix}{NOT_STARTED}",{line.formula})'
    return Line(formula, f"{prefix}{NOT_STARTED}" if all(map(draft.is_untouched, names)) else line.shown)
