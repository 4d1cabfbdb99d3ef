"""Title and sections of a report that others laid out: lines of text under headings, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from validator.filings.sheets import RESULTS
from validator.filings.tables.laying import similarity
from validator.filings.tables.locate import Located
from validator.language.titles import Title, split_title
from validator.model.address import position
from validator.model.cells import Cell, CellKind, Place
from validator.model.form import HEADING_PREFIX, Form, Role
from validator.model.labels import core
from validator.readers.workbook import Sheet, Workbook

LONGEST_TITLE, LONGEST_HEADING, LIKE_A_HEADING = 120, 40, 0.75
MOST_LINES = 5_000
"""Lines of text of one sheet that are looked at."""

_LESSER = re.compile(r"\s*(?:[（(]|[0-9０-９])")
"""A heading within a part: （一）主动公开政府信息情况."""
_NUMBERED = re.compile(r"\s*(?:第\s*)?[一二三四五六](?:\s*部分)?\s*[、，.．：:\s]")
"""How a part is numbered; one without a number is told by its very words."""

Line = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Prose:
    """What was read outside the tables: the cell and the place of each name that was recognised."""

    cells: dict[str, Cell] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def put(self, name: str, cell: Cell, place: Place) -> None:
        """Keep the first cell of a name."""
        if name not in self.cells:
            self.cells[name], self.places[name] = cell, place


def prose_of(workbook: Workbook, form: Form, located: Mapping[str, Located]) -> Prose:
    """Title, organ and year as the title has them, headings and texts of the six parts."""
    found = Prose()
    for sheet in workbook.sheets.values():
        if sheet.name != RESULTS:
            lines = list(islice(_lines(sheet, located.values()), MOST_LINES))
            _read_title(lines, form, found)
            _read_sections(lines, form, found)
    return found


def _lines(sheet: Sheet, tables: Iterable[Located]) -> Iterator[Line]:
    """Every line of text on a sheet outside its tables, in reading order."""
    taken = [one for one in tables if one.sheet == sheet.name and one.rows and one.columns]
    for at in sorted(sheet.cells, key=position):
        cell = sheet.cells[at]
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and not any(one.holds(at) for one in taken):
            for line in cell.value.splitlines():
                if line.strip():
                    yield Place(sheet.name, at), line


def _read_title(lines: Iterable[Line], form: Form, found: Prose) -> None:
    for place, line in lines:
        title = _title(line)
        if title is None:
            continue
        found.put(form.name_of(Role.TITLE), Cell(line.strip(), CellKind.TEXT), place)
        if title.organ:
            found.put(form.name_of(Role.ORGAN), Cell(title.organ, CellKind.TEXT), place)
        if title.year:
            found.put(form.name_of(Role.YEAR), Cell(title.year, CellKind.NUMBER), place)
        return


def _title(line: str) -> Title | None:
    title = split_title(line) if "公开" in line and len(line) <= LONGEST_TITLE else None
    whole = title and title.has_report and (title.has_yearly or title.years) and (title.organ or title.years)
    return title if whole and not any(sign in line for sign in "。；，,;") else None


def _read_sections(lines: Iterable[Line], form: Form, found: Prose) -> None:
    """Each line belongs to the heading above it on its sheet."""
    texts: dict[str, tuple[Place, list[str]]] = {}
    current = None
    for place, line in lines:
        number = _heading(line, form)
        if number:
            current = number if f"{HEADING_PREFIX}{number}" not in found.cells else None
            if current:
                found.put(f"{HEADING_PREFIX}{current}", Cell(line.strip(), CellKind.TEXT), place)
                texts[current] = (place, [])
        elif current and texts[current][1]:
            texts[current][1].append(line)
        elif current:
            texts[current] = (place, [line])
    for section in form.sections:
        if section.text and section.number in texts:
            place, written = texts[section.number]
            kind = CellKind.TEXT if written else CellKind.BLANK
            found.put(section.text.name, Cell("\n".join(written) or None, kind), place)


def _heading(line: str, form: Form) -> str | None:
    """The number of the part that a line is the heading of, by its words."""
    if len(line) > LONGEST_HEADING or _LESSER.match(line):
        return None
    words = core(line)
    titles = {core(section.title): section.number for section in form.sections}
    if words in titles or not _NUMBERED.match(line):
        return titles.get(words)
    best = max(titles, key=lambda title: similarity(words, title))
    return titles[best] if similarity(words, best) >= LIKE_A_HEADING else None
