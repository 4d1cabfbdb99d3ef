"""A few of the mutated reports of `fuzz_verdict`, and that it would notice what it looks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.fuzz.by_hand import REQUESTS, REVIEWS, Opinion, opinion
from tests.fuzz.fuzz_verdict import PARTS, Base, bases, check_report, examined, fuzz, packed, unpacked
from validator.model.report import FileReport, Status


def test_mutated_reports_never_pass_with_a_broken_sum(tmp_path: Path) -> None:
    run = fuzz(100, seed=2, save=tmp_path)
    assert run.wrong == []
    assert run.counts["passed and added up by hand"] > 20
    assert all(run.counts[status] > 5 for status in ("clean", "explain", "fails", "unreadable"))


def changed(base: str, old: str, new: str) -> bytes:
    """A base with one text of 表三 changed."""
    parts = unpacked(next(one.content for one in bases() if one.name == base))
    text = parts[PARTS[REQUESTS]].decode()
    assert len(re.findall(old, text)) == 1
    return packed({**parts, PARTS[REQUESTS]: re.sub(old, new, text).encode()})


@pytest.mark.parametrize("base", bases(), ids=lambda base: base.name)
def test_the_bases_are_sound(tmp_path: Path, base: Base) -> None:
    content = base.content
    (tmp_path / "a.xlsx").write_bytes(content)
    found = examined(tmp_path / "a.xlsx")
    assert found.status is not Status.UNREADABLE
    if base.known:
        assert found.status in {Status.CLEAN, Status.EXPLAIN}
        assert opinion(content) == Opinion((), ())


def test_a_changed_figure_is_broken_by_hand_too(tmp_path: Path) -> None:
    content = changed("typed", r'(<c r="D8"[^>]*><v>)\d+', r"\g<1>37")
    told = opinion(content)
    assert told == Opinion(
        ("D8+D9 = 39, D31+D32 = 38", "J8 = 40, D8+E8+F8+G8+H8+I8 = 41"),
        (),
    )
    (tmp_path / "a.xlsx").write_bytes(content)
    assert examined(tmp_path / "a.xlsx").status is Status.FAILS


def test_a_stale_total_is_no_broken_sum_and_is_told(tmp_path: Path) -> None:
    content = changed("summed", r'(<c r="J8"[^>]*><f>[^<]*</f><v>)\d+', r"\g<1>999")
    assert opinion(content) == Opinion((), ((REQUESTS, "J8"),))
    (tmp_path / "a.xlsx").write_bytes(content)
    found = examined(tmp_path / "a.xlsx")
    assert [(one.rule.code, one.cells[0].place.cell) for one in found.findings] == [("VA-06", "J8")]


@pytest.mark.parametrize("told", [Opinion(("A8 = 1, B8 = 2",), ()), Opinion((), ((REVIEWS, "E8"),))])
def test_what_passes_in_spite_of_the_opinion_is_noticed(told: Opinion) -> None:
    check_report(FileReport("a.xlsx", Status.CLEAN), Opinion((), ()))
    with pytest.raises(AssertionError):
        check_report(FileReport("a.xlsx", Status.CLEAN), told)
