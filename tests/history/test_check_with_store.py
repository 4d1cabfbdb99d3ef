"""``gouji check`` takes the reports of years before from the store, as if they had been given with --previous."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import TODAY, Done, Gouji, environment
from tests.history.reports import BODY, written
from tests.history.server import Server
from tests.history.test_history_command import _spoil, without
from tests.history.test_store import made
from validator.history import opening
from validator.history.opening import database
from validator.history.places import NAME
from validator.history.store import opened

DISCONNECT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname IS NOT NULL AND datname <> 'postgres' AND pid <> pg_backend_pid()"
)
"""What an administrator does who restarts the server."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def keep(gouji: Gouji, *paths: str | Path, store: str = NAME) -> None:
    assert gouji("history", "add", *paths, "--store", store, *TODAY).status == 0


def told(done: Done) -> Any:
    """What does not depend on the clock, nor on where last year's report came from."""
    data = done.data
    for one in data["files"]:
        del one["checked_with"]
    del data["summary"]["seconds"]
    return data


PAIRS: tuple[dict[str, int], ...] = ({}, {"left": 4}, {"stock": 69}, {"left": 0, "stock": 0})
"""Changes of the report of 2023 that break what follows, or do not."""


@pytest.mark.parametrize("how", PAIRS)
def test_the_store_gives_what_previous_gives(gouji: Gouji, how: dict[str, int]) -> None:
    before = written(Path("before"), 2023, "a.xlsx", **how)
    now = written(Path("in"), 2024)
    expected = gouji.check(now, "--previous", before)
    keep(gouji, before)
    found = gouji.check(now)
    assert told(found) == told(expected)
    assert not [one for one in found.data["files"][0]["coverage"]["not_run"] if one["code"].startswith("Y-")]
    codes = {one["code"] for one in found.data["files"][0]["findings"]}
    assert bool(codes & {"Y-01", "Y-02"}) is bool(how)


def test_documents_of_other_kinds_are_last_year_s_reports_too(gouji: Gouji) -> None:
    book = written(Path("in"), 2023, left=4)
    assert gouji("publish", book, "-o", "2023.html", *TODAY).status == 0
    now = written(Path("in"), 2024)
    expected = gouji.check(now, "--previous", "2023.html")
    keep(gouji, "2023.html")
    assert told(gouji.check(now)) == told(expected)
    assert {"Y-01"} <= {one["code"] for one in expected.data["files"][0]["findings"]}


def test_previous_comes_first(gouji: Gouji) -> None:
    keep(gouji, written(Path("kept"), 2023, left=4))
    now, other = written(Path("in"), 2024), written(Path("before"), 2023)
    assert "Y-01" in gouji.check(now).data["summary"]["by_code"]
    assert "Y-01" not in gouji.check(now, "--previous", other).data["summary"]["by_code"]


def test_the_last_version_counts_and_one_taken_out_does_not(gouji: Gouji) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023, "a.xlsx"))
    keep(gouji, written(Path("kept"), 2023, "b.xlsx", left=4))
    assert gouji.check(now).data["summary"]["by_code"]["Y-01"] == 2
    gouji("history", "remove", "2")
    assert "Y-01" not in gouji.check(now).data["summary"]["by_code"]
    gouji("history", "remove", "1")
    not_run = gouji.check(now).data["files"][0]["coverage"]["not_run"]
    assert {"code": "Y-01", "reason": "没有上年报告"} in not_run


def _broken_chain(gouji: Gouji) -> Path:
    keep(gouji, written(Path("kept"), 2022), written(Path("kept"), 2023, left=3), written(Path("kept"), 2024))
    return written(Path("in"), 2025)


def test_a_break_between_years_before_is_a_notice_that_names_the_year(gouji: Gouji) -> None:
    (one,) = gouji.check(_broken_chain(gouji)).data["files"]
    assert one["status"] == "clean"
    assert [(found["code"], found["severity"], found["message"]) for found in one["findings"]] == [
        ("Y-01", "notice", "自然人：2024年的上年结转 1，2023年的结转下年 3，相差 2"),
        ("Y-01", "notice", "总计：2024年的上年结转 1，2023年的结转下年 3，相差 2"),
    ]
    cells = [(cell["file"], cell["cell"], cell["indicator"], cell["value"]) for cell in one["findings"][0]["cells"]]
    assert cells == [
        ("previous", "D9", "上.表三.上年结转.自然人", 1),
        (str(Path("kept/2023.xlsx")), "D32", "上.上.表三.结转下年.自然人", 3),
    ]
    text = gouji("check", "in/2025.xlsx", *TODAY).out
    assert "上年D9=1 ← 2023.xlsx D32=3" in text


