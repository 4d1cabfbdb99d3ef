"""Annotated copies opened in a real Calc: what is seen, what the buttons make of them, what 清除标记 leaves."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from addin.traces import results
from addin.traces.results import is_result_sheet
from tests.addin.live import FAULTY, MIANCHI, Live, found, marks, press, recalculated, saved
from tests.annotating.made import copied, report_of
from tests.annotating.test_copies import commented
from tests.planned import looks_by_cell
from validator.filings.traces import NOTE_SIGN
from validator.writers.listing import ordered
from validator.writers.looks import STYLES, Look
from validator.writers.results_sheet import SHEET

THIRD = "三、依申请公开"


def written(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


def test_calc_shows_what_the_add_in_would_show(live: Live, tmp_path: Path) -> None:
    content = FAULTY.read_bytes()
    with live.opened(written(copied(content).content, tmp_path / "copy.xlsx")) as book:
        assert marks(book) == looks_by_cell(content)
        sheet = results.find(book)
        assert sheet is not None
        assert is_result_sheet(sheet)
        assert len(found(book)) == len(ordered(report_of(content)))
        assert any(text.startswith(NOTE_SIGN) for text in (one.text for one in book.sheets[THIRD].notes))


def test_clearing_leaves_the_original(live: Live, tmp_path: Path) -> None:
    """Saved by Calc, the cleared copy is part by part what Calc saves of the original."""
    content = commented(FAULTY.read_bytes())  # with notes and a conditional format of others
    with live.opened(written(content, tmp_path / "original.xlsx")) as book:
        recalculated(book)
        before = saved(book, tmp_path / "before.xlsx")
    with live.opened(written(copied(content).content, tmp_path / "copy.xlsx")) as book:
        recalculated(book)
        assert press("clear", book) == "标记已清除。"
        assert SHEET not in [sheet.name for sheet in book.sheets]
        after = saved(book, tmp_path / "after.xlsx")
    same = {name for name in before if re.fullmatch(r"xl/(worksheets/sheet\d+|comments\d+|sharedStrings)\.xml", name)}
    assert same
    for name in same:
        assert plain(after[name]) == plain(before[name]), name
    assert not [name for name, part in after.items() if b"gouji:" in part or NOTE_SIGN.encode() in part]


def plain(part: bytes) -> bytes:
    """A part without the indexes of formats, of which Calc keeps those of marks, and priorities, which only count.

    The hints of cells, which Calc writes in no order, are put into one.
    """
    part = re.sub(rb' (?:s|dxfId|priority|style|r:id|count|uniqueCount)="[^"]*"', b"", part)
    hints = sorted(re.findall(rb"<dataValidation .*?</dataValidation>", part, re.DOTALL))
    return re.sub(rb"<dataValidation .*?</dataValidation>", b"", part, flags=re.DOTALL) + b"".join(hints)


def test_one_walks_through_a_copy_and_checks_it_again(live: Live, tmp_path: Path) -> None:
    """What the copy brought along is replaced as what the add-in itself had put there."""
    with live.opened(written(copied(MIANCHI.read_bytes()).content, tmp_path / "copy.xlsx")) as book:
        assert press("next", book).startswith("1/4  [强制] VA-03  D31 应为 52")
        assert book.sheets.active.name == THIRD
        assert press("previous", book).startswith("（又从头开始） 4/4")
        book.sheets[THIRD].range("D31").value = 52
        press("check", book)
        assert "D31" not in marks(book)[THIRD]
        assert not [one for sheet in book.sheets for one in sheet.notes if one.text.startswith(NOTE_SIGN)]
        assert [sheet.name for sheet in book.sheets].count(SHEET) == 1


def test_the_highlights_are_drawn(live: Live, tmp_path: Path) -> None:
    """On the pages that Calc prints as many cells have the colour of suspects as there are; four had it before."""
    looks = [look for cells in looks_by_cell(FAULTY).values() for look in cells.values()]
    with live.book(FAULTY, tmp_path) as book:
        before = fills(book, tmp_path)
    with live.opened(written(copied(FAULTY.read_bytes()).content, tmp_path / "copy.xlsx")) as book:
        after = fills(book, tmp_path)
    suspects = looks.count("suspect")
    assert (before[STYLES[Look.SUSPECT].fill], after[STYLES[Look.SUSPECT].fill]) == (4, suspects) == (4, 6)
    period = STYLES[Look.PERIOD].fill
    assert after[period] > before[period] == 0


def fills(book: Any, folder: Path) -> Counter[tuple[int, ...]]:
    """How many rectangles the printed pages fill with each colour."""
    book.save(folder / "drawn.pdf")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", (folder / "drawn.pdf").read_bytes(), re.DOTALL)
    texts = [zlib.decompress(one).decode("latin-1") for one in streams if one.startswith(b"\x78")]
    colours = (one for text in texts for one in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) rg\s+[-\d. ]+ re f", text))
    return Counter(tuple(round(float(each) * 255) for each in one) for one in colours)
