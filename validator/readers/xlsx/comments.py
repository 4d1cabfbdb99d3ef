"""The comments (批注) of one sheet (ISO/IEC 29500-1, 18.7)."""

from __future__ import annotations

from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.places import position
from validator.readers.xlsx.runs import Runs
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk


def read_comments(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """The text of each comment by the address of its cell."""
    found: dict[str, str] = {}
    runs = Runs()
    addresses: list[str] = []

    def start(attributes: Attributes) -> None:
        addresses.append(attributes.get("ref", ""))

    def end(_: str) -> None:
        text = runs.take()
        budget.spend("cells", 1)
        budget.spend("text_characters", len(text))
        address = addresses.pop()
        if position(address) is None:
            raise damaged(f"部件 {part} 里有不存在的单元格 {address[:12]}")
        found[address.upper()] = text

    comment = Step(start, end).child("text/t", runs.step).child("text/r/t", runs.step)
    walk(data, part, root("comments/commentList/comment", comment), budget)
    return found
