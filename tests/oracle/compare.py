"""One seed's filing judged twice, and what the two verdicts do not share."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.oracle.filings import case
from tests.oracle.oracle import judge
from tests.oracle.product import verdict


def difference(seed: int) -> list[str]:
    """Every line of the two verdicts that only one of them has; empty when they agree."""
    one = case(seed)
    ours, theirs = judge(one.data, one.previous), verdict(one.data, one.previous)
    return [
        *_lines(seed, "only oracle: ", ours.findings - theirs.findings, ours.undecided - theirs.undecided),
        *_lines(seed, "only product:", theirs.findings - ours.findings, theirs.undecided - ours.undecided),
    ]


def _lines(
    seed: int, whose: str, findings: frozenset[tuple[str, str, tuple[str, ...]]], undecided: frozenset[tuple[str, str]]
) -> Iterator[str]:
    for code, severity, cells in sorted(findings):
        yield f"seed {seed} {whose} {code} {severity} {' '.join(cells)}"
    for code, member in sorted(undecided):
        yield f"seed {seed} {whose} {code} undecided {member}".rstrip()


def filing_text(seed: int) -> str:
    """The filing of a seed, and last year's, as JSON."""
    one = case(seed)
    return json.dumps({"data": one.data, "previous": one.previous}, ensure_ascii=False)
