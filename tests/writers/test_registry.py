"""The formats: one file each, none knows another, and each is what it says of itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.books import saved
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.writers.reports import examined, setting, unreadable, with_cause, written
from validator.model.report import FileReport, Summary
from validator.writers.formats import names
from validator.writers.registry import format_of

FOLDER = ROOT / "validator" / "writers" / "formats"
LOOKED_AHEAD = 2
"""A page is laid out for one report or for many: it waits for a second one."""


def test_the_formats_are_those_of_the_contract_the_usual_one_first() -> None:
    assert names()[0] == "text"
    assert set(names()) == {"text", "json", "jsonl", "html", "sarif", "junit", "xlsx", "csv"}


@pytest.mark.parametrize("name", names())
def test_a_format_is_called_like_its_file(name: str) -> None:
    assert format_of(name).name == name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_no_format_knows_another(path: Path) -> None:
    used = {node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)}
    assert not {one for one in used if one and one.startswith("validator.writers.formats")}
    elsewhere = [one for one in (ROOT / "validator").rglob("*.py") if one.parent != FOLDER]
    assert not [one for one in elsewhere if f"writers.formats.{path.stem}" in one.read_text("utf-8")]


@pytest.mark.parametrize("name", [name for name in names() if format_of(name).streams])
def test_a_format_that_streams_writes_a_report_before_it_asks_for_many_more(name: str) -> None:
    asked: list[str] = []

    def files() -> Iterator[FileReport]:
        for number in range(20):
            asked.append(f"in/{number}.xlsx")
            yield replace(examined("must"), path=asked[-1])

    for piece in format_of(name).write(files(), Summary(), setting(count=20)):
        if "in/0.xlsx" in str(piece):
            break
    assert 1 <= len(asked) <= LOOKED_AHEAD


@pytest.mark.parametrize("name", names())
def test_every_file_of_a_batch_that_fails_is_in_the_output(name: str) -> None:
    files = [examined("must"), unreadable(), examined("refused")]
    content = written(name, files)
    text = "".join(cells_of(content)) if name == "xlsx" else content.decode()
    assert format_of(name).batch
    assert {"in/must.xlsx", "in/junk.xlsx", "in/refused.xlsx"} <= {one for one in PATHS if one in text}


PATHS = [f"in/{name}.xlsx" for name in ("must", "junk", "refused")]


def cells_of(content: bytes) -> Iterator[str]:
    """Every text of a workbook."""
    import io

    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


@pytest.mark.parametrize("name", [name for name in names() if name not in {"json", "jsonl", "csv"}])
def test_a_cause_comes_before_other_findings(name: str) -> None:
    """Also in formats that list single findings: those that a cause explains come first, and say so."""
    report = with_cause(examined("must", previous=True))
    content = written(name, [report])
    text = " ".join(cells_of(content)) if name == "xlsx" else content.decode()
    assert "应为 4" in text
    assert text.rindex("T4-01") < text.rindex("Y-03") or name in {"html", "sarif"}


@pytest.mark.parametrize("name", names())
def test_a_run_over_nothing_has_an_output_too(name: str) -> None:
    assert written(name, []) or name == "jsonl"


NEEDY = [name for name in names() if format_of(name).needs_output]


def test_what_needs_an_output() -> None:
    assert NEEDY == ["html", "xlsx"]


@pytest.mark.parametrize("name", NEEDY)
def test_without_an_output_it_is_wrong_usage(gouji: Gouji, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    done = gouji("check", tmp_path / "a.xlsx", "--format", name)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"gouji：{name} 要写进文件，请用 -o 给出输出文件，如 -o report.{name}\n"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The files that are opened, instead of being opened; a user's own folder in `tmp_path`."""
    files: list[Path] = []

    def open_file(path: Path) -> bool:
        files.append(path)
        return True

    monkeypatch.setattr("validator.files.opening.open_file", open_file)
    monkeypatch.setattr("validator.files.opening.own_folder", lambda: tmp_path / "own")
    return files


@pytest.mark.parametrize("name", ["html", "csv"])
def test_open_opens_what_was_written(gouji: Gouji, root: Path, tmp_path: Path, opened: list[Path], name: str) -> None:
    out = tmp_path / f"out.{name}"
    gouji("check", root / "examples" / "宿迁市2024.xlsx", "--format", name, "-o", out, "--open")
    assert opened == [out]
    assert out.stat().st_size


@pytest.mark.parametrize(
    ("files", "words", "status", "suffix"),
    [
        (["宿迁市2024.xlsx"], [], 0, ".html"),
        (["渑池县2023.xlsx", "宿迁市2024.xlsx"], [], 1, ".html"),
        (["渑池县2023.xlsx"], ["--format", "csv"], 1, ".csv"),
        (["渑池县2023.xlsx", "no.xlsx"], [], 2, ".html"),
        (["渑池县2023.xlsx", "宿迁市2024.xlsx"], ["--format", "xlsx"], 1, ".xlsx"),
    ],
)
def test_open_alone_shows_a_page_and_ends_as_ever(
    gouji: Gouji,
    root: Path,
    tmp_path: Path,
    opened: list[Path],
    files: list[str],
    words: list[str],
    status: int,
    suffix: str,
) -> None:
    done = gouji("check", *(root / "examples" / one for one in files), *words, *TODAY, "--open")
    (out,) = opened
    assert (done.status, done.out) == (status, "")
    assert done.err.splitlines()[-1] == f"gouji：已写入 {out}（{len(files)} 份）"
    assert (out.parent, out.suffix, out.name[:4]) == (tmp_path / "own", suffix, "校验报告")
    assert list(out.parent.iterdir()) == [out]
    assert out.stat().st_size


def test_open_opens_nothing_where_there_is_nothing(gouji: Gouji, tmp_path: Path, opened: list[Path]) -> None:
    assert (gouji("check", tmp_path, "--open").status, opened) == (2, [])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "own").write_bytes(b"a file in the way")
    done = gouji("check", saved(tmp_path / "in" / "a.xlsx", "clean"), "--open")
    assert (done.status, opened) == (2, [])
    assert done.err.startswith(f"gouji：{tmp_path / 'own'}：建不了文件夹")


def test_quiet_and_verbose_exclude_each_other(gouji: Gouji) -> None:
    done = gouji("check", "a.xlsx", "--quiet", "--verbose")
    assert done.status == 2
    assert done.err.endswith("gouji check：参数有误：--verbose 和 --quiet 不能一起用\n")
