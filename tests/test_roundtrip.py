"""Data -> workbook -> data, whatever the values; and the same findings after other programs saved the workbook.

A number of more than 15 digits is no figure of a report: a cell keeps 15 for sure, in Excel too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.books import data as kind
from tests.books import filled
from tests.conftest import DAY
from tests.found import found
from tests.office import Office
from tests.shipped import (
    base_filing,
    base_previous,
    example_filing,
    example_previous,
    form_of,
    load_form,
    load_rules,
    parse,
    preview,
)
from validator.api import check, read
from validator.examples.filings import AS_FOUND_KEY
from validator.exchange.extract import extract
from validator.exchange.filing_data import FilingData, Value, as_json
from validator.model.blanks import is_blank_text
from validator.model.cells import CellKind
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.model.rule import Example
from validator.writers.pages import EXAMPLE_YEAR

RULES = load_rules()


def opened(folder: Path, data: FilingData) -> Filing:
    """The filing through a real workbook."""
    path = folder / "round.xlsx"
    path.write_bytes(filled(data))
    return read(path)


def extracted(folder: Path, data: FilingData) -> str:
    """What ``extract`` says of the filled workbook, as JSON to compare letter by letter."""
    return json.dumps(as_json(extract(opened(folder, data))), ensure_ascii=False)


def assert_stable(folder: Path, data: FilingData) -> dict[str, Any]:
    """extract -> fill -> extract gives the same JSON; the first one is returned."""
    first = extracted(folder, data)
    assert extracted(folder, parse(json.loads(first))) == first
    found: dict[str, Any] = json.loads(first)
    return found


ODD_TEXTS = [
    "=1+1", "+1", "-1+1", "@x", "'1", "''", "＝1", "{=1}", "/", "—", "无", " ", "\t", "\n", " 3 ", "３", "1,234", "TRUE",
    "22（其中修订16件）", "#N/A", "#DIV/0!", "2025-01-01", "第一行\n第二行", "回车\r换行\r\n", "😀𠮷", "e\u0301", "\u200b",
    "\u00a0", "_x0041_", "_x000D_", "\x00", "\x01", "<r><t>&amp;</t></r>", "]]>", "&<>\"'",
    "http://example.org/", "mailto:x", "公" * 32_767,
]  # fmt: skip
ODD_NUMBERS: list[Value] = [
    0, 1, -1, 12.0, 0.5, 0.000001, 344.0982, 1e-300, -2.5, 10**15 - 1, 1 - 10**15, 123456789.012345, 1e20, True, False, None,
]  # fmt: skip


def spread(values: list[Value]) -> dict[str, Value]:
    """The values over cells of every table, counts and amount, parts and totals."""
    names = [name for name in load_form().indicators if not name.endswith("科研机构")]
    assert len(values) <= len(names)
    return dict(zip(names, values, strict=False))


@pytest.mark.parametrize("values", [ODD_NUMBERS, [*ODD_TEXTS]], ids=["numbers", "texts"])
def test_every_kind_of_value_comes_back(tmp_path: Path, values: list[Value]) -> None:
    wanted = spread(values)
    found = assert_stable(tmp_path, FilingData(organ="某局", year=2025, values=wanted))
    kept = {name: _kept(value) for name, value in wanted.items()}
    assert {name: found["values"][name] for name in wanted} == kept
    assert [type(found["values"][name]) for name in wanted] == [
        int if isinstance(value, float) and value == int(value) else type(value) for value in kept.values()
    ]


def _kept(value: Value) -> Value:
    """Every kind of blank comes back as null: a text without ink says no more than nothing."""
    return None if isinstance(value, str) and is_blank_text(value) else value


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_every_text_comes_back(tmp_path: Path, text: str) -> None:
    """One workbook holds the text at every place that takes text."""
    texts = dict.fromkeys(("标题", "一", "五", "六"), text)
    waiver = {key: text.strip() for key in ("code", "cell", "reason", "by")} | {"date": "2026-01-10"}
    found = assert_stable(
        tmp_path, FilingData(organ="某局", year=2025, text=texts, partial_year=text, waivers=(waiver,))
    )
    assert found["text"] == dict.fromkeys(texts, _kept(text) or "")
    assert found.get("partial_year", "") == (_kept(text) or "")
    assert found["waivers"] == [waiver]


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**10), 10**10).map(lambda number: number / 100),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40)
NAMES = sorted(load_form().indicators)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), values, max_size=40), texts, texts)
def test_any_values_and_texts_come_back(tmp_path: Path, given: dict[str, Value], organ: str, told: str) -> None:
    data = FilingData(organ=organ, year=2025, values=given, text={"一": told, "六": organ})
    found = assert_stable(tmp_path, data)
    totals_typed = {load_form().indicators[name].table for name in given if load_form().indicators[name].is_total}
    assert {name: found["values"][name] for name in given} == {name: _kept(value) for name, value in given.items()}
    assert (found["organ"], found["text"]["一"], found["text"]["六"]) == tuple(
        _kept(one) or "" for one in (organ, told, organ)
    )
    blank = {name for name, value in found["values"].items() if value is None}
    inputs = {name for name, one in load_form().indicators.items() if not one.is_total or one.table in totals_typed}
    assert blank == inputs - {name for name, value in given.items() if _kept(value) is not None}


BASE = base_filing()
INPUTS = {name: value for name, value in BASE.values.items() if not form_of(BASE).indicators[name].is_total}
PERIODS = [
    {"start": "2025.1.1", "end": "2025年12月31日"},
    {"start": "", "end": ""},
    {"start": "2025-12-31", "end": "2025-01-01"},
    {"start": "1899-12-31", "end": "1900-02-28"},
    {"start": "2025-06-01", "end": "2025-12-31"},
]
TABLES: dict[str, dict[str, Any]] = {
    "complete": {},
    "formula totals": {"values": INPUTS},
    "typed totals of one table": {"values": {**INPUTS, "表四.行政复议.总计": 9}},
    "a blank typed total": {"values": {**INPUTS, "表四.行政复议.总计": None}},
    "nothing at all": {
        "values": {},
        "text": {},
        "period": None,
        "table_periods": {},
        "published": "",
        "organ_type": "",
    },
    "the older edition": {"edition": "2019", "values": {"表二.行政许可.本年增减": -4, "表二.政府集中采购.总金额": 0.5}},
    "one old table": {"edition": {"表三": "2019"}, "values": {"表三.其他处理.自然人": 3}},
    "two old tables": {"edition": {"表二": "2019", "表三": "2019", "表四": "2021"}, "values": {}},
    "part of a year": {"period": PERIODS[-1], "partial_year": "本机关于2025年6月组建"},
    "periods of tables": {"table_periods": {"表二": "2024年", "表三": "", "表四": "2025年1月1日至2025年12月31日"}},
    "published as text": {"published": "2026年3月"},
    "published as a date": {"published": "2026-03-20"},
    "year as text": {"year": "2025年"},
    "year with decimals": {"year": 2025.5},
    "no year": {"year": None},
    "explanations": {
        "waivers": (
            {"code": "T3-04", "cell": "J30", "reason": "集中撤回\n同一批", "by": "甲", "date": "2026-01-10"},
            {"code": "", "cell": "", "reason": "只有理由", "by": "", "date": "元月"},
        )
    },
    "more explanations than rows": {
        "waivers": tuple(
            {"code": "T3-04", "cell": f"J{number}", "reason": "由", "by": "甲", "date": ""} for number in range(1, 60)
        )
    },
    **{f"period {number}": {"period": period} for number, period in enumerate(PERIODS)},
}


@pytest.mark.parametrize("name", TABLES)
def test_every_field_comes_back(tmp_path: Path, name: str) -> None:
    change = TABLES[name]
    found = assert_stable(tmp_path, replace(BASE, **change))
    for key in set(change) - {"values", "table_periods", "edition", "text"}:
        wanted = change[key] if not isinstance(change[key], tuple) else list(change[key])
        assert wanted is None or found[key] == wanted, key
    for key in {"values", "table_periods"} & set(change):
        assert {one: found[key][one] for one in change[key]} == change[key], key


def test_a_complete_filing_comes_back_whole(tmp_path: Path) -> None:
    assert assert_stable(tmp_path, BASE) == as_json(BASE)


def test_an_edition_comes_back_as_a_text_or_a_whole_map(tmp_path: Path) -> None:
    names = ("complete", "the older edition", "one old table", "two old tables")
    found = {name: assert_stable(tmp_path, replace(BASE, **TABLES[name]))["edition"] for name in names}
    assert found["the older edition"] == "2019"
    assert found["one old table"] == {"表二": "2021", "表三": "2019", "表四": "2021"}
    assert found["two old tables"] == {"表二": "2019", "表三": "2019", "表四": "2021"}
    assert found["complete"] == "2021"


def test_totals_stay_formulas_or_become_typed(tmp_path: Path) -> None:
    """``extract`` writes totals too, so what is filled from it has them typed; the values are the same."""
    by_formula = opened(tmp_path, replace(BASE, values=INPUTS))
    again = opened(tmp_path, extract(by_formula))
    name = "表三.办理结果总计.总计"
    assert (by_formula.cell(name).formula is not None, again.cell(name).formula) == (True, None)
    assert by_formula.cell(name).value == again.cell(name).value == 41
    assert (by_formula.typed_totals, again.typed_totals) == (frozenset(), frozenset({"表三", "表四"}))


EXAMPLES = {f"{rule.code} {example.title}": example for rule in RULES for example in rule.examples}


@cache
def pictures() -> dict[str, str]:
    """Each distinct filing of the examples, by the first example that has it."""
    firsts: dict[str, str] = {}
    for name, example in EXAMPLES.items():
        firsts.setdefault(repr(example_filing(example)), name)
    return {name: key for key, name in firsts.items()}


@pytest.mark.parametrize("name", sorted(pictures()))
def test_a_preview_is_what_reading_the_workbook_gives(tmp_path: Path, name: str) -> None:
    data = example_filing(EXAMPLES[name])
    shown, real = preview(data), opened(tmp_path, data)
    assert {one: (cell.value, cell.kind) for one, cell in shown.cells.items()} == {
        one: (cell.value, cell.kind) for one, cell in real.cells.items()
    }
    assert shown.places == real.places
    assert shown.labels == real.labels
    assert (shown.form, shown.waivers, shown.made_by) == (real.form, real.waivers, real.made_by)
    assert (shown.typed_totals, shown.from_template) == (real.typed_totals, real.from_template)
    assert set(shown.sheet_names) <= set(real.sheet_names)


def failing() -> Iterator[tuple[str, Example]]:
    """The first example of each rule on one report that fails, as far as a filing as data can state it."""
    for rule in RULES:
        if rule.on_units:
            continue
        for example in rule.examples:
            if example.finds and AS_FOUND_KEY not in example.change:
                yield rule.code, example
                break


FAILING = dict(failing())


def report(filing: Filing, example: Example | None) -> FileReport:
    earlier = example_previous(example) if example else base_previous()
    previous = [preview(earlier)] if earlier else []
    year = EXAMPLE_YEAR if example == FAILING["ST-15"] else None
    (one,) = check([replace(filing, path="a.xlsx")], previous=previous, year=year, today=DAY).files
    return one


def test_saved_again_by_libreoffice_the_findings_are_the_same(office: Office, tmp_path: Path) -> None:
    """A workbook for each rule, as filled and as LibreOffice saved it after recalculating: one run for all of them."""
    paths = [tmp_path / f"{code}.xlsx" for code in FAILING]
    for code, path in zip(FAILING, paths, strict=True):
        path.write_bytes(filled(example_filing(FAILING[code])))
    for path, again in zip(paths, office.convert(paths, "xlsx", tmp_path / "done"), strict=True):
        before, after = (report(read(one), FAILING[path.stem]) for one in (path, again))
        assert [one.message() for one in after.findings] == [one.message() for one in before.findings], path.stem
        assert [one.rule.code for one in after.findings].count(path.stem) == len(FAILING[path.stem].finds)
        assert replace(after, sheets=()) == replace(before, sheets=()), path.stem


def test_every_rule_is_among_them_unless_only_a_damaged_workbook_breaks_it() -> None:
    missing = {rule.code for rule in RULES if not rule.on_units} - set(FAILING)
    assert {code for code in missing if not code.startswith("D-")} <= {"ST-01", "ST-03", "VA-06"}


OPENPYXL_KEEPS = ("T", "VA-01", "VA-02", "VA-03", "VA-04", "W", "N", "ST-06", "ST-07")
"""Rules on typed cells. openpyxl drops what every formula shows: a total by formula and a derived period read as blank.

