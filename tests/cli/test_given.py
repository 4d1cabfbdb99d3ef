"""What was given is repeated as far as a person reads it; names that are odd are told, not passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.books import book, data, saved
from tests.command import TODAY, Gouji
from validator.exchange.filing_data import as_json

LONG = "很长" * 2500
MOST = 1000
"""No line about a slip needs more, the names that may stand there among them."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    saved(Path("a.xlsx"), "clean")
    return tmp_path


FILLED: dict[str, dict[str, object]] = {
    "key": {LONG: 1},
    "keys": {f"{LONG}{at}": 1 for at in range(300)},
    "value": {"values": {LONG: 1}},
    "a list as value": {"values": {"表三.本年新收.自然人": [LONG]}},
    "edition": {"edition": LONG},
    "map of editions": {"edition": {"表三": LONG}},
    "list as edition": {"edition": [LONG]},
    "text": {"text": {LONG: "x"}},
    "organ": {"organ": [LONG]},
    "period": {"period": {LONG: "x"}},
    "waiver": {"waivers": [{LONG: "x"}]},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", FILLED)
def test_data_to_fill_in(place: Path, gouji: Gouji, kind: str, lang: str) -> None:
    Path("a.json").write_text(json.dumps({**as_json(data("clean")), **FILLED[kind]}, ensure_ascii=False), "utf-8")
    done = gouji("--lang", lang, "fill", "a.json", "-o", "b.xlsx")
    assert (done.status, done.out, Path("b.xlsx").exists()) == (2, "", False)
    assert 0 < len(done.err) < MOST
    assert done.err.count("很长") <= (30 if kind != "keys" else 150)


def test_of_many_keys_that_are_like_none_it_is_told_which_there_are(place: Path, gouji: Gouji) -> None:
    text = dict.fromkeys("甲乙丙丁戊己", "x")
    Path("a.json").write_text(json.dumps({**as_json(data("clean")), "text": text}, ensure_ascii=False), "utf-8")
    told = "text 中不认识的键：丁、丙、乙、己、戊，共 6 个，可用：一、五、六、标题"
    assert gouji("fill", "a.json", "-o", "b.xlsx").err == f"gouji：a.json：{told}\n"
    told = "丁, 丙, 乙, 己, 戊; 6 in all; there are 一, 五, 六, 标题\n"
    assert gouji("--lang", "en", "fill", "a.json", "-o", "b.xlsx").err.endswith(told)


def test_a_key_that_stands_twice(place: Path, gouji: Gouji) -> None:
    Path("a.json").write_text(f'{{"{LONG}": 1, "{LONG}": 2}}', "utf-8")
    done = gouji("fill", "a.json", "-o", "b.xlsx")
    assert (done.status, done.err) == (2, f"gouji：a.json：{LONG[:60]}…… 写了两次\n")


GIVEN = {
    "key of the configuration": ("c.toml", f'"{LONG}" = 1\n', ["--config", "c.toml"]),
    "threshold": ("c.toml", f'[thresholds]\n"{LONG}" = 1\n', ["--config", "c.toml"]),
    "value of a threshold": ("c.toml", f'[thresholds]\nother_share = "{LONG}"\n', ["--config", "c.toml"]),
    "limit": ("c.toml", f'[limits]\nseconds = "{LONG}"\n', ["--config", "c.toml"]),
    "key of an explanation": ("c.toml", f'[[waiver]]\n"{LONG}" = 1\n', ["--waivers", "c.toml"]),
    "rule": ("c.toml", "", ["--only", LONG]),
    "number of a rule": ("c.toml", "", ["--only", f"T3-{'9' * 5000}"]),
    "rule after a rule": ("c.toml", "", ["--ignore", f"T3,{LONG}"]),
    "format": ("c.toml", "", ["--format", LONG]),
    "year": ("c.toml", "", ["--year", LONG]),
    "day": ("c.toml", "", ["--today", LONG]),
    "processes": ("c.toml", "", ["--jobs", LONG]),
    "option": ("c.toml", "", [f"--{LONG}"]),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", GIVEN)
def test_options_and_what_they_name(place: Path, gouji: Gouji, kind: str, lang: str) -> None:
    name, content, words = GIVEN[kind]
    Path(name).write_text(content, "utf-8")
    done = gouji("--lang", lang, "check", "a.xlsx", *words)
    assert (done.status, done.out, "Traceback" in done.err) == (2, "", False)
    assert 0 < len(done.err.splitlines()[-1]) < MOST
    assert done.err.count("很长") <= 60


@pytest.mark.parametrize("words", [["explain", LONG], ["rules", LONG], ["template", "--year", "2025", "-o", LONG]])
def test_other_commands(place: Path, gouji: Gouji, words: list[str]) -> None:
    done = gouji(*words)
    assert (done.status, done.out) == (2, "")
    assert 0 < len(done.err.splitlines()[-1]) < MOST


@pytest.mark.parametrize("name", [".xlsx", ".XLSM", ".et", ".ods"])
def test_a_file_that_has_lost_its_name_is_read_or_told(place: Path, gouji: Gouji, name: str) -> None:
    folder = place / "in"
    folder.mkdir()
    (folder / name).write_bytes(book("must"))
    (folder / ".hidden.xlsx").write_bytes(book("must"))
    done = gouji.check("in")
    (one,) = done.data["files"]
    assert (one["path"], done.status) == (str(Path("in", name)), 1)
    (folder / name).write_bytes(b"nothing")
    done = gouji.check("in")
    assert [(one["path"], one["status"]) for one in done.data["files"]] == [(str(Path("in", name)), "unreadable")]


@pytest.mark.parametrize("before", [(), ("--previous", "in")], ids=["reports", "last year's"])
def test_an_output_is_no_report_of_the_next_run(place: Path, gouji: Gouji, before: tuple[str, ...]) -> None:
    path = "a.xlsx" if before else "in"
    saved(Path("in/sub/b.xlsx"), "clean")
    files = sorted(Path("in").rglob("*"))
    for output in ("in/out.xlsx", "in/sub/out.ET", "./in/../in/out.xlsm", "in/.xlsx"):
        done = gouji("check", path, *before, *TODAY, "-o", output)
        told = "输出在所查的文件夹里，又叫作工作簿，下次会当作报告来读；请换一个文件夹或文件名"
        assert (done.status, done.err) == (2, f"gouji：{Path(output)}：{told}\n")
    assert sorted(Path("in").rglob("*")) == files


@pytest.mark.parametrize("output", ["in/out.json", "in/sub/out", "out.xlsx"])
def test_an_output_may_stand_among_reports_under_another_name(place: Path, gouji: Gouji, output: str) -> None:
    saved(Path("in/sub/b.xlsx"), "clean")
    for _ in range(2):
        assert gouji.check("in", "-o", output).status == 0
        written = json.loads(Path(output).read_text("utf-8"))
        assert [one["path"] for one in written["files"]] == [str(Path("in/sub/b.xlsx"))]
        assert written["summary"]["other_files"] == []
