"""ISA-L unpacks what zlib unpacks, and refuses what zlib refuses."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import books
from validator.readers import DEFAULT_LIMITS
from validator.readers.limits import Budget, Refused
from validator.readers.xlsx import inflating
from validator.readers.xlsx.package import Package

PART = "xl/worksheets/sheet4.xml"


def part(content: bytes, made: inflating.Inflaters) -> bytes | str:
    """The part, or why it is refused."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inflating, "inflater", made)
        patched.setattr(inflating, "checksum", zlib.crc32)
        try:
            return Package(content, Budget(DEFAULT_LIMITS)).read(PART)
        except Refused as refusal:
            return str(refusal)


def test_it_is_used_where_it_is_installed() -> None:
    assert inflating.inflater is inflating.by_isal
    assert inflating.checksum(b"abc", 7) == zlib.crc32(b"abc", 7)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3), st.floats(0, 1))
@example([], 0.0004017397829088055)  # the one finds it while it unpacks, the other by the checksum
def test_broken_streams_give_the_same_bytes_or_are_refused_by_both(
    changes: list[tuple[float, int]], cut: float
) -> None:
    content = bytearray(books.book("clean"))
    start = content.index(PART.encode())
    end = content.index(b"PK\3\4", start)
    for where, byte in changes:
        content[start + len(PART) + int(where * (end - start - len(PART) - 1))] = byte
    if cut < 0.2:  # the stream ends early
        at = start + len(PART) + int(cut * 5 * (end - start - len(PART) - 1))
        content[at:end] = bytes(end - at)
    fast, usual = (part(bytes(content), one) for one in (inflating.by_isal, inflating.by_zlib))
    assert fast == usual if isinstance(fast, bytes) else isinstance(usual, str)


def test_a_sound_part_is_unpacked_by_both() -> None:
    found = part(books.book("clean"), inflating.by_zlib)
    assert isinstance(found, bytes)
    assert found == part(books.book("clean"), inflating.by_isal)
