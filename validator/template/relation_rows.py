"""The rows of the 校验 sheet about relations: one for each live instance of a formula rule."""

from __future__ import annotations

from collections.abc import Iterator

from validator.relations.verdict import verdict
from validator.template.areas import absolute
from validator.template.check_rows import NOTHING, VERDICT, CheckRow, totals_of
from validator.template.draft import Draft
from validator.template.judged import Judged, of_member
from validator.template.live import UNDECIDED, Live, Writer, on_any_sheet_writer


def relation_rows(draft: Draft, judged: Judged) -> Iterator[CheckRow]:
    """One row for each live instance of a rule, in the order of the catalogue."""
    cells = dict(totals_of(draft.form))
    writer = on_any_sheet_writer(
        draft.form, draft.catalogue.defaults, lambda names: [f"{absolute(cells[name])}=1" for name in names]
    )
    for live in draft.lives:
        yield _row(live, judged, writer)


def _row(live: Live, judged: Judged, writer: Writer) -> CheckRow:
    form, thresholds = writer.form, writer.thresholds
    came_to = verdict(live.relation, judged.filing, thresholds)
    shown = (NOTHING, NOTHING) if came_to.left is None or came_to.right is None else (came_to.left, came_to.right)
    left, right = (f'=IF({VERDICT}="{UNDECIDED}","{NOTHING}",{one[1:]})' for one in writer.sides(live))
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
    )
