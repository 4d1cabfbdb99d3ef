"""Words in two languages: what goes into messages is Chinese for users and English with ``--lang en``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


BLANK_WORD = Bilingual("空白", "blank")


def spoken(words: object, lang: str) -> object:
    """Words in one language; whatever is not in two languages (numbers, quotations, names) as it is."""
    if isinstance(words, Bilingual):
        return words.en if lang == "en" else words.zh
    if isinstance(words, tuple):
        return ("、" if lang == "zh" else ", ").join(str(spoken(one, lang)) for one in words)
    return words
