"""Documents in the manners of real pages, in every format: each figure is read as it stands, or told as not read."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.conftest import ROOT
from tests.documents.made import C, Doc, T, report
from tests.documents.manners import CERTAIN, MANNERS
from tests.documents.many import tried
from tests.documents.mixed import figures_of, wrong
from tests.documents.written import FORMATS, as_html, as_text
from tests.shipped import FORMS
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import TWICE
from validator.documents.tables.heads import TWO_READINGS
from validator.model.filing import Filing

FORM = FORMS.form("2021")
OLD = FORMS.form("2019")
DIFFERENT = figures_of(FORM, Random(0), small=False)  # noqa: S311  no secret
REPORTS = ROOT.parent / "shared" / "data" / "reports"
SURE = ("html", "docx", "text", "markdown")


def made(manner: str, luck: Random, values: dict[str, object] = DIFFERENT) -> Doc:
    doc = report(FORM, values)
    MANNERS[manner](doc, luck)
    return doc


def found_in(doc: Doc, written: str, luck: Random) -> Filing:
    return filing_of_content(FORMATS[written](doc, luck), "a", FORMS)


@pytest.mark.parametrize("manner", MANNERS)
def test_no_figure_is_read_wrong_in_any_manner(manner: str) -> None:
    for written in FORMATS:
        luck = Random(len(manner))  # noqa: S311  no secret
        doc = made(manner, luck)
        assert wrong(doc, found_in(doc, written, luck), [manner], written) == {}, written


@pytest.mark.parametrize("manner", sorted(CERTAIN))
def test_every_figure_is_read_in_the_plain_manners(manner: str) -> None:
    for written in SURE[: 3 if manner in {"heads squeezed", "uneven"} else None]:  # blanks beside figures in Markdown
        luck = Random(3)  # noqa: S311  no secret
        doc = made(manner, luck)
        found = found_in(doc, written, luck)
        assert found.unplaced == (), written
        assert found.form.edition == "2021"


@pytest.mark.parametrize("written", FORMATS)
def test_every_figure_of_both_editions_is_read_in_every_format(written: str) -> None:
    luck = Random(0)  # noqa: S311  no secret
    for form, year in ((FORM, 2023), (OLD, 2020)):
        doc = report(form, figures_of(form, luck, small=False), year=year)
        found = found_in(doc, written, luck)
        assert {name: found.cell(name).value for name in form.indicators} == doc.wanted
        assert (found.form.edition, found.year, found.organ) == (form.edition, year, "青禾市云溪区人民政府")


def test_manners_together() -> None:
    """A slice of what `tests.documents.many` tries."""
    total = sum((tried(seed) for seed in range(120)), start=tried(120))
    assert total["wrong"] == 0
    assert total["read"] > 12_000


@pytest.mark.parametrize("seed", range(24))
def test_a_figure_that_is_changed_is_read_as_that_or_not_at_all(seed: int) -> None:
    luck = Random(seed)  # noqa: S311  no secret
    manner, written = luck.choice(sorted(MANNERS)), luck.choice(sorted(FORMATS))
    values = figures_of(FORM, luck, small=True)
    values |= {name: 0 for name, one in values.items() if one is None}
    name = luck.choice(sorted(values))
    doc = made(manner, Random(seed), {**values, name: 987_654})  # noqa: S311  no secret
    found = found_in(doc, written, luck)
    assert wrong(doc, found, [manner], written) == {}
    assert 987_654 not in {found.number(other) for other in found.cells if other != name}


def test_last_years_columns_make_two_readings_and_neither_is_taken() -> None:
    luck = Random(1)  # noqa: S311  no secret
    for written in ("html", "docx", "text"):
        found = found_in(made("last year beside", luck), written, luck)
        doubts = {one.reason for one in found.unplaced}
        assert {one.indicator for one in found.unplaced} == {name for name in FORM.indicators if name[:2] == "表三"}
        assert doubts == {TWO_READINGS}
    (one, *_) = found.unplaced
    assert one.seen.startswith("一、本年新收政府信息公开申请数量 | ")


def test_last_years_table_beside_makes_both_uncertain() -> None:
    luck = Random(1)  # noqa: S311  no secret
    found = found_in(made("copied", luck), "html", luck)
    assert {one.reason for one in found.unplaced} == {TWICE}
    assert len(found.unplaced) == 175


@pytest.mark.parametrize("between", ["续表", "（续表三）", "— 12 —", "第 3 页", "单位：件"])
def test_what_stands_between_the_halves_of_a_table_does_not_make_it_another_edition(between: str) -> None:
    doc = report(FORM, DIFFERENT)
    at = next(number for number, one in enumerate(doc.blocks) if isinstance(one, T) and one.name == "表三")
    whole = doc.blocks[at]
    assert isinstance(whole, T)
    doc.blocks[at : at + 1] = [T("表三", whole.rows[:5]), between, T("表三", whole.rows[5:])]
    found = filing_of_content(as_html(doc, Random(0)), "a", FORMS)  # noqa: S311  no secret
    assert found.form.edition == "2021"
    assert found.unplaced == ()


def test_a_label_of_other_words_is_no_misprint() -> None:
    """上年新收 is neither 本年新收 nor 上年结转: the row is not taken for one of these."""
    doc = report(FORM, DIFFERENT)
    for table in doc.tables():
        table.rows = [
            [
                C("上年新收政府信息公开申请数量", one.rows, one.columns) if one.text.startswith("二、上年") else one
                for one in row
            ]
            for row in table.rows
        ]
    found = filing_of_content(as_html(doc, Random(0)), "a", FORMS)  # noqa: S311  no secret
    assert {one.indicator.split(".")[1] for one in found.unplaced} <= {"上年结转"}
    assert all(found.number(f"表三.上年结转.{column}") is None for column in ("自然人", "总计"))


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the figures of real reports are not here")
@pytest.mark.parametrize("written", FORMATS)
def test_figures_of_real_reports(written: str) -> None:
    for path in sorted(REPORTS.glob("*.json")):
        filing = json.loads(path.read_text("utf-8"))["filing"]
        form = FORMS.form(filing.get("edition", "2021"))
        doc = report(form, filing["values"], filing["organ"], filing["year"])
        for manner in ("plain", "squeezed", "stacked", "cut with heads", "furniture"):
            luck = Random(2)  # noqa: S311  no secret
            doc = report(form, filing["values"], filing["organ"], filing["year"])
            MANNERS[manner](doc, luck)
            found = found_in(doc, written, luck)
            assert wrong(doc, found, [manner], written) == {}, (path.name, manner)
            if written in SURE:
                assert found.unplaced == (), (path.name, manner)


def test_text_is_read_in_every_encoding() -> None:
    text = as_text(report(FORM, DIFFERENT), Random(0)).decode()  # noqa: S311  no secret
    for name in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"):
        found = filing_of_content(text.replace("\n", "\r\n").encode(name), "a.txt", FORMS)
        assert (found.source, found.unplaced, found.number("表四.复议后起诉.总计")) == ("text", (), 2394), name
