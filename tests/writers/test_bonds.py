"""How long a mark is right: the condition of its formula, for each kind of cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.shipped import CATALOGUE
from validator.model.cause import Cause
from validator.model.cells import Cell, CellKind, CellValue, Place, constant
from validator.model.entries import Entry
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.rule import Severity
from validator.writers.blocks import MOST, Mark, plan
from validator.writers.bonds import ALWAYS, joined, on
from validator.writers.listing import ListedEntry
from validator.writers.looks import Look

SHEET = "三、依申请公开"
RULE, PERIOD = CATALOGUE.rule("VA-01"), CATALOGUE.rule("P-03")
LONG = "数据的统计期限为2022年1月1日至2022年12月31日。" + "本机关认真落实政务公开各项要求。" * 20


def _bond(cell: Cell | None, words: CellValue = None) -> str:
    """The condition of the mark on D8, which holds `cell` and is found fault with by itself."""
    place = Place(SHEET, "D8")
    finding = Finding(RULE, Severity.MUST, (CellRef(place, None, words),))
    ((mark,),) = plan([ListedEntry(Entry(None, (finding,)), place)], lambda _: cell).values()
    assert (mark.look, mark.area) == (Look.SUSPECT, "D8")
    return mark.condition


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        (63, "$D$8=63"),
        (-5, "$D$8=-5"),
        (0, "$D$8=0"),
        (12.5, "$D$8=125/10"),
        (-0.05, "$D$8=-5/100"),
        (0.1 + 0.2, ALWAYS),  # Excel keeps 15 digits of what is typed
        (10**15, ALWAYS),
        (1e300, ALWAYS),
        (None, '$D$8=""'),
        ("22件", '$D$8="22件"'),
        ('所谓"公开"', '$D$8="所谓""公开"""'),
        (date(2023, 12, 31), "$D$8=DATE(2023,12,31)"),
        (datetime(2023, 12, 31, 9), ALWAYS),  # noqa: DTZ001  cells have no time zone
        (True, ALWAYS),
        ("第一行\n第二行", "LEN($D$8)=7"),
        ("一\r\n二", ALWAYS),
        ("𠮷", ALWAYS),
        (LONG, f"LEN($D$8)={len(LONG)}"),
    ],
)
def test_a_cell_is_marked_while_it_holds_what_it_held(value: CellValue, condition: str) -> None:
    assert _bond(constant(value)) == condition


def test_of_a_long_text_the_words_count_that_are_quoted() -> None:
    words = "统计期限为2022年1月1日至2022年12月31日"
    assert _bond(constant(LONG), words) == f'ISNUMBER(FIND("{words}",$D$8))'
    assert _bond(constant(LONG), "统计期限为2021年") == f"LEN($D$8)={len(LONG)}", "words that are not there"
    assert _bond(constant(LONG), LONG) == f"LEN($D$8)={len(LONG)}"


def test_errors_and_formulas() -> None:
    assert _bond(Cell("#DIV/0!", CellKind.ERROR, "1/0", "#DIV/0!")) == "ISERROR($D$8)"
    assert _bond(Cell(5, CellKind.NUMBER, "A1", 5)) == "$D$8=5"
    assert _bond(Cell(6, CellKind.NUMBER, "A1", 5)) == ALWAYS, "what is stored is not what it gives"


def test_a_block_of_equal_cells_is_one_mark_with_no_relative_reference() -> None:
    places = [Place(SHEET, cell) for cell in ("D8", "E8", "D9", "E9", "G8")]
    findings = [Finding(RULE, Severity.MUST, (CellRef(one, None, None),)) for one in places]
    listed = [ListedEntry(Entry(None, (one,)), one.cells[0].place) for one in findings]
    marks = plan(listed, lambda place: constant(7 if place.cell == "G8" else None))[SHEET]
    own = "INDEX($D$8:$E$9,ROW()-ROW($D$8)+1,COLUMN()-COLUMN($D$8)+1)"
    assert set(marks) == {Mark(Look.SUSPECT, "D8:E9", f'{own}=""'), Mark(Look.SUSPECT, "G8", "$G$8=7")}


def _caused(suggested: int | None, sheet: str = SHEET) -> tuple[Mark, ...]:
    """The marks of a relation over D8, D9 and D31 whose cause is D8, which holds 63."""
    places = [Place(SHEET, cell) for cell in ("D8", "D9", "D31")]
    finding = Finding(RULE, Severity.MUST, tuple(CellRef(one, None, None) for one in places))
    cause = Cause((Suspect(Place(sheet, "D8"), None, 63, suggested, certain=True, reason=""),), certain=True)
    return plan([ListedEntry(Entry(cause, (finding,)), places[0])], lambda _: constant(63))[SHEET]


def test_the_rest_of_a_relation_is_marked_until_what_was_suggested_is_there() -> None:
    assert set(_caused(36)) == {
        Mark(Look.SUSPECT, "D8", "$D$8=63"),
        Mark(Look.MEMBER, "D9", "$D$8<>36"),
        Mark(Look.MEMBER, "D31", "$D$8<>36"),
    }
    assert {one.condition for one in _caused(None) if one.look is Look.MEMBER} == {ALWAYS}
    assert {one.condition for one in _caused(36, "四、复议诉讼")} == {ALWAYS}, "conditions read their own sheet alone"


def test_several_conditions_are_one() -> None:
    assert joined({"a": None}) == "a"
    assert joined({"a": None, "b": None}) == "(a)+(b)"
    assert joined({"a": None, ALWAYS: None}) == ALWAYS
    assert joined({"a" * 100: None, "b" * 100: None}) == ALWAYS, "Excel takes 255 characters"


def test_no_formula_is_longer_than_excel_takes() -> None:
    quotes = '"' * 60
    for area in ("XFD1048576", "XFA1048570:XFD1048576"):
        condition = on(_bond(constant(quotes)).replace("$D$8", "\0"), area)
        assert len(Mark(Look.SUSPECT, area, condition).formula("20260201T093000")) < 255


def test_of_very_many_conditions_none_is_kept() -> None:
    places = [Place(SHEET, f"D{row}") for row in range(8, 8 + 2 * MOST)]
    findings = [Finding(RULE, Severity.MUST, (CellRef(one, None, None),)) for one in places]
    listed = [ListedEntry(Entry(None, (one,)), one.cells[0].place) for one in findings]
    numbers = {place: constant(number) for number, place in enumerate(places)}
    assert plan(listed, numbers.get)[SHEET] == (Mark(Look.SUSPECT, f"D8:D{7 + 2 * MOST}"),)
