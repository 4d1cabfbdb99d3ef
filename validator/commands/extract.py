"""``gouji extract``: a filled workbook -> the filing as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from validator.catalogue.shipped import shipped
from validator.commands import CommandError, tell
from validator.documents.reading import filing_in
from validator.exchange.extract import extract
from validator.exchange.filing_data import as_json
from validator.files.given import BadFile
from validator.files.harmless import escaped_json
from validator.files.writing import write_atomically
from validator.model.cells import BLANK
from validator.model.filing import PREFACE, Filing
from validator.readers import UnreadableWorkbook
from validator.run.config import config_path, load_config


def run(args: argparse.Namespace) -> int:
    """Write the JSON to the output, or to standard output. Raises CommandError for an unreadable file."""
    source = Path(args.file)
    catalogue = shipped()
    try:
        config = load_config(config_path(args.config), catalogue)
        filing = filing_in(source, catalogue.forms, config.limits)
    except (BadFile, UnreadableWorkbook) as error:
        raise CommandError(str(error)) from error
    text = escaped_json(json.dumps(as_json(extract(filing)), ensure_ascii=False, indent=1)) + "\n"
    if args.output:
        write_atomically(Path(args.output), text.encode(), [source])
    else:
        sys.stdout.write(text)
    for line in _not_taken(filing):
        tell(line, args.lang)
    return 0


def _not_taken(filing: Filing) -> Iterator[str]:
    """What a published report has, or shows without certainty, and the data have not."""
    if filing.unplaced:
        yield f"{len(filing.unplaced)} 格没有把握，没有取出；gouji check --format json 在 unplaced 里逐格写明"
    if filing.cell(PREFACE) is not BLANK:
        yield "导语在模板里没有位置，没有取出"
