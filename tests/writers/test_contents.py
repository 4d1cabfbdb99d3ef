"""What reports hold travels with them only where a format shows it, also between processes, with numbers masked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.books import data, saved
from tests.command import TODAY, Gouji
from tests.conftest import DAY
from tests.shipped import CATALOGUE, base_filing, base_previous, preview
from tests.writers.reports import of
from validator import read
from validator.files import opening
from validator.model.cells import Place
from validator.policy.previous import index
from validator.run.driver import Job, examine_filing
from validator.run.packing import packed, unpacked

JOB = Job(catalogue=CATALOGUE, today=DAY)


def test_nothing_is_kept_unless_asked_for() -> None:
    assert examine_filing(preview(base_filing()), JOB).contents is None


def test_it_holds_values_texts_and_last_year_s_values() -> None:
    before = preview(base_previous())
    job = replace(JOB, contents=True, earlier=index([(before, before)]))
    held = examine_filing(preview(base_filing()), job).contents
    assert held is not None
    assert held.values["表三.本年新收.总计"] == 40
    assert held.values["封面.机关名称"] == "示例市人民政府"
    assert held.texts["正文.一"].startswith("（一）主动公开")
    assert held.before is not None
    assert held.before["表三.本年新收.总计"] == 34
    assert held.moved == {}


def test_a_place_that_moved_is_said() -> None:
    filing = preview(base_filing())
    places = {**filing.places, "表三.本年新收.总计": Place("抄的表", "K9")}
    held = examine_filing(replace(filing, places=places), replace(JOB, contents=True)).contents
    assert held is not None
    assert held.moved == {"表三.本年新收.总计": Place("抄的表", "K9")}


def test_it_comes_back_from_another_process() -> None:
    report = of(base_filing(), "a.xlsx", previous=True)
    assert unpacked(packed(report, CATALOGUE), CATALOGUE).contents == report.contents


@pytest.mark.parametrize("shape", ["html", "csv"])
def test_processes_write_what_one_writes(gouji: Gouji, tmp_path: Path, shape: str) -> None:
    for number, kind in enumerate(("clean", "must", "explain", "junk")):
        saved(tmp_path / "in" / f"{number}.xlsx", kind)
    outputs = []
    for jobs in ("1", "2"):
        out = tmp_path / f"out{jobs}"
        gouji("check", tmp_path / "in", *TODAY, "--format", shape, "--jobs", jobs, "-o", out)
        outputs.append(out.read_text("utf-8"))
    assert outputs[0] == outputs[1]


def test_the_cells_of_a_moved_table_are_marked_and_named_where_they_are(gouji: Gouji, tmp_path: Path) -> None:
    import openpyxl

    path = saved(tmp_path / "a.xlsx", "must")
    book = openpyxl.load_workbook(path)
    book["四、复议诉讼"].insert_rows(2)
    book["四、复议诉讼"].title = "表四"
    book.save(path)
    filing = read(path)
    place = filing.places["表四.行政复议.总计"]
    assert place.sheet == "表四"
    out = tmp_path / "a.html"
    gouji("check", path, *TODAY, "--format", "html", "-o", out)
    assert f'"表四!{place.cell}"' in out.read_text("utf-8")


def test_a_page_of_another_year_and_of_nothing_filled_in(gouji: Gouji, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", "must")
    out = tmp_path / "a.html"
    done = gouji("check", path, *TODAY, "--year", "2024", "--format", "html", "-o", out)
    assert done.status == 1
    assert "ST-15" in out.read_text("utf-8")


def test_severity_thins_a_page(gouji: Gouji, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", "explain")
    pages = {}
    for least in ("must", "notice"):
        out = tmp_path / f"{least}.html"
        gouji("check", path, *TODAY, "--severity", least, "--format", "html", "-o", out)
        pages[least] = out.read_text("utf-8")
    assert "没有发生的应填 0" in pages["notice"]
    assert not re.search(r'"m":"[^"]*没有发生的应填 0', pages["must"])


@pytest.mark.parametrize(("system", "command"), [("linux", "xdg-open"), ("darwin", "open")])
def test_a_file_is_opened_by_what_the_system_has_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, command: str
) -> None:
    called: list[list[str]] = []

    class Done:
        returncode = 0

    def run(words: list[str], **_: object) -> Done:
        called.append(words)
        return Done()

    monkeypatch.setattr("validator.files.opening.sys.platform", system)
    monkeypatch.setattr("validator.files.opening.subprocess.run", run)
    assert opening.open_file(tmp_path / "a.csv")
    assert called == [[command, str(tmp_path / "a.csv")]]


def test_without_such_a_program_it_says_so(monkeypatch: pytest.MonkeyPatch, gouji: Gouji, tmp_path: Path) -> None:
    monkeypatch.setattr("validator.files.opening.sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "a.csv"
    done = gouji("check", saved(tmp_path / "in" / "a.xlsx", "clean"), *TODAY, "--format", "csv", "-o", out, "--open")
    assert (done.status, done.err.splitlines()[-1]) == (0, f"gouji：打不开 {out}：没有可用的程序")


def test_the_base_data_is_what_the_tests_take_it_for() -> None:
    assert data("clean").values["表三.本年新收.总计"] == 40
