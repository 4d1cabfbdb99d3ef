"""The zip container of a workbook: entries checked one by one, parts inflated within limits.

Own reader instead of `zipfile`: what is refused must not depend on a library's leniency (duplicate entries, names
that leave the archive, sizes that lie), and importing `zipfile` alone costs more than reading a report.
Layout of the records: PKWARE APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from typing import TypeVar

from validator.readers.limits import MIB, Budget, Refused, damaged
from validator.readers.xlsx.caches import LARGEST, remembered

T = TypeVar("T")
Reader = Callable[[bytes, str, Budget], T]
LOCAL = Struct("<4s5H3I2H")
ENTRY = Struct("<4s6H3I5H2I")
END = Struct("<4s4H2IH")
END64 = Struct("<4sQ2H2I4Q")
LOCATOR64 = Struct("<4sIQI")
LONGEST_COMMENT, LONGEST_NAME = 0xFFFF, 512
ENCRYPTED, UTF8_NAME = 0x0001, 0x0800
STORED, DEFLATED = 0, 8
DEFLATE_RATIO = 1032
"""No deflated byte gives more: a match of 258 bytes takes two bits at least."""
UNKNOWN32, UNKNOWN16 = 0xFFFFFFFF, 0xFFFF
INCOMPLETE = "文件不完整，多半是下载或拷贝中断。请重新取得原文件后再校验。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the archive as its central directory states it; `offset` is that of the local header."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int = field(compare=False)


class Package:
    """The parts of one archive by name (letter case ignored, as the packaging standard asks).

    `read` inflates a part, checks its size and CRC, and charges it to the budget.
    """

    __slots__ = ("_budget", "_data", "entries")

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        self.entries = _entries(data, budget)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def read(self, name: str) -> bytes:
        """The unpacked bytes of one part; refused when it is missing, encrypted, damaged or too large."""
        entry = self._entry(name)
        return unpacked(_packed(self._data, entry), entry)

    def parsed(self, name: str, read: Reader[T]) -> T:
        """What `read` makes of one part: the same object again when an earlier file held the very same bytes."""
        entry = self._entry(name)
        packed = _packed(self._data, entry)
        if entry.size > LARGEST:
            return _parsed(read, packed, entry, self._budget)
        found: T = remembered(_parsed, (read, packed, entry), self._budget)
        return found

    def _entry(self, name: str) -> Entry:
        entry = self.entries.get(name.lower())
        if entry is None:
            raise damaged(f"缺少部件 {name}")
        if entry.flags & ENCRYPTED:
            raise Refused("压缩包设有密码。请去掉密码后再校验。")
        if entry.method not in (STORED, DEFLATED):
            raise damaged(f"部件 {name} 的压缩方式 {entry.method} 不受支持")
        self._budget.spend("inflated_bytes", entry.size)
        if entry.size > MIB:
            self._budget.check("ratio", entry.size / max(entry.packed, 1))
        self._budget.tick()
        return entry


def _parsed(read: Reader[T], packed: bytes, entry: Entry, budget: Budget) -> T:
    return read(unpacked(packed, entry), entry.name, budget)


def unpacked(packed: bytes, entry: Entry) -> bytes:
    """The bytes of a part; refused when they are not what the archive says."""
    if entry.method == STORED:
        plain = packed
    else:
        # One byte more than stated: a part that lies about its size is found out, and 0 would mean without limit.
        most = min(entry.size, len(packed) * DEFLATE_RATIO) + 1
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            plain = inflater.decompress(packed, most)
        except zlib.error:
            raise damaged(f"部件 {entry.name} 无法解压") from None
    if len(plain) != entry.size or zlib.crc32(plain) != entry.crc:
        raise damaged(f"部件 {entry.name} 的校验码不符")
    return plain


def _packed(data: bytes, entry: Entry) -> bytes:
    header = data[entry.offset : entry.offset + LOCAL.size]
    if len(header) < LOCAL.size or header[:4] != b"PK\3\4":
        raise damaged(f"部件 {entry.name} 的文件头不对")
    *_, name_length, extra_length = LOCAL.unpack(header)
    name = data[entry.offset + LOCAL.size : entry.offset + LOCAL.size + name_length]
    if _name(name, entry.flags) != entry.name:
        raise damaged(f"部件 {entry.name} 的文件头不对")
    start = entry.offset + LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.packed]
    if len(packed) != entry.packed:
        raise Refused(INCOMPLETE)
    return packed


def _entries(data: bytes, budget: Budget) -> Mapping[str, Entry]:
    count, start, end, shift = _directory(data)
    budget.check("parts", count)
    found: dict[str, Entry] = {}
    for entry in _listed(data[start:end], count, shift):
        key = entry.name.lower()
        if key.endswith("/"):
            continue
        if key in found:
            raise damaged(f"部件 {entry.name} 出现两次")
        found[key] = entry
    return found


def _directory(data: bytes) -> tuple[int, int, int, int]:
    """Entry count, start and end of the central directory, and how far everything is shifted."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - END.size - LONGEST_COMMENT))
    if at < 0 or at + END.size > len(data):
        raise Refused(INCOMPLETE)
    _, disk, first_disk, here, count, size, offset, _ = END.unpack_from(data, at)
    end = at
    if UNKNOWN16 in (here, count) or UNKNOWN32 in (size, offset):
        wide = _directory64(data, at)
        if wide is not None:
            count, size, offset, end = wide
    if disk or first_disk:
        raise damaged("压缩包被分卷")
    # The directory ends where the end record begins; bytes put before the archive move both alike.
    start = end - size
    if start < 0 or start < offset or count * ENTRY.size > size:
        raise damaged("压缩包目录的位置不对")
    return count, start, end, start - offset


