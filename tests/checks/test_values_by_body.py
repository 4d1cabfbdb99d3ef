"""VA-04 and VA-05 case by case: what bodies of each kind may have."""

from __future__ import annotations

import pytest

from tests.examined import Change, filing_with, reason, verdicts

NEVER = ("县级政府", "县级政府部门", "乡镇政府（街道办事处）")
SELDOM = ("省级政府部门", "设区的市级政府部门")
MAY = ("国务院部门", "省级政府", "设区的市级政府", "其他")


def regulations(kind: str, value: object) -> Change:
    values = {"表二.规章.制发": 0, "表二.规章.废止": value, "表二.规章.有效": 0}
    return {"organ_type": kind, "values": values}


@pytest.mark.parametrize("kind", [*NEVER, *SELDOM, *MAY])
def test_regulations_by_kind_of_body(kind: str) -> None:
    wanted = ["must 二、主动公开!C7"] if kind in NEVER else ["explain 二、主动公开!C7"] if kind in SELDOM else []
    assert verdicts(regulations(kind, 6), "VA-04") == wanted
    assert verdicts(regulations(kind, 0), "VA-04") == []
    assert verdicts(regulations(kind, "6件"), "VA-04") == []  # VA-01's business


@pytest.mark.parametrize("code", ["VA-04", "VA-05", "ST-10"])
def test_without_a_kind_of_body_these_rules_do_not_run(code: str) -> None:
    assert reason(filing_with({"organ_type": ""}), code) == "封面没有填机关类型"


@pytest.mark.parametrize("kind", [*NEVER, *SELDOM, *MAY])
@pytest.mark.parametrize(("value", "many"), [(100, False), (101, True), ("101", False)])
def test_a_small_body_has_few_documents(kind: str, value: object, *, many: bool) -> None:
    small = kind in {"县级政府部门", "乡镇政府（街道办事处）"}
    change = {"organ_type": kind, "values": {"表二.行政规范性文件.有效": value}}
    assert verdicts(change, "VA-05") == (["explain 二、主动公开!D8"] if many and small else [])


def test_the_older_edition_does_not_count_documents_in_force() -> None:
    old = {"year": 2020, "edition": "2019", "organ_type": "县级政府部门", "values": {}}
    old["text"] = {"标题": "示例市人民政府2020年政府信息公开工作年度报告"}
    assert reason(filing_with(old), "VA-05") == "本版格式没有这条规则涉及的行或列"
