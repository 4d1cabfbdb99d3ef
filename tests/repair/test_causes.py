"""Causes of broken sums, as a person would name them: cells, values, reasons, and what each explains."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import DAY, ROOT
from tests.shipped import CATALOGUE, base_filing, base_previous, context_of, examine, load_form, parse, preview
from validator.exchange.filing_data import Value
from validator.model.cause import Cause
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.repair.board import board_of, sums_of
from validator.repair.causes import LIMIT, causes_of

BASE = base_filing()
TOTALS = frozenset(name for name, one in load_form().indicators.items() if one.parts)
Told = tuple[dict[str, object], bool, list[list[str]], list[str], int]
"""Cells with their suggested values, certain, cells of the alternatives, codes explained, relations that hold after."""


def filing(
    changes: Mapping[str, Value], *, typed: bool = True, text: str | None = None, previous: Filing | None = None
) -> Filing:
    values = {name: value for name, value in {**BASE.values, **changes}.items() if typed or name not in TOTALS}
    texts = BASE.text if text is None else {**BASE.text, "一": text}
    return replace(preview(replace(BASE, values=values, text=texts)), previous=previous)


def report(one: Filing) -> FileReport:
    return examine(one, CATALOGUE.rules, context_of(DAY))


def told(found: FileReport) -> list[Told]:
    return [
        (
            {cell.place.cell: cell.suggested for cell in cause.cells},
            cause.certain,
            [[cell.place.cell for cell in cells] for cells in cause.alternatives],
            [found.findings[at].rule.code for at in cause.explains],
            cause.holds_after,
        )
        for cause in found.causes
    ]


def reasons(found: FileReport) -> list[str]:
    return [str(cell.reason) for cause in found.causes for cell in cause.cells]


def only(found: FileReport) -> Cause:
    (cause,) = found.causes
    return cause


CASES: list[tuple[dict[str, Value], list[Told], list[str]]] = [
    # Two digits swapped, in the text of the report as well: the table's row and column give it away.
    (
        {"表三.本年新收.自然人": 63},
        [({"D8": 36}, True, [], ["T3-01", "T3-03"], 2)],
        ["两位颠倒"],
    ),
    # A typed total; the text has the right figure.
    (
        {"表三.结转下年.总计": 11},
        [({"J32": 2}, True, [], ["T3-01", "T3-03"], 2)],
        ["第一部分写“结转下年度继续办理2件”"],
    ),
    # Two wrong cells in one column are told together: they share the column's sum.
    (
        {"表三.予以公开.自然人": 100, "表三.部分公开.自然人": 55},
        [({"D10": 10, "D11": 5}, True, [], ["T3-02", "T3-03", "T3-03"], 3)],
        ["多一个0", "一位打重"],
    ),
    # Two in columns and rows of their own are two causes.
    (
        {"表三.予以公开.自然人": 1, "表三.上年结转.商业企业": 11},
        [({"E9": 1}, True, [], ["T3-01", "T3-03"], 2), ({"D10": 10}, True, [], ["T3-02", "T3-03"], 2)],
        ["一位打重", "少一个0"],
    ),
    # 表三 and 表四 have nothing to do with each other. Any of the group's cells may be it; a doubled digit goes first.
    (
        {"表四.行政复议.尚未审结": 11},
        [({"D8": 1}, False, [["E8"]], ["T4-01"], 1)],
        ["一位打重"],
    ),
    # A blank total, told apart from a wrong part of its column.
    (
        {"表三.办理结果总计.自然人": None, "表三.予以公开.自然人": 100},
        [({"D10": 10}, True, [], ["T3-03"], 1), ({"D31": 37}, True, [], ["VA-03"], 2)],
        ["多一个0", "按其余各格推算"],
    ),
    # A blank part counts as 0; the row's and the column's sum ask for the same number.
    (
        {"表三.无法提供_不掌握.自然人": None},
        [({"D20": 8}, True, [], ["VA-03", "T3-02", "T3-03"], 2)],
        ["只有填这个数关系才成立"],
    ),
    # Text, a fraction and a minus are wrong whatever else is; what fits is told.
    (
        {"表三.予以公开.自然人": "10件"},
        [({"D10": 10}, True, [], ["VA-01"], 2)],
        ["数字后面带单位“件”，可能是 10"],
    ),
    (
        {"表三.予以公开.自然人": 10.5},
        [({"D10": 10}, True, [], ["VA-01", "T3-02", "T3-03"], 2)],
        ["按其余各格推算"],
    ),
    (
        {"表三.予以公开.自然人": -10},
        [({"D10": 10}, True, [], ["VA-01", "T3-02", "T3-03"], 2)],
        ["多了负号"],
    ),
    # What the text says and what the others need differ: both are told, none is certain.
    (
        {"表三.予以公开.自然人": "11件"},
        [({"D10": 10}, False, [["D10"]], ["VA-01"], 2)],
        ["按其余各格推算"],
    ),
    # Two figures exchanged: the columns' sums still hold.
    (
        {"表三.予以公开.自然人": 5, "表三.部分公开.自然人": 10},
        [({"D10": 10, "D11": 5}, False, [["J10", "J11"]], ["T3-03", "T3-03"], 2)],
        ["与 D11 互换", "与 D10 互换"],
    ),
    # A figure in the row below.
    (
        {"表三.无法提供_不掌握.自然人": 2, "表三.无法提供_需另行制作.自然人": 8},
        [({"D20": 8, "D21": 2}, False, [["J20", "J21"]], ["T3-03", "T3-03"], 2)],
        ["与 D21 互换", "与 D20 互换"],
    ),
]


@pytest.mark.parametrize(("changes", "expected", "why"), CASES)
def test_the_wrong_cell_is_named_with_its_value_and_why(
    changes: dict[str, Value], expected: list[Told], why: list[str]
) -> None:
    found = report(filing(changes))
    assert told(found) == expected
    assert reasons(found) == why


def test_a_sound_report_has_no_cause() -> None:
    assert report(filing({})).causes == ()


def test_table_two_has_no_relation_and_no_cause() -> None:
    """表二没有强制的勾稽关系: 打错了也看不出来 (docs/localisation.md)."""
    found = report(filing({"表二.行政许可.处理决定": 999}))
    assert found.causes == ()


def test_the_findings_suspect_the_cells_of_their_cause() -> None:
    found = report(filing({"表四.行政复议.尚未审结": 11}))
    (finding,) = [one for one in found.findings if one.rule.code == "T4-01"]
    assert [(one.place.cell, one.suggested, one.certain) for one in finding.suspects] == [
        ("D8", 1, False),
        ("E8", 14, False),
    ]


# Totals by formula follow: they are never suspects, and less can be seen.


def test_a_total_by_formula_is_no_suspect() -> None:
    found = report(filing({"表三.本年新收.自然人": 63}, typed=False))
    cause = only(found)
    assert (cause.cells[0].place.cell, cause.cells[0].suggested, cause.certain) == ("D8", 36, False)
    assert len(cause.alternatives) == 9
    suspects = {cell.indicator for cells in (cause.cells, *cause.alternatives) for cell in cells}
    assert not suspects & TOTALS
    assert [found.findings[at].cells[0].place.cell for at in cause.explains] == ["D8", "J8"]
    assert cause.holds_after == 2


def test_an_overwritten_total_is_a_suspect_like_any_cell() -> None:
    found = report(filing({}, typed=False))
    assert found.causes == ()
    one = filing({}, typed=False)
    wrong = replace(one.cells["表三.予以公开.总计"], value=21, formula=None, cached=None)
    again = report(replace(one, cells={**one.cells, "表三.予以公开.总计": wrong}))
    assert told(again)[0][0] == {"J10": 12}


# Lines that were typed one place too far.


def _shifted(names: list[str], by: int) -> dict[str, Value]:
    values: list[Value] = [BASE.values[name] for name in names]
    moved = [0, *values[:-1]] if by > 0 else [*values[1:], 0]
    return dict(zip(names, moved, strict=True))


def _row(number: int, sheet: str) -> list[str]:
    cells = [(one.home, name) for name, one in load_form().indicators.items() if one.table == sheet]
    return [name for home, name in sorted(cells) if home[0] == number]


def _column(number: int) -> list[str]:
    cells = [(one.home, name) for name, one in load_form().indicators.items() if one.table == "表三"]
    return [name for home, name in sorted(cells) if home[1] == number]


@pytest.mark.parametrize(
    ("names", "by", "story"),
    [
        (_row(8, "表四"), 1, "从这里起各数右移了一格"),
        (_row(10, "表三"), 1, "从这里起各数右移了一格"),
        (_column(4), 1, "从这里起各数下移了一行"),
        (_column(4), -1, "到这里为止各数上移了一行"),
    ],
)
def test_a_shifted_line_is_one_cause(names: list[str], by: int, story: str) -> None:
    changes = _shifted(names, by)
    found = report(filing(changes))
    cause = only(found)
    wrong = {name: BASE.values[name] for name in names if BASE.values[name] != changes[name]}
    assert {cell.indicator: cell.suggested for cell in cause.cells} == wrong
    assert str(cause.story) == story
    assert story in cause.message()
    broken = [
        at
        for at, one in enumerate(found.findings)
        if one.rule.family in {"T3", "T4"} and one.rule.severity is Severity.MUST
    ]
    assert set(broken) <= set(cause.explains)
    assert cause.holds_after == len(broken)


def test_slips_without_a_shift_are_told_as_no_shift() -> None:
    draw = random.Random(3)  # noqa: S311  seeded slips
    names = [name for name in load_form().indicators if name.startswith("表四")]
    broken = 0
    for _ in range(150):
        changes: dict[str, Value] = {name: draw.randint(0, 12) for name in draw.sample(names, draw.randint(2, 4))}
        found = report(filing(changes))
        broken += len(found.causes) > 0
        assert not any(cause.story for cause in found.causes), changes
        cells = [cell.place.cell for cause in found.causes for cell in cause.cells]
        assert len(cells) == len(set(cells)), changes
    assert broken > 100


# Cells that nobody can read, and totals that follow them.


def test_a_total_by_formula_follows_a_text_among_its_parts() -> None:
    """SUM passes over it: one cell is wrong, and no figure beside it changes."""
    found = report(filing({"表三.予以公开.自然人": "约10件"}, typed=False))
    cause = only(found)
    assert (cause.cells[0].place.cell, cause.cells[0].suggested, cause.certain) == ("D10", 10, True)
    assert [found.findings[at].rule.code for at in cause.explains] == ["VA-01", "T3-01", "T3-01"]


def test_two_blanks_in_a_sum_leave_a_choice() -> None:
    found = report(filing({"表四.行政复议.结果纠正": None, "表四.行政复议.总计": None}))
    assert [(cell.place.cell, cell.certain) for cause in found.causes for cell in cause.cells] == [("E8", False)]


def test_a_finding_of_two_causes_suspects_the_cells_of_both() -> None:
    found = report(filing({"表三.本年新收.自然人": 63, "表三.本年新收.商业企业": 30}, typed=False))
    whole = next(one for one in found.findings if one.rule.code == "T3-01" and one.member == "总计")
    assert {"D8", "E8"} <= {one.place.cell for one in whole.suspects}
    assert sum(whole in [found.findings[at] for at in cause.explains] for cause in found.causes) == 2


def test_figures_exchanged_between_rows_are_one_cause() -> None:
    """The column's sum holds since the two changes cancel out: one of them alone would break it."""
    found = report(filing({"表三.无法提供_不掌握.总计": 2, "表三.无法提供_需另行制作.总计": 9}))
    cause = only(found)
    assert [(cell.place.cell, cell.suggested, str(cell.reason)) for cell in cause.cells] == [
        ("J20", 9, "与 J21 互换"),
        ("J21", 2, "与 J20 互换"),
    ]


