"""How much one file may ask for, and the refusal when it asks for more.

Every limit bounds time or memory that a submitted file could otherwise claim without end. The defaults are far above
any annual report (20 to 300 kB, 7 sheets, a thousand cells) and keep one file under 300 MB of memory and, on an
ordinary machine, about two seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from validator.startup.records import dataclass, field

T = TypeVar("T")
MIB = 1 << 20


class Refused(Exception):  # noqa: N818  internal twin of UnreadableWorkbook
    """Why a file is refused: one Chinese line without the file's name. Callers see UnreadableWorkbook."""


class Damaged(Refused):
    """The file, or one part of it, is broken."""


class Unsure(Exception):  # noqa: N818  a signal, not an error
    """A fast reader leaves this text to the strict one."""


def damaged(what: str) -> Damaged:
    """The refusal of a file that is a workbook but broken: `what` says which part, sheet or cell."""
    return Damaged(f"文件已损坏：{what}。请用 Excel 或 WPS 打开，另存为 .xlsx 后再校验；打不开时请重新取得原文件。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may ask for; past one of them it is refused with the limit's name.

    Attributes:
        file_bytes: size of the file.
        parts: entries of the zip archive.
        inflated_bytes: unpacked size of all parts that are read, together.
        ratio: unpacked to packed size of one part larger than 1 MiB.
        depth: XML elements inside one another.
        sheets: sheets of the workbook.
        names: defined names and custom properties.
        links: relationships between parts.
        formats: cell formats.
        merged: merged ranges.
        pages: pages of a PDF.
        cells: cells that hold something and comments, all sheets together.
        shared_strings: entries of the shared string table.
        cell_characters: characters of one text (Excel itself ends at 32,767, not counting how a line end is written).
        text_characters: characters of all texts and formulas together.
        seconds: time of the processor to read a file and to check it; waiting for others that use it does not count.
        may_be_raised: no limit: whether the refusal says where a limit is raised. Not for those who cannot do it.
    """

    file_bytes: int = 32 * MIB
    parts: int = 4_096
    inflated_bytes: int = 12 * MIB
    ratio: int = 250
    depth: int = 64
    sheets: int = 256
    names: int = 100_000
    links: int = 100_000
    formats: int = 200_000
    merged: int = 100_000
    pages: int = 200
    cells: int = 150_000
    shared_strings: int = 150_000
    cell_characters: int = 40_000
    text_characters: int = 4_000_000
    seconds: float = 4.0
    may_be_raised: bool = True


DEFAULT_LIMITS = Limits()

CONFIG = "gouji.toml"
"""Where a unit sets its own limits."""

EMPTY_LINES = "多半是表格下方、右边的空行空列里留有格式，请删除这些整行、整列后另存，再校验。"

WORDS = {
    "file_bytes": "文件大小（字节）",
    "parts": "压缩包内的部件数",
    "inflated_bytes": "解压后的大小（字节）",
    "ratio": "压缩比",
    "depth": "XML 嵌套层数",
    "sheets": "工作表数",
    "names": "定义名称数",
    "links": "部件关系数",
    "formats": "单元格格式数",
    "merged": "合并区域数",
    "pages": "PDF 的页数",
    "cells": "单元格数",
    "shared_strings": "共享文字条数",
    "cell_characters": "单个单元格的字数",
    "text_characters": "全部文字的字数",
    "seconds": "读取和校验的时间（秒）",
}
"""The limits by name."""

ADVICE = dict.fromkeys(("inflated_bytes", "ratio", "cells", "formats", "shared_strings"), EMPTY_LINES) | {
    "seconds": "多半是空行空列里留有格式，或者有大段重复的文字，请删除后另存，再校验。",
    "file_bytes": "请删除图片、附件和多余的工作表后另存，再校验。",
    "parts": "请删除图片、附件和多余的工作表后另存，再校验。",
    "sheets": "请删除多余的工作表后另存，再校验。",
    "names": "请在“公式—名称管理器”里删除失效的名称后另存，再校验。",
}
"""What whoever filled in the file can do about it; for the other limits only to look where it comes from."""


@dataclass(slots=True)
class Budget:
    """What one file has used so far. Every method raises `Refused` past the limit of its name."""

    limits: Limits
    started: float = field(default_factory=time.thread_time)
    used: dict[str, int] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=lambda: ADVICE)
    """What can be done past a limit, by its name; past the others only to look where the file comes from."""

    def check(self, name: str, amount: float) -> None:
        """Refuse the file when `amount` is past the limit called `name`."""
        limit = getattr(self.limits, name)
        if amount > limit:
            raising = f"确实需要时，可在 {CONFIG} 的 [limits] 中调高 {name}。" if self.limits.may_be_raised else ""
            raise Refused(
                f"超出读取限额 {name}：{WORDS[name]}的上限是 {limit:,}，正常的年度报告远小于此。"
                f"{self.advice.get(name, '请检查文件来源。')}{raising}"
            )

    def spend(self, name: str, amount: int) -> None:
        """Add `amount` to what the file has used of `name`."""
        self.used[name] = amount = self.used.get(name, 0) + amount
        self.check(name, amount)

    def tick(self) -> None:
        """Refuse the file when its time is over."""
        if (spent := time.thread_time() - self.started) > self.limits.seconds:
            self.check("seconds", spent)

    def either(self, fast: Callable[[], T], strict: Callable[[], T]) -> T:
        """What `fast` gives or, where it is `Unsure`, what `strict` gives; only one of the two is charged."""
        spent = dict(self.used)
        try:
            return fast()
        except Unsure:
            self.used = spent
            return strict()
