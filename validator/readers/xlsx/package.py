"""The zip container of a workbook: entries checked one by one, parts inflated within limits.

Own reader instead of `zipfile`: what is refused must not depend on a library's leniency (duplicate entries, names
that leave the archive, sizes that lie), and importing `zipfile` alone costs more than reading a report.
Layout of the records: PKWARE APPNOTE.TXT 6.3, sections 4.3.7 and 4.3.12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from struct import Struct
from typing import TypeVar

from validator.readers.limits import MIB, Budget, Refused, damaged
from validator.readers.xlsx import inflating
from validator.readers.xlsx.caches import remembered
from validator.readers.xlsx.directory import ENTRY, INCOMPLETE, Directory, directory_of, widened
from validator.readers.xlsx.empties import without_empties
from validator.startup.records import dataclass, field, replace

T = TypeVar("T")
Reader = Callable[[bytes, str, Budget], T]
LOCAL = Struct("<4s5H3I2H")
LONGEST_NAME = 512
ENCRYPTED, UTF8_NAME = 0x0001, 0x0800
STORED, DEFLATED = 0, 8
PIECE, EMPTY_SHARE = 1 << 18, 8


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
        return b"".join(_unpacked(_packed(self._data, entry), entry, self._budget))

    def read_sheet(self, name: str) -> bytes:
        """The bytes of a worksheet part, of a large one without the empty cells that `without_empties` takes out.

        Those are charged an eighth, as the time that they take is bounded and they need no memory.
        """
        entry = self._found(name)
        if entry.size <= MIB:
            return self.read(name)
        used, least, kept = self._budget.used.get("inflated_bytes", 0), entry.size // EMPTY_SHARE, 0
        self._charge(entry, least)
        pieces = []
        for piece in without_empties(_unpacked(_packed(self._data, entry), entry, self._budget)):
            pieces.append(piece)
            kept += len(piece)
            self._budget.used["inflated_bytes"] = used
            self._budget.spend("inflated_bytes", max(kept, least))
        return b"".join(pieces)

    def parsed(self, name: str, read: Reader[T]) -> T:
        """What `read` makes of one part: the same object again when an earlier file held the very same bytes."""
        entry = self._entry(name)
        found: T = remembered(_parsed, (read, _packed(self._data, entry), entry), entry.size, self._budget)
        return found

    @property
    def repeated(self) -> tuple[str, ...]:
        """The parts that the archive holds more than once, in order."""
        return tuple(found[0].name for found in self.entries.values() if len(found) > 1)

    def _entry(self, name: str) -> Entry:
        entry = self._found(name)
        self._charge(entry, entry.size)
        return entry

    def _charge(self, entry: Entry, size: int) -> None:
        self._budget.spend("inflated_bytes", size)
        if entry.size > MIB:
            self._budget.check("ratio", entry.size / max(entry.packed, 1))
        self._budget.tick()

    def _found(self, name: str) -> Entry:
        entry, *more = self.entries.get(name.lower(), (None,))
        if entry is None:
            raise damaged(f"缺少部件 {name}")
        # One part with two contents means two things; the same content twice is one.
        for other in more:
            same = replace(other, name=entry.name) == entry
            if not same or _packed(self._data, other) != _packed(self._data, entry):
                raise damaged(f"部件 {other.name} 出现两次")
        if entry.flags & ENCRYPTED:
            raise Refused("压缩包设有密码。请去掉密码后再校验。")
        if entry.method not in (STORED, DEFLATED):
            raise damaged(f"部件 {name} 的压缩方式 {entry.method} 不受支持")
        return entry


def _parsed(read: Reader[T], packed: bytes, entry: Entry, budget: Budget) -> T:
    return read(b"".join(_unpacked(packed, entry, budget)), entry.name, budget)


def _unpacked(packed: bytes, entry: Entry, budget: Budget) -> Iterator[bytes]:
    """The bytes of a part in pieces; refused at the end, or past it, when they are not what the archive says."""
    inflater = None if entry.method == STORED else inflating.inflater()
    size = crc = 0
    try:
        # One byte more than stated: a part that lies about its size is found out.
        while piece := (
            inflater.decompress(packed, min(entry.size - size + 1, PIECE)) if inflater else packed[size : size + PIECE]
        ):
            size, crc = size + len(piece), inflating.checksum(piece, crc)
            if size > entry.size:
                break
            if size > PIECE:
                budget.tick()
            yield piece
            if inflater:
                if inflater.eof:
                    break
                packed = inflater.unconsumed_tail
    except inflating.ERRORS:
        raise damaged(f"部件 {entry.name} 无法解压") from None
    if size != entry.size or crc != entry.crc:
        raise damaged(f"部件 {entry.name} 的校验码不符")


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


def _entries(data: bytes, budget: Budget) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of each part: more than one where the archive holds it again."""
    directory = directory_of(data)
    budget.check("parts", directory.count)
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in _listed(directory):
        key = entry.name.lower()
        if not key.endswith("/"):
            found[key] = (*found.get(key, ()), entry)
    return found


def _listed(found: Directory) -> Iterator[Entry]:
    directory, at = found.content, 0
    for _ in range(found.count):
        if directory[at : at + 4] != b"PK\1\2" or at + ENTRY.size > len(directory):
            raise damaged("压缩包目录有误")
        fields = ENTRY.unpack_from(directory, at)
        flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
        at += ENTRY.size
        name = _name(directory[at : at + name_length], flags)
        at += name_length
        size, packed, offset = widened(directory[at : at + extra_length], size, packed, offset)
        at += extra_length + comment_length
        yield Entry(name, flags, method, crc, packed, size, offset + found.shift)
    if at != len(directory):
        raise damaged("压缩包目录有误")


@lru_cache(maxsize=1024)
def _name(raw: bytes, flags: int) -> str:
    """A part's name; one that would leave the archive is refused, though nothing is ever unpacked to disk."""
    if len(raw) > LONGEST_NAME:
        raise damaged("压缩包内的文件名过长")
    try:
        name = raw.decode("utf-8" if flags & UTF8_NAME or raw.isascii() else "cp437").replace("\\", "/").lstrip("/")
    except UnicodeDecodeError:
        raise damaged("压缩包内的文件名无法识别") from None
    if ".." in name.split("/") or name[1:2] == ":":
        raise damaged(f"部件名 {name} 指向压缩包之外")
    return name