def test_the_chain_ends_where_a_year_is_missing(gouji: Gouji) -> None:
    now = _broken_chain(gouji)
    gouji("history", "remove", "3")
    (one,) = gouji.check(now).data["files"]
    assert {"code": "Y-01", "reason": "没有上年报告"} in one["coverage"]["not_run"]
    assert [found for found in one["findings"] if found["code"].startswith("Y")] == []


def test_a_folder_of_several_years_is_a_chain_too(gouji: Gouji) -> None:
    now = _broken_chain(gouji)
    expected = told(gouji.check(now))
    Path(NAME).unlink()
    assert told(gouji.check(now, "--previous", "kept")) == expected


@pytest.mark.parametrize("shape", ["json", "html"])
def test_processes_have_what_one_has(gouji: Gouji, shape: str) -> None:
    for at in range(6):
        organ = f"示例市{at}局"
        keep(gouji, *(written(Path("kept"), year, f"{at}-{year}.xlsx", organ=organ) for year in (2023, 2024)))
        written(Path("in"), 2025, f"{at}.xlsx", organ=organ)
    outputs = []
    for jobs in ("1", "3"):
        gouji("check", "in", *TODAY, "--format", shape, "--jobs", jobs, "-o", "out", "--year", "2025")
        outputs.append(re.sub(r'"seconds": [\d.]+', "", Path("out").read_text("utf-8")))
    assert outputs[0] == outputs[1]
    assert shape == "html" or "没有上年报告" not in outputs[0]


def test_a_result_is_taken_over_only_while_the_store_is_as_it_was(gouji: Gouji) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023))

    def run(*more: str) -> tuple[str, bool, bool]:
        gouji("check", now, *TODAY, "--format", "jsonl", "-o", "out.jsonl", "--cache", "cache", *more)
        one = json.loads(Path("out.jsonl").read_text("utf-8"))
        return one["checked_with"], any(found["code"] == "Y-01" for found in one["findings"]), one["status"] == "clean"

    first = run("--resume")
    assert first[1:] == (False, True)
    assert run("--resume") == first
    keep(gouji, written(Path("kept"), 2023, "b.xlsx", left=4))
    second = run("--resume")
    assert second[1:] == (True, False)
    assert second[0] != first[0]
    gouji("history", "remove", "2")
    assert run("--resume") == first
    assert run("--store", "gouji-history.sqlite")[0] == first[0]


def test_the_store_is_no_output(gouji: Gouji) -> None:
    keep(gouji, written(Path("kept"), 2023))
    now, before = written(Path("in"), 2024), Path(NAME).read_bytes()
    done = gouji("check", now, "--format", "json", "-o", NAME)
    assert done.status == 2
    assert "不能覆盖输入文件" in done.err
    assert Path(NAME).read_bytes() == before


def test_the_store_among_the_reports_is_no_other_file(gouji: Gouji) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023), store="in/gouji-history.sqlite")
    assert gouji.check("in", "--store", "in/gouji-history.sqlite").data["summary"]["other_files"] == []
    assert now.exists()


@pytest.mark.parametrize("kind", ["junk", "other", "newer"])
@pytest.mark.parametrize("is_given", [True, False])
def test_what_is_no_store_ends_the_check(gouji: Gouji, kind: str, *, is_given: bool) -> None:
    now = written(Path("in"), 2024)
    words = _spoil(kind, Path(NAME))
    for command in (("check", now), ("fix", now, "--dry-run"), ("publish", now, "-o", "a.html")):
        done = gouji(*command, *(("--store", NAME) if is_given else ()))
        assert (done.status, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
        assert re.search(words, done.err)
    assert not Path("a.html").exists()


def test_a_store_that_is_written_to_is_waited_for(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023))
    monkeypatch.setattr(opening, "PATIENCE", 0.2)
    with database(NAME, may_be_made=False).writing() as connection:
        connection.exec_driver_sql("PRAGMA locking_mode")
        assert gouji.check(now).status == 0  # nobody has to wait for one that has not come to its end
        done = gouji("history", "add", "kept/2023.xlsx", written(Path(), 2023, "b.xlsx", left=2), *TODAY)
    assert done.status == 2
    assert done.err.endswith("别的程序正在用这个库，等了很久还没有轮到，请稍后再试\n")


