"""The catalogue itself: its relations can all hold, none repeats or contradicts another, what is implied is known."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulework import ruleset
from rulework.feasible import Clause, Row, Undecidable, extreme, possible, row
from rulework.ruleset import RuleSet, Statement, kinds_of, last_year, statements
from tests.shipped import defaults, load_form, load_rules, relations_of
from validator.model.filing import LAST_YEAR
from validator.model.form import Edition, Form, NumberKind
from validator.model.rule import Rule, Severity
from validator.relations import compiling
from validator.relations.formula import instances
from validator.relations.linear import Comparison, Term

MIXED: Edition = {"表二": "2021", "表三": "2019", "表四": "2021"}
YEARS: list[tuple[Edition, Edition]] = [("2021", "2021"), ("2021", "2019"), ("2019", "2019"), (MIXED, MIXED)]
"""The edition of a report and that of the year before."""

FORMULA_RULES = tuple(rule for rule in load_rules() if rule.formula)
MUSTS = tuple(rule for rule in FORMULA_RULES if rule.severity is Severity.MUST)
OTHERS = tuple(rule for rule in FORMULA_RULES if rule.severity is not Severity.MUST)


@dataclass(frozen=True, slots=True)
class Known:
    """A statement that follows from others, and why the catalogue has it all the same.

    A word of `sources` is a rule and a member, or a rule and a group of 表三, which stands for its members.
    """

    name: str
    sources: tuple[str, ...]
    why: str


KNOWN = (
    Known(
        "T3-01 总计",
        ("T3-01 申请人分项", "T3-03 本年新收", "T3-03 上年结转", "T3-03 办理结果总计", "T3-03 结转下年"),
        "the form's note is about each column, and it decides also where the six columns are blank",
    ),
    Known(
        "T3-02 总计",
        ("T3-02 申请人分项", "T3-03 办理结果分项", "T3-03 办理结果总计"),
        "the form sums each column, and it decides also where the six columns are blank",
    ),
    Known(
        "Y-01 总计",
        ("Y-01 申请人分项", "T3-03 上年结转", "上.T3-03 结转下年"),
        "what was carried over is stated in total even where the six columns are blank",
    ),
    Known("T2-01 规章", ("Y-02 规章",), "without last year's report this is all there is"),
    Known("T2-01 行政规范性文件", ("Y-02 行政规范性文件",), "without last year's report this is all there is"),
)


def made(formula: str, when: str = "", *, code: str = "T9-01") -> tuple[Statement, ...]:
    """The statements of a rule that the catalogue does not have, on the form of 2021."""
    rule = Rule(code, {}, Severity.MUST, "", "", {}, formula=formula, when=when)
    return statements(code, (compiling.relation_of(one) for one in instances(rule, load_form())), defaults())


def stated(rules: Iterable[Rule], form: Form, previous: Form) -> tuple[Statement, ...]:
    """Every instance of the rules that these editions have."""
    return tuple(
        one
        for rule in rules
        for one in statements(rule.code, relations_of(rule.code, form, previous) or (), defaults())
    )


def musts(form: Form, previous: Form) -> RuleSet:
    """What must hold of a report, and of the report of the year before."""
    before = tuple(last_year(one) for one in stated(MUSTS, previous, previous))
    return RuleSet((*before, *stated(MUSTS, form, previous)), kinds_of(form, previous))


def everything(form: Form, previous: Form) -> RuleSet:
    """The whole catalogue: what must hold, then what has to be explained or is only told."""
    rules = musts(form, previous)
    return replace(rules, statements=(*rules.statements, *stated(OTHERS, form, previous)))


def added(*more: Statement) -> RuleSet:
    """What must hold of a report of 2021, and more."""
    rules = RuleSet(stated(MUSTS, load_form(), load_form()), kinds_of(load_form()))
    return replace(rules, statements=(*rules.statements, *more))


@pytest.fixture(params=YEARS, ids=["2021", "2021 after 2019", "2019", "mixed"])
def forms(request: pytest.FixtureRequest) -> tuple[Form, Form]:
    edition, previous = request.param
    return load_form(edition), load_form(previous)


@pytest.mark.parametrize(("edition", "rows"), [("2021", 25), ("2019", 23), (MIXED, 23)], ids=["2021", "2019", "mixed"])
def test_every_relation_that_must_hold_is_looked_at(edition: Edition, rows: int) -> None:
    codes = [one.name.partition(" ")[0] for one in stated(MUSTS, load_form(edition), load_form(edition))]
    assert Counter(codes) == {"T3-01": 7, "T3-02": 7, "T3-03": rows, "T4-01": 1, "T4-02": 1, "T4-03": 1}


def test_every_formula_rule_is_looked_at() -> None:
    names = {name.partition(" ")[0] for name in everything(load_form(), load_form()).names}
    assert {rule.code for rule in FORMULA_RULES} <= names


def test_what_must_hold_can_hold_and_forces_no_figure(forms: tuple[Form, Form]) -> None:
    rules = musts(*forms)
    assert not ruleset.infeasible(rules)
    assert ruleset.fixed(replace(rules, statements=stated(MUSTS, *forms))) == {}


def test_the_whole_catalogue_can_hold_at_once(forms: tuple[Form, Form]) -> None:
    rules = everything(*forms)
    contradicted = {one.name: ruleset.contradicted_by(rules, one.name) for one in stated(OTHERS, *forms)}
    assert {name: by for name, by in contradicted.items() if by} == {}
    assert not ruleset.infeasible(rules)


def test_no_two_relations_say_the_same(forms: tuple[Form, Form]) -> None:
    assert ruleset.duplicates(everything(*forms)) == ()


def test_what_has_to_be_explained_can_fail_while_all_that_must_hold_holds(forms: tuple[Form, Form]) -> None:
    rules = musts(*forms)
    idle = [
        one.name
        for one in stated(OTHERS, *forms)
        if ruleset.implied(replace(rules, statements=(*rules.statements, one)), one.name)
    ]
    assert idle == []


def test_every_guard_can_be_met(forms: tuple[Form, Form]) -> None:
    rules = everything(*forms)
    assert [name for name in rules.names if ruleset.never_applies(rules, name)] == []


def test_exactly_the_known_relations_follow_from_the_others(forms: tuple[Form, Form]) -> None:
    rules = everything(*forms)
    known = [one.name for one in KNOWN if set(_sources(one, forms[0])) | {one.name} <= set(rules.names)]
    last = sorted(rules.statements, key=lambda one: one.name in known)
    kept = ruleset.without_redundant(replace(rules, statements=tuple(last)))
    dropped = {name for name in rules.names if name not in kept and not name.startswith(LAST_YEAR)}
    assert dropped == set(known)


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.name)
def test_a_known_relation_follows_from_these_and_from_no_fewer(one: Known) -> None:
    rules = everything(load_form(), load_form())
    sources = _sources(one, load_form())
    few = replace(rules, statements=tuple(rules[name] for name in (*sources, one.name)))
    assert ruleset.implied_by(few, one.name) == (sources,)


def test_each_relation_of_table_3_follows_from_the_rest() -> None:
    """Two of them can go, and it could be any: the sums of sums close two circles."""
    rules = added()
    assert set(ruleset.redundant(rules)) == {name for name in rules.names if name.startswith("T3")}
    circles = [set(_sources(one, load_form())) for one in KNOWN[:2]]
    found = [set(one) for one in ruleset.implied_by(rules, "T3-01 总计")]
    assert sorted(found, key=len) == [circles[0], (circles[0] ^ circles[1]) | {"T3-02 总计"}]


def _sources(one: Known, form: Form) -> tuple[str, ...]:
    groups: Mapping[str, tuple[str, ...]] = form.tables["表三"].groups
    named = (source.partition(" ") for source in one.sources)
    return tuple(f"{code} {member}" for code, _, word in named for member in groups.get(word, (word,)))


# A catalogue with one bad rule more: it is found, and so is what it quarrels with.


def test_a_contradictory_rule_is_found() -> None:
    rules = added(*made("表四.行政复议.总计 < 表四.行政复议.结果维持"))
    assert ruleset.infeasible(rules)
    assert ruleset.contradicted_by(rules, "T9-01") == (("T4-01",),)
    assert ruleset.ways_out(rules) == (("T4-01",), ("T9-01",))
    assert ruleset.ways_out(rules, keep=["T4-01"]) == (("T9-01",),)


def test_a_rule_that_quarrels_with_several_together_is_found() -> None:
    carried = "表三.结转下年.总计 > 表三.本年新收.总计 + 表三.上年结转.总计"
    rules = added(*made(carried))
    assert ("T3-01 总计",) in ruleset.contradicted_by(rules, "T9-01")
    without = replace(rules, statements=tuple(one for one in rules.statements if one.name != "T3-01 总计"))
    by = ruleset.contradicted_by(without, "T9-01")
    columns = load_form().tables["表三"].groups["申请人分项"]
    assert {f"T3-01 {column}" for column in columns} | {"T3-03 结转下年"} <= set(by[0])


def test_a_rule_that_contradicts_itself_is_found() -> None:
    odd = made("2 * 表四.行政复议.总计 - 2 * 表四.直接起诉.总计 = 1")
    assert ruleset.contradicted_by(added(*odd), "T9-01") == ((),)


def test_an_implied_rule_is_found() -> None:
    rules = added(*made("表四.行政复议.总计 >= 表四.行政复议.结果维持 + 表四.行政复议.结果纠正"))
    assert ruleset.implied_by(rules, "T9-01") == (("T4-01",),)
    assert ruleset.implied_by(rules, "T4-01") == ()
    assert "T9-01" in ruleset.redundant(rules)


def test_a_rule_that_says_nothing_is_implied_by_nothing_at_all() -> None:
    assert ruleset.implied_by(added(*made("表四.行政复议.总计 >= 0")), "T9-01") == ((),)


def test_a_duplicate_is_found_in_any_shape() -> None:
    turned = made("2 * SUM(表四.行政复议.结果分项) - 2 * 表四.行政复议.总计 = 0")
    rules = added(*turned)
    assert ruleset.duplicates(rules) == (("T4-01", "T9-01"),)
    assert "T9-01" not in ruleset.without_redundant(rules)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("表四.行政复议.总计 > 3", "表四.行政复议.总计 >= 4"),
        ("2 * 表四.行政复议.总计 <= 7", "表四.行政复议.总计 < 4"),
        ("0.3 * 表四.行政复议.总计 <= 表四.直接起诉.总计", "10 * 表四.直接起诉.总计 >= 3 * 表四.行政复议.总计"),
    ],
)
def test_what_is_the_same_for_whole_numbers_is_a_duplicate(one: str, other: str) -> None:
    assert ruleset.duplicates(added(*made(one), *made(other, code="T9-02"))) == (("T9-01", "T9-02"),)


def test_a_guard_keeps_two_rules_apart() -> None:
    guarded = made("表四.行政复议.总计 = SUM(表四.行政复议.结果分项)", when="表四.行政复议.总计 > 3")
    rules = added(*guarded)
    assert ruleset.duplicates(rules) == ()
    assert ruleset.implied_by(rules, "T9-01") == (("T4-01",),)
    assert ruleset.implied_by(rules, "T4-01") == ()
    assert ruleset.implied_by(added(*made("表四.行政复议.总计 > 2", when="表四.行政复议.总计 > 3")), "T9-01") == ((),)


def test_a_rule_that_leaves_no_choice_is_found() -> None:
    rules = added(*made("表四.行政复议.总计 <= 0"))
    assert ruleset.fixed(rules) == {
        f"表四.行政复议.{result}": 0 for result in ("总计", "结果维持", "结果纠正", "其他结果", "尚未审结")
    }


def test_a_guard_that_nothing_meets_is_found() -> None:
    rules = added(*made("表四.行政复议.总计 = 0", when="表三.结转下年.自然人 > 表三.结转下年.总计"))
    assert ruleset.never_applies(rules, "T9-01")
    assert not ruleset.never_applies(rules, "T4-01")


def test_thresholds_enter_with_their_values() -> None:
    share = "表三.其他处理_其他.总计 {} 阈值.其他占比 * 表三.办理结果总计.总计"
    rules = added(*made(share.format("<=")), *made(share.format(">"), code="T9-02"))
    assert ruleset.contradicted_by(rules, "T9-02") == (("T9-01",),)
    (one,) = made(share.format("<="))
    assert dict(one.says.coefficients)["表三.办理结果总计.总计"] == Fraction(-3, 10)


# What the answers rest on: whole numbers exactly, amounts to one fen, "if … then …" by its cases.


def said(left: str, sign: str, right: float, name: str = "") -> Statement:
    """``x - y``, ``x`` or the like against a number."""
    terms = [Term(word.lstrip("-"), -1 if word.startswith("-") else 1) for word in left.split()]
    return Statement(name or f"{left} {sign} {right}", row(Comparison(tuple(terms), sign, (Term("", right),))))


@pytest.mark.parametrize(
    ("kind", "wanted"), [(NumberKind.COUNT, True), (NumberKind.SIGNED, True), (NumberKind.AMOUNT, False), (None, False)]
)
def test_between_0_and_1_there_is_no_whole_number(kind: NumberKind | None, *, wanted: bool) -> None:
    rules = RuleSet((said("x", ">", 0), said("x", "<", 1)), {"x": kind} if kind else {})
    assert ruleset.infeasible(rules) == wanted


@pytest.mark.parametrize(
    ("kind", "wanted"), [(NumberKind.COUNT, True), (NumberKind.AMOUNT, True), (NumberKind.SIGNED, False), (None, False)]
)
def test_counts_and_amounts_are_not_negative(kind: NumberKind | None, *, wanted: bool) -> None:
    assert ruleset.infeasible(RuleSet((said("x", "<", 0),), {"x": kind} if kind else {})) == wanted


@pytest.mark.parametrize(("gap", "wanted"), [(0.0, True), (0.0000005, True), (0.000002, False)])
def test_amounts_that_a_check_takes_for_equal_leave_no_room(gap: float, *, wanted: bool) -> None:
    rules = RuleSet((said("x", ">", 5), said("x", "<=", 5 + gap)), {"x": NumberKind.AMOUNT})
    assert ruleset.infeasible(rules) == wanted


def test_unequal_is_less_or_more() -> None:
    rules = RuleSet((said("x", "<>", 0), said("x", "<=", 2), said("x", "<>", 2)), {"x": NumberKind.COUNT})
    assert ruleset.fixed(rules) == {"x": 1}
    assert ruleset.implied_by(RuleSet((*rules.statements, said("x", "=", 1, "one")), rules.kinds), "one") == (
        ("x <> 0", "x <= 2", "x <> 2"),
    )


def test_bounds_follow_the_cases_of_a_guard() -> None:
    guarded = replace(said("y", "<=", 5), guard=said("x", ">=", 3).says)
    limits = ruleset.bounds(RuleSet((guarded, said("x", "<=", 9), said("x", ">=", 1)), {"x": NumberKind.COUNT}))
    assert limits == {"x": (1, 9), "y": (None, None)}
    limits = ruleset.bounds(RuleSet((guarded, said("x", ">=", 3)), {"x": NumberKind.COUNT, "y": NumberKind.COUNT}))
    assert limits == {"x": (3, None), "y": (0, 5)}
    limits = ruleset.bounds(RuleSet((guarded, said("y", ">", 7)), {"x": NumberKind.COUNT}))
    assert limits == {"x": (0, 2), "y": (7, None)}


def test_a_case_that_no_figures_meet_sets_no_bound() -> None:
    """x > 5 would have to hold where z is at most 0, and x = 5 is as far as it gets."""
    guarded = replace(said("x", ">", 5), guard=said("z", "<=", 0).says)
    rules = RuleSet((said("x", "<=", 5), said("z", ">=", -3), guarded))
    assert ruleset.bounds(rules) == {"x": (None, 5), "z": (0, None)}


def test_a_case_without_whole_numbers_sets_no_bound() -> None:
    """2x = 3y takes x = 3, y = 2 at least, which is too much where z is above 5."""
    guarded = replace(said("x y y y", "<=", 4), guard=said("z", ">", 5).says)
    rules = RuleSet(
        (said("x y", ">=", 2), said("x x -y -y -y", "=", 0), guarded), dict.fromkeys("xyz", NumberKind.SIGNED)
    )
    assert ruleset.bounds(rules) == {"x": (3, None), "y": (2, None), "z": (None, 5)}


def test_bounds_of_what_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="no figures"):
        ruleset.bounds(RuleSet((said("x", ">", 1), said("x", "<", 0))))


def test_blame_falls_on_all_smallest_sets_and_on_no_bystander() -> None:
    rules = RuleSet((*(said("x", ">=", n, f"r{n}") for n in range(3)), said("y", "=", 1, "by")))
    assert set(ruleset.implied_by(rules, "r0")) == {("r1",), ("r2",)}
    quarrel = RuleSet((said("x", "<", 0, "a"), said("x", ">", 1, "b"), said("y", ">", 0, "c")))
    assert ruleset.contradicted_by(quarrel, "a") == (("b",),)
    assert ruleset.contradicted_by(quarrel, "c") == ()


def test_an_answer_that_exact_arithmetic_refutes_is_no_answer() -> None:
    """Solutions exist, but their products have more digits than a float."""
    far = Row((("x", Fraction(1_000_000_007)), ("y", Fraction(-998_244_353))), "=", Fraction(1))
    with pytest.raises(Undecidable):
        possible([(far,)], {"x": NumberKind.COUNT, "y": NumberKind.COUNT})


_ROWS = st.builds(
    lambda a, b, sign, bound: Row(
        tuple((n, Fraction(v)) for n, v in (("x", a), ("y", b)) if v), sign, Fraction(bound, 2)
    ),
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.sampled_from(["=", "<=", "<"]),
    st.integers(-9, 9),
)


@given(st.lists(st.lists(_ROWS, min_size=1, max_size=3).map(tuple), max_size=4))
def test_the_search_agrees_with_trying_every_figure(clauses: list[Clause]) -> None:
    box = [(Row(((name, Fraction(1)),), "<=", Fraction(4)),) for name in "xy"]
    kinds = dict.fromkeys("xy", NumberKind.COUNT)
    meant = [
        {"x": x, "y": y}
        for x, y in itertools.product(range(5), repeat=2)
        if all(any(_true(one, {"x": x, "y": y}) for one in clause) for clause in clauses)
    ]
    assert possible([*box, *clauses], kinds) == bool(meant)
    for name in "xy" if meant else "":
        values = [point[name] for point in meant]
        assert extreme([*box, *clauses], kinds, (name, 1)) == min(values)
        assert extreme([*box, *clauses], kinds, (name, -1)) == max(values)


def _true(one: Row, point: Mapping[str, int]) -> bool:
    left = sum((value * point[name] for name, value in one.coefficients), Fraction(0))
    return {"=": left == one.bound, "<=": left <= one.bound, "<": left < one.bound}[one.sign]
