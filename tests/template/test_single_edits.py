"""One cell is changed in an open Calc, and nothing is recalculated by force: cover, 校验 and heads follow at once.

A conversion works out every formula and hides what a program forgets to pass on. After each edit the sheet must say
what the headless report of the same data says. Each is taken back before the next, which would show what it left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.addin.calc import Calc
from tests.shipped import base_filing, build, form_of, rows_of
from tests.template.opened import blank, lines_stored, stored
from tests.template.weaknesses import may_show
from validator.exchange.filing_data import FilingData, Value
from validator.model.address import cells_of
from validator.model.form import Form
from validator.model.serials import to_serial
from validator.template.check_rows import FIRST_ROW, CheckRow
from validator.template.panel import verdict_cell


def with_values(data: FilingData, **change: Value) -> FilingData:
    return replace(data, values={**data.values, **change})


def by_formula() -> FilingData:
    """The right filing with every total left to the workbook."""
    data = base_filing()
    known = form_of(data).indicators
    return replace(data, values={name: value for name, value in data.values.items() if not known[name].is_total})


BOOKS = {"typed": base_filing, "formulas": by_formula, "fresh": blank}

CASES = "表四.行政复议.结果维持"
FIGURES: list[tuple[str, Value]] = [
    ("表三.其他处理_其他.商业企业", "2件"),
    ("表三.其他处理_其他.商业企业", None),
    ("表三.其他处理_其他.商业企业", "　"),
    ("表三.其他处理_其他.商业企业", "\u00a0\u200b"),
    ("表三.其他处理_其他.商业企业", "/"),
    ("表三.其他处理_其他.商业企业", 1.5),
    ("表三.其他处理_其他.商业企业", -2),
    ("表三.本年新收.自然人", 46),
    ("表三.本年新收.自然人", "—"),
    ("表三.本年新收.自然人", 10**13),
    (CASES, 7),
    (CASES, "无"),
    ("表二.行政事业性收费.金额", 12.3456789),
    ("表二.行政事业性收费.金额", "251000元"),
    ("表二.行政事业性收费.金额", -1),
    ("表二.规章.制发", "３"),
    ("表二.规章.制发", 99),
]
TOTALS: list[tuple[str, Value]] = [
    ("表三.本年新收.总计", 99),
    ("表三.本年新收.总计", None),
    ("表三.办理结果总计.自然人", "—"),
    ("表三.办理结果总计.总计", "　"),
    ("表四.行政复议.总计", "3件"),
]
HEADS = ["2024年1月1日至2024年12月31日", "二〇二五年一月一日至二〇二五年十二月三十一日", "", "2025.1.1-2025.12.31"]


class Sheet:
    """One open book, its cells by the form's names."""

    def __init__(self, document: Any, form: Form) -> None:
        self._sheets, self._form = document.Sheets, form
        for sheet in document.Sheets:
            sheet.unprotect("")

    def cell(self, sheet: str, cell: str) -> Any:
        return self._sheets.getByName(sheet).getCellRangeByName(cell)

    def named(self, name: str) -> Any:
        if one := self._form.indicators.get(name):
            return self.cell(self._form.tables[one.table].sheet, one.cell)
        field = self._form.fields[name]
        return self.cell(field.sheet, field.cell)

    @contextmanager
    def edited(self, name: str, value: Value | date) -> Iterator[None]:
        """One cell with another content, then as it was."""
        cell = self.named(name)
        before = cell.getFormula()
        if isinstance(value, str) and value:
            cell.setString(value)
        elif isinstance(value, date):
            cell.setValue(to_serial(value))
        elif isinstance(value, int | float):
            cell.setValue(float(value))
        else:
            cell.setFormula("")
        try:
            yield
        finally:
            cell.setFormula(before)

    def lines(self) -> list[str]:
        """The cover's line and each table's."""
        tables = [self.cell(table.sheet, verdict_cell(table)).getString() for table in self._form.tables.values()]
        return [self.cell("封面", "C14").getString(), *tables]

    def block(self, sheet: str, area: str) -> list[Any]:
        return [value for row in self.cell(sheet, area).getDataArray() for value in row]

    def words(self, count: int) -> list[str]:
        area = self.cell("校验", f"H{FIRST_ROW}:H{FIRST_ROW + count - 1}")
        return [str(row[0]) for row in area.getDataArray()]


@contextmanager
def sheet_of(calc: Calc, data: FilingData, path: Path) -> Iterator[Sheet]:
    path.write_bytes(build(data))
    document = calc.open(path)
    try:
        yield Sheet(document, form_of(data))
    finally:
        document.close(True)


