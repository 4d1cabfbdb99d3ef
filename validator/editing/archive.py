"""A zip archive written again with some entries replaced or added: all others as they are, packed bytes and order.

Layout of the records: PKWARE APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16 and 4.5.3.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from struct import Struct
from typing import TYPE_CHECKING

from validator.editing.refusal import NotEditable
from validator.readers.xlsx.directory import END, ENTRY, Directory, directory_of, widened
from validator.readers.xlsx.package import DEFLATED, LOCAL, STORED, UTF8_NAME, Package
from validator.startup.records import dataclass, replace

if TYPE_CHECKING:
    from zipfile import ZipFile

_FOLLOWS = 0x0008
"""The flag of an entry whose sizes stand behind its bytes."""
_SIZES, _OFFSET = Struct("<3I"), Struct("<I")
_LOCAL_FLAGS, _LOCAL_SIZES = 6, 14
_FLAGS, _ENTRY_SIZES, _EXTRA_LENGTH, _ENTRY_OFFSET = 8, 16, 30, 42
"""Where, in a local header and in an entry of the directory, flags stand, and checksum, packed and unpacked size."""
_WIDE = 1
"""The id of the extra field for what does not fit into 32 bits."""
_VERSION, _FIRST_DAY = 20, 0x21
"""Of a new entry: what is needed to unpack it, and the first day that there is, 1980-01-01."""
_LAST_DAY, _LAST = (2107 - 1980) << 9 | 12 << 5 | 31, (2107, 12, 31)
"""The last day that there is: no program that saves an archive gives an entry that date."""
_DATE, _LOCAL_DATE = 14, 12
"""Where it stands in an entry of the directory and in a local header."""
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory: its fixed fields, what stands behind them, and where its local header is."""

    head: bytes
    name: bytes
    extra: bytes
    comment: bytes
    place: int

    def written(self, offset: int) -> bytes:
        """The entry of an archive in which it stands at `offset`."""
        head = bytearray(self.head)
        _OFFSET.pack_into(head, _ENTRY_OFFSET, offset)
        head[_EXTRA_LENGTH : _EXTRA_LENGTH + 2] = len(self.extra).to_bytes(2, "little")
        return bytes(head) + self.name + self.extra + self.comment


def rewritten(data: bytes, package: Package, parts: Mapping[str, bytes], *, stamped: bool = False) -> bytes:
    """The archive with `parts` in place of the entries of those names; those that it lacks are added at the end.

    `stamped`: by their dates it is known again (`is_stamped`) until somebody saves it.

    `package` is the same archive as read. Raises NotEditable for one that holds an entry twice, or two in one place.
    """
    if package.repeated:
        raise NotEditable(f"压缩包里有两个 {package.repeated[0]}，请用 Excel 或 WPS 打开，另存后再改")
    directory = directory_of(data)
    entries = list(_entries(directory))
    places = _places(entries, directory)
    content = {package.entries[name.lower()][0].offset: part for name, part in parts.items() if name in package}
    held = [(one, data[one.place : places[one.place]]) for one in entries]
    day = _LAST_DAY if stamped else _FIRST_DAY
    held = [_with(*one, content[one[0].place], day) if one[0].place in content else one for one in held]
    held += [_new(name, part, day) for name, part in parts.items() if name not in package]
    at = min(places)
    pieces, listed = [data[:at]], dict[int, bytes]()
    for number in sorted(range(len(held)), key=lambda one: (one >= len(entries), held[one][0].place)):
        entry, piece = held[number]
        listed[number] = entry.written(at - directory.shift)
        pieces.append(piece)
        at += len(piece)
    return b"".join((*pieces, *_closing(data, directory, [listed[one] for one in range(len(held))], at)))


def is_stamped(archive: ZipFile) -> bool:
    """Whether it was written so and nobody has saved it since."""
    return any(one.date_time[:3] == _LAST for one in archive.infolist())


