"""The library's verbs: read a workbook, check filings, fill the template; and the catalogue that comes with it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from validator.catalogue import Catalogue
from validator.catalogue.shipped import shipped
from validator.documents.reading import filing_in
from validator.exchange.filing_data import BadFilingData, FilingData, refuse_unknown_names
from validator.filings.reading import filing_of
from validator.filings.waivers import Given
from validator.model.filing import Filing, Waiver
from validator.model.form import Edition, Form
from validator.model.report import Report
from validator.model.rule import Rule
from validator.policy.previous import index
from validator.readers import DEFAULT_LIMITS, Limits
from validator.run.driver import Job, examine_filing

if TYPE_CHECKING:
    import openpyxl

    from validator.exchange.filing_data import FilingData


def load_form(edition: Edition | None = None) -> Form:
    """The form of one edition (``"2021"``, the default), or the mixture that a map table -> edition names.

    Tables that a map leaves out are of the default edition. Raises BadEntry for an edition or table that is not there.

    Example:
        >>> from validator import load_form
        >>> form = load_form("2021")
        >>> one = form.indicators["表三.本年新收.自然人"]
        >>> one.cell, one.kind.value, one.unit
        ('D8', 'count', '件')
        >>> dict(load_form({"表三": "2019"}).edition)
        {'表二': '2021', '表三': '2019', '表四': '2021'}
    """
    return shipped().form(edition)


def load_rules() -> tuple[Rule, ...]:
    """Every rule of the catalogue, in the order in which findings are listed.

    Example:
        >>> from validator import load_rules
        >>> rule = next(one for one in load_rules() if one.code == "T4-01")
        >>> rule.formula, rule.severity.value
        ('表四.行政复议.总计 = SUM(表四.行政复议.结果分项)', 'must')
        >>> rule.title["en"]
        'Administrative reconsideration: total equals the sum of the four results'
    """
    return shipped().rules


def read(
    source: str | os.PathLike[str] | openpyxl.Workbook,
    *,
    results: openpyxl.Workbook | None = None,
    limits: Limits = DEFAULT_LIMITS,
    catalogue: Catalogue | None = None,
) -> Filing:
    """The filing in a file (.xlsx, .xlsm; .html, .docx as published), which may ask for what `limits` allow, or a book.

    An `openpyxl.Workbook` is read as it is in memory. It keeps either formulas or their results: `results` is the same
    file loaded with ``data_only=True``, without which every formula counts as not calculated (VA-06). Counts are
    integers, amounts numbers in 万元, dates `datetime.date`. Raises UnreadableWorkbook when the file cannot be read or
    holds no table of the form; the message names the file, the cause and what to do.

    Example:
        >>> from validator import read
        >>> filing = read("examples/渑池县2023.xlsx")
        >>> filing.organ, filing.year, filing.number("表三.本年新收.总计")
        ('渑池县人民政府', 2023, 52)
        >>> filing.number("表三.办理结果总计.自然人") is None  # blank: never a silent 0
        True
    """
    forms = (catalogue or shipped()).forms
    if isinstance(source, str | os.PathLike):
        return filing_in(Path(source), forms, limits)
    from validator.readers.from_openpyxl import from_openpyxl  # openpyxl: only whoever holds such a book has it

    return filing_of(from_openpyxl(source, results), forms)


def check(
    filings: Iterable[Filing],
    *,
    previous: Iterable[Filing] = (),
    rules: Iterable[Rule] | None = None,
    today: date | None = None,
    thresholds: Mapping[str, int | float] | None = None,
    waivers: Iterable[Waiver] = (),
    year: int | None = None,
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
        year: the one whose reports are collected (ST-15); any will do by default.
        catalogue: another kind of report than the one that comes with the package.

    Returns:
        One file report per filing in the same order, each with findings and coverage.

    Raises:
        ValueError: there is no such threshold.
        TypeError: the year is no whole number; the text "2024" equals no year.

    Example:
        >>> from datetime import date
        >>> from validator import check, read
        >>> report = check([read("examples/渑池县2023.xlsx")], today=date(2024, 2, 1))
        >>> (one,) = report.files
        >>> one.status.value, report.exit_status
        ('fails', 1)
        >>> for finding in one.findings:
        ...     if finding.severity.value == "must":
        ...         print(finding.rule.code, [cell.place.cell for cell in finding.cells], finding.message("en"))
        P-03 ['A3'] Section 六 says “数据的统计期限为 2022 年 1 月 1 日至 2022 年 12 月 31 日”, the report year is 2023
        VA-03 ['D31'] 表三.办理结果总计.自然人 is blank although its parts are not zero (its parts add up to 52)
    """
    started = time.perf_counter()
    if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
        raise TypeError(f"year must be a whole number such as 2025, not {year!r}")
    used = catalogue or shipped()
    job = Job(
        catalogue=used,
        today=today or datetime.now(UTC).astimezone().date(),
        rules=used.rules if rules is None else tuple(rules),
        thresholds=used.defaults | _by_name(used, thresholds or {}),
        earlier=index((one, one) for one in previous),
        waivers=tuple(Given("", one) for one in waivers),
        year=year,
    )
    files = tuple(examine_filing(one, job) for one in filings)
    return Report(files, seconds=time.perf_counter() - started)


def _by_name(catalogue: Catalogue, thresholds: Mapping[str, int | float]) -> dict[str, int | float]:
    names = {word: one.name for one in catalogue.thresholds for word in (one.key, one.name)}
    if unknown := [key for key in thresholds if key not in names]:
        raise ValueError(f"no threshold '{unknown[0]}', there are {', '.join(one.key for one in catalogue.thresholds)}")
    return {names[key]: value for key, value in thresholds.items()}


def fill(data: FilingData, *, catalogue: Catalogue | None = None) -> bytes:
    """The official template filled with `data`, as the bytes of an .xlsx file; the same data gives the same bytes.

    Raises ValueError naming the place for what a cell cannot hold (text over 32,767 characters), and the name for what
    the form has no cell for.

    Example:
        >>> from pathlib import Path
        >>> from validator import FilingData, fill, read
        >>> data = FilingData(organ="某县人民政府", year=2025, values={"表三.本年新收.自然人": 12})
        >>> size = Path("某县2025.xlsx").write_bytes(fill(data))
        >>> read("某县2025.xlsx").number("表三.本年新收.总计")
        12
    """
    from validator.template import build

    used = catalogue or shipped()
    try:
        refuse_unknown_names(data, used.form(data.edition))
    except BadFilingData as error:
        raise BadFilingData(f"{error}{error.hint}") from None
    return build(data, used)
