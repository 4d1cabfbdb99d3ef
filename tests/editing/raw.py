"""A workbook as its bytes have it, seen by `zipfile`: what stands for each entry, and what is in it."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise


def entries(content: bytes) -> dict[str, bytes]:
    """Name -> the bytes from its local header to the next one's: header, packed bytes, whatever follows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = sorted(archive.infolist(), key=lambda one: one.header_offset)
        starts = [one.header_offset for one in found] + [archive.start_dir]
        return {one.filename: content[a:b] for one, (a, b) in zip(found, pairwise(starts), strict=True)}


def order(content: bytes) -> list[str]:
    """The names as the directory lists them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def part(content: bytes, name: str) -> bytes:
    """One part, unpacked; every entry's checksum is looked at on the way."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.read(name)


def changed(before: bytes, after: bytes) -> set[str]:
    """The entries that are not what they were, byte for byte; none may be gone or stand elsewhere in the order."""
    assert [one for one in order(after) if one in order(before)] == order(before)
    old, new = entries(before), entries(after)
    return {name for name in new if old.get(name) != new[name]}
