"""Seeded filings of every kind that a workbook can be: right, and wrong in all the ways that its own checks look for.

Truth values are left out: to LibreOffice TRUE in a cell is the number 1, to Excel and to the engine it is none.
"""

from __future__ import annotations

import random
from dataclasses import replace

from tests.shipped import base_filing, form_of
from tests.strategies import APPLICANTS, PARTS, ROWS, balance, with_values
from validator.exchange.filing_data import FilingData, Value
from validator.model.form import Edition

SEED = 20260201
MIXED: Edition = {"表二": "2021", "表三": "2019", "表四": "2021"}

BLANKS: list[Value] = [None, None, None, " ", "　", "\u00a0", "\u200b", "\t", "\ufeff　 ", "\u200e"]
PLACEHOLDERS: list[Value] = ["/", "—", "——", "无", "-", "\\", "－", " ／", "—　", "\u00a0/\u200b"]
TEXTS: list[Value] = ["22件", "３", "1,234", "x", "零", "5 6", "2.5", "/无", "- -", "一\n二"]
NUMBERS: list[Value] = [-3, 2.5, 0.1, 7.0, 10**12, 10**12 + 1, 10**13, -(10**13), 0, 1]
AMOUNTS: list[Value] = [0, 344.0982, 12.345678, 12.3456789, 0.0000001, -1, -0.0000001, 10**13, 25.1, 1000000.0000001]
YEARS: list[Value] = [
    2024,
    2020,
    2019,
    2018,
    2026,
    2030,
    2099,
    2100,
    2101,
    20255,
    2025.5,
    "2025年",
    "二〇二五",
    None,
    0,
]
TYPES = [
    "",
    "",
    "县级政府",
    "县级政府部门",
    "乡镇政府（街道办事处）",
    "设区的市级政府部门",
    "省级政府",
    "其他",
    "县级人民政府",
    "　县级政府 ",
]
PERIODS: list[tuple[dict[str, str] | None, str]] = [
    (None, "3月组建"),
    ({"start": "2025-01-02"}, ""),
    ({"start": "2025-03-01", "end": "2025-12-31"}, "本机关于2025年3月组建"),
    ({"start": "2025-03-01", "end": "2025-12-31"}, "　"),
    ({"start": "2025-03-01", "end": "2025-12-31"}, ""),
    ({"start": "2025-12-31", "end": "2025-01-01"}, "撤销"),
    ({"start": "2024-01-01", "end": "2024-12-31"}, ""),
    ({"start": "2025.1.1"}, ""),
    ({"start": "", "end": ""}, ""),
    ({"end": "2026-12-31"}, "/"),
]
TITLES = [
    "",
    "某市人民政府2024年政府信息公开工作年度报告",
    "某市人民政府2025年度政府信息公开工作年度报告",
    "某市人民政府二〇二五年政府信息公开工作年度报告",
    "某市人民政府二〇二四年政府信息公开工作年度报告",
    "某市人民政府２０２４年政府信息公开工作年度报告",
    "某市人民政府2025 年政府信息公开工作年度报告",
    "某市人民政府政府信息公开工作年度报告",
    "第二中学政府信息公开工作年度报告（2025）",
    "关于2024年工作的2025年政府信息公开工作年度报告",
    "2024年政府信息公开工作年度报告（2025年）",
    "某市人民政府1999年政府信息公开工作年度报告",
]
HEADS = [
    "",
    "　",
    "2025年1月1日至2025年12月31日",
    "2024年1月1日至2024年12月31日",
    "自2025年1月1日起至2025年12月31日止",
    " 2025年1月1日 — 2025年12月31日",
    "2025年1月1日至12月31日",
    "二〇二五年一月一日至二〇二五年十二月三十一日",
    "二〇二四年一月一日至二〇二四年十二月三十一日",
    "２０２５年１月１日至２０２５年１２月３１日",
    "2025.1.1-2025.12.31",
    "2024.1.1-2024.12.31",
    "2025年",
    "2024年度",
    "1月1日至12月31日",
    "2025年3月1日至2025年12月31日",
    "2025年1月1日至2025年12月30日",
    "见封面",
]


