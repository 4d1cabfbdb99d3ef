"""A PDF opened within limits: what is packed is measured before it is unpacked, what goes on without end is stopped.

pdfminer.six, the library below pdfplumber, reads the format. pdfplumber itself makes a dictionary of each sign and has
no place to count from; of its tables none tells merged cells.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, cast

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, int_value, list_value, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name

from validator.readers.limits import MIB, Budget, Refused
from validator.startup.expressions import expression

PROTECTED = "PDF 设有打开密码。请去掉密码后再校验，或者改用网页、Word 文档（.docx）。"
BROKEN = "PDF 的内容已损坏。请重新取得原文件，或者用 Word、WPS 重新导出后再校验。"
BOMB = "PDF 内部的结构异常庞大，可能是恶意文件。请检查文件来源。"
ERRORS = (PDFException, PSException, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, TypeError,
          ValueError, zlib.error)  # fmt: skip
"""What the library lets through on nonsense."""
logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # what it finds odd is for nobody who checks a report
EVERY, WIDEST = 256, 1 << 16
MOST_SIGNS, MOST_PIECES = 4 * WIDEST, 20_000
_RANGES = expression(rb"begin(?:bf|cid|notdef)range(.*?)end(?:bf|cid|notdef)range", re.DOTALL)
_RANGE = expression(rb"<([0-9A-Fa-f]{1,16})>\s*<([0-9A-Fa-f]{1,16})>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)")
_TEXT = {"ASCII85Decode": ascii85decode, "A85": ascii85decode, "ASCIIHexDecode": asciihexdecode, "AHx": asciihexdecode}
_FLATE, _LZW = frozenset({"FlateDecode", "Fl"}), frozenset({"LZWDecode", "LZW"})
_RUNS, MOST_OF_A_RUN = frozenset({"RunLengthDecode", "RL"}), 64


class Pages:
    """The pages of a document, one after the other. Raises Refused."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        with guarded():
            self._document = _Document(_Parser(Timed(data, budget), budget), budget)

    @property
    def catalogue(self) -> Mapping[str, Any]:
        """What the document says of itself as a whole."""
        found: Mapping[str, Any] = self._document.catalog
        return found

    def __iter__(self) -> Iterator[PDFPage]:
        found, number = PDFPage.create_pages(self._document), 0
        while True:
            number += 1
            with guarded():
                page = next(found, None)
            if page is None:
                break
            self._budget.check("pages", number)
            self._budget.tick()
            yield page
        if number == 1:
            raise Refused(BROKEN)


@contextmanager
def guarded() -> Iterator[None]:
    """What the library raises, as the refusal of a file."""
    try:
        yield
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Refused(PROTECTED) from None
    except (RecursionError, MemoryError):
        raise Refused(BOMB) from None
    except ERRORS:
        raise Refused(BROKEN) from None


class _Stream(PDFStream):
    """A stream that is unpacked only as far as the budget goes."""

    budget: Budget

    def decode(self) -> None:
        data, packed = self.rawdata or b"", len(self.rawdata or b"")
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, parameters in self.get_filters():
            data = self._unpacked(literal_name(name), data)
            if any(int_value(one) > WIDEST for one in (resolve1(parameters) or {}).values() if isinstance(one, int)):
                raise Refused(BOMB)
        self.budget.spend("inflated_bytes", len(data))
        if len(data) > MIB:
            self.budget.check("ratio", len(data) / max(packed, 1))
        self.budget.tick()
        super().decode()

    def _unpacked(self, name: str, data: bytes) -> bytes:
        most = self.budget.limits.inflated_bytes
        if name in _FLATE:
            return _inflated(data, most)
        if name in _LZW:
            return self._measured(LZWDecoder(BytesIO(data)).run(), most)
        if name in _RUNS:
            self.budget.check("inflated_bytes", len(data) * MOST_OF_A_RUN)
        return _TEXT[name](data) if name in _TEXT else data

    def _measured(self, pieces: Iterator[bytes], most: int) -> bytes:
        whole = bytearray()
        for number, piece in enumerate(pieces):
            whole += piece
            if len(whole) > most:
                break
            if not number % EVERY:
                self.budget.tick()
        return bytes(whole)


