"""The outcome as a person reads it, and what is written for the units."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rulework import county as planted
from tests.collecting.county import OFFICE, collect
from tests.command import Gouji
from validator.collecting.gathering import Gathering
from validator.collecting.records import Record


def test_the_text_says_who_what_and_why(gouji: Gouji, county_folder: Path) -> None:
    done = collect(gouji, county_folder, "--against", str(county_folder / OFFICE))
    lines = done.out.splitlines()
    assert lines[:6] == [
        "示例县人民政府 2025年汇总",
        "  名单 34 个单位：已收 24、没有报来 3、有强制问题 2、有几份 2、版式不符 1、年度不符 1、读不了 1",
        "  另有 2 份不在名单上",
        "  计入合计 27 个，没有计入 7 个",
        "  逾期公布 1 个：示例县司法局",
        "  统计期限不符 1 个：示例县教育局",
    ]
    assert "  原因  示例县公安局加了两次（29 格）" in lines
    assert "  原因  漏了示例县柳林镇人民政府（13 格）" in lines
    (typed,) = [line for line in lines if "A-01" in line]
    assert typed.startswith(
        "  核实 A-01  二、主动公开!B11  表二.行政许可.处理决定：上级报告是 3930，下级合计是 3514，多了 416"
    )
    assert "汇总表这一格又打错：照此应写 3903，写成了 3930（两位颠倒）" in typed
    assert done.status == 2


def test_the_text_is_english_where_asked(gouji: Gouji, county_folder: Path) -> None:
    done = collect(gouji, county_folder, "--against", str(county_folder / OFFICE), "--lang", "en")
    lines = done.out.splitlines()
    assert lines[1] == (
        "  34 units on the roster: 24 in, 3 missing, 2 faulty, 2 several files, 1 wrong edition, 1 wrong year, 1 unreadable"
    )
    assert "  cause  示例县公安局 was counted twice (29 cells)" in lines


def test_what_goes_back_is_a_folder_a_unit_and_a_list_to_chase(
    gouji: Gouji, county_folder: Path, tmp_path: Path
) -> None:
    back = tmp_path / "退回"
    done = collect(gouji, county_folder, "--annotate", str(back), "--letters", str(back))
    assert done.status == 2
    found = sorted(str(one.relative_to(back)) for one in back.rglob("*") if one.is_file())
    organs = {Path(one).parts[0] for one in found if one != "催报名单.xlsx"}
    assert {
        f"示例县{one}" for one in ("教育局", "交通运输局", "统计局", "石桥镇人民政府", "民政局", "司法局")
    } <= organs
    for one in ("示例县教育局/示例县教育局2025.docx", "示例县教育局/示例县教育局2025.xlsx"):
        assert one in found
    sheet = openpyxl.load_workbook(back / "催报名单.xlsx").active
    assert sheet is not None
    chased = [(sheet.cell(row, 2).value, sheet.cell(row, 4).value) for row in range(3, sheet.max_row + 1)]
    assert chased == [
        (planted.name_of("双塔乡"), "没有报来"),
        (planted.name_of("教育局"), "有强制问题"),
        (planted.name_of("科学技术局"), "没有报来"),
        (planted.name_of("交通运输局"), "有强制问题"),
        (planted.name_of("水利局"), "没有报来"),
        (planted.name_of("审计局"), "读不了"),
        (planted.name_of("统计局"), "年度不符"),
    ]


def test_the_page_begins_with_what_came(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "汇总.html"
    done = collect(gouji, county_folder, "--report", str(page), "--against", str(county_folder / OFFICE))
    text = page.read_text("utf-8")
    assert "<title>汇总：示例县人民政府 2025年</title>" in text
    assert text.index("示例县公安局加了两次") < text.index("最常见的问题")
    assert done.err.endswith(f"已写入 {page}（35 份）\n")


def test_the_order_of_files_and_processes_makes_no_difference(
    gouji: Gouji, county_folder: Path, tmp_path: Path
) -> None:
    plain = collect(gouji, county_folder, "--format", "json", "--jobs", "1")
    shared_out = collect(gouji, county_folder, "--format", "json", "--jobs", "2")
    assert shared_out.out == plain.out
    came = county_folder / "收来的报告"
    files = sorted(map(str, came.iterdir()), reverse=True)
    given = ("--roster", str(county_folder / "名单.csv"), "--year", "2025", "--organ", planted.OFFICE)
    turned = gouji(
        "collect", *files, *given, "--today", "2026-03-01", "-o", str(county_folder / "汇总.xlsx"), "--format", "json"
    )
    assert turned.data == plain.data


def test_a_run_that_was_interrupted_goes_on(gouji: Gouji, county_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = collect(gouji, county_folder, "--format", "json", out="续.xlsx")
    journal = county_folder / ".续.xlsx.journal"
    seen: list[str] = []
    add = Gathering.add

    def interrupted(self: Gathering, record: Record) -> None:
        seen.append(record.path)
        if len(seen) == 10:
            raise KeyboardInterrupt
        add(self, record)

    with monkeypatch.context() as patched:
        patched.setattr(Gathering, "add", interrupted)
        begun = collect(gouji, county_folder, "--format", "json", "--resume", "--jobs", "1", out="续.xlsx")
    assert (begun.status, begun.out) == (2, "")
    assert f"已做完的记在 {journal}；" in begun.err
    whole = collect(gouji, county_folder, "--format", "json", "--resume", "--jobs", "1", out="续.xlsx")
    assert whole.out == plain.out
    assert whole.err == "gouji：10 份沿用以前的结果\n"
    assert not journal.exists()


def test_the_draft_in_the_folder_is_no_report_of_a_unit(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    """``gouji collect . -o 汇总.xlsx`` twice, the roster beside the reports."""
    folder = tmp_path / "all"
    folder.mkdir()
    for one in (county_folder / "收来的报告").iterdir():
        if "公安局" in one.name or "商务局" in one.name:
            (folder / one.name).write_bytes(one.read_bytes())
    roster = folder / "名单.xlsx"
    assert gouji("roster", folder, "-o", roster).status == 0
    words = (
        "collect",
        folder,
        "--roster",
        roster,
        "--year",
        "2025",
        "--organ",
        planted.OFFICE,
        "--today",
        "2026-03-01",
    )
    first = gouji(*words, "-o", folder / "汇总.xlsx", "--format", "json")
    second = gouji(*words, "-o", folder / "汇总.xlsx", "--format", "json")
    assert [one["status"] for one in first.data["units"]] == ["in", "in"]
    assert second.data == first.data
    assert first.status == 0
    other = gouji(*words, "-o", folder / "另一份.xlsx", "--format", "json")
    assert other.data["own_files"] == [str(folder / "汇总.xlsx")]
    assert other.data["sums"] == first.data["sums"]


def test_a_unit_s_report_is_never_written_over(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    """Only what collecting wrote itself is replaced."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("示例县公安局2025.xlsx", "示例县商务局2025.xlsx"):
        (folder / name).write_bytes((county_folder / "收来的报告" / name).read_bytes())
    report = folder / "示例县公安局2025.xlsx"
    before = report.read_bytes()
    words = ("collect", folder, "--roster", county_folder / "名单.csv", "--year", "2025", "--organ", planted.OFFICE)
    draft = gouji(*words, "-o", report)
    page = gouji(*words, "-o", tmp_path / "汇总.xlsx", "--report", report)
    told = f"gouji：{report}：不能覆盖输入文件，请换一个输出文件名\n"
    assert [(one.status, one.err) for one in (draft, page)] == [(2, told), (2, told)]
    assert report.read_bytes() == before
    for _ in range(2):  # in the folder itself, twice
        done = gouji(*words, "-o", folder / "汇总.xlsx", "--report", folder / "汇总.html")
        assert done.status == 1
        assert "计入合计 2 个" in done.out


