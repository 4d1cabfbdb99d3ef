"""A line of JSON a file; docs/report.schema.json describes it (``#/$defs/file``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.files.harmless import escaped_json
from validator.model.report import FileReport, Summary
from validator.writers.jsons import report_jsonl
from validator.writers.registry import Asked, Format


def _write(files: Iterable[FileReport], _: Summary, setting: Asked) -> Iterator[str]:
    return map(escaped_json, report_jsonl(files, setting.lang))


FORMAT = Format(name="jsonl", write=_write)
