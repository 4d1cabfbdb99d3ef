"""A seeded slice of benchmarks/explaining.py: whether the planted reason of a gap is found, and nothing beside it."""

from __future__ import annotations

import random

import pytest

from benchmarks.explaining import (
    KINDS,
    STRUCTURE,
    Case,
    Row,
    Tally,
    followed,
    run,
    searched,
    summed,
    whole,
)
from rulework.county import UNITS, split
from validator.collecting.amounts import ONE
from validator.collecting.explanations import explained


@pytest.fixture(scope="module")
def tally() -> Tally:
    return run(104, seed=3, units=12)


def test_the_planted_reason_is_found(tally: Tally) -> None:
    assert dict(tally.cases) == dict.fromkeys(KINDS, 8)
    assert tally.found.total() >= 0.95 * 104
    for kind in ("left_out", "counted_twice", "other_version", "last_year", "thrice", "corrected"):
        assert tally.first[kind] == 8


def test_it_is_named_alone_where_it_is_the_only_one(tally: Tally) -> None:
    assert tally.single.total() >= 20
    assert tally.alone == tally.single


def messages(one: Case) -> dict[int, list[str]]:
    """What is told of each cell."""
    return {at: [each.message.zh for each in told] for at, told in explained(searched(one)).items()}


def county(count: int, seed: int) -> Case:
    """Units, none of which has another report."""
    rows = dict(zip(UNITS[:count], map(whole, split(count, seed)), strict=True))
    return Case(rows, {}, {})


def office_of(one: Case, *gaps: Row) -> Case:
    """The office's figures are the sums and these besides."""
    one.planted = [("", "", row) for row in gaps]
    one.office = summed(one)
    return one


def test_gaps_all_over_accuse_nobody() -> None:
    """Another source of figures: cell after cell is off, and any of them fits a slip in somebody's figure."""
    chance, one = random.Random(5), county(12, 4)  # noqa: S311  no secret
    inner = [at for at in whole(split(1, 4)[0]) if at not in STRUCTURE.parts]
    noise: Row = {}
    for at in inner[:24]:
        for place, value in followed(at, chance.choice((-1, 1)) * chance.randint(1, 90) * ONE).items():
            noise[place] = noise.get(place, 0) + value
    told = messages(office_of(one, {at: value for at, value in noise.items() if value}))
    assert len(told) > 24
    assert {text for texts in told.values() for text in texts if any(organ in text for organ in one.units)} == set()
    assert all("没有找到共同的原因" in texts[0] for texts in told.values())


def test_what_was_not_searched_to_the_end_says_so() -> None:
    """Two of a thousand left out, and more besides that nothing explains: more than the search can try."""
    one = county(30, 4)
    rows = [{at: -value for at, value in row.items()} for row in list(one.units.values())[:3]]
    search = searched(office_of(one, *rows, {0: 3 * ONE}, {1: 5 * ONE}, {2: 7 * ONE}, {7: 11 * ONE}))
    few = list(search.effects)
    search.effects = [effect for effect in few if effect.organ not in UNITS[:1]]  # one of them is not thought of
    sets = {each.number for told in explained(search).values() for each in told}
    assert 0 in sets
    texts = [each.message.zh for told in explained(search).values() for each in told if not each.number]
    assert set(texts) == {"查找到此为止，没有试完：可能还有别的说法"}


def test_a_report_that_nobody_has_stands_beside_many_mistakes() -> None:
    """All units counted twice are as many figures as a body off the roster may have."""
    one = county(6, 4)
    told = explained(searched(office_of(one, *one.units.values())))
    kinds = [{(each.kind.value, each.organ) for each in explanations} for explanations in told.values()]
    assert all(("unknown", "") in found for found in kinds)
    assert set(one.units) <= {organ for found in kinds for _, organ in found}


def test_two_reports_that_close_no_gap_by_themselves() -> None:
    """Both have figures in the same cells."""
    one = county(3, 4)
    first, second, _ = one.units
    for organ, figures in ((first, (1, 2)), (second, (2, 4))):
        one.units[organ] = {0: figures[0] * ONE, 6: figures[1] * ONE}
    gaps = [{at: -value for at, value in one.units[organ].items()} for organ in (first, second)]
    told = explained(searched(office_of(one, *gaps)))
    for at in (0, 6):
        assert {("left_out", first), ("left_out", second)} <= {(each.kind.value, each.organ) for each in told[at]}


def test_a_mistyped_cell_does_not_hide_that_many_were_left_out() -> None:
    one = county(34, 5)
    lost = list(one.units)[4:12]
    gaps = [{at: -value for at, value in one.units[organ].items()} for organ in lost]
    (cell, *_) = [at for at in one.units["示例县公安局"] if STRUCTURE.names[at].endswith("行政许可.处理决定")]
    told = explained(searched(office_of(one, *gaps, {cell: 270 * ONE})))
    named = {each.organ for explanations in told.values() for each in explanations if each.kind.value == "left_out"}
    assert named == set(lost)


def test_what_a_whole_report_leaves_of_a_gap_is_told() -> None:
    """A unit counted twice does not explain a cell that is off by more."""
    one = county(34, 5)
    row = one.units["示例县公安局"]
    cell = next(at for at in row if STRUCTURE.names[at] == "表二.行政许可.处理决定")
    told = messages(office_of(one, row, {cell: 77_777 * ONE}))
    assert all("示例县公安局加了两次" in text for text in (told[cell][0], told[5][0]))
    assert told[cell][1] == "另外还多了 77777，没有找到一个单位或一处笔误能说明"
