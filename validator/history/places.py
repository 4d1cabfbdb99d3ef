"""Where the store is: as given, or found upward from the working folder like ``gouji.toml``. Nothing is opened here."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from validator.history.refusals import BadStore
from validator.startup.expressions import expression

NAME = "gouji-history.sqlite"
SERVER = "postgresql://"
_PATH = expression(r"\.{0,2}[\\/]|~|[A-Za-z]:[\\/]")
"""How a path begins that nobody takes for anything else."""
_LIKE_ADDRESS = expression(r"^[A-Za-z][\w+.-]+:|:.*@|(?i:pass(word|wd)?|pwd)\s*=")
"""A scheme with its colon, a login, a list of words as other programs of PostgreSQL take it."""


def store_found(given: str | None, start: Path | None = None) -> str | None:
    """The store given, else one in a folder or the nearest above it, None where there is none.

    `start` is the folder to begin with, the working folder by default. Raises BadStore for a given one without a name:
    in its place none is looked for.
    """
    if given is not None:
        if not given.strip():
            raise BadStore("--store 后面要写历年报告库：文件或 postgresql:// 的地址")
        return given
    try:
        folder = str(start or Path.cwd())
    except OSError:  # somebody has removed it
        return None
    while True:  # every check looks: no objects for the folders on the way
        place = os.path.join(folder, NAME)  # noqa: PTH118
        if os.path.isfile(place):  # noqa: PTH113
            return place
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above


def login() -> str:
    """Who runs the command; ``""`` where the system does not know."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def is_server(store: str) -> bool:
    """Whether it is an address, or was meant to be one, and no file of this machine.

    What only looks like one may hold a password as well, and files are called by their names in every message. A file
    with such a name can be given with its folder (``./``).
    """
    if "%" in store:
        from urllib.parse import unquote  # costs as much as a tenth of a report

        store = unquote(store)
    text = unicodedata.normalize("NFKC", store).strip()
    if "://" in text:
        return True
    return _PATH.match(text) is None and _LIKE_ADDRESS.search(text) is not None
