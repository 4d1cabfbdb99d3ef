"""Personal numbers in what is submitted: hidden before a rule reads it, and once more in whatever a report says.

ST-13 alone, which looks for them, sees them, and shows of each only its ends.
"""

from __future__ import annotations

from typing import Any

from validator.language.personal import masked
from validator.model.cells import Cell
from validator.model.filing import Filing, FoundLabel
from validator.model.finding import Finding, NotRun, Undecided
from validator.run.texts import in_finding, in_value, in_waiver
from validator.startup.records import replace


def hidden(value: object) -> Any:
    """A value of any kind with the personal numbers in its texts masked."""
    return in_value(value, masked)


def masked_filing(filing: Filing) -> Filing:
    """The filing as every rule but ST-13 reads it: the same, but for the digits of personal numbers."""
    cells = {name: _cell(cell) for name, cell in filing.cells.items()}
    changed: dict[str, Any] = {
        "cells": filing.cells if all(cells[name] is cell for name, cell in filing.cells.items()) else cells,
        "waivers": tuple(in_waiver(one, masked) for one in filing.waivers),
        "labels": tuple(_label(one) for one in filing.labels),
        "damage": tuple(
            replace(
                one,
                facts=hidden(one.facts),
                cells=tuple((place, hidden(value)) for place, value in one.cells),
            )
            for one in filing.damage
        ),
        "uncomputed": hidden(filing.uncomputed),
        "previous": filing.previous and masked_filing(filing.previous),
    }
    changed = {name: value for name, value in changed.items() if value != getattr(filing, name)}
    return replace(filing, **changed) if changed else filing


def _label(one: FoundLabel) -> FoundLabel:
    found = masked(one.found)
    return one if found == one.found else replace(one, found=found)


def _cell(cell: Cell) -> Cell:
    if not (isinstance(cell.value, str) or isinstance(cell.formula, str) or isinstance(cell.cached, str)):
        return cell
    value, formula, cached = map(hidden, (cell.value, cell.formula, cell.cached))
    same = (value, formula, cached) == (cell.value, cell.formula, cell.cached)
    return cell if same else Cell(value, cell.kind, formula, cached)


def masked_finding(one: Finding) -> Finding:
    """What a rule has found, as it is shown: also what it says of names of files and sheets."""
    return in_finding(one, masked)


def masked_undecided(one: Undecided) -> Undecided:
    """What has no verdict, as it is shown."""
    return replace(one, quote=masked(one.quote), member=masked(one.member)) if one.quote else one


def masked_not_run(one: NotRun) -> NotRun:
    """Why a rule was not run, as it is shown."""
    reason = hidden(one.reason)
    return one if reason == one.reason else replace(one, reason=reason)
