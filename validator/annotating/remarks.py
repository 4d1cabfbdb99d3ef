"""What the notes of an annotated copy say: on each cell that is probably wrong, what is wrong and what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from validator.editing.notes import Note
from validator.files.harmless import cut, many_lines, xml_text
from validator.filings.sheets import WAIVERS
from validator.filings.traces import NOTE_SIGN
from validator.model.cells import Place
from validator.model.rule import Outcome, Severity
from validator.template.content import lines_needed
from validator.writers.listing import ListedEntry
from validator.writers.looks import is_here

AUTHOR: Final = "勾稽校验"
MOST, LONGEST = 3, 400
"""So many remarks stand on one cell, and so much of each: a note is read at a glance, all is on the sheet 校验结果."""
_EXPLAIN: Final = f"核实后情况属实的，在“{WAIVERS}”里写明理由。"
_WIDTH, _LINE, _LEAST, _POINTS = 300, 17, 3, 9


def remarks(listed: Iterable[ListedEntry]) -> Mapping[str, Mapping[str, Note]]:
    """The notes by sheet and cell."""
    by_place: dict[Place, list[str]] = {}
    for item in listed:
        for place in _suspects(item):
            by_place.setdefault(place, []).append(remark(item, _EXPLAIN))
    notes: dict[str, dict[str, Note]] = {}
    for place, texts in by_place.items():
        notes.setdefault(place.sheet, {})[place.cell] = _note(texts)
    return notes


def _suspects(item: ListedEntry) -> Iterator[Place]:
    """The cells that are marked as probably wrong; none of what is explained, or of a rule that broke."""
    found = (
        place
        for finding, places in item.marked
        if finding.counts and finding.outcome is not Outcome.BROKEN
        for place in places
        if is_here(place)
    )
    yield from dict.fromkeys(found)


def remark(item: ListedEntry, explain: str) -> str:
    """What is wrong and what to write; `explain` says what to do about what is true all the same."""
    cause = item.entry.cause
    codes = "、".join(dict.fromkeys(one.rule.code for one in item.entry.findings))
    lines = [f"{item.level} {codes}", cause.message() if cause else item.head.message()]
    if not cause and item.advice:
        lines.append(f"建议：{item.advice}")
    if item.head.severity is Severity.EXPLAIN:
        lines.append(explain)
    return "\n".join(cut(many_lines(one), LONGEST) for one in lines)


def _note(texts: list[str]) -> Note:
    told = texts[:MOST]
    if len(texts) > MOST:
        told.append(f"另有 {len(texts) - MOST} 条，见“校验结果”。")
    text = xml_text(NOTE_SIGN + "\n\n".join(told))
    lines = max(_LEAST, lines_needed(text, _WIDTH, _POINTS)) + 1
    return Note(text, _WIDTH, lines * _LINE)
