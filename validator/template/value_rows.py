"""The rows of the 校验 sheet about single cells: no number, blank, regulations of a body that makes none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from validator.checks.openness.powers import NEVER_REGULATE, REGULATIONS, SELDOM_REGULATE
from validator.model.form import NumberKind, Role, Table
from validator.model.rule import Rule
from validator.startup.records import replace
from validator.template.areas import located, rectangles
from validator.template.cell_texts import (
    beyond_belief,
    empties,
    is_empty,
    is_one_of,
    is_other_than_zero,
    is_stranger,
    is_unfit,
    strangers,
    stripped,
    unfit_numbers,
)
from validator.template.check_rows import BLANK_SHOWN, LEFT, RIGHT, CheckRow, due_cell
from validator.template.draft import Draft
from validator.template.first_cells import firsts
from validator.template.judged import Judged, of_table
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED


def count_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """VA-01, once for each table with counts: 件数为非负整数；2019版“本年增/减”是带号整数。"""
    for table in draft.form.tables.values():
        kinds = (NumberKind.COUNT, NumberKind.SIGNED)
        if _areas(table, *kinds):
            relation = "件数为非负整数（增减数为整数），不得写成文字"
            verdict = f'=IF({LEFT}=0,"{HOLDS}","{FAILS}")'
            words, formulas = ("不合要求的格数", relation), (f"={_unfit(draft, table, *kinds)}", verdict)
            row = _counted(rule, judged, table, words, formulas, _unfit_cells(table, *kinds), *kinds)
            yield replace(row, figures=(table.name,))


def amount_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """VA-02, once for each table with amounts: 文字、负数、大得离奇的数必须改，第七位小数核对。"""
    for table in draft.form.tables.values():
        kinds = (NumberKind.AMOUNT,)
        if areas := _areas(table, *kinds):
            ranges = [area for _, area in areas]
            wrong = "+".join(
                [f"({strangers(ranges)})", beyond_belief(ranges), *(f'COUNTIF({area},"<0")' for area in ranges)]
            )
            relation = "金额为非负数（万元），至多六位小数，不得写成文字"
            verdict = f'=IF({wrong}>0,"{FAILS}",IF({LEFT}=0,"{HOLDS}","{REVIEW}"))'
            words, formulas = ("不合要求的格数", relation), (f"={_unfit(draft, table, *kinds)}", verdict)
            row = _counted(rule, judged, table, words, formulas, _unfit_cells(table, *kinds), *kinds)
            yield replace(row, figures=(table.name,))


def blank_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """VA-03, once for each table: 空白的总计格而分项和≠0，必须改；其余空白和“/”“—”“无”，核对。"""
    for table in draft.form.tables.values():
        due = [due_cell(draft.form, name) for name, one in table.indicators.items() if one.is_total]
        verdict = f'IF({LEFT}=0,"{HOLDS}","{REVIEW}")'
        if due:
            verdict = f'IF(SUM({due[0]}:{due[-1].rpartition("!")[2]})>0,"{FAILS}",{verdict})'
        count = f"={empties(area for _, area in _areas(table, *NumberKind))}"
        relation = "空白不等于0：没有发生的填 0，总计格不留空"
        wrong = [(area, is_empty(area)) for _, area in _areas(table, *NumberKind)]
        yield _counted(rule, judged, table, ("空白的格数", relation), (count, f"={verdict}"), wrong, *NumberKind)


def regulation_rows(rule: Rule, draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """VA-04: 规章各格仅限有权机关；机关类型空白的，未定。"""
    kind, form = draft.at_role(Role.ORGAN_TYPE), draft.form
    names = [name for name, one in form.indicators.items() if one.row == REGULATIONS]
    if not kind or not names:
        return
    table = form.tables[form.indicators[names[0]].table]
    areas = [located(table.sheet, area) for area in rectangles(form.indicators[name].cell for name in names)]
    stated = f'IF(ISTEXT({kind}),IF(LEN({stripped(kind)})=0,"{BLANK_SHOWN}",{stripped(kind)}),"{BLANK_SHOWN}")'
    yield CheckRow(
        rule=rule,
        table=table.name,
        what=REGULATIONS,
        relation="无权制定规章的机关，规章各格为 0（左边是不为 0 的格数）",
        sheet=table.sheet,
        cell=form.indicators[names[0]].cell,
        left=(f"={_non_zero(areas)}", sum(bool(judged.filing.numbers.get(name)) for name in names)),
        right=(f"={stated}", judged.filing.organ_type or BLANK_SHOWN),
        verdict=(f"={_regulates(form.organ_types)}", judged.word(rule, of_table(names))),
        figures=(table.name,),
        first=firsts(
            [(area, is_other_than_zero(area)) for area in areas],
            (form.indicators[name].cell for name in names if judged.filing.numbers.get(name)),
        ),
    )


def _non_zero(areas: list[str]) -> str:
    """Numbers that no report has are not counted: VA-01 names them."""
    counted = "+".join(f'COUNTIF({area},">0")+COUNTIF({area},"<0")' for area in areas)
    return f"{counted}-({beyond_belief(areas)})"


def _regulates(known: tuple[str, ...]) -> str:
    """The word by what kind of body it is."""
    others = sorted(set(known) - NEVER_REGULATE - SELDOM_REGULATE)
    stated = f'SUBSTITUTE(SUBSTITUTE({RIGHT},"(","（"),")","）")'
    never, seldom = (f'IF({LEFT}=0,"{HOLDS}","{word}")' for word in (FAILS, REVIEW))
    rest = f'IF({is_one_of(stated, others)},"{HOLDS}","{UNDECIDED}")'
    rest = f"IF({is_one_of(stated, sorted(SELDOM_REGULATE))},{seldom},{rest})"
    return f"IF({is_one_of(stated, sorted(NEVER_REGULATE))},{never},{rest})"


def _unfit_cells(table: Table, *kinds: NumberKind) -> list[tuple[str, str]]:
    """The areas, and what is 1 where a cell holds what its kind does not allow; what a total sums stands before it."""
    return [(area, f"{is_stranger(area)}+{is_unfit(area, kind)}") for kind, area in _areas(table, *kinds)]


def _counted(
    rule: Rule,
    judged: Judged,
    table: Table,
    words: tuple[str, str],
    formulas: tuple[str, str],
    wrong: list[tuple[str, str]],
    *kinds: NumberKind,
) -> CheckRow:
    """A row that counts cells which ought not to be: the cells of what the rule finds in the table."""
    about = of_table(table.indicators)
    found = {cell.indicator for one in judged.findings(rule, about) for cell in one.cells if cell.indicator}
    return CheckRow(
        member=table.name,
        rule=rule,
        table=table.name,
        what=words[0],
        relation=words[1],
        sheet=table.sheet,
        cell=next(one.cell for one in table.indicators.values() if one.kind in kinds),
        left=(formulas[0], len(found)),
        right=("=0", 0),
        verdict=(formulas[1], judged.word(rule, about)),
        first=firsts(wrong, (table.indicators[name].cell for name in found if name in table.indicators)),
    )


def _unfit(draft: Draft, table: Table, *kinds: NumberKind) -> str:
    """How many cells hold what their kind does not allow; a total by formula follows its parts and is not counted."""
    every, inputs = (_areas(table, *kinds), _areas(table, *kinds, but=draft.is_computed))
    others = strangers(area for _, area in every)
    wrong = "+".join([f"({others})", *(unfit_numbers(area, kind) for kind, area in inputs)])
    totals = _areas(table, *kinds, but=lambda name: not draft.is_computed(name))
    if not totals:
        return wrong
    return f"{wrong}+({wrong}=0)*({'+'.join(unfit_numbers(area, kind) for kind, area in totals)})"


def _areas(
    table: Table, *kinds: NumberKind, but: Callable[[str], bool] = lambda _: False
) -> list[tuple[NumberKind, str]]:
    """The table's cells of some kinds as rectangles, each of one kind; without those of which `but` is true."""
    found = []
    for kind in kinds:
        cells = [one.cell for one in table.indicators.values() if one.kind is kind and not but(one.name)]
        found += [(kind, located(table.sheet, area)) for area in rectangles(cells)]
    return found