@dataclass
class Said:
    """What the workbook of some data says when it is built."""

    data: FilingData

    @cached_property
    def rows(self) -> tuple[CheckRow, ...]:
        return rows_of(self.data)

    @cached_property
    def lines(self) -> list[str]:
        return lines_stored(self.data)

    def block(self, sheet: str, area: str) -> list[Any]:
        cells = stored(self.data).sheets[sheet].cells
        values = [cells[cell].value if cell in cells else None for cell in cells_of(area)]
        return ["" if value is None else value for value in values]


def assert_says(sheet: Sheet, said: Said, what: object, *, same_inputs: bool = True) -> None:
    """`same_inputs`: the sheet has as many cells to fill in as one made of the data; its progress can be compared."""
    words = sheet.words(len(said.rows))
    shown = [(row, word, row.verdict[1]) for row, word in zip(said.rows, words, strict=True)]
    wrong = [(row.name, word, meant) for row, word, meant in shown if not may_show(row, word, meant, said.data)]
    assert wrong == [], what
    if words == [row.verdict[1] for row in said.rows]:
        assert sheet.lines() == said.lines, what
        blocks = [("校验", "A2:J13"), ("校验", f"J{FIRST_ROW}:J{FIRST_ROW + len(words) - 1}")]
        for name, area in [*blocks, *([("封面", "C20:C26")] if same_inputs else [])]:
            assert sheet.block(name, area) == said.block(name, area), (what, name, area)


@pytest.mark.parametrize("kind", BOOKS)
def test_figures(calc: Calc, tmp_path: Path, kind: str) -> None:
    data = BOOKS[kind]()
    with sheet_of(calc, data, tmp_path / "a.xlsx") as sheet:
        for name, value in FIGURES:
            with sheet.edited(name, value):
                assert_says(sheet, Said(with_values(data, **{name: value})), (name, value))
        assert_says(sheet, Said(data), "taken back")


@pytest.mark.parametrize("kind", ["typed", "formulas"])
def test_totals_typed_over(calc: Calc, tmp_path: Path, kind: str) -> None:
    """Over a formula as well: the rows say what they say of the same figures typed."""
    data, typed = BOOKS[kind](), base_filing()
    with sheet_of(calc, data, tmp_path / "a.xlsx") as sheet:
        for name, value in TOTALS:
            if kind == "formulas" and name == "表三.办理结果总计.自然人":
                continue  # the formula over it follows; typed figures do not
            with sheet.edited(name, value):
                edited = Said(with_values(typed, **{name: value}))
                assert_says(sheet, edited, (name, value), same_inputs=kind == "typed")
        assert_says(sheet, Said(data), "taken back")


def test_the_cover(calc: Calc, tmp_path: Path) -> None:
    base = base_filing()
    data = replace(base, period=None, table_periods={}, text={key: base.text[key] for key in "一五六"})
    title = data.organ + "{}年政府信息公开工作年度报告"
    edits: list[tuple[str, Value | date, dict[str, Any]]] = [
        ("封面.统计期限起", date(2025, 1, 2), {"period": {"start": "2025-01-02"}}),
        ("封面.统计期限止", date(2024, 12, 31), {"period": {"end": "2024-12-31"}}),
        ("封面.统计期限止", "2025.12.31", {"period": {"end": "2025.12.31"}}),
        ("封面.机关类型", "县级政府部门", {"organ_type": "县级政府部门"}),
        ("封面.机关类型", None, {"organ_type": ""}),
        ("封面.机关类型", "乡镇政府(街道办事处)", {"organ_type": "乡镇政府(街道办事处)"}),
        ("封面.报告年度", 2020, {"year": 2020}),
        ("封面.报告年度", None, {"year": None}),
        ("封面.报告年度", "2025年", {"year": "2025年"}),
        ("正文.标题", title.format(2024), {"text": {**data.text, "标题": title.format(2024)}}),
        ("正文.标题", title.format("二〇二五"), {"text": {**data.text, "标题": title.format("二〇二五")}}),
        ("正文.标题", None, {"text": {**data.text, "标题": ""}}),
    ]
    with sheet_of(calc, data, tmp_path / "a.xlsx") as sheet:
        for name, value, change in edits:
            with sheet.edited(name, value):
                assert_says(sheet, Said(replace(data, **change)), (name, value))
        assert_says(sheet, Said(data), "taken back")


def test_heads(calc: Calc, tmp_path: Path) -> None:
    data = base_filing()
    with sheet_of(calc, data, tmp_path / "a.xlsx") as sheet:
        for head in HEADS:
            with sheet.edited("表三.统计期限", head):
                heads = {**data.table_periods, "表三": head}
                assert_says(sheet, Said(replace(data, table_periods=heads)), head)
        assert_says(sheet, Said(data), "taken back")
