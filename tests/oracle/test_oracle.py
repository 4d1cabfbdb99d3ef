"""Filings judged by the product and by the oracle: the same findings, and the same relations undecided.

A slice of what `tests.oracle.run` goes through.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.oracle.compare import difference, filing_text
from tests.oracle.filings import case
from tests.oracle.judgement import MUST
from tests.oracle.oracle import CODES, judge

EXAMPLES = Path(__file__).parents[2] / "examples" / "data"
CHUNK, CHUNKS = 150, 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_product_says_what_the_rules_say(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        lines = difference(seed)
        assert not lines, "\n".join((*lines, filing_text(seed)))


def test_the_filings_break_every_rule_that_the_oracle_judges() -> None:
    cases = map(case, range(600))
    assert {code for one in cases for code, _, _ in judge(one.data, one.previous).findings} == CODES


def test_the_oracle_finds_the_one_wrong_cell_of_a_published_report() -> None:
    # “种子报告（渑池县2023）的强制发现恰好两条：P-03（第六部分写2022年）、VA-03（办理结果总计.自然人空白，应为52）”
    found = judge(json.loads((EXAMPLES / "渑池县2023.json").read_text(encoding="utf-8"))).findings
    assert [one for one in found if one[1] == MUST] == [("VA-03", MUST, ("三、依申请公开!D31",))]
