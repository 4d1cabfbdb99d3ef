"""No message and no row of a store repeats by which password an address is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.books import book, filled
from tests.command import TODAY, Gouji
from tests.history.reports import report_of
from validator.files.harmless import without_login
from validator.history.store import opened

LINES = {
    "a：postgresql://u:x@h/d，b": "a：postgresql://***@h/d，b",
    "没有 s3://key:a@b@bucket/c 的报告": "没有 s3://***@bucket/c 的报告",
    "postgresql:/u:x@h": "postgresql:/***@h",
    "https://h/a?password=x&b=1": "https://h/a?password=***&b=1",
    "host=h PGPASSWORD = x，b": "host=h PGPASSWORD = ***，b",
    "https://h/a?b=1": "https://h/a?b=1",
    "C:/数据/甲@乙.xlsx": "C:/数据/甲@乙.xlsx",
    "收到的/甲@乙.xlsx：读不了": "收到的/甲@乙.xlsx：读不了",
    "postgresql://u@h/d": "postgresql://***@h/d",
}


@pytest.mark.parametrize("line", LINES)
def test_what_a_line_repeats_of_an_address(line: str) -> None:
    assert without_login(line) == LINES[line]


def test_reports_from_elsewhere_are_kept_without_the_login(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec

    monkeypatch.chdir(tmp_path)
    place = "memory://u:geheim@h/in"
    files = {"a.xlsx": filled(report_of(2024)), "b.xlsx": book("must"), "c.xlsx": b"junk"}
    for name, content in files.items():
        with fsspec.open(f"{place}/{name}", "wb") as stream:
            stream.write(content)
    done = gouji("history", "add", *(f"{place}/{name}" for name in files), "--store", "s.sqlite", *TODAY)
    assert (done.status, len(done.out.splitlines())) == (2, 3)
    assert "geheim" not in done.out + done.err
    assert opened("s.sqlite").versions()[0].path == "memory://***@h/in/a.xlsx"