def test_where_nothing_can_be_written_is_told_before_anything_is_checked(
    gouji: Gouji, county_folder: Path, tmp_path: Path
) -> None:
    done = collect(gouji, county_folder, out="没有/汇总.xlsx")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"gouji：{county_folder / '没有/汇总.xlsx'}：不能写到这里（没有这个文件或文件夹）\n"
    file = tmp_path / "file"
    file.write_text("")
    done = collect(gouji, county_folder, "--letters", str(file))
    assert (done.status, done.out, done.err) == (2, "", f"gouji：{file}：应为文件夹，这是文件\n")


def test_notes_beside_the_reports_are_no_units(gouji: Gouji, county_folder: Path, tmp_path: Path) -> None:
    """A page or a text in the folder that is no report is told, and asks nothing of anybody; one that is named does."""
    folder = tmp_path / "reports"
    folder.mkdir()
    report = county_folder / "收来的报告" / "示例县公安局2025.xlsx"
    (folder / report.name).write_bytes(report.read_bytes())
    note = folder / "说明.txt"
    note.write_text("各单位请于1月31日前报送。", "utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text("机关名称\n示例县公安局\n", "utf-8")
    words = ("--roster", roster, "--year", "2025", "--organ", planted.OFFICE, "-o", tmp_path / "汇总.xlsx")
    done = gouji("collect", folder, *words, "--today", "2026-03-01")
    assert done.status == 0
    assert "另有 1 个文件不是年度报告：说明.txt" in done.out.splitlines()
    assert gouji("collect", folder / report.name, note, *words, "--today", "2026-03-01").status == 2
    assert gouji("roster", folder, "-o", tmp_path / "新名单.csv").status == 0
