"""Sentences -> statements: exact readings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.narrative.reading import counts, figures, read, reasons
from validator.narrative.stated import Kind, Result, Scope, Subject

D = Decimal
S = Subject
COUNT, CHANGE, SHARE = Kind.COUNT, Kind.CHANGE, Kind.SHARE
RATE, UPHELD = Kind.RATE, Kind.ALL_UPHELD

# The sentences of the rule catalogue; organs and figures are invented there.
CATALOGUE: list[tuple[str, list[tuple[Subject, Kind, object]]]] = [
    ("新收40件，结转3件，办结41件", [(S.NEW, COUNT, 40), (S.CARRIED_IN, COUNT, 3), (S.COMPLETED, COUNT, 41)]),
    ("受理43件（含上年结转3件）", [(S.RECEIVED, COUNT, 43), (S.CARRIED_IN, COUNT, 3)]),
    ("予以公开及部分公开17件", [(S.GRANTED_AND_PARTIAL, COUNT, 17)]),
    ("新收四十件，同比下降20%", [(S.NEW, COUNT, 40), (S.NEW, CHANGE, -20)]),
    ("自然人41件，法人或其他组织2件", [(S.NATURAL, COUNT, 41), (S.ORGANISATION, COUNT, 2)]),
    ("未发生行政诉讼", [(S.LITIGATION, COUNT, 0)]),
    ("发布信息1.2万条、政策文件30件", []),
    ("政府办本级受理9件", [(S.RECEIVED, COUNT, 9)]),
    ("41件全部按时办结，办结率100%", [(S.COMPLETED, COUNT, 41), (S.COMPLETED, RATE, 100)]),
]


@pytest.mark.parametrize(("text", "expected"), CATALOGUE)
def test_the_sentences_of_the_catalogue(text: str, expected: list[tuple[Subject, Kind, object]]) -> None:
    assert figures(text) == expected
    assert reasons(text) == []


def test_the_body_itself_is_a_narrower_scope() -> None:
    (one,) = read("政府办本级受理9件").statements
    assert one.scope is Scope.OWN


RECEIVING: list[tuple[str, list[tuple[Subject, object]]]] = [
    ("2023年，接收办理政府信息依申请公开件 13 件", [(S.RECEIVED, 13)]),
    ("我局共收到政府信息公开申请40件", [(S.RECEIVED, 40)]),
    ("受理13件政府信息公开申请", [(S.RECEIVED, 13)]),
    ("共有13件政府信息公开申请", [(S.RECEIVED, 13)]),
    ("政府信息公开申请数量：40件", [(S.RECEIVED, 40)]),
    ("受理公民、法人和其他组织提出的政府信息公开申请13件", [(S.RECEIVED, 13)]),
    ("受理群众提交的政府信息公开申请13件", [(S.RECEIVED, 13)]),
    ("收到政府信息公开申请一百零五件", [(S.RECEIVED, 105)]),
    ("收到政府信息公开申请约1.2万件", [(S.RECEIVED, (11500, 12500))]),
    ("受理申请2700余件", [(S.RECEIVED, (2700, 2799))]),
    ("受理申请不少于40件", [(S.RECEIVED, (40, None))]),
    ("共受理政府信息公开申请1，234件", [(S.RECEIVED, 1234)]),
    ("收到依申请公开15条", [(S.RECEIVED, 15)]),
    ("收到12封申请", [(S.RECEIVED, 12)]),
    ("办理依申请公开12件", [(S.HANDLED, 12)]),
    ("新收到依申请公开事项47件", [(S.NEW, 47)]),
    ("本年新收政府信息公开申请0件", [(S.NEW, 0)]),
    ("收到申请40件，答复41件", [(S.RECEIVED, 40), (S.COMPLETED, 41)]),
    ("办结的41件申请中", [(S.COMPLETED, 41)]),
    ("41件申请全部在法定期限内办结", [(S.COMPLETED, 41)]),
    ("新收申请40件，上年度结转3件，结转下年度继续办理2件", [(S.NEW, 40), (S.CARRIED_IN, 3), (S.CARRIED_OVER, 2)]),
    ("收到申请30件，上年度结转办理件1件，办结24件，结转到2025年办理7件", [
        (S.RECEIVED, 30), (S.CARRIED_IN, 1), (S.COMPLETED, 24), (S.CARRIED_OVER, 7)]),
    ("收到申请40件，4件结转至下年度继续办理", [(S.RECEIVED, 40), (S.CARRIED_OVER, 4)]),
    ("办结申请41件，其中予以公开12件；结转2件", [(S.COMPLETED, 41), (S.GRANTED, 12), (S.CARRIED_OVER, 2)]),
    ("2025年新收申请40件，2024年结转3件", [(S.NEW, 40), (S.CARRIED_IN, 3)]),
    ("公民申请38件", [(S.NATURAL, 38)]),
    ("商业企业申请3件，科研机构1件，社会公益组织0件，法律服务机构2件", [
        (S.BUSINESS, 3), (S.RESEARCH, 1), (S.WELFARE, 0), (S.LEGAL_SERVICE, 2)]),
    ("新收、办结申请分别为40件、41件", [(S.NEW, 40), (S.COMPLETED, 41)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RECEIVING)
def test_applications(text: str, expected: list[tuple[Subject, object]]) -> None:
    assert counts(text) == expected
    assert reasons(text) == []


RESULTS: list[tuple[str, list[tuple[Subject, object]]]] = [
    ("予以公开12件，部分公开5件，不予公开9件，无法提供8件，不予处理4件，其他处理3件", [
        (S.GRANTED, 12), (S.PARTIAL, 5), (S.DENIED, 9), (S.UNABLE, 8), (S.NOT_PROCESSED, 4), (S.OTHERWISE, 3)]),
    ("予以公开和部分公开的17件", [(S.GRANTED_AND_PARTIAL, 17)]),
    ("公开及部分公开17件", [(S.GRANTED_AND_PARTIAL, 17)]),
    ("予以公开、部分公开共17件", [(S.GRANTED_AND_PARTIAL, 17)]),
    ("予以公开、部分公开分别为12件、5件", [(S.GRANTED, 12), (S.PARTIAL, 5)]),
    ("对12件申请予以公开，5件部分公开", [(S.GRANTED, 12), (S.PARTIAL, 5)]),
    ("“予以公开”3件", [(S.GRANTED, 3)]),
    ("作其他处理341件、转下年度办理121件", [(S.OTHERWISE, 341), (S.CARRIED_OVER, 121)]),
    ("因本机关不掌握等原因无法提供265件", [(S.UNABLE, 265)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RESULTS)
def test_results(text: str, expected: list[tuple[Subject, object]]) -> None:
    assert counts(text) == expected


DOCUMENTS: list[tuple[str, list[tuple[Subject, object]]]] = [
    ("制发行政规范性文件19件，废止5件，现行有效27件", [(S.NORM_MADE, 19), (S.NORM_REPEALED, 5), (S.NORM_VALID, 27)]),
    ("现行有效的行政规范性文件共27件", [(S.NORM_VALID, 27)]),
    ("制发、废止行政规范性文件分别为3件、2件", [(S.NORM_MADE, 3), (S.NORM_REPEALED, 2)]),
    ("制定规章2件，废止规章1件", [(S.REGULATION_MADE, 2), (S.REGULATION_REPEALED, 1)]),
    ("未制定规范性文件", [(S.NORM_MADE, 0)]),
    ("未制发规章和行政规范性文件", [(S.REGULATION_MADE, 0), (S.NORM_MADE, 0)]),
    ("作出行政许可决定10878件、行政处罚决定316件", [(S.PERMIT, 10878), (S.PENALTY, 316)]),
    ("行政强制处理决定数量为7", [(S.COERCION, 7)]),
]


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_documents_and_decisions(text: str, expected: list[tuple[Subject, object]]) -> None:
    assert counts(text) == expected


DISPUTES: list[tuple[str, list[tuple[Subject, object]]]] = [
    ("行政复议4件，行政诉讼3件", [(S.RECONSIDERATION, 4), (S.LITIGATION, 3)]),
    ("因政府信息公开被申请行政复议4件，被提起行政诉讼3件", [(S.RECONSIDERATION, 4), (S.LITIGATION, 3)]),
    ("行政复议、行政诉讼共7件", [(S.DISPUTES, 7)]),
    ("行政复议、行政诉讼分别为4件、3件", [(S.RECONSIDERATION, 4), (S.LITIGATION, 3)]),
    ("行政复议、行政诉讼均为0件", [(S.DISPUTES, 0)]),
    ("行政复议案件，共4件", [(S.RECONSIDERATION, 4)]),
    ("未经复议直接起诉3件，复议后起诉2件", [(S.LITIGATION_DIRECT, 3), (S.LITIGATION_AFTER, 2)]),
    ("未发生因政府信息公开引发的行政复议和行政诉讼", [(S.DISPUTES, 0)]),
    ("没有发生因政府信息公开申请行政复议和提起行政诉讼的情况", [(S.DISPUTES, 0)]),
    ("无一起行政诉讼", [(S.LITIGATION, 0)]),
    ("行政诉讼：无。", [(S.LITIGATION, 0)]),
    ("行政复议、行政诉讼均未发生。", [(S.DISPUTES, 0)]),
    ("无行政复议，行政诉讼1件", [(S.RECONSIDERATION, 0), (S.LITIGATION, 1)]),
    ("未发生行政复议、行政诉讼等情况", [(S.DISPUTES, 0)]),
    ("未收到政府信息公开申请", [(S.RECEIVED, 0)]),
    ("未接到信息公开申请", [(S.RECEIVED, 0)]),
    ("无上年结转，无结转下年度办理", [(S.CARRIED_IN, 0), (S.CARRIED_OVER, 0)]),
]


@pytest.mark.parametrize(("text", "expected"), DISPUTES)
def test_disputes_and_denials(text: str, expected: list[tuple[Subject, object]]) -> None:
    assert counts(text) == expected


def test_results_of_disputes() -> None:
    reading = read("行政复议4件，其中维持3件、纠正1件；行政诉讼3件，均获维持。")
    assert [(one.subject, one.kind, one.low, one.result, one.refers) for one in reading.statements] == [
        (S.RECONSIDERATION, COUNT, 4, None, None),
        (S.RECONSIDERATION, COUNT, 3, Result.UPHELD, 0),
        (S.RECONSIDERATION, COUNT, 1, Result.CORRECTED, 0),
        (S.LITIGATION, COUNT, 3, None, None),
        (S.LITIGATION, UPHELD, 3, None, 3),
    ]


def test_all_upheld_of_both_names_both() -> None:
    last = read("行政复议7件，诉讼9件，均获维持。").statements[-1]
    assert (last.subject, last.kind, last.low, last.refers) == (S.DISPUTES, UPHELD, None, None)


def test_no_reconsideration_corrected_is_about_that_outcome_only() -> None:
    (one,) = read("没有发生行政复议被纠正的情况").statements
    assert (one.subject, one.result, one.low, one.high) == (S.RECONSIDERATION, Result.CORRECTED, 0, 0)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("备案政府信息公开行政复议案件134件，行政诉讼案件57件", [Scope.FILED, Scope.FILED]),
        ("审结行政诉讼3件", [Scope.CLOSED]),
        ("受理行政复议申请30件，审结28件", [Scope.CASEWORK, Scope.CLOSED]),
        ("局机关本级受理申请9件", [Scope.OWN]),
        ("上半年收到申请12件，全年收到申请43件", [Scope.NARROWER, Scope.WHOLE]),
        ("2025年1月至6月收到申请12件", [Scope.NARROWER]),
        ("截至2025年12月31日，共受理申请43件", [Scope.WHOLE]),
        ("通过网络收到申请12件", [Scope.NARROWER]),
        ("收取信息处理费：按件收取2件，200元", [Scope.NARROWER, Scope.NARROWER]),
        ("去年收到申请35件", [Scope.LAST_YEAR]),
        ("县公安局受理申请35件", [Scope.NAMED]),
        ("我局受理申请35件", [Scope.WHOLE]),
        ("根据县政府办公室要求，共受理申请35件", [Scope.WHOLE]),
        ("全县各级行政机关共受理申请35件", [Scope.WHOLE]),
    ],
)
def test_scope(text: str, scopes: list[Scope]) -> None:
    assert [one.scope for one in read(text).statements] == scopes


def test_who_and_when() -> None:
    one, other = read("2024年，县公安局受理申请35件。2025年我局受理申请36件。").statements
    assert (one.agent, one.year) == ("县公安局", 2024)
    assert (other.agent, other.year) == ("", 2025)


@pytest.mark.parametrize(
    ("text", "subject", "low", "unit", "against", "refers"),
    [
        ("收到申请40件，同比增长70.3%", S.RECEIVED, D("70.3"), "%", None, 0),
        ("收到申请40件，较上年下降二十件", S.RECEIVED, -20, "件", None, 0),
        ("受理申请40件，比2023年增加10件", S.RECEIVED, 10, "件", 2023, 0),
        ("收到申请40件，与去年持平", S.RECEIVED, 0, "%", None, 0),
        ("共受理申请859件，申请数量较去年回落12.3%", S.RECEIVED, D("-12.3"), "%", None, 0),
        ("新收申请40件（同比增长百分之五）", S.NEW, 5, "%", None, 0),
    ],
)
def test_changes(text: str, subject: Subject, low: object, unit: str, against: int | None, refers: int) -> None:
    change = read(text).statements[-1]
    assert (change.subject, change.kind, change.low, change.high) == (subject, CHANGE, low, low)
    assert (change.against, change.refers) == (against, refers)
    assert change.unit == unit


def test_a_second_change_has_the_base_of_the_first() -> None:
    reading = read("收到申请40件，同比减少10件，下降20%。")
    assert [(one.kind, one.low, one.refers) for one in reading.statements] == [
        (COUNT, 40, None),
        (CHANGE, -10, 0),
        (CHANGE, -20, 0),
    ]


def test_decimals_are_kept_for_rounding() -> None:
    assert [one.decimals for one in read("收到申请40件，同比增长1.05%").statements] == [0, 2]


def test_shares_and_rates() -> None:
    assert figures("予以公开12件，占29.3%；自然人申请占总数的95.3%。") == [
        (S.GRANTED, COUNT, 12),
        (S.GRANTED, SHARE, D("29.3")),
        (S.NATURAL, SHARE, D("95.3")),
    ]
    assert figures("依申请公开答复率达100%") == [(S.COMPLETED, RATE, 100)]
