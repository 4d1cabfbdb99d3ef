"""Reports that lie in a store: the addresses of fsspec, in memory, as a file, and on a real server of the web."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.books import book
from tests.command import TODAY, Gouji
from validator.files.stores import Address, is_address

fsspec = pytest.importorskip("fsspec")

REPORTS = {
    "县2.xlsx": "must",
    "县10.xlsx": "clean",
    "区/1.xlsx": "explain",
    "区/坏.xlsx": "junk",
    "区/别的.txt": "junk",
}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def local(tmp_path: Path) -> Path:
    root = tmp_path / "收到的"
    for name, kind in REPORTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(book(kind))
    return root


@pytest.fixture
def web(local: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(local)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def memory(local: Path) -> Iterator[str]:
    store = fsspec.filesystem("memory")
    for name, kind in REPORTS.items():
        store.pipe(f"/gouji/{name}", book(kind))
    yield "memory://gouji"
    store.rm("/gouji", recursive=True)


def told(gouji: Gouji, root: str, *more: str) -> list[dict[str, Any]]:
    done = gouji("check", root, *TODAY, "--format", "jsonl", *more)
    assert (done.status, done.err) == (2, "")
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.parametrize("kind", ["file", "memory", "web"])
def test_a_folder_in_a_store_gives_what_it_gives_here(
    gouji: Gouji, local: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    root = f"file://{local}" if kind == "file" else str(request.getfixturevalue(kind))
    here, there = told(gouji, str(local)), told(gouji, f"{root}/" if kind == "web" else root)
    assert [Address(one["path"]).name for one in there] == [Path(one["path"]).name for one in here]
    assert all(one["path"].startswith(f"{root}/") for one in there)
    assert [{**one, "path": ""} for one in there] == [{**one, "path": ""} for one in here]
    (single,) = json.loads(gouji.check(f"{root}/县2.xlsx").out)["files"]
    assert (single["sha256"], single["path"]) == (here[0]["sha256"], f"{root}/县2.xlsx")


def test_what_is_not_there_is_told(gouji: Gouji, web: str, memory: str) -> None:
    for address, why in ((f"{web}/none.xlsx", "没有这个文件"), (f"{memory}/none.xlsx", "没有这个文件")):
        (one,) = told(gouji, address)
        assert one["status"] == "unreadable"
        assert one["error"].startswith("none.xlsx：读不了（")
        assert why in one["error"] or "none.xlsx" in one["error"]
        assert one["sha256"] is None


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("check", "nosuch://a/b.xlsx"), "nosuch://a/b.xlsx：不认识这种地址"),
        (("check", "memory://a/b.xlsx", "--annotate", "out"), "--annotate、--letters 只用于本机的文件"),
        (("fix", "memory://a/b.xlsx", "-o", "out.xlsx"), "fix 只用于本机的文件"),
        (("check", "memory://nothing-here"), "memory://nothing-here"),
    ],
)
def test_what_cannot_be_done_is_refused(gouji: Gouji, words: tuple[str, ...], line: str) -> None:
    done = gouji(*words)
    assert done.status == 2
    assert line in done.err + done.out
    assert "Traceback" not in done.err


def test_what_is_too_large_is_not_taken(gouji: Gouji, memory: str, tmp_path: Path) -> None:
    (tmp_path / "gouji.toml").write_text("[limits]\nfile_bytes = 1000\n")
    first = told(gouji, memory, "--config", str(tmp_path / "gouji.toml"))[0]
    assert "超出读取限额 file_bytes" in first["error"]


def test_last_years_reports_may_lie_there_too(gouji: Gouji, local: Path, memory: str) -> None:
    here, there = (gouji.check(local / "县2.xlsx", "--previous", root) for root in (str(local), memory))
    assert json.loads(here.out)["files"] == json.loads(there.out)["files"]


@pytest.mark.parametrize(
    ("text", "so"),
    [
        *(("s3://b/a.xlsx", True), ("simplecache::http://a/b", True)),
        *((one, False) for one in (r"C:\a\b.xlsx", "C:/a", "a/b.xlsx", "县://x", "http:/a")),
    ],
)
def test_what_is_an_address(text: str, so: bool) -> None:
    assert is_address(text) == so
