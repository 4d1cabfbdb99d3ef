"""The formats that reports are written in. Each is one file of `validator.writers.formats`, called like the format.

A file says with its `FORMAT` what the format is and how it is written; no format knows another. A further format is a
further file: the command line lists what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Any

from validator.catalogue import Catalogue
from validator.model.report import FileReport, Summary
from validator.model.rule import Severity
from validator.startup.records import dataclass, field
from validator.version import VERSION


class Amount(StrEnum):
    """How much is told."""

    QUIET = "quiet"  # a line for each file that fails, one for all
    USUAL = "usual"
    VERBOSE = "verbose"  # everything that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a writer is told besides the reports; each takes from it what it has a use for.

    `least` is the least severity that is shown, `colour` whether a terminal will see it, `to_file` whether a file
    that people open, `version` this gouji's, `thresholds` the configured ``阈值.*`` by name (none: the catalogue's),
    `today` the day of the check, `count` how many files there will be.
    """

    catalogue: Catalogue
    lang: str = "zh"
    least: Severity = Severity.NOTICE
    amount: Amount = Amount.USUAL
    colour: bool = False
    to_file: bool = False
    version: str = VERSION
    thresholds: dict[str, int | float] = field(default_factory=dict)
    today: date | None = None
    count: int = 1


Writer = Callable[[Iterable[FileReport], Summary, Asked], Iterator[str] | Iterator[bytes]]
"""The output in pieces. The summary is complete only when the reports are at an end."""
Piece = Callable[[FileReport, Asked], str]
"""What is written of one file where that needs no other: it can be written where the file is examined."""
Frame = Callable[[Iterable[str], Summary, Asked], Iterator[str]]
"""The output around such pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a format says of itself.

    `batch`: it takes the reports of many files; else of one. `streams`: a report is written as it comes, so that a run
    of any size needs the memory of one; else nothing is written before the last. `needs_output`: it is nothing for a
    terminal. `shows_contents`: it shows what reports hold, which each has to tell (`validator.model.contents`).
    `summarises`: it says what concerns several files. `piece` and `frame` are for formats that write each file by
    itself (`by_pieces`).
    """

    name: str
    write: Writer
    batch: bool = True
    streams: bool = True
    needs_output: bool = False
    shows_contents: bool = False
    summarises: bool = True
    piece: Piece | None = None
    frame: Frame | None = None


def by_pieces(piece: Piece, frame: Frame, **said: Any) -> Format:
    """A format that writes each file by itself, and something around all of them."""

    def write(files: Iterable[FileReport], summary: Summary, setting: Asked) -> Iterator[str]:
        return frame((piece(one, setting) for one in files), summary, setting)

    return Format(write=write, piece=piece, frame=frame, **said)


def format_of(name: str) -> Format:
    """The format of that name, one of `validator.writers.formats.names`."""
    found: Format = import_module(f"validator.writers.formats.{name}").FORMAT
    return found


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as a format writes it by itself: what goes to another process is called by the format's name."""

    format: str
    asked: Asked

    def __call__(self, report: FileReport) -> str:
        """What is written of the file."""
        piece = format_of(self.format).piece
        assert piece is not None  # noqa: S101  whoever makes one has asked
        return piece(report, self.asked)
