"""What a run that was killed leaves beside its output, and how the next one knows that nobody writes to it any more.

A part of an output is locked while it is written; the system unlocks it when its writer is gone, however that ended.
On Windows a file that is open cannot be deleted, which says the same.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from zlib import crc32

try:
    from fcntl import LOCK_EX, LOCK_NB, lockf
except ImportError:  # Windows
    lockf = None  # type: ignore[assignment]

_NAMED = 32
"""So many characters of the output's name stand in the name of its part, which may not be too long."""


def part_of(target: Path) -> Path:
    """A new name beside an output for what is written of it; walks of folders pass over it."""
    return target.parent / f"{_beginning(target)}{os.urandom(6).hex()}.part"


def _beginning(target: Path) -> str:
    """What the names of the parts of this output, and of no other, begin with."""
    return f".{target.name[:_NAMED]}.{crc32(os.fsencode(target.name)):08x}"


def lock(handle: int) -> bool:
    """Lock an open file for this process, not for those it starts. False where another process has it."""
    if lockf is None:
        return True
    try:
        lockf(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def remove_leftovers(target: Path) -> None:
    """Delete the parts of an output that nobody is writing any more. What cannot be looked at stays."""
    wanted = re.compile(re.escape(_beginning(target)) + r"[0-9a-f]{12}\.part")
    with suppress(OSError), os.scandir(target.parent) as found:
        for one in [Path(entry.path) for entry in found if wanted.fullmatch(entry.name)]:
            with suppress(OSError):
                _remove_unlocked(one)


def _remove_unlocked(part: Path) -> None:
    if lockf is None:
        part.unlink()
        return
    handle = os.open(part, os.O_RDWR)
    try:
        if lock(handle):
            part.unlink()
    finally:
        os.close(handle)
