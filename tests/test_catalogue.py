"""Forms and rules as data: complete, official, and refused when wrong, naming file and key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shipped import load_form
from validator.catalogue import forms, rules
from validator.files.entry import BadEntry, Entry
from validator.files.shipped import FOLDER
from validator.model.address import cells_of
from validator.model.form import NumberKind


@pytest.mark.parametrize(
    ("edition", "sizes"),
    [("2021", {"表二": 10, "表三": 175, "表四": 15}), ("2019", {"表二": 22, "表三": 161, "表四": 15})],
)
def test_an_edition_has_as_many_numbers_as_the_form(edition: str, sizes: dict[str, int]) -> None:
    form = load_form(edition)
    assert {name: len(table.indicators) for name, table in form.tables.items()} == sizes


def test_the_2021_edition_has_199_counts_and_one_amount() -> None:
    kinds = [one.kind for one in load_form("2021").indicators.values()]
    assert (kinds.count(NumberKind.COUNT), kinds.count(NumberKind.AMOUNT)) == (199, 1)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_no_two_things_share_a_cell(edition: str) -> None:
    for table in load_form(edition).tables.values():
        taken = [cell for label in table.labels for cell in cells_of(label.at)]
        taken += [cell for one in table.indicators.values() for cell in cells_of(one.span)]
        assert len(taken) == len(set(taken)), table.name


def test_totals_know_their_parts() -> None:
    indicators = load_form("2021").indicators
    assert [len(parts) for parts in indicators["表三.办理结果总计.总计"].parts] == [21, 6]
    assert [len(parts) for parts in indicators["表四.行政复议.总计"].parts] == [4]
    totals = {name for name, one in indicators.items() if one.is_total}
    assert len(totals) == 25 + 7 - 1 + 3


def test_the_contract_s_addresses() -> None:
    indicators = load_form("2021").indicators
    assert indicators["表三.本年新收.自然人"].cell == "D8"
    assert indicators["表三.办理结果总计.自然人"].cell == "D31"


def test_tables_of_two_editions_make_one_form() -> None:
    form = load_form({"表三": "2019"})
    assert form.edition == {"表二": "2021", "表三": "2019", "表四": "2021"}
    assert "表三.其他处理.总计" in form.indicators
    assert "表二.规章.制发" in form.indicators


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(BadEntry, match="no edition '2030', there are 2019, 2021"):
        load_form("2030")


RULE = {
    "code": "T9-01",
    "title": "题",
    "title_en": "title",
    "severity": "must",
    "basis": "据",
    "why": "因",
    "fix": "改",
    "fix_en": "mend",
    "message": "话",
    "message_en": "words",
    "check": "period.cover",
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"code": None}, "key 'code' is missing"),
        ({"code": "T3"}, "key 'code' must read like T3-01"),
        ({"severity": "fatal"}, "key 'severity' is 'fatal'"),
        ({"basis": 7}, "key 'basis' must be str"),
        ({"check": None}, "exactly one of the keys 'formula' and 'check'"),
        ({"formula": "表三.甲 = 1"}, "exactly one of the keys 'formula' and 'check'"),
        ({"check": None, "formula": "表三.甲:表三.乙 = 1"}, "key 'formula': ':' is not in the dialect"),
        ({"each": "表三.申请人"}, "keys 'each' and 'when' go with 'formula'"),
        ({"sevrity": "must"}, "unknown key 'sevrity'"),
        ({"example": [{"change": {}}]}, "example 1 '': key 'title' is missing"),
        ({"variants": {"x": {"zh": "话"}}}, "variant 'x': key 'en' is missing"),
    ],
)
def test_a_bad_rule_is_refused(change: dict[str, object], complaint: str) -> None:
    data = {key: value for key, value in {**RULE, **change}.items() if value is not None}
    one = Entry({"rule": [data]}, "rules/99-test.toml")
    with pytest.raises(BadEntry) as error:
        [rules._rule(each) for each in one.entries("rule", "code")]
    assert complaint in str(error.value)
    assert str(error.value).startswith("rules/99-test.toml: rule 1 ")


TABLE = """
[[table]]
name = "表九"
title = "九"
sheet = "九"
period_cell = "B2"
row_axis = "行"
column_axis = "列"
kind = "count"
unit = "件"
columns = [{ name = "甲", label = "甲", at = ["B6"] }]
rows = [{ name = "一", label = "一", at = "A7", cells = "B7" }]
"""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda text: text.replace('cells = "B7"', 'cells = "B7:C7"'), "key 'cells' has 2 cells for 1 columns"),
        (lambda text: text.replace('kind = "count"', 'kind = "tons"'), "key 'kind' is 'tons'"),
        (lambda text: text + '[table.row_groups]\n"组" = ["二"]', "group '组' names '二'"),
        (lambda text: text.replace('unit = "件"\n', ""), "key 'unit' is missing"),
        (lambda text: text.replace('label = "一"', 'label = "一", labl = "x"'), "unknown key 'labl'"),
    ],
)
def test_a_bad_table_is_refused(change: Callable[[str], str], complaint: str) -> None:
    import tomllib

    one = Entry(tomllib.loads(change(TABLE)), "forms/2099.toml")
    with pytest.raises(BadEntry) as error:
        [forms._table(each, "2099", (2099, None)) for each in one.entries("table")]
    assert complaint in str(error.value)
    assert "forms/2099.toml: table 1 '表九'" in str(error.value)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.toml").write_text("[[rule]\n", "utf-8")
    with pytest.raises(BadEntry, match=r"rules/bad.toml: "):
        rules.load_rules(tmp_path / "rules")


FORMS = FOLDER / "forms"


def _with(folder: Path, file: str, change: Callable[[str], str]) -> Path:
    """The shipped forms with one file changed."""
    for path in FORMS.glob("*.toml"):
        text = path.read_text("utf-8")
        (folder / path.name).write_text(change(text) if path.name == file else text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "change", "complaint"),
    [
        ("report.toml", lambda text: text.replace('role = "year"\n', ""), "no cover field has the role 'year'"),
        ("report.toml", lambda text: text.replace('role = "end"', 'role = "start"'), "no cover field has the role 'end'"),
        ("report.toml", lambda text: text.replace('role = "end"', 'role = "fin"'), "key 'role' is 'fin'"),
        ("report.toml", lambda text: text.replace('cell = "C9"', 'cell = "9C"'), "key 'cell' is '9C', which is no cell"),
        ("report.toml", lambda text: text.replace('"12-31"', '"02-30"'), "key 'last_day' is '02-30'"),
        ("report.toml", lambda text: text.replace('= "2021"', '= "2022"'), "key 'default_edition' names '2022'"),
        ("2021.toml", lambda text: text.replace('name = "表三"', 'name = "表.三"'), "key 'name' is '表.三'"),
        ("2021.toml", lambda text: text.replace('name = "制发"', 'name = "制 发"'), "key 'name' is '制 发'"),
        ("2021.toml", lambda text: text.replace('name = "表四"', 'name = "表三"'), "table '表三' is given twice"),
        ("2021.toml", lambda text: text.replace('sheet = "四、复议诉讼"', 'sheet = "三、依申请公开"'), "'三、依申请公开' is given twice"),
        ("2021.toml", lambda text: text.replace('period_cell = "B2"', 'period_cell = "B"'), "key 'period_cell' is 'B'"),
        ("2021.toml", lambda text: text.replace('title = "四、政府', 'title = "四、某政府'), "on the sheet of no section with its title"),
        ("2021.toml", lambda text: text.replace("first_year = 2021", 'first_year = "2021"'), "key 'first_year' must be int"),
    ],
)  # fmt: skip
def test_a_bad_form_is_refused_in_words(
    tmp_path: Path, file: str, change: Callable[[str], str], complaint: str
) -> None:
    """Two tables on one sheet, bad names, missing cover fields: named by file and key, never a traceback."""
    with pytest.raises(BadEntry) as error:
        forms.load_forms(_with(tmp_path, file, change))
    assert complaint in str(error.value)
    assert file in str(error.value)


def test_a_total_that_adds_itself_is_refused(tmp_path: Path) -> None:
    def change(text: str) -> str:
        return text.replace('"结果分项" = [', '"结果分项" = ["总计", ', 1)

    text = (FORMS / "2021.toml").read_text("utf-8")
    assert change(text) != text
    with pytest.raises(BadEntry, match="adds itself"):
        forms.load_forms(_with(tmp_path, "2021.toml", change))


def test_the_shipped_forms_load() -> None:
    found = forms.load_forms(FORMS)
    assert found.names == ("2019", "2021")
    assert found.form() is found.form("2021")
    assert found.form({"表三": "2019"}).tables["表三"] is found.form("2019").tables["表三"]
    assert [found.edition_for(year) for year in (2018, 2019, 2020, 2021, 2050)] == [
        "2021",
        "2019",
        "2019",
        "2021",
        "2021",
    ]
