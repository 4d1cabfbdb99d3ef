"""Reports and filings as bytes: between processes, and to keep many of them in little room.

Who unpacks has the same catalogue: its rules travel as their codes, its forms as their editions.
"""

from __future__ import annotations

import io
import zlib
from typing import Any

from validator.catalogue import Catalogue
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.startup.records import replace

_QUICKLY = 1


def packed(one: FileReport | Filing, catalogue: Catalogue) -> bytes:
    """A file report on its way back from a process, or a filing."""
    from validator.run.pickling import Packer  # one process with nothing to keep packs nothing

    stream = io.BytesIO()
    Packer(stream, catalogue).dump(one)
    return stream.getvalue()


def unpacked(data: bytes, catalogue: Catalogue) -> Any:
    """What `packed` was given."""
    from validator.run.pickling import Unpacker

    return Unpacker(io.BytesIO(data), catalogue).load()


def packed_filing(filing: Filing, catalogue: Catalogue) -> bytes:
    """A report of last year: what this year's is held against, some kilobytes; not how its workbook was."""
    kept = replace(filing, labels=(), damage=(), uncomputed={}, sheet_names=(), found_by={})
    return packed_whole(kept, catalogue)


def packed_whole(filing: Filing, catalogue: Catalogue) -> bytes:
    """All of a filing."""
    return zlib.compress(packed(filing, catalogue), _QUICKLY)


def unpacked_filing(data: bytes, catalogue: Catalogue) -> Filing:
    """The filing that `packed_whole` was given, or what `packed_filing` keeps of one."""
    filing: Filing = unpacked(zlib.decompress(data), catalogue)
    return filing
