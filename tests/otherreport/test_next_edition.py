"""A next edition is one file beside the others: a row is added to 表三, and everything follows from the form."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rulework.linear_forms import write
from tests.conftest import DAY
from tests.found import found, musts
from tests.shipped import base_filing
from tests.strategies import with_values
from validator import Catalogue, check, fill, load_catalogue, read
from validator.exchange.extract import extract
from validator.exchange.filing_data import FilingData
from validator.files.shipped import FOLDER
from validator.model.filing import Filing

T3 = "三、依申请公开"
ADDED = "其他处理_主动撤回"


def next_edition(text: str) -> str:
    """The edition of 2021 with “4.申请人主动撤回” after “3.其他”, for reports of 2026 and later."""
    text = text.replace('edition = "2021"', 'edition = "2026"').replace("first_year = 2021", "first_year = 2026")
    for old, new in (("A32:C32", "A33:C33"), ("D32:J32", "D33:J33"), ("B31:C31", "B32:C32"), ("D31:J31", "D32:J32")):
        text = text.replace(old, new)
    text = text.replace('"A10:A31"', '"A10:A32"').replace('"B28:B30"', '"B28:B31"')
    text = text.replace('"其他处理_其他"]', f'"其他处理_其他", "{ADDED}"]')
    added = f'  {{ name = "{ADDED}", label = "4.申请人主动撤回", at = "C31", cells = "D31:J31" }},\n'
    lines = text.splitlines(keepends=True)
    at = next(index for index, line in enumerate(lines) if 'name = "其他处理_其他"' in line)
    return "".join([*lines[: at + 1], added, *lines[at + 1 :]])


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("package")
    for name in ("forms", "rules"):
        shutil.copytree(FOLDER / name, folder / name)
    shutil.copy(FOLDER / "thresholds.toml", folder)
    text = (FOLDER / "forms" / "2021.toml").read_text("utf-8")
    (folder / "forms" / "2026.toml").write_text(next_edition(text), "utf-8")
    write(folder)
    yield load_catalogue(folder)


def of_2026(**values: int) -> FilingData:
    base = base_filing()
    zeros = {
        f"表三.{ADDED}.{column}": 0
        for column in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织", "总计")
    }
    data = with_values(base, {**zeros, **{f"表三.{ADDED}.{name}": value for name, value in values.items()}})
    period = {"start": "2026-01-01", "end": "2026-12-31"}
    text = {key: one.replace("2025", "2026") for key, one in base.text.items()}
    return replace(data, edition="2026", year=2026, period=period, text=text, published="", table_periods={})


def filled(folder: Path, data: FilingData, catalogue: Catalogue) -> Filing:
    path = folder / "a.xlsx"
    path.write_bytes(fill(data, catalogue=catalogue))
    return read(path, catalogue=catalogue)


def test_it_is_filled_read_and_checked(tmp_path: Path, catalogue: Catalogue) -> None:
    filing = filled(tmp_path, of_2026(), catalogue)
    assert (filing.form.edition, filing.place(f"表三.{ADDED}.自然人").cell) == ("2026", "D31")  # type: ignore[union-attr]
    report = check([filing], today=DAY.replace(year=2027), catalogue=catalogue).files[0]
    assert musts(report) == []
    assert {"T3-01", "T3-02", "T3-03", "T3-04", "T4-01", "ST-02", "ST-03"} <= set(report.coverage.rules_run)


def test_its_row_is_part_of_the_sums(tmp_path: Path, catalogue: Catalogue) -> None:
    report = check(
        [filled(tmp_path, of_2026(自然人=1), catalogue)], rules=[catalogue.rule(code) for code in ("T3-02", "T3-03")],
        today=DAY, catalogue=catalogue,
    ).files[0]  # fmt: skip
    assert found(report.findings) == [f"T3-02 {T3}!D32,D10:D31", f"T3-03 {T3}!J31,D31:I31"]


def test_what_is_extracted_fills_it_again(tmp_path: Path, catalogue: Catalogue) -> None:
    data = extract(filled(tmp_path, of_2026(), catalogue))
    assert extract(filled(tmp_path, data, catalogue)) == data


def test_reports_of_its_years_on_the_old_form_are_told(tmp_path: Path, catalogue: Catalogue) -> None:
    base = base_filing()
    filing = filled(tmp_path, replace(base, year=2026, period=None), catalogue)
    report = check([filing], rules=[catalogue.rule("ST-02")], today=DAY, catalogue=catalogue).files[0]
    assert [(one.severity.value, one.member) for one in report.findings] == [("must", "表三")]
    assert [catalogue.forms.edition_for(year) for year in (2025, 2026)] == ["2021", "2026"]
