"""Annotated copies to look at, and packages to annotate that are not as the template makes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from tests.conftest import DAY, ROOT
from tests.shipped import CATALOGUE
from validator.annotating.copies import Copy, _without_leftovers, annotated
from validator.filings.reading import filing_of
from validator.model.cells import Place
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.report import FileReport, Status
from validator.model.rule import Severity
from validator.readers import Limits, Workbook
from validator.readers.files import workbook_in
from validator.run.driver import Job, examine_filing

WHEN = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
FAULTY, MIANCHI = ROOT / "examples" / "处处有错2025.xlsx", ROOT / "examples" / "渑池县2023.xlsx"
THIRD = "三、依申请公开"
WIDE = Limits(seconds=60.0)
TRANSITIONAL, STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"


def report_of(content: bytes, path: str = "a.xlsx") -> FileReport:
    """The verdict on a workbook."""
    job = Job(catalogue=CATALOGUE, today=DAY)
    return examine_filing(filing_of(workbook_in(content, path), CATALOGUE.forms), job)


def copied(content: bytes) -> Copy:
    """The annotated copy of a workbook under every rule."""
    return annotated(content, report_of(content), WHEN)


def verdict(content: bytes) -> dict[str, object]:
    """Everything that is said of a workbook, but that a check has left its marks in it."""
    return _without_leftovers(report_of(content)).to_dict()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with every part as `change` gives it, without those for which it gives None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return stream.getvalue()


def strict(content: bytes) -> bytes:
    """The workbook in the namespaces of the strict standard."""

    def change(name: str, part: bytes) -> bytes:
        if name == "[Content_Types].xml" or b"/package/2006/metadata" in part:
            return part
        for old, new in (
            ("/spreadsheetml/2006/main", "/spreadsheetml/main"),
            ("/officeDocument/2006/relationships", "/officeDocument/relationships"),
        ):
            part = part.replace(f"{TRANSITIONAL}{old}".encode(), f"{STRICT}{new}".encode())
        return part

    return repacked(content, change)


def made_up(workbook: Workbook) -> FileReport:
    """A report that finds fault with the first two cells of every sheet, whatever they are."""
    rule = replace(CATALOGUE.rule("T3-01"), messages={"": {"zh": "左右不等", "en": "not equal"}})
    findings = []
    for name, sheet in workbook.sheets.items():
        cells = tuple(Place(name, at) for at in [*sheet.cells][:2] or ["B2"])
        suspect = Suspect(cells[0], None, 1, 2, certain=True, reason="")
        refs = tuple(CellRef(place, None, 1) for place in cells)
        findings.append(Finding(rule, Severity.MUST, refs, suspects=(suspect,)))
    return FileReport("a.xlsx", Status.FAILS, findings=tuple(findings), sheets=tuple(workbook.sheets))
