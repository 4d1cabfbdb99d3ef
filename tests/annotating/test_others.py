"""Workbooks that others made: what can be read is annotated, or refused whole, and nothing of it is lost."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.annotating.made import WHEN, WIDE, made_up
from tests.editing.raw import changed
from tests.readers.test_others_workbooks import FOLDER
from validator.annotating.copies import annotated
from validator.editing.refusal import NotEditable
from validator.filings.traces import NOTE_SIGN
from validator.readers import UnreadableWorkbook, read_workbook
from validator.readers.files import workbook_in
from validator.writers.results_sheet import SHEET

OTHERS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.xls[xm]"))
SLICE = random.Random(13).sample(OTHERS, min(16, len(OTHERS)))  # noqa: S311  the whole: scripts/annotate_others
REFUSED = ("样式部件",)
TOUCHED = ("[content_types].xml", "workbook", "worksheets/", "styles", "comments", "drawing", "sheet")


def nothing_is_lost(path: Path) -> str:
    """Annotate a workbook and hold the copy against it; what came of it in a word."""
    try:
        workbook = read_workbook(path, WIDE)
    except UnreadableWorkbook:
        return "unreadable"
    content, report = path.read_bytes(), made_up(workbook)
    try:
        copy = annotated(content, report, WHEN, WIDE)
    except NotEditable as refusal:
        assert any(why in str(refusal) for why in REFUSED), refusal
        return "refused"
    after = workbook_in(copy.content, str(path), WIDE)
    assert after.names == workbook.names
    assert [*after.sheets] == [*workbook.sheets, SHEET]
    for name, sheet in workbook.sheets.items():
        assert (after.sheets[name].cells, after.sheets[name].merged) == (sheet.cells, sheet.merged)
        assert after.sheets[name].comments.items() >= sheet.comments.items()
        added = {at: text for at, text in after.sheets[name].comments.items() if at not in sheet.comments}
        assert all(text.startswith(NOTE_SIGN) for text in added.values())
        assert added or copy.lacking
    assert all(any(word in name.lower() for word in TOUCHED) for name in changed(content, copy.content))
    assert annotated(copy.content, report, WHEN, WIDE).content == copy.content
    return "annotated"


@pytest.mark.skipif(not OTHERS, reason="the workbooks are not here")
@pytest.mark.parametrize("file", SLICE)
def test_nothing_is_lost(file: str) -> None:
    assert nothing_is_lost(FOLDER / file) in {"annotated", "unreadable", "refused"}


@pytest.mark.skipif(not OTHERS, reason="the workbooks are not here")
def test_pictures_and_charts_are_there_byte_for_byte() -> None:
    """One workbook of each kind, whatever the slice."""
    kinds = {"media/": 0, "charts/": 0}
    for file in OTHERS:
        held = list[str]()
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(FOLDER / file) as archive:
            held = [kind for kind in kinds if any(kind in name for name in archive.namelist()) and not kinds[kind]]
        if held and nothing_is_lost(FOLDER / file) == "annotated":
            kinds |= dict.fromkeys(held, 1)
    assert all(kinds.values())
