"""Rules of sections 2.2 and 2.3: relations within a table and across tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.oracle.figures import Exact
from tests.oracle.forms import APPLICANTS, CASES, HANDLED, RESULTS, TOTAL, Form, threshold
from tests.oracle.judgement import LAST, MUST, Numbers, Relation

DOCUMENTS = ("规章", "行政规范性文件")
RECEIVED, BROUGHT_IN, CARRIED_OVER = "本年新收", "上年结转", "结转下年"


def within(form: Form) -> Iterator[Relation]:
    """The relations of one report."""
    for column in (*APPLICANTS, TOTAL):
        yield _received_is_handled(column)
        yield _handled_is_its_outcomes(form, column)
    for row in form.rows("表三"):
        yield _total("T3-03", f"表三.{row}", APPLICANTS, row)
    for number, case in enumerate(CASES, 1):
        yield _total(f"T4-0{number}", f"表四.{case}", RESULTS, case)
    for document in DOCUMENTS:
        yield from _stock(document)
    yield _other_share()
    yield _carried_share()


def _received_is_handled(column: str) -> Relation:
    """T3-01 “收办平衡（逐列7条）：R1+R2=R24+R25”."""
    cells = tuple(f"表三.{row}.{column}" for row in (RECEIVED, BROUGHT_IN, HANDLED, CARRIED_OVER))

    def holds(of: Numbers) -> bool:
        new, brought, handled, over = (of[name] for name in cells)
        return new + brought == handled + over

    return Relation("T3-01", cells, holds, MUST, column)


def _handled_is_its_outcomes(form: Form, column: str) -> Relation:
    """T3-02 “办理结果合计（逐列7条）：R24=R3+R4+ΣR5..R23”."""
    outcomes = [row for row in form.rows("表三") if row not in {RECEIVED, BROUGHT_IN, HANDLED, CARRIED_OVER}]
    total = f"表三.{HANDLED}.{column}"
    return _sum("T3-02", total, [f"表三.{row}.{column}" for row in outcomes], column)


def _total(code: str, row: str, columns: Sequence[str], member: str) -> Relation:
    """T3-03 “G=A+B+C+D+E+F（逐行25条）”; T4-01/02/03 “V5=V1+V2+V3+V4（D、P同）”."""
    return _sum(code, f"{row}.{TOTAL}", [f"{row}.{column}" for column in columns], member)


def _sum(code: str, total: str, parts: Sequence[str], member: str) -> Relation:
    return Relation(code, (total, *parts), lambda of: of[total] == sum(of[one] for one in parts), MUST, member)


def _stock(document: str) -> Iterator[Relation]:
    """T2-01 “v−a+b ≥0”; T2-02 “a>v（除非当年制发当年废止）”, and its page: “推算存量为负的由 T2-01 管，不重复。”"""
    made, ended, valid = cells = tuple(f"表二.{document}.{column}" for column in ("制发", "废止", "有效"))

    def not_negative(of: Numbers) -> bool:
        return of[valid] - of[made] + of[ended] >= 0

    def not_more_than_valid(of: Numbers) -> bool:
        return of[made] <= of[valid] or not not_negative(of)

    yield Relation("T2-01", cells, not_negative, member=document)
    yield Relation("T2-02", cells, not_more_than_valid, member=document)


def _other_share() -> Relation:
    """T3-04 “R24≥20 且 R23/R24>30%”; R23 is a row of the 2021 edition only."""
    other, handled = cells = (f"表三.其他处理_其他.{TOTAL}", f"表三.{HANDLED}.{TOTAL}")
    most, least = threshold("other_share"), threshold("other_least")
    return Relation("T3-04", cells, lambda of: of[handled] < least or of[other] <= most * of[handled])


def _carried_share() -> Relation:
    """T3-05 “R1+R2≥20 且 R25/(R1+R2)>25%”."""
    new, brought, over = cells = tuple(f"表三.{row}.{TOTAL}" for row in (RECEIVED, BROUGHT_IN, CARRIED_OVER))
    most, least = threshold("carried_share"), threshold("carried_least")

    def holds(of: Numbers) -> bool:
        received = of[new] + of[brought]
        return received < least or of[over] <= most * received

    return Relation("T3-05", cells, holds)


def across() -> Iterator[Relation]:
    """X-01 to X-03, which look at last year's report; X-04 to X-06 compare with sentences and are left out.

    “表四总计本身已错时用分项和”: the parts give the number, right total or wrong. X-01 names the totals; that it too
    takes the parts is not settled by the rules; as the product has it.
    """
    appeals, suits, later_suits = (_results(case) for case in CASES)
    handled, handled_before = f"表三.{HANDLED}.{TOTAL}", f"{LAST}表三.{HANDLED}.{TOTAL}"
    requests = (f"表三.{RECEIVED}.{TOTAL}", f"表三.{BROUGHT_IN}.{TOTAL}", handled_before)
    cases = (*appeals, *suits, *later_suits)
    answers = (handled, handled_before)
    all_appeals = (*appeals, *(LAST + one for one in appeals))
    # “R1+R2+上R24=0 且 V5+D5+P5>0”
    yield Relation("X-01", (*cases, *requests), lambda of: _sums(of, requests) != 0 or _sums(of, cases) <= 0)
    # “V5+D5 > R24+上R24”
    yield _at_most("X-02", (*appeals, *suits), answers)
    # “P5 > V5+上V5”
    yield _at_most("X-03", later_suits, all_appeals)


def _results(case: str) -> tuple[str, ...]:
    return tuple(f"表四.{case}.{result}" for result in RESULTS)


def _at_most(code: str, few: tuple[str, ...], many: tuple[str, ...]) -> Relation:
    return Relation(code, (*few, *many), lambda of: _sums(of, few) <= _sums(of, many))


def _sums(of: Numbers, names: Sequence[str]) -> Exact:
    return sum(of[name] for name in names)