def test_without_what_opens_it_a_store_that_lies_there_stops_nothing(gouji: Gouji) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023))
    words = ("check", str(now), *TODAY, "--format", "json")
    done = without(("sqlalchemy",), *words)
    reason = "历年报告库没有打开：没有安装 gouji 的 history 附加组件"
    assert done.status == 0
    assert {"code": "Y-01", "reason": reason} in done.data["files"][0]["coverage"]["not_run"]
    assert done.err.startswith("gouji：")
    assert done.err.endswith(f"{reason}\n")
    asked = without(("sqlalchemy",), *words, "--store", NAME)
    assert (asked.status, asked.out) == (2, "")
    assert asked.err.endswith("pip install 'gouji[history]'\n")


def test_nothing_of_it_is_loaded_where_there_is_none(gouji: Gouji) -> None:
    now = written(Path("in"), 2024)
    keep(gouji, written(Path("kept"), 2023), store="kept.sqlite")
    told_of = "import sys; from validator.cli import main; main(sys.argv[1:]); print('sqlalchemy' in sys.modules, file=sys.stderr)"
    for more, loaded in (((), "False"), (("--store", "kept.sqlite"), "True"), (("--previous", "kept"), "False")):
        done = _python(told_of, "check", str(now), *more)
        assert done.err.splitlines()[-1] == loaded


def _python(code: str, *words: str) -> Done:
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env=environment(), check=False)
    return Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_a_store_on_a_server_is_one_too(gouji: Gouji, place: str) -> None:
    now, before = written(Path("in"), 2024), written(Path("kept"), 2023, left=4)
    expected = told(gouji.check(now, "--previous", before))
    made(place)
    keep(gouji, before, store=place)
    assert told(gouji.check(now, "--store", place)) == expected
    listed = gouji("history", "list", "--store", place)
    assert listed.out.startswith(f"     1  2023年  {BODY}")
    assert gouji("history", "export", "-o", "a.csv", "--store", place).status == 0
    assert len(Path("a.csv").read_text("utf-8-sig").splitlines()) == 2
    assert gouji("history", "show", BODY, "--store", place).status == 0
    assert gouji("history", "remove", "1", "--store", place).status == 0
    assert gouji("history", "list", "--store", place).out == ""


LOSING = """
import sys
from tests.history.test_store import accepted
from validator.history.refusals import BadStore
from validator.history.store import opened

with opened(sys.argv[1], may_be_made=True).adding() as add:
    print(add([accepted(2023)])[0].id, flush=True)
    sys.stdin.readline()
    try:
        add([accepted(2024)])
    except BadStore as error:
        print(error)
"""


def test_a_server_that_goes_away_is_told_in_a_line(server: Server) -> None:
    """SQLAlchemy would log a traceback of what it cannot close."""
    place = server.new()
    words = [sys.executable, "-c", LOSING, place]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=environment(), encoding="utf-8") as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "1\n"
        server.ask("postgres", DISCONNECT)
        out, err = run.communicate("go on\n", timeout=60)
    assert (re.sub(r"^postgresql://[^：]*", "", out), err) == ("：和服务器的连接断了\n", "")
    assert [one.id for one in opened(place).versions()] == [1]


def test_the_page_shows_the_years(gouji: Gouji) -> None:
    now = _broken_chain(gouji)
    gouji("check", now, *TODAY, "--format", "html", "-o", "a.html")
    page = Path("a.html").read_text("utf-8")
    (table,) = re.findall(r'<section class="years">.*?</section>', page, re.DOTALL)
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    assert [row for row in rows if row and row[0] in {"", "本年新收", "结转下年"}] == [
        ["", "2022", "2023", "2024", "2025"],
        ["本年新收", "32", "34", "34", "40"],
        ["结转下年", "1", "3", "3", "2"],
    ]
    gouji("history", "remove", "1")
    gouji("history", "remove", "2")
    gouji("check", now, *TODAY, "--format", "html", "-o", "a.html")
    assert 'class="years"' not in Path("a.html").read_text("utf-8")


def test_the_page_of_many_adds_up_those_that_have_every_year(gouji: Gouji) -> None:
    for at, years in enumerate(((2022, 2023, 2024), (2022, 2023, 2024), (2023, 2024), (2024,))):
        organ = f"示例市{at}局"
        keep(gouji, *(written(Path("kept"), year, f"{at}-{year}.xlsx", organ=organ) for year in years))
        written(Path("in"), 2025, f"{at}.xlsx", organ=organ)
    gouji("check", "in", *TODAY, "--format", "html", "-o", "a.html")
    page = Path("a.html").read_text("utf-8")
    assert "近 4 年（每年都有报告的 2 份合计），每行按本行最大的数画" in page
    assert "以前各年</li>" in page
    assert re.search(
        r'<th scope="row">本年新收</th><td class="number">64</td><td class="number">64</td><td class="number">68</td><td class="number">80</td>',
        page,
    )
