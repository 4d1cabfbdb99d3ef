"""The outcome of collecting as JSON, in pieces: of a province the traces alone are millions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from validator.collecting.amounts import NOTHING, number
from validator.collecting.outcome import Level, Outcome
from validator.files.harmless import escaped_json
from validator.model.report import SCHEMA
from validator.version import VERSION

_AT_ONCE: Final = 1_000
"""So many figures are written at a time."""


def outcome_json(outcome: Outcome, lang: str) -> Iterator[str]:
    """The object of the contract: organ, year, units, sums, traces, findings, draft."""
    collected = outcome.collected
    yield "{\n" + _members({"schema": SCHEMA, "gouji": VERSION, "organ": collected.organ, "year": collected.year})
    yield ',\n"units": '
    yield from _list(one.to_dict(lang) for one in collected.entries)
    yield ',\n"sums": ' + _json({name: number(total) for name, total in collected.sums.items()})
    yield ',\n"traces": {'
    yield from _traces(outcome)
    yield "}"
    yield ',\n"findings": ' + "".join(_list(one.to_dict(lang) for one in outcome.report.findings))
    rest = {
        "coverage": outcome.report.coverage.to_dict(lang),
        "draft": outcome.draft,
        "traces_file": outcome.traces,
        "against": outcome.against,
        "checked": outcome.checked.to_dict(lang),
        "draft_checked": outcome.of_draft.to_dict(lang),
        "own_files": list(outcome.own),
        "of_other_offices": outcome.elsewhere,
        "not_below": list(outcome.beyond),
        "own_outputs": list(outcome.products),
        "other_files": list(outcome.no_reports),
    }
    yield ",\n" + _members(rest)
    yield ',\n"levels": '
    yield from _list(_level(one, lang) for one in outcome.levels)
    yield "\n}\n"


def _level(level: Level, lang: str) -> dict[str, Any]:
    """One office below, its units and what its own report lacks."""
    findings = [one.to_dict(lang) for one in level.report.findings] if level.report else []
    units = [one.to_dict(lang) for one in level.entries]
    return {"organ": level.organ, "against": level.against, "units": units, "findings": findings}


def _traces(outcome: Outcome) -> Iterator[str]:
    """Of each number of the form what each unit in the sums has there; one without a number is not there."""
    organs = [_json(one.entry.organ) for one in outcome.collected.counted]
    before = "\n"
    for name, column in outcome.collected.columns():
        yield f"{before}{_json(name)}: ["
        parts = (
            f'{{"organ": {organ}, "value": {number(value)!r}}}'
            for organ, value in zip(organs, column, strict=True)
            if value != NOTHING
        )
        between = ""
        while piece := ", ".join(islice(parts, _AT_ONCE)):
            yield between + piece
            between = ", "
        yield "]"
        before = ",\n"


def _list(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    for at, one in enumerate(items):
        yield (",\n" if at else "\n") + _json(one)
    yield "]"


def _members(data: dict[str, Any]) -> str:
    return ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in data.items())


def _json(value: object) -> str:
    return escaped_json(json.dumps(value, ensure_ascii=False))
