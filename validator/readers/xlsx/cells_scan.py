"""Cells as spreadsheet programs write them, each understood to its last character; else `Unsure`.

A cell is known by its text from the end of its address on. Copies of one form share most of these texts, and nearly
all of what stands before ``<v>``, so both are kept from file to file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.limits import Unsure
from validator.readers.xlsx.caches import Recent
from validator.readers.xlsx.cell_values import SPACE, number
from validator.readers.xlsx.cells import NO_FORMULA, RawCell, Tables, cell_of, own_value
from validator.readers.xlsx.plain_xml import ATTRIBUTES, attributes, unquoted
from validator.readers.xlsx.runs import joined
from validator.readers.xlsx.skeletons import Results, Skeletons, Slot
from validator.readers.xlsx.styles import Shown
from validator.startup.expressions import expression
from validator.startup.records import dataclass

# Style, type, formula with attributes; then a value, or the end of the cell, perhaps with an inline text.
START = (
    r'(?: s="([0-9]{1,7})")?(?: t="(s|n|b|e|d|str|inlineStr)")?(?: cm="[0-9]+")?(?: vm="[0-9]+")?'
    rf"(?:(?=/>)|>(?:<f({ATTRIBUTES})(?:/>|>([^<]*)</f>))?)"
)
BEFORE_VALUE = expression(START)
NO_VALUE = expression(rf'{START}(?:/>|(<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>)')
VALUE, END = "<v>", "</v></c>"
SHARED = expression(r'(?: s="[0-9]{1,7}")? t="s"><v>([0-9]{1,7})</v></c>')
INLINE = expression(r'<is><t( xml:space="preserve")?>([^<]*)</t></is>')
ROOM = 500_000  # characters of cells, and of what stands before their values, kept between files for a set of formats
FEW_STARTS, FEW_CONSTANTS = 32, 8_000  # kinds of cells that hold constants, and characters kept of each kind
SHORT, MOST = 128, 8_192  # characters of a text, and texts, kept between files

Made = Cell | RawCell | int
"""A cell; the index of its shared text, for the texts are each file's own; raw where it depends on its address."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all files with the same formats share: cells, what stands before values, constants by that, sheets."""

    tables: Tables
    cells: Recent[Made]
    beginnings: Recent[Beginning]
    constants: Callable[[str], Recent[Cell]]
    skeletons: Skeletons


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of one file are made of: its shared texts as cells, and what is known from other files."""

    tables: Tables
    texts: Sequence[Cell]
    common: Common


def known_to(tables: Tables) -> Known:
    """What there is to know before the first sheet of a file is read."""
    texts = [text_cell(one) if len(one) < SHORT else Cell(one, CellKind.TEXT) for one in tables.strings]
    return Known(tables, texts, common_to(tables.formats, date1904=tables.date1904))


@lru_cache(maxsize=MOST)
def text_cell(text: str) -> Cell:
    """A cell that holds this text."""
    return Cell(text, CellKind.TEXT)


@lru_cache(maxsize=4)
def common_to(formats: tuple[Shown, ...], *, date1904: bool) -> Common:
    """What is known to all files with these formats."""
    tables = Tables((), formats, date1904)
    beginnings = Recent(lambda start: _beginning(start, tables), ROOM)
    cells = Recent(lambda rest: _made(rest, tables, beginnings), ROOM)
    constants = lru_cache(maxsize=FEW_STARTS)(
        lambda start: Recent(partial(_result, beginnings[start], tables), FEW_CONSTANTS)
    )
    return Common(tables, cells, beginnings, constants, Skeletons())


def slots_in(pieces: Iterable[str], found: Mapping[str, Cell], common: Common) -> Iterator[Slot]:
    """The cells with a value among those of a sheet, in order; `Unsure` where one depends on more than its value."""
    starts = set[str]()
    for piece in pieces:
        at, _, rest = piece.partition('"')
        start, value, _ = rest.partition(VALUE)
        if SHARED.fullmatch(rest):
            yield Slot(at, None)
        elif value and common.beginnings[start].raw.formula is None:
            starts.add(start)
            if len(starts) > FEW_STARTS:
                raise Unsure
            yield Slot(at, common.constants(start))
        elif value:
            yield Slot(at, Results(partial(_result, _beginning_at(at, start, found, common), common.tables)))


def _beginning_at(at: str, start: str, found: Mapping[str, Cell], common: Common) -> Beginning:
    """What stands before the result of a formula, of which the text is known now, whatever it was shared with."""
    raw, formula = common.beginnings[start].raw, found.get(at, BLANK).formula
    if formula is None:
        raise Unsure
    own = raw._replace(formula=f"={formula}", given=NO_FORMULA)
    return Beginning(own, common.beginnings[start].is_number, formula)


def _result(beginning: Beginning, tables: Tables, text: str) -> Cell:
    """The cell with that value; `Unsure` where it is blank, or an index of a shared text."""
    made = _with_value(beginning, text, tables)
    if not isinstance(made, Cell) or made is BLANK:
        raise Unsure
    return made


@dataclass(frozen=True, slots=True)
class Beginning:
    """A cell before its value: raw, whether it is an ordinary number, and its formula when it is."""

    raw: RawCell
    is_number: bool
    formula: str | None


def _beginning(start: str, tables: Tables) -> Beginning:
    match = BEFORE_VALUE.fullmatch(start)
    if match is None:
        raise Unsure
    style, kind, given, formula = match.groups()
    raw = _raw(style, kind, given, formula, None)
    plain = raw.type == "n" and tables.shown(raw.style) is Shown.NUMBER and "t" not in raw.given
    return Beginning(raw, plain, cell_of(raw, (0, CellKind.NUMBER)).formula)


def _made(rest: str, tables: Tables, beginnings: Recent[Beginning]) -> Made:
    shared = SHARED.fullmatch(rest)
    if shared:
        return int(shared[1])
    start, value, end = rest.partition(VALUE)
    if value and end.endswith(END):
        return _with_value(beginnings[start], end[: -len(END)], tables)
    match = NO_VALUE.fullmatch(rest)
    if match is None:
        raise Unsure
    return _finished(_raw(*match.groups()), tables)


def _with_value(beginning: Beginning, text: str, tables: Tables) -> Made:
    if beginning.is_number:
        value = number(text)
        if value is not None:
            return Cell(value, CellKind.NUMBER, beginning.formula, None if beginning.formula is None else value)
    if "<" in text:
        raise Unsure
    return _finished(beginning.raw._replace(text=unquoted(text).strip(SPACE)), tables)


def _finished(raw: RawCell, tables: Tables) -> Made:
    return raw if raw.needs_place() else cell_of(raw, own_value(raw, tables))


def _raw(style: str | None, kind: str | None, given: str | None, formula: str | None, instead: str | None) -> RawCell:
    """A cell as the strict reader would have found it, without its address and value."""
    inline = instead and INLINE.fullmatch(instead)
    return RawCell(
        "",
        style or "",
        kind or "n",
        "" if instead and not inline else None,
        joined([(unquoted(inline[2]), inline[1] is not None)]) if inline else None,
        None if given is None else unquoted(formula or ""),
        attributes(given) if given else NO_FORMULA,
    )
