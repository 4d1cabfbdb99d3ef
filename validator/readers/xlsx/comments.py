"""The comments (批注) of one sheet (ISO/IEC 29500-1, 18.7)."""

from __future__ import annotations

from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.places import position
from validator.readers.xlsx.runs import text_in_runs
from validator.readers.xlsx.safe_xml import Attributes, root, walk


def read_comments(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """The text of each comment by the address of its cell."""
    found: dict[str, str] = {}
    addresses: list[str] = []

    def start(attributes: Attributes) -> None:
        addresses.append(attributes.get("ref", ""))

    def take(text: str) -> None:
        budget.spend("cells", 1)
        budget.spend("text_characters", len(text))
        address = addresses.pop()
        if position(address) is None:
            raise damaged(f"部件 {part} 里有不存在的单元格 {address[:12]}")
        found[address.upper()] = text

    walk(data, part, root("comments/commentList/comment", text_in_runs(take, start, "text/")), budget)
    return found
