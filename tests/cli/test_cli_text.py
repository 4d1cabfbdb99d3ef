"""The report for people, word for word, in both languages.

``GOUJI_UPDATE_GOLDEN=1`` writes the texts anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import openpyxl
import pytest

from tests.books import saved
from tests.command import TODAY, Gouji
from validator.model.report import Summary
from validator.writers.texts import report_text

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = ("渑池县2023", "宿迁市2024", "处处有错2025")
LANGUAGES = ("zh", "en")


def untimed(text: str) -> str:
    """The report without how long it took."""
    return re.sub(r"(用时 |; )\d+\.\d\d", r"\g<1>0.00", text)


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOUJI_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_report_on_an_example(
    gouji: Gouji, root: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    monkeypatch.chdir(root / "examples")
    done = gouji("check", f"{name}.xlsx", *TODAY, "--lang", lang)
    assert done.err == ""
    assert_golden(f"{name}.{lang}", untimed(done.out))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_on_several_files(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    """Unreadable, explained, refused, clean, lock file, last year: the parts that the examples do not show."""
    monkeypatch.chdir(tmp_path)
    for kind in ("clean", "explain", "must", "notice", "refused", "waived", "junk"):
        saved(Path(f"in/{kind}.xlsx"), kind)
    saved(Path("last.xlsx"), "previous")
    Path("in/~$clean.xlsx").write_bytes(b"")
    done = gouji("check", "in", "--previous", "last.xlsx", *TODAY, "--lang", lang)
    assert (done.status, done.err) == (2, "")
    assert_golden(f"several.{lang}", untimed(done.out.replace("\\", "/")))


def test_cells_that_are_gone_are_one_line(gouji: Gouji, tmp_path: Path) -> None:
    """表三 without its column 总计: no list of 25 names, and the table itself was found."""
    path = tmp_path / "a.xlsx"
    saved(path, "clean")
    book = openpyxl.load_workbook(path)
    book["三、依申请公开"].delete_cols(10)
    book.save(path)
    lines = gouji("check", path, *TODAY, "--only", "D-08,T3").out.splitlines()
    assert [line.strip() for line in lines if "没有结论" in line or "没有运行" in line] == [
        "没有结论：T3-01、T3-02、T3-03、T3-04、T3-05（25 个格读不出）"
    ]
    assert sum("D-08" in line for line in lines) == 1


def test_cells_on_several_sheets_are_told_with_their_sheets(gouji: Gouji, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, "clean")
    book = openpyxl.load_workbook(path)
    for name in ("封面", "三、依申请公开"):
        book[name].protection.sheet = False
    book.save(path)
    lines = gouji("check", path, *TODAY, "--only", "D-11").out.splitlines()
    assert lines[3].strip() == "封面!A1 三、依申请公开!A1"


def test_a_run_over_nothing_has_a_text_too() -> None:
    assert "".join(report_text((), Summary())) == "0 份：通过 0，有待核实 0，不通过 0，读不了 0；用时 0.00 秒\n"


def test_every_golden_text_belongs_to_a_test() -> None:
    names = {f"{name}.{lang}.txt" for name in (*EXAMPLES, "several") for lang in LANGUAGES}
    assert {path.name for path in GOLDEN.iterdir()} == names
