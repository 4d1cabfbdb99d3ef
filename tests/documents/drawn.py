"""A report drawn as PDF, sign by sign and line by line, in the manners of the programs that make such files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from validator.publishing.content import Publication
from validator.template.grid import Grid, GridCell

FONT = "STSong-Light"
A4 = (595.0, 842.0)
PAD = 3.0


@dataclass(frozen=True)
class Manner:
    """How a program draws. `lines` are those of tables: strokes, thin boxes, a box a cell, double, dashed, open."""

    lines: str = "strokes"
    size: float = 9.0
    text_size: float = 12.0
    page: tuple[float, float] = A4
    margin: float = 60.0
    align: str = "left"
    middle: bool = False
    head_again: bool = False
    torn: bool = False
    open_at_break: bool = False
    turned: str = ""
    """``page`` where the page is turned, ``words`` where what is on it is."""
    furniture: bool = False
    bold_twice: bool = False
    columns: tuple[float, ...] = ()
    """The widths of the columns of 表三 in hundredths, where they are others than the form's."""
    figure: Callable[[Drawing, float, float, str], None] | None = None
    """Draws a figure in its own way."""
    narrow: float = 1.0


@dataclass
class Part:
    """A cell that is to be drawn: where it stands, and the lines that are not drawn yet."""

    cell: GridCell
    top: int
    left: int
    lines: list[str]
    name: str

    @property
    def bottom(self) -> int:
        return self.top + self.cell.rows

    @property
    def right(self) -> int:
        return self.left + self.cell.columns


@dataclass
class Drawing:
    """A document that is drawn from top to bottom."""

    manner: Manner
    stream: io.BytesIO = field(default_factory=io.BytesIO)
    page: int = 0
    y: float = 0

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        width, height = self.manner.page
        size = (
            (height, width) if self.manner.turned == "words" else (width, height)
        )  # of a turned page reportlab swaps them
        self.canvas = Canvas(self.stream, pagesize=size, invariant=1)
        self.begin()

    def begin(self) -> None:
        width, height = self.manner.page
        self.page += 1
        if self.manner.turned:  # the page lies on its side, and what is on it
            self.canvas.translate(height, 0)
            self.canvas.rotate(90)
        if self.manner.turned == "page":
            self.canvas.setPageRotation(90)
        if self.manner.furniture:
            self.words(self.manner.margin, height - 30, "示例市政府信息公开工作年度报告", 8)
            self.words(width / 2, 25, f"— {self.page} —", 8)
        self.y = height - self.manner.margin

    def end(self) -> None:
        self.canvas.showPage()

    def next(self) -> None:
        self.end()
        self.begin()

    def words(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)
        if self.manner.bold_twice:
            self.canvas.drawString(x + 0.3, y, text)

    def paragraph(self, text: str, indent: float = 2.0, size: float = 0.0) -> None:
        size = size or self.manner.text_size
        width = self.manner.page[0] - 2 * self.manner.margin
        for number, line in enumerate(wrapped(text, width, size, indent * size)):
            if self.y - 1.5 * size < self.manner.margin:
                self.next()
            self.y -= 1.5 * size
            self.words(self.manner.margin + (0 if number else indent * size), self.y, line, size)

    def done(self) -> bytes:
        self.end()
        self.canvas.save()
        return self.stream.getvalue()


