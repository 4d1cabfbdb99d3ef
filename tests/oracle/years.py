"""Rules of section 2.4: this year's report against last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.oracle.figures import Exact
from tests.oracle.forms import APPLICANTS, CASES, TOTAL, threshold
from tests.oracle.judgement import EXPLAIN, LAST, Finding, Numbers, Relation, Reports
from tests.oracle.relations import BROUGHT_IN, CARRIED_OVER, DOCUMENTS, RECEIVED

ALIKE_AT_LEAST = 8
"""Y-06 “非零格全部相同”: how many make a report is not settled by the rules; as the product has it."""

WATCHED = (
    ("行政许可", "change_decisions", ("表二.行政许可.处理决定",)),
    ("行政处罚", "change_decisions", ("表二.行政处罚.处理决定",)),
    ("行政强制", "change_decisions", ("表二.行政强制.处理决定",)),
    ("行政事业性收费", "change_fees", ("表二.行政事业性收费.金额",)),
    (RECEIVED, "change_requests", (f"表三.{RECEIVED}.{TOTAL}",)),
    ("行政复议", "change_cases", (f"表四.行政复议.{TOTAL}",)),
    ("行政诉讼", "change_cases", (f"表四.直接起诉.{TOTAL}", f"表四.复议后起诉.{TOTAL}")),
)
"""“许可、处罚、强制、收费、R1、V5、D5+P5”"""


def between() -> Iterator[Relation]:
    """The relations of two reports."""
    for column in (*APPLICANTS, TOTAL):
        yield _carried(column)
    for document in DOCUMENTS:
        yield _stock(document)
    for case in CASES:
        yield _pending(case)
    for name, key, cells in WATCHED:
        yield from _changes(name, threshold(key), cells)


def _carried(column: str) -> Relation:
    """Y-01 “结转衔接（逐列7条）：本R2=上R25”."""
    brought, over = cells = (f"表三.{BROUGHT_IN}.{column}", f"{LAST}表三.{CARRIED_OVER}.{column}")
    return Relation("Y-01", cells, lambda of: of[brought] == of[over], member=column)


def _stock(document: str) -> Relation:
    """Y-02 “v=上v+a−b”; a 2019 report has no 现行有效: “旧‘对外公开总数量’≈v但口径不同不强制”."""
    made, ended, valid = (f"表二.{document}.{column}" for column in ("制发", "废止", "有效"))
    before = LAST + valid

    def holds(of: Numbers) -> bool:
        return of[valid] == of[before] + of[made] - of[ended]

    return Relation("Y-02", (valid, before, made, ended), holds, member=document)


def _pending(case: str) -> Relation:
    """Y-03 “本V5≥上V4（D、P同）”."""
    total, pending = cells = (f"表四.{case}.{TOTAL}", f"{LAST}表四.{case}.尚未审结")
    return Relation("Y-03", cells, lambda of: of[total] >= of[pending], member=case)


def _changes(name: str, least: Exact, cells: Sequence[str]) -> Iterator[Relation]:
    """Y-04 “|Δ|/上>50%且绝对变化>阈值”; Y-05 “只看总计类数字，且变化≥10：上>0本=0或反之”.

    From or to 0 is Y-05's alone (“一处根因，一条醒目的发现”). Which numbers Y-05 looks at, and that negative ones
    are left to VA-01, is not settled by the rules; as the product has it.
    """
    before = tuple(LAST + one for one in cells)
    share, appear = threshold("change_share"), threshold("appear_least")

    def sides(of: Numbers) -> tuple[Exact, Exact]:
        return sum(of[one] for one in cells), sum(of[one] for one in before)

    def steady(of: Numbers) -> bool:
        now, then = sides(of)
        change = max(now - then, then - now)
        return min(now, then) <= 0 or change <= share * then or change <= least

    def no_leap(of: Numbers) -> bool:
        now, then = sides(of)
        return 0 not in {now, then} or max(now, then) < appear

    yield Relation("Y-04", (*cells, *before), steady, member=name)
    yield Relation("Y-05", (*cells, *before), no_leap, member=name)


def alike(reports: Reports) -> Iterator[Finding]:
    """Y-06 “全表与上年雷同：非零格全部相同”; likeness of the texts is left out."""
    if reports.last is None:
        return
    now, last = (
        {name: one.seen(name) for name in one.form.places if one.seen(name)} for one in (reports.now, reports.last)
    )
    if now == last and len(now) >= ALIKE_AT_LEAST:
        yield reports.finding("Y-06", EXPLAIN, now)
