"""``--lang en`` is English throughout: every Chinese text that the code refuses or helps with has an entry."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.books import saved
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from validator.model.english import english
from validator.readers import limits

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SAYING = {
    *("Refused", "Damaged", "damaged", "UnreadableWorkbook", "BadFile", "BadOutput", "BadContent"),
    *(
        "BadFilingData",
        "CommandError",
        "ArgumentTypeError",
        "tell",
        "no_rule",
        "NotEditable",
        "NotAccepted",
        "NotThere",
        "BadTemplate",
        "BadStore",
    ),
}
"""What is called with a text for the user."""
SAMPLES = {
    "where": {"waivers.py": "w.toml：第 1 条说明", "filing_data.py": "values 中"},
    "'正整数' if whole else '正数'": {"config.py": "正整数"},
    "WORDS[name]": {"limits.py": "单元格数"},
    "CONFIG": {"limits.py": "gouji.toml"},
}
"""What stands in holes that are no name of the user's."""
FORM = re.compile(
    r"政府信息公开工作年度报告|国务院部门|省级政府(部门)?|设区的市级政府(部门)?|县级政府(部门)?|乡镇政府（街道办事处）|其他|表[二三四]|机关名称|机关类型|上级|曾用名"
)
"""What the form calls things, in any language."""


def _sample(node: ast.expr, file: str) -> str | None:
    """The text with something in each hole; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(one, file) for one in node.values)
    return None


def _part(node: ast.expr, file: str) -> str:
    if isinstance(node, ast.FormattedValue):
        hole = ast.unparse(node.value)
        return "" if hole.startswith("did_you_mean") else SAMPLES.get(hole, {}).get(file, "7")
    assert isinstance(node, ast.Constant)
    return str(node.value)


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "validator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = [*node.args[:1]] if name in SAYING else []
                given += [one.value for one in node.keywords if one.arg in {"help", "description"}]
            elif isinstance(node, ast.Assign) and path.name in {"kinds.py", "given.py"}:
                given = [*node.value.values] if isinstance(node.value, ast.Dict) else [node.value]
            else:
                continue
            for text in filter(None, (_sample(one, path.name) for one in given)):
                if CHINESE.search(text):
                    yield f"{path.name}:{node.lineno}", text


@pytest.mark.parametrize(("where", "text"), sorted(set(_texts())), ids=lambda one: one[:40])
def test_every_text_has_its_english(where: str, text: str) -> None:
    """``kinds.py`` puts advice behind some; that alone has no full stop."""
    if where.startswith("kinds.py") and text.startswith("请"):
        text += "。"
    found = english(
        text if not text.startswith("是") or "。" not in text else text.replace("7。", "请提交填好的 .xlsx 模板。")
    )
    assert not CHINESE.search(FORM.sub("", found)), found


@pytest.mark.parametrize("name", limits.WORDS)
@pytest.mark.parametrize("raised", [True, False])
def test_every_limit_has_its_english(name: str, *, raised: bool) -> None:
    budget = limits.Budget(replace(limits.DEFAULT_LIMITS, may_be_raised=raised))
    with pytest.raises(limits.Refused) as refused:
        budget.check(name, 10**12)
    found = english(f"a.xlsx：{refused.value}")
    assert not CHINESE.search(found), found
    assert ("gouji.toml" in found) is raised


@pytest.mark.parametrize(
    "name",
    ["", "template", "fill", "extract", "check", "fix", "history", "history add", "history show", "rules", "explain"],
)
def test_help_is_in_one_language(gouji: Gouji, name: str) -> None:
    words = name.split()
    chinese, en = gouji(*words, "--help"), gouji(*words, "--help", "--lang", "en")
    assert (chinese.status, en.status) == (0, 0)
    assert chinese.out.startswith("用法：gouji")
    assert not re.search(r"usage|options|arguments|show this", chinese.out)
    assert en.out.startswith("usage: gouji")
    assert not CHINESE.search(FORM.sub("", en.out))


WRONG = [
    "check",
    "chek",
    "check a --format xml",
    "check a --jobs none",
    "check a --only T9",
    "check a --unknown",
    "check a --o x",
    "check none.xlsx --quiet",
    "check a.xlsx --config none.toml",
    "template --year 2018 -o a.xlsx",
    "template --year 2025 -o a.xls",
    "template -o a.xlsx",
    "template --year 2025 --organ-type x -o a.xlsx",
    "fill none.json -o a.xlsx",
    "extract none.xlsx",
    "fix none.xlsx",
    "fix none.xlsx -o x.xlsx --accept",
    "fix none.xlsx --dry-run --acept a=1",
    "explain T9-99",
    "rules --format yaml",
    "history",
    "history add",
    "history add none.xlsx",
    "history list",
    "history show x --store none.sqlite",
    "history remove x",
    "history export -o a.csv --store mysql://h/d",
    "check none.xlsx --store none.sqlite",
]


@pytest.mark.parametrize("words", WRONG)
def test_errors_are_english(gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    done = gouji(*words.split(), "--lang", "en")
    assert done.status == 2
    last = (done.out + done.err).splitlines()[-1]
    assert not CHINESE.search(FORM.sub("", last)), last


def test_a_report_in_english_says_in_english_why_a_file_is_unreadable(gouji: Gouji, tmp_path: Path) -> None:
    path = saved(tmp_path / "junk.xlsx", "junk")
    for words in ((), ("--quiet",), ("--format", "json")):
        done = gouji("check", path, *TODAY, "--lang", "en", *words)
        assert "junk.xlsx: is a text or CSV file, not a workbook. Open it in Excel or WPS" in done.out
