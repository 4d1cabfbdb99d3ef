"""The whole report as one JSON object; docs/report.schema.json describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.files.harmless import escaped_json
from validator.model.report import FileReport, Summary
from validator.writers.jsons import file_json, whole_json
from validator.writers.registry import Asked, by_pieces


def _piece(one: FileReport, setting: Asked) -> str:
    return escaped_json(file_json(one, setting.lang))


def _frame(pieces: Iterable[str], summary: Summary, _: Asked) -> Iterator[str]:
    return map(escaped_json, whole_json(pieces, summary))


FORMAT = by_pieces(_piece, _frame, name="json")
