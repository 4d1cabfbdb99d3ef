"""What goes to whoever examines a file, and what comes back."""

from __future__ import annotations

from typing import Any, NamedTuple

from validator.model.report import ReportCounts


class Item(NamedTuple):
    """A file, and the digest of what it held when it was examined before (``""``: it was not)."""

    path: str
    known: str


class Piece(NamedTuple):
    """What a run wants of one file, and what is counted of it, None where that stands in `body`.

    `body` is None where the file is as it was when it was examined before.
    """

    path: str
    sha256: str
    counted: ReportCounts | None
    body: Any
