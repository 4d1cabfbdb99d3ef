"""What a worksheet part says of how its cells look, beside the format of each: conditional formats, zeros, widths."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from validator.model.address import Corners, corners
from validator.readers.limits import Budget
from validator.readers.looks import WHITE, Change, Highlight, Palette, keeps_contrast
from validator.readers.xlsx.appearance import Stage, Styles, change_of, stage_step
from validator.readers.xlsx.colours import StatedColour, colour, stated
from validator.readers.xlsx.places import area
from validator.readers.xlsx.safe_xml import TRUE, Attributes, Step, whole_number
from validator.startup.records import dataclass, field

X14 = ("http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",)
XM = ("http://schemas.microsoft.com/office/excel/2006/main",)
FALSE = frozenset({"0", "false"})
LEAST_HEIGHT, LEAST_WIDTH = 2.0, 0.3
"""Points and characters below which nothing of a line can be seen: two pixels, three pixels. Such a line counts as
hidden, as one of no height does."""
MOST_AREAS = 4_096


@dataclass(slots=True)
class StatedHighlight:
    """A conditional format as stated: its ranges; its changes stand here (`stage`) or among the styles (`number`)."""

    ranges: str = ""
    kind: str = ""
    operator: str = ""
    number: int | None = None
    stage: Stage | None = None
    formulas: list[str] = field(default_factory=list)
    instead: bool = False
    grounds: list[StatedColour | None] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class SheetLooks:
    """Collects what one part says; `into` puts what is wanted among the steps of its document element."""

    budget: Budget
    conditions: list[StatedHighlight] = field(default_factory=list)
    hides_zeros: bool = False
    low_rows: bool = False
    """A row that states no height of its own has none."""
    narrow_columns: bool = False
    """The same of columns."""
    _ranges: str = ""
    _since: int = 0

    def into(self, top: Step) -> Step:
        """`top` is what `root` gave for ``worksheet``."""
        top.child("worksheet/sheetViews/sheetView", Step(self._view))
        top.child("worksheet/conditionalFormatting", Step(self._begin).child("cfRule", self._rule(Step(self._start))))
        new = Step(self._begin).child("cfRule", self._new_rule(), X14).child("sqref", Step(None, self._late), XM)
        inner = Step().child("conditionalFormatting", new, X14)
        known = Step().child("conditionalFormattings", inner, X14)
        return top.child("worksheet/extLst/ext", known)

    def defaults(self, found: Attributes) -> None:
        """``sheetFormatPr``."""
        self.low_rows = below(found.get("defaultRowHeight", ""), LEAST_HEIGHT)
        self.narrow_columns = below(found.get("defaultColWidth", ""), LEAST_WIDTH)

    def _view(self, found: Attributes) -> None:
        self.hides_zeros = self.hides_zeros or found.get("showZeros") in FALSE

    def _begin(self, found: Attributes) -> None:
        self._since = len(self.conditions)
        self._ranges = found.get("sqref", "")

    def _late(self, text: str) -> None:
        for one in self.conditions[self._since :]:
            one.ranges = text

    def _start(self, found: Attributes) -> None:
        number = whole_number(found["dxfId"]) or 0 if "dxfId" in found else None
        kind, operator = found.get("type", ""), found.get("operator", "")
        self.budget.check("formats", len(self.conditions))
        self.conditions.append(StatedHighlight(self._ranges, kind, operator, number))

    def _rule(self, step: Step) -> Step:
        step.child("formula", Step(None, self._formula))
        step.child("dataBar", Step(self._shows)).child("iconSet", Step(self._shows))
        return step.child("colorScale/color", Step(self._ground))

    def _new_rule(self) -> Step:
        step = Step(self._start).child("f", Step(None, self._formula), XM)
        step.child("dataBar", Step(self._shows), X14).child("iconSet", Step(self._shows), X14)
        step.child("colorScale", Step().child("color", Step(self._ground), X14), X14)
        return step.child("dxf", stage_step(self._stage, self._current), X14)

    def _stage(self, _: Attributes) -> None:
        self.conditions[-1].stage = Stage()

    def _current(self) -> Stage:
        return self.conditions[-1].stage or Stage()

    def _formula(self, text: str) -> None:
        self.conditions[-1].formulas.append(text)

    def _shows(self, found: Attributes) -> None:
        if found.get("showValue") in FALSE:
            self.conditions[-1].instead = True

    def _ground(self, found: Attributes) -> None:
        self.conditions[-1].grounds.append(stated(found))


def below(text: str, least: float) -> bool:
    """Whether an attribute states a number below that one."""
    plain = text.strip()
    return plain.replace(".", "", 1).isdecimal() and len(plain) < 24 and float(plain) < least


def is_hidden_row(found: Attributes) -> bool:
    """Whether the attributes of a row say that nothing of it can be seen."""
    return found.get("hidden") in TRUE or ("ht" in found and below(found["ht"], LEAST_HEIGHT))


def is_hidden_column(found: Attributes) -> bool:
    """The same of a column."""
    return found.get("hidden") in TRUE or ("width" in found and below(found["width"], LEAST_WIDTH))


@lru_cache(maxsize=64)
def conditions_of(seen: SheetLooks, styles: Styles, palette: Palette, theme: tuple[str, ...]) -> tuple[Highlight, ...]:
    """The conditional formats of a sheet that could hide or alter what its cells store, with their colours."""
    return tuple(one for each in seen.conditions if (one := _condition(each, styles, palette, theme)))


def _condition(one: StatedHighlight, styles: Styles, palette: Palette, theme: Sequence[str]) -> Highlight | None:
    change = Change()
    if one.stage is not None:
        change = change_of(one.stage, theme, styles.palette)
    elif one.number is not None and one.number < len(palette.changes):
        change = palette.changes[one.number]
    grounds = tuple(colour(ground, theme, styles.palette, WHITE) for ground in one.grounds)
    if not one.instead and not grounds and change.code is None and keeps_contrast(change, palette):
        return None
    return Highlight(_areas(one.ranges), change, one.kind, one.operator, tuple(one.formulas), one.instead, grounds)


def _areas(ranges: str) -> tuple[Corners, ...]:
    found = (area(one) for one in ranges.split()[:MOST_AREAS])
    return tuple(corners(one) for one in found if one)
