"""A file on its way into the store: examined where files are examined, in any number of processes."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import NamedTuple

from validator.collecting.records import Record, changed_at
from validator.exchange.extract import extract
from validator.files.stores import readable
from validator.filings.waivers import with_waivers
from validator.history.entries import Accepted
from validator.history.records import recorded
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome, Severity
from validator.readers import UnreadableWorkbook
from validator.run.chunks import Ended
from validator.run.driver import Job, examine_filing, filing_in
from validator.run.fetching import content_at
from validator.startup.records import dataclass
from validator.version import VERSION

LONGEST_NAME = 200
"""So many characters a body's name may have: no real one comes near it, and databases cannot look up any length."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all files of a run have in common: under which job they are examined, who accepts them."""

    job: Job
    by: str


class Seen(NamedTuple):
    """What came of a file: it is accepted, or refused (`why`), or there is no verdict on it (`error`).

    `file` is of one that is accepted what collecting asks of it to choose among several of one body and year.
    """

    path: str
    accepted: Accepted | None = None
    file: Record | None = None
    why: Bilingual | None = None
    error: str = ""


def seen(desk: Desk, path: str) -> Seen:
    """One file under the rules. A report that has to be put right, or is of nobody or no year, is refused."""
    where, path = path, readable(path)
    try:
        content = content_at(where, desk.job.limits)
        filing = filing_in(content, path, desk.job)
    except UnreadableWorkbook as error:
        return Seen(path, error=str(error))
    report = examine_filing(filing, desk.job)
    if report.status is Status.UNREADABLE:
        return Seen(path, error=report.error or "")
    if broken := [one.rule.code for one in report.findings if one.outcome is Outcome.BROKEN]:
        return Seen(path, error=f"{os.path.basename(path)}：规则 {broken[0]} 自身出错，没有结论")  # noqa: PTH119
    if why := _why_not(filing, report):
        return Seen(path, why=why)
    given, digest = with_waivers(filing, desk.job.waivers), sha256(content).hexdigest()
    return Seen(path, _accepted(given, report, digest, desk.by), _file(path, given, report, digest))


def lost(path: str, ended: Ended) -> Seen:
    """A file that ended the process that examined it, or took too long."""
    why = "没有在限定的时间里校验完" if ended.is_late else "校验它的进程中途结束"
    return Seen(path, error=f"{os.path.basename(path)}：{why}，没有结论")  # noqa: PTH119


def _why_not(filing: Filing, report: FileReport) -> Bilingual | None:
    if report.status is Status.FAILS:
        musts = [one for one in report.findings if one.counts and one.severity is Severity.MUST]
        codes = "、".join(dict.fromkeys(one.rule.code for one in musts))
        return Bilingual(f"不通过（强制 {len(musts)}：{codes}）", f"fails (must {len(musts)}: {codes})")
    name = organ_key(filing.organ)
    if not name or filing.year is None:
        return Bilingual("不知道是哪个机关哪一年的", "nobody knows whose report it is, or of which year")
    if len(name) > LONGEST_NAME:
        return Bilingual(f"机关名称超过 {LONGEST_NAME} 个字", f"the body's name has over {LONGEST_NAME} characters")
    return None


def _file(path: str, filing: Filing, report: FileReport, digest: str) -> Record:
    return Record(
        path,
        report.status.value,
        digest,
        organ=filing.organ,
        year=filing.year,
        edition=report.edition,
        saved=filing.saved,
        changed=changed_at(path),
    )


def _accepted(filing: Filing, report: FileReport, digest: str, by: str) -> Accepted:
    edition = extract(filing).edition
    return Accepted(
        organ=filing.organ,
        year=filing.year or 0,
        edition=json.dumps(edition if isinstance(edition, str) else dict(edition), ensure_ascii=False),
        path=filing.path,
        sha256=digest,
        status=report.status.value,
        gouji=VERSION,
        by=by,
        record=recorded(filing),
    )
