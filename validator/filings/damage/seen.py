"""Cells of which a person sees other than what they store: formats, colours, merges, conditional formats, drawings.

Nothing here knows the template's own formats by a mark: none of them shows anything but what is stored, so none needs
to be let off (``tests/filings/test_seen.py`` holds the template to that). What the source does not tell (the live book)
is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from validator.files.harmless import cut
from validator.filings.damage.facts import cells_of_sheet
from validator.filings.damage.likeness import LONGEST, is_harmless, seen_otherwise
from validator.filings.known_book import KnownBook
from validator.model.address import Corners, addresses, corners, position, size
from validator.model.bilingual import Bilingual
from validator.model.cells import Cell, CellKind
from validator.model.filing import Damage, DamageKind
from validator.model.form import NumberKind
from validator.model.shown import shown
from validator.readers.looks import LEAST_CONTRAST, CellLook, Change, Highlight, Looks, Palette, contrast
from validator.readers.workbook import Sheet
from validator.startup.expressions import expression
from validator.startup.records import replace

MOST_UNDER = 4_000
"""Cells under the merges of one sheet that are remembered one by one."""
FEW = 1_000
"""Looks of a workbook that are worth remembering."""
MOST_VISITED, MOST_CHANGES = 1_000_000, 200
"""Cells that conditional formats apply to, and different changes: a sheet with more cannot be looked at by anybody."""
NUMBER = expression(r"\s*([+-]?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]+)?)\s*\Z", re.IGNORECASE)
BLANK = expression(r"ISBLANK\((\$?)([A-Z]{1,3})(\$?)([1-9][0-9]*)\)\Z")
COMPARISON = expression(r"\s*(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})\s*(<=|>=|<>|<|>|=)([^<>=]+)\Z", re.IGNORECASE)
CONSTANT = {"TRUE": True, "TRUE()": True, "1": True, "FALSE": False, "FALSE()": False, "0": False}
OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "lessThan": lambda value, other: value < other,
    "lessThanOrEqual": lambda value, other: value <= other,
    "equal": lambda value, other: value == other,
    "notEqual": lambda value, other: value != other,
    "greaterThanOrEqual": lambda value, other: value >= other,
    "greaterThan": lambda value, other: value > other,
}
SIGNS = {"<": "lessThan", "<=": "lessThanOrEqual", "=": "equal", "<>": "notEqual", ">=": "greaterThanOrEqual",
         ">": "greaterThan"}  # fmt: skip
NOTHING = Bilingual("空白", "nothing")


class Sight(NamedTuple):
    """What is seen of a cell, and what makes it so."""

    seen: Bilingual
    how: Bilingual


class Held(NamedTuple):
    """A cell that holds something and means something in the form; what it is counted in."""

    cell: Cell
    unit: str = ""
    stays: bool = False
    """Nobody's script leaves it under a merge by inserting lines, which other rules tell of labels and texts."""


class Wanted(dict[str, Held]):
    """Such cells of one sheet, by address."""

    __slots__ = ("_rows",)

    def within(self, area: Corners) -> Iterator[str]:
        """Those between the corners: in time that does not grow with the area, of which a file may have many."""
        top, left, bottom, right = area
        rows = self._by_row()
        for row in range(max(top, min(rows, default=1)), min(bottom, max(rows, default=0)) + 1):
            yield from (at for column, at in rows.get(row, ()) if left <= column <= right)

    def _by_row(self) -> Mapping[int, list[tuple[int, str]]]:
        if not hasattr(self, "_rows"):
            self._rows: dict[int, list[tuple[int, str]]] = {}
            for at in self:
                row, column = position(at)
                self._rows.setdefault(row, []).append((column, at))
        return self._rows


Found = Iterator[tuple[str, Sight]]


