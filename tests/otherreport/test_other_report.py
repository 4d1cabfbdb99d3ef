"""A small report of quite another kind, by a folder of TOML alone: other tables, a school year, decimals, a ROUND."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from rulework.linear_forms import write
from tests.conftest import ROOT
from tests.found import found
from tests.office import Office
from validator import Catalogue, FilingData, check, fill, load_catalogue, read
from validator.exchange.extract import extract
from validator.exchange.filing_data import Value
from validator.model.report import FileReport
from validator.readers import Workbook, read_workbook

DATA = ROOT / "tests" / "otherreport" / "data"
DAY = date(2026, 1, 10)
RIGHT: dict[str, Value] = {
    "水.教学楼.秋": 10.5, "水.教学楼.春": 20.25, "水.教学楼.全年": 30.75, "水.教学楼.水费": 106.09,
    "水.宿舍.秋": 1.1, "水.宿舍.春": 2.2, "水.宿舍.全年": 3.3, "水.宿舍.水费": 11.39,
    "水.合计.秋": 11.6, "水.合计.春": 22.45, "水.合计.全年": 34.05, "水.合计.水费": 117.48,
    "热.供热.数": 5, "热.停热.数": 6, "热.全部.数": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("report") / "data"
    shutil.copytree(DATA, folder)
    write(folder)
    return load_catalogue(folder)


def data(change: dict[str, Value] | None = None, year: int = 2024) -> FilingData:
    return FilingData(organ="示例学校", year=year, values=RIGHT | (change or {}), text={"丙": "一切正常。"})


def made(path: Path, filing: FilingData, catalogue: Catalogue) -> Path:
    path.write_bytes(fill(filing, catalogue=catalogue))
    return path


def report_on(path: Path, catalogue: Catalogue, *previous: Path) -> FileReport:
    before = [read(one, catalogue=catalogue) for one in previous]
    return check([read(path, catalogue=catalogue)], previous=before, today=DAY, catalogue=catalogue).files[0]


def test_a_right_report_is_clean(tmp_path: Path, catalogue: Catalogue) -> None:
    report = report_on(made(tmp_path / "a.xlsx", data(), catalogue), catalogue)
    assert report.findings == ()
    assert report.coverage.undecided == ()
    assert [one.code for one in report.coverage.not_run] == ["H2-02"]
    assert (report.organ, report.year, report.edition) == ("示例学校", 2024, "a")


WRONG: list[tuple[dict[str, Value], list[str]]] = [
    ({"水.教学楼.水费": 106.0875}, ["H1-03 用水!E6,D6", "H1-02 用水!E8,E6:E7"]),
    ({"水.宿舍.全年": 3.4}, ["H1-01 用水!D7,B7:C7", "H1-02 用水!D8,D6:D7", "H1-03 用水!E7,D7"]),
    ({"热.全部.数": 12}, ["H2-01 供热!B8,B6:B7"]),
    ({"水.宿舍.春": "2.2吨"}, ["H3-02 用水!C7"]),
]


@pytest.mark.parametrize(("change", "wanted"), WRONG)
def test_what_is_wrong_is_found_where_it_is(
    tmp_path: Path, catalogue: Catalogue, change: dict[str, Value], wanted: list[str]
) -> None:
    report = report_on(made(tmp_path / "a.xlsx", data(change), catalogue), catalogue)
    assert found(report.findings) == sorted(wanted)


def test_the_wrong_cell_is_named_with_its_decimals(tmp_path: Path, catalogue: Catalogue) -> None:
    """Volumes and rooms in one catalogue: the volumes to six decimals, the rooms whole. The ROUND is no sum."""
    report = report_on(made(tmp_path / "a.xlsx", data({"水.宿舍.全年": 3.4, "热.全部.数": 12}), catalogue), catalogue)
    told = [([(one.place.cell, one.suggested) for one in cause.cells], cause.certain) for cause in report.causes]
    assert told[0] == ([("D7", 3.3)], True)
    assert sorted(
        (one.place.cell, one.suggested)
        for cells in (report.causes[1].cells, *report.causes[1].alternatives)
        for one in cells
    ) == [("B6", 6), ("B7", 7), ("B8", 11)]
    assert len(told) == 2


def test_the_period_is_the_school_year(tmp_path: Path, catalogue: Catalogue) -> None:
    filing = read(made(tmp_path / "a.xlsx", data(), catalogue), catalogue=catalogue)
    assert [filing.cell(f"首页.{name}").value for name in ("起", "止")] == [date(2024, 9, 1), date(2025, 8, 31)]
    assert filing.cell("水.统计期限").value == "2024年9月1日至2025年8月31日"
    short = FilingData(organ="示例学校", year=2024, values=RIGHT, period={"start": "2024-09-01", "end": "2025-08-30"})
    report = report_on(made(tmp_path / "b.xlsx", short, catalogue), catalogue)
    assert found(report.findings) == ["H3-01 封面!C9:C10"]
    assert [one.suggested for finding in report.findings for one in finding.suspects] == ["2025-08-31"]


def test_last_year_s_report_is_held_beside_it(tmp_path: Path, catalogue: Catalogue) -> None:
    now = made(tmp_path / "now.xlsx", data(), catalogue)
    before = made(tmp_path / "before.xlsx", data({"热.停热.数": 7, "热.全部.数": 12}, year=2023), catalogue)
    report = report_on(now, catalogue, before)
    assert found(report.findings) == ["H2-02 供热!B8 previous:供热!B8"]


def test_what_is_extracted_fills_it_again(tmp_path: Path, catalogue: Catalogue) -> None:
    first = extract(read(made(tmp_path / "a.xlsx", data(), catalogue), catalogue=catalogue))
    assert extract(read(made(tmp_path / "b.xlsx", first, catalogue), catalogue=catalogue)) == first


def test_its_check_cells_say_the_same_in_calc(tmp_path: Path, catalogue: Catalogue, office: Office) -> None:
    """The live check of a rule with ROUND, recalculated: 不成立 where the headless rule fails, 成立 elsewhere."""
    changes = [{}, *(change for change, _ in WRONG[:3])]
    paths = [made(tmp_path / f"{number}.xlsx", data(change), catalogue) for number, change in enumerate(changes)]
    for path, shown in zip(paths, office.convert(paths, "xlsx", tmp_path / "out"), strict=True):
        report = report_on(path, catalogue)
        broken = {
            f"校验.{one.rule.code.replace('-', '_')}{f'.{one.member}' if one.member else ''}" for one in report.findings
        }
        workbook = read_workbook(shown)
        cells = {name: _at(workbook, where) for name, where in workbook.names.items() if name.startswith("校验.H")}
        assert len(cells) >= 3 + 4 + 2 + 1
        assert {name for name, word in cells.items() if word == "不成立"} == broken
        assert {word for name, word in cells.items() if name not in broken} == {"成立"}


def _at(workbook: Workbook, where: str) -> object:
    sheet, _, cell = where.rpartition("!")
    return workbook.sheets[sheet.strip("'")].cells[cell.replace("$", "")].value
