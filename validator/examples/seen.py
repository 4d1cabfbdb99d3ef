"""What people do to a workbook that changes what is seen of it and not what is stored, as data for examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from validator.model.address import corners
from validator.readers.looks import PLAIN, Change, Condition, Drawing, Look, Looks
from validator.readers.workbook import Sheet, Workbook

Given = Mapping[str, Any]
NO_LOOKS = Looks()


def _at(change: Callable[[Sheet, Looks, str, Any], Sheet], workbook: Workbook, given: Given) -> Workbook:
    """What happens at each place, ``三、依申请公开!D8``."""
    sheets = dict(workbook.sheets)
    for where, value in given.items():
        name, _, at = where.rpartition("!")
        sheets[name] = change(sheets[name], sheets[name].looks or NO_LOOKS, at, value)
    return replace(workbook, sheets=sheets)


def _look(sheet: Sheet, looks: Looks, at: str, given: Given) -> Sheet:
    """Keys of `Look`: ``code``, ``ink``, ``ground`` …"""
    old: Look = looks.of([at]).get(at, PLAIN)
    return replace(sheet, looks=replace(looks, own={**looks.own, at: replace(old, **given)}))


def _drawing(sheet: Sheet, looks: Looks, at: str, text: str) -> Sheet:
    return replace(sheet, looks=replace(looks, drawings=(*looks.drawings, Drawing(corners(at), text))))


def _condition(sheet: Sheet, looks: Looks, at: str, code: str) -> Sheet:
    """A number format that a condition brings about which always holds."""
    made = Condition((corners(at),), Change(code), "expression", "", ("TRUE",))
    return replace(sheet, looks=replace(looks, conditions=(*looks.conditions, made)))


def looks(workbook: Workbook, given: Given) -> Workbook:
    """How single cells look."""
    return _at(_look, workbook, given)


def draw(workbook: Workbook, given: Given) -> Workbook:
    """A text box on a cell, with what it says."""
    return _at(_drawing, workbook, given)


def condition(workbook: Workbook, given: Given) -> Workbook:
    """A conditional format, with the number format that it sets."""
    return _at(_condition, workbook, given)


def merge(workbook: Workbook, given: Mapping[str, str]) -> Workbook:
    """An area merged, by sheet; what it covers stays stored."""
    sheets = dict(workbook.sheets)
    for name, area in given.items():
        sheets[name] = replace(sheets[name], merged=(*sheets[name].merged, area))
    return replace(workbook, sheets=sheets)


EDITS = {"looks": looks, "draw": draw, "condition": condition, "merge": merge}
