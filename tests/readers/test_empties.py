"""Formatted cells that hold nothing cost nothing: 65,536 such rows are read, and what is read is the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.memory import measured
from tests.readers.parts import archive, cells, parts, saved, sheet
from validator.readers import Limits, UnreadableWorkbook, read_workbook
from validator.readers.limits import EMPTY_LINES, MIB, Budget, Refused
from validator.readers.xlsx.empties import without_empties

COLUMNS = "ABCDEFGHIJ"
STYLES = {
    "Excel": ('<row r="{0}" spans="1:10" ht="15" customHeight="1">', '<c r="{1}{0}" s="5"/>', "</row>"),
    "openpyxl": ('<row r="{0}">', '<c r="{1}{0}" s="5" />', "</row>"),
    "not closed at once": ('<row r="{0}">', '<c r="{1}{0}" s="5"></c>', "</row>"),
    "with a type": ('<row r="{0}">', '<c r="{1}{0}" s="5" t="s"/>', "</row>"),
    "without a format": ('<row r="{0}" s="3" customFormat="1">', '<c r="{1}{0}"/>', "</row>"),
    "on lines of their own": ('<row r="{0}">\n', '  <c r="{1}{0}" s="5"/>\n', "</row>\n"),
    "rows alone": (
        '<row r="{0}" spans="1:10" s="5" customFormat="1" ht="15" customHeight="1" outlineLevel="1">',
        "",
        "</row>",
    ),
}


def formatted(style: tuple[str, str, str], first: int, last: int) -> str:
    start, cell, end = style
    line = start + "".join(cell.format("{0}", column) for column in COLUMNS) + end
    return "".join(map(line.format, range(first, last + 1)))


@pytest.mark.parametrize("name", STYLES)
def test_65536_formatted_rows_are_read(tmp_path: Path, name: str) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="5"/><c r="C1"><v>3</v></c></row>'
    last = '<row r="65537"><c r="J65537"><v>9</v></c></row>'

    def of(rows: int) -> Path:
        return saved(tmp_path, archive(parts(sheet(first + formatted(STYLES[name], 2, rows) + last)), level=1))

    found = read_workbook(of(3_000)).sheets["甲"].cells
    assert {at: cell.value for at, cell in found.items()} == {"A1": 1, "C1": 3, "J65537": 9}
    said, mebibytes = measured(of(65_536))
    assert said == ["3"]
    assert mebibytes < 20


def test_more_than_the_limit_names_what_a_clerk_can_do(tmp_path: Path) -> None:
    whole = formatted(STYLES["Excel"], 2, 65_536)
    path = saved(tmp_path, parts(sheet(whole), more={"xl/x.xml": whole}))
    with pytest.raises(UnreadableWorkbook, match="inflated_bytes") as caught:
        read_workbook(path, Limits(inflated_bytes=2 * MIB))
    assert EMPTY_LINES in str(caught.value)
    assert "gouji.toml" in str(caught.value)
    with pytest.raises(UnreadableWorkbook, match="inflated_bytes") as caught:
        read_workbook(path, Limits(inflated_bytes=2 * MIB, may_be_raised=False))
    assert str(caught.value).endswith(EMPTY_LINES)


@pytest.mark.parametrize(
    "kept",
    [
        "<!-- {} -->",
        '<row r="9"><c r="A9" t="inlineStr"><is><t><![CDATA[{}]]></t></is></c></row>',
        "<?odd {}?>",
    ],
)
def test_what_only_looks_like_cells_stays(kept: str) -> None:
    inside = '<c r="A1" s="1"/></row><row r="2"/><row r="3">'
    text = sheet(kept.format(inside)).encode()
    for size in (1, 7, 50, len(text)):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        assert b"".join(without_empties(pieces)) == text


def test_hidden_rows_and_places_that_follow_from_those_before_stay() -> None:
    for text in (
        '<row r="1" hidden="1"/><row r="2" ht="15" hidden="1"></row><row r="3"><c r="A3"><v>1</v></c></row>',
        '<row r="5"><c r="C5" s="1"/><c><v>1</v></c></row><row><c><v>2</v></c></row>',
        '<row r="5"/><row><c r="A6"><v>1</v></c></row>',
    ):
        whole = sheet(text).encode()
        assert b"".join(without_empties([whole])) == whole


cell = st.sampled_from(
    [
        '<c r="{}" s="1"/>',
        '<c r="{}"/>',
        '<c r="{}" s="1"></c>',
        '<c r="{}"><v>1</v></c>',
        '<c r="{}" t="str"><v>文</v></c>',
    ]
)
rows = st.lists(st.tuples(st.sampled_from(["", ' hidden="1"', ' ht="9"']), st.lists(cell, max_size=4)), max_size=8)


@given(rows, st.integers(1, 90))
def test_the_same_cells_and_hidden_rows_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, list[str]]], size: int
) -> None:
    text = sheet(
        "".join(
            f'<row r="{at}"{given}>{"".join(one.format(f"{COLUMNS[column]}{at}") for column, one in enumerate(held))}</row>'
            for at, (given, held) in enumerate(found, 1)
        )
    )
    data, folder = text.encode(), tmp_path_factory.mktemp("cut")
    thin = b"".join(without_empties(data[at : at + size] for at in range(0, len(data), size)))
    whole, less = (read_workbook(saved(folder, parts(more={}) | parts(one))) for one in (text, thin.decode()))
    assert whole.sheets == less.sheets


def test_a_row_without_end_costs_no_more_than_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path, archive(parts(sheet("<row r='1'>" + "<a/>" * (2 * MIB) + "</row>")), level=1))
    started = time.thread_time()
    read_workbook(path, Limits(ratio=9999))
    assert time.thread_time() - started < 8


def stopped(at: float) -> Callable[[], float]:
    """A clock that shows one time."""
    return lambda: at


def test_the_time_of_others_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a file waits for the processor: that must not refuse it, its own work must."""
    budget = Budget(Limits(seconds=10))
    for clock in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, clock, stopped(getattr(time, clock)() + 3600))
    budget.tick()
    monkeypatch.setattr(time, "thread_time", stopped(time.thread_time() + 11))
    with pytest.raises(Refused, match="seconds"):
        budget.tick()


def test_a_large_sheet_is_read_in_full(tmp_path: Path) -> None:
    found = "".join(f'<c r="A{row}"><v>{row}</v></c><c r="B{row}" s="5"/>' for row in (1,))
    assert read_workbook(saved(tmp_path, parts(cells(found)))).sheets["甲"].cells["A1"].value == 1
    body = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}.25</v></c><c r="B{row}" s="5"/></row>' for row in range(1, 40_001)
    )
    values = read_workbook(saved(tmp_path, parts(sheet(body)))).sheets["甲"].cells
    assert len(values) == 40_000
    assert all(values[f"A{row}"].value == row + 0.25 for row in (1, 7, 20_000, 40_000))
