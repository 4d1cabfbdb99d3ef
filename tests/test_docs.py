"""The documents tell the truth: README commands run, generated pages are up to date, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.shipped import CATALOGUE, load_rules
from validator.cli import main
from validator.version import VERSION
from validator.writers.pages import catalogue_markdown

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if kind == "bash" for line in text.splitlines() if line.startswith("gouji ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, to run commands in."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_readme_commands_run_in_order() -> None:
    assert len(COMMANDS) >= 8
    ended = {command: main(shlex.split(command)[1:]) for command in COMMANDS}
    assert {command: status for command, status in ended.items() if status not in {0, 1}} == {}
    assert {command for command, status in ended.items() if status == 1} == {
        "gouji check examples --format html -o report.html",
        "gouji check examples --format json -o report.json",
        "gouji check examples --annotate 退回 --letters 退回",
        "gouji collect examples --roster 名单.xlsx --year 2024 --organ 示例省人民政府 -o 汇总.xlsx",
        "gouji fix examples --dry-run",
        "gouji fix examples/渑池县2023.xlsx -o 改好的.xlsx --accept 三、依申请公开!D31=52",
    }


@pytest.mark.usefixtures("folder")
def test_the_readme_shows_what_check_prints(capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = (text for kind, text in BLOCKS if kind == "console")
    command, _, output = shown.partition("\n")
    main(shlex.split(command.removeprefix("$ "))[1:])
    printed = capsys.readouterr().out
    assert printed.startswith(output)


@pytest.mark.usefixtures("folder")
def test_the_readme_s_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = (text for kind, text in BLOCKS if kind == "python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  the README's own example
    assert "P-03 ['A3']" in capsys.readouterr().out


def test_the_readme_s_rule_is_the_catalogue_s() -> None:
    import tomllib

    (text,) = (text for kind, text in BLOCKS if kind == "toml")
    (shown,) = tomllib.loads(text)["rule"]
    rule = next(rule for rule in load_rules() if rule.code == shown["code"])
    assert (shown["formula"], shown["each"], shown["severity"]) == (rule.formula, rule.each, rule.severity)
    assert shown["title"] == rule.title["zh"]
    assert rule.basis.startswith(shown["basis"])


def test_the_rule_pages_are_up_to_date() -> None:
    committed = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert committed == catalogue_markdown(CATALOGUE), "run: gouji rules --format markdown > docs/rules.md"


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: object, capsys: pytest.CaptureFixture[str]) -> None:
    code = getattr(rule, "code", "")
    assert main(["explain", code]) == 0
    text = capsys.readouterr().out
    assert "成立的例子" in text
    assert "不成立的例子" in text
    assert main(["explain", code, "--lang", "en"]) == 0
    assert "Example that fails" in capsys.readouterr().out


def test_the_changelog_names_every_family() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for family in {rule.code.partition("-")[0] for rule in load_rules()}:
        assert f"{family}-" in changelog


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = document.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("http", "#"))]
    assert {link for link in links if not (document.parent / link.partition("#")[0]).exists()} == set()
    anchors = {link[1:] for link in re.findall(r"\]\((#[^)\s]+)\)", text)}
    headings = {_slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert anchors <= headings


def _slug(heading: str) -> str:
    """The anchor that a heading gets: lower case, punctuation gone, blanks as dashes."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_logon_script_asks_for_this_version() -> None:
    assert f"site-packages\\gouji-{VERSION}.dist-info" in (ROOT / "docs" / "deploy.md").read_text("utf-8")


def test_both_readmes_have_the_same_parts_and_commands() -> None:
    """The Chinese one is the one that its users read: it is as full as the English one."""
    chinese = (ROOT / "README.zh-CN.md").read_text("utf-8")
    ours, theirs = (re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL) for text in (README, chinese))
    same = [(kind, text) for kind, text in ours if kind != "toml"]
    assert same == [(kind, text) for kind, text in theirs if kind != "toml"]
    heads = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (README, chinese)]
    assert heads[0] == heads[1]
    links = [sorted(re.findall(r"\]\(((?:docs|CONTRIBUTING|LICENSE)[^)]*)\)", text)) for text in (README, chinese)]
    assert links[0] == links[1]
