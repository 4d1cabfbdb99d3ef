"""The library as others import it: its names, what their docstrings promise, and what is imported when."""

from __future__ import annotations

import inspect
import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import validator
from tests.books import book, data, saved
from tests.conftest import DAY
from tests.found import found
from tests.shipped import base_filing, base_previous, preview
from validator import UnreadableWorkbook, check, fill, load_form, load_rules, read, read_workbook
from validator.exchange.filing_data import FilingData
from validator.files.entry import BadEntry
from validator.model.cells import CellKind
from validator.model.report import Status
from validator.version import VERSION

NAMES = [
    *("Catalogue", "Filing", "FilingData", "Finding", "Form", "Limits", "Report", "Rule", "UnreadableWorkbook"),
    *("Waiver", "__version__"),
    *("check", "fill", "load_catalogue", "load_form", "load_rules", "read", "read_workbook"),
]


def test_the_public_names() -> None:
    assert validator.__all__ == NAMES
    assert validator.__version__ == VERSION


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_public_name_is_there_with_a_docstring(name: str) -> None:
    one = getattr(validator, name)
    assert callable(one)
    assert inspect.getdoc(one)
    assert one.__module__.startswith("validator.")


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'validator' has no attribute 'chekc'"):
        validator.chekc  # noqa: B018


def imported(code: str) -> set[str]:
    """The modules that are loaded after running some code in a Python of its own."""
    code += "\nimport sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_imports_almost_nothing() -> None:
    loaded = {name for name in imported("import validator") if name.startswith("validator")}
    assert loaded == {"validator", "validator.version"}


HEAVY = {"numpy", "scipy", "formulas", "openpyxl", "xlsxwriter"}


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("from validator import read, check, load_form, load_rules; load_form(); load_rules()", set()),
        ("from validator import read_workbook", set()),
        ("from validator import fill", set()),
        ("from validator import fill, FilingData; fill(FilingData(organ='', year=2025))", {"xlsxwriter"}),
    ],
)
def test_heavy_libraries_are_imported_when_they_are_needed(code: str, allowed: set[str]) -> None:
    assert imported(code) & HEAVY <= allowed


def test_the_example_of_the_package_s_docstring(root: Path) -> None:
    report = check([read(root / "examples" / "渑池县2023.xlsx")])
    assert {finding.rule.code for finding in report.files[0].findings} >= {"P-03", "VA-03"}
    assert all(finding.message() for finding in report.files[0].findings)


def test_read_gives_python_s_types(tmp_path: Path) -> None:
    base = base_filing()
    changed = replace(base, values={**base.values, "表二.规章.制发": 1.0, "表二.行政事业性收费.金额": 0.5})
    path = tmp_path / "a.xlsx"
    path.write_bytes(fill(changed))
    filing = read(path)
    count, amount = filing.number("表二.规章.制发"), filing.number("表二.行政事业性收费.金额")
    assert (count, type(count), amount, type(amount)) == (1, int, 0.5, float)
    assert filing.cell("封面.统计期限起").value == date(2025, 1, 1)
    assert type(filing.cell("封面.统计期限起").value) is date
    assert (filing.organ, filing.organ_type, filing.year) == ("示例市人民政府", "设区的市级政府", 2025)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_may_be_a_text(tmp_path: Path, kind: type) -> None:
    assert read(kind(saved(tmp_path / "a.xlsx", "clean"))).year == 2025


@pytest.mark.parametrize("make", ["junk", "nothing", "folder", "empty"])
def test_an_unreadable_file_is_one_line_naming_it(tmp_path: Path, make: str) -> None:
    path = tmp_path / "坏.xlsx"
    if make == "junk":
        saved(path, "junk")
    elif make == "folder":
        path.mkdir()
    elif make == "empty":
        path.write_bytes(b"")
    with pytest.raises(UnreadableWorkbook) as refused:
        read(path)
    assert str(refused.value).startswith("坏.xlsx：")
    assert "\n" not in str(refused.value)


def test_a_workbook_knows_nothing_of_the_form(tmp_path: Path) -> None:
    workbook = read_workbook(saved(tmp_path / "a.xlsx", "clean"))
    cell = workbook.sheets["三、依申请公开"].cells["D8"]
    assert (cell.value, cell.kind, cell.formula, cell.cached) == (36, CellKind.NUMBER, None, None)
    assert workbook.names["表三.本年新收.自然人"].replace("$", "").endswith("三、依申请公开'!D8")
    derived = workbook.sheets["三、依申请公开"].cells["C2"]
    assert derived.formula is not None
    assert derived.cached == derived.value == "2025年1月1日至2025年12月31日"


def test_check_gives_one_report_a_filing_in_order() -> None:
    filings = [preview(data(kind), f"{kind}.xlsx") for kind in ("must", "clean", "explain")]
    report = check(iter(filings), today=DAY)
    assert [(one.path, one.status) for one in report.files] == [
        ("must.xlsx", Status.FAILS),
        ("clean.xlsx", Status.CLEAN),
        ("explain.xlsx", Status.EXPLAIN),
    ]
    assert report.exit_status == 1
    assert report.seconds > 0