def odd_filing(number: int) -> FilingData:
    """The filing of a number, the same on every machine: every sixth is right, every fourth sums by formula."""
    chance = random.Random(f"{SEED}-{number}")  # noqa: S311  no secret
    data = _in_edition(number, _right(chance))
    if chance.random() < 0.25:
        data = _inputs_alone(data)
    if number % 6 == 0:
        return data
    return _with_odd_cover(chance, _with_odd_figures(chance, data))


def _right(chance: random.Random) -> FilingData:
    """A filing of 2021 in which every relation holds, mostly of zeros as real ones are."""
    small = {name: chance.choice([0, 0, 0, chance.randint(1, 9), chance.randint(1, 400)]) for name in PARTS}
    base = base_filing()
    return replace(base, values={**base.values, **balance(small)})


def _in_edition(number: int, data: FilingData) -> FilingData:
    return _as_2019(data, {3: "2019", 7: MIXED}.get(number % 8, "2021"))


def _as_2019(data: FilingData, edition: Edition) -> FilingData:
    """The same figures where 表三 is of the older edition, whose three rows of 其他处理 are one."""
    if edition == "2021":
        return data
    form = form_of(replace(data, edition=edition))
    values: dict[str, Value] = {name: value for name, value in data.values.items() if name in form.indicators}
    for column in (*APPLICANTS, "总计"):
        rows = [data.values[f"表三.{row}.{column}"] for row in ROWS if row.startswith("其他处理_")]
        values[f"表三.其他处理.{column}"] = sum(row for row in rows if isinstance(row, int))
    values |= {name: 0 for name, one in form.indicators.items() if name not in values and not one.is_total}
    return replace(data, edition=edition, values=values)


def _inputs_alone(data: FilingData) -> FilingData:
    """Totals left to the workbook's formulas."""
    known = form_of(data).indicators
    return replace(data, values={name: value for name, value in data.values.items() if not known[name].is_total})


def _with_odd_figures(chance: random.Random, data: FilingData) -> FilingData:
    """Some cells changed: a figure off by a little, a blank, a text; sometimes a whole row of blanks."""
    known = form_of(data).indicators
    change: dict[str, Value] = {}
    for table, most in (("表二", 2), ("表三", 6), ("表四", 4)):
        own = [name for name in data.values if known[name].table == table]
        for name in chance.sample(own, chance.randint(0, most)):
            change[name] = _odd(chance) if chance.random() < 0.6 else chance.randint(0, 50)
    totals = [name for name in data.values if known[name].is_total]
    for name in chance.sample(totals, chance.randint(0, min(2, len(totals)))):
        change[name] = chance.choice([None, None, "—", "　", 0])
        if chance.random() < 0.2:
            change[chance.choice(known[name].parts[0])] = chance.choice(TEXTS)
    for name in (name for name, one in known.items() if one.kind == "amount" and chance.random() < 0.3):
        change[name] = chance.choice([*AMOUNTS, "251000元"])
    if chance.random() < 0.3:
        row = known[chance.choice([name for name in data.values if known[name].table == "表三"])]
        change |= {name: None for name in data.values if (known[name].row, known[name].table) == (row.row, row.table)}
    return with_values(data, change)


def _odd(chance: random.Random) -> Value:
    return chance.choice(chance.choice([BLANKS, PLACEHOLDERS, TEXTS, NUMBERS]))


def _with_odd_cover(chance: random.Random, data: FilingData) -> FilingData:
    if chance.random() < 0.25:
        data = replace(data, year=chance.choice(YEARS))
    if chance.random() < 0.5:
        data = replace(data, organ_type=chance.choice(TYPES))
    if chance.random() < 0.3:
        period, note = chance.choice(PERIODS)
        data = replace(data, period=period, partial_year=note, table_periods={})
    if chance.random() < 0.3:
        data = replace(data, text={**data.text, "标题": chance.choice(TITLES)})
    heads = {table: chance.choice(HEADS) for table in form_of(data).tables if chance.random() < 0.25}
    return replace(data, table_periods={**data.table_periods, **heads})
