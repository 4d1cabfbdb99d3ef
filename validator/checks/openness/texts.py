"""The texts of a report and what their sections are called in messages."""

from __future__ import annotations

from validator.model.filing import Filing
from validator.model.form import TEXT_PREFIX


def text_names(filing: Filing) -> tuple[str, ...]:
    """The names of the sections that are written, in order: 正文.一, 正文.五, 正文.六."""
    return tuple(text.name for text in filing.form.texts)


def section_of(name: str) -> str:
    """The number of the section: 六 of 正文.六."""
    return name.removeprefix(TEXT_PREFIX)