def test_check_of_nothing_is_an_error_status() -> None:
    report = check([], today=DAY)
    assert (report.files, report.exit_status) == ((), 2)


def test_check_runs_the_rules_given_in_their_order() -> None:
    rules = [rule for rule in reversed(load_rules()) if rule.code.startswith("T4")]
    (one,) = check([preview(data("must"))], rules=rules, today=DAY).files
    assert one.coverage.rules_run == ("T4-03", "T4-02", "T4-01")
    assert found(one.findings) == ["T4-01 四、复议诉讼!E8,A8:D8"]
    (none,) = check([preview(data("must"))], rules=[], today=DAY).files
    assert (none.findings, none.coverage.rules_run) == ((), ())


def test_check_uses_last_year_s_report_and_changes_no_filing() -> None:
    filing = preview(base_filing())
    (one,) = check([filing], previous=[preview(base_previous())], today=DAY, year=2025).files
    assert one.coverage.not_run == ()
    assert filing.previous is None


def test_the_day_of_the_check_is_today_s_by_default() -> None:
    this_year = datetime.now(UTC).astimezone().year
    (one,) = check([preview(replace(base_filing(), year=this_year, text={}))]).files
    if datetime.now(UTC).astimezone().year != this_year:
        pytest.skip("a new year began meanwhile")
    assert ("P-06", "current") in {(finding.rule.code, finding.variant) for finding in one.findings}


def test_fill_gives_the_same_bytes_for_the_same_data() -> None:
    assert fill(data("clean")) == fill(replace(data("clean"))) == book("clean")
    assert book("clean") != book("must")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"values": {"表三.本年新受.自然人": 1}},
            "values 中不认识的键：表三.本年新受.自然人，是不是 表三.本年新收.自然人？",
        ),
        ({"values": {"表三.本年新收": 1}}, "values 中不认识的键：表三.本年新收"),
        ({"text": {"标提": "x"}}, "text 中不认识的键：标提，是不是 标题？"),
        ({"text": {"二": "x"}}, "text 中不认识的键：二，可用：一、五、六、标题"),
        ({"period": {"begin": "2025-01-01"}}, "period 中不认识的键：begin，可用：end、start"),
        ({"table_periods": {"表一": "2025年"}}, "table_periods 中不认识的键：表一，可用：表三、表二、表四"),
    ],
)
def test_fill_refuses_names_that_the_form_does_not_have(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        fill(FilingData(organ="某镇", year=2025, **change))
    fill(FilingData(organ="某镇", year=2025, text={"二": ""}))


@pytest.mark.parametrize("name", ["organ_type", "published", "partial_year"])
def test_none_is_nothing_stated(name: str) -> None:
    blank: dict[str, Any] = {name: None}
    assert FilingData(organ="某镇", year=2025, **blank) == FilingData(organ="某镇", year=2025)
    assert fill(FilingData(organ="某镇", year=2025, **blank)) == fill(FilingData(organ="某镇", year=2025))


@pytest.mark.parametrize("year", ["2024", 2024.0, True, (2024,), date(2024, 1, 1)])
def test_a_year_that_is_no_whole_number_is_refused(year: Any) -> None:
    with pytest.raises(TypeError, match=re.escape(f"year must be a whole number such as 2025, not {year!r}")):
        check([], year=year)


def test_what_the_verbs_take_is_public(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", "clean")
    with pytest.raises(UnreadableWorkbook):
        read(path, limits=validator.Limits(cells=1))
    filing = preview(replace(base_filing(), text={**base_filing().text, "六": ""}))
    reason = validator.Waiver("ST-06", "正文.六", "没有其他事项", "示例市人民政府", "2026-01-05")
    (one,) = check([filing], waivers=[reason], today=DAY).files
    assert [each.waiver for each in one.findings if each.rule.code == "ST-06"] == [reason]


def test_fill_refuses_what_no_cell_holds_naming_the_place() -> None:
    with pytest.raises(ValueError, match="一、总体情况"):
        fill(FilingData(organ="", year=2025, text={"一": "公" * 32_768}))


def test_forms_are_data_and_refuse_what_is_not_there() -> None:
    assert load_form().edition == "2021"
    assert load_form("2019").edition == "2019"
    assert load_form({"表三": "2019"}).edition == {"表二": "2021", "表三": "2019", "表四": "2021"}
    assert load_form() is load_form("2021")
    with pytest.raises(BadEntry):
        load_form("2030")


def test_results_cannot_be_changed() -> None:
    (one,) = check([preview(data("must"))], today=DAY).files
    for frozen in (one, one.findings[0], one.findings[0].rule, one.coverage, preview(data("must"))):
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            frozen.code = "X"  # type: ignore[union-attr,misc]


def test_reports_travel_between_processes() -> None:
    (one,) = check([preview(data("must"))], today=DAY).files
    again = pickle.loads(pickle.dumps(one))  # noqa: S301  our own
    assert again == one
    assert [finding.message() for finding in again.findings] == [finding.message() for finding in one.findings]


def test_the_package_is_typed() -> None:
    assert (Path(inspect.getfile(validator)).parent / "py.typed").is_file()
