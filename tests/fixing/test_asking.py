"""Cause by cause: what is shown, and what an answer leads to."""

from __future__ import annotations

import pytest

from tests.shipped import CATALOGUE, base_filing
from validator.fixing.asking import asked
from validator.model.bilingual import Bilingual
from validator.model.cause import Cause
from validator.model.cells import Place
from validator.model.finding import Suspect
from validator.repair.fixes import Fix
from validator.template.preview import preview

FILING = preview(base_filing(), CATALOGUE)
WHY = Bilingual("两位颠倒", "two digits swapped")


def suspect(name: str, suggestion: int | None) -> Suspect:
    return Suspect(FILING.places[name], name, FILING.cell(name).value, suggestion, certain=False, reason=WHY)


D8, E8, D9 = "表三.本年新收.自然人", "表三.本年新收.商业企业", "表三.上年结转.自然人"
ONE = Cause((suspect(D8, 63),), certain=True, holds_after=3)
TWO = Cause((suspect(E8, 7),), certain=False, alternatives=((suspect(D8, 1), suspect(D9, 2)), (suspect(D9, None),)))


class Clerk:
    """Answers from a list; None at its end."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []

    def ask(self, question: str) -> str | None:
        self.shown.append(question)
        return f"{self.answers.pop(0)}\n" if self.answers else None

    def chosen(self, *causes: Cause, lang: str = "zh") -> list[tuple[str, object]]:
        return [(fix.place.cell, fix.after) for fix in asked(causes, FILING, self.ask, self.shown.append, lang)]


@pytest.mark.parametrize(
    ("answers", "fixes"),
    [
        (["1", "1"], [("D8", 63), ("E8", 7)]),
        (["", "2"], [("D8", 1), ("D9", 2)]),
        (["1", ""], [("D8", 63)]),
        (["q"], []),
        (["1", "Q"], [("D8", 63)]),
        (["1"], [("D8", 63)]),
        ([], []),
        (["9", "x", "0", "-1", " 1 ", "4", "1"], [("D8", 63), ("E8", 7)]),
        (["v", "52", "v", ""], [("D8", 52)]),
        (["v", "many", "-3", "５２", "q"], [("D8", 52)]),
        (["v"], []),
        (["", "3", "v", "5"], [("E8", 5)]),
    ],
)
def test_answers(answers: list[str], fixes: list[tuple[str, object]]) -> None:
    assert Clerk(*answers).chosen(ONE, TWO) == fixes


def test_what_is_shown() -> None:
    clerk = Clerk("7", "v", "x", "", "3", "q")
    assert clerk.chosen(ONE, TWO) == []
    assert clerk.shown == [
        f"[1/2] {ONE.message()}",
        "  1) 三、依申请公开 D8：36 → 63",
        "1 照此改，v 另填值，回车跳过，q 不再问：",
        "没有 7 这个选择",
        "1 照此改，v 另填值，回车跳过，q 不再问：",
        "D8 表三.本年新收.自然人 改为（回车跳过）：",
        "表三.本年新收.自然人 应为非负整数，实为 x",
        "D8 表三.本年新收.自然人 改为（回车跳过）：",
        f"[2/2] {TWO.message()}",
        "  1) 三、依申请公开 E8：3 → 7",
        "  2) 三、依申请公开 D8：36 → 1；三、依申请公开 D9：2 → 2",
        "  3) 三、依申请公开 D9：2 → ？",
        "1-3 照此改，v 另填值，回车跳过，q 不再问：",
        "这一项没有建议的值，请用 v 填写",
        "1-3 照此改，v 另填值，回车跳过，q 不再问：",
    ]


def test_in_english() -> None:
    clerk = Clerk("v", "x", "")
    clerk.chosen(ONE, lang="en")
    assert clerk.shown[0] == f"[1/1] {ONE.message('en')}"
    assert clerk.shown[2] == "1 change so, v another value, Enter skip, q quit: "
    assert clerk.shown[4] == "表三.本年新收.自然人 must be a whole number not below 0, not x"


def test_a_value_of_one_s_own_says_so() -> None:
    (fix,) = asked([ONE], FILING, Clerk("v", "40").ask, list[str]().append)
    assert fix == Fix(D8, Place("三、依申请公开", "D8"), 36, 40, Bilingual("由填报人另定", "as the user decided"))


def test_what_a_workbook_holds_does_not_steer_the_terminal() -> None:
    text = "10\n\u001b[31m件\r全部成立"
    cell = Suspect(FILING.places[D8], D8, text, 36, certain=False, reason=WHY)
    clerk = Clerk("1")
    clerk.chosen(Cause((cell,), certain=False))
    assert not [line for line in clerk.shown if any(sign in line for sign in "\n\r\u001b")]
