"""Whose a file is: what its cover says, and where that says nothing its name, if it says no more than that."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rulework.county import filing, workbook
from tests.collecting.office import EDUCATION, FIGURES, FINANCE, POLICE, SmallOffice, states, why
from validator.model.report import FileReport
from validator.run import batch
from validator.run.driver import Job, examine_content


def test_another_bodys_file_is_not_joined_by_the_beginning_of_its_name(small_office: SmallOffice) -> None:
    small_office.put(f"{EDUCATION}.xlsx", EDUCATION, saved=1_000)
    small_office.put(f"{EDUCATION}幼儿园2025.xlsx", "", 1, text={}, saved=2_000)
    small_office.put_bytes(f"{POLICE}看守所2025.xlsx", b"no workbook")
    small_office.roster(EDUCATION, POLICE)
    data = small_office.data()
    assert states(data) == [
        (EDUCATION, "in", f"{EDUCATION}.xlsx"),
        (POLICE, "missing", None),
        (f"{POLICE}看守所2025", "unreadable", None),
        (f"{EDUCATION}幼儿园2025", "unlisted", None),
    ]
    assert why(data, EDUCATION) == f"收到的 {EDUCATION}幼儿园2025.xlsx 文件名里有它的名称，没有当作它的报告"
    assert why(data, f"{EDUCATION}幼儿园2025") == (
        f"名单上没有这个机关；文件名里有名单上的“{EDUCATION}”，是它的报告的话请写明机关名称"
    )


def test_a_file_known_by_its_name_does_not_beat_one_that_says_whose_it_is(small_office: SmallOffice) -> None:
    small_office.put(f"{EDUCATION}2025.xlsx", "", 1, text={}, saved=2_000)
    small_office.put("一.xlsx", EDUCATION, saved=1_000)
    small_office.put(f"{FINANCE}2025.xlsx", "", 2, text={})
    small_office.roster(EDUCATION, FINANCE)
    data = small_office.data()
    assert states(data) == [(EDUCATION, "duplicate", "一.xlsx"), (FINANCE, "in", f"{FINANCE}2025.xlsx")]
    assert why(data, EDUCATION) == (
        f"{EDUCATION}2025.xlsx 封面没有可用的机关名称，按文件名认定；"
        f"取 一.xlsx，不取 {EDUCATION}2025.xlsx：那一份封面没有机关名称，只是文件名像"
    )
    assert why(data, FINANCE) == "封面没有可用的机关名称，按文件名认定"


def test_near_names_are_told_beside_a_body_that_reported_and_below_other_offices(small_office: SmallOffice) -> None:
    small_office.put("a.xlsx", "示例县水利局")
    small_office.put("b.xlsx", "示例县水力局", 1)
    small_office.put("c.xlsx", "甲镇水力所", 2)
    small_office.roster(
        "示例县水利局,,示例县人民政府", "示例县甲镇人民政府,,示例县人民政府", "甲镇水利所,,示例县甲镇人民政府"
    )
    data = small_office.data()
    said = "收到的“{}”（{}）名称相近（只差 1 个字），没有当作同一单位"
    assert why(data, "示例县水利局") == said.format("示例县水力局", "b.xlsx")
    (level,) = data["levels"]
    assert level["units"][0]["why"] == "没有收到它的报告；" + said.format("甲镇水力所", "c.xlsx")
    assert "与它相近" in why(data, "示例县水力局")
    assert "与它相近" in why(data, "甲镇水力所")


def test_a_resumed_run_looks_anew_at_when_files_were_changed(
    small_office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a journal knows is what files held; of two files the one changed later is taken as in a whole run."""
    first = small_office.put("1.xlsx", EDUCATION, saved=1_000)
    small_office.put("2.xlsx", EDUCATION, 1, saved=2_000)
    small_office.put("3.xlsx", FINANCE)
    small_office.roster(EDUCATION, FINANCE)
    with monkeypatch.context() as patched:
        patched.setattr(batch, "examine_content", _ended_at("3.xlsx"))
        small_office.collect("--resume", "--jobs", "1")
    os.utime(first, (3_000, 3_000))
    resumed = small_office.collect("--resume", "--format", "json")
    assert "2 份沿用以前的结果" in resumed.err
    assert states(resumed.data)[0] == (EDUCATION, "duplicate", "1.xlsx")
    assert resumed.out == small_office.collect("--format", "json").out


def _ended_at(name: str) -> Callable[[bytes, str, Job], FileReport]:
    """Examines files until that one, where the run is ended as by the keyboard."""

    def examine(content: bytes, path: str, job: Job) -> FileReport:
        if Path(path).name == name:
            raise KeyboardInterrupt
        return examine_content(content, path, job)

    return examine


@pytest.mark.parametrize("faulty", [False, True], ids=["sound", "faulty"])
def test_an_office_below_is_compared_with_its_units_be_it_sound_or_not(
    small_office: SmallOffice, *, faulty: bool
) -> None:
    town, school = "示例县甲镇人民政府", "示例县甲镇中心校"
    more = {"表三.予以公开.自然人": FIGURES[0]["表三.予以公开.自然人"] + 3} if faulty else {}
    small_office.put_bytes("镇.xlsx", workbook(filing(town, FIGURES[0] | more)))
    small_office.put("校.xlsx", school)
    small_office.roster(f"{town},,示例县人民政府", f"{school},,{town}")
    (level,) = small_office.data()["levels"]
    assert Path(level["against"]).name == "镇.xlsx"
    gaps = {one["cells"][0]["indicator"] for one in level["findings"] if one["code"] == "A-01"}
    assert ("表三.予以公开.自然人" in gaps) is faulty
    assert "没有它自己的报告可以对照" not in small_office.collect().out


def test_the_page_tells_of_an_office_below_that_sent_no_report(small_office: SmallOffice) -> None:
    town, school = "示例县甲镇人民政府", "示例县甲镇中心校"
    small_office.put("校.xlsx", school)
    small_office.roster(f"{town},,示例县人民政府", f"{school},,{town}")
    page = small_office.folder / "a.html"
    small_office.collect("--report", page)
    assert page.read_text("utf-8").count("<li>没有它自己的报告可以对照。</li>") == 1
