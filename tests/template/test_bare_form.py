"""A form that leaves out what may be left out: no notes, hints, prompts and widths; fewer fields, one without a role."""

from __future__ import annotations

import io
import re
import shutil

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.shipped import base_filing
from validator.catalogue import Catalogue, load_catalogue
from validator.catalogue.appearance import guidance_of, hint_of, layout_of
from validator.exchange.filing_data import FilingData
from validator.files.entry import BadEntry, Entry
from validator.model.appearance import USUAL_LAYOUT
from validator.model.form import Role
from validator.template import build
from validator.template.book import rows_of

LEFT_OUT = (Role.ORGAN_TYPE, Role.PARTIAL_YEAR, Role.PUBLISHED)
OWN_FIELD = '[[cover]]\nname = "封面.联系人"\nlabel = "联系人"\ncell = "C12"\n\n'


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue with everything cut out of its forms that a form may lack."""
    folder = tmp_path_factory.mktemp("bare")
    for name in ("forms", "rules", "thresholds.toml"):
        source = ROOT / "validator" / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    for path in (folder / "forms").glob("*.toml"):
        path.write_text(_without(path.read_text("utf-8")), "utf-8")
    return load_catalogue(folder)


def _without(text: str) -> str:
    text = re.sub(r"^(hint|layout) = .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(notes|prompts) = \[\n(?:  .*\n)*\]\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\[hints\.\w+\]\n(?:\w+ = .*\n)+", "", text, flags=re.MULTILINE)
    text = re.sub(r', note = "[^"]*"', "", text)
    text = re.sub(r"\[\[contact\]\]\n(?:\w+ = .*\n)+\n", "", text)
    for role in LEFT_OUT:
        text = re.sub(rf'\[\[cover\]\]\nname = .*\nrole = "{role}"\n(?:\w+ = .*\n)+\n', "", text)
    return text.replace("[[section]]", f"{OWN_FIELD}[[section]]", 1) if "[[section]]" in text else text


def test_the_cuts_were_made(bare: Catalogue) -> None:
    form = bare.form()
    assert not form.guidance.notes and not form.guidance.numbers
    assert {table.layout for table in form.tables.values()} == {USUAL_LAYOUT}
    assert not any(section.prompts for section in form.sections)
    assert not form.contacts
    assert [form.name_of(role) for role in LEFT_OUT] == ["", "", ""]
    assert [field.name for field in form.cover if field.role is None] == ["封面.联系人"]


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_bare_form_makes_a_workbook(bare: Catalogue, edition: str) -> None:
    data = FilingData(organ="某局", year=2025, edition=edition)
    book = openpyxl.load_workbook(io.BytesIO(build(data, bare)))
    cover = book["封面"]
    assert (cover["B12"].value, cover["C12"].value, cover["C12"].protection.locked) == ("联系人", None, False)
    assert cover["B13"].value == "校验情况"
    assert (cover["B14"].value, cover["B15"].value) == (None, "填报进度")
    assert cover["B23"].value is None
    assert "封面.联系人" in book.defined_names


def test_rules_over_what_it_lacks_have_no_row(bare: Catalogue) -> None:
    base = base_filing()
    data = FilingData(organ=base.organ, year=base.year, values=base.values, text=base.text)
    rows = {row.name: row for row in rows_of(data, bare)}
    assert "校验.VA_04" not in rows
    assert {row.verdict[1] for row in rows.values()} == {"成立"}


@pytest.mark.parametrize(
    ("read", "data", "complaint"),
    [
        (layout_of, {"layout": {"widths": [0]}}, "key 'widths' must be a list of pixels"),
        (layout_of, {"layout": {"breadth": 3}}, "unknown key 'breadth'"),
        (hint_of, {"hint": {"title": "题"}}, "key 'told' is missing"),
        (hint_of, {"hint": {"told": "字" * 256}}, "key 'told' is longer than the 255 characters that Excel shows"),
        (guidance_of, {"notes": ["{sums}"]}, "key 'notes' has '{sums}', known is '{totals}'"),
        (
            guidance_of,
            {"hints": {"numbers": {"told": "填数"}}},
            "key 'hints.numbers' is no table, or of no kind of number",
        ),
    ],
)
def test_a_wrong_key_is_refused_by_name(read: object, data: dict[str, object], complaint: str) -> None:
    with pytest.raises(BadEntry, match=re.escape(complaint)):
        read(Entry(data, "forms/bare.toml"))  # type: ignore[operator]