What is then found is VA-06's business (rules.md 2.1), so nothing is said here of the cells that hold formulas.
"""


@pytest.mark.parametrize("name", ["must", "explain", "many", "waived", "refused"])
def test_saved_again_by_openpyxl_typed_cells_are_the_same(tmp_path: Path, name: str) -> None:
    before = opened(tmp_path, kind(name))
    openpyxl.load_workbook(tmp_path / "round.xlsx").save(tmp_path / "again.xlsx")
    after = read(tmp_path / "again.xlsx")
    assert (after.places, after.labels, after.waivers) == (before.places, before.labels, before.waivers)
    assert (after.made_by, after.typed_totals, after.form) == (before.made_by, before.typed_totals, before.form)
    for one, cell in before.cells.items():
        if cell.formula is None:
            assert (after.cell(one).value, after.cell(one).kind) == (cell.value, cell.kind), one
    kept = [
        [one for one in found(report(filing, None).findings) if one.startswith(OPENPYXL_KEEPS)]
        for filing in (before, after)
    ]
    assert kept[0] == kept[1] != []


@pytest.mark.parametrize("name", ["must", "explain", "many", "waived", "refused"])
def test_values_alone_in_a_bare_workbook_are_found_by_their_addresses(tmp_path: Path, name: str) -> None:
    """What pandas or a script leaves: no names, properties, formats or formulas."""
    before = opened(tmp_path, kind(name))
    bare = openpyxl.Workbook()
    bare.remove(bare.worksheets[0])
    for sheet in openpyxl.load_workbook(tmp_path / "round.xlsx", data_only=True).worksheets:
        copy = bare.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy[cell.coordinate] = cell.value
    bare.save(tmp_path / "bare.xlsx")
    after = read(tmp_path / "bare.xlsx")
    assert (after.made_by, after.places) == (None, before.places)
    assert {one: (cell.value, cell.kind) for one, cell in after.cells.items()} == {
        one: (cell.value, cell.kind) for one, cell in before.cells.items()
    }
    # That the template was taken apart (D-…) is told besides.
    told = [
        [one for one in found(report(filing, None).findings) if not one.startswith("D-")] for filing in (before, after)
    ]
    assert told[0] == told[1] != []


def test_the_template_itself_keeps_what_openpyxl_would_drop(tmp_path: Path) -> None:
    """Every formula stands with what it shows: a reader that does not calculate needs it."""
    filing = opened(tmp_path, replace(BASE, values=INPUTS))
    formulas = {name: cell for name, cell in filing.cells.items() if cell.formula is not None}
    assert len(formulas) == 25 + 7 - 1 + 3 + 6
    assert [name for name, cell in formulas.items() if cell.kind is CellKind.BLANK] == []
    assert re.match("2025年1月1日", str(formulas["表三.统计期限"].value))
