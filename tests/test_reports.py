"""Four published reports, filled, read and checked: exactly the faults known of them, every explanation judged.

Their figures and facts lie in the folder of outside data; what is expected of them is stated here. None says what
kind of body it is of in the data, so the kind is given here: the rules that depend on it run too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.found import explains, found, musts
from tests.shipped import parse
from validator.api import check, fill, read
from validator.exchange.filing_data import FilingData
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.report import FileReport

KINDS = {
    "mianchi_2023_seed": "县级政府",
    "suqian_city_2023": "设区的市级政府",
    "suqian_city_2024": "设区的市级政府",
    "huaian_hongze_2023": "县级政府",
}
BEFORE = {"suqian_city_2024": "suqian_city_2023"}

BLANK_TEXTS = {
    f"ST-06 {sheet}!A3": "the data holds no text of this section"
    for sheet in ("一、总体情况", "五、问题及改进", "六、其他事项")
}
MUSTS: Mapping[str, list[str]] = {
    "mianchi_2023_seed": ["VA-03 三、依申请公开!D31"],
    "suqian_city_2023": [],
    "suqian_city_2024": [],
    "huaian_hongze_2023": ["ST-02 三、依申请公开!A1", "T4-01 四、复议诉讼!E8,A8:D8", "T4-03 四、复议诉讼!O8,K8:N8"],
}
JUDGED: Mapping[str, Mapping[str, str]] = {
    "mianchi_2023_seed": BLANK_TEXTS,
    "suqian_city_2023": BLANK_TEXTS,
    "suqian_city_2024": {
        **BLANK_TEXTS,
        "Y-04 四、复议诉讼!E8 previous:四、复议诉讼!E8": "right: reconsiderations fell from 440 to 170, by 61 %",
    },
    "huaian_hongze_2023": BLANK_TEXTS,
}
"""Every finding of level 核实 on the figures alone, and why it is right to ask."""

FEE = "费"
TOLD = "六、其他事项!A3"
NO_PART_FIVE = {"ST-06 五、问题及改进!A3": "the facts hold nothing of section 五"}
NO_ASPECTS = {"ST-11 一、总体情况!A3": "the facts are about requests alone: the other aspects are really missing"}
NO_PERIOD = {f"P-04 {TOLD}": "the city states no period: true of the published reports"}
TEXT_MUSTS: Mapping[str, list[str]] = {
    "mianchi_2023_seed": ["P-03 六、其他事项!A3", *MUSTS["mianchi_2023_seed"]],
    "suqian_city_2023": [],
    "suqian_city_2024": [],
    "huaian_hongze_2023": MUSTS["huaian_hongze_2023"],
}
TEXT_JUDGED: Mapping[str, Mapping[str, str]] = {
    "mianchi_2023_seed": {
        **NO_PART_FIVE,
        **NO_ASPECTS,
        "N-01 一、总体情况!A3 三、依申请公开!J8:J9,J31:J32": "right: 13 in the text, 52 in the table",
    },
    "suqian_city_2023": {**NO_PART_FIVE, **NO_ASPECTS, **NO_PERIOD},
    "suqian_city_2024": {
        **NO_PART_FIVE,
        **NO_ASPECTS,
        **NO_PERIOD,
        "Y-04 四、复议诉讼!E8 previous:四、复议诉讼!E8": "right: see above",
        "N-07 一、总体情况!A3 三、依申请公开!J8:J9,J31:J32 previous:三、依申请公开!J8:J9,J31:J32": (
            "right: 3646 against 3607 is 1.08 %, the text says 1.05 %"
        ),
    },
    "huaian_hongze_2023": {**NO_PART_FIVE, **NO_ASPECTS},
}


@dataclass(frozen=True, slots=True)
class Published:
    """One report: its figures as data, and what is known of it."""

    data: FilingData
    about: Mapping[str, Any]

    @property
    def told(self) -> FilingData:
        """With the known facts as sentences: those on fees and the period in section 六, the others in 一."""
        facts = self.about["narrative_facts"]
        period = self.about["period_statement"]
        fees = [fact for fact in facts if FEE in fact] + ([period] if period else [])
        others = [fact for fact in facts if FEE not in fact]
        texts = {"一": "。\n".join(others) + "。", "六": "。\n".join(fees) + "。"}
        return replace(self.data, text=texts)


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Published]:
    reports = {}
    for name, kind in KINDS.items():
        whole = json.loads((shared / "data" / "reports" / f"{name}.json").read_text("utf-8"))
        reports[name] = Published(replace(parse(whole["filing"]), organ_type=kind), whole["about"])
    return reports


def filed(folder: Path, name: str, data: FilingData) -> Filing:
    """The report through a real workbook."""
    path = folder / f"{name}.xlsx"
    path.write_bytes(fill(data))
    return read(path)


@pytest.fixture(scope="module")
def plain(published: dict[str, Published], tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReport]:
    folder = tmp_path_factory.mktemp("plain")
    return checked({name: filed(folder, name, one.data) for name, one in published.items()})


@pytest.fixture(scope="module")
def told(published: dict[str, Published], tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReport]:
    folder = tmp_path_factory.mktemp("told")
    return checked({name: filed(folder, name, one.told) for name, one in published.items()})


def checked(filings: Mapping[str, Filing]) -> dict[str, FileReport]:
    """Each on the first of February after its year, with last year's report where there is one."""
    reports = {}
    for name, filing in filings.items():
        assert filing.year is not None
        previous = [filings[BEFORE[name]]] if name in BEFORE else []
        (reports[name],) = check([filing], previous=previous, today=date(filing.year + 1, 2, 1)).files
    return reports


