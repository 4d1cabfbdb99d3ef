"""What collecting writes never replaces what it reads, nor is it read again as a report of a unit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rulework.county import OFFICE, filing, workbook
from tests.collecting.office import CIVIL, EDUCATION, FIGURES, FINANCE, SmallOffice, states
from validator.collecting import draft

FAULTY = FIGURES[0] | {"表三.予以公开.自然人": FIGURES[0]["表三.予以公开.自然人"] + 3}
COUNTY = "甲县人民政府"


@pytest.fixture
def came(small_office: SmallOffice) -> SmallOffice:
    """One faulty report, one sound one, one missing."""
    small_office.put_bytes("教育.xlsx", workbook(filing(EDUCATION, FAULTY)))
    small_office.put("财政.xlsx", FINANCE, 1)
    small_office.roster(EDUCATION, FINANCE, CIVIL)
    return small_office


def test_what_was_written_before_is_no_report_wherever_it_lies(came: SmallOffice) -> None:
    back, page = came.came / "退回", came.came / "汇总.html"
    more = ("--annotate", back, "--letters", back, "--report", page)
    first = came.data(*more, out="in/汇总.xlsx")
    second = came.data(*more, out="in/汇总.xlsx")
    assert first["own_outputs"] == []
    assert sorted(Path(one).name for one in second["own_outputs"]) == [
        "催报名单.xlsx",
        "教育.docx",
        "教育.xlsx",
        "财政.docx",
        "财政.xlsx",
    ]
    assert states(second) == [(EDUCATION, "faulty", None), (FINANCE, "in", "财政.xlsx"), (CIVIL, "missing", None)]
    assert second | {"own_outputs": []} == first
    told = came.collect(out="in/汇总.xlsx").out
    assert "6 个文件是 gouji 写出的（标注副本、退回说明、名单、结果），不当作报告：" in told


def test_last_year_s_copies_are_no_reports_of_last_year(came: SmallOffice) -> None:
    before = came.folder / "before"
    before.mkdir()
    for name, values in (("教育", FAULTY), ("财政", FIGURES[1])):
        (before / f"{name}.xlsx").write_bytes(workbook(filing(f"示例县{name}局", values, year=2024)))
    came.gouji("check", before, "--today", "2025-02-01", "--annotate", before.with_name("copies"))
    alone = came.gouji("check", came.came, "--previous", before, "--today", "2026-03-01")
    before.with_name("copies").rename(before / "退回")
    assert len(list(before.rglob("*.xlsx"))) > 2
    again = came.gouji("check", came.came, "--previous", before, "--today", "2026-03-01")
    assert again.out.partition("用时")[0] == alone.out.partition("用时")[0]


def test_a_unit_may_correct_the_copy_it_was_sent(came: SmallOffice) -> None:
    came.collect("--annotate", came.came / "退回")
    copy = next((came.came / "退回").rglob("教育.xlsx"))
    book = openpyxl.load_workbook(copy)
    book["三、依申请公开"]["D10"] = FIGURES[0]["表三.予以公开.自然人"]
    book.save(came.came / "教育（改）.xlsx")
    data = came.data()
    assert states(data)[0][1] == "duplicate"
    assert {Path(one).name for one in data["units"][0]["files"]} == {"教育.xlsx", "教育（改）.xlsx"}


def test_the_figures_beside_a_large_draft_are_no_report_and_it_is_replaced(
    came: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "MOST_CELLS", 10)
    first, second = (came.data(out="in/汇总.xlsx") for _ in range(2))
    assert Path(second["traces_file"]).name == "汇总_分解.xlsx"
    assert second == first


def test_a_draft_of_another_office_or_year_is_a_report_that_came(came: SmallOffice) -> None:
    came.roster(EDUCATION, FINANCE, COUNTY)
    assert came.collect(organ=COUNTY, out="in/县.xlsx").status == 1
    before = (came.came / "县.xlsx").read_bytes()
    done = came.collect(out="in/县.xlsx")
    assert (done.status, done.err) == (2, f"gouji：{came.came / '县.xlsx'}：不能覆盖输入文件，请换一个输出文件名\n")
    assert (came.came / "县.xlsx").read_bytes() == before
    assert states(came.data())[2] == (COUNTY, "in", "县.xlsx")
    last = came.gouji(
        *("collect", came.came, "--roster", came.folder / "名单.csv", "--year", "2024"),
        *("--organ", COUNTY, "-o", came.came / "县.xlsx"),
    )
    assert last.status == 2


@pytest.mark.parametrize(
    ("out", "more"),
    [
        ("z.xlsx", ("--report", "z.xlsx")),
        ("z.xlsx", ("--report", "Z.XLSX")),
        ("z.xlsx", ("--report", "z_分解.xlsx")),
        ("z.xlsx", ("--annotate", "z.xlsx")),
        ("z.xlsx", ("--report", "名单.csv")),
        ("z.xlsx", ("--against", "z.xlsx")),
        ("z.xlsx", ("--report", "in/财政.xlsx")),
        ("in/财政.xlsx", ()),
    ],
)
def test_no_output_is_an_input_or_another_output(
    came: SmallOffice, monkeypatch: pytest.MonkeyPatch, out: str, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(came.folder)
    before = {path: path.read_bytes() for path in came.folder.rglob("*") if path.is_file()}
    done = came.gouji("collect", "in", "--roster", "名单.csv", "--year", "2025", "--organ", OFFICE, "-o", out, *more)
    assert (done.status, done.out) == (2, "")
    assert "要写成同一个文件" in done.err or "不能覆盖输入文件" in done.err
    assert {path: path.read_bytes() for path in came.folder.rglob("*") if path.is_file()} == before


def test_a_drafted_roster_replaces_itself_and_no_report(came: SmallOffice) -> None:
    before = (came.came / "财政.xlsx").read_bytes()
    done = came.gouji("roster", came.came, "-o", came.came / "财政.xlsx")
    assert (done.status, done.err) == (2, f"gouji：{came.came / '财政.xlsx'}：不能覆盖输入文件，请换一个输出文件名\n")
    assert (came.came / "财政.xlsx").read_bytes() == before
    made = [came.gouji("roster", came.came, "-o", came.came / "名单.xlsx") for _ in range(2)]
    assert [(one.status, one.err) for one in made] == [(0, made[0].err)] * 2
    assert "（2 个单位）" in made[0].err


def test_a_list_of_the_office_s_own_is_not_written_over(came: SmallOffice) -> None:
    came.put("催报名单.xlsx", CIVIL, 2)
    before = (came.came / "催报名单.xlsx").read_bytes()
    done = came.collect("--annotate", came.came)
    assert done.status == 2
    assert (came.came / "催报名单.xlsx").read_bytes() == before
