"""``gouji publish``: a workbook that passes -> the report for the website, as page, Word document or PDF."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from validator.commands import CommandError, tell
from validator.commands.runs import job_of, reports_before
from validator.files.writing import write_atomically
from validator.model.report import FileReport, Status, Summary
from validator.publishing import page, pdf, word
from validator.publishing.content import Publication, publication_of
from validator.readers import UnreadableWorkbook
from validator.run.driver import examine_filing, read_filing
from validator.version import VERSION
from validator.writers.texts import report_text


def run(args: argparse.Namespace) -> int:
    """Write the report; nothing, and status 1, where a finding stands that has to be put right. Raises CommandError."""
    source, target = Path(args.file), Path(args.output)
    made = _MAKERS.get(target.suffix.lower())
    if made is None:
        raise CommandError(f"{target}：公布文本只能是 {'、'.join(_MAKERS)}")
    job = job_of(args, reports_before(args))
    try:
        filing = read_filing(source, job)
        report = examine_filing(filing, job)
    except UnreadableWorkbook as error:
        raise CommandError(str(error)) from error
    if report.status is Status.UNREADABLE:
        raise CommandError(report.error or "")
    if filing.is_published:
        raise CommandError(f"{source}：是公布的报告，不是工作簿；请先用 extract、fill 做成工作簿")
    if report.status is Status.FAILS and not args.force:
        _tell(report, args.lang)
        return 1
    write_atomically(target, _made(made, publication_of(filing)), [source])
    return 0


def _tell(report: FileReport, lang: str) -> None:
    """What has to be put right first."""
    summary = Summary()
    summary.add(report)
    for piece in report_text([report], summary, lang, colour=False, version=VERSION):
        sys.stderr.write(piece)
    tell("有强制的问题没有改正，没有输出公布文本；确实要输出，加上 --force", lang)


def _made(make: Callable[[Publication], bytes], report: Publication) -> bytes:
    try:
        return make(report)
    except ImportError:
        raise CommandError(word.MISSING) from None
    except pdf.NoPdf as error:
        raise CommandError(str(error)) from None


def _pdf(report: Publication) -> bytes:
    return pdf.pdf(word.document(report))


_MAKERS: Mapping[str, Callable[[Publication], bytes]] = {
    ".docx": word.document,
    ".html": page.page,
    ".pdf": _pdf,
}