def _reach(ranges: bytes) -> int:
    """How many signs the ranges of a map of signs reach over (9.7.5.4): the library writes down each of them."""
    return sum(abs(int(last, 16) - int(first, 16)) + 1 for first, last in _RANGE.findall(ranges))


def _inflated(data: bytes, most: int) -> bytes:
    """At most one byte more than allowed; a stream that ends before its end would show half a page."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(data, most + 1)
    except zlib.error:
        raise Refused(BROKEN) from None
    if not inflater.eof and len(found) <= most:
        raise Refused(BROKEN)
    return found


class Timed(BytesIO):
    """A stream that is read piece by piece, each of them in time."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data)
        self._budget = budget

    def read(self, size: int | None = -1) -> bytes:
        """The next piece."""
        self._budget.tick()
        return super().read(size)


class _Parser(PDFParser):
    """Counts time by the lines and tokens that it reads, and gives streams that are measured."""

    def __init__(self, file: BytesIO, budget: Budget) -> None:
        super().__init__(file)
        self._budget, self._seen = budget, 0

    def nextline(self) -> tuple[int, bytes]:
        self._count()
        return super().nextline()

    def nexttoken(self) -> Any:
        self._count()
        return super().nexttoken()

    def push(self, *objs: Any) -> None:
        for _, one in objs:
            if type(one) is PDFStream:
                one.__class__ = _Stream
                cast("_Stream", one).budget = self._budget
        super().push(*objs)

    def _count(self) -> None:
        self._seen += 1
        if not self._seen % EVERY:
            self._budget.tick()


class _Document(PDFDocument):
    def __init__(self, parser: _Parser, budget: Budget) -> None:
        self._budget, self._begun, self._asked = budget, set[int](), 0
        super().__init__(parser)

    def getobj(self, objid: int) -> Any:
        """Counted, for objects may stand for one another in a circle."""
        self._asked += 1
        if not self._asked % EVERY:
            self._budget.tick()
        return super().getobj(objid)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Each table of places once: a chain that bites its tail would not end."""
        self._budget.tick()
        if start not in self._begun:
            self._begun.add(start)
            super().read_xref_from(parser, start, xrefs)


class Fonts(PDFResourceManager):
    """The fonts of a document; one that states widths for more signs than there are is refused."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget

    def get_font(self, objid: object, spec: Any) -> Any:
        """The font, once for each object."""
        self._budget.tick()
        for name in ("W", "W2"):
            self._measure(list_value(spec.get(name, [])))
        described = resolve1(spec.get("FontDescriptor"))
        program = resolve1(described.get("FontFile")) if isinstance(described, dict) else None
        maps = [resolve1(spec.get(name)) for name in ("ToUnicode", "Encoding") if "DescendantFonts" not in spec]
        for one in (*maps, program):
            if isinstance(one, PDFStream):
                data = one.get_data()
                # The library copies what it has of a token with each of these.
                pieces = sum(map(data[: int_value(one.get("Length1", len(data)))].count, (b"(", b"\\", b"#")))
                if pieces > MOST_PIECES or sum(map(_reach, _RANGES.findall(data))) > MOST_SIGNS:
                    raise Refused(BOMB)
        return super().get_font(objid, spec)

    def _measure(self, widths: Sequence[Any]) -> None:
        """9.7.4.3: ``first last width``, or ``first [width …]``."""
        numbers = [one for one in map(resolve1, widths) if isinstance(one, int | float)]
        if any(abs(one) > WIDEST for one in numbers):
            raise Refused(BOMB)
        self._budget.spend("formats", len(widths))
