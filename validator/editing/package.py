"""The parts of one workbook while they are edited: read, changed, added; whatever is not touched stays as it is."""

from __future__ import annotations

from validator.editing.archive import rewritten
from validator.editing.refusal import NotEditable
from validator.readers.limits import DEFAULT_LIMITS, Budget, Limits
from validator.readers.xlsx.book import SheetParts, sheet_parts
from validator.readers.xlsx.package import Package

SIGNED = "工作簿有数字签名，改动后签名就失效了，请在 Excel 里修改并重新签名"
_SIGNATURES = "_xmlsignatures/"


class EditedPackage:
    """A package under edit. `content` gives it with every change made so far; without one, the very same bytes.

    Raises NotEditable for a signed one, whose signature would no longer hold, and Refused for one that cannot be read.
    """

    def __init__(self, content: bytes, limits: Limits = DEFAULT_LIMITS, signed: str = SIGNED) -> None:
        self._content = content
        self.budget = Budget(limits)
        self._package = Package(content, self.budget)
        self._read: dict[str, bytes] = {}
        self._parts: dict[str, bytes] = {}
        if any(name.startswith(_SIGNATURES) for name in self._package.entries):
            raise NotEditable(signed)

    def __contains__(self, name: str) -> bool:
        return name in self._parts or name in self._package

    def read(self, name: str) -> bytes:
        """A part as it is now."""
        if name in self._parts:
            return self._parts[name]
        if name not in self._read:
            self._read[name] = self._package.read(name)
        return self._read[name]

    def put(self, name: str, part: bytes) -> None:
        """Put a part in place of the one of that name, or add it; the same bytes again change nothing."""
        if name not in self or part != self.read(name):
            self._parts[name] = part

    def parts(self) -> SheetParts:
        """Which part holds the workbook itself, and which part each sheet."""
        return sheet_parts(self._package, self.budget)

    def content(self, *, stamped: bool = False) -> bytes:
        """The package with what was put into it. Raises NotEditable where it cannot be written as it was.

        `stamped`: known as it is until some program saves it.
        """
        if not self._parts:
            return self._content
        return rewritten(self._content, self._package, self._parts, stamped=stamped)
