"""The units of an example of a rule on an office's report: two bodies whose reports add up to the base filing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from validator.catalogue import Catalogue
from validator.collecting.amounts import number, row_of, scaled
from validator.collecting.collected import Collected
from validator.collecting.naming import Listed, Names, Unit
from validator.collecting.records import Record
from validator.collecting.rows import Rows
from validator.collecting.taking import Taken
from validator.examples.filings import UNITS_KEY, base_of
from validator.model.bilingual import Bilingual
from validator.model.collected import UnitEntry, UnitState
from validator.model.finding import Finding
from validator.model.rule import Example

_FILE = "base_units.json"
_TAKEN = frozenset({UnitState.IN, UnitState.DUPLICATE, UnitState.WRONG_EDITION})
_WHY = Bilingual("示例", "an example")


def example_units(example: Example, catalogue: Catalogue, findings: tuple[Finding, ...]) -> Collected:
    """What an office has collected in an example; `findings` are those of its own report.

    ``change.units`` has, by body, ``values`` that differ, its state (``states``) and the rules that its report breaks
    (``codes``), and whether the sum is declared pure (``pure``).
    """
    given: Mapping[str, Any] = example.change.get(UNITS_KEY, {})  # type: ignore[assignment]
    data = json.loads((catalogue.folder / "rules" / _FILE).read_text("utf-8"))
    base = base_of(catalogue)
    form, rows = catalogue.form(base["edition"]), Rows(len(catalogue.form(base["edition"]).indicators))
    reports = dict(zip(data["organs"], _parted(base["values"], data["first"]), strict=True))
    taken = []
    for organ, values in reports.items():
        place = rows.add(row_of(values | given.get("values", {}).get(organ, {}), tuple(form.indicators)))
        taken.append(_taken(organ, given, base["year"], place))
    names = Names(Listed(tuple(Unit(organ) for organ in reports)), range(len(reports)))
    return Collected(
        base["organ"],
        base["year"],
        form,
        tuple(taken),
        names,
        rows,
        is_pure=bool(given.get("pure")),
        own_findings=findings,
        has_office_report=True,
    )


def _parted(whole: Mapping[str, Any], first: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first body's report, 0 where nothing is said, and what is left for the other."""
    rest = {name: number(scaled(value) - scaled(first.get(name, 0))) for name, value in whole.items()}
    return dict.fromkeys(whole, 0) | dict(first), rest


def _taken(organ: str, given: Mapping[str, Any], year: int, place: int) -> Taken:
    state = UnitState(given.get("states", {}).get(organ, UnitState.IN))
    codes = tuple(given.get("codes", {}).get(organ, ()))
    entry = UnitEntry(organ, state, (organ,), organ if state in _TAKEN else None, _WHY, codes=codes)
    return Taken(entry, Record(organ, "clean", organ=organ, year=year, codes=codes, place=place))
