"""A filing as JSON: strict parsing that names the key, and what is written back."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shipped import base_filing, form_of, load_form, parse
from validator.exchange.filing_data import BadFilingData, FilingData, as_json, iso_date
from validator.model.english import english

LEAST: dict[str, Any] = {"organ": "某镇", "year": 2025, "values": {}}


def test_what_is_left_out_is_blank_or_derived() -> None:
    found = parse(LEAST)
    assert found == FilingData(organ="某镇", year=2025, edition="2021")
    assert (found.edition, found.period, dict(found.table_periods), found.waivers) == ("2021", None, {}, ())
    assert form_of(found) is load_form("2021")


@pytest.mark.parametrize("data", [None, [], "x", 1, True])
def test_a_filing_is_an_object(data: object) -> None:
    with pytest.raises(BadFilingData, match=r"^应为一个 JSON 对象$"):
        parse(data)


@pytest.mark.parametrize("key", ["organ", "year", "values"])
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(BadFilingData, match=f"^缺少 {key}$"):
        parse({name: value for name, value in LEAST.items() if name != key})


UNKNOWN: list[tuple[dict[str, Any], str]] = [
    ({"orgn": ""}, "不认识的键：orgn"),
    ({"b": 1, "a": 2}, "不认识的键：a、b"),
    ({"values": {"表三.本年新收": 1}}, "values 中不认识的键：表三.本年新收"),
    ({"values": {"表三.其他处理.总计": 1}}, "values 中不认识的键：表三.其他处理.总计"),
    ({"edition": "2019", "values": {"表三.其他处理_其他.总计": 1}}, "values 中不认识的键：表三.其他处理_其他.总计"),
    ({"text": {"二": ""}}, "text 中不认识的键：二"),
    ({"period": {"from": ""}}, "period 中不认识的键：from"),
    ({"table_periods": {"表一": ""}}, "table_periods 中不认识的键：表一"),
    ({"waivers": [{"codes": ""}]}, "waivers 中不认识的键：codes"),
]
HINTS: list[tuple[dict[str, Any], str]] = [
    ({"text": {"标提": ""}}, "，是不是 标题？"),
    ({"text": {"二": ""}}, "，可用：一、五、六、标题"),
    ({"period": {"begin": ""}}, "，可用：end、start"),
    ({"period": {"strat": ""}}, "，是不是 start？"),
    ({"table_periods": {"表五": ""}}, "，可用：表三、表二、表四"),
    ({"waivers": [{"cod": ""}]}, "，是不是 code？"),
    ({"orgn": ""}, "，是不是 organ？"),
    (
        {"xyz": ""},
        "，可用：edition、organ、organ_type、partial_year、period、published、table_periods、text、values、waivers、year",
    ),
    ({"values": {"xyz": 1}}, ""),
]


@pytest.mark.parametrize(("change", "hint"), HINTS)
def test_an_unknown_key_comes_with_what_was_meant_or_what_there_is(change: dict[str, Any], hint: str) -> None:
    with pytest.raises(BadFilingData) as refused:
        parse({**LEAST, **change})
    assert refused.value.hint == hint
    assert not re.search("[\u4e00-\u9fff]", re.sub("标[题提]|表.|[一二五六]", "", english(f"{refused.value}{hint}")))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"organ": 1}, "organ 应为文字，实为 1"),
    ({"organ_type": ["县级政府"]}, "organ_type 应为文字，实为 ['县级政府']"),
    ({"published": 20260320}, "published 应为文字，实为 20260320"),
    ({"partial_year": True}, "partial_year 应为文字，实为 True"),
    ({"year": {"a": 1}}, "year 应为年份"),
    ({"year": [2025]}, "year 应为年份"),
    ({"edition": "2030"}, "edition 不认识：'2030'"),
    ({"edition": {"表三": "2030"}}, "edition 不认识：{'表三': '2030'}"),
    ({"edition": {"表一": "2021"}}, "edition 不认识：{'表一': '2021'}"),
    ({"edition": 2021}, "edition 应为版本或“表: 版本”，实为 2021"),
    ({"edition": {"表三": 2019}}, "edition 应为版本或“表: 版本”，实为 {'表三': 2019}"),
    ({"edition": None}, "edition 应为版本或“表: 版本”，实为 None"),
    ({"values": []}, "values 应为一个 JSON 对象"),
    ({"values": None}, "values 应为一个 JSON 对象"),
    ({"values": {"表二.规章.制发": [1]}}, "values 中 表二.规章.制发 应为数字、文字或 null"),
    ({"values": {"表二.规章.制发": {}}}, "values 中 表二.规章.制发 应为数字、文字或 null"),
    ({"values": {"表二.规章.制发": math.inf}}, "values 中 表二.规章.制发 不是数"),
    ({"values": {"表二.规章.制发": math.nan}}, "values 中 表二.规章.制发 不是数"),
    ({"text": "文字"}, "text 应为一个 JSON 对象"),
    ({"text": []}, "text 应为一个 JSON 对象"),
    ({"text": {"一": 1}}, "一 应为文字，实为 1"),
    ({"period": ""}, "period 应为一个 JSON 对象"),
    ({"period": {"start": 2025}}, "start 应为文字，实为 2025"),
    ({"table_periods": False}, "table_periods 应为一个 JSON 对象"),
    ({"waivers": {}}, "waivers 应为情况说明的列表"),
    ({"waivers": "无"}, "waivers 应为情况说明的列表"),
    ({"waivers": [None]}, "waivers 应为情况说明的列表"),
    ({"waivers": [{"code": 1}]}, "code 应为文字，实为 1"),
]


@pytest.mark.parametrize(("change", "said"), [*UNKNOWN, *WRONG])
def test_a_key_that_is_wrong_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadFilingData) as refused:
        parse({**LEAST, **change})
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "key", ["organ_type", "period", "text", "table_periods", "published", "partial_year", "waivers"]
)
def test_null_is_as_good_as_left_out(key: str) -> None:
    assert parse({**LEAST, key: None}) == parse(LEAST)


def test_a_null_text_is_blank() -> None:
    found = parse({**LEAST, "text": {"一": None}, "period": {"start": None}, "waivers": [{"code": None}]})
    assert (found.text, found.period) == ({"一": ""}, {"start": ""})
    assert found.waivers == (dict.fromkeys(("code", "cell", "reason", "by", "date"), ""),)


@pytest.mark.parametrize("value", [0, -1, 12.0, 0.5, 10**30, True, None, "", "=1+1", "22件"])
def test_any_plain_value_is_taken_as_it_is(value: object) -> None:
    found = parse({**LEAST, "values": {"表二.规章.制发": value}}).values["表二.规章.制发"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("year", [2025, 2025.5, "2025年", None, True])
def test_a_year_may_be_wrong_so_that_bad_input_can_be_made(year: object) -> None:
    assert parse({**LEAST, "year": year}).year == year


@pytest.mark.parametrize(
    "edition", ["2021", "2019", {"表三": "2019"}, {"表二": "2021", "表三": "2019", "表四": "2021"}]
)
def test_the_form_is_of_its_edition_or_mixture(edition: Any) -> None:
    found = parse({**LEAST, "edition": edition})
    wanted = edition if isinstance(edition, dict) else dict.fromkeys(("表二", "表三", "表四"), edition)
    assert {name: form_of(found).tables[name].edition for name in wanted} == wanted


def test_parsing_is_undone() -> None:
    base = base_filing()
    assert parse(as_json(base)) == base
    assert parse(as_json(parse(LEAST))) == parse({**LEAST, "period": {}})


def test_an_explanation_of_part_of_a_year_is_written_where_there_is_one() -> None:
    assert "partial_year" not in as_json(parse(LEAST))
    assert as_json(parse({**LEAST, "partial_year": "6月组建"}))["partial_year"] == "6月组建"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2023-01-01", date(2023, 1, 1)), ("2023-02-30", None), ("2023年1月1日", None), ("2023.1.1", None), ("", None)],
)
def test_iso_dates(text: str, day: date | None) -> None:
    assert iso_date(text) == day


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["organ", "year", "values", "organ_type", "edition", "period", "text", "table_periods", "published", "waivers"]


@given(st.dictionaries(st.sampled_from(KEYS), json_values))
def test_any_json_is_a_filing_or_refused(data: dict[str, Any]) -> None:
    try:
        found = parse(data)
    except BadFilingData as refused:
        assert str(refused)
    else:
        assert parse(as_json(found)).values == found.values
