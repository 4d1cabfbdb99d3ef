"""Where a zip archive lists its entries: end records, ordinary and zip64, in whatever stands around the archive.

Layout of the records: PKWARE APPNOTE.TXT 6.3, sections 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from validator.readers.limits import Refused, damaged
from validator.startup.records import dataclass

ENTRY = Struct("<4s6H3I5H2I")
END = Struct("<4s4H2IH")
END64 = Struct("<4sQ2H2I4Q")
LOCATOR64 = Struct("<4sIQI")
LONGEST_COMMENT = 0xFFFF
UNKNOWN32, UNKNOWN16 = 0xFFFFFFFF, 0xFFFF
WRONG_PLACE = "压缩包目录的位置不对"
INCOMPLETE = "文件不完整，多半是下载或拷贝中断。请重新取得原文件后再校验。"


@dataclass(frozen=True, slots=True)
class Directory:
    """The central directory: how many entries it lists, its bytes, and how far every offset in it is shifted.

    `start` and `end` are where it begins and where the end record does, which may have zip64 records before it.
    """

    count: int
    content: bytes
    shift: int
    start: int
    end: int


def directory_of(data: bytes) -> Directory:
    """The central directory of an archive, perhaps with other bytes before and after it."""
    at = _end_record(data)
    _, disk, first_disk, here, count, size, offset, _ = END.unpack_from(data, at)
    if not {disk, first_disk} <= {0, UNKNOWN16}:
        raise damaged("压缩包被分卷")
    end, wide = at, _wide_record(data, at, needed=UNKNOWN16 in (here, count) or UNKNOWN32 in (size, offset))
    if wide is not None:
        # The zip64 record stands between the directory and the ordinary one, and counts where that one gives up.
        end, count64, size64, offset64 = wide
        count, size, offset = (
            wider if one == unknown else one
            for one, wider, unknown in (
                (count, count64, UNKNOWN16), (size, size64, UNKNOWN32), (offset, offset64, UNKNOWN32)
            )
        )  # fmt: skip
    # The directory ends where the end records begin; bytes put before the archive move both alike.
    start = end - size
    if start < 0 or start < offset or count * ENTRY.size > size:
        raise damaged(WRONG_PLACE)
    return Directory(count, data[start:end], start - offset, start, at)


def _end_record(data: bytes) -> int:
    """Where the end record is: the last whose comment fills the file, else the last, with bytes put after it."""
    found = list(_end_records(data))
    if not found:
        raise Refused(INCOMPLETE)
    return next((at for at in found if at + END.size + END.unpack_from(data, at)[-1] == len(data)), found[0])


def _end_records(data: bytes) -> Iterator[int]:
    """Every place that reads like an end record, from the end on."""
    first, at = max(0, len(data) - END.size - LONGEST_COMMENT), len(data)
    while (at := data.rfind(b"PK\5\6", first, at + 3)) >= 0:
        if at + END.size <= len(data):
            yield at


def _wide_record(data: bytes, at: int, *, needed: bool) -> tuple[int, int, int, int] | None:
    """Where the zip64 end record before `at` begins, its count, size and offset; None where there is none."""
    where = at - LOCATOR64.size
    if where < 0 or data[where : where + 4] != b"PK\6\7":
        return None
    stated = LOCATOR64.unpack_from(data, where)[2]
    # Bytes put before the archive move the record; it has no room for more than its fixed fields as a rule.
    for record in (where - END64.size, stated, data.rfind(b"PK\6\6", max(0, where - LONGEST_COMMENT), where)):
        if 0 <= record <= where - END64.size and data[record : record + 4] == b"PK\6\6":
            *_, count, size, offset = END64.unpack_from(data, record)
            return record, count, size, offset
    if needed:
        raise damaged(WRONG_PLACE)
    return None


def widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset of an entry from its zip64 field, which holds those that do not fit, in this order."""
    if UNKNOWN32 not in (size, packed, offset):
        return size, packed, offset
    numbers = _numbers64(extra)
    size, packed, offset = (next(numbers, one) if one == UNKNOWN32 else one for one in (size, packed, offset))
    return size, packed, offset


def _numbers64(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            yield from (int.from_bytes(body[i : i + 8], "little") for i in range(0, len(body) - 7, 8))
            return
        at += 4 + length
