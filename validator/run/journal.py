"""What a run has done so far, a line a file, so that a run that was killed goes on where it was.

The file grows by whole lines in the order of the run. A line says of which file it is, by path and digest, and what
that was checked with; so it is taken over as long as all three are the same, and what stands in the file already is
neither written again nor lost: from the first difference on its lines move into a file beside it, from which they come
back as their turn comes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from heapq import merge
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, Self

from validator.files.given import why
from validator.files.leftovers import lock
from validator.files.writing import BadOutput
from validator.run.journal_lines import Line, Lines
from validator.run.pieces import Piece
from validator.startup.records import dataclass, field

_SYNCED_EVERY = 1.0
"""Seconds: what a cut of the power may cost. A killed run loses nothing, the system has what it wrote."""
_BLOCK = 1 << 16
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)

Order = Callable[[str], Any]


@dataclass(slots=True)
class Journal:
    """The file as it grows. Use it as a context; `finish` when the run is whole.

    `order` gives the key of a path by which the run is sorted. Raises BadOutput where the file cannot be written, or
    another run writes it.
    """

    target: Path
    order: Order
    checked_with: str
    lines: Lines
    taken: int = 0
    """So many lines were taken over."""
    has_others: bool = False
    """Whether lines were met that were checked with something else."""
    _file: BinaryIO = field(init=False)
    _end: int = 0
    _at: int = 0
    _moved: bool = False
    _synced: float = field(default_factory=time.monotonic)
    _here: _Cursor = field(init=False)
    _beside: _Cursor = field(init=False)

    def __enter__(self) -> Self:
        with _told(self.target):
            self._file = os.fdopen(os.open(self.target, _OPEN, 0o666), "r+b")
            if not lock(self._file.fileno()):
                self._file.close()
                raise BadOutput(f"{self.target}：另一次校验正在写这个文件")
            self._end = _end_of_lines(self._file)
            self._file.truncate(self._end)
        self._here = _Cursor(self._lines(self._file, 0, self._end))
        self._beside = _Cursor(self._side_lines())
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.close()
        with suppress(OSError):
            self._file.close()

    @property
    def _side(self) -> Path:
        return self.target.with_name(f".{self.target.name}.rest")

    def find(self, path: str) -> Line | None:
        """The line of a file, asked for in the order of the run; None where there is none."""
        if (key := self.order(path)) is None:
            return None
        return self._here.find(path, key) or self._beside.find(path, key)

    def keep(self, line: Line) -> Piece:
        """Take over the line of a file that is as it was."""
        self.taken += 1
        if not self._moved and line.at == self._at:
            self._at += len(line.raw)
        else:
            self._append(line.raw)
        return self.lines.piece_of(line)

    def add(self, piece: Piece) -> Piece:
        """Write the line of a file that was examined."""
        self._append(self.lines.line_of(piece))
        return piece

    def finish(self) -> None:
        """The run is whole: nothing else stands in the file."""
        with _told(self.target):
            self._file.truncate(self._at)
            self._sync()
            self._beside.close()
            self._side.unlink(missing_ok=True)

    def remove(self) -> None:
        """What it was for is written elsewhere."""
        with suppress(OSError):
            self.target.unlink()

    def _append(self, raw: bytes) -> None:
        with _told(self.target):
            if self._at < self._end:
                self._move_rest()
            self._file.seek(self._at)
            self._file.write(raw)
            self._file.flush()
            self._at = self._end = self._at + len(raw)
            if time.monotonic() - self._synced > _SYNCED_EVERY:
                self._sync()

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def _move_rest(self) -> None:
        """The lines from here on, and what lies beside already, into the file beside; only then they go from here."""
        part = self._side.with_name(f"{self._side.name}.part")
        with part.open("wb") as beside:
            if self._side.exists():
                self._merge(beside)
            else:
                self._file.seek(self._at)
                copyfileobj(self._file, beside, _BLOCK)
            beside.flush()
            os.fsync(beside.fileno())
        self._beside.close()
        part.replace(self._side)
        self._file.truncate(self._at)
        self._moved, self._end = True, self._at
        self._here = _Cursor(iter(()))
        self._beside = _Cursor(self._side_lines())

    def _merge(self, beside: BinaryIO) -> None:
        before = ""
        for line in merge(self._lines(self._file, self._at, self._end), self._side_lines(), key=lambda one: one.key):
            if line.path != before:
                beside.write(line.raw)
            before = line.path

    def _side_lines(self) -> Iterator[Line]:
        try:
            with self._side.open("rb") as file:
                yield from self._lines(file, 0, file.seek(0, os.SEEK_END), beside=True)
        except FileNotFoundError:
            return

    def _lines(self, file: BinaryIO, start: int, end: int, *, beside: bool = False) -> Iterator[Line]:
        at = start
        while at < end:
            file.seek(at)
            raw = file.readline()
            if line := self._line(raw, -1 if beside else at):
                yield line
            at += len(raw)

    def _line(self, raw: bytes, at: int) -> Line | None:
        """A line that can be taken over; None for any other, be it cut or none of ours."""
        try:
            data = json.loads(raw)
            path, digest, checked_with = data["path"], data["sha256"], data["checked_with"]
            if (
                not isinstance(path, str)
                or not isinstance(digest, str)
                or not raw.endswith(b"\n")
                or (key := self.order(path)) is None
            ):
                return None
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if checked_with != self.checked_with:
            self.has_others = True
            return None
        return Line(path, digest, raw, data, key, at)


@dataclass(slots=True)
class _Cursor:
    """Lines in the order of the run, looked at as far as the run has come."""

    lines: Iterator[Line]
    ahead: Line | None = None

    def find(self, path: str, key: Any) -> Line | None:
        """The line of a path; what stands before it is passed over for good."""
        while self.ahead is None or self.ahead.key < key:
            self.ahead = next(self.lines, None)
            if self.ahead is None:
                return None
        return self.ahead if self.ahead.path == path else None

    def close(self) -> None:
        if close := getattr(self.lines, "close", None):
            close()
        self.lines, self.ahead = iter(()), None


def _end_of_lines(file: BinaryIO) -> int:
    """Where the last whole line ends."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - _BLOCK)
        file.seek(start)
        if (found := file.read(end - start).rfind(b"\n")) >= 0:
            return start + found + 1
        end = start
    return 0


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the system refuses, as a refusal of the output."""
    try:
        yield
    except OSError as error:
        raise BadOutput(f"{target}：写入失败（{why(error)}）") from error