@pytest.mark.parametrize("name", KINDS)
def test_exactly_the_known_faults_must_be_fixed(plain: dict[str, FileReport], name: str) -> None:
    assert musts(plain[name]) == MUSTS[name]


@pytest.mark.parametrize("name", KINDS)
def test_every_question_on_the_figures_is_judged(plain: dict[str, FileReport], name: str) -> None:
    assert explains(plain[name]) == sorted(JUDGED[name])
    assert len(plain[name].findings) == len(MUSTS[name]) + len(JUDGED[name])


CODES = {"balance": "T3-01", "handled": "T3-02", "row": "T3-03", "t4": "T4-0"}


@pytest.mark.parametrize("name", KINDS)
def test_the_broken_relations_are_those_worked_out_by_others(
    plain: dict[str, FileReport], published: dict[str, Published], name: str
) -> None:
    """With blanks as zero, as they count them, a relation breaks; here it is found, or undecided for that blank."""
    report = plain[name]
    relations = [one for one in report.findings if one.rule.formula and one.rule.severity == "must"]
    open_ones = [one for one in report.coverage.undecided if one.code.startswith("T")]
    listed = published[name].about["broken_with_blank_as_zero"]
    assert len(relations) + len(open_ones) == len(listed)
    for kind, member in listed:
        hit = [
            one for one in relations if one.rule.code.startswith(CODES[kind]) and member in {one.member, *_rows(one)}
        ]
        left = [one for one in open_ones if one.code == CODES[kind] and member in one.indicator]
        assert len(hit) + len(left) == 1, (kind, member)


def _rows(finding: Finding) -> set[str]:
    return {(cell.indicator or "").split(".")[1] for cell in finding.cells}


def test_the_blank_total_of_mianchi_is_52(plain: dict[str, FileReport]) -> None:
    (finding,) = [one for one in plain["mianchi_2023_seed"].findings if one.rule.code == "VA-03"]
    assert [(one.place.cell, one.suggested, one.certain) for one in finding.suspects] == [("D31", 52, True)]


def test_hongze_is_read_in_full_in_two_editions(published: dict[str, Published], tmp_path: Path) -> None:
    filing = filed(tmp_path, "h", published["huaian_hongze_2023"].data)
    assert filing.form.edition == {"表二": "2021", "表三": "2019", "表四": "2021"}
    given = published["huaian_hongze_2023"].data.values
    assert len(filing.form.indicators) == len(given) == 10 + 161 + 15
    assert {name: filing.cell(name).value for name in given} == given


ACROSS = ("X-01", "X-02", "X-03", "Y-01", "Y-02", "Y-03", "Y-04", "Y-05", "Y-06")
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织", "总计")


