"""Which files are documents, by what they hold, and who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from validator.documents.blocks import Block
from validator.documents.encodings import decoded
from validator.documents.office.odt import CONTENT, LOCKED_PACKAGE, odt_blocks
from validator.documents.office.word import word_blocks
from validator.documents.pages.page import ELEMENTS, page_blocks
from validator.documents.texts.text import text_blocks
from validator.model.filing import WORKBOOK
from validator.readers import kinds
from validator.readers.kinds import CONTROLS, MIMETYPE, OPEN_DOCUMENT_TEXT, WORD_PART, is_pdf, is_zip
from validator.readers.limits import DEFAULT_LIMITS, Budget, Refused
from validator.readers.xlsx.package import Package
from validator.startup.expressions import expression

_BEFORE = expression(r"\s*(?:<\?xml[^>]*>|<!--)")
_WHOLE_PAGE = expression(r"\s*<(?:!doctype\s+html|html|head|meta|body|title)\b", re.IGNORECASE)
_TAG = expression(r"\s*<([a-z][a-z0-9:]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKED_UP = expression(r"^(?:#{1,6}[ \t]|\|.*\|[ \t]*$|\|?[ \t]*:?-{3,}:?[ \t]*\|)", re.MULTILINE)
"""What Markdown has, which may begin with an element of a page as well."""
_HEAD, _ENCODINGS = 4_096, ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_OTHERS = (b"<?xml", b"MIME-Version:", b"%PDF")
_RTF = b"{\\rtf"
_WORD_NAMES = frozenset({".docx", ".docm", ".doc", ".wps", ".dotx"})
"""By its content nobody can tell whether a document was encrypted or a workbook."""
OLD_WORD = "是旧版 Word 文档（.doc、.wps）。请用 Word 或 WPS 打开，另存为 Word 文档（.docx）后再校验。"
RTF = "是 RTF 文档。请用 Word 或 WPS 打开，另存为 Word 文档（.docx）后再校验。"
LOCKED = "设有打开密码（已加密）。请用 Word 或 WPS 打开，去掉打开密码后另存，再校验。"
_SUBJECT = 6
"""So many signs of the title's words say what a report is about."""

Reading = Callable[[bytes, Budget], list[Block]]


def document_in(data: bytes, name: str, words: str) -> tuple[str, Reading] | None:
    """The kind of document (``html``, ``docx``, ``odt``, ``pdf``, ``text``) and what reads it; None for anything else.

    A text is one that holds these `words`, which end the title of every report. Raises Refused for a document of Word
    that nothing reads.
    """
    if is_zip(data):
        return _in_archive(Package(data, Budget(DEFAULT_LIMITS)))
    if data.startswith((kinds.OLE, _RTF)):
        _refuse(data, name)
        return None
    if is_pdf(data):
        return "pdf", _pdf
    if _is_page(decoded(data[:_HEAD])):
        return "html", page_blocks
    return ("text", text_blocks) if _is_text(data, words) else None


def _refuse(data: bytes, name: str) -> None:
    """Raises Refused for what Word wrote: before .docx, as RTF, or with a password."""
    what = RTF if data.startswith(_RTF) else kinds.what_no_zip_is(data)
    if what == kinds.ENCRYPTED and PurePath(name).suffix.lower() in _WORD_NAMES:
        what = LOCKED
    what = OLD_WORD if what == kinds.OLD_WORD else what
    if what in {RTF, LOCKED, OLD_WORD}:
        raise Refused(what)


def likely_kind(data: bytes) -> str:
    """The kind of what cannot be read, by the signs in it: of a document, or a workbook."""
    if is_zip(data):
        return _likely_archive(data)
    if is_pdf(data):
        return "pdf"
    if data.startswith((kinds.OLE, _RTF)):
        return "docx"
    return "html" if _is_page(decoded(data[:_HEAD])) else "text"


def _likely_archive(data: bytes) -> str:
    if b"xl/" in data:
        return WORKBOOK
    if WORD_PART.encode() in data:
        return "docx"
    return "odt" if OPEN_DOCUMENT_TEXT in data else WORKBOOK


def _is_text(data: bytes, words: str) -> bool:
    """Whether it is the text of a report: a table of commas, XML or a message with several parts is none."""
    if data.startswith(_OTHERS) or CONTROLS.search(decoded(data[:_HEAD])):
        return False
    return any(words[:_SUBJECT].encode(name) in data for name in _ENCODINGS)


def _is_page(text: str) -> bool:
    """Whether a text begins as a page does, after what may stand before."""
    at = 0
    while found := _BEFORE.match(text, at):
        end = text.find("-->", found.end()) + len("-->") if found[0].endswith("<!--") else found.end()
        if end <= found.end() - 1:
            return False
        at = end
    if _WHOLE_PAGE.match(text, at):
        return True
    begun = _TAG.match(text, at)
    return bool(begun and begun[1].lower() in ELEMENTS) and not _MARKED_UP.search(text, at)


def _in_archive(package: Package) -> tuple[str, Reading] | None:
    """The document that an archive is, by its own parts, not those of a document within a workbook."""
    entries = package.entries
    if any(name.startswith("xl/") for name in entries):
        return None
    if WORD_PART in entries:
        return "docx", _word
    said = package.read(MIMETYPE) if MIMETYPE in entries else OPEN_DOCUMENT_TEXT
    return (
        ("odt", _open_document)
        if (CONTENT in entries or LOCKED_PACKAGE in entries) and said.startswith(OPEN_DOCUMENT_TEXT)
        else None
    )


def _word(data: bytes, budget: Budget) -> list[Block]:
    return word_blocks(Package(data, budget), budget)


def _open_document(data: bytes, budget: Budget) -> list[Block]:
    return odt_blocks(Package(data, budget), budget)


def _pdf(data: bytes, budget: Budget) -> list[Block]:
    from validator.documents.pdf.reading import pdf_blocks

    return pdf_blocks(data, budget)
