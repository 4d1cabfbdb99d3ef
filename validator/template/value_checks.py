"""The rows of the 校验 sheet about single cells: what is no number, and what is blank."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.blanks import PLACEHOLDERS
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import Indicator, NumberKind, Table
from validator.model.rule import Severity
from validator.relations.verdict import part_sums
from validator.template.areas import rectangles
from validator.template.checks import LEFT, Check
from validator.template.live import FAILS, HOLDS, REVIEW, blank_total, check_name, located

_UNFIT = {
    NumberKind.COUNT: "({0}<0)+({0}<>INT({0}))>0",
    NumberKind.SIGNED: "{0}<>INT({0})",
    NumberKind.AMOUNT: "{0}<0",
}
LISTED = f"|{'|'.join(sorted(PLACEHOLDERS))}||"
"""Where FIND looks for ``|text|``: “/”, “—”, “无” and the like, and the empty text. FIND knows no wildcards."""


def value_checks(filing: Filing) -> tuple[Check, ...]:
    """VA-01 (with VA-02 for amounts) and VA-03, once for each table."""
    tables = filing.form.tables.values()
    return (*(_numbers(filing, one) for one in tables), *(_blanks(filing, one) for one in tables))


def _numbers(filing: Filing, table: Table) -> Check:
    wrong = sum(_is_unfit(filing, one) for one in table.indicators.values())
    counted = (f"SUM({_each(area, _unfit_test(area, kind))})" for kind, area in _areas(table))
    return Check(
        name=check_name("VA-01", table.name),
        code="VA-01",
        severity=Severity.MUST,
        table=table.name,
        what="不合要求的格数",
        relation="件数为非负整数，金额为非负数（万元），不得写成文字",
        sheet=table.sheet,
        cell=next(iter(table.indicators.values())).cell,
        left=(f"={'+'.join(counted)}", wrong),
        right=("=0", 0),
        verdict=(f'=IF({LEFT}=0,"{HOLDS}","{FAILS}")', FAILS if wrong else HOLDS),
        left_is_array=True,
    )


def _blanks(filing: Filing, table: Table) -> Check:
    """空白不等于0：空白的总计格而分项和≠0，必须改；其余空白和“/”“—”“无”，核对。"""
    empty = [name for name in table.indicators if _is_nothing(filing.cell(name))]
    due = [name for name in empty if filing.cell(name).value is None and any(part_sums(filing, name))]
    counted = (f"SUM({_each(area, '0', blank='1', placeholder='1', other='0')})" for _, area in _areas(table))
    totals = [blank_total(filing.form, name, sheet=True) for name in table.indicators]
    must = "+".join(f"({one})" for one in totals if one)
    rest = f'IF({LEFT}=0,"{HOLDS}","{REVIEW}")'
    return Check(
        name=check_name("VA-03", table.name),
        code="VA-03",
        severity=Severity.MUST,
        table=table.name,
        what="空白的格数",
        relation="空白不等于0：没有发生的填 0，总计格不留空",
        sheet=table.sheet,
        cell=next(iter(table.indicators.values())).cell,
        left=(f"={'+'.join(counted)}", len(empty)),
        right=("=0", 0),
        verdict=(
            f'=IF({must}>0,"{FAILS}",{rest})' if must else f"={rest}",
            FAILS if due else REVIEW if empty else HOLDS,
        ),
        left_is_array=True,
    )


def _is_unfit(filing: Filing, one: Indicator) -> bool:
    cell = filing.cell(one.name)
    if _is_nothing(cell):
        return False
    number = filing.number(one.name)
    if number is None:
        return True
    return (number < 0 and one.kind is not NumberKind.SIGNED) or (
        one.kind is not NumberKind.AMOUNT and number != int(number)
    )


def _unfit_test(area: str, kind: NumberKind) -> str:
    return f"IF({_UNFIT[kind].format(area)},1,0)"


def _each(area: str, number: str, *, blank: str = "0", placeholder: str = "0", other: str = "1") -> str:
    """What each cell of an area counts, by what it holds: nothing, a number, “/” and the like, anything else."""
    text = f"IF({says_nothing(area)},{placeholder},{other})"
    return f"IF(ISBLANK({area}),{blank},IF(ISNUMBER({area}),{number},IF(ISTEXT({area}),{text},{other})))"


def says_nothing(cell: str) -> str:
    """Excel text that is TRUE where a text cell holds a placeholder instead of a number."""
    return f'ISNUMBER(FIND("|"&TRIM({cell})&"|","{LISTED}"))'


def _is_nothing(cell: Cell) -> bool:
    """Blank or a placeholder, exactly as the formula sees it."""
    listed = cell.kind is CellKind.TEXT and f"|{str(cell.value).strip(' ')}|" in LISTED
    return listed or cell.kind is CellKind.BLANK


def _areas(table: Table) -> Iterator[tuple[NumberKind, str]]:
    """The table's cells as rectangles, each of one kind."""
    for kind in NumberKind:
        cells = [one.cell for one in table.indicators.values() if one.kind is kind]
        yield from ((kind, located(table.sheet, area)) for area in rectangles(cells))
