"""The dialect: what it takes, what it refuses, and what names and groups expand to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.shipped import load_form
from validator.model.rule import Rule, Severity
from validator.relations.formula import BadFormula, NotInForm, instances, spelled, split, tokens


def made(formula: str, each: str = "") -> Rule:
    return Rule("T0-00", {}, Severity.MUST, "", "", {}, formula=formula, each=each)


def test_each_member_of_the_axis_gets_its_column() -> None:
    found = instances(made("表三.本年新收 = 表三.结转下年", "表三.申请人"), load_form())
    assert [one.member for one in found] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他组织",
        "总计",
    ]
    assert found[0].names == ("表三.本年新收.自然人", "表三.结转下年.自然人")


def test_a_group_is_spelled_out_before_it_is_compiled() -> None:
    (one,) = instances(made("表四.行政复议.总计 = SUM(表四.行政复议.结果分项)"), load_form())
    assert (
        spelled(one.right)
        == "(表四.行政复议.结果维持+表四.行政复议.结果纠正+表四.行政复议.其他结果+表四.行政复议.尚未审结)"
    )


@pytest.mark.parametrize(("edition", "parts"), [("2021", 21), ("2019", 19)])
def test_the_form_says_which_rows_a_group_has(edition: str, parts: int) -> None:
    found = instances(made("表三.办理结果总计 = SUM(表三.办理结果分项)", "表三.申请人"), load_form(edition))
    assert {len(one.names) for one in found} == {parts + 1}


@pytest.mark.parametrize("word", ["SUM(表三.不予公开.总计)", "SUM(表三.本年新收.法人或其他组织)"])
def test_a_group_of_rows_or_columns_at_a_given_member(word: str) -> None:
    (one,) = instances(made(f"{word} >= 0"), load_form())
    assert len(one.names) == {"SUM(表三.不予公开.总计)": 8, "SUM(表三.本年新收.法人或其他组织)": 5}[word]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("表三.本年新收:表三.结转下年 = 0", "':' is not in the dialect"),
        ("MAX(表三.本年新收) = 0", "function 'MAX' is not in the dialect"),
        ("表三.本年新收 = 0 & 1", "'&' is not in the dialect"),
        ('表三.本年新收 = "1"', "'\"' is not in the dialect"),
        ("表三.本年新收", "exactly one comparison"),
        ("1 = 2 = 3", "exactly one comparison"),
        ("(1 = 2", "exactly one comparison"),
        ("1 = (2", "exactly one comparison"),
        ("1 = 2)", "exactly one comparison"),
    ],
)
def test_what_is_not_in_the_dialect_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadFormula, match=complaint.replace("(", r"\(")):
        split(text)


def test_names_in_brackets_after_a_function_are_its_arguments() -> None:
    assert tokens("IF(表四.行政复议.总计>=20,1,0)<=1") == (
        "IF", "(", "表四.行政复议.总计", ">=", "20", ",", "1", ",", "0", ")", "<=", "1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "each", "error", "complaint"),
    [
        ("表三.没有这行 = 0", "表三.申请人", NotInForm, "'表三.没有这行' is not in 表三 of edition 2021"),
        ("表九.本年新收 = 0", "表三.申请人", BadFormula, "names no table"),
        ("表三.本年新收 = 0", "表三.月份", BadFormula, "is no axis"),
        ("表三.不予公开 = 0", "表三.申请人", BadFormula, "is a group of 8 cells"),
        ("SUM(表三.本年新收, 表三.上年结转) = 0", "表三.申请人", BadFormula, "SUM takes exactly one group"),
    ],
)
def test_names_that_the_form_does_not_have_are_refused(
    formula: str, each: str, error: type[BadFormula], complaint: str
) -> None:
    with pytest.raises(error, match=complaint):
        instances(made(formula, each), load_form())


def test_a_condition_with_an_open_sum_is_refused() -> None:
    rule = replace(made("表三.本年新收.总计 = 0"), when="SUM(表三.不予公开.总计")
    with pytest.raises(BadFormula, match="SUM takes exactly one group"):
        instances(rule, load_form())
