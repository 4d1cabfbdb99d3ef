"""The library's three verbs: read a workbook, check filings, fill the template."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from validator.catalogue.rules import load_rules
from validator.catalogue.thresholds import defaults
from validator.exchange.filing_data import FilingData
from validator.filings.reading import filing_of
from validator.model.filing import Filing
from validator.model.finding import FileReport, Report
from validator.model.rule import Rule
from validator.policy.context import Context
from validator.policy.previous import Earlier, index
from validator.readers import DEFAULT_LIMITS, Limits, read_workbook
from validator.run.engine import examine


def read(path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Filing:
    """The filing in a workbook (.xlsx, .xlsm), which may ask for what `limits` allow in time and memory.

    Counts are integers, amounts numbers in 万元, dates `datetime.date`. Raises UnreadableWorkbook when the file cannot
    be read or holds no table of the form; the message names the file, the cause and what to do.
    """
    return filing_of(read_workbook(path, limits))


def check(
    filings: Iterable[Filing],
    *,
    previous: Iterable[Filing] = (),
    rules: Iterable[Rule] | None = None,
    today: date | None = None,
) -> Report:
    """Every filing under every rule.

    Args:
        filings: as `read` gives them.
        previous: last year's reports; each filing takes the one of the same body and the year before, none where
            there are several.
        rules: those to run, in order; the whole catalogue by default.
        today: the day of the check, on which P-06 depends; the clock's by default.

    Returns:
        One file report per filing in the same order, each with findings and coverage.
    """
    started = time.perf_counter()
    chosen = tuple(load_rules() if rules is None else rules)
    context = Context(today or datetime.now(UTC).astimezone().date(), defaults())
    earlier = index((one, one) for one in previous)
    files = tuple(_examined(one, earlier, chosen, context) for one in filings)
    return Report(files, seconds=time.perf_counter() - started)


def _examined(filing: Filing, earlier: Earlier[Filing], rules: tuple[Rule, ...], context: Context) -> FileReport:
    before = earlier.before(filing) or filing.previous
    if before is None:
        return examine(filing, rules, replace(context, no_previous=earlier.why_none(filing)))
    return examine(replace(filing, previous=before), rules, context)


def fill(data: FilingData) -> bytes:
    """The official template filled with `data`, as the bytes of an .xlsx file; the same data gives the same bytes.

    Raises ValueError naming the place for what a cell cannot hold (text over 32,767 characters).
    """
    from validator.template import build

    return build(data)
