"""``gouji extract``: a filled workbook -> the filing as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from validator.commands import CommandError
from validator.extract import extract
from validator.filing_data import as_json
from validator.filings.reading import filing_of
from validator.output import write_atomically
from validator.readers import UnreadableWorkbook, read_workbook


def run(args: argparse.Namespace) -> int:
    """Write the JSON to the output, or to standard output. Raises CommandError for an unreadable file."""
    source = Path(args.file)
    try:
        filing = filing_of(read_workbook(source))
    except UnreadableWorkbook as error:
        raise CommandError(str(error)) from error
    text = json.dumps(as_json(extract(filing)), ensure_ascii=False, indent=1) + "\n"
    if args.output:
        write_atomically(Path(args.output), text.encode(), [source])
    else:
        sys.stdout.write(text)
    return 0