def _entries(directory: Directory) -> Iterator[_Entry]:
    content, at = directory.content, 0
    for _ in range(directory.count):
        fields = ENTRY.unpack_from(content, at)
        ends = [at + ENTRY.size]
        for length in fields[10:13]:
            ends.append(ends[-1] + length)
        name, extra, comment = (content[start:end] for start, end in pairwise(ends))
        head = bytearray(content[at : ends[0]])
        if head[_DATE : _DATE + 2] == _LAST_DAY.to_bytes(2, "little"):
            head[_DATE : _DATE + 2] = _FIRST_DAY.to_bytes(2, "little")  # what is written anew is no stamped one
        size, packed, offset = widened(extra, fields[9], fields[8], fields[16])
        if (size, packed, offset) != (fields[9], fields[8], fields[16]):
            _SIZES.pack_into(head, _ENTRY_SIZES, fields[7], packed, size)
            extra = _narrow(extra)
        yield _Entry(bytes(head), name, extra, comment, offset + directory.shift)
        at = ends[-1]


def _narrow(extra: bytes) -> bytes:
    """The extra fields without the one for wide numbers; what is no field stays."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        end = at + 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
        if int.from_bytes(extra[at : at + 2], "little") != _WIDE:
            kept += extra[at:end]
        at = end
    return kept + extra[at:]


def _places(entries: Iterable[_Entry], directory: Directory) -> dict[int, int]:
    """Where each entry begins, and where the next one, or the directory, does."""
    starts = sorted(one.place for one in entries)
    places = list(pairwise((*starts, directory.start)))
    if not places or starts[0] < 0 or any(start + LOCAL.size > end for start, end in places):
        raise NotEditable("压缩包的结构不寻常，不能照原样改写，请用 Excel 或 WPS 打开，另存后再改")
    return dict(places)


def _with(entry: _Entry, piece: bytes, content: bytes, day: int) -> tuple[_Entry, bytes]:
    """The entry with other content, packed as before, and what stands for it in the archive."""
    stored = LOCAL.unpack_from(piece)[3] == STORED
    packed = content if stored else _deflated(content)
    sizes = zlib.crc32(content), len(packed), len(content)
    head, local = bytearray(entry.head), bytearray(piece[: LOCAL.size])
    *_, name_length, extra_length = LOCAL.unpack_from(piece)
    name, extra = piece[LOCAL.size :][:name_length], piece[LOCAL.size + name_length :][:extra_length]
    extra = _narrow(extra)
    for record, flags, date, place in (
        (head, _FLAGS, _DATE, _ENTRY_SIZES),
        (local, _LOCAL_FLAGS, _LOCAL_DATE, _LOCAL_SIZES),
    ):
        record[flags] &= ~_FOLLOWS & 0xFF
        if day == _LAST_DAY:
            record[date : date + 2] = _LAST_DAY.to_bytes(2, "little")
        _SIZES.pack_into(record, place, *sizes)
    local[-2:] = len(extra).to_bytes(2, "little")
    return replace(entry, head=bytes(head)), bytes(local) + name + extra + packed


def _new(name: str, content: bytes, day: int) -> tuple[_Entry, bytes]:
    """A new entry and what stands for it in the archive."""
    packed, raw = _deflated(content), name.encode()
    flags = 0 if raw.isascii() else UTF8_NAME
    about = _VERSION, flags, DEFLATED, 0, day, zlib.crc32(content), len(packed), len(content), len(raw), 0
    head = ENTRY.pack(b"PK\1\2", _VERSION, *about, 0, 0, 0, 0, 0)
    return _Entry(head, raw, b"", b"", 0), LOCAL.pack(b"PK\3\4", *about) + raw + packed


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _closing(data: bytes, directory: Directory, listed: list[bytes], at: int) -> Iterator[bytes]:
    """The directory and the end record with what stands behind it. Nothing here needs the records for wide numbers."""
    yield from listed
    end = data[directory.end :]
    comment = END.unpack_from(end)[-1]
    size, count = sum(map(len, listed)), len(listed)
    yield END.pack(b"PK\5\6", 0, 0, count, count, size, at - directory.shift, comment) + end[END.size :]
