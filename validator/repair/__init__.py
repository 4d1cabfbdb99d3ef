"""Which cell is wrong and what it should be: error localisation, its evidence, and the plan of corrections."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from validator.repair.localisation import BadRule, Localisation, localise

__all__ = ["BadRule", "Localisation", "localise"]


def __getattr__(name: str) -> Any:
    """The names above when somebody asks for them: a check has no use for the library's parser of rules."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("validator.repair.localisation"), name)
