"""``gouji roster``: the reports that came -> a draft of the list of who must report."""

from __future__ import annotations

import argparse
from pathlib import Path

from validator.catalogue.shipped import shipped
from validator.collecting.drafted_roster import RosterDraft
from validator.collecting.records import is_no_report, recorded
from validator.commands import CommandError, tell
from validator.commands.gathered import bodies_of, files_in, tell_products
from validator.commands.runs import here, job_of
from validator.files.writing import refuse_input, write_atomically
from validator.run.products import is_product
from validator.startup.records import replace

_MOST = 20


def run(args: argparse.Namespace) -> int:
    """Write the roster; status 2 where a file could not be read. Raises CommandError and BadOutput."""
    target = Path(args.output)
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        raise CommandError(f"{target}：名单只能写成 .xlsx 或 .csv")
    found, products = files_in(args.paths, [target] if is_product(target) else [])
    refuse_input(target, here(found))
    job = replace(job_of(args, None), rules=(), contents=True)
    draft = RosterDraft(shipped().form().organ_types)
    named = frozenset(map(str, found.given))
    for body in bodies_of(args, found, job, with_reports=False, resume=None):
        record = recorded(body)
        if record.path in named or not is_no_report(record):
            draft.add(record)
    if not draft.bodies:
        raise CommandError("收来的报告里没有一份写了机关名称，起草不了名单")
    write_atomically(target, draft.csv() if target.suffix.lower() == ".csv" else draft.workbook(), here(found))
    tell_products(products, args.lang)
    for line in draft.unread[:_MOST]:
        tell(line, args.lang)
    for one, other, reason in draft.near():
        tell(f"{one} 和 {other} 名称相近（{reason}），可能是同一单位，请核对", args.lang)
    tell(f"已写入 {target}（{len(draft.bodies)} 个单位）；请补上没有报来的单位，核对上级和曾用名", args.lang)
    return 2 if draft.unread else 0
