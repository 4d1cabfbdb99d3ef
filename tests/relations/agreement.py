"""The check cells of the template, worked out by a real LibreOffice, against what the headless validator says.

    python -m tests.relations.agreement [--count 400] [--first 0]

Filings of both editions and a mixture of them, right and wrong (`tests.relations.odd_filings`); every row of the 校验
sheet is compared, and the lines that sum them up. A row may differ only by what its own data says that a formula
cannot tell (`tests.template.weaknesses`).
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import DAY
from tests.office import Office, Sheets
from tests.relations.odd_filings import odd_filing
from tests.shipped import build, context_of, examine, form_of, load_rules, preview, rows_of
from tests.template.weaknesses import may_show
from validator.exchange.filing_data import FilingData, Value
from validator.model.address import position
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Outcome, Severity
from validator.template.check_rows import FIRST_ROW, LEFT_COLUMN, RIGHT_COLUMN, VERDICT_COLUMN, CheckRow
from validator.template.live import FAILS, HOLDS, NOT_STARTED, REVIEW, UNDECIDED
from validator.template.panel import verdict_cell

AT_ONCE = 50
"""Workbooks that LibreOffice opens in one run."""
NUMBER = re.compile(r"-?[0-9.]+(E[+-]?[0-9]+)?")


@dataclass(slots=True)
class Compared:
    """What differs, in words, and how often each rule had each verdict."""

    different: list[str] = field(default_factory=list)
    verdicts: dict[str, Counter[str]] = field(default_factory=dict)


def compared(numbers: Sequence[int], office: Office, folder: Path) -> Compared:
    """The filings of these numbers: what LibreOffice works out beside what the engine says."""
    outcome = Compared()
    filings = [odd_filing(number) for number in numbers]
    paths = [folder / f"{number}.xlsx" for number in numbers]
    for path, data in zip(paths, filings, strict=True):
        path.write_bytes(build(data))
    for number, data, sheets in zip(numbers, filings, office.calculated(paths, folder / "done"), strict=True):
        _compare(number, data, sheets, outcome)
    return outcome


def _compare(number: int, data: FilingData, sheets: Sheets, outcome: Compared) -> None:
    rows = rows_of(data)
    report = examine(preview(data), load_rules(), context_of(DAY))
    wanted = {row.name: headless(report, row, data) for row in rows}
    words = {row.name: word for row, word in zip(rows, shown_in(sheets, VERDICT_COLUMN), strict=True)}
    for row in rows:
        outcome.verdicts.setdefault(row.rule.code, Counter())[wanted[row.name]] += 1
    told = [
        *(f"{name}: shows {words[name]}, meant {wanted[name]}" for name in unlike(rows, words, wanted, data)),
        *(f"{name}: stores another than {wanted[name]}" for name in unlike(rows, stored(rows), wanted, data)),
        *(
            f"the lines are {shown}"
            for shown in [list(lines(sheets, data))]
            if shown != [*summed_up(rows, words, data)]
        ),
        *(f"{name}: shows {shown}, stores {kept}" for name, shown, kept in sides(sheets, rows)),
    ]
    outcome.different += [f"filing {number}: {one}" for one in told]
    outcome.different += [f"filing {number} has {unusual(data)}"] if told else []


def unlike(
    rows: tuple[CheckRow, ...], words: Mapping[str, str], wanted: Mapping[str, str], data: FilingData
) -> list[str]:
    """The rows whose word is neither the one that is meant nor one that may stand for it."""
    return [row.name for row in rows if not may_show(row, words[row.name], wanted[row.name], data)]


def stored(rows: tuple[CheckRow, ...]) -> dict[str, str]:
    """The words that the workbook stores, row by row."""
    return {row.name: row.verdict[1] for row in rows}


def headless(report: FileReport, row: CheckRow, data: FilingData) -> str:
    """A row's outcome as the engine reports it, in the words of the check cells."""
    word = _outcome(report, row)
    idle = bool(row.figures) and all(untouched(data, table) for table in row.figures)
    return NOT_STARTED if idle and word in {HOLDS, UNDECIDED} else word


def untouched(data: FilingData, table: str) -> bool:
    """Whether nobody has begun to fill the table in."""
    return all(value in {None, ""} for name, value in data.values.items() if name.startswith(f"{table}."))


