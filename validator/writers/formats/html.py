"""A self-contained page: the form of one report with what is wrong in it, or an overview of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.model.report import FileReport, Summary
from validator.writers.registry import Asked, Format


def _write(files: Iterable[FileReport], summary: Summary, setting: Asked) -> Iterator[str]:
    from validator.writers.page.pages import page  # jinja2: only who wants a page has to load it

    return page(files, summary, setting)


FORMAT = Format(name="html", write=_write, needs_output=True, shows_contents=True)
