"""The texts of a report, what stands in them, and what their sections are called in messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from validator.model.filing import Filing
from validator.model.form import TEXT_PREFIX

T = TypeVar("T")


def text_names(filing: Filing) -> tuple[str, ...]:
    """The names of the sections that are written, in order: 正文.一, 正文.五, 正文.六."""
    return tuple(text.name for text in filing.form.texts)


def in_texts(filing: Filing, find: Callable[[str], Iterable[T]]) -> Iterator[tuple[str, T]]:
    """What is found in the sections that are written, each with the name of its section."""
    for name in text_names(filing):
        for one in find(filing.text(name)):
            yield name, one


def section_of(name: str) -> str:
    """The number of the section: 六 of 正文.六."""
    return name.removeprefix(TEXT_PREFIX)
