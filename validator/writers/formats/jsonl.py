"""A line of JSON a file; docs/report.schema.json describes it (``#/$defs/file``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.files.harmless import escaped_json
from validator.model.report import FileReport, Summary
from validator.writers.jsons import file_json
from validator.writers.registry import Asked, by_pieces


def _piece(one: FileReport, setting: Asked) -> str:
    return f"{escaped_json(file_json(one, setting.lang))}\n"


def _frame(pieces: Iterable[str], _: Summary, __: Asked) -> Iterator[str]:
    return iter(pieces)


FORMAT = by_pieces(_piece, _frame, name="jsonl", summarises=False)
