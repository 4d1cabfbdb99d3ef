"""The ribbon's VBA as committed, run by Calc's interpreter with a stub of RunPython."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addin import wording
from addin.building import xlam
from addin.host.caller import decoded
from tests.addin.calc import Calc, standard
from tests.addin.macros import Finding, Ribbon, checked_book, in_front, ribbon
from validator.filings.traces import CHECKED, HEADINGS, RESULTS, is_list

RUN_PYTHON = standard(
    "xlwings",
    """Public Function RunPython(PythonCommand As String)
    Dim Log As Range
    Set Log = ThisWorkbook.Worksheets(1).Range("D1")
    Log.Value = Log.Value & PythonCommand & "|" & GoujiWindow.Status() & "|"
    If PythonCommand Like "*'fix'*" Then GoujiRibbon.Dispatch "clear"
    If PythonCommand Like "*'report'*" Then Err.Raise 70
    If PythonCommand Like "*'waive'*" Then GoujiWindow.ShowStatus "said by the command"
End Function
""",
)


@pytest.fixture(scope="module")
def buttons(calc: Calc, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ribbon]:
    """The add-in's buttons."""
    with ribbon(calc, tmp_path_factory.mktemp("ribbon"), RUN_PYTHON) as opened:
        yield opened


@pytest.fixture
def checked(buttons: Ribbon, tmp_path: Path) -> Iterator[Any]:
    """A checked workbook, in front, with six findings."""
    with in_front(buttons.calc, checked_book(tmp_path / "2023年报.xlsx")) as document:
        yield document


FIRST = ("三、依申请公开!D8", "1/6  [强制] T3-01  左边 52，右边 0")
SECOND = ("封面!B5", "2/6  [强制] P-01  统计期限不对")
THIRD = ("三、依申请公开!D8:D9", "3/6  [核实] T3-04  其他处理较多")
REST = [
    ("校验结果!A9", "4/6  [提示] S-01  没有位置的问题"),
    ("校验结果!A10", "（这一格已经删除，请重新校验） 5/6  [提示] S-02  没有这个工作表"),
    ("校验结果!A11", "（这张工作表被隐藏了，请先取消隐藏） 6/6  [提示] S-03  工作表被隐藏"),
]


def _again(place: tuple[str, str]) -> tuple[str, str]:
    return place[0], f"（又从头开始） {place[1]}"


@pytest.mark.usefixtures("checked")
def test_next_walks_through_the_findings_and_round(buttons: Ribbon) -> None:
    seen = [buttons.walk("next") for _ in range(8)]
    assert seen == [FIRST, SECOND, THIRD, *REST, _again(FIRST), SECOND]
    assert buttons.said == ""


@pytest.mark.usefixtures("checked")
def test_previous_walks_back_and_round(buttons: Ribbon) -> None:
    assert [buttons.walk("next") for _ in range(2)] == [FIRST, SECOND]
    assert [buttons.walk("previous") for _ in range(3)] == [FIRST, _again(REST[2]), REST[1]]


@pytest.mark.usefixtures("checked")
def test_previous_starts_with_the_last_finding(buttons: Ribbon) -> None:
    assert buttons.walk("previous") == REST[2]


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize("button", ["next", "previous"])
def test_walking_starts_no_python(buttons: Ribbon, button: str) -> None:
    buttons.press(button)
    assert buttons.run == ""


@pytest.mark.usefixtures("checked")
def test_walking_goes_on_from_the_users_place_in_the_list(buttons: Ribbon) -> None:
    buttons.call("Probe.PutCursor", "校验结果", "J7")
    assert buttons.walk("next") == THIRD
    buttons.call("Probe.PutCursor", "校验结果", "A7")
    assert buttons.walk("previous") == FIRST
    buttons.call("Probe.PutCursor", "封面", "C3")
    assert buttons.walk("next") == SECOND
    buttons.call("Probe.PutCursor", "校验结果", "A1")
    assert buttons.walk("next") == FIRST


