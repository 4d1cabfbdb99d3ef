"""The lines of a journal: what of a file stands in one, and how it becomes what the run wants of the file again."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any, Protocol

from validator.files.writing import as_bytes
from validator.model.report import counted_in
from validator.run.pieces import Piece
from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be taken over: the file it is of, what it held, where it stands (-1: not in its place)."""

    path: str
    sha256: str
    raw: bytes
    data: dict[str, Any]
    key: Any
    at: int


class Lines(Protocol):
    """How a piece is a line and a line a piece. Each line is JSON with `path`, `sha256`, `checked_with`."""

    def line_of(self, piece: Piece) -> bytes:
        """The line of a piece, its end included."""

    def piece_of(self, line: Line) -> Piece:
        """The piece that a line is of."""


class Written:
    """Lines that are the output itself: a piece is its line of JSON."""

    def line_of(self, piece: Piece) -> bytes:
        """As it is written into any output."""
        return as_bytes(piece.body)

    def piece_of(self, line: Line) -> Piece:
        """Counted from what stands in the line."""
        return Piece(line.path, line.sha256, counted_in(line.data), line.raw)


@dataclass(frozen=True, slots=True)
class Kept:
    """Lines for a run whose output is written when all is done: the packed reports."""

    checked_with: str

    def line_of(self, piece: Piece) -> bytes:
        """JSON around the packed report."""
        data = {"path": piece.path, "sha256": piece.sha256 or None, "checked_with": self.checked_with}
        data["status"] = piece.counted.status if piece.counted else None
        return f"{json.dumps(data | {'report': b64encode(piece.body).decode()})}\n".encode()

    def piece_of(self, line: Line) -> Piece:
        """The packed report; it is counted when it is unpacked."""
        return Piece(line.path, line.sha256, None, b64decode(line.data["report"]))
