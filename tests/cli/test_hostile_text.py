"""Text that looks like a formula, a script or an escape sequence does nothing in any output: it stays the text it is."""

from __future__ import annotations

import json
import os
import re
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.books import book, data, loaded
from tests.command import TODAY, Gouji
from validator.api import fill
from validator.exchange.filing_data import as_json
from validator.files.harmless import escaped_json, one_line
from validator.model.cells import CellKind
from validator.readers import read_workbook

HOSTILE = {
    "formula": '=HYPERLINK("http://127.0.0.1:9/?"&D8,"看")',
    "command": "+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "array": "{=1+1}",
    "tab": "\t=1+1",
    "quoted": "'=1+1",
    "script": "<script>alert(1)</script>",
    "rich": "<r><t>=1+1</t></r>",
    "link": "http://127.0.0.1:9/",
    "mail": "mailto:a@b.c",
    "inner link": "internal:Sheet1!A1",
    "colour": "\x1b[31m红\x1b]0;标题\x07",
    "C1": "\x9b31m红",
    "turned": "甲\u202e乙\u2066丙\u200f",
    "unseen": "甲\u200b\ufeff乙\U000e0041",
    "lines": "一\n二\r\n三\u2028四\u2029五\x85六",
    "escape": "_x001B_[31m",
    "JSON": '"}],"status":"clean',
    "markup": "| [看](http://127.0.0.1:9/) | `x` |",
}
Own = tuple[dict[str, list[str]], dict[tuple[str, str], str]]
COUNT = "表三.本年新收.自然人"


@cache
def report(text: str) -> bytes:
    """A filled template with the text in the places that findings and outputs quote."""
    base = data("clean")
    waiver = {"code": text[:40], "cell": text[:40], "reason": text, "by": text, "date": "2026-01-10"}
    return fill(
        replace(
            base,
            organ=f"示例市{text}",
            values={**base.values, COUNT: text},
            text={**base.text, "标题": text, "五": text, "六": f"{base.text['六']}\n{text}"},
            waivers=(waiver,),
        )
    )


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Own:
    """The links and formulas of a template that is filled in with nothing hostile."""
    path = _saved(tmp_path_factory.mktemp("own") / "own.xlsx", book("clean"))
    return _links(path), _formulas(path)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_filled_template_holds_it_as_text(tmp_path: Path, own: Own, name: str) -> None:
    text = HOSTILE[name]
    path = _saved(tmp_path / "a.xlsx", report(text))
    links, formulas = own
    assert _links(path) == links
    title = {("封面", "B4")}  # given here, a formula there
    assert _formulas(path) == {key: one for key, one in formulas.items() if key not in title}
    cell = read_workbook(path).sheets["三、依申请公开"].cells["D8"]
    assert (cell.value, cell.kind, cell.formula) == (text, CellKind.TEXT, None)


def _links(path: Path) -> dict[str, list[str]]:
    """Hyperlinks and scripts in each part."""
    with zipfile.ZipFile(path) as package:
        texts = {part: package.read(part).decode() for part in package.namelist()}
    pattern = r"<(?:\w+:)?(?:hyperlink|script)\b[^>]*>|[^<]*relationships/hyperlink[^>]*"
    found = {part: re.findall(pattern, text) for part, text in texts.items() if "hyperlink" in text or "script" in text}
    return {part: links for part, links in found.items() if links}


def _formulas(path: Path) -> dict[tuple[str, str], str]:
    cells = [(name, at, cell) for name, one in read_workbook(path).sheets.items() for at, cell in one.cells.items()]
    return {(name, at): cell.formula for name, at, cell in cells if cell.formula}


