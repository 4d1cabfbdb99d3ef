"""``gouji template``, ``fill``, ``extract``, ``rules``, ``explain``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import book, data, saved
from tests.command import Gouji, process
from tests.shipped import load_rules
from validator.api import read
from validator.exchange.filing_data import as_json
from validator.model.cells import CellKind
from validator.model.filing import Filing
from validator.model.form import NumberKind
from validator.version import VERSION

RULES = load_rules()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def template(gouji: Gouji, *words: str) -> Filing:
    done = gouji("template", "-o", "t.xlsx", *words)
    assert (done.status, done.out, done.err) == (0, "", "")
    return read("t.xlsx")


def test_a_template_of_a_year(place: Path, gouji: Gouji) -> None:
    filing = template(gouji, "--year", "2025")
    assert (filing.year, filing.organ, filing.organ_type) == (2025, "", "")
    assert (filing.form.edition, filing.made_by, filing.from_template) == ("2021", VERSION, True)
    assert filing.typed_totals == frozenset()
    inputs = [name for name, one in filing.form.indicators.items() if not one.is_total]
    assert {filing.cell(name).kind for name in inputs} == {CellKind.BLANK}
    totals = [name for name, one in filing.form.indicators.items() if one.is_total]
    assert {(filing.cell(name).value, filing.cell(name).formula is not None) for name in totals} == {(0, True)}
    dates = [filing.cell(f"封面.统计期限{end}").value for end in "起止"]
    assert list(map(str, dates)) == ["2025-01-01", "2025-12-31"]
    assert filing.text("表三.统计期限") == "2025年1月1日至2025年12月31日"


def test_a_template_with_the_unit_filled_in(place: Path, gouji: Gouji) -> None:
    filing = template(gouji, "--year", "2024", "--organ", "某县司法局", "--organ-type", "县级政府部门")
    assert (filing.year, filing.organ, filing.organ_type) == (2024, "某县司法局", "县级政府部门")
    assert filing.text("正文.标题") == "某县司法局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize("year", ["2025", "2020"])
@pytest.mark.parametrize("totals", ["formula", "typed"])
def test_a_template_of_zeros(place: Path, gouji: Gouji, year: str, totals: str) -> None:
    filing = template(gouji, "--year", year, "--zeros", "--totals", totals)
    for name, one in filing.form.indicators.items():
        cell = filing.cell(name)
        assert (cell.value, cell.kind) == (0, CellKind.NUMBER), name
        assert (cell.formula is not None) is (one.is_total and totals == "formula"), name
        assert cell.formula is None or cell.cached == 0
    assert {filing.cell(name).kind for name in ("正文.一", "正文.五", "正文.六")} == {CellKind.BLANK}


def test_a_template_of_zeros_is_made_again_but_not_over_a_figure(place: Path, gouji: Gouji) -> None:
    for words in (["--zeros"], ["--zeros"], []):
        template(gouji, "--year", "2025", *words)
    template(gouji, "--year", "2025", "--zeros")
    book = load_workbook("t.xlsx")
    for sheet, cell, value in (("三、依申请公开", "D8", 1), ("封面", "C15", "张三"), ("五、问题及改进", "A3", "文")):
        before = book[sheet][cell].value
        book[sheet][cell] = value
        book.save("t.xlsx")
        done = gouji("template", "-o", "t.xlsx", "--year", "2025", "--zeros")
        assert done.status == 2 and "没有覆盖" in done.err, (sheet, done.err)
        book[sheet][cell] = before


def test_a_template_of_the_older_edition(place: Path, gouji: Gouji) -> None:
    filing = template(gouji, "--year", "2020", "--edition", "2019")
    assert filing.form.edition == "2019"
    assert {name for name, one in filing.form.indicators.items() if one.kind is NumberKind.SIGNED}
    assert len(filing.form.indicators) == 22 + 161 + 15


@pytest.mark.parametrize(
    ("totals", "typed"), [("formula", frozenset()), ("typed", frozenset({"表二", "表三", "表四"}))]
)
def test_totals_are_formulas_or_typed(place: Path, gouji: Gouji, totals: str, typed: frozenset[str]) -> None:
    filing = template(gouji, "--year", "2025", "--totals", totals)
    total = filing.cell("表三.本年新收.总计")
    assert (total.formula is None, total.kind) == (totals == "typed", CellKind.BLANK if typed else CellKind.NUMBER)
    assert filing.typed_totals == typed


@pytest.mark.parametrize("words", [("--year", "2025"), ("--year", "2020", "--edition", "2019", "--totals", "typed")])
def test_the_same_words_make_the_same_bytes(place: Path, gouji: Gouji, words: tuple[str, ...]) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert gouji("template", *words, "-o", name).status == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_a_blank_template_has_no_fault_but_blanks(place: Path, gouji: Gouji) -> None:
    """What a clerk sees who presses the button at once: that it is not filled in, not every blank."""
    gouji("template", "--year", "2025", "-o", "t.xlsx")
    (one,) = gouji.check("t.xlsx").data["files"]
    assert [(found["code"], found["severity"]) for found in one["findings"]] == [("ST-16", "explain")]
    assert one["status"] == "explain"


def write(name: str, content: object) -> None:
    Path(name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def test_fill_and_extract_are_each_other_s_reverse(place: Path, gouji: Gouji) -> None:
    write("a.json", as_json(data("many")))
    assert gouji("fill", "a.json", "-o", "a.xlsx").status == 0
    assert Path("a.xlsx").read_bytes() == book("many")
    assert json.loads(gouji("extract", "a.xlsx").out) == as_json(data("many"))


def test_the_real_commands(place: Path) -> None:
    write("a.json", as_json(data("clean")))
    for words in (("fill", "a.json", "-o", "a.xlsx"), ("extract", "a.xlsx", "-o", "b.json")):
        done = process(*words, cwd=place)
        assert (done.status, done.out, done.err) == (0, "", "")
    assert json.loads(Path("b.json").read_text("utf-8")) == as_json(data("clean"))


LEAST: dict[str, Any] = {"organ": "某镇", "year": 2025, "values": {}}


def test_only_three_keys_are_required(place: Path, gouji: Gouji) -> None:
    write("a.json", LEAST)
    assert gouji("fill", "a.json", "-o", "a.xlsx").status == 0
    found = json.loads(gouji("extract", "a.xlsx").out)
    assert list(found) == [
        *("organ", "organ_type", "year", "edition", "period", "values", "text", "table_periods", "published", "waivers")
    ]
    assert found["period"] == {"start": "2025-01-01", "end": "2025-12-31"}
    assert found["table_periods"] == dict.fromkeys(("表二", "表三", "表四"), "2025年1月1日至2025年12月31日")
    assert found["text"] == {"标题": "某镇2025年政府信息公开工作年度报告", "一": "", "五": "", "六": ""}
    assert (found["edition"], found["organ_type"], found["published"], found["waivers"]) == ("2021", "", "", [])
    assert {value for name, value in found["values"].items() if name.endswith("制发")} == {None}
    assert found["values"]["表三.本年新收.总计"] == 0


def test_a_byte_order_mark_is_no_obstacle(place: Path, gouji: Gouji) -> None:
    Path("a.json").write_bytes("﻿".encode() + json.dumps(LEAST).encode())
    assert gouji("fill", "a.json", "-o", "a.xlsx").status == 0


BAD: list[tuple[str, str]] = [
    ("", "不是 JSON（第 1 行第 1 列）"),
    ('{"organ": "某镇",\n "year" 2025}', "不是 JSON（第 2 行第 9 列）"),
    ("[]", "应为一个 JSON 对象"),
    ("null", "应为一个 JSON 对象"),
    ('{"organ": "某镇", "year": 2025}', "缺少 values"),
    ('{"year": 2025, "values": {}}', "缺少 organ"),
    ('{"organ": "某镇", "values": {}}', "缺少 year"),
    ('{"organ": "某镇", "year": 2025, "values": {}, "organ": "某乡"}', "organ 写了两次"),
    ('{"organ": "某镇", "year": 2025, "values": {"表二.规章.制发": NaN}}', "NaN 不是数"),
    ('{"organ": "某镇", "year": 2025, "values": {"表二.规章.制发": -Infinity}}', "-Infinity 不是数"),
    ('{"organ": "某镇", "year": 2025, "values": {"表二.规章.制发": 1e999}}', "values 中 表二.规章.制发 不是数"),
    ('{"organ": "某镇", "year": 1e999, "values": {}}', "封面.报告年度：不是单元格能存的数"),
    ('{"organ": "某镇", "year": 2025, "values": {"表二.规章.制发": 1%s}}' % ("0" * 400), "表二.规章.制发：不是单元格"),
    ('{"organ": "某镇", "year": 2025, "values": {"表二.规章.制发": 1%s}}' % ("0" * 5000), "有一个数的位数太多"),
    ("[" * 100_000, "嵌套太深"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BAD, ids=[said for _, said in BAD])
def test_bad_json_is_named(place: Path, gouji: Gouji, content: str, said: str) -> None:
    Path("a.json").write_text(content, "utf-8")
    done = gouji("fill", "a.json", "-o", "a.xlsx")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"gouji：a.json：{said}")
    assert not Path("a.xlsx").exists()


def test_json_in_another_encoding_is_named(place: Path, gouji: Gouji) -> None:
    Path("a.json").write_bytes('{"organ": "某镇"}'.encode("gbk"))
    done = gouji("fill", "a.json", "-o", "a.xlsx")
    assert (done.status, done.err) == (2, "gouji：a.json：不是 UTF-8 编码的 JSON\n")


def test_what_no_cell_holds_is_named(place: Path, gouji: Gouji) -> None:
    write("a.json", {**LEAST, "text": {"一": "公" * 40_000}})
    done = gouji("fill", "a.json", "-o", "a.xlsx")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("gouji：a.json：正文.一（一、总体情况）：共 40000 字，一个单元格最多 32767 字")


def test_extract_of_an_unreadable_file_names_it(place: Path, gouji: Gouji) -> None:
    saved(Path("junk.xlsx"), "junk")
    done = gouji("extract", "junk.xlsx", "-o", "out.json")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("gouji：junk.xlsx：是文本或 CSV 文件，不是工作簿。")
    assert not Path("out.json").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_lists_every_rule(gouji: Gouji, lang: str) -> None:
    done = gouji("rules", "--lang", lang)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    assert all(line.endswith(rule.title[lang]) for line, rule in zip(lines, RULES, strict=True))


def test_rules_as_json(gouji: Gouji) -> None:
    found = json.loads(gouji("rules", "--format", "json").out)
    keys = ["code", "title", "severity", "basis", "why", "formula", "each", "when", "check", "limits"]
    keys += ["fix", "basis_en", "why_en", "limits_en", "fix_en"]
    assert [list(one) for one in found] == [keys] * len(RULES)
    assert [one["code"] for one in found] == [rule.code for rule in RULES]
    assert {one["severity"] for one in found} == {"must", "explain", "notice"}
    assert all((one["formula"] is None) != (one["check"] is None) for one in found)


def test_rules_as_markdown_is_the_committed_page(gouji: Gouji, root: Path) -> None:
    assert gouji("rules", "--format", "markdown").out == (root / "docs" / "rules.md").read_text("utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explain_says_what_why_basis_formula_and_examples(gouji: Gouji, rule: Any) -> None:
    done = gouji("explain", rule.code)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"{rule.code}  {rule.title['zh']}"
    assert f"依据：{rule.basis}" in lines
    assert f"为什么：{rule.why}" in lines
    assert f"怎么改：{rule.fix}" in lines
    assert not rule.formula or f"公式：{rule.formula}" in lines
    for kind, fails in (("成立的例子：", False), ("不成立的例子：", True)):
        titles = [example.title for example in rule.examples if bool(example.finds) is fails]
        assert [line for line in lines if line.startswith(kind)] == [f"{kind}{title}" for title in titles]


def test_explain_takes_small_letters_and_english(gouji: Gouji) -> None:
    done = gouji("explain", "t4-01", "--lang", "en")
    assert done.out.startswith("T4-01  Administrative reconsideration: total equals the sum of the four results\n")
    assert "Formula: 表四.行政复议.总计 = SUM(表四.行政复议.结果分项)" in done.out


def test_explain_of_no_rule_names_it(gouji: Gouji) -> None:
    assert gouji("explain", "T9-99").err == "gouji：没有规则 T9-99；gouji rules 列出全部规则\n"