def width_of(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines as programs break them: after any Chinese sign, in a word only where it is wider than a line."""
    lines: list[str] = []
    line = ""
    for unit in _units(text):
        for piece in [unit] if width_of(unit, size) <= width else unit:
            room = width - (0 if lines else indent)
            if line and width_of(line + piece, size) > room + 1e-6:
                lines.append(line)
                line = ""
            line += piece
    return [*lines, line] if line else lines


def _units(text: str) -> list[str]:
    """What no break parts: words, numbers, a Chinese sign with what closes behind it."""
    return re.findall(r"(?:[A-Za-z0-9.,%]+|.)[，。、；：？！）》”]*", text)


def drawn(report: Publication, manner: Manner) -> bytes:
    """The report as PDF."""
    made = Drawing(manner)
    made.paragraph(report.title, 0.0, 18)
    made.paragraph(report.introduction)
    for part in report.parts:
        made.paragraph(part.heading)
        for words in part.paragraphs:
            made.paragraph(words)
        if part.grid:
            made.y -= 8
            _Table(made, part.grid, report).draw()
            made.y -= 8
    return made.done()


class _Table:
    def __init__(self, made: Drawing, grid: Grid, report: Publication) -> None:
        self.made, self.manner = made, made.manner
        wide = self.manner.columns if len(self.manner.columns) == len(grid.widths) else grid.widths
        total = (self.manner.page[0] - 2 * self.manner.margin) * self.manner.narrow
        self.edges = [self.manner.margin + total * sum(wide[:at]) / sum(wide) for at in range(len(wide) + 1)]
        self.parts = [
            Part(one, row, one.column - 1, self._lines(one, report), one.name)
            for row, cells in enumerate(grid.rows)
            for one in cells
        ]
        self.head = next(at for at, row in enumerate(grid.rows) if any(one.name for one in row))
        self.heights = self._heights(len(grid.rows))

    def _lines(self, one: GridCell, report: Publication) -> list[str]:
        width = self.edges[one.column - 1 + one.columns] - self.edges[one.column - 1] - 2 * PAD
        return wrapped(report.figures.get(one.name, one.text), width, self.manner.size)

    def _height(self, lines: int) -> float:
        return max(lines, 1) * 1.2 * self.manner.size + 2 * PAD

    def _heights(self, rows: int) -> list[float]:
        heights = [0.0] * rows
        for one in sorted(self.parts, key=lambda one: one.cell.rows):
            have = sum(heights[one.top : one.bottom])
            heights[one.bottom - 1] += max(self._height(len(one.lines)) - have, 0)
        return heights

    def draw(self) -> None:
        """Row by row; a stretch of rows on one page is drawn at once."""
        stretch: list[tuple[int, float]] = []
        for row, height in enumerate(self.heights):
            left = height
            while (room := self.made.y - self.manner.margin - sum(tall for _, tall in stretch)) < left:
                step = 1.2 * self.manner.size
                fits = int((room - 2 * PAD) / step) * step + PAD if self.manner.torn else 0
                if fits > step and left - fits > step:
                    stretch.append((row, fits))
                    left -= fits
                assert stretch or self.made.y < self.manner.page[1] - self.manner.margin, "a row is taller than a page"
                self._stretch(stretch)
                self.made.next()
                stretch = self._again(row)
            stretch.append((row, left))
        self._stretch(stretch)
        assert not any(one.lines for one in self.parts), "the drawing has lost a line"

    def _again(self, row: int) -> list[tuple[int, float]]:
        if not (self.manner.head_again and row >= self.head):
            return []
        for one in self.parts:
            if one.top < self.head:
                one.lines = wrapped(
                    one.cell.text, self.edges[one.right] - self.edges[one.left] - 2 * PAD, self.manner.size
                )
        return [(at, self.heights[at]) for at in range(self.head)]

    def _stretch(self, rows: list[tuple[int, float]]) -> None:
        """The rows of one page, with as many lines of each cell as have place."""
        if not rows:
            return
        tops, y = {}, self.made.y
        for row, height in rows:
            tops[row] = (y, y - height)
            y -= height
        for one in self.parts:
            held = [tops[row] for row in range(one.top, one.bottom) if row in tops]
            if held:
                self._cell(one, held[0][0], held[-1][1], is_cut=one.bottom - 1 not in tops)
        self.made.y = y

    def _cell(self, one: Part, top: float, bottom: float, *, is_cut: bool) -> None:
        left, right, step = self.edges[one.left], self.edges[one.right], 1.2 * self.manner.size
        _border(self.made, left, bottom, right, top, is_cut=is_cut)
        count = max(int((top - bottom - PAD) / step + 0.01), 0)
        now, one.lines = one.lines[:count], one.lines[count:]
        spare = max(top - bottom - 2 * PAD - len(now) * step, 0) / 2 if self.manner.middle else 0
        for number, line in enumerate(now):
            room = right - left - 2 * PAD - width_of(line, self.manner.size)
            x = left + PAD + {"left": 0, "center": room / 2, "right": room}[self.manner.align]
            y = top - PAD - spare - (number + 0.8) * step
            if one.name and self.manner.figure:
                self.manner.figure(self.made, x, y, line)
            else:
                self.made.words(x, y, line, self.manner.size)


def _border(made: Drawing, left: float, bottom: float, right: float, top: float, *, is_cut: bool) -> None:
    sides = [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]
    if is_cut and made.manner.open_at_break:
        sides.pop(1)
    made.canvas.setLineWidth(0.5)
    for side in sides:
        PENS[made.manner.lines](made, *side)


def _stroke(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    made.canvas.line(x0, y0, x1, y1)


def _thin_box(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    made.canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def _double(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    across, up = 1.5 * (x0 == x1), 1.5 * (y0 == y1)
    made.canvas.line(x0, y0, x1, y1)
    made.canvas.line(x0 + across, y0 + up, x1 + across, y1 + up)


def _apart(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    """The sides of a cell a little within it and without those of its neighbours."""
    for by in (-0.7, 0.7):
        made.canvas.line(x0 + by * (x0 == x1), y0 + by * (y0 == y1), x1 + by * (x0 == x1), y1 + by * (y0 == y1))


def _dashed(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    count = int(max(x1 - x0, y1 - y0) / 3)
    for at in range(count):
        a, b = at / count, (at + 0.6) / count
        made.canvas.line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))


def _within_sides(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    manner = made.manner
    edges = manner.margin, manner.margin + (manner.page[0] - 2 * manner.margin) * manner.narrow
    if x0 != x1 or min(abs(x0 - edge) for edge in edges) > 1:
        made.canvas.line(x0, y0, x1, y1)


def _level(made: Drawing, x0: float, y0: float, x1: float, y1: float) -> None:
    if y0 == y1:
        made.canvas.line(x0, y0, x1, y1)


PENS: dict[str, Callable[[Drawing, float, float, float, float], None]] = {
    "strokes": _stroke,
    "thin": _thin_box,
    "cells": _apart,
    "double": _double,
    "dashed": _dashed,
    "open sides": _within_sides,
    "level": _level,
    "none": lambda *_: None,
}


THREE = (4, 9, 15, 11, 10, 10, 10, 10, 10, 11)
MANNERS: dict[str, Manner] = {
    "plain": Manner(),
    "thin boxes": Manner(lines="thin", align="center", middle=True),
    "a box a cell": Manner(lines="cells"),
    "double": Manner(lines="double", align="right"),
    "dashed": Manner(lines="dashed"),
    "torn rows": Manner(torn=True, page=(595, 400)),
    "torn rows, head again": Manner(torn=True, page=(595, 430), head_again=True, middle=True),
    "head again": Manner(head_again=True, page=(595, 420)),
    "open at breaks": Manner(open_at_break=True, torn=True, page=(595, 410)),
    "small pages": Manner(page=(595, 330), size=8, furniture=True),
    "furniture": Manner(furniture=True, page=(595, 500)),
    "wide page": Manner(turned="page", page=(842, 595), furniture=True),
    "words on their side": Manner(turned="words", page=(842, 595), furniture=True),
    "bold": Manner(bold_twice=True),
    "narrow": Manner(columns=(4, 9, 15, 4, 4, 4, 4, 4, 4, 4), align="center", narrow=0.6),
    "large": Manner(size=14, text_size=16, margin=40),
}  # fmt: skip


def with_figure(manner: Manner, name: str, text: str, report: Publication) -> bytes:
    return drawn(replace(report, figures={**report.figures, name: text}), manner)
