"""``gouji collect --report``: the page of many reports with what came of collecting before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from validator.collecting.outcome import Outcome
from validator.commands.gathered import Reports
from validator.files.writing import as_bytes, write_atomically
from validator.model.report import FileReport, Summary
from validator.run.driver import Job
from validator.writers.page.collected import lead_of
from validator.writers.page.pages import page
from validator.writers.registry import Asked


def write_page(target: Path, outcome: Outcome, reports: Reports, job: Job, lang: str, count: int) -> None:
    """Write the page over so many reports. Raises BadOutput."""
    summary = Summary()
    given = {"thresholds": job.thresholds, "today": job.today, "count": count}
    asked = Asked(catalogue=job.catalogue, lang=lang, to_file=True, **given)  # type: ignore[arg-type]

    def counted() -> Iterator[FileReport]:
        for report in reports:
            summary.add(report)
            yield report

    write_atomically(target, map(as_bytes, page(counted(), summary, asked, lead_of(outcome, lang))))