def test_no_value_is_suggested_that_the_cell_cannot_have() -> None:
    found = report(filing({"表四.直接起诉.结果维持": -1, "表四.直接起诉.总计": None}))
    values = [cell.suggested for cause in found.causes for cell in cause.cells if cell.suggested is not None]
    assert all(isinstance(value, int) and value >= 0 for value in values)


# Evidence.


def test_the_text_decides_between_cells_that_tie() -> None:
    changes: dict[str, Value] = {"表四.行政复议.结果维持": 3}
    silent = only(report(filing(changes, text="")))
    said = only(report(filing(changes, text="本年度行政复议维持2件，行政复议总数4件。")))
    assert len(silent.alternatives) == len(said.alternatives)
    assert (said.cells[0].place.cell, said.cells[0].suggested) == ("A8", 2)
    assert "第一部分写" in str(said.cells[0].reason)


def test_what_last_year_carried_over_is_firm() -> None:
    """Of 上年结转 and the other cells of its column one is wrong; the first equals last year's 结转下年."""
    changes: dict[str, Value] = {"表三.上年结转.自然人": 2, "表三.本年新收.自然人": 26}
    last = preview(base_previous())
    assert last.numbers["表三.结转下年.自然人"] == 2
    found = report(filing(changes, typed=False, previous=last))
    suspects = {
        cell.place.cell for cause in found.causes for cells in (cause.cells, *cause.alternatives) for cell in cells
    }
    assert "D9" not in suspects
    without = causes_everywhere(filing(changes, typed=False))
    assert "表三.上年结转.自然人" in without


