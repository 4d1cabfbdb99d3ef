"""The report as a page for a website: semantic HTML without script, which prints on A4 as well."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from validator.publishing.content import Publication

if TYPE_CHECKING:
    from jinja2 import Template


def page(report: Publication) -> bytes:
    """The page, UTF-8; it loads nothing."""
    return _template().render(report=report).encode()


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only who publishes has to load it

    loader = FileSystemLoader(Path(__file__).parent)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("report.html.jinja")
