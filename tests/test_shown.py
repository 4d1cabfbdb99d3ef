"""Values and numbers in words: as Excel shows them, and with the grammar of one and of many."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest

from tests.shipped import load_rules
from validator.model.bilingual import Bilingual, filled, plural, spoken
from validator.model.shown import shown

VALUES = [
    (None, ""),
    (True, "TRUE"),
    (False, "FALSE"),
    (0, "0"),
    (-3, "-3"),
    (12.0, "12"),
    (0.1 + 0.2, "0.3"),
    (6e-07, "0.0000006"),
    (1e-06, "0.000001"),
    (344.0982, "344.0982"),
    (250000000000000.0, "250000000000000"),
    (1e20, "100000000000000000000"),
    (1e300, "1E+300"),
    (-1.5e30, "-1.5E+30"),
    (10**21, "1E+21"),
    (1000000000001, "1000000000001"),
    (100.0, "100"),
    (1e300 * 1e10, "inf"),
    (date(2025, 1, 1), "2025-01-01"),
    (datetime(2025, 12, 31), "2025-12-31"),  # noqa: DTZ001  a cell knows no time zone
    (datetime(2025, 12, 31, 9, 5), "2025-12-31 9:05:00"),  # noqa: DTZ001
    (time(9, 30), "9:30:00"),
    (timedelta(hours=36, minutes=5), "36:05:00"),
    (timedelta(hours=-1), "-1:00:00"),
    ("1e5", "1e5"),
]


@pytest.mark.parametrize(("value", "text"), VALUES, ids=repr)
def test_a_value_is_shown_as_excel_shows_it(value: object, text: str) -> None:
    assert shown(value) == spoken(value, "zh") == text


def test_words_take_their_language_and_lists_their_comma() -> None:
    words = (Bilingual("空白", "blank"), 2.0, "甲")
    assert (spoken(words, "zh"), spoken(words, "en")) == ("空白、2、甲", "blank, 2, 甲")


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 cell was read"), (2, "2 cells were read"), (0, "0 cells were read")]
)
def test_one_is_singular(count: int, text: str) -> None:
    assert filled("{count} {count|cell was|cells were} read", {"count": count}, "en") == text
    assert plural(count, "cell was read", "cells were read") == text


NOUN = r"[a-z]+s\b(?<!ss)(?<!is)(?<!was)(?<!its)"
"""A word that looks like a plural."""


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.code)
def test_every_english_message_knows_one_from_many(rule: object) -> None:
    """A number that a word in the plural follows says which word goes with 1."""
    for variant, texts in getattr(rule, "messages").items():  # noqa: B009
        bare = re.sub(r"\{\w+\|[^}]*\}", "", texts["en"])
        found = re.findall(rf"\{{(?:count|lost|placeholders|value|without|unpaid|told|left|right)\}} {NOUN}", bare)
        assert [one for one in found if not one.endswith("says")] == [], variant
