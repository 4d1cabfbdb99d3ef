"""The compound file is read back by olefile at its strictest."""

from __future__ import annotations

from typing import Any

import pytest

from addin.building import cfb
from tests.addin.reading import compound

NO_STREAM = 0xFFFFFFFF

SIZES = (0, 1, 63, 64, 65, 4095, 4096, 4097, 65536, 100_001)


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_streams_of_every_size_come_back(count: int) -> None:
    streams = {f"s{number}": bytes([number]) * SIZES[number % len(SIZES)] for number in range(count)}
    data = cfb.write({"Folder": dict(streams), **streams})
    with compound(data) as opened:
        assert sorted(opened.listdir()) == sorted([[name] for name in streams] + [["Folder", name] for name in streams])
        for name, content in streams.items():
            assert opened.openstream(name).read() == content
            assert opened.openstream(["Folder", name]).read() == content
    assert len(data) % cfb.SECTOR == 0


def test_siblings_stand_in_the_order_of_the_format() -> None:
    """2.6.4: shorter names first, then by upper case; Excel finds a stream by searching this tree."""
    names = ["dir", "PROJECT", "_VBA_PROJECT", "xlwings", "Sheet1", "ThisWorkbook", "a", "B"]
    with compound(cfb.write(dict.fromkeys(names, b"x"))) as opened:
        assert _walk(opened) == ["a", "B", "dir", "Sheet1", "PROJECT", "xlwings", "ThisWorkbook", "_VBA_PROJECT"]


def _walk(opened: Any) -> list[str]:
    """Names from left to right through the tree as stored."""

    def below(number: int) -> list[str]:
        if number == NO_STREAM:
            return []
        entry = opened.direntries[number]
        return [*below(entry.sid_left), entry.name, *below(entry.sid_right)]

    return below(opened.root.sid_child)


def test_the_same_tree_gives_the_same_bytes() -> None:
    one = cfb.write({"A": {"x": b"1", "y": b"2" * 5000}, "B": b"3"})
    assert one == cfb.write({"B": b"3", "A": {"y": b"2" * 5000, "x": b"1"}})


def test_a_file_of_many_fat_sectors() -> None:
    content = bytes(range(256)) * 8000  # 2 MB: 32 FAT sectors
    with compound(cfb.write({"big": content})) as opened:
        assert opened.openstream("big").read() == content


def test_names_beyond_31_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="31"):
        cfb.write({"x" * 32: b""})


def test_more_than_one_header_lists_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        cfb.write({"big": bytes(8_000_000)})
