"""Title and sections of a report that others laid out: lines of text under headings, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from re import Pattern

from validator.filings.known_book import KnownBook
from validator.filings.tables.located import Located
from validator.filings.traces import RESULTS, is_list_sheet
from validator.language.titles import Title, split_title
from validator.model.address import position
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.form import Form, Role, Section
from validator.model.labels import core, similarity
from validator.readers.workbook import Sheet
from validator.startup.expressions import expression

LONGEST_TITLE, LONGEST_HEADING = 120, 40
"""Twice what the longest official heading has (20 signs), and three times as much with a body before it: a longer line
is a sentence. Nothing that is tested breaks at half."""
LIKE_A_HEADING = 0.75
"""How alike a numbered heading has to be. At 0.65 政府信息公开情况 becomes that of part 三, at 0.8 主动公开情况 is none
(``test_how_alike_a_heading_has_to_be``)."""
MOST_LINES = 5_000
"""Lines of text of one sheet that are looked at."""

_LESSER = expression(r"\s*(?:[（(]|[0-9０-９])")
"""A heading within a part: （一）主动公开政府信息情况."""
_NUMBERED = expression(r"\s*(?:第\s*)?([一二三四五六])(?:\s*部分)?\s*[、，.．：:\s]")
"""How a part is numbered; one without a number is told by its very words."""

_LESSER_NUMBERED = (
    expression(r"\s*([1-6１-６])\s*[、.．，,：:\s]"),
    expression(r"\s*[（(]\s*([一二三四五六1-6１-６])\s*[)）]"),
    expression(r"\s*([壹贰叁肆伍陆])\s*[、.．，,：:\s]"),
)
"""How a report numbers its parts that has no 一、: all in one manner, 1.总体情况 or （一）总体情况."""
_DIGITS = str.maketrans("123456１２３４５６壹贰叁肆伍陆", "一二三四五六" * 3)
MOST_OF_THEM = 4
"""So many of the six parts numbered like that are parts, and no headings within one."""

_TextLine = tuple[Place, str]
Parts = dict[str, tuple[Cell, Place]]
"""The cell and the place of each name that was recognised outside the tables; the first one of a name is kept."""


def parts_of(book: KnownBook) -> Parts:
    """Title, organ and year as the title has them, headings and texts of the six parts."""
    found: Parts = {}
    for sheet in book.workbook.sheets.values():
        if sheet.name != RESULTS and not is_list_sheet(sheet):
            lines = list(islice(_lines(sheet, book.located.values()), MOST_LINES))
            for name, part in (*_title(lines, book.form), *_sections(lines, book.form, found)):
                found.setdefault(name, part)
    return found


def _lines(sheet: Sheet, tables: Iterable[Located]) -> Iterator[_TextLine]:
    """Every line of text on a sheet outside its tables, in reading order."""
    taken = [one for one in tables if one.sheet is sheet]
    for at in sorted(sheet.cells, key=position):
        cell = sheet.cells[at]
        if cell.kind is CellKind.TEXT and isinstance(cell.value, str) and not any(one.holds(at) for one in taken):
            yield from ((Place(sheet.name, at), line) for line in cell.value.splitlines() if line.strip())


def split_report_title(text: str, form: Form) -> Title | None:
    """The parts of a title, None for what does not end as the title of a report.

    A text without two of the signs that the form's own title ends with is none: looking at signs costs little.
    """
    title = split_title(text) if len(set(form.title_words).intersection(text)) > 1 else None
    return title if title and title.has_report else None


def title_in(line: str, form: Form) -> Title | None:
    """The title of a report that a line is, None for any other line."""
    title = split_report_title(line, form) if len(line) <= LONGEST_TITLE else None
    whole = title and (title.has_yearly or title.years) and (title.organ or title.years)
    return title if whole and not any(sign in line for sign in "。；，,;") else None


def heading_numbers(lines: Sequence[str], form: Form) -> dict[int, int]:
    """Place of a line -> number, from 0, of the section that it is the heading of.

    All are numbered in one manner; one that is not there so is the only line between its neighbours that has its number
    in another manner and reads like it.
    """
    titles = {core(section.title): section for section in form.sections}
    usual = _numbers(titles, [_heading(line, titles) for line in lines])
    if {*usual.values()} == {*range(len(titles))}:
        return usual
    manners = [usual, *(_numbers(titles, [_lesser(line, one, titles) for line in lines]) for one in _LESSER_NUMBERED)]
    found = next((one for one in manners if len({*one.values()}) >= MOST_OF_THEM), None)
    if found is None:
        return usual
    alike = {
        at: number
        for one in manners
        for at, number in one.items()
        if similarity(core(lines[at]), [*titles][number]) >= LIKE_A_HEADING
    }
    return found | dict(_numbered_otherwise(found, alike, len(titles)))


def _numbered_otherwise(found: Mapping[int, int], others: Mapping[int, int], count: int) -> Iterator[tuple[int, int]]:
    """The headings that are missing among those found, each the only one of its number where it belongs."""
    for number in {*range(count)} - {*found.values()}:
        first = max((at for at, one in found.items() if one < number), default=-1)
        last = min((at for at, one in found.items() if one > number and at > first), default=None)
        here = [at for at, one in others.items() if one == number and first < at and (last is None or at < last)]
        if len(here) == 1:
            yield here[0], number


def _numbers(titles: Mapping[str, Section], headings: Iterable[str]) -> dict[int, int]:
    order = list(titles)
    return {at: order.index(heading) for at, heading in enumerate(headings) if heading in titles}


def _title(lines: Iterable[_TextLine], form: Form) -> Iterator[tuple[str, tuple[Cell, Place]]]:
    for place, line in lines:
        if title := title_in(line, form):
            yield form.name_of(Role.TITLE), (Cell(line.strip(), CellKind.TEXT), place)
            if title.organ:
                yield form.name_of(Role.ORGAN), (Cell(title.organ, CellKind.TEXT), place)
            if title.year:
                yield form.name_of(Role.YEAR), (Cell(title.year, CellKind.NUMBER), place)
            return


def _sections(lines: Iterable[_TextLine], form: Form, known: Parts) -> Iterator[tuple[str, tuple[Cell, Place]]]:
    """Each line belongs to the heading above it on its sheet; the same heading once more is a line of its text."""
    lines = list(lines)
    headings = heading_numbers([line for _, line in lines], form)
    texts: dict[str, tuple[Place, list[_TextLine]]] = {}
    current: list[_TextLine] = []
    above = None
    for at, (place, line) in enumerate(lines):
        if headings.get(at, above) == above:
            current.append((place, line))
            continue
        above = headings[at]
        name, current = form.sections[above].heading.name, []
        if name not in known and name not in texts:
            texts[name] = place, current
            yield name, (Cell(line.strip(), CellKind.TEXT), place)
    for section in form.sections:
        if section.text and section.heading.name in texts:
            place, written = texts[section.heading.name]
            text = "\n".join(line for _, line in written)
            cell = Cell(text, CellKind.TEXT) if written else BLANK
            yield section.text.name, (cell, written[0][0] if written else place)


def _heading(line: str, titles: Mapping[str, Section]) -> str:
    """The words of the part that a line is the heading of, ``""`` if of none."""
    if len(line) > LONGEST_HEADING or _LESSER.match(line):
        return ""
    words, numbered = core(line), _NUMBERED.match(line)
    if words in titles or not numbered:
        return words
    return _numbered_like(line[numbered.end() :], numbered[1], titles)


def _lesser(line: str, manner: Pattern[str], titles: Mapping[str, Section]) -> str:
    """The same of a line that is numbered in a manner that headings within a part have elsewhere."""
    numbered = manner.match(line) if len(line) <= LONGEST_HEADING else None
    if not numbered:
        return ""
    number = numbered[1].translate(_DIGITS)
    found = _numbered_like(line[numbered.end() :], number, titles)
    return found if found and titles[found].number == number else ""


def _numbered_like(text: str, number: str, titles: Mapping[str, Section]) -> str:
    words = core(text)
    for title, section in titles.items():
        if section.number == number and any(word in words for word in section.words):
            return title
    best = max(titles, key=lambda title: similarity(words, title))
    return best if similarity(words, best) >= LIKE_A_HEADING else ""