def _outcome(report: FileReport, row: CheckRow) -> str:
    code = row.rule.code
    found = {one.severity for one in report.findings if one.rule.code == code and _is_about(row, one)}
    assert not any(one.outcome is Outcome.BROKEN for one in report.findings)
    if Severity.MUST in found:
        return FAILS
    if Severity.EXPLAIN in found:
        return REVIEW
    members = {one.member for one in report.coverage.undecided if one.code == code}
    undecided = row.rule.formula and any(_named(row, member) for member in members)
    return UNDECIDED if undecided or code not in report.coverage.rules_run else HOLDS


def _is_about(row: CheckRow, found: Finding) -> bool:
    if row.rule.formula:
        return _named(row, found.member)
    tables = {(cell.indicator or "").partition(".")[0] for cell in found.cells}
    return row.table == "封面" or row.table in {found.member, *tables}


def _named(row: CheckRow, member: str) -> bool:
    name = f"校验.{row.rule.code.replace('-', '_')}"
    return row.name == (f"{name}.{member}" if member else name)


def lines(sheets: Sheets, data: FilingData) -> Iterator[str]:
    """The cover's line (C14), and that beside each table, without what they add on title and periods."""
    yield sheets["封面"][13][2].partition("　")[0]
    for table in form_of(data).tables.values():
        row, column = position(verdict_cell(table))
        yield sheets[table.sheet][row - 1][column - 1].partition("　")[0]


def shown_in(sheets: Sheets, column: str) -> list[str]:
    """What a column of the 校验 sheet shows, row by row."""
    return [line[ord(column) - ord("A")] for line in sheets["校验"][FIRST_ROW - 1 :]]


def summed_up(rows: tuple[CheckRow, ...], words: Mapping[str, str], data: FilingData) -> Iterator[str]:
    """The same lines, from the words of the rows."""
    yield f"表内校验：{_line([words[row.name] for row in rows])}"
    for name in form_of(data).tables:
        own = [row for row in rows if row.table == name]
        prefix = "本表勾稽：" if any(row.rule.formula for row in own) else "本表校验："
        yield f"{prefix}{NOT_STARTED if untouched(data, name) else _line([words[row.name] for row in own])}"


def _line(words: list[str]) -> str:
    count = Counter(words)
    if count[FAILS]:
        return f"{count[FAILS]} 处不成立，见红色单元格和“校验”表"
    if count[REVIEW] + count[UNDECIDED]:
        return f"没有不成立；待核对 {count[REVIEW]} 处，未定 {count[UNDECIDED]} 处"
    return "全部成立"


def sides(sheets: Sheets, rows: tuple[CheckRow, ...]) -> list[tuple[str, str, object]]:
    """Both sides of every row, where LibreOffice shows others than are stored.

    Blanks at the ends of a formula's text do not come through LibreOffice. Beside a wrong part the formula
    does not count formula totals at all, the headless rule all but those over that part: both are not 0.
    """
    lefts, rights = (shown_in(sheets, column) for column in (LEFT_COLUMN, RIGHT_COLUMN))
    return [
        (row.name, shown, kept)
        for row, *both in zip(rows, lefts, rights, strict=True)
        for shown, (_, kept) in zip(both, (row.left, row.right), strict=True)
        if not same(shown, kept, row.rule.code)
    ]


def same(shown: str, kept: object, code: str) -> bool:
    """Whether a side shows what is stored."""
    if not isinstance(kept, int | float):
        return shown.strip() == str(kept).strip()
    value = float(shown) if NUMBER.fullmatch(shown) else None
    return value is not None and (abs(value - kept) < 1e-6 or (code == "VA-01" and value > 0 < kept))


def unusual(data: FilingData) -> Mapping[str, Value | object]:
    """What a message needs to show the filing again: everything that is no count, and the cover."""
    figures = {name: value for name, value in data.values.items() if type(value) is not int or abs(value) > 10**6}
    cover = (data.edition, data.year, data.organ_type, data.period, data.partial_year, data.table_periods)
    return {**figures, "封面": (*cover, data.text.get("标题"))}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--program", default="soffice")
    options = parser.parse_args()
    different: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        office = Office(options.program, Path(place))
        last = options.first + options.count
        for start in range(options.first, last, AT_ONCE):
            folder = Path(place, f"{start}")
            folder.mkdir()
            different += compared(range(start, min(start + AT_ONCE, last)), office, folder).different
    print(f"{options.count} filings, {len(different)} differences", *different, sep="\n")  # noqa: T201
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
