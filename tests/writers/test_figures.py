"""Key figures, sums and charts: from the form's data, over reports of any edition, also where cells hold nonsense."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.shipped import CATALOGUE, base_filing
from tests.writers.reports import examined, many, of, page, unreadable
from validator.catalogue import load_catalogue
from validator.exchange.filing_data import FilingData
from validator.files.entry import BadEntry
from validator.files.shipped import FOLDER
from validator.model.overview import ChartPart
from validator.model.report import FileReport
from validator.writers.figures import figure, key_figures, summed
from validator.writers.page.charts import drawings
from validator.writers.page.sums import Sums

TWO = ChartPart("x", ("a", "b"))


@pytest.mark.parametrize(
    ("values", "one", "many_of"),
    [
        ({"a": 1, "b": 2}, 3, 3),
        ({"a": 0.1, "b": 0.2}, 0.3, 0.3),
        ({"a": 1, "b": None}, None, 1),
        ({"a": 1, "b": "2件"}, None, 1),
        ({"a": 1, "b": True}, None, 1),
        ({"a": 1}, None, 1),
        ({"a": 1, "b": 1e300}, None, 1),
        ({"a": 1, "b": float("nan")}, None, 1),
        ({}, None, 0),
    ],
)
def test_a_quantity_is_known_when_every_number_of_it_is(
    values: dict[str, int | float | str | None], one: float | None, many_of: float
) -> None:
    assert figure(TWO, values) == one
    assert summed(TWO, values) == pytest.approx(many_of)


def test_every_edition_has_the_same_key_figures() -> None:
    """So one column stands for one quantity whatever the edition."""
    labels = [part.label for part in key_figures(CATALOGUE)]
    assert len(labels) == len(set(labels))
    assert labels[:2] == ["本年新收", "上年结转"]


def _sums(files: list[FileReport]) -> Sums:
    sums = Sums(CATALOGUE)
    for one in files:
        sums.add(one)
    return sums


def test_charts_add_up_what_reports_hold() -> None:
    sums = _sums([examined("clean"), examined("must"), unreadable()])
    (results,) = [one for one in sums.charts.values() if one.chart.title.zh == "办理结果"]
    base = base_filing().values
    group = sum(int(base[name] or 0) for name in base if re.fullmatch(r"表三\.不予公开_.*\.总计", name))
    assert results.sums["parts", "不予公开"] == 2 * group
    assert sums.counted == 2
    assert sums.pairs == 0


def test_editions_are_added_up_together() -> None:
    old = FilingData(organ="甲", year=2020, edition="2019", values=dict.fromkeys(CATALOGUE.form("2019").indicators, 1))
    sums = _sums([of(old, "a.xlsx"), examined("clean")])
    flow = next(one for one in sums.charts.values() if one.chart.kind == "flow")
    assert flow.sums["into", "本年新收"] == 1 + 40


def test_a_chart_says_its_numbers_as_a_table_too() -> None:
    for one in drawings(_sums(list(many(20))), "zh"):
        assert one.rows
        assert len(one.heads) == len(one.rows[0])
        shown = {word.text for word in one.words}
        assert any(one.rows[0][1] in text for text in shown)
        for shape in one.shapes:
            assert shape.width >= 0
            assert shape.height >= 0
            assert shape.x + shape.width <= 640


NONSENSE = [-5, 10**11, 0, None, "很多", 0.5]


@pytest.mark.parametrize("value", NONSENSE)
def test_charts_are_drawn_whatever_stands_in_the_cells(value: object) -> None:
    base = base_filing()
    data = replace(base, values=dict.fromkeys(base.values, value))  # type: ignore[arg-type]
    reports = [of(data, "a.xlsx", previous=True), unreadable()]
    content = page(reports)
    assert not re.search(r'\b(?:width|height|(?<!tabinde)x|y)="(?:-|nan|inf)', content)
    assert "NaN" not in content


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key_figures = ["本年新收.总计"', 'key_figures = ["本年新收.合计"', "'表三.本年新收.合计' is no number"),
        ('kind = "bars"', 'kind = "pie"', "'pie', known are bars, flow, stacks"),
        ('title_en = "Results of applications", ', "", "key 'title_en' is missing"),
        ('rows = ["行政复议",', 'rows = ["复议",', "'表四.复议.结果维持' is no number"),
    ],
)
def test_a_bad_overview_is_refused_where_it_stands(tmp_path: Path, old: str, new: str, said: str) -> None:
    for name in ("forms", "rules"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    shutil.copy(FOLDER / "thresholds.toml", tmp_path)
    path = tmp_path / "forms" / "2021.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadEntry, match=re.escape(said)) as refused:
        load_catalogue(tmp_path)
    assert "2021.toml" in str(refused.value)
