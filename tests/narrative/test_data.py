"""Every row of the data: its sentence gives what the row says, and would not without the row."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.narrative.reading import brief
from validator.files.entry import BadEntry, Entry
from validator.files.shipped import FOLDER
from validator.narrative import lexicon, signs, subjects, tokens

FILES = {
    name: tomllib.loads((FOLDER / f"narrative/{name}").read_text("utf-8")) for name in ("words.toml", "subjects.toml")
}
ROWS = [
    pytest.param(file, kind, at, id=f"{kind} {at + 1} {row['example']}")
    for file, data in FILES.items()
    for kind, rows in data.items()
    if kind != "groups"
    for at, row in enumerate(rows)
]


DECIDED = (subjects.decisions, subjects._answer)
KNOWN = {
    "words.toml": (*DECIDED, lexicon.lexicon, lexicon.lengths, signs.signs, tokens._unit),
    "subjects.toml": DECIDED,
}
"""What is kept of each file once it is read."""


def forget(file: str) -> None:
    for known in KNOWN[file]:
        known.cache_clear()


@pytest.fixture
def read_instead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, dict[str, Any]], None]]:
    """Makes the room read other data under the name of one of its files."""

    changed: set[str] = set()

    def instead(file: str, data: dict[str, Any]) -> None:
        changed.add(file)
        read = {**FILES, file: data}
        for module in (lexicon, subjects):
            monkeypatch.setattr(
                module, "load_entry", lambda path: Entry(read[path.name], f"{path.parent.name}/{path.name}")
            )
        forget(file)

    yield instead
    monkeypatch.undo()
    for file in changed:
        forget(file)


def without(file: str, kind: str, at: int) -> dict[str, Any]:
    rows = FILES[file][kind]
    return {**FILES[file], kind: rows[:at] + rows[at + 1 :]}


def said(file: str, kind: str, at: int) -> tuple[str, str]:
    """The sentence of a row and what it gives."""
    sentence, _, gives = FILES[file][kind][at]["example"].partition(" → ")
    return sentence, gives


def test_a_row_gives_what_it_says() -> None:
    given = {sentence: (brief(sentence), gives) for row in ROWS for sentence, gives in [said(*row.values)]}  # type: ignore[arg-type]
    assert {sentence: found for sentence, found in given.items() if found[0] != found[1]} == {}
    assert len(given) > 150


@pytest.mark.parametrize(("file", "kind", "at"), ROWS)
def test_its_sentence_needs_the_row(
    file: str, kind: str, at: int, read_instead: Callable[[str, dict[str, Any]], None]
) -> None:
    """Also the proof that this test can fail: a row that says nothing, or something else, fails it."""
    sentence, gives = said(file, kind, at)
    read_instead(file, without(file, kind, at))
    assert brief(sentence) != gives


def test_a_row_that_says_something_else_is_noticed(read_instead: Callable[[str, dict[str, Any]], None]) -> None:
    rows = FILES["subjects.toml"]["answer"]
    at = next(at for at, row in enumerate(rows) if row.get("subject") == "规章废止")
    changed = [*rows[:at], {**rows[at], "subject": "规章有效"}, *rows[at + 1 :]]
    read_instead("subjects.toml", {**FILES["subjects.toml"], "answer": changed})
    assert rows[at]["example"] == "废止规章1件 → 规章废止 1"
    assert brief("废止规章1件") == "规章有效 1"


def test_each_word_is_read_whole() -> None:
    words = lexicon.lexicon().words
    read: dict[str, list[tokens.Token]] = {word: [] for word in words}
    for word, found in read.items():
        tokens._cut(word, 0, len(word), found)
    assert {word: found for word, found in read.items() if [one[:3] for one in found] != [(*words[word], word)]} == {}
    assert len(read) > 3_000


VERB = {"means": "新收", "words": "新收 (共|)新收到", "example": "新收1件 → 新收 1"}


def test_alternatives_are_spelt_out() -> None:
    read = lexicon.read_lexicon(Entry({"verb": [VERB]}, "narrative/words.toml"))
    assert list(read.words) == ["新收", "共新收到", "新收到"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"means": "新添"}, "key 'means': nothing here means '新添'"),
        ({"means": None}, "key 'means' is missing"),
        ({"words": "新收 新收"}, "key 'words': '新收' is given twice"),
        ({"words": "新收 (新|初)收"}, "key 'words': '新收' is given twice"),
        ({"words": "(|新收)"}, "key 'words': an alternative of nothing is no word"),
        ({"words": "收到"}, "key 'words': '收到' is given twice"),
        ({"example": None}, "key 'example' is missing"),
        ({"exmple": ""}, "unknown key 'exmple'"),
        ({"lasting": True}, "unknown key 'lasting'"),
        ({"needs_no_noun": "yes"}, "key 'needs_no_noun' must be bool"),
    ],
)
def test_a_bad_row_of_words_is_refused(change: dict[str, object], complaint: str) -> None:
    row = {key: value for key, value in {**VERB, **change}.items() if value is not None}
    received = {"means": "收到", "words": "收到", "example": ""}
    with pytest.raises(BadEntry) as error:
        lexicon.read_lexicon(Entry({"verb": [received, row]}, "narrative/words.toml"))
    assert complaint in str(error.value)
    assert str(error.value).startswith("narrative/words.toml: verb 2 ")


def test_a_sort_that_no_code_knows_is_refused() -> None:
    with pytest.raises(BadEntry, match=r"narrative/words.toml: unknown key 'adverb'"):
        lexicon.read_lexicon(Entry({"adverb": [VERB]}, "narrative/words.toml"))


ANSWER = {"said": ["文件", "制发"], "subject": "规章制发", "example": "制定规章2件 → 规章制发 2"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"subject": "规章修订"}, "key 'subject': nothing here means '规章修订'"),
        ({"subject": None}, "key 'subject' is missing"),
        ({"reason": "不明"}, "key 'reason': nothing here means '不明'"),
        ({"reason": "表内没有对应的口径"}, "unknown key 'subject'"),
        ({"said": ["规章 规矩"]}, "key 'said': nothing here means '规矩'"),
        ({"said": None}, "one of the keys 'said' and 'several' is needed"),
        ({"topic": "规矩"}, "key 'topic': nothing here means '规矩'"),
        ({"unsaid": ["规章"]}, "key 'unsaid' must be str"),
        ({"each": "不予公开"}, "unknown key 'said'"),
        ({"said": None, "subject": None, "each": "结转"}, "key 'each': nothing here means '结转'"),
    ],
)
def test_a_bad_answer_is_refused(change: dict[str, object], complaint: str) -> None:
    row = {key: value for key, value in {**ANSWER, **change}.items() if value is not None}
    data = {"groups": {"文件": "规章 行政规范性文件"}, "answer": [row]}
    with pytest.raises(BadEntry) as error:
        subjects.read_decisions(Entry(data, "narrative/subjects.toml"))
    assert complaint in str(error.value)
    assert str(error.value).startswith("narrative/subjects.toml: answer 1 ")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"groups": {"规章": "规章"}}, "key 'groups': '规章' must be a text under a name of its own"),
        ({"groups": {"文件": "规矩"}}, "key 'groups': nothing here means '规矩'"),
        ({"topic": [{"topic": "规章", "names": "规章 规章"}]}, "key 'example' is missing"),
        ({"topic": 2 * [{"topic": "规章", "names": "规章", "example": ""}]}, "key 'names': '规章' is given twice"),
        ({"answers": []}, "unknown key 'answers'"),
    ],
)
def test_bad_decisions_are_refused(data: dict[str, Any], complaint: str) -> None:
    with pytest.raises(BadEntry) as error:
        subjects.read_decisions(Entry(data, "narrative/subjects.toml"))
    assert complaint in str(error.value)
    assert str(error.value).startswith("narrative/subjects.toml: ")
