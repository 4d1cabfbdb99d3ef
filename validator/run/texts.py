"""Every text of what a report says, changed alike: personal numbers masked, long ones cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from validator.model.bilingual import Bilingual
from validator.model.cause import Cause
from validator.model.filing import Waiver
from validator.model.finding import Finding, Suspect
from validator.startup.records import replace

Change = Callable[[str], str]


def in_value(value: object, change: Change) -> Any:
    """A value of any kind with the texts in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Bilingual):
        return Bilingual(change(value.zh), change(value.en))
    if isinstance(value, tuple):
        return tuple(in_value(one, change) for one in value)
    if isinstance(value, Mapping):
        return {key: in_value(one, change) for key, one in value.items()}
    return value


def in_waiver(waiver: Waiver, change: Change) -> Waiver:
    """An explanation with its texts changed."""
    return Waiver(**in_value(waiver.to_dict(), change), place=waiver.place)


def in_suspect(one: Suspect, change: Change) -> Suspect:
    """A suspect with its texts changed."""
    value, suggested, reason = (in_value(text, change) for text in (one.value, one.suggested, one.reason))
    return replace(one, value=value, suggested=suggested, reason=reason)


def in_cause(one: Cause, change: Change) -> Cause:
    """A cause with its texts changed."""
    sets = tuple(tuple(in_suspect(cell, change) for cell in cells) for cells in (one.cells, *one.alternatives))
    return replace(one, cells=sets[0], alternatives=sets[1:])


def in_finding(one: Finding, change: Change) -> Finding:
    """A finding with its texts changed: arguments, contents of cells, suspects, explanation, member."""
    return replace(
        one,
        args=in_value(one.args, change),
        cells=tuple(
            replace(cell, value=change(cell.value)) if isinstance(cell.value, str) else cell for cell in one.cells
        ),
        suspects=tuple(in_suspect(suspect, change) for suspect in one.suspects),
        waiver=one.waiver and in_waiver(one.waiver, change),
        member=change(one.member),
    )