def causes_everywhere(one: Filing) -> set[str]:
    """The cells of all least sets, beyond the nine alternatives that are told."""
    from validator.repair.localisation import least_repairs
    from validator.repair.syndrome import Task

    board = board_of(one, sums_of(CATALOGUE.rules, one.form, CATALOGUE))
    weights = tuple(one.form.weights.figure for _ in board.values)
    found = least_repairs(Task(board.system, board.values, board.sums.least, weights, LIMIT))
    return {board.sums.names[at] for cells in found.sets for at in cells}


# What it does not know, it says.


def test_a_table_full_of_errors_is_given_up_at_once() -> None:
    draw = random.Random(1)  # noqa: S311  seeded figures
    values = {
        name: draw.randint(0, 300) if isinstance(value, int) and name.startswith("表三") else value
        for name, value in BASE.values.items()
    }
    found = report(filing(values))
    cause = found.causes[-1]
    assert (cause.cells, cause.certain, cause.complete) == ((), False, False)
    assert "没有找到改哪几格能使它们一并成立" in cause.message()
    assert "no few cells were found" in cause.message("en")
    assert {found.findings[at].rule.code for at in cause.explains} == {"T3-01", "T3-02", "T3-03"}


def test_every_broken_sum_has_a_cause_and_every_certain_repair_mends_it() -> None:
    """Over random corruptions: no must finding of a sum without a cause, and certain values really mend."""
    draw = random.Random(7)  # noqa: S311  seeded figures
    names = [name for name in load_form().indicators if name.startswith(("表三", "表四"))]
    certain = 0
    for _ in range(40):
        changes: dict[str, Value] = {}
        for name in draw.sample(names, draw.randint(1, 3)):
            changes[name] = draw.choice((draw.randint(0, 99), None, "3件", -2))
        one = filing(changes, typed=draw.random() < 0.7)
        found = report(one)
        explained = {at for cause in found.causes for at in cause.explains}
        sums = {
            at
            for at, finding in enumerate(found.findings)
            if finding.rule.code.startswith(("T3-01", "T3-02", "T3-03", "T4"))
        }
        assert sums <= explained
        if found.causes and all(cause.certain for cause in found.causes):
            certain += 1
            values = {cell.indicator or "": cell.suggested for cause in found.causes for cell in cause.cells}
            mended = report(filing({**changes, **values}))
            assert not [
                f for f in mended.findings if f.rule.code.startswith(("T3-01", "T3-02", "T3-03", "T4", "VA-01"))
            ]
    assert certain > 10


