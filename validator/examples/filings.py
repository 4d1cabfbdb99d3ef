"""The rules' examples as filings: the base filing with what the example changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from validator.catalogue import Catalogue
from validator.catalogue.forms import Forms
from validator.examples.damaged import damaged
from validator.exchange.filing_data import FilingData, parse
from validator.filings.reading import filing_of
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import HEADING_PREFIX
from validator.model.rule import Example
from validator.readers import Workbook, read_workbook
from validator.startup.records import replace
from validator.template import build

BLANK_KEY = "blank"
"""TOML has no null: ``change.blank`` lists the cells of ``values`` that are left blank."""

PREVIOUS_KEY = "previous"
"""``change.previous`` gives the filing last year's report too, changed in the same way; without it there is none.

``change.previous.previous`` is the one of the year before, which has last year's figures but for what is changed.
"""

UNTOUCHED_KEY = "untouched"
"""``change.untouched = true``: the template as it is handed out, without any of the base filing's figures and texts."""

AS_FOUND_KEY = "as_found"
"""``change.as_found`` is what no filing as JSON can state but a workbook can hold: `as_found`."""

WORKBOOK_KEY = "workbook"
"""``change.as_found.workbook`` are edits of the workbook itself, as people make them in Excel."""

UNITS_KEY = "units"
"""``change.units`` is what the units of the office have handed in: `validator.examples.units`."""

SAME_FIGURES = "same"
"""``change.previous = "same"``: last year's report has this year's figures."""


@lru_cache(maxsize=4)
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def base_of(catalogue: Catalogue) -> dict[str, Any]:
    """The base filing as JSON data."""
    data: dict[str, Any] = json.loads(_text(catalogue.folder / "rules" / "base.json"))
    return data


def _before(catalogue: Catalogue) -> dict[str, Any]:
    change = json.loads(_text(catalogue.folder / "rules" / "base_previous.json"))
    return _changed(base_of(catalogue), change, catalogue.forms)


def example_filing(example: Example, catalogue: Catalogue) -> FilingData:
    """The filing of an example: the base filing, tables of `change` merged in, other keys replaced."""
    return parse(_changed(base_of(catalogue), example.change, catalogue.forms), catalogue.forms)


def example_previous(example: Example, catalogue: Catalogue) -> FilingData | None:
    """Last year's report of an example, None where it has none."""
    if PREVIOUS_KEY not in example.change:
        return None
    given = example.change[PREVIOUS_KEY]
    if given == SAME_FIGURES:
        given = {"values": base_of(catalogue)["values"]}
    change = given if isinstance(given, Mapping) else {}
    return parse(_changed(_before(catalogue), change, catalogue.forms), catalogue.forms)


def example_before_previous(example: Example, catalogue: Catalogue) -> FilingData | None:
    """The report of the year before last year's, None where the example has none."""
    last = example.change.get(PREVIOUS_KEY)
    if not isinstance(last, Mapping) or PREVIOUS_KEY not in last:
        return None
    before = _before(catalogue)
    change = {"year": before["year"] - 1, **last[PREVIOUS_KEY]}
    return parse(_changed(before, change, catalogue.forms), catalogue.forms)


def as_found(filing: Filing, example: Example, catalogue: Catalogue) -> Filing:
    """The filing as a damaged workbook would give it.

    ``headings`` (section -> title), ``labels`` (``三、依申请公开!C13`` -> text), ``missing`` (sections whose sheet is
    gone), ``sheets`` (their order), ``file`` (the file's name). With ``workbook`` the template is really built, edited
    (`validator.examples.damaged`) and read; ``typed_totals = false`` makes its totals formulas.
    """
    change = example.change.get(AS_FOUND_KEY, {})
    if not isinstance(change, Mapping):
        return filing
    if WORKBOOK_KEY in change:
        return _read(filing.path, example, change, catalogue)
    headings = {
        f"{HEADING_PREFIX}{number}": Cell(text, CellKind.TEXT) for number, text in change.get("headings", {}).items()
    }
    gone = {section.sheet for section in filing.form.sections if section.number in change.get("missing", ())}
    labels = change.get("labels", {})
    return replace(
        filing,
        path=change.get("file", filing.path),
        cells={
            name: cell for name, cell in ({**filing.cells, **headings}).items() if filing.places[name].sheet not in gone
        },
        places={name: place for name, place in filing.places.items() if place.sheet not in gone},
        sheet_names=tuple(name for name in change.get("sheets", filing.sheet_names) if name not in gone),
        labels=tuple(
            replace(one, found=labels.get(f"{one.place.sheet}!{one.place.cell}", one.found)) for one in filing.labels
        ),
    )


def _read(path: str, example: Example, change: Mapping[str, Any], catalogue: Catalogue) -> Filing:
    data = {key: value for key, value in example.change.items() if key != AS_FOUND_KEY}
    workbook = _built(json.dumps(data), catalogue, typed_totals=bool(change.get("typed_totals", True)))
    return filing_of(damaged(replace(workbook, path=path), change[WORKBOOK_KEY]), catalogue.forms)


@lru_cache(maxsize=8)
def _built(change: str, catalogue: Catalogue, *, typed_totals: bool) -> Workbook:
    """The template filled with the base filing and what the example changes in it, as read from a file."""
    from tempfile import TemporaryDirectory  # few examples need a workbook

    data = parse(_changed(base_of(catalogue), json.loads(change), catalogue.forms), catalogue.forms)
    with TemporaryDirectory() as folder:
        path = Path(folder, "report.xlsx")
        path.write_bytes(build(data, catalogue, typed_totals=None if typed_totals else False))
        return read_workbook(path)


def _changed(data: dict[str, Any], change: Mapping[str, Any], forms: Forms) -> dict[str, Any]:
    merged = {key: _merged(data.get(key), value) for key, value in change.items()}
    merged.pop(PREVIOUS_KEY, None)
    merged.pop(AS_FOUND_KEY, None)
    merged.pop(UNITS_KEY, None)
    blank = merged.pop(BLANK_KEY, ())
    if merged.pop(UNTOUCHED_KEY, False):
        data |= {"values": {}, "text": {}}
    data |= merged
    data["values"] |= dict.fromkeys(blank if isinstance(blank, list) else (), None)
    if "edition" in change:  # the base filing's figures that the edition has no cells for
        known = forms.form(data["edition"]).indicators
        data["values"] = {name: value for name, value in data["values"].items() if name in known}
    return data


def _merged(old: object, new: object) -> object:
    return {**old, **new} if isinstance(old, Mapping) and isinstance(new, Mapping) else new
