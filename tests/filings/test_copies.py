"""Copies of a template seen before are understood as if nothing had been seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import books
from tests.shipped import CATALOGUE, base_filing
from validator.filings import copies
from validator.filings.copies import layouts_of
from validator.filings.known_book import EDITION, TYPED, VERSION
from validator.filings.reading import filing_of
from validator.model.cells import BLANK, Cell, CellKind
from validator.model.filing import Filing
from validator.readers import UnreadableWorkbook, Workbook
from validator.readers.files import workbook_in
from validator.readers.looks import Drawing, Looks
from validator.readers.workbook import Sheet

FORMS = CATALOGUE.forms
CLEAN = workbook_in(books.book("clean"), "x")
LONGER = replace(base_filing(), text={**base_filing().text, "一": base_filing().text["一"] + "\n宣传培训四次。" * 60})
FILLED = [
    CLEAN,
    workbook_in(books.filled(LONGER), "x"),
    *(workbook_in(books.book(kind), "x") for kind in ("must", "explain", "waived")),
]
INPUTS = {name: one for name, one in base_filing().values.items() if not FORMS.form().indicators[name].is_total}
BY_FORMULA = workbook_in(books.filled(replace(base_filing(), values=INPUTS)), "x")
PLACES = [(place.sheet, place.cell) for place in filing_of(CLEAN, FORMS).places.values()]
CELLS = [(sheet.name, at) for sheet in CLEAN.sheets.values() for at in sheet.cells]
BESIDE = [(sheet, f"{letter}{row}") for sheet in CLEAN.sheets for letter in "ABCDHKMR" for row in (1, 3, 7, 9, 16, 40)]
TEXTS = ["机关名称", "报告年度", "统计期限", "一、总体情况", "二、主动公开政府信息情况", "（一）予以公开", "结果维持", "总计",
         "示例县教育局2025年政府信息公开工作年度报告", " ", "—", "3件", "无", "示例县教育局", "甲" * 300, "2025"]  # fmt: skip
VALUES = [
    BLANK,
    *(Cell(text, CellKind.TEXT) for text in TEXTS),
    *(Cell(number, CellKind.NUMBER) for number in (0, 5, -3, 2.5, 0.1234567, 10**13, 25.1)),
    Cell(True, CellKind.BOOL),
    Cell("#REF!", CellKind.ERROR),
    Cell(date(2025, 3, 1), CellKind.DATE),
    Cell(5, CellKind.NUMBER, "SUM(D8:I8)", 5),
    Cell(5, CellKind.NUMBER, "2+3", 5),
    Cell(None, CellKind.BLANK, "[1]甲!A1", None),
    Cell("甲", CellKind.TEXT, 'B9&"甲"', "甲"),
]
LOOKS = CLEAN.sheets["封面"].looks or Looks()
Change = Callable[[Workbook], Workbook]


def strict(workbook: Workbook) -> Filing | str:
    layouts_of.cache_clear()
    return outcome(workbook)


def outcome(workbook: Workbook) -> Filing | str:
    try:
        return filing_of(workbook, FORMS)
    except UnreadableWorkbook as error:
        return str(error)


def with_sheet(workbook: Workbook, name: str, **changed: object) -> Workbook:
    if name not in workbook.sheets:
        return workbook  # renamed before
    sheet = replace(workbook.sheets[name], **changed)  # type: ignore[arg-type]
    return replace(workbook, sheets={**workbook.sheets, name: sheet})


def cells_of(workbook: Workbook, sheet: str) -> Mapping[str, Cell]:
    return workbook.sheets[sheet].cells if sheet in workbook.sheets else {}


def with_cell(workbook: Workbook, where: tuple[str, str], cell: Cell) -> Workbook:
    sheet, at = where
    cells = {**cells_of(workbook, sheet), at: cell}
    if cell is BLANK:
        del cells[at]
    return with_sheet(workbook, sheet, cells=cells)


def put(where: tuple[str, str], cell: Cell) -> Change:
    return lambda workbook: with_cell(workbook, where, cell)


def remade(where: tuple[str, str]) -> Change:
    """A constant where a formula was, or a formula with another text."""

    def change(workbook: Workbook) -> Workbook:
        held = cells_of(workbook, where[0]).get(where[1], BLANK)
        return with_cell(workbook, where, replace(held, formula=None if held.formula else "A1", cached=None))

    return change


def altered(sheet: str, **changed: object) -> Change:
    return lambda workbook: with_sheet(workbook, sheet, **changed)


NAMES = sorted(CLEAN.names)
sheets, somewhere = st.sampled_from(list(CLEAN.sheets)), st.sampled_from(PLACES + PLACES + CELLS + BESIDE)
changes = st.one_of(
    st.builds(put, somewhere, st.sampled_from(VALUES)),
    st.builds(put, st.sampled_from(PLACES), st.sampled_from(VALUES)),
    st.builds(remade, st.sampled_from(CELLS)),
    st.builds(lambda one, row: altered(one, hidden_rows=frozenset({row})), sheets, st.integers(1, 40)),
    st.builds(lambda one: altered(one, hidden=True), sheets),
    st.builds(lambda one: altered(one, protected=False), sheets),
    st.builds(lambda one: altered(one, merged=("A1:J9",)), sheets),
    st.builds(lambda one: altered(one, comments={"D8": "甲"}), sheets),
    st.builds(
        lambda one: lambda book: with_sheet(book, one, looks=replace(LOOKS, drawings=(Drawing((1, 1, 30, 9), "甲"),))),
        sheets,
    ),
    st.builds(
        lambda name, to: lambda book: replace(book, names={**book.names, name: to}),
        st.sampled_from(NAMES),
        st.sampled_from(["#REF!", "'封面'!$B$4", "'三、依申请公开'!$D$9"]),
    ),
    st.builds(
        lambda key, said: lambda book: replace(book, properties={**book.properties, key: said}),
        st.sampled_from([VERSION, EDITION, TYPED]),
        st.sampled_from(["", "none", "2,3", "2019", "2021", "0.1"]),
    ),
    st.builds(
        lambda one: lambda book: with_sheet(book, one, looks=replace(LOOKS, formulas=frozenset({'("gouji:1"<>"")'}))),
        sheets,
    ),
    st.builds(lambda note: lambda book: replace(book, notes=(note,)), st.sampled_from(["macros", "1904 dates"])),
    st.builds(lambda one: lambda book: replace(book, sheets=renamed(book, one)), sheets),
)


def renamed(workbook: Workbook, name: str) -> dict[str, Sheet]:
    return {
        one.name: one
        for one in (replace(sheet, name=f"{name}甲" if key == name else key) for key, sheet in workbook.sheets.items())
    }


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(FILLED)), st.lists(changes, min_size=1, max_size=3))
def test_whatever_is_changed_is_understood_as_if_nothing_had_been_seen(which: int, changes: list[Change]) -> None:
    workbook = [*FILLED, BY_FORMULA][which]
    layouts_of.cache_clear()
    filing_of(CLEAN, FORMS)
    filing_of(BY_FORMULA, FORMS)
    for change in changes:
        workbook = change(workbook)
        known = outcome(workbook)
        seen = layouts_of(FORMS)
        assert known == strict(workbook)
        layouts_of.cache_clear()
        layouts_of(FORMS)._kept = seen._kept  # with what was learned since


def known(workbook: Workbook) -> bool:
    return layouts_of(FORMS).book_of(workbook) is not None


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    layouts_of.cache_clear()


def test_a_copy_with_another_filling_is_known() -> None:
    assert not any(map(known, FILLED))
    filing_of(FILLED[3], FORMS)
    assert [known(one) for one in FILLED] == [
        True,
        True,
        True,
        True,
        False,
    ]  # an explanation stands on a sheet of its own
    cover = CLEAN.sheets["封面"].cells
    for at in ("C15", "C16"):
        assert at not in cover
        assert known(with_cell(CLEAN, ("封面", at), Cell("张", CellKind.TEXT)))
    assert known(replace(CLEAN, names={**CLEAN.names, "封面!_xlnm.Print_Area": "'封面'!$A$1:$C$9"}))
    assert known(replace(CLEAN, properties={**CLEAN.properties, "creator": "甲", "modified": "2026-01-01"}))


@pytest.mark.parametrize(
    "filled",
    [
        (("五、问题及改进", "A3"), BLANK),
        (("封面", "C6"), Cell("报告年度", CellKind.TEXT)),
        (("封面", "B4"), BLANK),
        (("三、依申请公开", "C2"), BLANK),
    ],
)
def test_a_filling_that_has_a_say_is_looked_at(filled: tuple[tuple[str, str], Cell]) -> None:
    filing_of(CLEAN, FORMS)
    assert known(CLEAN)
    assert not known(with_cell(CLEAN, *filled))


def test_a_merge_over_a_blank_figure_is_told_when_it_is_filled() -> None:
    blank = with_cell(CLEAN, ("三、依申请公开", "F10"), BLANK)
    merged = with_sheet(blank, "三、依申请公开", merged=(*blank.sheets["三、依申请公开"].merged, "E10:F10"))
    filing_of(merged, FORMS)
    filled = with_cell(merged, ("三、依申请公开", "F10"), Cell(7, CellKind.NUMBER))
    assert outcome(filled) == strict(filled)


@pytest.mark.parametrize("where", [("三、依申请公开", "D6"), ("封面", "B7"), ("情况说明", "A1")])
def test_a_label_by_formula_is_looked_at_in_each_copy(where: tuple[str, str]) -> None:
    label = str(CLEAN.sheets[where[0]].cells[where[1]].value)
    by_formula = with_cell(CLEAN, where, Cell(label, CellKind.TEXT, f'"{label}"', label))
    filing_of(by_formula, FORMS)
    other = with_cell(CLEAN, where, Cell("别的", CellKind.TEXT, f'"{label}"', "别的"))
    assert outcome(other) == strict(other)


def test_few_layouts_are_kept() -> None:
    for number in range(copies.MOST + 5):
        filing_of(replace(CLEAN, notes=(f"note {number}",)), FORMS)
    assert len(layouts_of(FORMS)._kept) == copies.MOST


def test_a_damaged_template_is_not_kept() -> None:
    filing_of(with_sheet(CLEAN, "封面", protected=False), FORMS)
    assert layouts_of(FORMS)._kept == []
