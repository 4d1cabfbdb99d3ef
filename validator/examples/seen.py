"""What people do to a workbook that changes what is seen of it and not what is stored, as data for examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validator.model.address import corners
from validator.readers.looks import PLAIN, CellLook, Change, Drawing, Highlight, Looks
from validator.readers.workbook import Sheet
from validator.startup.records import replace

NO_LOOKS = Looks()


def look(sheet: Sheet, at: str, given: Mapping[str, Any]) -> Sheet:
    """How one cell looks; keys of `CellLook`: ``code``, ``ink``, ``ground`` …"""
    looks = sheet.looks or NO_LOOKS
    old: CellLook = looks.of([at]).get(at, PLAIN)
    return replace(sheet, looks=replace(looks, own={**looks.own, at: replace(old, **given)}))


def drawing(sheet: Sheet, at: str, text: str) -> Sheet:
    """A text box on a cell, with what it says."""
    looks = sheet.looks or NO_LOOKS
    return replace(sheet, looks=replace(looks, drawings=(*looks.drawings, Drawing(corners(at), text))))


def condition(sheet: Sheet, at: str, code: str) -> Sheet:
    """A conditional format that always holds, with the number format that it sets."""
    looks = sheet.looks or NO_LOOKS
    made = Highlight((corners(at),), Change(code), "expression", "", ("TRUE",))
    return replace(sheet, looks=replace(looks, conditions=(*looks.conditions, made)))
