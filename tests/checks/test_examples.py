"""The examples that everybody tries first: what is found in them, and that they are what ``fill`` makes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.command import Gouji
from tests.found import explains, found, musts
from tests.shipped import parse
from tests.template.opened import parts
from validator.api import check, fill, read
from validator.model.finding import Finding
from validator.model.report import FileReport, Status

NAMES = ("处处有错2025", "宿迁市2024", "渑池县2023")


def report(root: Path, name: str, today: date) -> FileReport:
    (one,) = check([read(root / "examples" / f"{name}.xlsx")], today=today).files
    return one


def of(one: FileReport, code: str) -> Finding:
    (finding,) = [finding for finding in one.findings if finding.rule.code == code]
    return finding


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_is_what_fill_makes_of_its_data(root: Path, name: str) -> None:
    """To renew: ``gouji fill examples/data/NAME.json -o examples/NAME.xlsx``. zlibs differ, so the parts are compared."""
    data = parse(json.loads((root / "examples" / "data" / f"{name}.json").read_text("utf-8")))
    committed, made = parts((root / "examples" / f"{name}.xlsx").read_bytes()), parts(fill(data))
    assert list(committed) == list(made)
    assert [part for part in made if committed[part] != made[part]] == []


def test_no_example_is_untested(root: Path) -> None:
    assert tuple(sorted(path.stem for path in (root / "examples").glob("*.xlsx"))) == NAMES
    assert tuple(sorted(path.stem for path in (root / "examples" / "data").iterdir())) == NAMES


@pytest.fixture(scope="module")
def mianchi(root: Path) -> FileReport:
    return report(root, "渑池县2023", date(2024, 2, 1))


def test_mianchi_has_exactly_two_faults_that_must_be_fixed(mianchi: FileReport) -> None:
    assert musts(mianchi) == ["P-03 六、其他事项!A3", "VA-03 三、依申请公开!D31"]
    assert mianchi.status is Status.FAILS


def test_mianchi_states_the_period_of_the_year_before(mianchi: FileReport) -> None:
    finding = of(mianchi, "P-03")
    quote = "数据的统计期限为 2022 年 1 月 1 日至 2022 年 12 月 31 日"
    assert [(cell.indicator, cell.value) for cell in finding.cells] == [("正文.六", quote)]
    assert finding.message() == f"第六部分写“{quote}”，报告年度是 2023 年"


def test_mianchi_left_a_total_blank(mianchi: FileReport) -> None:
    finding = of(mianchi, "VA-03")
    (suspect,) = finding.suspects
    assert (suspect.place.cell, suspect.value, suspect.suggested, suspect.certain) == ("D31", None, 52, True)
    assert finding.message() == "表三.办理结果总计.自然人 是空白，分项之和为 52"


def test_of_mianchi_the_relations_with_the_blank_total_have_no_verdict(mianchi: FileReport) -> None:
    assert [(left.code, left.indicator) for left in mianchi.coverage.undecided] == [
        (code, "表三.办理结果总计.自然人") for code in ("T3-01", "T3-02", "T3-03")
    ]


def test_what_mianchi_has_to_explain(mianchi: FileReport) -> None:
    """A county government says nothing of assessment, review and accountability; 13 received in the text, 52 in 表三."""
    assert explains(mianchi) == ["N-01 一、总体情况!A3 三、依申请公开!J8:J9,J31:J32", "ST-11 一、总体情况!A3"]
    assert of(mianchi, "N-01").cells[0].value == "接收办理政府信息公开申请13件"
    assert of(mianchi, "ST-11").message() == "第一部分没有写到工作考核、社会评议、责任追究"
    assert len(mianchi.findings) == 4


def test_suqian_is_clean(root: Path) -> None:
    one = report(root, "宿迁市2024", date(2025, 4, 1))
    assert (one.status, found(one.findings), one.coverage.undecided) == (Status.CLEAN, [], ())


def test_everything_is_wrong_where_it_should_be(root: Path) -> None:
    one = report(root, "处处有错2025", date(2026, 2, 1))
    assert musts(one) == [
        "P-01 封面!C10:C11",
        "P-02 三、依申请公开!C2",
        "P-03 六、其他事项!A3",
        "P-05 封面!B4",
        "T3-01 三、依申请公开!D8:D9,D31:D32",
        "T3-02 三、依申请公开!J31,J10:J30",
        "T3-03 三、依申请公开!J10,D10:I10",
        "T3-03 三、依申请公开!J8,D8:I8",
        "T4-01 四、复议诉讼!E8,A8:D8",
        "VA-01 二、主动公开!B8",
        "VA-02 二、主动公开!B18",
        "VA-03 三、依申请公开!E31",
        "VA-04 二、主动公开!B7,D7",
    ]
    assert explains(one) == [
        "N-03 一、总体情况!A3 三、依申请公开!J10",
        "ST-06 五、问题及改进!A3",
        "VA-03 二、主动公开!C7",
    ]
    assert len(one.findings) == 16
    assert {(left.code, left.indicator) for left in one.coverage.undecided} == {
        *((code, "表三.办理结果总计.商业企业") for code in ("T3-01", "T3-02", "T3-03")),
        *((code, "表二.行政规范性文件.制发") for code in ("N-05", "T2-01", "T2-02")),
    }


@pytest.mark.parametrize(("name", "status"), [("渑池县2023", 1), ("宿迁市2024", 0), ("处处有错2025", 1)])
def test_the_commands_of_the_readme(gouji: Gouji, root: Path, name: str, status: int) -> None:
    assert gouji.check(root / "examples" / f"{name}.xlsx").status == status
