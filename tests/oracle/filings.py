"""Filings as JSON from a seed: true to life and consistent first, then with none to four faults."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.forms import APPLICANTS, CASES, HANDLED, RESULTS, TABLES, TOTAL, Form, form_of, organ_types

Data = dict[str, Any]
Chance = random.Random
EDITIONS: tuple[str | Mapping[str, str], ...] = (
    "2021",
    "2019",
    {"表二": "2021", "表三": "2019", "表四": "2021"},
    {"表二": "2019", "表三": "2021", "表四": "2019"},
)
BLANKS = (None, "", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", " \u3000\u00ad")
INK = ("/", "\\", "—", "–", "-", "无", " / ", "\u3000无")
TEXTS = ("3件", "12", "１２", "1,234件", "22（其中修订16件）", "减4", "若干", "零", "〇", "#DIV/0!", "O", True, False)
FEE_TEXTS = ("251000元", "25.1万元", "若干", "零", True, False)
LARGE = (10**12, 10**12 + 1, 10**13, 10**17 + 1)
SPREADS = ((0, 1), (0, 3), (0, 12), (0, 60), (0, 900))


@dataclass(frozen=True, slots=True)
class Case:
    """A filing and the earlier report at hand, if any."""

    data: Data
    previous: Data | None


def case(seed: int) -> Case:
    """The filing of that seed, the same on every machine."""
    chance = random.Random(seed)  # noqa: S311  no secret
    year = chance.randint(2020, 2025)
    last = _report(chance, year - 1, None)
    data = _report(chance, year, last if chance.random() < 0.85 else None)
    data["organ_type"] = chance.choice(("", "乡镇政府(街道办事处)", "县级 政府", "县政府", *organ_types()))
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2, 3, 4))):
        chance.choice(FAULTS)(chance, data)
    if chance.random() < 0.2:
        chance.choice(PERIODS)(chance, data)
    previous = _earlier(chance, data, last)
    if previous:
        for _ in range(chance.choice((0, 0, 0, 1, 2))):
            chance.choice(FAULTS)(chance, previous)
    elif chance.random() < 0.02:
        _year_as_text(data)
    return Case(data, previous)


def _earlier(chance: Chance, data: Data, last: Data) -> Data | None:
    kind = chance.random()
    if kind < 0.3:
        return None
    if kind < 0.4:  # last year's figures handed in again
        return {**data, "year": data["year"] - 1, "values": dict(data["values"]), "period": {}, "table_periods": {}}
    if kind < 0.45:
        return last | {"year": data["year"] - 2}
    return last


def _report(chance: Chance, year: int, last: Data | None) -> Data:
    """A report in which every relation holds; it takes over from `last` year's where there is one."""
    edition = chance.choices(EDITIONS, (6, 2, 1, 1))[0]
    form = form_of(edition)
    before: Mapping[str, Any] = last["values"] if last else {}
    values = {name: 0 for name, place in form.places.items() if not place.parts}
    _requests(chance, form, values, before)
    _cases(chance, values, before)
    _public(chance, form, values, before)
    for table in TABLES[1:]:
        if chance.random() < 0.5:
            _type_totals(form, values, table)
    return {"organ": "示例县某局", "year": year, "edition": edition, "values": values}


def _requests(chance: Chance, form: Form, values: Data, before: Mapping[str, Any]) -> None:
    usual = max((_whole(before.get(f"表三.予以公开.{column}")) for column in APPLICANTS), default=0)
    spread = (0, usual) if usual and chance.random() < 0.7 else chance.choice(SPREADS)
    outcomes = [row for row in form.rows("表三") if row not in {"本年新收", "上年结转", HANDLED, "结转下年"}]
    for column in APPLICANTS:
        if column != "自然人" and chance.random() < 0.5:
            continue
        for row in chance.sample(outcomes, chance.randint(0, 6)):
            values[f"表三.{row}.{column}"] = chance.randint(*spread)
        values[f"表三.结转下年.{column}"] = chance.randint(*spread) // chance.choice((1, 4, 10))
    for column in APPLICANTS:
        _balance(values, outcomes, column, _whole(before.get(f"表三.结转下年.{column}")))


def _balance(values: Data, outcomes: list[str], column: str, brought: int) -> None:
    over = values[f"表三.结转下年.{column}"]
    handled = sum(values[f"表三.{row}.{column}"] for row in outcomes)
    missing = max(0, brought - handled - over)
    values[f"表三.予以公开.{column}"] += missing
    values[f"表三.上年结转.{column}"] = brought
    values[f"表三.本年新收.{column}"] = handled + missing + over - brought
    if f"表三.{HANDLED}.{column}" in values:
        values[f"表三.{HANDLED}.{column}"] = handled + missing


