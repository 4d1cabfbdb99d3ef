"""One seed's filing judged twice, and what the two verdicts do not share."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.oracle.filings import case
from tests.oracle.judgement import Judgement
from tests.oracle.oracle import judge
from tests.oracle.product import verdict


def difference(seed: int) -> list[str]:
    """Every line of the two verdicts that only one of them has; empty when they agree."""
    one = case(seed)
    ours, theirs = judge(one.data, one.previous), verdict(one.data, one.previous)
    return [*_lines(seed, "only oracle: ", ours - theirs), *_lines(seed, "only product:", theirs - ours)]


def _lines(seed: int, whose: str, judgement: Judgement) -> Iterator[str]:
    for code, severity, cells in sorted(judgement.findings):
        yield f"seed {seed} {whose} {code} {severity} {' '.join(cells)}"
    for code, member in sorted(judgement.undecided):
        yield f"seed {seed} {whose} {code} undecided {member}".rstrip()


def filing_text(seed: int) -> str:
    """The filing of a seed, and last year's, as JSON."""
    one = case(seed)
    return json.dumps({"data": one.data, "previous": one.previous}, ensure_ascii=False)
