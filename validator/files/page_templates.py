"""Templates of pages that come with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment


def page_templates(folder: Path) -> Environment:
    """The templates of a folder: what they are given is escaped, and nothing may be lacking."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only who wants a page has to load it

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
