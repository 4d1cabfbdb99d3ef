"""X-06 at its borders: what was received and what was notified, and how many did not pay."""

from __future__ import annotations

import pytest

from tests.examined import filing_with, findings

UNPAID = "表三.其他处理_逾期不缴费.总计"
PERIOD = "2.本报告所列数据的统计期限为2025年1月1日至2025年12月31日。"


@pytest.mark.parametrize(("paid", "wanted"), [(1499, []), (1500, []), (1501, [(1501, 1500)])])
def test_no_more_is_received_than_was_notified(paid: int, wanted: list[tuple[int, int]]) -> None:
    text = f"1.向2件申请发出信息处理费收费通知1500元，实收{paid}元。\n{PERIOD}"
    found = findings(filing_with({"text": {"六": text}}), "X-06")
    assert [(one.left, one.right) for one in found] == wanted


@pytest.mark.parametrize(("unpaid", "wanted"), [(0, []), (1, []), (2, []), (3, [(2, 3)])])
def test_no_more_did_not_pay_than_were_notified(unpaid: int, wanted: list[tuple[int, int]]) -> None:
    text = f"1.全年发出信息处理费收费通知2件，收取信息处理费0元。\n{PERIOD}"
    change = {"text": {"六": text}, "values": {UNPAID: unpaid}}
    assert findings(filing_with(change), "X-06") == []  # last year's notices are not known
    found = findings(filing_with({**change, "previous": {}}), "X-06")
    assert [(one.left, one.right) for one in found] == wanted


def test_last_year_s_notices_may_be_this_year_s_unpaid_ones() -> None:
    text = f"1.全年发出信息处理费收费通知1件，收取信息处理费0元。\n{PERIOD}"
    change = {"text": {"六": text}, "values": {UNPAID: 2}, "previous": {"text": {"六": text}}}
    assert findings(filing_with(change), "X-06") == []
    assert len(findings(filing_with({**change, "values": {UNPAID: 3}}), "X-06")) == 1