@pytest.mark.usefixtures("checked")
def test_rows_that_a_filter_hides_are_passed_over(buttons: Ribbon) -> None:
    for row in (7, 9, 10, 11):
        buttons.call("Probe.HideRow", "校验结果", str(row))
    one, other = (FIRST[0], FIRST[1].replace("1/6", "1/2")), (THIRD[0], THIRD[1].replace("3/6", "2/2"))
    assert [buttons.walk("next") for _ in range(3)] == [one, other, _again(one)]
    assert buttons.walk("previous") == _again(other)


@pytest.mark.usefixtures("checked")
def test_a_single_finding_comes_again_and_again(buttons: Ribbon) -> None:
    for row in range(7, 12):
        buttons.call("Probe.HideRow", "校验结果", str(row))
    only = (FIRST[0], FIRST[1].replace("1/6", "1/1"))
    assert [buttons.walk("next") for _ in range(2)] == [only, _again(only)]
    assert buttons.walk("previous") == _again(only)


def test_another_check_starts_from_the_top(buttons: Ribbon, checked: Any) -> None:
    assert [buttons.walk("next") for _ in range(2)] == [FIRST, SECOND]
    checked.Sheets.getByName("校验结果").getCellRangeByName("A3").String = "2024-01-11 09:00"
    assert buttons.walk("next") == FIRST


def test_a_long_message_is_cut_to_what_the_status_bar_takes(buttons: Ribbon, tmp_path: Path) -> None:
    finding = (1, "强制", "T3-01", "封面", "B5", None, None, None, None, "很长" * 200)
    with in_front(buttons.calc, checked_book(tmp_path / "book.xlsx", [finding])):
        place, status = buttons.walk("next")
    assert (place, len(status)) == ("封面!B5", 250)


@pytest.mark.parametrize(
    ("findings", "heading", "said"),
    [
        ([], "序号", "校验结果中没有要查看的问题。"),
    ],
)
def test_without_findings_it_says_so(
    buttons: Ribbon, tmp_path: Path, findings: list[Finding], heading: str, said: str
) -> None:
    with in_front(buttons.calc, checked_book(tmp_path / "book.xlsx", findings, heading)):
        assert buttons.walk("next") == ("封面!A1", "")
        assert buttons.said == said


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize("button", ["check", "clear", "waive", "help"])
def test_every_other_button_runs_one_python_command(buttons: Ribbon, button: str) -> None:
    buttons.press(button)
    assert buttons.run == f"import addin.commands;addin.commands.run('{button}')|正在处理，请稍候……|"
    assert buttons.status == ("said by the command" if button == "waive" else "")
    assert buttons.given_back == buttons.status


@pytest.mark.usefixtures("checked")
def test_year_and_unit_are_asked_for_before_python_is_started(buttons: Ribbon) -> None:
    buttons.types("2025", "示例市');#")
    buttons.press("new")
    usual = str(date.today().year - 1)  # noqa: DTZ011  as VBA has it
    assert buttons.asked == f"报告年度（四位年份）：{usual}|机关名称（可以留空，以后再填）：|"
    command = buttons.run.partition("|")[0]
    assert command == "import addin.commands;addin.commands.run('new','2025','_793A_4F8B_5E02_0027_0029_003B_0023')"
    assert [decoded(one) for one in re.findall("'([^']*)'", command)] == ["new", "2025", "示例市');#"]


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize("typed", [("", ""), ("2025", "")])
def test_no_python_is_started_when_the_user_does_not_want_to(buttons: Ribbon, typed: tuple[str, str]) -> None:
    buttons.types(*typed)
    buttons.press("new")
    assert (buttons.run, buttons.status) == ("", "")


@pytest.mark.usefixtures("checked")
def test_keys_walk_as_the_buttons_do(buttons: Ribbon) -> None:
    buttons.call("GoujiRibbon.Auto_Open")
    assert buttons.call("Probe.Seen", "D9") == "GoujiRibbon.NextFinding|GoujiRibbon.PreviousFinding"
    buttons.call("GoujiRibbon.NextFinding")
    assert (buttons.place, buttons.status) == FIRST
    assert buttons.given_back == FIRST[1]
    buttons.call("GoujiRibbon.PreviousFinding")
    assert buttons.place == REST[2][0]
    buttons.call("GoujiRibbon.Auto_Close")
    assert buttons.call("Probe.Seen", "D9") == "|"


