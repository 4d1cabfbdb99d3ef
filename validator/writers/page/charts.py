"""Charts as shapes to draw: places and sizes, worked out when the page is written; the template draws them as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from validator.model.bilingual import spoken
from validator.model.overview import ChartKind, Series
from validator.model.shown import shown
from validator.startup.records import dataclass
from validator.writers.figures import Number
from validator.writers.page.sums import ChartSum, Sums
from validator.writers.page.words import say

WIDTH: Final = 640
LABEL, _NUMBER = 128, 110
"""Room for the names on the left and for the numbers behind the bars."""
_ROW, _BAR = 34, 20
_COLOURS = 7
_NODE, _GAP, _FLOW, _TOP = 14, 10, 250, 20
"""Of a flow: the breadth of a node, the distance between two, the height of what all come to, the room above."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle in one of the page's colours; `says` is what stands with it while it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    says: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band from a node to another: a path of SVG."""

    path: str
    colour: int
    says: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text at a place; `anchor` as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart to draw; `rows` are its numbers as a table, with `heads` above them, for whoever cannot see it."""

    title: str
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Word, ...]
    ribbons: tuple[Ribbon, ...] = ()
    legend: tuple[tuple[int, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def drawings(sums: Sums, lang: str) -> tuple[Drawing, ...]:
    """Every chart of the form that has anything to show, then this year against the last."""
    found = [_DRAW[one.chart.kind](one, lang) for one in sums.charts.values() if any(one.sums.values())]
    return (*found, *_years(sums, lang))


def _bars(given: ChartSum, lang: str) -> Drawing:
    (series,) = given.chart.series
    parts = [(part.label, given.sums[series.label, part.label]) for part in series.parts]
    total, most = sum(number for _, number in parts), max(number for _, number in parts)
    shapes, words, rows = [], [], []
    for at, (label, number) in enumerate(parts):
        y, long = at * _ROW, _long(number, most)
        share = f"{100 * number / total:.1f}%"
        shapes.append(Shape(LABEL, y + 7, long, _BAR, at % _COLOURS, f"{label} {shown(number)} ({share})"))
        words.append(Word(LABEL - 8, y + 22, label, "end"))
        words.append(Word(LABEL + long + 6, y + 22, f"{shown(number)}  {share}"))
        rows.append((label, shown(number), share))
    heads = ("", say("count", lang), say("share", lang))
    title = spoken(given.chart.title, lang)
    return Drawing(title, len(parts) * _ROW + 6, tuple(shapes), tuple(words), heads=heads, rows=tuple(rows))


def _long(number: Number, most: Number) -> float:
    return round(max(0, number) / most * (WIDTH - LABEL - _NUMBER), 1) if most > 0 else 0


def _stacks(given: ChartSum, lang: str) -> Drawing:
    chart, sums = given.chart, given.sums
    totals = {one.label: sum(sums[one.label, part.label] for part in one.parts) for one in chart.series}
    most = max(totals.values())
    shapes, words, rows = [], [], []
    for at, series in enumerate(chart.series):
        y, x = at * (_ROW + 6), float(LABEL)
        for colour, part in enumerate(series.parts):
            number = sums[series.label, part.label]
            long = _long(number, most)
            if long:
                shapes.append(Shape(x, y + 6, long, _BAR + 4, colour, f"{series.label} {part.label} {shown(number)}"))
            x += long
        words += [Word(LABEL - 8, y + 23, series.label, "end"), Word(x + 6, y + 23, shown(totals[series.label]))]
        numbers = (shown(sums[series.label, part.label]) for part in series.parts)
        rows.append((series.label, *numbers, shown(totals[series.label])))
    names = [part.label for part in chart.series[0].parts]
    return Drawing(
        spoken(chart.title, lang),
        len(chart.series) * (_ROW + 6) + 6,
        tuple(shapes),
        tuple(words),
        legend=tuple(enumerate(names)),
        heads=("", *names, say("total", lang)),
        rows=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """One end of ribbons: from `top`, as high as its number asks."""

    label: str
    number: Number
    top: float
    height: float


def _flow(given: ChartSum, lang: str) -> Drawing:
    """Left what came in, in the middle all of it, right where it went; what does not add up leaves a gap."""
    came, went = given.chart.series
    into, out = (_numbers(series, given.sums) for series in (came, went))
    most = max(sum(number for _, number in into), sum(number for _, number in out)) or 1
    left, right = (list(_nodes(numbers, most)) for numbers in (into, out))
    height = max(_end(left), _end(right), _FLOW + 2 * _TOP)
    middle, edges = WIDTH / 2 - _NODE / 2, (LABEL, WIDTH - LABEL - 40)
    top = (height - _FLOW) / 2
    shapes = [Shape(middle, top, _NODE, _FLOW, _COLOURS, f"{say('all', lang)} {shown(most)}")]
    words, ribbons = [Word(middle + _NODE / 2, top - 6, shown(most), "middle")], []
    for side, (nodes, x) in enumerate(zip((left, right), edges, strict=True)):
        y = top
        for at, node in enumerate(nodes):
            colour = (at + 2 * side) % _COLOURS
            says = f"{node.label} {shown(node.number)}"
            shapes.append(Shape(x, node.top, _NODE, node.height, colour, says))
            start, end = ((x + _NODE, node.top), (middle, y)) if not side else ((middle + _NODE, y), (x, node.top))
            ribbons.append(Ribbon(_band(start, end, node.height), colour, says))
            words.append(_node_word(node, x, is_left=not side))
            y += node.height
    rows = tuple((label, shown(number)) for label, number in (*into, *out))
    title, heads = spoken(given.chart.title, lang), ("", say("count", lang))
    return Drawing(title, height + 14, tuple(shapes), tuple(words), tuple(ribbons), heads=heads, rows=rows)


def _numbers(series: Series, sums: Mapping[tuple[str, str], Number]) -> list[tuple[str, Number]]:
    found = [(part.label, max(0, sums[series.label, part.label])) for part in series.parts]
    return [(label, number) for label, number in found if number]


def _nodes(numbers: Iterable[tuple[str, Number]], most: Number) -> Iterator[_Node]:
    top = float(_TOP)
    for label, number in numbers:
        height = max(1.0, round(number / most * _FLOW, 1))
        yield _Node(label, number, top, height)
        top += max(height, 16) + _GAP


def _end(nodes: list[_Node]) -> float:
    return nodes[-1].top + nodes[-1].height if nodes else 0


def _band(start: tuple[float, float], end: tuple[float, float], height: float) -> str:
    (x, y), (to_x, to_y) = start, end
    half = (x + to_x) / 2
    upper = f"M{x:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
    return f"{upper}v{height:.1f}C{half:.1f} {to_y + height:.1f} {half:.1f} {y + height:.1f} {x:.1f} {y + height:.1f}z"


def _node_word(node: _Node, x: float, *, is_left: bool) -> Word:
    text, y = f"{node.label} {shown(node.number)}", node.top + max(node.height, 8) / 2 + 5
    return Word(x - 6, y, text, "end") if is_left else Word(x + _NODE + 6, y, text)


def _years(sums: Sums, lang: str) -> Iterator[Drawing]:
    """Key figures of the reports that have one of last year: last year's bar above this year's."""
    pairs = [(label, sums.before[label], now) for label, now in sums.now.items() if now or sums.before[label]]
    if not pairs:
        return
    most = max(max(before, now) for _, before, now in pairs)
    shapes, words, rows = [], [], []
    for at, (label, before, now) in enumerate(pairs):
        y, change = at * 42, _change(before, now)
        words.append(Word(LABEL - 8, y + 25, label, "end"))
        for line, number in enumerate((before, now)):
            long = _long(number, most)
            shapes.append(Shape(LABEL, y + 4 + line * 17, long, 14, line, f"{label} {shown(number)}"))
            text = shown(number) if not line else f"{shown(number)}  {change}"
            words.append(Word(LABEL + long + 6, y + 15 + line * 17, text, faint=not line))
        rows.append((label, shown(before), shown(now), change))
    years = (say("last_year", lang), say("this_year", lang))
    title = say("years_title", lang, count=sums.pairs)
    legend = tuple(enumerate(years))
    heads = ("", *years, say("change", lang))
    yield Drawing(title, len(pairs) * 42 + 4, tuple(shapes), tuple(words), legend=legend, heads=heads, rows=tuple(rows))


def _change(before: Number, now: Number) -> str:
    return f"{100 * (now - before) / before:+.1f}%" if before else "—"


_DRAW: Final[Mapping[ChartKind, Callable[[ChartSum, str], Drawing]]] = {
    ChartKind.BARS: _bars,
    ChartKind.FLOW: _flow,
    ChartKind.STACKS: _stacks,
}