def test_another_reader_sees_text_too(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(_saved(tmp_path / "a.xlsx", report(HOSTILE["formula"])))["三、依申请公开"]["D8"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (HOSTILE["formula"], "s", None)


@pytest.mark.parametrize("name", HOSTILE)
def test_extract_gives_it_back(tmp_path: Path, gouji: Gouji, name: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(report(HOSTILE[name]))
    done = gouji("extract", path)
    assert done.data["values"][COUNT] == HOSTILE[name]
    assert_nothing_but_text(done.out)
    (tmp_path / "a.json").write_text(done.out, "utf-8")
    assert gouji("fill", tmp_path / "a.json", "-o", tmp_path / "b.xlsx").status == 0
    assert gouji("extract", tmp_path / "b.xlsx").out == done.out


def assert_nothing_but_text(out: str) -> None:
    """No character in it that a terminal obeys or that nobody sees, besides the line ends of the output itself."""
    assert {one for one in out if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}} <= {"\n"}


@pytest.mark.parametrize("name", HOSTILE)
def test_check_says_it_as_text(tmp_path: Path, gouji: Gouji, name: str) -> None:
    text = HOSTILE[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(report(text))
    data_of = gouji.check(path)
    assert_nothing_but_text(data_of.out)
    (one,) = data_of.data["files"]
    (value,) = {cell["value"] for found in one["findings"] for cell in found["cells"] if cell["cell"] == "D8"}
    assert (data_of.status, value, one["organ"]) == (1, text, f"示例市{text}".strip())
    assert_nothing_but_text(gouji("check", path, "--format", "jsonl", "--lang", "en").out)
    assert_nothing_but_text(gouji("check", path, "--lang", "en").out)
    shown = gouji("check", path, *TODAY).out
    assert_nothing_but_text(shown)
    (told,) = [line for line in shown.splitlines() if "  D8 " in line]
    assert one_line(text).strip()[:12] in told


SHEETS = ("=cmd", "@SUM", "+1", "<script>", "甲\u202e乙")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_s_name_is_text(tmp_path: Path, gouji: Gouji, name: str) -> None:
    other = loaded(book("must"))
    other["四、复议诉讼"].title = name
    other.save(tmp_path / "b.xlsx")
    done = gouji.check(tmp_path / "b.xlsx")
    sheets = {cell["sheet"] for one in done.data["files"][0]["findings"] for cell in one["cells"]}
    assert name in sheets
    for words in (("--format", "json"), ("--format", "text")):
        assert_nothing_but_text(gouji("check", tmp_path / "b.xlsx", *words).out)


def _saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
@pytest.mark.parametrize("content", [b"", book("must")], ids=["unreadable", "read"])
def test_a_file_s_name_is_text(tmp_path: Path, gouji: Gouji, content: bytes) -> None:
    path = _saved(tmp_path / "\x1b[31m甲\u202e乙.xlsx", content)
    done = gouji.check(path)
    assert done.data["files"][0]["path"] == str(path)
    assert_nothing_but_text(done.out)
    assert_nothing_but_text(gouji("check", path).out)
    assert_nothing_but_text(gouji("check", tmp_path / "无\x1b[2J.xlsx").out)
    assert_nothing_but_text(gouji("extract", tmp_path / "无\x1b[2J.xlsx").err)
    other = tmp_path / "\x1b[2J"
    other.mkdir()
    assert_nothing_but_text(gouji("check", other).err)


EXPECTED = {
    "一\n二\r\n三": ("一 二 三", "一\n二\r\n三"),
    "\x1b[31m红": (" [31m红", "\x1b[31m红"),
    "甲\u202e乙": ("甲\ufffd乙", "甲\\u202e乙"),
    "\x9b1m\x7f": (" 1m ", "\\u009b1m\\u007f"),
    "\U000e0041": ("\ufffd", "\\udb40\\udc41"),
    "全\u3000角\u00a0𠮷\ue000": ("全\u3000角\u00a0𠮷\ue000", "全\u3000角\u00a0𠮷\ue000"),
    "\udcff": ("\udcff", "\udcff"),
}


@pytest.mark.parametrize("text", EXPECTED)
def test_what_is_shown_for_each_kind_of_character(text: str) -> None:
    assert (one_line(text), escaped_json(text)) == EXPECTED[text]


def test_escaped_json_is_the_same_json() -> None:
    every = "".join(chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000) + "\U000e0041"
    shown = escaped_json(json.dumps({"a": every}, ensure_ascii=False))
    assert json.loads(shown) == {"a": every}
    seen = {one for one in shown if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}}
    assert {one for one in every if unicodedata.category(one) == "Cf"} & seen == set()
    assert re.search(r"[\x00-\x1f\x7f-\x9f]", shown) is None


def test_the_data_of_a_filing_is_not_changed_by_it() -> None:
    assert json.loads(escaped_json(json.dumps(as_json(data("clean"))))) == as_json(data("clean"))
