"""Write a compound file (MS-CFB, version 3) from a tree of storages and streams.

Standard library only and deterministic: no time stamps, no class ids, so the same tree gives the same bytes.
Section numbers are those of the published [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

Node: TypeAlias = "bytes | Mapping[str, Node]"

SECTOR = 512  # 2.2: sector shift 9 in version 3
MINI_SECTOR = 64  # 2.2: mini sector shift 6
MINI_CUTOFF = 4096  # 2.2: shorter streams live in the mini stream
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # 2.1
HEADER_FAT_SECTORS = 109  # 2.2: FAT sectors that the header itself can list
STORAGE, STREAM, ROOT = 1, 2, 5  # 2.6.1


@dataclass(frozen=True, slots=True)
class _DirectoryEntry:
    """One directory entry (2.6.1); `left`, `right` and `child` are numbers of entries."""

    name: str
    kind: int
    data: bytes = b""
    left: int = FREE
    right: int = FREE
    child: int = FREE


class _Sectors:
    """Sectors of one size and the table that chains them: FAT (2.3) or mini FAT (2.4)."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.body = bytearray()
        self.table: list[int] = []

    def store(self, data: bytes) -> int:
        """Append `data` as one chain and return the number of its first sector."""
        if not data:
            return END
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), END]
        self.body += data.ljust(count * self.size, b"\0")
        return first


def write(tree: Mapping[str, Node]) -> bytes:
    """Lay out `tree` (name -> bytes for a stream, mapping for a storage) as a compound file.

    Raises:
        ValueError: A name is longer than 31 characters, or the whole is beyond the 7 MB one header can list.
    """
    entries = _subtree("Root Entry", tree, 0, ROOT)
    sectors, mini = _Sectors(SECTOR), _Sectors(MINI_SECTOR)
    places = [(_store(entry, sectors, mini), len(entry.data)) for entry in entries]
    places[0] = (sectors.store(bytes(mini.body)), len(mini.body))  # 2.6.3: the mini stream
    mini_table = _table(mini.table)
    mini_start = sectors.store(mini_table)
    directory = sectors.store(_directory(entries, places))
    fat = _with_fat_sectors(sectors.table)
    listed = range(len(sectors.table), len(fat))
    header = _header(listed, directory, mini_start, len(mini_table) // SECTOR)
    return header + bytes(sectors.body) + _table(fat)


def _subtree(name: str, node: Node, number: int, kind: int = STORAGE) -> list[_DirectoryEntry]:
    """The entry of `node`, which gets `number`, followed by all entries below it."""
    if len(name) > 31:
        raise ValueError(f"compound file: name longer than 31 characters: {name}")
    if isinstance(node, bytes):
        return [_DirectoryEntry(name, STREAM, node)]
    below: list[_DirectoryEntry] = []
    numbers: list[int] = []
    for child in sorted(node, key=_order):
        numbers.append(number + 1 + len(below))
        below += _subtree(child, node[child], numbers[-1])
    top, links = _balanced(numbers)
    for one, (left, right) in links.items():
        at = one - number - 1
        below[at] = replace(below[at], left=left, right=right)
    return [_DirectoryEntry(name, kind, child=top), *below]


def _order(name: str) -> tuple[int, str]:
    """2.6.4: siblings are ordered by length first, then by upper-case text."""
    return len(name), name.upper()


def _balanced(numbers: Sequence[int]) -> tuple[int, dict[int, tuple[int, int]]]:
    """A balanced binary tree of `numbers`: its top, and number -> (left, right).

    All entries are black: 2.6.4 names that as the simplest tree that keeps its conditions.
    """
    if not numbers:
        return FREE, {}
    middle = len(numbers) // 2
    left, below_left = _balanced(numbers[:middle])
    right, below_right = _balanced(numbers[middle + 1 :])
    return numbers[middle], {numbers[middle]: (left, right), **below_left, **below_right}


def _store(entry: _DirectoryEntry, sectors: _Sectors, mini: _Sectors) -> int:
    """Put a stream where its length belongs and return its first sector."""
    if entry.kind == STORAGE:
        return 0  # 2.6.3: a storage has no start
    return (sectors if len(entry.data) >= MINI_CUTOFF else mini).store(entry.data)


def _directory(entries: Sequence[_DirectoryEntry], places: Sequence[tuple[int, int]]) -> bytes:
    """The directory sectors (2.6), filled up with unallocated entries (2.6.3)."""
    used = b"".join(_packed(entry, *place) for entry, place in zip(entries, places, strict=True))
    unused = bytes(68) + struct.pack("<3I", FREE, FREE, FREE) + bytes(48)
    return used + unused * (-len(entries) % (SECTOR // 128))


def _packed(entry: _DirectoryEntry, start: int, size: int) -> bytes:
    label = (entry.name + "\0").encode("utf-16-le")
    black = 1
    head = label.ljust(64, b"\0") + struct.pack("<HBB", len(label), entry.kind, black)
    links = struct.pack("<3I", entry.left, entry.right, entry.child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)


def _with_fat_sectors(table: Sequence[int]) -> list[int]:
    """The FAT of `table` with entries for the sectors that hold the FAT itself (2.3)."""
    count = 1
    while count * (SECTOR // 4) < len(table) + count:
        count += 1
    if count > HEADER_FAT_SECTORS:
        raise ValueError("compound file: too large for the header's own list of FAT sectors")
    return [*table, *[FAT_SECTOR] * count]


def _table(numbers: Sequence[int]) -> bytes:
    """Sector numbers as whole sectors, the rest of the last one free."""
    filled = [*numbers, *[FREE] * (-len(numbers) % (SECTOR // 4))]
    return struct.pack(f"<{len(filled)}I", *filled)


def _header(fat: range, directory: int, mini_start: int, mini_count: int) -> bytes:
    """2.2: signature, version 3, little endian, sector sizes, then where everything starts."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    starts = struct.pack("<9I", 0, len(fat), directory, 0, MINI_CUTOFF, mini_start, mini_count, END, 0)
    listed = [*fat, *[FREE] * (HEADER_FAT_SECTORS - len(fat))]
    return head + starts + struct.pack(f"<{HEADER_FAT_SECTORS}I", *listed)