def seen_damages(book: KnownBook, moved: Collection[str]) -> Iterator[Damage]:
    """One damage for each sheet and each way in which something else is seen; of a cell the first way counts.

    `moved` are the template's sheets of which lines were inserted or deleted: the template's merges were left behind.
    """
    sheets = (book.workbook.sheets[name] for name in {place.sheet for place in book.places.values()})
    suspects = {sheet.name for sheet in sheets if is_suspect(sheet)}
    left = {now: _own_merges(book, now) for name, now in book.sheets.items() if name in moved}
    for sheet, wanted in _wanted(book, suspects):
        if sheet.looks is None:
            continue
        told: set[str] = set()
        for way in (partial(_merged, left.get(sheet.name, ())), _covered, _formatted, _conditional, _zeros):
            found = {at: picture for at, picture in way(sheet, sheet.looks, wanted) if at not in told}
            if found:
                told |= found.keys()
                yield _damage(book, sheet, found)


def seen_fractions(book: KnownBook) -> Iterator[Damage]:
    """The same of a workbook of which no sheet is suspect: then only amounts that are no whole numbers need a look."""
    places = (place for name in _fractions(book) if (place := book.places.get(name)))
    cells = (book.workbook.sheets[place.sheet].cells.get(place.cell) for place in places)
    if any(cell and isinstance(cell.value, float) for cell in cells):
        yield from seen_damages(book, ())


def _own_merges(book: KnownBook, sheet: str) -> set[str]:
    """The areas of a sheet that the template merges: labels and figures of its table, whatever stands above it."""
    merged = book.workbook.sheets[sheet].merged
    tables = [one.table for one in book.located.values() if one.sheet.name == sheet]
    if not tables:
        return set(merged)
    first = min(label.home[0] for table in tables for label in table.labels)
    areas = {label.at for table in tables for label in table.labels}
    areas |= {one.span for table in tables for one in table.indicators.values()}
    return areas | {area for area in merged if corners(area)[2] < first}


def _damage(book: KnownBook, sheet: Sheet, found: Mapping[str, Sight]) -> Damage:
    first, picture = next(iter(found.items()))
    stored = sheet.cells[first].value
    facts = {
        "sheet": sheet.name,
        "count": len(found),
        "at": first,
        "seen": picture.seen,
        "stored": f"“{cut(stored, LONGEST)}”" if isinstance(stored, str) else shown(stored),
        "how": picture.how,
    }
    own = next((name for name, now in book.sheets.items() if now == sheet.name), sheet.name)
    return Damage(DamageKind.SEEN_OTHERWISE, own, "", facts, cells_of_sheet(sheet, found))


def is_suspect(sheet: Sheet) -> bool:
    """Whether anything on a sheet could show a whole number, a day or a text otherwise than it is stored."""
    looks = sheet.looks
    if looks is None:
        return False
    if looks.own or looks.conditions or looks.drawings or looks.hides_zeros or _odd(looks.palette):
        return True
    under, large = _under_merges(sheet.merged)
    return bool(large) or any(at in sheet.cells for at in under)


def under_merges(merged: tuple[str, ...]) -> set[str]:
    """The cells that merges cover; of areas too large to name their cells the first one, which is enough to be told."""
    covered, large = _under_merges(merged)
    return {*covered, *(area.partition(":")[0] for area in large)}


