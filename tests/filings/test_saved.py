"""The same report gives the same findings whatever program saved it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.filings.saved import by_openpyxl, by_pandas, by_xlsxwriter, checked, read, template
from tests.found import found
from tests.office import Office
from tests.shipped import base_filing
from validator.model.filing import FoundBy

EXAMPLES = ("处处有错2025", "宿迁市2024", "渑池县2023")
DERIVED = ["VA-06 三、依申请公开!C2", "VA-06 二、主动公开!B2", "VA-06 四、复议诉讼!C2", "VA-06 封面!B4,C10:C11"]
"""The formulas of cover and table heads, without results: title, first and last day, the period of each table."""
UNCALCULATED = {
    "处处有错2025": [],  # every one of these cells is typed there
    "宿迁市2024": DERIVED,
    "渑池县2023": DERIVED,
    "示例市2025": [
        "VA-06 三、依申请公开!C2,J8:J30,D31:J31,J32",
        "VA-06 二、主动公开!B2",
        "VA-06 四、复议诉讼!C2,E8,J8,O8",
        "VA-06 封面!B4,C10:C11",
    ],
}
"""What openpyxl adds: it saves formulas without their results."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The examples, and the template with formula totals."""
    made = template(tmp_path_factory.mktemp("made") / "示例市2025.xlsx", base_filing(), typed_totals=False)
    return {name: ROOT / "examples" / f"{name}.xlsx" for name in EXAMPLES} | {"示例市2025": made}


@pytest.mark.parametrize("name", UNCALCULATED)
def test_openpyxl_drops_results_and_nothing_else(name: str, sources: dict[str, Path], tmp_path: Path) -> None:
    original, copy = read(sources[name]), read(by_openpyxl(sources[name], tmp_path / f"{name}.xlsx"))
    assert found(checked(copy).findings) == sorted([*found(checked(original).findings), *UNCALCULATED[name]])
    assert {key: cell.value for key, cell in copy.cells.items()} == {k: c.value for k, c in original.cells.items()}
    assert (copy.from_template, copy.marked, copy.made_by) == (True, True, original.made_by)


@pytest.mark.parametrize("save", [by_pandas, by_xlsxwriter])
@pytest.mark.parametrize("name", UNCALCULATED)
def test_values_alone_are_read_at_the_template_s_addresses(
    name: str, save: Callable[[Path, Path], Path], sources: dict[str, Path], tmp_path: Path
) -> None:
    original, copy = read(sources[name]), read(save(sources[name], tmp_path / f"{name}.xlsx"))
    assert found(checked(copy).findings) == found(checked(original).findings)
    assert set(copy.found_by.values()) == {FoundBy.ADDRESSES}
    assert (copy.from_template, copy.marked, copy.made_by) == (True, False, None)
    assert "D-05" in {one.code for one in checked(copy).coverage.not_run}


def test_xlsxwriter_s_zeros_for_results_are_stale(sources: dict[str, Path], tmp_path: Path) -> None:
    copy = read(by_xlsxwriter(sources["示例市2025"], tmp_path / "示例市2025.xlsx", formulas=True))
    report = checked(copy)
    assert {finding.rule.code for finding in report.findings} == {"VA-06"}
    assert {finding.variant for finding in report.findings} == {""}
    assert copy.cell("表四.行政复议.总计").value == 4
    assert copy.cell("表四.行政复议.总计").cached == 0


def test_libreoffice_changes_nothing(sources: dict[str, Path], office: Office, tmp_path: Path) -> None:
    for source, made in zip(sources.values(), office.convert([*sources.values()], "xlsx", tmp_path), strict=True):
        original, copy = read(source), read(made)
        assert found(checked(copy).findings) == found(checked(original).findings), source.name
        assert copy.damage == ()
        assert set(copy.found_by.values()) == {FoundBy.NAMES}
