"""What a unit takes of memory: its name in the roster and where its record lies, whatever is made of all of them."""

from __future__ import annotations

import tracemalloc
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter import Workbook

from tests.collecting.test_taking import wanted
from tests.shipped import CATALOGUE
from validator.collecting import pile as pile_module
from validator.collecting import rows as rows_module
from validator.collecting.collected import Collected
from validator.collecting.gathering import Gathering
from validator.collecting.outcome import Outcome
from validator.collecting.pile import Pile
from validator.collecting.records import Record
from validator.collecting.roster import read_roster
from validator.collecting.sheets import Pen, write_sheets
from validator.model.report import FileReport, Status
from validator.writers.outcomes import data as data_module
from validator.writers.outcomes.data import outcome_json
from validator.writers.outcomes.text import outcome_text

OFFICE = "示例省人民政府"
NUMBERS = len(CATALOGUE.form("2021").indicators)
TOLD = tuple(f"T3-01 D{at} 本年新收加上年结转应等于办理结果总计加结转下年度继续办理" for at in range(5))


@pytest.fixture(autouse=True)
def _little_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held whatever the number of units is out of the way."""
    monkeypatch.setattr(pile_module, "_HELD", 1 << 12)
    monkeypatch.setattr(rows_module, "_BLOCK", 1 << 12)
    monkeypatch.setattr(data_module, "_AT_ONCE", 50)


def records(count: int, kind: str) -> Iterator[Record]:
    """Reports as they come, with much to tell of each."""
    for at in range(count):
        organ = f"示例省第{at:05}局"
        path = f"/收来的报告/{organ}政府信息公开工作年度报告.xlsx"
        more: dict[str, Any] = {"codes": ("T3-01",), "told": TOLD} if kind == "faulty" else {}
        row = tuple((at + number) * 10**6 for number in range(NUMBERS))
        yield Record(
            path, "clean", f"{at:064}", organ=organ, year=2025, edition="2021", row=row, counts=(0, 1, 2), **more
        )


def gathered(folder: Path, count: int, kind: str, pile: Pile) -> Gathering:
    path = folder / "名单.csv"
    path.write_text(
        "机关名称,机关类型\n" + "\n".join(f"示例省第{at:05}局,省级政府部门" for at in range(count)), "utf-8"
    )
    found = Gathering(OFFICE, read_roster(path), CATALOGUE, wanted(), pile)
    for record in records(0 if kind == "missing" else count, kind):
        found.add(record)
    return found


def peak(folder: Path, count: int, kind: str) -> int:
    """The most memory that a run over so many units takes at a time."""
    tracemalloc.start()
    try:
        with Pile() as pile:
            told(gathered(folder, count, kind, pile).collected({}, is_pure=False))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def told(collected: Collected) -> None:
    empty = FileReport("汇总.xlsx", Status.CLEAN)
    outcome = Outcome(collected, empty, empty, empty, "汇总.xlsx")
    deque(outcome_json(outcome, "zh"), maxlen=0)
    deque(outcome_text(outcome, "zh"), maxlen=0)
    assert outcome.exit_status in {0, 1}
    deque(outcome.to_chase, maxlen=0)


@pytest.mark.parametrize("kind", ["in", "faulty", "missing"])
def test_a_unit_takes_little_more_than_its_name(tmp_path: Path, kind: str) -> None:
    """A record alone would take some 4,000 bytes with its figures and 2,000 without."""
    peak(tmp_path, 20, kind)  # what is made once for all is there now
    few, many = 400, 1_600
    assert (peak(tmp_path, many, kind) - peak(tmp_path, few, kind)) / (many - few) < 1_200


def test_of_rows_that_are_written_no_height_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "分解.xlsx"
    with Pile() as pile, Workbook(str(path), {"constant_memory": True}) as book:
        write_sheets(Pen(book, own=False), gathered(tmp_path, 60, "faulty", pile).collected({}, is_pure=False))
        units, *tables = book.worksheets()
        assert len(units.row_info) < 5
        assert all(len(one.row_info) < 5 for one in tables)
    sheet = openpyxl.load_workbook(path)["各单位"]
    assert all((sheet.row_dimensions[row].height or 0) > 30 for row in range(4, 64))  # five findings each
