"""The check cells of the template, worked out by a real LibreOffice, say what the headless validator says.

400 seeded filings of both editions and a mixture of them, right and wrong (`tests.relations.odd_filings`); every row
of the 校验 sheet is compared, and the lines that sum them up. A row may differ only by what its own data says that a
formula cannot tell (`tests.template.weaknesses`). Chunks are cases of their own, so that two processes share them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import DAY
from tests.office import Office, Sheets
from tests.relations.odd_filings import MIXED, odd_filing
from tests.shipped import build, context_of, examine, form_of, live_instances, load_form, load_rules, preview, rows_of
from tests.template.weaknesses import may_show
from validator.exchange.filing_data import FilingData, Value
from validator.model.address import position
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Outcome, Severity
from validator.template.check_rows import FIRST_ROW, LEFT_COLUMN, RIGHT_COLUMN, VERDICT_COLUMN, CheckRow
from validator.template.live import FAILS, HOLDS, NOT_STARTED, REVIEW, UNDECIDED
from validator.template.panel import verdict_cell

CHUNK, CHUNKS = 50, 8
NUMBER = re.compile(r"-?[0-9.]+(E[+-]?[0-9]+)?")
MUST_INSTANCES = {"2021": 7 + 7 + 25 + 3, "2019": 7 + 7 + 23 + 3}


def headless(report: FileReport, row: CheckRow, data: FilingData) -> str:
    """A row's outcome as the engine reports it, in the words of the check cells."""
    word = _outcome(report, row)
    idle = bool(row.figures) and all(untouched(data, table) for table in row.figures)
    return NOT_STARTED if idle and word in {HOLDS, UNDECIDED} else word


def untouched(data: FilingData, table: str) -> bool:
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


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_libreoffice_and_the_engine_agree_on_every_row(office: Office, tmp_path: Path, chunk: int) -> None:
    filings = [odd_filing(number) for number in range(chunk * CHUNK, (chunk + 1) * CHUNK)]
    paths = [tmp_path / f"{number}.xlsx" for number in range(CHUNK)]
    for path, data in zip(paths, filings, strict=True):
        path.write_bytes(build(data))
    seen: dict[str, Counter[str]] = {}
    for number, data, sheets in zip(count(chunk * CHUNK), filings, office.calculated(paths, tmp_path / "done")):
        rows = rows_of(data)
        report = examine(preview(data), load_rules(), context_of(DAY))
        wanted = {row.name: headless(report, row, data) for row in rows}
        words = {row.name: word for row, word in zip(rows, shown_in(sheets, VERDICT_COLUMN), strict=True)}
        differ = {
            row.name: (words[row.name], wanted[row.name])
            for row in rows
            if not may_show(row, words[row.name], wanted[row.name], data)
        }
        assert differ == {}, (number, unusual(data))
        assert [row.name for row in rows if not may_show(row, row.verdict[1], wanted[row.name], data)] == []
        assert list(lines(sheets, data)) == list(summed_up(rows, words, data)), number
        assert sides(sheets, rows) == [], (number, unusual(data))
        for row in rows:
            seen.setdefault(row.rule.code, Counter())[wanted[row.name]] += 1
    worth_comparing(seen)


def sides(sheets: Sheets, rows: tuple[CheckRow, ...]) -> list[tuple[str, str, object]]:
    """Both sides of every row, where LibreOffice shows others than are stored.

    Blanks at the ends of a formula's text do not come through LibreOffice. Beside a wrong part the formula
    does not count formula totals at all, the headless rule all but those over that part: both are not 0.
    """
    lefts, rights = (shown_in(sheets, column) for column in (LEFT_COLUMN, RIGHT_COLUMN))
    return [
        (row.name, shown, stored)
        for row, *both in zip(rows, lefts, rights, strict=True)
        for shown, (_, stored) in zip(both, (row.left, row.right), strict=True)
        if not same(shown, stored, row.rule.code)
    ]


def same(shown: str, stored: object, code: str) -> bool:
    if not isinstance(stored, int | float):
        return shown.strip() == str(stored).strip()
    value = float(shown) if NUMBER.fullmatch(shown) else None
    return value is not None and (abs(value - stored) < 1e-6 or (code == "VA-01" and value > 0 < stored))


def unusual(data: FilingData) -> Mapping[str, Value | object]:
    """What a message needs to show the filing again: everything that is no count, and the cover."""
    figures = {name: value for name, value in data.values.items() if type(value) is not int or abs(value) > 10**6}
    cover = (data.edition, data.year, data.organ_type, data.period, data.partial_year, data.table_periods)
    return {**figures, "封面": (*cover, data.text.get("标题"))}


def worth_comparing(seen: Mapping[str, Counter[str]]) -> None:
    """Every word occurs for what can say it, in every chunk."""
    for code in ("T3-01", "T3-02", "T3-03", "T4-01"):
        assert min(seen[code][word] for word in (HOLDS, FAILS, UNDECIDED)) > 1, (code, seen[code])
    for code in ("VA-01", "VA-03", "VA-04", "P-02"):
        assert min(seen[code][word] for word in (HOLDS, FAILS)) > 0, (code, seen[code])


@pytest.mark.parametrize(("edition", "count"), MUST_INSTANCES.items())
def test_all_instances_of_the_relations_that_must_hold_are_compared(edition: str, count: int) -> None:
    lives = live_instances(load_form(edition))
    assert sum(live.rule.severity == "must" for live in lives) == count
    assert len({(live.rule.code, live.instance.member) for live in lives}) == len(lives)


def test_the_filings_are_the_same_on_every_run_and_of_every_edition() -> None:
    first = [odd_filing(number) for number in range(CHUNK)]
    assert first == [odd_filing(number) for number in range(CHUNK)]
    editions = Counter(str(data.edition) for data in first)
    assert set(editions) == {"2021", "2019", str(MIXED)}
    assert min(editions.values()) >= 5
    typed = sum(any(form_of(data).indicators[name].is_total for name in data.values) for data in first)
    assert CHUNK / 2 < typed < CHUNK
