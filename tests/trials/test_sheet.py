"""What the 校验 sheet, the cover and the colours say of the trials: the same as the headless report.

Figures are those of the made-up filing with one thing changed. The formulas themselves are held to what is stored in
tests/relations/test_agreement.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import DAY
from tests.shipped import base_filing, build, form_of, preview
from tests.strategies import with_values
from tests.template.opened import conditional_formulas, opened, reference
from validator import check
from validator.exchange.filing_data import FilingData, Value

REGULATIONS: dict[str, Value] = {"表二.规章.制发": 1, "表二.规章.废止": 0, "表二.规章.有效": 3}
NONE_MADE: dict[str, Value] = dict.fromkeys(REGULATIONS, 0)
LAST_YEAR = "示例市人民政府2024年政府信息公开工作年度报告"


def of(values: dict[str, Value] | None = None, **change: Any) -> FilingData:
    return replace(with_values(base_filing(), values or {}), **change)


TRIALS: dict[str, tuple[FilingData, dict[str, str], set[str]]] = {
    "blanks of other kinds": (
        of({"表三.部分公开.科研机构": "\u00a0", "表三.部分公开.其他组织": "\u3000"}),
        {"VA_03.表三": "待核对"},
        {"VA-03:explain"},
    ),
    "seventh decimal": (of({"表二.行政事业性收费.金额": 1.0000001}), {"VA_02.表二": "待核对"}, {"VA-02:explain"}),
    "head in Chinese numerals": (of(table_periods={"表三": "二〇二五年一月一日至十二月三十一日"}), {}, set()),
    "a total that is a placeholder": (
        of({"表四.行政复议.总计": "—"}),
        {"VA_03.表四": "不成立", "T4_01": "未定"},
        {"VA-03:must"},
    ),
    "a blank total beside a text": (
        of({"表四.行政复议.结果纠正": "3件", "表四.行政复议.总计": None}),
        {"VA_01.表四": "不成立", "VA_03.表四": "不成立", "T4_01": "未定"},
        {"VA-01:must", "VA-03:must"},
    ),
    "regulations of a bureau": (
        of(REGULATIONS, organ_type="县级政府部门"),
        {"VA_04": "不成立"},
        {"VA-04:must"},
    ),
    "nobody says what kind of body": (of(REGULATIONS, organ_type=""), {"VA_04": "未定"}, set()),
    "a bureau without regulations": (of(NONE_MADE, organ_type="县级政府部门"), {}, set()),
    "title of last year": (of(text={**base_filing().text, "标题": LAST_YEAR}), {"P_05": "不成立"}, {"P-05:must"}),
}
SHEETS_OWN = {"P-01", "P-02", "P-05", "P-06", "ST-02", "VA-01", "VA-02", "VA-03", "VA-04"}


@pytest.mark.parametrize("name", TRIALS)
def test_the_sheet_stores_what_the_report_says(name: str) -> None:
    data, wanted, codes = TRIALS[name]
    report = check([preview(data)], today=DAY).files[0]
    found = {f"{one.rule.code}:{one.severity}" for one in report.findings if one.rule.code in SHEETS_OWN}
    assert found == codes
    book = opened(data, shown=True)
    words = {
        key.removeprefix("校验."): book["校验"][reference(one.attr_text or "")[1]].value
        for key, one in book.defined_names.items()
        if key.startswith("校验.")
    }
    assert {key: word for key, word in words.items() if word != "成立"} == wanted
    line = book["封面"]["C14"].value
    must = sum(word == "不成立" for word in wanted.values())
    assert line.startswith(
        f"表内校验：{must} 处不成立" if must else "表内校验：没有不成立" if wanted else "表内校验：全部成立"
    )


def test_the_title_is_coloured_by_what_the_cover_says() -> None:
    data = TRIALS["title of last year"][0]
    line = opened(data, shown=True)["封面"]["C14"].value
    first = next(iter(conditional_formulas(build(data))))[0]
    words = [
        text.split('"')[1] for name, text in conditional_formulas(build(data)) if name == first and "FIND(" in text
    ]
    assert form_of(data).fields["正文.标题"].cell == "B4"
    assert sum(word in line for word in words if word.startswith("　标题")) == 1


def test_the_rules_that_no_cell_decides_are_named() -> None:
    told = opened(base_filing(), shown=True)["校验"]["A4"].value
    assert "需用“校验”按钮" in told
    named = set(told.rpartition("：")[2].rstrip("。").split("、"))
    assert {"P-03", "ST-01", "ST-09", "W-01"} <= named
    assert not named & SHEETS_OWN
