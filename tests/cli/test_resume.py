"""``gouji check --resume`` and ``--cache``: an ended run goes on, nothing is lost, nothing is done twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

import pytest

from tests.books import book
from tests.command import TODAY, Done, Gouji
from validator.files.leftovers import lock
from validator.model.report import FileReport
from validator.run import batch
from validator.run.driver import Job, examine_content
from validator.writers.formats import names

NAMES = ("0.xlsx", "1.xlsx", "2.xlsx", "10.xlsx", "乙/1.xlsx", "乙/3.xlsx", "甲/2.xlsx")
"""In the order of a walk."""
KINDS = ("clean", "must", "explain", "junk", "must", "clean", "explain")


class Examined:
    """The files that are examined, in order; before the one numbered `end` the run is ended, as by the keyboard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        self.end: int | None = None
        monkeypatch.setattr(batch, "examine_content", self.examine)

    def examine(self, content: bytes, path: str, job: Job) -> FileReport:
        if len(self.paths) == self.end:
            raise KeyboardInterrupt
        self.paths.append(path.removeprefix("in/"))
        return examine_content(content, path, job)

    def of(self, run: Callable[[], Done], end: int | None = None) -> tuple[Done, list[str]]:
        """What a run leaves, and which files it examines."""
        self.paths, self.end = [], end
        return run(), list(self.paths)  # the run comes first


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Examined:
    return Examined(monkeypatch)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In the end no run has left parts of its work beside its output."""
    monkeypatch.chdir(tmp_path)
    for name, kind in zip(NAMES, KINDS, strict=True):
        put(name, kind)
    Path("in", "其他.txt").write_text("")
    yield tmp_path
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def put(name: str, kind: str) -> None:
    Path("in", name).parent.mkdir(parents=True, exist_ok=True)
    Path("in", name).write_bytes(book(kind))


def untimed(content: bytes) -> bytes:
    return re.sub(rb'(?<="seconds": )[0-9.]+|(?<=\xe7\x94\xa8\xe6\x97\xb6 )[0-9.]+', b"0", content)


def files(place: Path) -> list[str]:
    return sorted(one.name for one in place.iterdir())


@pytest.fixture
def run(place: Path, gouji: Gouji) -> Callable[..., Callable[[], Done]]:
    def words(out: str, *more: str, shape: str = "jsonl") -> Callable[[], Done]:
        return lambda: gouji("check", "in", *TODAY, "--format", shape, "-o", out, "--jobs", "1", *more)

    return words


@pytest.mark.parametrize("shape", names())
def test_an_ended_run_goes_on_to_what_a_whole_one_gives(
    place: Path, run: Callable[..., Callable[[], Done]], examined: Examined, shape: str
) -> None:
    whole = run("whole", shape=shape)()
    resumed = run("out", "--resume", shape=shape)
    done: list[str] = []
    for end in (3, 0, 2):
        ended, these = examined.of(resumed, end)
        assert (ended.status, len(these)) == (2, end)
        assert "同样的命令（带 --resume）再运行一次就接着做\ngouji：已中断\n" in ended.err
        done += these
        assert Path("out").exists() == (shape == "jsonl")
    last, these = examined.of(resumed)
    assert (last.status, done + these) == (whole.status, list(NAMES))
    assert "gouji：5 份沿用以前的结果\n" in last.err
    assert untimed(Path("out").read_bytes()) == untimed(Path("whole").read_bytes())
    assert files(place) == ["in", "out", "whole"]


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "nothing": (lambda: None, []),
    "a new file": (lambda: put("5.xlsx", "must"), ["5.xlsx"]),
    "the first one": (lambda: put("0.xlsx", "must"), ["0.xlsx"]),
    "one of a folder, and another gone": (
        lambda: Path("in/2.xlsx").rename("in/乙/1.xlsx"),
        ["乙/1.xlsx"],
    ),
    "the last one gone": (lambda: Path("in/甲/2.xlsx").unlink(), []),
    "one renamed": (lambda: Path("in/1.xlsx").rename("in/11.xlsx"), ["11.xlsx"]),
}


CUTS = [*((what, None) for what in CHANGES), ("a new file", 5_000), ("nothing", 3), ("nothing", 1)]


@pytest.mark.parametrize(("what", "cut"), CUTS)
def test_only_what_has_changed_is_done_again(
    run: Callable[..., Callable[[], Done]], examined: Examined, what: str, cut: int | None
) -> None:
    """Also a run without --resume can be gone on with, and what is cut from its end is done again."""
    change, wanted = CHANGES[what]
    run("out")()
    before = Path("out").read_bytes()
    Path("out").write_bytes(before[:-cut] if cut else before)
    kept = Path("out").read_bytes().count(b"\n")
    change()
    resumed = run("out", "--resume")
    ended, first = examined.of(resumed, 1)
    _, rest = examined.of(resumed)
    run("whole")()
    lost = [name for name in NAMES[kept:] if Path("in", name).exists() and name not in wanted]
    assert first + rest == sorted(
        [*wanted, *lost], key=lambda name: [*NAMES[:3], "5.xlsx", NAMES[3], "11.xlsx", *NAMES[4:]].index(name)
    )
    assert ended.status == (2 if len(wanted) + len(lost) > 1 else ended.status)
    assert Path("out").read_bytes() == Path("whole").read_bytes()


OTHERS = [("--only", "T3"), ("--lang", "en"), ("--year", "2025"), ("--today", "2027-02-01")]


@pytest.mark.parametrize("options", OTHERS, ids=" ".join)
def test_under_other_options_all_is_done_again(
    run: Callable[..., Callable[[], Done]], examined: Examined, options: tuple[str, str]
) -> None:
    run("out")()
    done, these = examined.of(run("out", "--resume", *options))
    run("whole", *options)()
    assert (these, Path("out").read_bytes()) == (list(NAMES), Path("whole").read_bytes())
    assert ("checked again" if "en" in options else "重新校验了") in done.err


SAME = [("--severity", "must"), ("--quiet",), ("--today", "2026-11-30")]


@pytest.mark.parametrize("options", SAME, ids=" ".join)
def test_options_that_change_no_verdict_do_not_count(
    run: Callable[..., Callable[[], Done]], examined: Examined, options: tuple[str, ...]
) -> None:
    run("out")()
    assert examined.of(run("out", "--resume", *options))[1] == []


def test_what_stands_there_and_is_none_of_ours_goes(run: Callable[..., Callable[[], Done]]) -> None:
    run("whole")()
    lines = Path("whole").read_bytes().splitlines(keepends=True)
    junk = [b"\xff\n", b"[1]\n", b'{"path": 1, "sha256": "", "checked_with": ""}\n', b"[" * 100_000 + b"\n"]
    Path("out").write_bytes(b"".join([junk[0], *lines[:2], *junk[1:], *reversed(lines[2:]), b"{"]))
    run("out", "--resume")()
    assert Path("out").read_bytes() == Path("whole").read_bytes()


def test_copies_that_are_lacking_are_made(
    place: Path, run: Callable[..., Callable[[], Done]], examined: Examined
) -> None:
    options = ("--resume", "--annotate", "副本")
    examined.of(run("out", *options), 3)
    Path("副本", "1.xlsx").unlink()
    _, these = examined.of(run("out", *options))
    run("whole", "--annotate", "其他副本")()
    assert these == ["1.xlsx", *NAMES[3:]]
    copies = [sorted(one.relative_to(at) for one in at.rglob("*")) for at in (Path("副本"), Path("其他副本"))]
    assert copies[0] == copies[1] != []
    assert Path("out").read_bytes() == Path("whole").read_bytes()


def test_two_runs_do_not_write_one_file(
    run: Callable[..., Callable[[], Done]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("validator.run.journal.lock", lambda handle: not lock(handle))
    done = run("out", "--resume")()
    assert (done.status, done.err) == (2, "gouji：out：另一次校验正在写这个文件\n")


WRONG = {
    ("--resume",): "--resume 接着写输出文件，请用 -o 给出",
    ("--resume", "-o", "in/0.xlsx"): "不能覆盖输入文件",
    ("--resume", "-o", "/dev/null"): "--resume 要写进普通的文件",
    ("--resume", "-o", "in"): "写入失败（这是文件夹）",
    ("--resume", "-o", "no/out"): "no/out：写入失败（没有这个文件或文件夹）",
    ("--cache", "in/0.xlsx"): "in/0.xlsx：建不了文件夹",
    ("--jobs", "2", "--scheduler", "local:2"): "--jobs 是本机的进程数",
    ("--scheduler", "local:x"): "local: 后面应为进程数",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_usage(place: Path, gouji: Gouji, words: tuple[str, ...]) -> None:
    if "--scheduler" in words:
        pytest.importorskip("distributed")
    done = gouji("check", "in", *TODAY, "--format", "jsonl", *words)
    assert (done.status, done.out) == (2, "")
    assert WRONG[words] in done.err


def test_the_cache_spares_what_has_not_changed(run: Callable[..., Callable[[], Done]], examined: Examined) -> None:
    run("whole")()
    cached = run("out", "--cache", "in/.cache")
    assert examined.of(cached)[1] == [name for name in NAMES if name not in {"乙/1.xlsx", "甲/2.xlsx"}]  # as above
    assert examined.of(cached)[1] == ["10.xlsx"]  # unreadable: perhaps it is not the next time
    assert Path("out").read_bytes() == Path("whole").read_bytes()
    copy("in/1.xlsx", "in/9.xlsx")
    put("0.xlsx", "must")
    assert examined.of(cached)[1] == ["0.xlsx", "9.xlsx", "10.xlsx"]  # rules read the name too
    assert "2.xlsx" in examined.of(run("out", "--cache", "in/.cache", "--only", "T3"))[1]
    run("whole", shape="html")()
    run("out", "--cache", "in/.cache", shape="html")()
    examined.of(run("out", "--cache", "in/.cache", shape="html"))
    assert (examined.paths, Path("out").read_bytes()) == (["10.xlsx"], Path("whole").read_bytes())


def test_damaged_results_are_made_anew(run: Callable[..., Callable[[], Done]], examined: Examined) -> None:
    cached = run("out", "--cache", "cache")
    cached()
    before = Path("out").read_bytes()
    kept = sorted(one for one in Path("cache").rglob("*") if one.is_file() and one.name != "CACHEDIR.TAG")
    assert len(kept) == len({(kind, Path(name).name) for name, kind in zip(NAMES, KINDS, strict=True)}) - 1
    damages = (b"", b"junk" * 20, kept[2].read_bytes()[:-1], kept[3].read_bytes() + b"0")
    for one, content in zip(kept, damages, strict=True):
        one.write_bytes(content)
    assert len(examined.of(cached)[1]) == len(kept) + 1
    assert (Path("out").read_bytes(), examined.of(cached)[1]) == (before, ["10.xlsx"])
