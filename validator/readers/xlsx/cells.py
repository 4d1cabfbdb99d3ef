"""Raw cells of a sheet as `Cell`s: whoever found them, the same raw cell gives the same `Cell`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from validator.model.cells import BLANK, Cell, CellKind
from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.cell_values import NOTHING, Value, plain_value, unescape
from validator.readers.xlsx.places import area, position
from validator.readers.xlsx.safe_xml import whole_number
from validator.readers.xlsx.shared_formulas import moved
from validator.readers.xlsx.styles import Shown
from validator.startup.records import dataclass, field

NO_FORMULA: Mapping[str, str] = {}
PLACED = frozenset({"shared", "array"})
"""Types of formula whose meaning depends on the cell they stand in."""


class RawCell(NamedTuple):
    """One ``<c>`` as written. `text` is that of ``<v>``, `inline` that of ``<is>``, None where there is none.

    `formula` is the text of ``<f>``, None without one, and `given` its attributes.
    """

    address: str
    style: str
    type: str
    text: str | None
    inline: str | None
    formula: str | None
    given: Mapping[str, str]

    def needs_place(self) -> bool:
        """Whether what it means depends on its address or on the shared strings of its file."""
        return (self.type == "s" and bool(self.text)) or self.given.get("t") in PLACED


@dataclass(frozen=True, slots=True)
class Tables:
    """What cells refer to: the shared strings, how each format shows a number, and the date system."""

    strings: Sequence[str]
    formats: tuple[Shown, ...]
    date1904: bool

    def shown(self, style: str) -> Shown:
        """How the format of that index shows a number; the plain one where there is no such index."""
        index = whole_number(style) or 0
        return self.formats[index] if index < len(self.formats) else Shown.NUMBER


def cell_of(raw: RawCell, value: Value) -> Cell:
    """The cell of that value and the raw one's formula; `BLANK` when it holds nothing."""
    if raw.formula is None:
        return BLANK if value is NOTHING else Cell(*value)
    formula = raw.formula.removeprefix("=")
    if raw.given.get("t") == "dataTable":
        # ISO/IEC 29500-1, 18.3.1.40: a data table has no text, only its input cells; Excel shows it like this.
        formula = f"TABLE({raw.given.get('r1', '')},{raw.given.get('r2', '')})"
    return Cell(*value, formula, value[0])


def own_value(raw: RawCell, tables: Tables) -> Value:
    """The value of a raw cell that refers to no shared string; `NOTHING` without one."""
    if raw.type not in {"str", "inlineStr"}:
        shown = tables.shown(raw.style)
        return plain_value(raw.type, raw.text, shown, date1904=tables.date1904) if raw.text else NOTHING
    text = raw.inline if raw.type == "inlineStr" and raw.inline is not None else raw.text
    if text is None:
        return NOTHING
    return (text if text is raw.inline else unescape(text)), CellKind.TEXT


@dataclass(slots=True)
class Cells:
    """Collects the cells of one sheet, with the rows and ranges that stand among them."""

    sheet: str
    tables: Tables
    budget: Budget
    found: dict[str, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    arrays: list[str] = field(default_factory=list)
    styles: Callable[[Collection[str]], Mapping[str, int]] | None = None
    """Finds the index of the format of some addresses; None where they are kept in `formats`."""
    formats: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    """Cells of shared formulas whose first cell was not there yet, and which formula that is."""
    _masters: dict[str, tuple[str, str]] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def add(self, raw: RawCell) -> None:
        """Take one raw cell; one that holds nothing is left out."""
        self.budget.check("cell_characters", len(raw.inline or ""))
        own = raw.text if raw.type == "str" else raw.inline
        self.budget.spend("text_characters", len(raw.formula or "") + len(own or ""))
        if raw.address in self._met:
            raise damaged(f"工作表“{self.sheet}”的单元格 {raw.address} 出现两次")
        self._met.add(raw.address)
        cell = self.made(raw)
        if cell is BLANK:
            return
        self.formats[raw.address] = whole_number(raw.style) or 0
        self.found[raw.address] = cell
        self.budget.spend("cells", 1)

    def made(self, raw: RawCell) -> Cell:
        """The cell that a raw one gives at its address, which is not yet put there."""
        if raw.given.get("t") in PLACED:
            raw = self._placed(raw)
        return cell_of(raw, self._value(raw))

    def finish(self) -> dict[str, Cell]:
        """The cells by address, with the shared formulas whose first cell came later."""
        for address, share in self.waiting:
            if share in self._masters:
                cell, formula = self.found[address], self._shared(address, share)
                self.found[address] = Cell(cell.value, cell.kind, formula, cell.cached)
        return self.found

    def placed(self) -> Callable[[Collection[str]], Mapping[str, int]]:
        """What finds the index of the format of some addresses."""
        formats = self.formats
        return self.styles or (lambda addresses: {at: formats[at] for at in addresses if at in formats})

    def _value(self, raw: RawCell) -> Value:
        if raw.type != "s":
            return own_value(raw, self.tables)
        if not raw.text:
            return NOTHING
        index = whole_number(raw.text)
        if index is None or index >= len(self.tables.strings):
            raise damaged(f"工作表“{self.sheet}”的单元格 {raw.address} 指向不存在的共享文字 {raw.text[:12]}")
        return self.tables.strings[index], CellKind.TEXT

    def _placed(self, raw: RawCell) -> RawCell:
        """The raw cell of an array or shared formula with the text that is its own."""
        if raw.given.get("t") == "array":
            self.arrays.append(area(raw.given.get("ref", "")) or raw.address)
            return raw
        share = raw.given.get("si", "")
        if raw.formula:
            self._masters[share] = (raw.address, raw.formula.removeprefix("="))
            return raw
        if share in self._masters:
            return raw._replace(formula=self._shared(raw.address, share))
        self.waiting.append((raw.address, share))
        return raw

    def _shared(self, address: str, share: str) -> str:
        origin, text = self._masters[share]
        self.budget.spend("text_characters", len(text))
        self.budget.tick()
        here, first = position(address), position(origin)
        return moved(text, here[0] - first[0], here[1] - first[1]) if here and first else text
