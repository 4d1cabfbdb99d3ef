"""Inflating parts: by zlib, or by ISA-L where it is installed (extra `fast`), which takes a quarter of the time.

Both are held to size and checksum by whoever reads a part, so that the one cannot give other bytes than the other.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol, cast


class Inflater(Protocol):
    """A raw deflate stream that is unpacked piece by piece, as `zlib.decompressobj` gives one."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""

    @property
    def unconsumed_tail(self) -> bytes:
        """What was not unpacked yet, since `max_length` was reached."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes more."""


Inflaters = Callable[[], Inflater]
Checksum = Callable[[bytes, int], int]


def by_zlib() -> Inflater:
    """One of Python's own."""
    return zlib.decompressobj(-zlib.MAX_WBITS)


inflater: Inflaters = by_zlib
checksum: Checksum = zlib.crc32
ERRORS: tuple[type[Exception], ...] = (zlib.error,)
"""What is raised where a stream is broken."""

try:
    from isal import isal_zlib
except ImportError:
    pass
else:

    def by_isal() -> Inflater:
        """One of ISA-L's."""
        return isal_zlib.decompressobj(-zlib.MAX_WBITS)

    inflater, checksum = by_isal, isal_zlib.crc32
    ERRORS = zlib.error, cast("type[Exception]", isal_zlib.error)  # its stub calls the class an exception
