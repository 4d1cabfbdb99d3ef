"""The whole report as one JSON object; docs/report.schema.json describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.files.harmless import escaped_json
from validator.model.report import FileReport, Summary
from validator.writers.jsons import report_json
from validator.writers.registry import Asked, Format


def _write(files: Iterable[FileReport], summary: Summary, setting: Asked) -> Iterator[str]:
    return map(escaped_json, report_json(files, summary, setting.lang))


FORMAT = Format(name="json", write=_write)
