"""What was looked at and what has no verdict, in both languages; the add-in takes the Chinese words."""

from __future__ import annotations

from string import Formatter

from validator.model.bilingual import Bilingual
from validator.model.finding import Coverage, NotRun, Undecided
from validator.model.report import FileReport, Status
from validator.writers import closing, coverage, texts

SEEN = Coverage(
    rules_run=("T3-01", "T3-02"),
    not_run=(NotRun("Y-01", Bilingual("没有上年报告", "no report of last year")), NotRun("P-04", "x")),
    undecided=(Undecided("T3-02", "甲"), Undecided("T3-01", "乙"), Undecided("T4-01", "丙", lost=True)),
    cells_read=7,
)


def _fields(text: str) -> set[str]:
    return {name.partition("|")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_every_statement_is_in_both_languages_with_the_same_fields() -> None:
    words = {**coverage._WORDS, **closing._WORDS, **texts._WORDS}
    assert {key: _fields(text.zh) for key, text in words.items()} == {
        key: _fields(text.en) for key, text in words.items()
    }


def test_missing_cells_are_named_or_counted() -> None:
    lost = "no verdict: T4-01 (cells that cannot be read: 1)"
    assert coverage.undecided(SEEN, "en") == [
        "no verdict: T3-02 (甲 is blank or no number)",
        "no verdict: T3-01 (乙 is blank or no number)",
        lost,
    ]
    assert coverage.undecided(SEEN, "en", most=2) == coverage.undecided(SEEN, "en")
    assert coverage.undecided(SEEN, "en", most=1) == [
        "no verdict: T3-01, T3-02 (2 cells needed are blank or no numbers)",
        lost,
    ]


def test_reasons_are_told_in_the_language() -> None:
    assert coverage.not_run(SEEN, "en") == ["not run: Y-01 (no report of last year)", "not run: P-04 (x)"]
    assert coverage.not_run(SEEN) == ["没有运行：Y-01（没有上年报告）", "没有运行：P-04（x）"]
    assert coverage.looked_at(SEEN, "en") == "2 rules run, 7 cells read"


def test_this_goujis_own_template_is_not_pointed_out() -> None:
    report = FileReport("a.xlsx", Status.CLEAN, made_by="1.0")
    assert coverage.made_by(report, "1.0") == coverage.made_by(report, "") == []
    assert coverage.made_by(report, "2.0", "en") == ["this workbook was made from a template of gouji 1.0"]
