"""Texts as long as reports have them, no two alike: sentences of a small grammar, filled from lists, seeded.

Published reports have 1,500 to 4,000 characters in section 一 (half of them more than 2,800), some hundred in 五 and
六. Theirs and these have about as many sentences, figures, years, titles and denials in a thousand characters, and as
many that say a figure of the tables; the words are this module's own.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LENGTHS = {"一": (1_500, 2_800, 4_000), "五": (300, 550, 1_000), "六": (60, 140, 260)}
"""Least, most common and greatest number of characters by section."""

_HALF_A_SENTENCE = 40
_ORDINALS = ("一是", "二是", "三是", "四是", "五是")
_SLOT = re.compile(
    r"\{(?!项)(?:(?P<low>\d+)-(?P<high>\d+)|表:(?P<cells>[^{}]+)|占:(?P<part>.+?)/(?P<whole>.+?)|(?P<word>[^{}]+))\}"
)


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "grammar.toml").read_text("utf-8"))


def long_texts(draw: random.Random, year: int, values: Mapping[str, object]) -> dict[str, str]:
    """The sections of one report of that year; what they say of the tables is what `values` holds, mostly."""
    return {section: _section(section, draw, year, values) for section in LENGTHS}


def _section(section: str, draw: random.Random, year: int, values: Mapping[str, object]) -> str:
    least, common, most = LENGTHS[section]
    wanted = draw.triangular(least, most, common)
    parts = [part for part in _grammar()["part"] if part["section"] == section]
    return "\n".join(_paragraph(part, wanted * part["share"], draw, year, values) for part in parts)


def _paragraph(
    part: Mapping[str, Any], wanted: float, draw: random.Random, year: int, values: Mapping[str, object]
) -> str:
    """Sentences until the paragraph is long enough; what the tables hold is told once."""
    text, facts = "", [one for one in part["sentences"] if "{表:" in one]
    others = [one for one in part["sentences"] if one not in facts]
    left: list[str] = draw.sample(facts + others, len(facts + others))
    while not text or len(text) < wanted - _HALF_A_SENTENCE:
        left = left or draw.sample(others, len(others))
        text += f"{_filled(left.pop(), draw, year, values)}。"
    order = iter(_ORDINALS * len(text))
    return re.sub("{项}", lambda _: next(order), _filled(part["head"], draw, year, values) + text)


def _filled(text: str, draw: random.Random, year: int, values: Mapping[str, object]) -> str:
    words = _grammar()["words"] | {"年": [f"{year}"], "上年": [f"{year - 1}"]}

    def count(cells: str) -> int:
        return sum(value for cell in cells.split("+") if isinstance(value := values.get(cell), int))

    def fill(slot: re.Match[str]) -> str:
        if slot["low"]:
            return str(draw.randint(int(slot["low"]), int(slot["high"])))
        if slot["cells"]:
            return str(count(slot["cells"]))
        if slot["part"]:
            return f"{count(slot['part']) / max(1, count(slot['whole'])):.1%}".removesuffix("%")
        return str(draw.choice(words[slot["word"]]))

    while _SLOT.search(text):
        text = _SLOT.sub(fill, text)
    return text
