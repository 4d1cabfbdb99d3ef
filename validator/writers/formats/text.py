"""Text for a terminal: what people read first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.model.report import FileReport, Summary
from validator.writers.registry import Amount, Asked, Format
from validator.writers.texts import quiet_text, report_text


def _write(files: Iterable[FileReport], summary: Summary, setting: Asked) -> Iterator[str]:
    if setting.amount is Amount.QUIET:
        return quiet_text(files, summary, setting.lang)
    return report_text(
        files,
        summary,
        setting.lang,
        colour=setting.colour,
        version=setting.version,
        least=setting.least,
        verbose=setting.amount is Amount.VERBOSE,
        count=setting.count,
    )


FORMAT = Format(name="text", write=_write)
