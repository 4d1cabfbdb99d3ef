"""Words are looked up; one regular expression of all words, which is slow and right, says the same of 5,000 texts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.narrative.corpus import wordings
from tests.shipped import base_filing
from validator.language.normal import normalise
from validator.language.numbers import NUMBER_PATTERN
from validator.narrative import signs, tokens
from validator.narrative.lexicon import Sort, lexicon
from validator.narrative.tokens import Token, tokenise

TEXTS = 5_000


@cache
def _whole_pattern() -> re.Pattern[str]:
    """Every word spelt out, longest first, between what goes before words and what stands where none does."""
    words = "|".join(map(re.escape, sorted(lexicon().words, key=len, reverse=True)))
    before = "|".join(f"(?P<{name}>{pattern})" for _, name, pattern in signs.BEFORE_WORDS)
    return re.compile(f"{before}|(?P<word>{words})|(?P<figure>{NUMBER_PATTERN})|(?P<mark>[{signs.MARKS}])")


def _cut_by_pattern(text: str, at: int, end: int, found: list[Token]) -> None:
    while one := _whole_pattern().search(text, at, end):
        if one.start() > at:
            found.append(tokens._plain(text, at, one.start()))
        if one.lastgroup == "word":
            found.append(Token(*lexicon().words[one[0]], one[0], one.start(), one.end()))
        elif one.lastgroup == "mark":
            found.append(Token(Sort.MARK, None, one[0], one.start(), one.end()))
        else:
            found.append(tokens._token(text, one))
        at = found[-1].end
    if at < end:
        found.append(tokens._plain(text, at, end))


def _texts() -> Iterator[str]:
    """Every wording, and pieces of wordings put together: words then begin within words, and end at the end."""
    own = [one.true for one in wordings()] + [one.text for each in wordings() for one in each.wrong]
    own += list(base_filing().text.values())
    yield from own
    draw = random.Random(0)  # noqa: S311  seeded texts
    words = list(lexicon().words)
    for _ in range(TEXTS - len(own)):
        pieces = [draw.choice(own)[draw.randint(0, 20) : draw.randint(21, 60)] for _ in range(3)]
        pieces += [draw.choice(words)[: draw.randint(1, 6)] for _ in range(3)]
        draw.shuffle(pieces)
        yield "".join(pieces)


def test_looking_words_up_gives_the_tokens_of_the_whole_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [normalise(text).text for text in _texts()]
    assert len(texts) >= TEXTS
    shipped = [tokenise(text, every=True) for text in texts]
    monkeypatch.setattr(tokens, "_cut", _cut_by_pattern)
    for text, found in zip(texts, shipped, strict=True):
        assert found == tokenise(text, every=True), text
