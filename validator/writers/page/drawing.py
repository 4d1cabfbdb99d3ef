"""The page as text: templates with everything escaped by itself, style and script put into it when it is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from validator.files.harmless import script_json
from validator.files.page_templates import page_templates
from validator.model.shown import shown
from validator.writers.looks import STYLES, Style

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:;"
    " base-uri 'none'; form-action 'none'"
)
"""What a browser lets the page do: run and draw itself, load and send nothing. Tools that look at it may run too."""
_FOLDER = Path(__file__).parent
_SCRIPTS: Final = ("words.js", "cells.js", "inspect.js", "texts.js", "unit.js", "list.js", "start.js")
"""In the order in which they go into the page."""


def rendered(template: str, **given: Any) -> str:
    """A template of the folder with what it is given; it need not escape anything itself."""
    return _environment().get_template(f"{template}.html.jinja").render(**given)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = page_templates(_FOLDER / "templates")
    made.filters |= {"script_json": as_script, "shown": shown}
    return made


def as_script(data: object) -> Any:
    """Data as JSON for a ``<script type="application/json">``."""
    from markupsafe import Markup

    return Markup(data_line(data))  # noqa: S704  nothing in it can end the element


def data_line(data: object) -> str:
    """Data as one line of JSON that may stand in a page."""
    return script_json(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


@lru_cache(maxsize=1)
def style() -> Any:
    """The style of every page, with the colours of the marks."""
    from markupsafe import Markup

    looks = "".join(_look(look.value, one) for look, one in STYLES.items())
    return Markup((_FOLDER / "assets" / "page.css").read_text("utf-8") + looks)  # noqa: S704  files of the package


def _look(number: int, one: Style) -> str:
    weight = ";font-weight:700" if one.bold else ""
    return f".look-{number},.official .figure.look-{number}{{background:rgb{one.fill};color:rgb{one.font}{weight}}}\n"


@lru_cache(maxsize=1)
def script() -> Any:
    """The script of every page."""
    from markupsafe import Markup

    parts: Iterable[str] = ((_FOLDER / "assets" / name).read_text("utf-8") for name in _SCRIPTS)
    return Markup('"use strict";\n(() => {\n' + "".join(parts) + "})();\n")  # noqa: S704  files of the package
