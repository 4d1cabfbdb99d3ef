"""A file as a filing, be it a workbook or a published document."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from validator.catalogue.forms import Forms
from validator.filings.reading import filing_of
from validator.model.filing import Filing
from validator.readers import DEFAULT_LIMITS, Limits
from validator.readers.files import read_bytes, workbook_in
from validator.readers.kinds import TEXT, WORD_PART, is_zip, what_no_zip_is

_PARTS = WORD_PART.encode(), b"content.xml", b"encrypted-package"
"""What archives hold that are documents."""
_TEXTS = frozenset({".txt", ".md", ".markdown"})
"""By its content a text without a report's words may be a table of a spreadsheet program as well."""


def filing_in(path: Path, forms: Forms, limits: Limits = DEFAULT_LIMITS) -> Filing:
    """The filing in a file. Raises UnreadableWorkbook."""
    return filing_of_content(read_bytes(path, limits), os.fspath(path), forms, limits)


def filing_of_content(data: bytes, name: str, forms: Forms, limits: Limits = DEFAULT_LIMITS) -> Filing:
    """The filing that a file called `name` with this content holds. Raises UnreadableWorkbook."""
    if not is_zip(data) or any(part in data for part in _PARTS):
        from validator.documents.published import published_filing, unlikely_text  # nearly every file is a workbook

        if filing := published_filing(data, name, forms, limits):
            return filing
        if PurePath(name).suffix.lower() in _TEXTS and what_no_zip_is(data) == TEXT:
            raise unlikely_text(name, forms)
    return filing_of(workbook_in(data, name, limits), forms)
