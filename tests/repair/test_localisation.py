"""Error localisation on its own: published cases, and every answer held against brute force and against HiGHS."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.repair import BadRule, Localisation, localise
from validator.repair.constraints import Constraint, constraints
from validator.repair.localisation import _by_program, _exactly

Record = Mapping[str, int | float | None]


def _cases(shared: Path, file: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = json.loads((shared / "data" / "external" / file).read_text("utf-8"))["cases"]
    return found


def _weights(case: Mapping[str, Any]) -> dict[str, float]:
    return {**case.get("weight", {}), **dict.fromkeys(case.get("fixed", ()), math.inf)}


def _sets(found: Localisation) -> set[frozenset[str]]:
    return set(found.minimal_sets)


# The cases of errorlocate (Fellegi and Holt).

NOT_LINEAR = {"if-then-numeric", "if-married-weighted"}
"""Conditions and words are no sums of numbers: the rule is refused, naming it."""


def test_published_cases_of_error_localisation(shared: Path) -> None:
    seen = 0
    for case in _cases(shared, "error_localisation.json"):
        if case["id"] in NOT_LINEAR:
            with pytest.raises(BadRule, match=r"if \(|married in"):
                localise(case["rules"], case["record"])
        elif "raises" in case["expect"]:
            with pytest.raises(ValueError, match="names x, which the record lacks"):
                localise(case["rules"], case["record"])
        else:
            found = localise(case["rules"], case["record"], _weights(case))
            assert _sets(found) == {frozenset(one) for one in case["all_minimal_solutions"]}, case["id"]
            assert found.complete, case["id"]
            assert found.weight == case["minimal_weight"], case["id"]
        seen += 1
    assert seen == 16


# The cases of deducorrect: typing errors that balance edits give away.

TIES = {
    # Every cell of the one equation mends it alone: the source takes none, for none is a typing error of the other.
    "fixate-x2": {frozenset({"x1"}), frozenset({"x3"})},
    "missing-term": {frozenset({one}) for one in ("x1", "x2", "x3", "x5", "x6")},
    # Here the source gives up since no single typing error does; two cells changed do (9 * 0 = 0).
    "not-correctable-1": {frozenset({"x1", "x2"})},
    # x1 = 1 mends it, which is no typing error of 10; the source looks for nothing else.
    "inequality-blocks-1": {frozenset({"x1"})},
    # The source corrects what is certain and leaves x8 = 0; that cell is wrong as well, and then all is told.
    "scholtus-4.4": {frozenset({"x4", "x8", "x9"})},
}


def test_published_cases_of_typing_errors(shared: Path) -> None:
    cases = {case["id"]: case for case in _cases(shared, "typing_errors.json")}
    for name, case in cases.items():
        found = localise(case["rules"], case["record"], _weights(case))
        changes = case["expect"].get("changes", {})
        assert _sets(found) == TIES.get(name, {frozenset(changes)}), name
        if name not in TIES:
            assert found.suggested == changes, name
    assert len(cases) == 7
    safe = localise(cases["scholtus-4.4"]["rules"], cases["scholtus-4.4"]["record"]).suggested
    assert safe["x4"] == cases["scholtus-4.4"]["expect"]["safe_changes"]["x4"]


def test_published_cases_of_deductive_imputation(shared: Path) -> None:
    cases = _cases(shared, "deductive_imputation.json")
    for case in cases:
        found = localise(case["rules"], case["record"])
        expected = {name: value for name, value in case["expect"].items() if case["record"][name] is None}
        assert {name: found.suggested.get(name) for name in expected} == expected, case["id"]
        assert set(found.suggested) <= set(expected), case["id"]
    assert len(cases) == 7


# Against brute force and HiGHS.

_HIGHEST = 30
"""No vertex of systems as small as these lies higher: three rows of 0, 1 and -1 over values up to 4."""


@st.composite
def _systems(draw: st.DrawFn) -> tuple[list[str], dict[str, int | None], dict[str, float]]:
    """Equations that some small record solves, the record with some cells changed or unknown, and weights."""
    names = [f"x{number}" for number in range(draw(st.integers(2, 5)))]
    truth = {name: draw(st.integers(0, 4)) for name in names}
    rules = [f"{name} >= 0" for name in names]
    for _ in range(draw(st.integers(1, 3))):
        factors = {name: draw(st.sampled_from((-1, 0, 1))) for name in names}
        terms = " + ".join(f"{factor}*{name}" for name, factor in factors.items()).replace("+ -", "- ")
        rules.append(
            f"{terms} = {sum(factor * truth[name] for name, factor in factors.items())}".replace("= -", "= 0 -")
        )
    record: dict[str, int | None] = dict(truth)
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        record[name] = draw(st.one_of(st.none(), st.integers(-2, 6)))
    weights = {name: draw(st.sampled_from((1.0, 1.0, 2.0, math.inf))) for name in names}
    return rules, record, weights


def _brute(rules: Sequence[Constraint], record: Record, weights: Mapping[str, float]) -> set[frozenset[str]]:
    """Every least set, by trying all values in all sets of cells."""
    unknown = [name for name, value in record.items() if value is None]
    movable = [name for name in record if name not in unknown and weights[name] < math.inf]
    sets = [frozenset(one) for size in range(4) for one in itertools.combinations(movable, size)]
    found: set[frozenset[str]] = set()
    least = math.inf
    for cells in sorted(sets, key=lambda one: sum(weights[name] for name in one)):
        weight = sum(weights[name] for name in cells)
        if weight > least:
            break
        if not any(one < cells for one in found) and _can_hold(rules, record, [*cells, *unknown]):
            found.add(cells)
            least = weight
    return found


def _can_hold(rules: Sequence[Constraint], record: Record, free: Sequence[str]) -> bool:
    for values in itertools.product(range(_HIGHEST), repeat=len(free)):
        now = {**record, **dict(zip(free, values, strict=True))}
        if all(_holds(rule, now) for rule in rules):
            return True
    return False


def _holds(rule: Constraint, record: Record) -> bool:
    left = sum(factor * int(record[name] or 0) for name, factor in rule.coefficients.items())
    return left == rule.constant if rule.operator == "=" else left >= rule.constant


@given(_systems())
@settings(max_examples=60, deadline=None)
def test_the_sets_are_those_of_brute_force(system: tuple[list[str], dict[str, int | None], dict[str, float]]) -> None:
    rules, record, weights = system
    if sum(value is None for value in record.values()) > 1:
        record = {name: 0 if value is None else value for name, value in record.items()}
    expected = _brute(constraints(rules), record, weights)
    if any(len(one) + (None in record.values()) > 3 for one in expected) or not expected:
        return  # brute force takes too long for more
    found = localise(rules, record, weights)
    assert found.complete
    assert _sets(found) == expected
    for repair in found.repairs:
        if None not in repair.values():
            assert all(_holds(rule, {**record, **repair}) for rule in constraints(rules))


@pytest.mark.parametrize("seed", range(60))
def test_the_exact_search_agrees_with_highs(seed: int) -> None:
    """Larger systems, more unknown cells, coefficients of 2: sets, weight and what is suggested."""
    draw = random.Random(seed)  # noqa: S311  a seeded system
    names = [f"x{number}" for number in range(draw.randint(3, 8))]
    truth = {name: draw.randint(0, 9) for name in names}
    rules = [f"{name} >= 0" for name in names if draw.random() < 0.8]
    for _ in range(draw.randint(1, 4)):
        factors = {name: draw.choice((-1, 0, 0, 1, 2)) for name in names}
        left = " + ".join(f"{factor}*{name}" for name, factor in factors.items()).replace("+ -", "- ")
        constant = sum(factor * truth[name] for name, factor in factors.items())
        rules.append(f"{left} = 0 {'-' if constant < 0 else '+'} {abs(constant)}")
    record: dict[str, int | float | None] = dict(truth)
    for _ in range(draw.randint(0, 3)):
        record[draw.choice(names)] = draw.randint(-3, 12)
    record |= {name: None for name in names if draw.random() < 0.12}
    weights = {name: draw.choice((1.0, 1.0, 1.0, 2.0, 3.0)) for name in names}
    exact, _ = _exactly(constraints(rules), record, weights, 100_000, integer=True)
    program = _by_program(constraints(rules), record, weights, 100_000, None, integer=True)
    assert exact is not None
    if exact.complete:
        assert _sets(exact) == _sets(program)
        assert len(exact.minimal_sets) == len(_sets(exact))
        assert exact.suggested == program.suggested
        assert math.isclose(exact.weight, program.weight, abs_tol=1e-6)


def test_the_order_of_rules_and_cells_does_not_matter() -> None:
    rules = ["a + b + c = t", "d + e + f = u", "a + d = p", "b + e = q", "c + f = r", "t + u = s", "p + q + r = s"]
    values = (1, 20, 3, 4, 5, 6, 42, 60, 5, 70, 9, 84)
    record: dict[str, int | float | None] = dict(zip("abcdeftupqrs", values, strict=True))
    expected = localise(rules, record)
    assert (_sets(expected), expected.complete) == ({frozenset({"e", "t"})}, True)
    draw = random.Random(0)  # noqa: S311  shuffles
    for _ in range(20):
        names = list(record)
        draw.shuffle(names)
        draw.shuffle(rules)
        again = localise(rules, {name: record[name] for name in names})
        assert (_sets(again), again.weight, again.suggested) == (_sets(expected), expected.weight, expected.suggested)


# What the answer says.


def test_when_all_holds_one_empty_set_is_told() -> None:
    found = localise(["a + b = c"], {"a": 1, "b": 2, "c": 3})
    assert (found.minimal_sets, found.weight, found.certain, found.suggested, found.complete) == (
        (frozenset(),), 0, frozenset(), {}, True,
    )  # fmt: skip


def test_what_nothing_can_mend_has_no_set() -> None:
    found = localise(["a = 1", "a = 2"], {"a": 1})
    assert (found.minimal_sets, found.weight, found.complete) == ((), math.inf, True)


def test_a_fixed_cell_is_in_no_set() -> None:
    found = localise(["a + b = c"], {"a": 1, "b": 2, "c": 9}, {"a": math.inf, "c": math.inf})
    assert (_sets(found), found.suggested) == ({frozenset({"b"})}, {"b": 8})


def test_a_search_that_gave_up_says_so() -> None:
    names = [f"{row}{column}" for row in "abcdefgh" for column in range(8)]
    rules = [f"{' + '.join(f'{row}{column}' for column in range(8))} = 80" for row in "abcdefgh"]
    rules += [f"{' + '.join(f'{row}{column}' for row in 'abcdefgh')} = 80" for column in range(8)]
    rules += [f"{name} >= 0" for name in names]
    found = localise(rules, {name: number * 7 % 23 for number, name in enumerate(names)}, limit=1)
    assert not found.complete


def test_of_very_many_sets_some_are_told_at_once() -> None:
    """Nine equations, either side of each: 512 sets, of which 500 are listed and no program is asked for the rest."""
    names = [f"{side}{number}" for number in range(9) for side in "ab"]
    record: dict[str, int | float | None] = {name: 1 if name.startswith("a") else 2 for name in names}
    found = localise([f"a{number} = b{number}" for number in range(9)], record)
    assert (len(found.minimal_sets), found.weight, found.complete) == (500, 9, False)


@pytest.mark.parametrize(
    ("rules", "record", "expected"),
    [
        (["a - 1000*b >= 0"], {"a": 1, "b": 5}, [{"a"}, {"b"}]),
        (["a > 0"], {"a": 0}, [{"a"}]),
        (["a + b < c"], {"a": 1, "b": 2, "c": 3}, [{"a"}, {"b"}, {"c"}]),
        (["a + b <= c"], {"a": 100, "b": 2, "c": 100}, [{"a"}, {"b"}, {"c"}]),
    ],
)
def test_inequalities(rules: list[str], record: dict[str, Any], expected: list[set[str]]) -> None:
    for integer in (True, False):
        assert _sets(localise(rules, record, integer=integer)) == set(map(frozenset, expected))


def test_small_weights_are_told_apart() -> None:
    found = localise(["a <= b"], {"a": 2, "b": 1}, {"a": 1e-6, "b": 3e-6})
    assert _sets(found) == {frozenset({"a"})}


def test_a_repair_that_an_unknown_cell_forbids_is_none() -> None:
    rules = ["-1*x4 - 1*x2 = 5", "x3 + 2*x4 + x0 - x1 - x2 = 0", *(f"x{number} >= 0" for number in range(4))]
    found = localise(rules, {"x0": 1, "x1": None, "x2": -1, "x3": 8, "x4": -1})
    assert _sets(found) == {frozenset({"x2", "x3", "x4"}), frozenset({"x0", "x2", "x4"})}


def test_real_numbers_have_six_decimals() -> None:
    found = localise(["a + b = t"], {"a": 0.1, "b": 0.2, "t": 0.300001}, {"a": 2, "b": 2}, integer=False)
    assert (found.suggested, found.complete) == ({"t": 0.3}, True)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("a + b", "exactly one of"),
        ("a = b = c", "exactly one of"),
        ("a * b = 1", "not linear"),
        ("a = ", "a side is empty"),
        ("a + = 1", "something is missing"),
        ("a ! b = 1", "is no number, name"),
        ("a b = 1", "stands where it cannot"),
        ("a <> 1", "exactly one of"),
    ],
)
def test_a_wrong_rule_is_named(rule: str, words: str) -> None:
    with pytest.raises(BadRule, match=words) as refused:
        localise([rule], {"a": 1, "b": 1, "c": 1})
    assert rule in str(refused.value)


@pytest.mark.parametrize(
    ("record", "weights", "words"),
    [
        ({"a": 1}, {}, "names b, which the record lacks"),
        ({"a": 1.5, "b": 1}, {}, "a: 1.5 is no whole number"),
        ({"a": math.nan, "b": 1}, {}, "a: nan is no finite number"),
        ({"a": True, "b": 1}, {}, "a: True is no finite number"),
        ({"a": 1, "b": 1}, {"a": 0}, "a: the weight 0 is not above 0"),
        ({"a": 1, "b": 1}, {"a": None}, "a: the weight None is not above 0"),
    ],
)
def test_wrong_input_is_named(record: dict[str, Any], weights: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        localise(["a = b"], record, weights)


def test_the_documented_example_prints_what_it_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = (root / "docs" / "localisation.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    exec(compile(code, "localisation.md", "exec"), {})  # noqa: S102  the document's own example
    assert capsys.readouterr().out.strip() == code.partition("# ")[2].strip()


def test_the_core_knows_no_form() -> None:
    """Nothing of the search imports anything of the form, or of anything else of ours."""
    folder = Path(localise.__code__.co_filename).parent
    for name in ("constraints", "equations", "syndrome", "mixed_integer", "localisation", "groups"):
        lines = (folder / f"{name}.py").read_text("utf-8").splitlines()
        ours = [line for line in lines if "import" in line and "validator." in line]
        assert all("validator.repair." in line or "validator.startup." in line for line in ours), name
