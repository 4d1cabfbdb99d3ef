"""The folder of last year's reports is walked once and each report in it is read once, whatever is checked against it."""

from __future__ import annotations

import os
import pickle
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.books import filled
from tests.command import Gouji
from tests.conftest import DAY
from tests.shipped import CATALOGUE, base_filing, base_previous
from validator.documents import reading
from validator.model.form import Role
from validator.readers import UnreadableWorkbook, Workbook
from validator.readers.files import workbook_in
from validator.run.batch import earlier_reports, examine_files
from validator.run.driver import Job, read_filing
from validator.run.packing import packed_filing, unpacked_filing
from validator.run.walking import find

BODIES = [f"示例市{name}局" for name in "甲乙丙丁戊己"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for number, body in enumerate(BODIES):
        for folder, data in (("in", base_filing()), ("before/区", base_previous())):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / f"{number}.xlsx").write_bytes(filled(replace(data, organ=body)))
    (tmp_path / "before" / "junk.xlsx").write_bytes(b"junk")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_walked_once_and_read_once(place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    read, walked = Counter[str](), Counter[str]()
    scan = os.scandir

    def counted(content: bytes, path: str, *given: Any) -> Workbook:
        read[path] += 1
        return workbook_in(content, path, *given)

    def scanned(path: Path) -> Any:
        walked[str(path)] += not Path(path).is_absolute()  # else it is one of gouji's own
        return scan(path)

    monkeypatch.setattr(reading, "workbook_in", counted)
    monkeypatch.setattr(os, "scandir", scanned)
    done = gouji.check("in", "--previous", "before", "--jobs", "1", "--year", "2025")
    assert len(done.data["files"]) == len(BODIES)
    assert not any(one["coverage"]["not_run"] for one in done.data["files"])
    assert +walked == {"in": 1, "before": 1, str(Path("before", "区")): 1}
    assert set(read.values()) == {1}
    assert len(read) == 2 * len(BODIES) + 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_read_is_all_that_is_needed(place: Path, jobs: int) -> None:
    job = Job(catalogue=CATALOGUE, today=DAY, year=2025)
    job = replace(job, earlier=earlier_reports(find([Path("before")]), job))
    shutil.rmtree("before")
    reports = list(examine_files(find([Path("in")]), job, jobs=jobs))
    assert [(one.organ, one.coverage.not_run) for one in reports] == [(body, ()) for body in BODIES]


def test_a_single_file_that_cannot_be_read_is_refused(place: Path) -> None:
    job = Job(catalogue=CATALOGUE, today=DAY)
    with pytest.raises(UnreadableWorkbook, match=r"junk\.xlsx"):
        earlier_reports(find([Path("before/junk.xlsx")]), job)
    assert len(earlier_reports(find([Path("before")]), job).reports) == len(BODIES)


def test_three_thousand_of_them_fit_into_little_memory(place: Path) -> None:
    job = Job(catalogue=CATALOGUE, today=DAY)
    filing = read_filing(Path("before/区/0.xlsx"), job)
    packed = packed_filing(filing, CATALOGUE)
    assert len(packed) * 3_000 < 60_000_000
    assert len(packed) < len(pickle.dumps(filing)) / 3
    again = unpacked_filing(packed, CATALOGUE)
    assert (again.cells, again.places, again.form) == (filing.cells, filing.places, filing.form)
    assert again.form is CATALOGUE.form(filing.form.edition)
    assert (again.numbers, again.stated(Role.ORGAN)) == (filing.numbers, filing.stated(Role.ORGAN))
