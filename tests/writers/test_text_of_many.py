"""A batch as text: clean files counted, of very many the gravest only, columns that line up, a summary at the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.writers.reports import examined, many, unreadable, with_cause, written
from validator.writers.columns import clipped, padded, right, width
from validator.writers.registry import Amount


def text(files: list, **given: object) -> str:  # type: ignore[type-arg]
    return written("text", files, **given).decode()


def test_clean_files_of_several_are_counted_and_not_listed() -> None:
    files = [examined("clean"), examined("must")]
    assert "in/clean.xlsx  " not in text(files)
    assert "通过          1   50%" in text(files)
    assert "in/clean.xlsx" in text(files, amount=Amount.VERBOSE)
    assert "in/clean.xlsx" in text(files[:1])


def test_3000_files_stay_readable() -> None:
    lines = text(list(many(3000))).splitlines()
    assert len(lines) < 7000  # 2,200 of them are open
    assert max(map(len, lines)) < 300
    assert not [line for line in lines if line.startswith("in/") and "  通过" in line]
    assert [line for line in lines[-45:] if line.startswith(("结果：", "先做这些：", "最常见的问题："))] == [
        "最常见的问题：",
        "结果：",
        "先做这些：",
    ]


def test_of_very_many_files_each_tells_its_gravest_entries() -> None:
    one = examined("refused", previous=True)
    several = replace(one, findings=one.findings * 3)
    lines = text([several] * 31).splitlines()
    assert lines.count("  另有 6 处，加 --verbose 全部列出") == 31
    assert "另有 6 处" not in text([several] * 31, amount=Amount.VERBOSE)
    assert "另有" not in text([several] * 30)


def test_a_cause_folds_what_it_explains_and_verbose_unfolds_it() -> None:
    caused = with_cause(examined("must", previous=True))
    usual, verbose = text([caused]), text([caused], amount=Amount.VERBOSE)
    assert "    强制  四、复议诉讼  E8 可能应为 4" in usual
    assert "由此而来：T4-01" in usual
    assert "四种结果之和 4" not in usual
    assert "四种结果之和 4" in verbose
    assert "改法：核对维持、纠正、其他" in verbose


def test_what_to_do_first() -> None:
    files = [examined("must"), replace(examined("must"), path="in/b.xlsx"), unreadable()]
    told = text(files)[text(files).index("先做这些：") :].splitlines()[1:5]
    assert told[0] == "  1. 1 份读不了，原因见上：请这些单位重新报送"
    assert told[1] == "  2. 1 个机关同一年度报了不止一份：先问清哪一份算数"
    assert told[2].startswith("  3. T4-01 最常见（2 份），可以一起通知：")
    assert told[3] == "  4. in/must.xlsx 问题最重（强制 1），先看它"


def test_quiet_is_at_most_a_line_a_failing_file_and_one_for_all() -> None:
    files = [examined("clean"), examined("explain"), examined("must"), unreadable()]
    lines = text(files, amount=Amount.QUIET).splitlines()
    assert [line.split("  ")[0] for line in lines[:2]] == ["in/must.xlsx", "in/junk.xlsx"]
    assert len(lines) == 3
    assert text([], amount=Amount.QUIET).startswith("0 份：")


@pytest.mark.parametrize(("word", "columns"), [("abc", 3), ("示例市", 6), ("Ａ１", 4), ("e\u0301", 1), ("①", 1)])
def test_a_chinese_character_is_two_columns_wide(word: str, columns: int) -> None:
    assert width(word) == columns
    assert width(padded(word, 9)) == width(right(word, 9)) == 9


@pytest.mark.parametrize("room", range(1, 12))
def test_a_clipped_text_fits(room: int) -> None:
    assert width(clipped("示例县abc人民政府", room)) <= max(room, 1)
    assert clipped("示例", 4) == "示例"
