"""``gouji template``: the blank template for a year, with the unit's name filled in if given."""

from __future__ import annotations

import argparse
from pathlib import Path

from validator.commands import CommandError
from validator.exchange.filing_data import FilingData
from validator.files.entry import BadEntry
from validator.files.writing import write_atomically
from validator.template import build

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""《政府信息公开条例》自2008年5月1日起施行: no report is about an earlier year. The last year only stops slips."""


def run(args: argparse.Namespace) -> int:
    """Write the template. Raises CommandError for a year, an edition or a kind of body that cannot be."""
    if not FIRST_YEAR <= args.year <= LAST_YEAR:
        raise CommandError(f"--year 应为 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份，实为 {args.year}")
    data = FilingData(organ=args.organ, year=args.year, organ_type=args.organ_type, edition=args.edition)
    try:
        form = data.form()
    except BadEntry as error:
        raise CommandError(f"没有 {args.edition} 版的格式") from error
    if args.organ_type and args.organ_type not in form.organ_types:
        raise CommandError(f"机关类型“{args.organ_type}”不认识，可用：{'、'.join(form.organ_types)}")
    write_atomically(Path(args.output), build(data, typed_totals=args.totals == "typed"))
    return 0
