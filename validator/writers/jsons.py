"""Report -> JSON text, a line a file; what stands in it is said by the report itself (`validator.model.report`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from validator.language.personal import masked
from validator.model.report import SCHEMA, FileReport, Summary
from validator.version import VERSION


def file_json(one: FileReport, lang: str = "zh") -> str:
    """One element of ``files``."""
    return _dumped(_masked(one.to_dict(lang)))


def report_json(files: Iterable[FileReport], summary: Summary, lang: str = "zh") -> Iterator[str]:
    """The whole report as one JSON object, in pieces, a line a file; `summary` is read when the files are at an end."""
    return whole_json((file_json(one, lang) for one in files), summary)


def whole_json(files: Iterable[str], summary: Summary) -> Iterator[str]:
    """The whole report around the elements of ``files``."""
    yield f'{{"schema": {SCHEMA}, "gouji": {_dumped(VERSION)}, "files": ['
    sign = "\n"
    for one in files:
        yield f"{sign}{one}"
        sign = ",\n"
    yield f'\n], "summary": {_dumped(summary.to_dict())}}}\n'


def report_jsonl(files: Iterable[FileReport], lang: str = "zh") -> Iterator[str]:
    """One element of ``files`` a line."""
    return (f"{file_json(one, lang)}\n" for one in files)


def _masked(file: dict[str, Any]) -> dict[str, Any]:
    """Also what a sheet is called may be the number of a person; in the report itself it leads to the sheet."""
    lists = [cells for one in file["findings"] for cells in (one["cells"], one["suspects"])]
    lists += [cells for one in file["causes"] for cells in (one["cells"], *one["alternatives"])]
    for cell in (cell for cells in lists for cell in cells):
        cell["sheet"] = masked(cell["sheet"])
    return file


def _dumped(data: object) -> str:
    """Without indentation, which only the slow encoder of `json` can do."""
    return json.dumps(data, ensure_ascii=False)