def test_a_hidden_line_is_said(buttons: Ribbon, checked: Any) -> None:
    buttons.call("Probe.HideRow", "三、依申请公开", "8")
    hidden = "（这一格所在的行或列被隐藏了，请先取消隐藏） "
    assert buttons.walk("next") == (FIRST[0], f"{hidden}{FIRST[1]}")
    assert buttons.walk("next") == SECOND
    checked.Sheets.getByName("校验结果").getCellRangeByName("E7").Formula = "=封面.B0"
    assert buttons.walk("previous") == (FIRST[0], f"{hidden}{FIRST[1]}")
    assert buttons.walk("next") == ("校验结果!A7", f"（这一格已经删除，请重新校验） {SECOND[1]}")


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ({"A1": "我的结果"}, True),
        ({"A3": "昨天"}, True),
        ({"C5": "代码"}, True),
        ({"A1": "我的结果", "C5": "代码"}, True),
        ({"A3": "昨天", "C5": "代码"}, False),
        ({"": "问题"}, True),
        ({"": "问题", "A1": "问题"}, True),
        ({"": "问题", "A1": "问题", "C5": "代码"}, False),
    ],
)
def test_the_list_is_found_as_the_python_finds_it(
    buttons: Ribbon, checked: Any, edits: dict[str, str], found: bool
) -> None:
    sheet = checked.Sheets.getByName("校验结果")
    for cell, text in edits.items():
        if cell:
            sheet.getCellRangeByName(cell).String = text
        else:
            sheet.Name = text
    lines = [[str(one) for one in row] for row in sheet.getCellRangeByName("A1:K5").DataArray]
    assert is_list(sheet.Name, lines) is found
    assert (buttons.walk("next") == FIRST) is found


def test_the_wording_is_pythons_own() -> None:
    conf = dict(xlam.configuration())
    assert conf["text.headings"].split("|") == list(HEADINGS)
    assert (conf["text.checked"], conf["text.result_sheet"]) == (CHECKED, RESULTS)
    for name in ("HIDDEN_SHEET", "HIDDEN_LINE", "GONE_CELL", "ASK_YEAR", "ASK_ORGAN", "NO_RESULT", "NO_FINDINGS"):
        assert conf[f"text.{name.lower()}"] == getattr(wording, name)
    assert conf["text.went_round"] == wording.WENT_ROUND


@pytest.mark.usefixtures("checked")
def test_a_button_pressed_while_another_works_does_nothing(buttons: Ribbon) -> None:
    """The stub of ``fix`` presses ``clear``."""
    buttons.press("fix")
    assert buttons.run == "import addin.commands;addin.commands.run('fix')|正在处理，请稍候……|"
    buttons.press("clear")
    assert buttons.run.count("run('clear')") == 1


@pytest.mark.usefixtures("checked")
def test_an_error_becomes_a_message_and_a_log(buttons: Ribbon) -> None:
    """The stub of ``report`` fails as VBA does when security software keeps Excel from starting a program."""
    log = buttons.calc.folder / r"profile\.gouji\gouji.log"
    buttons.press("report")
    assert buttons.said.splitlines() == ["操作没有完成。详细情况已经记在：", str(log), "", "70"]
    assert log.read_text("utf-8").splitlines()[0].startswith("电脑的安全软件不允许 Excel 启动校验程序")
    assert buttons.status == ""
    buttons.press("clear")
    assert buttons.run.count("run('clear')") == 1


HOSTILE_NAMES = [
    "年报 2023（终稿）.xlsx",
    "年报(v=2).xlsx",
    "a^&calc&.xlsx",
    "%CMDCMDLINE%&calc.xlsx",
    "$(touch x)`id`.xlsx",
    "a';import os;'.xlsx",
    "a|b;c,d_e.xlsx",
    "𠮷_0041.xlsx",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_reaches_python_and_no_shell(buttons: Ribbon, name: str) -> None:
    encoded = buttons.call("GoujiText.Encoded", name)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", encoded)
    assert decoded(encoded) == name