def _directory64(data: bytes, at: int) -> tuple[int, int, int, int] | None:
    where = at - LOCATOR64.size
    if where < 0 or data[where : where + 4] != b"PK\6\7":
        return None
    _, _, record, _ = LOCATOR64.unpack_from(data, where)
    if record + END64.size > where or data[record : record + 4] != b"PK\6\6":
        raise damaged("压缩包目录的位置不对")
    *_, count, size, offset = END64.unpack_from(data, record)
    return count, size, offset, record


def _listed(directory: bytes, count: int, shift: int) -> Iterator[Entry]:
    at = 0
    for _ in range(count):
        if directory[at : at + 4] != b"PK\1\2" or at + ENTRY.size > len(directory):
            raise damaged("压缩包目录有误")
        fields = ENTRY.unpack_from(directory, at)
        flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
        at += ENTRY.size
        name = _name(directory[at : at + name_length], flags)
        at += name_length
        size, packed, offset = _wide(directory[at : at + extra_length], size, packed, offset)
        at += extra_length + comment_length
        yield Entry(name, flags, method, crc, packed, size, offset + shift)
    if at != len(directory):
        raise damaged("压缩包目录有误")


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset from the zip64 field, which holds those that do not fit, in this order."""
    if UNKNOWN32 not in (size, packed, offset):
        return size, packed, offset
    numbers = _zip64(extra)
    size, packed, offset = (next(numbers, one) if one == UNKNOWN32 else one for one in (size, packed, offset))
    return size, packed, offset


def _zip64(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            yield from (int.from_bytes(body[i : i + 8], "little") for i in range(0, len(body) - 7, 8))
            return
        at += 4 + length


@lru_cache(maxsize=1024)
def _name(raw: bytes, flags: int) -> str:
    """A part's name; one that would leave the archive is refused, though nothing is ever unpacked to disk."""
    if len(raw) > LONGEST_NAME:
        raise damaged("压缩包内的文件名过长")
    try:
        name = raw.decode("utf-8" if flags & UTF8_NAME else "cp437").replace("\\", "/").lstrip("/")
    except UnicodeDecodeError:
        raise damaged("压缩包内的文件名无法识别") from None
    if ".." in name.split("/") or name[1:2] == ":":
        raise damaged(f"部件名 {name} 指向压缩包之外")
    return name
