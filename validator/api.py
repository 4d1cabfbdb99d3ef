"""The library's verbs: read a workbook, check filings, fill the template; and the catalogue that comes with it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.catalogue import Catalogue, load_catalogue
from validator.exchange.filing_data import FilingData
from validator.files.shipped import FOLDER
from validator.filings.reading import filing_of
from validator.filings.waivers import Given
from validator.model.filing import Filing, Waiver
from validator.model.finding import Report
from validator.model.form import Edition, Form
from validator.model.rule import Rule
from validator.policy.previous import index
from validator.readers import DEFAULT_LIMITS, Limits, Workbook, read_workbook
from validator.run.driver import Job, examine_filing

if TYPE_CHECKING:
    import openpyxl


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """The catalogue that comes with the package, loaded once; only the edges of the program ask for it."""
    return load_catalogue(FOLDER)


def load_form(edition: Edition | None = None) -> Form:
    """The form of one edition (``"2021"``, the default), or the mixture that a map table -> edition names.

    Tables that a map leaves out are of the default edition. Raises BadEntry for an edition or table that is not there.
    """
    return shipped().form(edition)


def load_rules() -> tuple[Rule, ...]:
    """Every rule of the catalogue, in the order in which findings are listed."""
    return shipped().rules


def read(
    source: str | os.PathLike[str] | openpyxl.Workbook,
    *,
    results: openpyxl.Workbook | None = None,
    limits: Limits = DEFAULT_LIMITS,
    catalogue: Catalogue | None = None,
) -> Filing:
    """The filing in a workbook: a file (.xlsx, .xlsm), which may ask for what `limits` allow, or an open one.

    An `openpyxl.Workbook` is read as it is in memory. It keeps either formulas or their results: `results` is the same
    file loaded with ``data_only=True``, without which every formula counts as not calculated (VA-06). Counts are
    integers, amounts numbers in 万元, dates `datetime.date`. Raises UnreadableWorkbook when the file cannot be read or
    holds no table of the form; the message names the file, the cause and what to do.
    """
    workbook = read_workbook(source, limits) if isinstance(source, str | os.PathLike) else _opened(source, results)
    return filing_of(workbook, (catalogue or shipped()).forms)


def _opened(book: openpyxl.Workbook, results: openpyxl.Workbook | None) -> Workbook:
    from validator.readers.from_openpyxl import from_openpyxl  # openpyxl: only whoever holds such a book has it

    return from_openpyxl(book, results)


def check(
    filings: Iterable[Filing],
    *,
    previous: Iterable[Filing] = (),
    rules: Iterable[Rule] | None = None,
    today: date | None = None,
    thresholds: Mapping[str, int | float] | None = None,
    waivers: Iterable[Waiver] = (),
    catalogue: Catalogue | None = None,
) -> Report:
    """Every filing under every rule.

    Args:
        filings: as `read` gives them.
        previous: last year's reports; each filing takes the one of the same body and the year before, none where
            there are several.
        rules: those to run, in order; the whole catalogue by default. A rule is judged by its own text; one whose
            text is not the catalogue's needs the `formulas` library.
        today: the day of the check, on which P-06 depends; the clock's by default.
        thresholds: by name (``阈值.其他占比``) or by key (``other_share``), those left out as in the catalogue.
        waivers: explanations (情况说明) beside those that the filings bring, for every filing.
        catalogue: another kind of report than the one that comes with the package.

    Returns:
        One file report per filing in the same order, each with findings and coverage.

    Raises:
        ValueError: there is no such threshold.
    """
    started = time.perf_counter()
    used = catalogue or shipped()
    job = Job(
        catalogue=used,
        today=today or datetime.now(UTC).astimezone().date(),
        rules=used.rules if rules is None else tuple(rules),
        thresholds=used.defaults | _by_name(used, thresholds or {}),
        earlier=index((one, one) for one in previous),
        waivers=tuple(Given("", one) for one in waivers),
    )
    files = tuple(examine_filing(one, job) for one in filings)
    return Report(files, seconds=time.perf_counter() - started)


def _by_name(catalogue: Catalogue, thresholds: Mapping[str, int | float]) -> dict[str, int | float]:
    names = {one.key: one.name for one in catalogue.thresholds} | {one.name: one.name for one in catalogue.thresholds}
    if unknown := [key for key in thresholds if key not in names]:
        raise ValueError(f"no threshold '{unknown[0]}', there are {', '.join(one.key for one in catalogue.thresholds)}")
    return {names[key]: value for key, value in thresholds.items()}


def fill(data: FilingData, *, catalogue: Catalogue | None = None) -> bytes:
    """The official template filled with `data`, as the bytes of an .xlsx file; the same data gives the same bytes.

    Raises ValueError naming the place for what a cell cannot hold (text over 32,767 characters).
    """
    from validator.template import build

    return build(data, catalogue or shipped())