def test_rules_that_were_not_run_name_no_cell() -> None:
    """Without the rows' sums the column is all there is: 结转下年 may be it as well."""
    one = filing({"表三.本年新收.自然人": 63})
    rules = [rule for rule in CATALOGUE.rules if rule.code != "T3-03"]
    cause = only(examine(one, rules, context_of(DAY)))
    cells = [[cell.place.cell for cell in cells] for cells in (cause.cells, *cause.alternatives)]
    assert cells == [["D8"], ["D32"]]


# The examples, read as a person would.


def _example(name: str) -> FileReport:
    data = json.loads((ROOT / "examples" / "data" / name).read_text("utf-8"))
    return examine(preview(parse(data)), CATALOGUE.rules, context_of(date(2026, 2, 1)))


def test_the_seed_is_one_blank() -> None:
    found = _example("渑池县2023.json")
    assert told(found) == [({"D31": 52}, True, [], ["VA-03"], 3)]
    assert only(found).message() == "D31 应为 52（现为空白，分项之和为 52），改后 3 条关系都成立"


def test_the_example_with_everything_wrong() -> None:
    found = _example("处处有错2025.json")
    assert [cause.message() for cause in found.causes] == [
        "D8 应为 36（现为 63，两位颠倒），改后 2 条关系都成立",
        "J10 应为 12（现为 11，一位打错；第一部分写“予以公开12件”），改后 2 条关系都成立",
        "E31 应为 3（现为空白，分项之和为 3），改后 3 条关系都成立",
        "E8 应为 4（现为 0，按其余各格推算），改后 1 条关系都成立",
    ]
    assert all(cause.certain for cause in found.causes)
    assert found.causes[0].message("en") == "D8 should be 36 (now 63, two digits swapped); then 2 relations hold"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("blank_part_is_not_0", [("B8", 3, False)]),
        ("placeholder_total", [("E8", 8, True)]),
        ("text_part_blank_total", [("B8", 3, False), ("E8", 8, False)]),
    ],
)
def test_the_trial_inputs(file: str, expected: list[tuple[str, int, bool]], shared: Path) -> None:
    data = json.loads((shared / "data" / "trials" / "filings" / f"{file}.json").read_text("utf-8"))
    found = examine(preview(parse(data["filing"])), CATALOGUE.rules, context_of(DAY))
    assert [
        (cell.place.cell, cell.suggested, cell.certain) for cause in found.causes for cell in cause.cells
    ] == expected


def test_a_cause_is_looked_for_only_where_a_sum_is_broken() -> None:
    one = filing({})
    assert causes_of(one, CATALOGUE.rules, context_of(DAY), (), ()) == ()
