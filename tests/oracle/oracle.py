"""The oracle: what the written rules say of a filing as JSON, worked out without the product.

It judges T2-01/02, T3-01 to 05, T4-01 to 03, VA-01 to 05, P-01/02, X-01 to 03 and Y-01 to 06, figures only: X-04 to
X-06 and the likeness of Y-06 compare with sentences and are left out. A quotation beside the code is the sentence of the
rules that it obeys; where they say nothing the comment says “not settled by the rules; as the product has it”.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.oracle.figures import Figures
from tests.oracle.judgement import Judgement, Reports, judged
from tests.oracle.periods import of_periods
from tests.oracle.relations import across, within
from tests.oracle.values import of_cells
from tests.oracle.years import alike, between

CODES = frozenset(
    f"{family}-0{number}"
    for family, numbers in {
        "T2": "12",
        "T3": "12345",
        "T4": "123",
        "VA": "12345",
        "P": "12",
        "X": "123",
        "Y": "123456",
    }.items()
    for number in numbers
)
"""The rules that the oracle judges. None of them looks at the day of the check."""


def judge(data: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> Judgement:
    """What the rules say of a filing, given the earlier report that is at hand."""
    now = Figures(data)
    reports = Reports(now, Figures(previous) if previous and _year_before(data, previous) else None)
    findings = [*of_cells(reports, data.get("organ_type", "")), *of_periods(data, now.form), *alike(reports)]
    relations = [*within(now.form), *(between() if reports.last else ()), *(across() if reports.last else ())]
    return Judgement(frozenset(findings)) | judged(relations, reports)


def _year_before(data: Mapping[str, Any], previous: Mapping[str, Any]) -> bool:
    """“上=上一年度”: the report of the same body for the year before."""
    return bool(previous["organ"] == data["organ"] and previous["year"] == data["year"] - 1)