@lru_cache(maxsize=64)
def _under_merges(merged: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The cells that merges cover, each with the area, and the areas that are too large, or too many, to name them."""
    covered: dict[str, str] = {}
    large = []
    for area in merged:
        if size(corners(area)) + len(covered) > MOST_UNDER:
            large.append(area)
        else:
            covered |= dict.fromkeys(addresses(corners(area))[1:], area)
    return covered, tuple(large)


def _fractions(book: KnownBook) -> Iterator[str]:
    """The names of amounts: a format that shows every whole number may still round a fraction."""
    return (name for name, one in book.form.indicators.items() if one.kind is NumberKind.AMOUNT)


def _wanted(book: KnownBook, suspects: Collection[str]) -> Iterator[tuple[Sheet, Wanted]]:
    """Figures, fields, texts and labels of the suspect sheets that hold anything, sheet by sheet; of others amounts."""
    found: dict[str, Wanted] = {}
    indicators, sheets = book.form.indicators, book.workbook.sheets
    stay = {*indicators, *(one.name for one in book.form.cover)}
    for name in book.places if suspects else _fractions(book):
        place = book.places.get(name)
        cell = place and sheets[place.sheet].cells.get(place.cell)
        if place and cell:
            one = indicators.get(name)
            found.setdefault(place.sheet, Wanted())[place.cell] = Held(cell, one.unit if one else "", name in stay)
    for table in book.located.values():
        for label in table.fit.labels if table.sheet.name in suspects else ():
            cell = table.sheet.cells.get(label.place.cell)
            if cell is not None:
                found.setdefault(table.sheet.name, Wanted()).setdefault(label.place.cell, Held(cell))
    yield from ((sheets[name], wanted) for name, wanted in found.items())


def _said(text: str) -> Bilingual:
    if not text:
        return NOTHING
    bare = NUMBER.match(text)
    return Bilingual(f" {text}", text) if bare else Bilingual(f"“{cut(text, LONGEST)}”", f"“{cut(text, LONGEST)}”")


def _merged(left: Collection[str], sheet: Sheet, _looks: Looks, wanted: Wanted) -> Found:
    """Cells under a merge, of which only the first is seen."""
    under, large = _under_merges(sheet.merged)
    wide = {at: area for area in large for at in wanted.within(corners(area)) if at != area.partition(":")[0]}
    for at, area in (under | wide if wide else under).items():
        if at in wanted and area not in left and wanted[at].stays and _matters(wanted[at]):
            yield at, Sight(NOTHING, Bilingual(f"合并单元格 {area}", f"merged cells {area}"))


def _matters(held: Held) -> bool:
    return held.cell.kind is not CellKind.BLANK and bool(shown(held.cell.value).strip())


def _covered(_sheet: Sheet, looks: Looks, wanted: Wanted) -> Found:
    """Cells with something drawn over them."""
    for drawing in looks.drawings:
        text = cut(" ".join(drawing.text.split()), LONGEST)
        how = Bilingual("上面盖着图形或图片", "a shape or picture lies on it")
        if text:
            how = Bilingual("上面盖着文字框", "a box with text lies on it")
        for at in wanted.within(drawing.area):
            if _matters(wanted[at]):
                yield at, Sight(_said(text) if text else Bilingual("图形", "a shape"), how)


def _formatted(_sheet: Sheet, looks: Looks, wanted: Wanted) -> Found:
    """Cells whose own format shows something else, or nothing."""
    plain = not looks.own and not _odd(looks.palette)
    # No format of the file changes a whole number: then only fractions need a look, of which there is hardly any.
    looked_at = [at for at, held in wanted.items() if not plain or isinstance(held.cell.value, float)]
    for at, look in looks.of(looked_at).items() if looked_at else ():
        cell, unit, _ = wanted[at]
        if isinstance(cell.value, float) or not is_harmless(look):
            seen = seen_otherwise(cell, look, unit)
            if seen is not None:
                yield at, Sight(_said(seen), _reason(cell, look, unit))


def _odd(palette: Palette) -> bool:
    few = len(palette.looks) <= FEW
    return _known_odd(palette) if few else _is_odd(palette)


def _is_odd(palette: Palette) -> bool:
    """Whether any format of a file might show a whole number, a day or a text otherwise than it is stored."""
    return not all(is_harmless(look) for look in set(palette.looks))


_known_odd = lru_cache(maxsize=64)(_is_odd)


def _reason(cell: Cell, look: CellLook, unit: str) -> Bilingual:
    if look.repeats:
        return Bilingual("对齐方式为填充，内容重复显示", "alignment Fill repeats the content")
    if seen_otherwise(cell, replace(look, ink="000000", ground="FFFFFF", points=11), unit) is None:
        return Bilingual("字的颜色与底色相同，或者字太小", "the text has the colour of its ground, or is too small")
    return Bilingual(f"数字格式 {cut(look.code, LONGEST)}", f"number format {cut(look.code, LONGEST)}")


def _conditional(_sheet: Sheet, looks: Looks, wanted: Wanted) -> Found:
    """Cells of which a conditional format shows something else, as far as its condition can be told."""
    tried: dict[tuple[Change, bool, tuple[str, ...]], set[str]] = {}
    visited = 0
    for one in looks.conditions:
        known = tried.setdefault((one.change, one.instead, one.grounds), set())
        for area in one.areas:
            within = list(wanted.within(area))
            visited += len(within)
            if visited > MOST_VISITED or len(tried) > MOST_CHANGES:
                how = Bilingual("条件格式多得无法逐条核对", "more conditional formats than can be looked at")
                yield next(iter(wanted)), Sight(Bilingual("什么不能确定", "what cannot be told"), how)
                return
            cells = [at for at in within if at not in known and _may_apply(one, at, wanted[at].cell)]
            known.update(cells)
            for at, look in looks.of(cells).items() if cells else ():
                cell, unit, _ = wanted[at]
                seen = _under(one, cell, look, unit)
                if seen is not None:
                    yield at, Sight(_said(seen), _condition(one))


def _under(one: Highlight, cell: Cell, look: CellLook, unit: str) -> str | None:
    """What is seen when the condition holds, None where that is what is stored."""
    if cell.kind is CellKind.NUMBER and one.instead:
        return ""
    if any(contrast(look.ink, ground) < LEAST_CONTRAST for ground in one.grounds):
        return ""
    change = one.change
    changed = replace(
        look,
        code=look.code if change.code is None else change.code,
        ink=change.ink or look.ink,
        ground=change.ground or look.ground,
    )
    return seen_otherwise(cell, changed, unit)


def _condition(one: Highlight) -> Bilingual:
    if one.instead:
        return Bilingual("条件格式只显示图标或数据条", "a conditional format shows an icon or a bar alone")
    if one.change.code is not None:
        code = cut(one.change.code, LONGEST)
        return Bilingual(f"条件格式的数字格式 {code}", f"number format {code} of a conditional format")
    return Bilingual("条件格式使字的颜色与底色相同", "a conditional format gives the text the colour of its ground")


def _may_apply(one: Highlight, at: str, cell: Cell) -> bool:
    """Whether a condition holds of a cell; yes where that cannot be told."""
    value = cell.value
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if one.kind == "cellIs" and number is not None:
        return _holds(one.operator, number, one.formulas)
    if one.kind == "expression" and one.formulas:
        formula = one.formulas[0].strip().removeprefix("=").upper()
        if formula in CONSTANT:
            return CONSTANT[formula]
        if (blank := BLANK.match(formula)) and _is_itself(blank, one.areas, at):
            return cell.kind is CellKind.BLANK and cell.formula is None
        match = COMPARISON.match(formula)
        if match and number is not None and _is_itself(match, one.areas, at):
            return _holds(SIGNS[match[5]], number, (match[6],))
    return True


def _holds(operator: str, number: float, formulas: tuple[str, ...]) -> bool:
    matches = [NUMBER.match(one) for one in formulas]
    bounds = [float(match[1]) for match in matches if match]
    if len(bounds) != len(matches) or not bounds:
        return True
    if operator in {"between", "notBetween"} and len(bounds) == 2:
        return (min(bounds) <= number <= max(bounds)) == (operator == "between")
    return OPERATORS[operator](number, bounds[0]) if operator in OPERATORS else True


def _is_itself(match: re.Match[str], areas: tuple[Corners, ...], at: str) -> bool:
    """Whether an expression's address is, for that cell, the cell itself. Programs differ where there are two areas."""
    if len(areas) != 1:
        return False
    row, column = position(at)
    named_row, named_column = position(f"{match[2]}{match[4]}")
    down, across = row - areas[0][0], column - areas[0][1]
    return (named_row + (0 if match[3] else down), named_column + (0 if match[1] else across)) == (row, column)


def _zeros(_sheet: Sheet, looks: Looks, wanted: Wanted) -> Found:
    """Zeros on a sheet that shows none."""
    if looks.hides_zeros:
        for at, held in wanted.items():
            if held.cell.kind is CellKind.NUMBER and held.cell.value == 0:
                yield at, Sight(NOTHING, Bilingual("工作表设为不显示零值", "the sheet is set to show no zeros"))
