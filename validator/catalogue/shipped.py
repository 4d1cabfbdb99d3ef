"""The catalogue that comes with the package."""

from __future__ import annotations

from functools import lru_cache

from validator.catalogue import Catalogue, load_catalogue
from validator.files.shipped import FOLDER


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """The catalogue that comes with the package, loaded once; only the edges of the program ask for it."""
    return load_catalogue(FOLDER)
