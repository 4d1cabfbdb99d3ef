"""The texts of a report, what stands in them, and what their sections are called in messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from validator.model.bilingual import Bilingual
from validator.model.filing import PREFACE, Filing
from validator.model.form import TEXT_PREFIX

T = TypeVar("T")


def text_names(filing: Filing) -> tuple[str, ...]:
    """The names of the sections that are written, in order: 正文.一, 正文.五, 正文.六; an introduction before them."""
    before = (PREFACE,) if PREFACE in filing.cells else ()
    return (*before, *(text.name for text in filing.form.texts))


def in_texts(filing: Filing, find: Callable[[str], Iterable[T]]) -> Iterator[tuple[str, T]]:
    """What is found in the sections that are written, each with the name of its section."""
    for name in text_names(filing):
        for one in find(filing.text(name)):
            yield name, one


def section_of(name: str) -> Bilingual:
    """What a section is called in messages: 第六部分 for 正文.六."""
    if name == PREFACE:
        return Bilingual("导语", "The introduction")
    number = name.removeprefix(TEXT_PREFIX)
    return Bilingual(f"第{number}部分", f"Section {number}")
