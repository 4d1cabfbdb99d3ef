"""A table for other programs: a head line and one row a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from validator.model.report import FileReport, Summary
from validator.writers.figures import key_figures
from validator.writers.registry import Asked, Format
from validator.writers.rows import Value, heads, plain_text, row

_MARK = "\ufeff"
"""Without it Excel takes a file for the system's own code, and Chinese for anything but Chinese."""


def _write(files: Iterable[FileReport], _: Summary, setting: Asked) -> Iterator[str]:
    figures = key_figures(setting.catalogue)
    yield (_MARK if setting.to_file else "") + _line(heads(setting.catalogue))
    for one in files:
        yield _line(row(one, figures))


def _line(values: Iterable[Value]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([plain_text(one) if isinstance(one, str) else one for one in values])
    return line.getvalue()


FORMAT = Format(name="csv", write=_write, shows_contents=True)
