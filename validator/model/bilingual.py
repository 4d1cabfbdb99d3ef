"""Words in two languages: what goes into messages is Chinese for users and English with ``--lang en``."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.shown import shown
from validator.startup.records import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


BLANK_WORD = Bilingual("空白", "blank")


def spoken(words: object, lang: str) -> str:
    """Words in one language; numbers, dates and truth values as people read them, quotations and names as they are."""
    if isinstance(words, Bilingual):
        return words.en if lang == "en" else words.zh
    if isinstance(words, tuple):
        return ("、" if lang == "zh" else ", ").join(spoken(one, lang) for one in words)
    return shown(words)


class _Arguments(dict[str, str]):
    """What fills in a message, and the words that follow a number: ``{count|cell|cells}``."""

    def __missing__(self, key: str) -> str:
        name, one, many = key.split("|")
        return one if self[name] == "1" else many


def filled(template: str, args: Mapping[str, object], lang: str) -> str:
    """A template with its arguments in one language; ``{count} {count|cell|cells}`` is 1 cell or 2 cells."""
    return template.format_map(_Arguments({key: spoken(value, lang) for key, value in args.items()}))


def plural(number: int, one: str, many: str) -> str:
    """``1 row``, ``2 rows``: a number and the word that goes with it in English."""
    return f"{number} {one if number == 1 else many}"
