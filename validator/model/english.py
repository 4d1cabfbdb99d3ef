"""The English of what the command line says: looked up in ``english.toml``, whose keys are the Chinese in the code.

Refusals of files, options and data are worded in Chinese where they arise; this is their other language, as a catalogue
of translations is for other programs. A test holds every such text in the code to an entry.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from validator.model.bilingual import filled
from validator.startup.expressions import expression
from validator.startup.parsed import toml

_CHINESE = expression(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_FILE = Path(__file__).parents[1] / "english.toml"
_HOLE = expression(r"\{(\w+)\}")


def in_language(text: object, lang: str) -> str:
    """The text as it stands for ``zh``, in English for ``en`` as far as it is known."""
    return english(str(text)) if lang == "en" else str(text)


def english(text: str) -> str:
    """The English of a Chinese text; what no entry fits stands as it is."""
    if not _CHINESE.search(text):
        return text
    for pattern, words in _entries():
        if found := pattern.fullmatch(text):
            return filled(words, {name: english(part) for name, part in found.groupdict().items()}, "en")
    return text.replace("、", ", ")


@lru_cache(maxsize=1)
def _entries() -> list[tuple[re.Pattern[str], str]]:
    """Every entry as a pattern; those with the most words of their own first."""
    table: dict[str, str] = toml(_FILE.read_bytes())["words"]
    order = sorted(table, key=lambda text: -len(_HOLE.sub("", text)))
    return [(_pattern(text), table[text]) for text in order]


def _pattern(text: str) -> re.Pattern[str]:
    """``{path}：读不了（{why}）`` as an expression: what stands in braces is anything, or nothing."""
    parts = _HOLE.split(text)
    literal, names = parts[::2], parts[1::2]
    holes = [*(f"(?P<{name}>.*?)" for name in names), ""]
    return re.compile("".join(re.escape(one) + hole for one, hole in zip(literal, holes, strict=True)), re.DOTALL)
