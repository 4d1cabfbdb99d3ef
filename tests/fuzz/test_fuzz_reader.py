"""A few hundred of the mutated workbooks of `fuzz_reader`."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.fuzz_reader import by_openpyxl, by_parts, by_xlsxwriter, check_readers_agree, fuzz
from tests.readers.parts import saved, sheet
from validator.readers import read_workbook


def test_mutated_workbooks_are_read_or_refused() -> None:
    counts = fuzz(600, seed=1)
    assert sum(counts.values()) == 600
    assert counts["read"] > 60  # the mutations are not so coarse that nothing is left to read
    assert len(counts) > 4  # nor so fine that they meet only one check


def test_the_unchanged_bases_are_read(tmp_path: Path) -> None:
    for base in (by_xlsxwriter(), by_openpyxl(), by_parts()):
        assert read_workbook(saved(tmp_path, base)).sheets


def test_agreement_is_checked_at_all() -> None:
    assert check_readers_agree(sheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode())
