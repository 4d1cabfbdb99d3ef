"""What a library in C prints to the standard output of the process does not come between our own words."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_OUTPUT = 1


@contextmanager
def unheard() -> Iterator[None]:
    """Nothing comes out that is printed within, whatever prints it; Python's own output is kept from before.

    For short calls in a process that writes nothing else meanwhile: it is the whole process that is silent.
    """
    with suppress(AttributeError, OSError, ValueError):  # a program without console has none
        sys.stdout.flush()
    try:
        ours = os.dup(_OUTPUT)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _OUTPUT)
        yield
    finally:
        _flush()
        os.dup2(ours, _OUTPUT)
        os.close(nowhere)
        os.close(ours)


def _flush() -> None:
    """What C holds back would else come out at the end of the process."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)
