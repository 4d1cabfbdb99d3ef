"""The shared string table (ISO/IEC 29500-1, 18.4.8 and 18.4.9)."""

from __future__ import annotations

from validator.readers.limits import Budget
from validator.readers.xlsx.runs import Runs
from validator.readers.xlsx.safe_xml import Step, root, walk


def read_strings(data: bytes, part: str, budget: Budget) -> list[str]:
    """Every text of the table in order; rich text without its formats, phonetic runs left out."""
    strings: list[str] = []
    runs = Runs()

    def end(_: str) -> None:
        text = runs.take()
        budget.spend("shared_strings", 1)
        budget.check("cell_characters", len(text))
        budget.spend("text_characters", len(text))
        strings.append(text)

    item = Step(None, end).child("t", runs.step).child("r/t", runs.step)
    walk(data, part, root("sst/si", item), budget)
    return strings
