"""Pickles in which the catalogue's rules stand as their codes and its forms as their editions."""

from __future__ import annotations

import io
import json
import pickle
from typing import Any

from validator.catalogue import Catalogue
from validator.model.form import Form
from validator.model.rule import Rule

_RULE, _FORM = "rule", "form"
_OURS = "validator.model."
_OTHERS = frozenset(
    {("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta")}
    | {("builtins", "set"), ("builtins", "frozenset"), ("collections", "Counter"), ("decimal", "Decimal")}
)


class Packer(pickle.Pickler):
    """Writes what belongs to the catalogue as its name."""

    def __init__(self, stream: io.BytesIO, catalogue: Catalogue) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._codes = {id(rule): rule.code for rule in catalogue.rules}

    def persistent_id(self, one: object) -> tuple[str, str] | None:
        """The name of a rule or form; None for all else."""
        if isinstance(one, Rule) and id(one) in self._codes:
            return _RULE, one.code
        return (_FORM, json.dumps(one.edition)) if isinstance(one, Form) else None


class Unpacker(pickle.Unpickler):
    """Reads it as the catalogue's own."""

    def __init__(self, stream: io.BytesIO, catalogue: Catalogue) -> None:
        super().__init__(stream)
        self._catalogue = catalogue

    def find_class(self, module: str, name: str) -> Any:
        """Only what reports are made of; anything else could do anything when it is loaded."""
        if module.startswith(_OURS) or (module, name) in _OTHERS:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a report")

    def persistent_load(self, named: tuple[str, str]) -> Rule | Form:
        """The rule or form of that name."""
        kind, name = named
        return self._catalogue.rule(name) if kind == _RULE else self._catalogue.form(json.loads(name))
