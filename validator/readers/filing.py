"""A workbook and the form -> Filing: defined names first, the template's addresses second."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from validator.address import address, position
from validator.catalogue.entry import BadEntry
from validator.catalogue.forms import LATEST, editions, load_form
from validator.model import BLANK, Cell, CellKind, Edition, Filing, Form, Place, Table, Waiver
from validator.readers.labels import found_labels
from validator.readers.workbook import Sheet, UnreadableWorkbook, Workbook

WAIVER_SHEET = "情况说明"
WAIVER_HEADINGS = ("规则代码", "单元格或指标", "理由", "填写人", "日期")
VERSION, EDITION, TYPED = "gouji_version", "gouji_edition", "gouji_typed_totals"
"""Custom document properties that the template writes."""

_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[1-9]\d*)(?::\$?[A-Z]{1,3}\$?[1-9]\d*)?\Z")


def filing_of(workbook: Workbook) -> Filing:
    """The filing that a workbook holds. Raises UnreadableWorkbook when no table of the form is in it."""
    form = load_form(recognise(workbook))
    places = dict(_places(workbook, form))
    if not any(name in places for name in form.indicators):
        raise UnreadableWorkbook(f"{workbook.path}：没有认出年度报告的任何一张表")
    cells = {name: _cell(workbook, place) for name, place in places.items()}
    properties = workbook.properties
    return Filing(
        workbook.path,
        form,
        cells,
        places,
        from_template=VERSION in properties,
        made_by=properties.get(VERSION),
        typed_totals=frozenset(filter(None, properties.get(TYPED, "").split(","))),
        waivers=tuple(_waivers(workbook)),
        sheet_names=tuple(workbook.sheets),
        labels=tuple(label for table in form.tables.values() for label in found_labels(workbook, table, places)),
    )


def recognise(workbook: Workbook) -> Edition:
    """The edition of each table: what the template says of itself, else the names and labels that are there."""
    stated = workbook.properties.get(EDITION)
    if stated:
        try:
            edition: Edition = json.loads(stated) if stated.startswith("{") else stated
            load_form(edition)
        except (ValueError, BadEntry):
            pass
        else:
            return edition
    return {name: _edition_of(workbook, name) for name in load_form().tables}


def _edition_of(workbook: Workbook, table: str) -> str:
    scores = {edition: _score(workbook, load_form(edition).tables[table]) for edition in editions()}
    best = max(scores.values())
    return LATEST if scores[LATEST] == best else next(one for one, score in scores.items() if score == best)


def _score(workbook: Workbook, table: Table) -> int:
    names = sum(name in workbook.names for name in table.indicators)
    return names + _matching_labels(workbook, table)


def _matching_labels(workbook: Workbook, table: Table) -> int:
    sheet = workbook.sheets.get(table.sheet)
    if sheet is None:
        return 0
    return sum(_text(sheet, label.at.partition(":")[0]) == label.text for label in table.labels)


def _text(sheet: Sheet, cell: str) -> str:
    value = sheet.cells.get(cell, BLANK).value
    return "".join(value.split()) if isinstance(value, str) else ""


def _places(workbook: Workbook, form: Form) -> Iterator[tuple[str, Place]]:
    for one in (*form.fields.values(), *(section.heading for section in form.sections)):
        if place := _named(workbook, one.name) or _addressed(workbook, one.sheet, one.cell):
            yield one.name, place
    for table in form.tables.values():
        at_address = _matching_labels(workbook, table) > 0
        for name, indicator in table.indicators.items():
            place = _named(workbook, name)
            if place is None and at_address:
                place = _addressed(workbook, table.sheet, indicator.cell)
            if place:
                yield name, place


def _named(workbook: Workbook, name: str) -> Place | None:
    found = _REFERENCE.match(workbook.names.get(name, ""))
    if not found:
        return None
    sheet = found[1].replace("''", "'") if found[1] else found[2]
    return Place(sheet, address(*position(found[3]))) if sheet in workbook.sheets else None


def _addressed(workbook: Workbook, sheet: str, cell: str) -> Place | None:
    return Place(sheet, cell) if sheet in workbook.sheets else None


def _cell(workbook: Workbook, place: Place) -> Cell:
    return workbook.sheets[place.sheet].cells.get(place.cell, BLANK)


def _waivers(workbook: Workbook) -> Iterator[Waiver]:
    """The rows under the headings of sheet 情况说明 that hold anything."""
    sheet = workbook.sheets.get(WAIVER_SHEET)
    heading = sheet and next((at for at, cell in sheet.cells.items() if cell.value == WAIVER_HEADINGS[0]), None)
    if not sheet or not heading:
        return
    top, left = position(heading)
    rows = sorted({position(at)[0] for at in sheet.cells if position(at)[0] > top})
    for row in rows:
        cells = [sheet.cells.get(address(row, left + i), BLANK) for i in range(len(WAIVER_HEADINGS))]
        texts = [_waiver_text(cell) for cell in cells]
        if any(texts):
            code, at, reason, by, day = texts
            yield Waiver(code, at, reason, by, day, Place(WAIVER_SHEET, address(row, left)))


def _waiver_text(cell: Cell) -> str:
    if cell.kind is CellKind.DATE:
        return str(cell.value)[:10]
    return "" if cell.value is None else str(cell.value).strip()
