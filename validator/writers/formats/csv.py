"""A table for other programs: a head line and one row a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from validator.model.report import FileReport, Summary
from validator.writers.figures import key_figures
from validator.writers.registry import Asked, by_pieces
from validator.writers.rows import Value, heads, plain_text, row

_MARK = "\ufeff"
"""Without it Excel takes a file for the system's own code, and Chinese for anything but Chinese."""


def _piece(one: FileReport, setting: Asked) -> str:
    return _line(row(one, key_figures(setting.catalogue)))


def _frame(pieces: Iterable[str], _: Summary, setting: Asked) -> Iterator[str]:
    yield (_MARK if setting.to_file else "") + _line(heads(setting.catalogue))
    yield from pieces


def _line(values: Iterable[Value]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([plain_text(one) if isinstance(one, str) else one for one in values])
    return line.getvalue()


FORMAT = by_pieces(_piece, _frame, name="csv", shows_contents=True, summarises=False)
