"""Which files the program has written itself for people: lists, letters, pages, annotated copies; none is a report.

Known by what they hold, so that it makes no difference what they are called or where they lie, and by the least of
it: of a zip archive its directory and one small part, of a page its beginning, of a PDF its end. A copy that somebody
has worked on and saved is a report again: no program that saves it keeps the date by which it is known.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from validator.editing.archive import is_stamped
from validator.filings.traces import PAGE_SIGNS, PDF_SIGN, PRODUCT
from validator.readers.kinds import is_pdf, is_zip

_CORE: Final = "docProps/core.xml"
_LONGEST: Final = 1 << 16
_HEAD: Final = 1 << 12
"""So much of a file tells what it is; what is put into a page stands at its beginning."""
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be")


def is_product(path: Path) -> bool:
    """Whether it is such a file; no report that somebody has written or changed is one."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if is_zip(head):
                return _in_archive(path)
            if is_pdf(head):
                file.seek(max(0, file.seek(0, os.SEEK_END) - len(PDF_SIGN)))
                return file.read() == PDF_SIGN
    except (OSError, ValueError, BadZipFile, NotImplementedError, RuntimeError):
        return False
    return any(sign.encode(code) in head for sign in PAGE_SIGNS for code in _ENCODINGS)


def _in_archive(path: Path) -> bool:
    with ZipFile(path) as archive:
        if is_stamped(archive):
            return True
        part = archive.NameToInfo.get(_CORE)
        return part is not None and part.file_size < _LONGEST and PRODUCT.encode() in archive.read(part)
