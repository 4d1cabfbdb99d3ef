"""Reports and filings as bytes: between processes, and to keep many of them in little room.

Who unpacks has the same catalogue: its rules travel as their codes, its forms as their editions.
"""

from __future__ import annotations

import io
import json
import pickle
import zlib
from dataclasses import replace
from typing import Any

from validator.catalogue import Catalogue
from validator.model.filing import Filing
from validator.model.form import Form
from validator.model.report import FileReport
from validator.model.rule import Rule

_RULE, _FORM = "rule", "form"
_QUICKLY = 1


class _Packer(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, catalogue: Catalogue) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._codes = {id(rule): rule.code for rule in catalogue.rules}

    def persistent_id(self, one: object) -> tuple[str, str] | None:
        if isinstance(one, Rule) and id(one) in self._codes:
            return _RULE, one.code
        return (_FORM, json.dumps(one.edition)) if isinstance(one, Form) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, catalogue: Catalogue) -> None:
        super().__init__(stream)
        self._catalogue = catalogue

    def persistent_load(self, named: tuple[str, str]) -> Rule | Form:
        kind, name = named
        return self._catalogue.rule(name) if kind == _RULE else self._catalogue.form(json.loads(name))


def packed(one: FileReport | Filing, catalogue: Catalogue) -> bytes:
    """A file report on its way back from a process, or a filing."""
    stream = io.BytesIO()
    _Packer(stream, catalogue).dump(one)
    return stream.getvalue()


def unpacked(data: bytes, catalogue: Catalogue) -> Any:
    """What `packed` was given."""
    return _Unpacker(io.BytesIO(data), catalogue).load()


def packed_filing(filing: Filing, catalogue: Catalogue) -> bytes:
    """A report of last year: what this year's is held against, some kilobytes; not how its workbook was."""
    kept = replace(filing, labels=(), damage=(), waivers=(), uncomputed={}, sheet_names=(), found_by={})
    return zlib.compress(packed(kept, catalogue), _QUICKLY)


def unpacked_filing(data: bytes, catalogue: Catalogue) -> Filing:
    """The cells, places and texts of the filing that `packed_filing` was given."""
    filing: Filing = unpacked(zlib.decompress(data), catalogue)
    return filing
