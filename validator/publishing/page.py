"""The report as a page for a website: semantic HTML without script, which prints on A4 as well."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from validator.files.page_templates import page_templates
from validator.publishing.content import Publication

if TYPE_CHECKING:
    from jinja2 import Template


def page(report: Publication) -> bytes:
    """The page, UTF-8; it loads nothing."""
    return _template().render(report=report).encode()


@lru_cache(maxsize=1)
def _template() -> Template:
    return page_templates(Path(__file__).parent).get_template("report.html.jinja")
