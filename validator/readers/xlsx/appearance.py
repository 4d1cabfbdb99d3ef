"""``xl/styles.xml``: how each cell format shows what a cell holds, and what conditional formats change of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from validator.readers.limits import Budget
from validator.readers.looks import BLACK, WHITE, CellLook, Change, Palette
from validator.readers.xlsx.colours import PALETTE, RGB, StatedColour, colour, stated
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk, whole_number
from validator.readers.xlsx.styles import BUILT_IN, Shown, shown_by
from validator.startup.records import dataclass, field

T = TypeVar("T")

# ISO/IEC 29500-1, 18.8.30: the built-in formats that are no dates.
CODES = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?",
    "13": "# ??/??", "37": "#,##0 ;(#,##0)", "38": "#,##0 ;[Red](#,##0)", "39": "#,##0.00;(#,##0.00)",
    "40": "#,##0.00;[Red](#,##0.00)", "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "48": "##0.0E+0", "49": "@",
}  # fmt: skip
A_DATE = "yyyy-mm-dd"
"""Stands for every built-in format of a date: which one does not matter."""
NO_FILL, SOLID = frozenset({"", "none"}), "solid"
FEW = 1_000
"""Looks of a workbook that are worth remembering with those of others."""


@dataclass(slots=True)
class StatedFont:
    """A font as stated; a conditional format may leave the colour alone."""

    ink: StatedColour | None = None
    points: float = 11.0


@dataclass(slots=True)
class Fill:
    """A fill as stated: a pattern in two colours, or the colours that a gradient goes through."""

    pattern: str = ""
    front: StatedColour | None = None
    back: StatedColour | None = None
    stops: list[StatedColour | None] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """What a conditional format changes, as stated (``dxf``)."""

    font: StatedFont = field(default_factory=StatedFont)
    fill: Fill = field(default_factory=Fill)
    code: str | None = None


@dataclass(slots=True)
class CellFormat:
    """One ``xf``: indexes of number format, font and fill."""

    code: str
    font: int
    fill: int
    repeats: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Styles:
    """What the part states. `formats` says how each cell format shows a number."""

    formats: tuple[Shown, ...] = ()
    cells: tuple[CellFormat, ...] = ()
    fonts: tuple[StatedFont, ...] = ()
    fills: tuple[Fill, ...] = ()
    stages: tuple[Stage, ...] = ()
    palette: tuple[str, ...] = tuple(PALETTE)


def read_styles(data: bytes, part: str, budget: Budget) -> Styles:
    """Read the part of styles, which is done once a file."""
    reader = _Reader(budget)
    walk(data, part, reader.steps(), budget)
    return reader.read()


class _Reader:
    """Collects what the part states."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._codes: dict[str, str] = {}
        self._cells: list[CellFormat] = []
        self._fonts: list[StatedFont] = []
        self._fills: list[Fill] = []
        self._stages: list[Stage] = []
        self._palette: list[str] = []

    def steps(self) -> Step:
        top = root("styleSheet/numFmts/numFmt", Step(self._number_format))
        fonts, fills, stages = self._fonts, self._fills, self._stages
        top.child("styleSheet/fonts/font", font_step(lambda _: self._add(fonts, StatedFont()), lambda: fonts[-1]))
        top.child("styleSheet/fills/fill", fill_step(lambda _: self._add(fills, Fill()), lambda: fills[-1]))
        top.child("styleSheet/dxfs/dxf", stage_step(lambda _: self._add(stages, Stage()), lambda: stages[-1]))
        top.child("styleSheet/cellXfs/xf", Step(self._cell).child("alignment", Step(self._alignment)))
        return top.child("styleSheet/colors/indexedColors/rgbColor", Step(self._indexed))

    def read(self) -> Styles:
        codes = self._codes
        own = {key: shown_by(code) for key, code in codes.items()}
        usual_ways = ((one.code, BUILT_IN.get(whole_number(one.code), Shown.NUMBER)) for one in self._cells)
        shown = tuple(own.get(key, usual) for key, usual in usual_ways)
        for one, kind in zip(self._cells, shown, strict=True):
            usual = CODES.get(one.code, "General") if kind is Shown.NUMBER else A_DATE
            one.code = codes.get(one.code, usual)
        palette = (*self._palette, *PALETTE[len(self._palette) :])
        return Styles(shown, tuple(self._cells), tuple(self._fonts), tuple(self._fills), tuple(self._stages), palette)

    def _add(self, found: list[T], one: T) -> None:
        found.append(one)
        self._budget.check("formats", len(found))

    def _number_format(self, found: Attributes) -> None:
        self._codes[found.get("numFmtId", "")] = found.get("formatCode", "")
        self._budget.check("formats", len(self._codes))

    def _cell(self, found: Attributes) -> None:
        font, fill = (whole_number(found.get(key, "")) or 0 for key in ("fontId", "fillId"))
        self._add(self._cells, CellFormat(found.get("numFmtId", "0"), font, fill))

    def _alignment(self, found: Attributes) -> None:
        self._cells[-1].repeats = found.get("horizontal") == "fill"

    def _indexed(self, found: Attributes) -> None:
        match = RGB.match(found.get("rgb", ""))
        if len(self._palette) < len(PALETTE):
            self._palette.append(match[1].upper() if match else PALETTE[len(self._palette)])


