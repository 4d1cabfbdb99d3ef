"""Where the store is: as given, or found upward from the working folder like ``gouji.toml``. Nothing is opened here."""

from __future__ import annotations

import os
from pathlib import Path

from validator.files.stores import is_address

NAME = "gouji-history.sqlite"
SERVER = "postgresql://"


def store_found(given: str | None, start: Path | None = None) -> str | None:
    """The store given, else one in a folder or the nearest above it, None where there is none.

    `start` is the folder to begin with, the working folder by default.
    """
    if given:
        return given
    folder = str(start or Path.cwd())
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
    """Whether it is an address, not a file of this machine."""
    return is_address(store)
