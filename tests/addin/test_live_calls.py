"""How often the program is asked: reading three times a sheet, marking once a block, whatever the number of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.openbook import livebook
from addin.openbook.examining import examined
from addin.traces import marking
from tests.addin.live import FAULTY, MIANCHI, Live, press
from tests.conftest import DAY
from tests.filings.layouts import Layout, book_of
from tests.planned import planned
from tests.shipped import base_filing
from validator import check, read


@pytest.fixture
def calls(live: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Counts what xlwings asks of the engine; every call still goes there."""
    from addin.calc.formats import ConditionalFormats
    from addin.calc.ranges import Range
    from addin.calc.worksheets import Worksheet

    assert live
    counted: Counter[str] = Counter()

    def watch(owner: type, name: str) -> None:
        own: Any = owner.__dict__[name]

        ask: Any = own.fget if isinstance(own, property) else own

        def asked(self: object, *rest: object) -> object:
            counted[name] += 1
            return ask(self, *rest)

        changed = property(asked, own.fset) if isinstance(own, property) else asked
        monkeypatch.setattr(owner, name, changed)

    for owner, name in (
        (Range, "raw_value"),
        (Range, "formula"),
        (Worksheet, "used_range"),
        (Worksheet, "visible"),
        (Worksheet, "range"),
        (ConditionalFormats, "add_custom"),
    ):
        watch(owner, name)
    yield counted


def test_a_sheet_is_read_in_three_calls_however_full_it_is(live: Live, tmp_path: Path, calls: Counter[str]) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        count = len(book.sheets)
        for filled in (False, True):
            if filled:
                sheet = book.sheets["三、依申请公开"]
                sheet.impl.xl.unprotect("")
                sheet.range("L1:AK900").value = [[1] * 26] * 900
            calls.clear()
            livebook.live_workbook(book)
            assert calls == {"raw_value": count, "formula": count, "used_range": count}


def test_so_is_a_sheet_of_others_layout_with_all_its_merged_cells(
    live: Live, tmp_path: Path, calls: Counter[str]
) -> None:
    book, places = book_of(base_filing(), {"表三": ("报表", Layout(3, 2)), "表四": ("报表", Layout(60, 2))})
    book.save(tmp_path / "汇总.xlsx")
    with live.opened(tmp_path / "汇总.xlsx") as shown:
        filing, _ = examined(shown)
    assert {name: (place.sheet, place.cell) for name, place in filing.places.items() if name in places} == places
    assert calls == {"raw_value": 1, "formula": 1, "used_range": 1}


def test_a_block_is_marked_in_one_call(live: Live, tmp_path: Path, calls: Counter[str]) -> None:
    marks = planned(FAULTY)
    blocks = sum(map(len, marks.values()))
    with live.book(FAULTY, tmp_path) as book:
        assert marking.mark(book, marks, "run", marking.own_sheets(read(FAULTY))) == {}
        assert calls["add_custom"] == blocks
        press("clear", book)
    cells = sum(len(one.cells) for one in check([read(FAULTY)], today=DAY).files[0].findings)
    assert blocks < cells / 2
