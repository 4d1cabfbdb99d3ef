"""What is left unread says nothing: the lexicon against the patterns, and texts read both ways with the same result.

``python -m tests.narrative.test_relevance`` compares what is read and what every rule on text finds in 5,000 texts; the
suite takes some of them.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DAY
from tests.narrative.corpus import wordings
from tests.narrative.longtexts import long_texts
from tests.shipped import base_filing, base_previous, context_of, examine, load_rules, preview
from validator.checks.openness import said
from validator.narrative import passage, relevance, statements, tokens
from validator.narrative.lexicon import ANY_CARRY, Flag, Sort, UnitSort, Verb, lexicon
from validator.narrative.relevance import may_say
from validator.narrative.subjects import decisions

if TYPE_CHECKING:
    from validator.model.report import FileReport
    from validator.narrative.stated import TextReading

TEXTS, IN_SUITE = 5_000, 300
RULES = tuple(rule for rule in load_rules() if rule.code.startswith(("N-", "X-0", "P-0", "ST-07", "ST-1", "Y-0")))
SEAMS = (
    "，",
    "。",
    "；",
    "\n",
    "、",
    "（",
    "）",
    "",
    "：",
    "？",
    "，其中",
    "2024年",
    "1",
    "13812345678",
    "３",
    "《",
    "》",
    "“",
    "”",
)


def _words(*sorts: Sort) -> set[str]:
    return {word for word, (sort, _) in lexicon().words.items() if sort in sorts}


def test_every_word_that_sets_a_topic_is_seen() -> None:
    known, topics = lexicon(), decisions().topics
    setting = {word for word in _words(Sort.NOUN, Sort.CLASS) if known.words[word][1] in topics}
    setting |= known.flagged[Flag.HANDLED_ALIKE] | {word for word in known.words if known.words[word][1] in ANY_CARRY}
    setting |= {f"清理{word}" for word in _words(Sort.NOUN)}
    assert {word for word in setting if not re.search(relevance.SETS_TOPIC, word)} == set()


def test_every_word_that_can_be_denied_or_claimed_is_seen() -> None:
    words = lexicon().words
    denied = _words(Sort.NOUN, Sort.CLASS, Sort.RESULT) | {one for one in words if words[one][1] is Verb.CHARGE}
    either = f"{relevance.SETS_TOPIC}|{relevance.OF_THE_FORM}"
    assert {word for word in denied if not re.search(either, word)} == set()
    done = {word for word in words if words[word][1] in (Verb.COMPLETE, Verb.HANDLE, "结果维持")}
    assert {word for word in done if not re.search(relevance.ENDS_A_CLAIM, word)} == set()
    for sort, ours in ((Sort.NOT, "企业"), (Sort.ALL, "办结")):
        assert {word for word in _words(sort) if not may_say(f"{word}{ours}", 0, len(word) + 2)} == set()


def test_every_word_that_makes_a_figure_count_is_seen() -> None:
    for sort, sentence in {
        Sort.BASE: "{}增加5台",
        Sort.REACH: "{}5台",
        Sort.RATE: "{}5%",
        Sort.SHARE: "{}5%",
        Sort.EACH: "{}5台",
        Sort.LEVEL: "{}",
    }.items():
        said = {sentence.format(word) for word in _words(sort)}
        assert {one for one in said if not may_say(one, 0, len(one))} == set()
    units = {sort: [unit for unit, counts in lexicon().units.items() if counts is sort] for sort in UnitSort}
    own = [*units[UnitSort.CASES], *units[UnitSort.MONEY]]
    figures = ["5", "约50", "5余", "十几", "三千多", "1.2万", "30以上", "五十左右", "1,234"]
    counted = [f"{figure}{unit}" for figure in figures for unit in own]
    loose = [f"{figure}{unit}" for figure in figures for unit in units[UnitSort.LOOSE]]
    counted += [f"{one}{head}" for one in loose for head in ("答复", "的公开", "均已答复", "“答复”")]
    counted += [f"企业{one}" for one in loose] + [f"机构共{one}" for one in loose]
    counted += [f"{none}{unit}" for none in ("0", "零", "0.0", "〇") for unit in units[UnitSort.LOOSE]]
    counted += [f"{before}{figure}{mark}" for before in "为是:" for figure in figures for mark in ("", ",", "。")]
    assert [one for one in counted if not may_say(one, 0, len(one))] == []


LEADS = (
    "依申请公开受理申请5件",
    "信息处理费：发出3件",
    "行政复议4件",
    "规范性文件制发3件",
    "新收40件",
    "热线办理5件",
    "",
)
TAILS = ("共受理5件，办结4件", "废止2件", "均已办结", "未发生", "收取2件", "共3件", "")
SHAPES = """
{not}{any} {any}{not} {all}{fill}{verb} {all}{result} {any}{figure}{unit} {any}{fill}{figure}{unit} {figure}{unit}{any}
{figure}{unit}{fill}{any} {base}{move}{figure}{unit} {any}{base}{move}{figure}% {any}，{share}{figure}% {any}{rate}{figure}%
{rate}百分之三十 {any}{reach}{figure}{unit} {any}{each}{figure}{unit}、{figure}{unit} “{any}”{figure}{unit} {not}“{any}”
《{any}》{figure}{unit} {any}为{figure} {any}：{figure} {any}{base}{level} {figure}{unit}（{any}2件） 清理{noun} {class}{any} {any}
"""
FIGURES = ("5", "12", "0", "1,234", "1.2万", "约30", "十几", "二十", "零", "30余", "2700余", "０", "不足10")


def _shape(draw: random.Random) -> str:
    """A few words of the sorts that say something together, or nearly."""
    sorts = {sort.value: sorted(_words(sort)) for sort in Sort}

    def word(slot: re.Match[str]) -> str:
        if slot[1] == "figure":
            return draw.choice(FIGURES)
        if slot[1] == "unit":
            return draw.choice([*lexicon().units, "家", "台", ""]) + draw.choice(["", "", "以上"])
        listed = sorts[slot[1]] if slot[1] in sorts else sorts[draw.choice([*filter(sorts.get, sorts)])]
        return draw.choice([*listed[:1], draw.choice(listed), "领域" if slot[1] == "any" else draw.choice(listed)])

    return re.sub(r"\{(\w+)\}", word, draw.choice(SHAPES.split()))


def _texts(count: int) -> Iterator[str]:
    """Wordings as they are, then long texts, pieces of both put together every way, and shapes in between."""
    draw = random.Random(0)  # noqa: S311  seeded texts
    own = [one.true for one in wordings()] + [one.text for each in wordings() for one in each.wrong]
    long = [text for _ in range(20) for text in long_texts(draw, 2025, base_filing().values).values()]
    yield from draw.sample(own, count // 10)
    yield from long[: count // 10]
    for _ in range(count // 5):
        pieces: list[str] = []
        for _ in range(draw.randint(2, 12)):
            text = draw.choice(own if draw.random() < 0.6 else long)
            at = draw.randrange(len(text))
            pieces += (text[at : at + draw.randint(3, 80)], draw.choice(SEAMS))
        yield "".join(pieces)
    for _ in range(count * 3 // 5):
        middle = (_shape(draw) + draw.choice(SEAMS) for _ in range(draw.randint(1, 3)))
        yield f"{draw.choice(LEADS)}。{''.join(middle)}。{draw.choice(TAILS)}。"


def _read_and_judged(text: str) -> tuple[TextReading, FileReport]:
    filing = preview(replace(base_filing(), text={**base_filing().text, "一": text}))
    filing = replace(filing, previous=preview(base_previous()))
    return statements.statements(text), examine(filing, RULES, context_of(DAY))


def _differing(count: int, patch: pytest.MonkeyPatch) -> list[str]:
    texts = list(_texts(count))
    shipped = [_read_and_judged(text) for text in texts]
    for module in (statements, passage):
        patch.setattr(module, "tokenise", partial(tokens.tokenise, every=True))
    for cache in (said._reading, said._ours):
        cache.cache_clear()
    return [text for text, found in zip(texts, shipped, strict=True) if found != _read_and_judged(text)]


def test_a_text_says_the_same_read_in_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _differing(IN_SUITE, monkeypatch) == []


def test_long_texts_are_mostly_left_unread() -> None:
    draw = random.Random(1)  # noqa: S311  seeded texts
    text = long_texts(draw, 2025, base_filing().values)["一"]
    left = sum(len(one.text) for one in tokens.tokenise(text) if one.sort is Sort.UNREAD)
    assert left > len(text) / 3


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as monkey:
        found = _differing(TEXTS, monkey)
    sys.exit("\n".join(found) if found else None)
