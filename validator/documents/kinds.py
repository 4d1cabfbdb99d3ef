"""Which files are documents, by what they hold, and who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

from validator.documents.blocks import Block
from validator.documents.page import decoded, page_blocks
from validator.documents.word import word_blocks
from validator.readers.kinds import WORD_PART, is_zip
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.package import Package
from validator.startup.expressions import expression

_BEFORE = expression(r"\s*(?:<\?xml[^>]*>|<!--)")
_PAGE = expression(r"\s*<(?:!doctype\s+html|html|head|meta|body|div|table|p|style|title)\b", re.IGNORECASE)
_HEAD = 4_096

Reading = Callable[[bytes, Budget], list[Block]]


def document_in(data: bytes) -> tuple[str, Reading] | None:
    """The kind of document (``html``, ``docx``) that the bytes are, and what reads it; None for anything else."""
    if is_zip(data):
        return ("docx", _word) if _is_word(data) else None
    return ("html", page_blocks) if _is_page(decoded(data[:_HEAD])) else None


def _is_page(text: str) -> bool:
    """Whether a text begins as a page does, after what may stand before."""
    at = 0
    while found := _BEFORE.match(text, at):
        end = text.find("-->", found.end()) + len("-->") if found[0].endswith("<!--") else found.end()
        if end <= found.end() - 1:
            return False
        at = end
    return _PAGE.match(text, at) is not None


def _is_word(data: bytes) -> bool:
    """Whether the part is the archive's own, not one of a document within a workbook."""
    entries = Package(data, Budget(DEFAULT_LIMITS)).entries
    return WORD_PART in entries and not any(name.startswith("xl/") for name in entries)


def _word(data: bytes, budget: Budget) -> list[Block]:
    return word_blocks(Package(data, budget), budget)