def _cases(chance: Chance, values: Data, before: Mapping[str, Any]) -> None:
    """More appeals than lawsuits, and last year's pending cases among this year's, as a rule."""
    most = chance.choice((0, 1, 4, 20))
    for which in CASES:
        for result in RESULTS:
            values[f"表四.{which}.{result}"] = chance.randint(0, most)
        if chance.random() < 0.8:
            values[f"表四.{which}.结果维持"] += _whole(before.get(f"表四.{which}.尚未审结"))
        most = chance.choice((most, most // 3, most // 10))


def _public(chance: Chance, form: Form, values: Data, before: Mapping[str, Any]) -> None:
    for name, place in form.places.items():
        if place.table == "表二":
            values[name] = _public_number(chance, place.row, place.kind)
            if name in before and place.row != "规章" and chance.random() < 0.8:
                values[name] = _much_as_before(chance, before[name])
    for document in ("规章", "行政规范性文件"):
        if f"表二.{document}.有效" in values:
            _stock(chance, values, document, before)


def _public_number(chance: Chance, row: str, kind: str) -> float:
    if kind == "amount":
        return chance.choice((0, round(chance.uniform(0, 90), 4), round(chance.uniform(0, 90000), 6)))
    if row == "规章":
        return chance.choice((0, 0, 0, chance.randint(0, 20)))
    return chance.randint(-9 if kind == "signed" else 0, chance.choice((5, 100, 5000)))


def _much_as_before(chance: Chance, value: float) -> float:
    grown = value * chance.uniform(0.6, 1.4)
    return round(grown, 4) if isinstance(value, float) else round(grown)


def _stock(chance: Chance, values: Data, document: str, before: Mapping[str, Any]) -> None:
    made, ended, valid = (f"表二.{document}.{column}" for column in ("制发", "废止", "有效"))
    stock = _whole(before.get(valid)) if valid in before else chance.choice((0, 5, 110))
    if values[made] == 0 and values[ended] == 0 and chance.random() < 0.5:
        values[valid] = stock
        return
    values[made] = chance.randint(0, 12)
    values[ended] = chance.randint(0, min(stock, 12))
    values[valid] = stock + values[made] - values[ended]


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _type_totals(form: Form, values: Data, table: str) -> None:
    totals = [name for name, place in form.places.items() if place.table == table and place.parts]
    # (七)总计 of each column first: 总计.总计 adds them up
    for name in sorted(totals, key=lambda one: one.endswith(TOTAL)):
        values[name] = sum(values[part] for part in form.places[name].parts[-1])


def _cell(chance: Chance, data: Data, *, total: bool | None = None) -> str:
    """A cell that the data gives; parts and totals alike unless one is asked for, numbers above 0 rather than 0."""
    places = form_of(data["edition"]).places
    names: list[str] = [name for name in data["values"] if total is None or bool(places[name].parts) == total]
    filled = [name for name in names if data["values"][name]]
    chosen: str = chance.choice((chance.random() < 0.8 and filled) or names or list(data["values"]))
    return chosen


def _number_at(chance: Chance, data: Data) -> tuple[str, float]:
    name = _cell(chance, data)
    value = data["values"][name]
    return name, value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _off_by_one(chance: Chance, data: Data) -> None:
    name, value = _number_at(chance, data)
    data["values"][name] = value + chance.choice((-1, 1, 10))


def _digits_swapped(chance: Chance, data: Data) -> None:
    name, value = _number_at(chance, data)
    data["values"][name] = int(str(abs(int(value)))[::-1])


def _blank(chance: Chance, data: Data) -> None:
    data["values"][_cell(chance, data, total=chance.choice((None, True, False)))] = chance.choice(BLANKS + INK)


def _missing(chance: Chance, data: Data) -> None:
    del data["values"][_cell(chance, data)]


def _blank_line(chance: Chance, data: Data) -> None:
    """A whole row or column of a table left blank, or the table."""
    places = form_of(data["edition"]).places
    like = places[_cell(chance, data)]
    same = chance.choice(("row", "column", "table"))
    blank = chance.choice(BLANKS + INK)
    for name, place in places.items():
        if place.table == like.table and getattr(place, same) == getattr(like, same) and name in data["values"]:
            data["values"][name] = blank


def _zeros_blank(chance: Chance, data: Data) -> None:
    """Nothing where there was nothing: the commonest habit of all."""
    table, blank = chance.choice(TABLES), chance.choice(BLANKS + INK)
    for name, value in data["values"].items():
        if name.startswith(table) and value == 0:
            data["values"][name] = blank


def _text(chance: Chance, data: Data) -> None:
    name = _cell(chance, data)
    amount = form_of(data["edition"]).places[name].kind == "amount"
    data["values"][name] = chance.choice(FEE_TEXTS if amount else TEXTS)


def _text_and_blank_total(chance: Chance, data: Data) -> None:
    """A text among the parts of a blank total."""
    places = form_of(data["edition"]).places
    total = _cell(chance, data, total=True)
    if places[total].parts:
        data["values"][chance.choice(places[total].parts[-1])] = chance.choice(TEXTS)
        data["values"][total] = chance.choice(BLANKS + INK)


def _fraction(chance: Chance, data: Data) -> None:
    name, value = _number_at(chance, data)
    data["values"][name] = value + 0.5


def _negative(chance: Chance, data: Data) -> None:
    name, value = _number_at(chance, data)
    data["values"][name] = -value or -1


def _too_large(chance: Chance, data: Data) -> None:
    data["values"][_cell(chance, data)] = chance.choice(LARGE)


def _fee(chance: Chance, data: Data) -> None:
    """The fees a hundred or ten thousand times too large or small, or with a seventh decimal."""
    name = "表二.行政事业性收费.金额"
    if name in data["values"]:
        data["values"][name] = chance.choice((0.1234567, 10.0, 0.01, 100000, 1000, -1.5, 0.0000001))


def _regulation(chance: Chance, data: Data) -> None:
    for name in data["values"]:
        if name.startswith("表二.规章."):
            data["values"][name] = chance.choice((0, 0, 1, 6))


def _decisions(chance: Chance, data: Data) -> None:
    """A number of 表二 that leaps from or to next to nothing."""
    name = f"表二.{chance.choice(('行政许可', '行政处罚', '行政强制'))}.处理决定"
    if name in data["values"]:
        data["values"][name] = chance.choice((0, 9, 10, 11, 101, 9487))


def _empty_table(chance: Chance, data: Data) -> None:
    table = chance.choice(TABLES)
    for name in data["values"]:
        if name.startswith(table):
            data["values"][name] = 0


FAULTS: tuple[Callable[[Chance, Data], None], ...] = (
    _off_by_one,
    _off_by_one,
    _digits_swapped,
    _blank,
    _blank,
    _missing,
    _blank_line,
    _zeros_blank,
    _text,
    _text_and_blank_total,
    _fraction,
    _negative,
    _too_large,
    _fee,
    _regulation,
    _decisions,
    _empty_table,
)


def _cover_period(chance: Chance, data: Data) -> None:
    year = data["year"]
    starts = (f"{year}-01-01", f"{year}-03-01", f"{year - 1}-01-01", f"{year}.1.1", "", f"{year}-12-31")
    ends = (f"{year}-12-31", f"{year}-12-30", f"{year - 1}-12-31", f"{year}年12月31日", "", f"{year}-01-01")
    data["period"] = {"start": chance.choice(starts), "end": chance.choice(ends)}
    if chance.random() < 0.4:
        data["period"] = {"start": chance.choice(starts[:2]), "end": chance.choice(ends[:2])}
    if chance.random() < 0.5:
        data["partial_year"] = chance.choice((f"{year}年3月组建", "\u3000"))


def _table_heads(chance: Chance, data: Data) -> None:
    year = data["year"]
    heads = (
        f"{year}年1月1日至{year}年12月31日",
        f"{year}年1月1日至12月31日",
        f"{year}年度",
        f"{year}.1.1-{year}.12.31",
        f"{year}年1月1日至{year}年12月30日",
        f"{year - 1}年1月1日至{year - 1}年12月31日",
        f"{year - 1}年度",
        "",
        "/",
        "单位：件",
    )
    chosen = chance.sample(TABLES, chance.randint(1, 3))
    data["table_periods"] = {table: chance.choice(heads) for table in chosen}


def _both_periods(chance: Chance, data: Data) -> None:
    _cover_period(chance, data)
    _table_heads(chance, data)


PERIODS: tuple[Callable[[Chance, Data], None], ...] = (_cover_period, _table_heads, _both_periods)


def _year_as_text(data: Data) -> None:
    year = data["year"]
    data["period"] = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    data["table_periods"] = {}
    data["year"] = f"{year}年"