def test_the_two_years_of_suqian_join_in_every_column(
    plain: dict[str, FileReport], published: dict[str, Published]
) -> None:
    report = plain["suqian_city_2024"]
    assert set(ACROSS) <= set(report.coverage.rules_run)
    assert report.coverage.undecided == ()
    assert [one for one in found(report.findings) if one.startswith(("Y-01", "Y-02"))] == []
    now, before = (published[f"suqian_city_{year}"].data.values for year in (2024, 2023))
    carried = [(now[f"表三.上年结转.{column}"], before[f"表三.结转下年.{column}"]) for column in COLUMNS]
    assert carried == [(118, 118), (3, 3), (0, 0), (0, 0), (0, 0), (0, 0), (121, 121)]


@pytest.mark.parametrize("column", COLUMNS)
def test_one_more_carried_in_is_found_in_its_column(
    published: dict[str, Published], tmp_path: Path, column: str
) -> None:
    """That Y-01 is silent on the real years means something only when it speaks up here."""
    last, this = published["suqian_city_2023"].data, published["suqian_city_2024"].data
    name = f"表三.上年结转.{column}"
    old = this.values[name]
    assert isinstance(old, int)
    wrong = filed(tmp_path, "wrong", replace(this, values={**this.values, name: old + 1}))
    (report,) = check([wrong], previous=[filed(tmp_path, "last", last)], today=date(2025, 2, 1)).files
    (finding,) = [one for one in report.findings if one.rule.code == "Y-01"]
    assert (finding.member, finding.left, finding.right) == (column, old + 1, old)


def test_without_last_year_s_report_the_others_say_so(plain: dict[str, FileReport]) -> None:
    for name in set(KINDS) - set(BEFORE):
        skipped = {one.code: str(one.reason) for one in plain[name].coverage.not_run}
        assert {code: skipped.get(code) for code in ACROSS} == dict.fromkeys(ACROSS, "没有上年报告")


@pytest.mark.parametrize("name", KINDS)
def test_exactly_the_known_faults_of_the_text(told: dict[str, FileReport], name: str) -> None:
    assert musts(told[name]) == TEXT_MUSTS[name]
    assert explains(told[name]) == sorted(TEXT_JUDGED[name])
    assert len(told[name].findings) == len(TEXT_MUSTS[name]) + len(TEXT_JUDGED[name])
    assert told[name].coverage.unclear == 0


TEXT_RULES = {
    "mianchi_2023_seed": ["N-01"],
    "suqian_city_2023": [],
    "suqian_city_2024": ["N-07"],
    "huaian_hongze_2023": [],
}


@pytest.mark.parametrize("name", KINDS)
def test_the_rules_on_text_find_nothing_else(told: dict[str, FileReport], name: str) -> None:
    assert [one.rule.code for one in told[name].findings if one.rule.on_text] == TEXT_RULES[name]


def test_thirteen_against_fifty_two(told: dict[str, FileReport]) -> None:
    (finding,) = [one for one in told["mianchi_2023_seed"].findings if one.rule.code == "N-01"]
    assert (finding.left, finding.right, finding.difference) == (13, 52, -39)
    assert "13件" in str(finding.cells[0].value)


def test_the_change_is_recomputed_in_every_reading(told: dict[str, FileReport]) -> None:
    (finding,) = [one for one in told["suqian_city_2024"].findings if one.rule.code == "N-07"]
    for shown in ("“同比增长1.05%”", "本年新收 0.40%", "本年新收+上年结转 1.08%"):
        assert shown in finding.message()


def test_without_last_year_s_report_a_change_is_not_recomputed(published: dict[str, Published], tmp_path: Path) -> None:
    (report,) = check([filed(tmp_path, "alone", published["suqian_city_2024"].told)], today=date(2025, 2, 1)).files
    assert [one.rule.code for one in report.findings if one.rule.on_text] == []
    assert {one.code: str(one.reason) for one in report.coverage.not_run}["N-07"] == "没有上年报告"


def test_cases_put_on_file_are_not_cases_decided(told: dict[str, FileReport], published: dict[str, Published]) -> None:
    """备案 134 and 57, 170 and 77 in the table: another way of counting, left alone."""
    assert "行政复议案件134件，行政诉讼案件57件" in published["suqian_city_2024"].told.text["一"]
    assert [one for one in found(told["suqian_city_2024"].findings) if one.startswith("N-06")] == []
