"""Personal numbers in what is submitted: hidden before a rule reads it, and once more in whatever a report says.

ST-13 alone, which looks for them, sees them, and shows of each only its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from validator.language.personal import masked
from validator.model.bilingual import Bilingual
from validator.model.cells import Cell
from validator.model.filing import Filing, Waiver
from validator.model.finding import CellRef, Finding, NotRun, Suspect, Undecided

T = TypeVar("T")


def hidden(value: T) -> T:
    """A value of any kind with the personal numbers in its texts masked."""
    came: Any = _hidden(value)
    return came  # type: ignore[no-any-return]


def _hidden(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Bilingual):
        return Bilingual(masked(value.zh), masked(value.en))
    if isinstance(value, tuple):
        return tuple(map(_hidden, value))
    if isinstance(value, Mapping):
        return {key: _hidden(one) for key, one in value.items()}
    return value


def masked_filing(filing: Filing) -> Filing:
    """The filing as every rule but ST-13 reads it: the same, but for the digits of personal numbers."""
    cells = {name: _cell(cell) for name, cell in filing.cells.items()}
    changed: dict[str, Any] = {
        "cells": filing.cells if all(cells[name] is cell for name, cell in filing.cells.items()) else cells,
        "waivers": tuple(map(masked_waiver, filing.waivers)),
        "labels": tuple(replace(one, found=masked(one.found)) for one in filing.labels),
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


def _cell(cell: Cell) -> Cell:
    if not any(isinstance(one, str) for one in (cell.value, cell.formula, cell.cached)):
        return cell
    value, formula, cached = map(_hidden, (cell.value, cell.formula, cell.cached))
    same = (value, formula, cached) == (cell.value, cell.formula, cell.cached)
    return cell if same else Cell(value, cell.kind, formula, cached)  # type: ignore[arg-type]


def masked_waiver(waiver: Waiver) -> Waiver:
    """The same explanation without the personal numbers in it."""
    return Waiver(**{key: masked(text) for key, text in waiver.to_dict().items()}, place=waiver.place)


def masked_finding(one: Finding) -> Finding:
    """What a rule has found, as it is shown: also what it says of names of files and sheets."""
    return replace(
        one,
        args=hidden(one.args),
        cells=tuple(_ref(cell) for cell in one.cells),
        suspects=tuple(_suspect(suspect) for suspect in one.suspects),
        waiver=one.waiver and masked_waiver(one.waiver),
        member=masked(one.member),
    )


def _ref(cell: CellRef) -> CellRef:
    return replace(cell, value=masked(cell.value)) if isinstance(cell.value, str) else cell


def _suspect(one: Suspect) -> Suspect:
    return replace(one, value=hidden(one.value), suggested=hidden(one.suggested), reason=hidden(one.reason))


def masked_undecided(one: Undecided) -> Undecided:
    """What has no verdict, as it is shown."""
    return replace(one, quote=masked(one.quote), member=masked(one.member)) if one.quote else one


def masked_not_run(one: NotRun) -> NotRun:
    """Why a rule was not run, as it is shown."""
    return replace(one, reason=hidden(one.reason))
