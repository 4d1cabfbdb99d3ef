"""``gouji template``: the blank template for a year, with the unit's name filled in if given."""

from __future__ import annotations

import argparse
from pathlib import Path

from validator.catalogue.entry import BadEntry
from validator.commands import CommandError
from validator.filing_data import FilingData
from validator.output import write_atomically
from validator.template import build


def run(args: argparse.Namespace) -> int:
    """Write the template. Raises CommandError for an edition or kind of body that is not known."""
    data = FilingData(organ=args.organ, year=args.year, organ_type=args.organ_type, edition=args.edition)
    try:
        form = data.form()
    except BadEntry as error:
        raise CommandError(f"没有 {args.edition} 版的格式") from error
    if args.organ_type and args.organ_type not in form.organ_types:
        raise CommandError(f"机关类型“{args.organ_type}”不认识，可用：{'、'.join(form.organ_types)}")
    write_atomically(Path(args.output), build(data, typed_totals=args.totals == "typed"))
    return 0
