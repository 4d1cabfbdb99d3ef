"""Fees, claims without a figure, and totals taken apart in the sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.narrative.reading import figures, read
from validator.narrative.stated import Kind, Subject

D = Decimal
S = Subject
COUNT, AMOUNT, CHANGE, DONE = Kind.COUNT, Kind.AMOUNT, Kind.CHANGE, Kind.ALL_DONE

FEES: list[tuple[str, list[tuple[Subject, Kind, object]]]] = [
    ("全年收取政府信息公开信息处理费0元", [(S.FEE, AMOUNT, 0)]),
    ("本年度未产生信息处理费", [(S.FEE, AMOUNT, 0)]),
    ("没有收取政府信息公开信息处理费", [(S.FEE, AMOUNT, 0)]),
    ("全县没有产生依申请公开提供信息收取费用", [(S.FEE, AMOUNT, 0)]),
    ("信息处理费收取金额为0元", [(S.FEE, AMOUNT, 0)]),
    ("收取信息处理费0.295万元", [(S.FEE, AMOUNT, (2945, 2955))]),
    ("有1件政府信息公开申请案件收取信息处理费 380 元", [(S.FEE, COUNT, 1), (S.FEE, AMOUNT, 380)]),
    ("发出收费通知3件，金额3000元，实收2230元", [
        (S.FEE_NOTICE, COUNT, 3), (S.FEE_NOTICE, AMOUNT, 3000), (S.FEE, AMOUNT, 2230)]),
    ("发出收费通知25件，涉及金额2950元，实际收到10件1200元", [
        (S.FEE_NOTICE, COUNT, 25), (S.FEE_NOTICE, AMOUNT, 2950), (S.FEE, COUNT, 10), (S.FEE, AMOUNT, 1200)]),
    ("收取信息处理费情况：无。", [(S.FEE, AMOUNT, 0)]),
    ("从未发出收费通知", [(S.FEE_NOTICE, COUNT, 0)]),
    ("未收取信息处理费，未启动收费程序", [(S.FEE, AMOUNT, 0), (S.FEE_NOTICE, COUNT, 0)]),
    ("行政事业性收费344.0982万元", []),
    ("信息处理费按规定缴入国库，罚款5万元", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FEES)
def test_fees(text: str, expected: list[tuple[Subject, Kind, object]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "refers"),
    [
        ("受理政府信息公开申请21件，均在法定期限答复", 21, 0),
        ("接收办理政府信息依申请公开件13件,所有申请都得到办理", 13, 0),
        ("收到依申请公开申请5件，均已办结", 5, 0),
        ("受理申请43件，全部办结", 43, 0),
        ("收到申请40件（自然人38件），上年度结转申请3件，全部依法答复", None, None),
        ("全年收到的政府信息公开申请全部按期答复", None, None),
    ],
)
def test_all_done(text: str, low: int | None, refers: int | None) -> None:
    claim = read(text).statements[-1]
    assert (claim.subject, claim.kind, claim.low, claim.refers) == (S.COMPLETED, DONE, low, refers)


@pytest.mark.parametrize(
    "text",
    [
        "答复申请39件，均在法定期限内予以答复",  # of those answered, all in time: nothing on those still open
        "41件申请全部办结",
        "办理人大代表建议35件，全部办结",
        "所有申请均按规定办理",
        "受理申请5件，均已办理延期手续",
    ],
)
def test_not_a_claim_that_all_is_done(text: str) -> None:
    assert [one for one in read(text).statements if one.kind is DONE] == []


def test_a_list_of_units_in_brackets_adds_up() -> None:
    units = "市政府349件、市各有关部门933件、沭阳县477件、泗阳县301件、泗洪县874件、宿豫区216件、宿城区348件"
    more = "宿迁经济技术开发区55件、市湖滨新区26件、苏州宿迁工业园区12件、市洋河新区16件"
    total, change = read(f"全市共收办政府信息公开申请案件3607件（{units}、{more}），同比增长70.3%").statements
    assert (total.subject, total.low, total.exhaustive) == (S.RECEIVED, 3607, True)
    assert [part.low for part in total.parts] == [349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16]
    assert total.parts[0].label == "市政府"
    assert total.parts[-1].quote == "市洋河新区16件"
    assert (change.kind, change.low, change.refers) == (CHANGE, D("70.3"), 0)


def test_results_and_carry_take_a_year_apart() -> None:
    results = (
        "予以公开1431件、部分公开471件、不予公开92件、无法提供941件、不予处理117件、作其他处理469件、转下年度办理125件"
    )
    reading = read(f"共收办政府信息公开申请案件3646件，同比增长1.05%，其中，{results}")
    total = reading.statements[0]
    assert [part.low for part in total.parts] == [1431, 471, 92, 941, 117, 469, 125]
    assert total.exhaustive
    assert [one.refers for one in reading.statements[2:]] == [0] * 7


@pytest.mark.parametrize(
    ("text", "parts", "exhaustive"),
    [
        ("受理申请43件，其中自然人41件、法人或其他组织2件", [41, 2], True),
        ("受理申请43件（新收40件，上年结转3件）", [40, 3], True),
        ("受理申请43件（含上年结转3件）", [3], False),
        ("受理申请43件，其中县公安局12件、县自然资源局8件", [12, 8], False),
        ("受理申请43件，其中自然人41件、法人或其他组织2件，予以公开12件", [41, 2], True),
        ("答复申请41件，其中予以公开12件、部分公开5件", [12, 5], False),
        ("行政诉讼5件（未经复议直接起诉3件，复议后起诉2件）", [3, 2], True),
    ],
)
def test_breakdowns(text: str, parts: list[int], exhaustive: bool) -> None:
    total = read(text).statements[0]
    assert [part.low for part in total.parts] == parts
    assert total.exhaustive is exhaustive


def test_fees_by_case_are_two_breakdowns() -> None:
    cases, amount = read("2023年对25件申请收取信息处理费2950元（1件420、2件290、15件1500、1件140、6件600）").statements
    assert (cases.subject, cases.kind, cases.low, [part.low for part in cases.parts]) == (
        S.FEE,
        COUNT,
        25,
        [1, 2, 15, 1, 6],
    )
    assert (amount.kind, amount.low, [part.low for part in amount.parts]) == (AMOUNT, 2950, [420, 290, 1500, 140, 600])
    assert cases.exhaustive
    assert amount.exhaustive


def test_fees_listed_without_unit() -> None:
    cases, amount = read("2024年有3件收取信息处理费2230元（880、1080、270）").statements
    assert (cases.low, cases.parts) == (3, ())
    assert [part.low for part in amount.parts] == [880, 1080, 270]
