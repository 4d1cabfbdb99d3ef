"""The rows of the 校验 sheet: which rules of the catalogue have some, and what is left to the validator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from validator.model.filing import LAST_YEAR
from validator.model.rule import Rule, Severity
from validator.relations.verdict import Verdict, verdict
from validator.startup.records import replace
from validator.template.areas import absolute, on_any_sheet
from validator.template.check_rows import NOTHING, VERDICT, CheckRow, totals_of, untouched_cell
from validator.template.content import Shown
from validator.template.draft import Draft
from validator.template.judged import Judged, judged, of_member
from validator.template.live import NOT_STARTED, UNDECIDED, Live, Writer
from validator.template.period_rows import cover_rows, edition_rows, head_rows, title_rows, year_rows
from validator.template.preview import preview
from validator.template.value_rows import amount_rows, blank_rows, count_rows, regulation_rows

_BY_CHECK: Mapping[str, Callable[[Rule, Draft, Judged], Iterator[CheckRow]]] = {
    "period.year": year_rows,
    "period.cover": cover_rows,
    "period.title": title_rows,
    "period.tables": head_rows,
    "structure.edition": edition_rows,
    "values.counts": count_rows,
    "values.amounts": amount_rows,
    "values.blanks": blank_rows,
    "openness.powers.regulations": regulation_rows,
}
"""The checks that cells of the workbook can decide, in the order of the sheet."""


def judge_draft(draft: Draft, given: frozenset[str]) -> Judged:
    """The headless report of the data under every rule that has rows; `given` as `preview` takes it."""
    formulas = {live.rule.code: live.rule for live in draft.lives}
    filing = preview(draft.data, draft.catalogue, typed=draft.typed, given=given)
    return judged(filing, (*_cell_rules(draft).values(), *formulas.values()), draft.catalogue)


def check_rows(draft: Draft, found: Judged) -> tuple[CheckRow, ...]:
    """Every row of the 校验 sheet: the checks of cells, then the relations in the order of the catalogue."""
    rules = _cell_rules(draft)
    rows = [row for check, make in _BY_CHECK.items() if check in rules for row in make(rules[check], draft, found)]
    return tuple(_once_started(row, draft) for row in (*rows, *_relation_rows(draft, found)))


def _once_started(row: CheckRow, draft: Draft) -> CheckRow:
    """A row about figures none of which was filled in says so: of nothing it could say 成立 and 未定 alone."""
    if not row.figures:
        return row
    formula, word = row.verdict
    untouched = ",".join(untouched_cell(draft.form, table) for table in row.figures)
    formula = f'=IF(SUM({untouched})={len(row.figures)},"{NOT_STARTED}",{formula.removeprefix("=")})'
    return replace(row, verdict=(formula, NOT_STARTED if _is_idle(draft, row.figures) else word))


def _is_idle(draft: Draft, tables: tuple[str, ...]) -> bool:
    return all(map(draft.is_untouched, tables))


def _cell_rules(draft: Draft) -> dict[str, Rule]:
    return {rule.check: rule for rule in draft.catalogue.rules if rule.check in _BY_CHECK}


def left_to_the_validator(draft: Draft) -> tuple[str, ...]:
    """The codes of the rules that must hold, for whoever fills it in, and that no cell can decide."""
    return tuple(
        rule.code
        for rule in draft.catalogue.rules
        if rule.severity is Severity.MUST
        and not rule.on_collecting
        and not rule.on_units
        and (LAST_YEAR in rule.formula or (rule.check and rule.check not in _BY_CHECK))
    )


def _relation_rows(draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """One row for each live instance of a rule, in the order of the catalogue."""
    cells = dict(totals_of(draft.form))
    areas, thresholds = on_any_sheet(draft.form), draft.catalogue.defaults
    writer = Writer(draft.form, thresholds, areas, lambda names: [f"{absolute(cells[name])}=1" for name in names])
    for live in draft.lives:
        yield _relation_row(live, judged, writer, draft)


def _relation_row(live: Live, judged: Judged, writer: Writer, draft: Draft) -> CheckRow:
    form, thresholds = writer.form, writer.thresholds
    figures = tuple(dict.fromkeys(form.indicators[name].table for name in live.instance.names))
    came_to = verdict(live.relation, judged.filing, thresholds)
    shown = (NOTHING, NOTHING) if _is_idle(draft, figures) else _sides(came_to)
    without = f'OR({VERDICT}="{UNDECIDED}",{VERDICT}="{NOT_STARTED}")'
    left, right = (f'=IF({without},"{NOTHING}",{one[1:]})' for one in writer.sides(live))
    first = form.indicators[live.instance.names[0]]
    member = live.instance.member
    return CheckRow(
        member=member,
        rule=live.rule,
        table=first.table,
        what=member or first.row,
        relation=live.text(thresholds),
        sheet=form.tables[first.table].sheet,
        cell=first.cell,
        left=(left, shown[0]),
        right=(right, shown[1]),
        verdict=(writer.verdict(live), judged.word(live.rule, of_member(member), member)),
        figures=figures,
    )


def _sides(came_to: Verdict) -> tuple[Shown, Shown]:
    return (NOTHING, NOTHING) if came_to.left is None or came_to.right is None else (came_to.left, came_to.right)
