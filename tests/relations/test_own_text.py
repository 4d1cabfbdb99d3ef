"""A rule is judged by its own text, never by what was derived from another one."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.command import environment
from tests.conftest import DAY
from tests.shipped import CATALOGUE, base_filing, preview
from validator import check
from validator.model.report import FileReport
from validator.model.rule import Outcome, Rule

T3_01, T4_01 = CATALOGUE.rule("T3-01"), CATALOGUE.rule("T4-01")


def report_under(rule: Rule) -> FileReport:
    return check([preview(base_filing())], rules=[rule], today=DAY).files[0]


def broken(report: FileReport) -> list[str]:
    return [one.message() for one in report.findings if one.outcome is Outcome.BROKEN]


def test_a_changed_formula_is_judged_as_changed() -> None:
    unequal = replace(T3_01, formula=T3_01.formula.replace(" = ", " <> "))
    assert [one.member for one in report_under(unequal).findings] == [
        one.member for one in CATALOGUE.relations(T3_01, preview(base_filing()).form)
    ]
    assert report_under(T3_01).findings == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"formula": "胡说 = 八道"}, "names no table of the form"),
        ({"formula": "表四.行政复议.总计 ="}, "a value is missing"),
        ({"code": "T9-99", "formula": "表九.甲 = 1"}, "names no table of the form"),
        ({"code": "T9-99", "formula": "ABS(表四.行政复议.总计, 2) = 1"}, "ABS takes 1 arguments, not 2"),
    ],
)
def test_a_wrong_formula_breaks_the_rule_with_the_true_reason(change: dict[str, str], told: str) -> None:
    report = report_under(replace(T4_01, **change))  # type: ignore[arg-type]
    (message,) = broken(report)
    assert told in message
    assert report.coverage.not_run == ()


def test_a_new_code_needs_no_derived_form() -> None:
    new = replace(T4_01, code="T9-99", formula="ROUND(表四.行政复议.总计 / 3, 0) = 2", each="", when="")
    (finding,) = report_under(new).findings
    assert (finding.left, finding.right) == (1, 2)


_WITHOUT_THE_LIBRARY = """
import sys
sys.modules["formulas"] = None
from dataclasses import replace
from tests.relations.test_own_text import T4_01, broken, report_under
print(*broken(report_under(replace(T4_01, formula="表四.行政复议.总计 + 1 = 0"))))
print(broken(report_under(T4_01)))
"""


def test_without_the_library_a_changed_rule_is_refused() -> None:
    """In a process of its own: what was compiled before stays compiled."""
    run = subprocess.run(
        [sys.executable, "-c", _WITHOUT_THE_LIBRARY],
        env=environment(PYTHONIOENCODING="utf-8"),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    refused, unchanged = run.stdout.splitlines()
    assert "scripts/renew" in refused
    assert unchanged == "[]"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda rule: pickle.loads(pickle.dumps(rule))])  # noqa: S301
def test_a_copy_of_a_rule_is_that_rule(again: object) -> None:
    changed = replace(T3_01, formula="表三.本年新收 = 表三.结转下年", title={"zh": "别的", "en": "other"})
    assert callable(again)
    assert again(changed) == changed
    assert again(T3_01) == T3_01
