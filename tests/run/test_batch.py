"""A file that ends its worker, or outlasts its time, is told; what results depend on; what is taken from a disk."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.books import book
from tests.command import TODAY, Gouji
from tests.conftest import DAY, ROOT
from tests.shipped import CATALOGUE, Job
from validator.filings.waivers import Given
from validator.model.filing import Waiver
from validator.model.report import FileReport, counted_in
from validator.readers import Limits
from validator.run import batch
from validator.run.batch import examine_files
from validator.run.driver import examine_content, examine_file
from validator.run.fingerprint import fingerprint
from validator.run.packing import packed, unpacked
from validator.run.walking import find

JOB = Job(catalogue=CATALOGUE, today=DAY)
EXAMPLES = sorted((ROOT / "examples").glob("*.xlsx"))
posix = pytest.mark.skipif(os.name != "posix", reason="what is changed here is changed in forked processes too")

ENDS: dict[str, tuple[Callable[[], object], str, str]] = {
    "3.xlsx": (lambda: os.kill(os.getpid(), signal.SIGKILL), "信号 9", "signal 9"),
    "4.xlsx": (lambda: os._exit(7), "状态 7", "status 7"),
    "9.xlsx": (lambda: re.match(r"(a+)+$", "a" * 60 + "b"), "2 秒没有校验完，没有结论", "not checked within 2 seconds"),
}


@posix
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_ends_its_process_is_told_and_the_run_goes_on(
    tmp_path: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    def examined(content: bytes, path: str, job: Job) -> FileReport:
        if path in ENDS:
            ENDS[path][0]()
        return examine_content(content, path, job)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch, "examine_content", examined)
    monkeypatch.setattr(batch, "_PATIENCE", 0.5)  # of the four seconds that a file may take
    for number in range(12):
        Path(f"{number}.xlsx").write_bytes(book("must"))
    done = gouji("check", ".", *TODAY, "--format", "json", "--jobs", "2", "--lang", lang)
    assert (done.status, done.err) == (2, "")
    assert [one["path"] for one in done.data["files"]] == [f"{number}.xlsx" for number in range(12)]
    for one in done.data["files"]:
        if one["path"] in ENDS:
            assert one["error"].startswith(one["path"])
            assert ENDS[one["path"]][1 if lang == "zh" else 2] in one["error"]
            assert (one["status"], one["sha256"]) == ("unreadable", None)
        else:
            assert one["status"] == "fails"


def test_what_is_counted_of_a_file_stands_in_its_json() -> None:
    for one in examine_files(find([ROOT / "examples", ROOT / "none.xlsx"]), JOB):
        assert counted_in(json.loads(json.dumps(one.to_dict()))) == replace(one.counted, untouched=False)


def test_the_day_matters_by_its_year_alone() -> None:
    """`fingerprint` relies on it: a run over midnight goes on."""
    days = date(2026, 1, 1), date(2026, 12, 31), date(2022, 1, 1)
    reports = [[examine_file(path, replace(JOB, today=day)) for path in EXAMPLES] for day in days]
    assert reports[0] == reports[1] != reports[2]


def test_whatever_changes_a_verdict_changes_the_word() -> None:
    waiver = Waiver("T3-04", "表三.其他处理_其他.总计", "说明", "某人", "2024-01-10")
    jobs = [
        JOB,
        replace(JOB, today=date(2023, 1, 1)),
        replace(JOB, rules=CATALOGUE.rules[1:]),
        replace(JOB, thresholds=CATALOGUE.defaults | {"阈值.其他占比": 0.9}),
        replace(JOB, waivers=(Given("", waiver),)),
        replace(JOB, limits=Limits(seconds=9)),
        replace(JOB, year=2025),
        replace(JOB, contents=True),
        replace(JOB, earlier=replace(JOB.earlier, digest="0")),
    ]
    words = [fingerprint(one) for one in jobs] + [fingerprint(JOB, "en")]
    assert len(set(words)) == len(words)
    assert fingerprint(replace(JOB, today=date(2026, 12, 31), rules=CATALOGUE.rules)) == words[0]


class Harm:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.system, ("echo harm",)


@pytest.mark.parametrize("what", [Harm(), Path("a"), io.BytesIO()])
def test_nothing_is_unpacked_but_what_reports_are_made_of(what: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is no part of a report"):
        unpacked(pickle.dumps(what), CATALOGUE)


def test_a_report_comes_out_as_it_was_packed() -> None:
    for path in EXAMPLES:
        report = examine_file(path, replace(JOB, contents=True))
        assert unpacked(packed(report, CATALOGUE), CATALOGUE) == report


def test_what_is_to_be_done_can_be_sent_to_a_process_that_knows_nothing() -> None:
    """As where processes are not forked: Windows, macOS, another machine; also when it was used before."""
    before = [examine_file(path, JOB) for path in EXAMPLES]
    there: Job = pickle.loads(pickle.dumps(JOB))  # noqa: S301  our own
    assert [examine_file(path, there).to_dict() for path in EXAMPLES] == [one.to_dict() for one in before]