def font_step(start: Callable[[Attributes], None] | None, current: Callable[[], StatedFont]) -> Step:
    """What to do at a ``<font>``; `current` is the one being read."""

    def ink(found: Attributes) -> None:
        current().ink = stated(found)

    def size(found: Attributes) -> None:
        text = found.get("val", "")
        current().points = float(text) if text.replace(".", "", 1).isdecimal() and len(text) < 8 else 11.0

    return Step(start).child("color", Step(ink)).child("sz", Step(size))


def fill_step(start: Callable[[Attributes], None] | None, current: Callable[[], Fill]) -> Step:
    """What to do at a ``<fill>``."""

    def pattern(found: Attributes) -> None:
        current().pattern = found.get("patternType", "")

    def front(found: Attributes) -> None:
        current().front = stated(found)

    def back(found: Attributes) -> None:
        current().back = stated(found)

    def stop(found: Attributes) -> None:
        if len(current().stops) < 16:
            current().stops.append(stated(found))

    patterned = Step(pattern).child("fgColor", Step(front)).child("bgColor", Step(back))
    return Step(start).child("patternFill", patterned).child("gradientFill/stop/color", Step(stop))


def stage_step(start: Callable[[Attributes], None] | None, current: Callable[[], Stage]) -> Step:
    """What to do at a ``<dxf>``."""

    def code(found: Attributes) -> None:
        current().code = found.get("formatCode")

    step = Step(start).child("numFmt", Step(code))
    step.child("font", font_step(None, lambda: current().font))
    return step.child("fill", fill_step(None, lambda: current().fill))


def palette_of(styles: Styles, theme: Sequence[str]) -> Palette:
    """The looks and changes with their colours; the same object for the same styles and theme."""
    few = len(styles.cells) + len(styles.stages) <= FEW
    return _remembered(styles, tuple(theme)) if few else _palette(styles, tuple(theme))


def _palette(styles: Styles, theme: tuple[str, ...]) -> Palette:
    known: dict[tuple[str, int, int, bool], CellLook] = {}
    looks = []
    for one in styles.cells:
        key = one.code, one.font, one.fill, one.repeats
        if key not in known:
            known[key] = _look(one, styles, theme)
        looks.append(known[key])
    return Palette(tuple(looks), tuple(change_of(one, theme, styles.palette) for one in styles.stages))


_remembered = lru_cache(maxsize=32)(_palette)


def _look(one: CellFormat, styles: Styles, theme: Sequence[str]) -> CellLook:
    font = styles.fonts[one.font] if one.font < len(styles.fonts) else StatedFont()
    fill = styles.fills[one.fill] if one.fill < len(styles.fills) else Fill()
    return look_of(one.code, font, fill, theme, styles.palette, repeats=one.repeats)


def look_of(
    code: str, font: StatedFont, fill: Fill, theme: Sequence[str], palette: Sequence[str], *, repeats: bool = False
) -> CellLook:
    """A look with its colours; a cell without a fill is white, a text without a colour black."""
    ink = colour(font.ink, theme, palette, BLACK)
    return CellLook(code, ink, _ground(fill, theme, palette), font.points, repeats)


def _ground(fill: Fill, theme: Sequence[str], palette: Sequence[str]) -> str | None:
    """The one colour of a fill, None for a pattern or a gradient of several."""
    if fill.stops:
        stops = {colour(one, theme, palette, WHITE) for one in fill.stops}
        return stops.pop() if len(stops) == 1 else None
    if fill.pattern in NO_FILL:
        return WHITE
    front = colour(fill.front, theme, palette, BLACK)
    if fill.pattern == SOLID:
        return front
    return front if front == colour(fill.back, theme, palette, WHITE) else None


def change_of(stage: Stage, theme: Sequence[str], palette: Sequence[str]) -> Change:
    """What a conditional format changes. Its solid fill has the colour that is the back one elsewhere."""
    fill, font = stage.fill, stage.font
    ink = colour(font.ink, theme, palette, BLACK) if font.ink else None
    ground = None
    if fill.stops or fill.pattern not in {"", SOLID}:
        ground = _ground(fill, theme, palette)
    elif fill.back or fill.front:
        ground = colour(fill.back or fill.front, theme, palette, WHITE)
    return Change(stage.code, ink, ground)
