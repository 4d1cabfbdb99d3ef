"""Sheets of which all but the values was seen before are read as the strict reader reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import books
from tests.readers.parts import sheet
from validator.model.cells import Cell
from validator.readers import DEFAULT_LIMITS, UnreadableWorkbook, Workbook
from validator.readers.files import workbook_in
from validator.readers.limits import Budget, Refused, Unsure
from validator.readers.xlsx import skeletons
from validator.readers.xlsx.cells import Cells, Tables
from validator.readers.xlsx.cells_scan import Known, known_to
from validator.readers.xlsx.sheet_scan import scan_sheet
from validator.readers.xlsx.sheet_xml import Frame, read_sheet
from validator.readers.xlsx.skeletons import Results, Skeletons, taken_apart
from validator.readers.xlsx.styles import Shown

ROWS = (
    '<row r="1" hidden="1"><c r="A1" s="0"><v>{}</v></c><c r="B1" s="1"><v>{}</v></c><c r="C1" s="9"/></row>'
    '<row r="2"><c r="A2" t="s"><v>{}</v></c><c r="B2" t="str"><f>A1</f><v>{}</v></c><c r="C2"><f>A9</f></c></row>'
    '<row r="3"><c r="A3"><f t="shared" ref="A3:B3" si="0">A1+$B$1</f><v>{}</v></c>'
    '<c r="B3"><f t="shared" si="0"/><v>{}</v></c><c r="C3" t="b"><v>{}</v></c></row>'
    '<row r="4"><c r="A4" cm="1"><f t="array" ref="A4:A5">B1</f><v>{}</v></c><c r="B4" t="e"><v>{}</v></c></row>'
)
COUNT = ROWS.count("{}")
ODD = ["", " ", "0", "7", "12.50", "-0", "1e3", "1e999", "0x1", "1_0", "+1", "٣", "01", "9999999", "三", "&amp;", "&x;",
       "&#65;", "&#0;", "_x0041_", "]]>", ">", "\t", "\n5", "\r", "\0", "#N/A", "true", " 8 ", "<v>1</v>", "￿"]  # fmt: skip
values = st.lists(st.sampled_from(ODD), min_size=COUNT, max_size=COUNT)
Outcome = tuple[dict[str, Cell], set[int], list[str], Frame, dict[str, int], dict[str, int]]


def tables() -> Tables:
    return Tables(("一", "二"), (Shown.NUMBER, Shown.DATE), date1904=False)


def part(values: list[str]) -> bytes:
    return sheet(
        ROWS.format(*values), before="<cols/>", after='<mergeCells><mergeCell ref="E1:F2"/></mergeCells>'
    ).encode()


def outcome(data: bytes, known: Known | None) -> Outcome | str:
    """Everything that is found in a sheet, and what it costs; by the strict reader where nothing is `known`."""
    budget = Budget(DEFAULT_LIMITS)
    grid = Cells("表", tables(), budget)
    try:
        read = scan_sheet(data, "x", grid, known, budget) if known else read_sheet(data, "x", grid, budget)
    except Unsure:
        return "unsure"
    except Refused as refusal:
        return str(refusal)
    cells = grid.finish()
    styles = dict(grid.placed()([at for at in cells if at[0] != "C"]))
    # The fast one need not count characters: `sheet_scan` says where.
    cost = {name: budget.used.get(name, 0) for name in ("cells", "merged")}
    return cells, grid.hidden_rows, grid.arrays, read, cost, {at: one for at, one in styles.items() if one}


@settings(deadline=None, max_examples=200)
@given(values, values)
@example(["", *["1"] * (COUNT - 1)], ["1"] * COUNT)
def test_other_values_in_a_known_sheet_are_read_strictly(first: list[str], second: list[str]) -> None:
    common = known_to(tables()).common
    known = Known(tables(), known_to(tables()).texts, replace(common, skeletons=Skeletons()))
    for each in (first, first, *[["1"] * COUNT] * 2, second):
        fast, strict = outcome(part(each), known), outcome(part(each), None)
        if fast == "unsure":
            continue
        assert not isinstance(fast, str)
        assert not isinstance(strict, str)
        assert fast == strict
        assert list(fast[0]) == list(strict[0])


def test_a_known_sheet_is_filled_and_one_with_other_cells_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[bool] = []
    fill = skeletons.Skeleton.fill

    def counted(*given: object) -> Frame | None:
        found = fill(*given)  # type: ignore[arg-type]
        filled.append(found is not None)
        return found

    monkeypatch.setattr(skeletons.Skeleton, "fill", counted)
    known = Known(tables(), known_to(tables()).texts, replace(known_to(tables()).common, skeletons=Skeletons()))
    plain = ["1"] * COUNT
    for each in (plain, plain, plain, ["0"] * COUNT, ["5"] * COUNT):  # of the second a skeleton is made
        outcome(part(each), known)
    assert filled == [True, True, False]  # the last has an index of no text
    for before, now in (("A1", "D1"), ("<cols/>", '<cols><col min="1" max="1" hidden="1"/></cols>'), ("A9", "A8")):
        changed = part(plain).replace(before.encode(), now.encode())
        assert outcome(changed, known) != outcome(part(plain), known)
    assert filled == [True, True, False, *[True] * 3]


def test_a_skeleton_is_made_of_what_is_there_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Known(tables(), known_to(tables()).texts, replace(known_to(tables()).common, skeletons=Skeletons()))
    monkeypatch.setattr(skeletons, "MOST_MET", 3)
    found = known.common.skeletons
    parts = [part(["1"] * COUNT).replace(b'"E1:F2"', f'"E1:F{number + 2}"'.encode()) for number in range(4)]
    for one in (*parts, parts[-1], parts[0]):
        outcome(one, known)
    assert [bool(found.like(taken_apart(one)[0])) for one in parts] == [False, False, False, True]
    assert len(found._met) <= 3


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Known(tables(), known_to(tables()).texts, replace(known_to(tables()).common, skeletons=Skeletons()))
    monkeypatch.setattr(skeletons, "ROOM", 20_000)
    found = known.common.skeletons
    found._left = 20_000
    for number in range(50):
        for _ in range(2):
            outcome(part(["1"] * COUNT).replace(b'"E1:F2"', f'"E1:F{number + 2}"'.encode()), known)
    kept = [one for each in found._kept.values() for one in each]
    assert 1 < len(kept) < 20
    assert sum(len(piece) for one in kept for piece in one.around) <= 20_000


def test_nothing_of_the_values_or_texts_of_a_file_is_kept_with_its_skeleton() -> None:
    known = Known(tables(), known_to(tables()).texts, replace(known_to(tables()).common, skeletons=Skeletons()))
    for _ in range(2):
        outcome(part(["1", "2", "1", "only here", *["3"] * (COUNT - 4)]), known)
    ((kept,),) = known.common.skeletons._kept.values()
    assert "only here" not in repr(kept.cells)
    assert not any(isinstance(one, Cells | Tables) for one in (getattr(kept, name) for name in kept.__slots__))


def test_other_limits_are_asked_anew() -> None:
    known = Known(tables(), known_to(tables()).texts, replace(known_to(tables()).common, skeletons=Skeletons()))
    text = part(["1"] * COUNT).replace(b"</worksheet>", b"<q>" * 30 + b"</q>" * 30 + b"</worksheet>")
    for _ in range(2):
        assert not isinstance(outcome(text, known), str)
    assert known.common.skeletons.like(taken_apart(text)[0])
    budget = Budget(replace(DEFAULT_LIMITS, depth=20))
    with pytest.raises((Unsure, Refused)):
        scan_sheet(text, "x", Cells("表", tables(), budget), known, budget)


def test_few_results_of_a_formula_are_kept() -> None:
    made = Results(lambda text: Cell(text))
    assert [made[str(number)].value for number in range(100)] == [str(number) for number in range(100)]
    assert len(made) <= skeletons.FEW


def strictly(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    def unsure(*_: object) -> Frame:
        raise Unsure

    with monkeypatch.context() as patched:
        patched.setattr("validator.readers.xlsx.book.scan_sheet", unsure)
        return workbook_in(content, "x")


@pytest.mark.parametrize("kind", ["clean", "must", "many", "explain"])
def test_filled_templates_are_read_as_strictly(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        workbook_in(books.book("previous"), "x")
    found, strict = workbook_in(books.book(kind), "x"), strictly(books.book(kind), monkeypatch)
    assert found == strict
    for name, one in found.sheets.items():
        looks, other = one.looks, strict.sheets[name].looks
        assert looks and other and looks.of(list(one.cells)) == other.of(list(one.cells))


OTHERS = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES = sorted(path for folder in ("workbooks", "trials") for path in OTHERS.glob(f"{folder}/**/*.xlsx"))


@pytest.mark.skipif(not FILES, reason="the workbooks are not here")
def test_what_others_made_is_read_as_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (one for one in FILES if one.stat().st_size < 50_000):
        try:
            strict = strictly(path.read_bytes(), monkeypatch)
        except UnreadableWorkbook:
            continue
        for _ in range(3):
            assert workbook_in(path.read_bytes(), "x") == strict, path.name


def test_values_are_what_stands_between_their_tags() -> None:
    around, found = taken_apart(part(["1"] * COUNT))
    assert found == [b"1"] * COUNT
    assert b"<v>" not in b"".join(around)
    assert re.sub(rb"<v>1</v>", b"|", part(["1"] * COUNT)) == b"|".join(around)
