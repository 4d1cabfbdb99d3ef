"""The sheet 校验结果 as a worksheet part: what the add-in writes into an open book, written as a file has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape as escape_markup

from validator.editing.new_parts import with_head
from validator.editing.style_lists import StyleLists
from validator.files.harmless import cut, one_line, xml_text
from validator.model.report import FileReport
from validator.readers.xlsx.cell_values import escape
from validator.startup.records import dataclass
from validator.template.content import lines_needed
from validator.writers.listing import ListedEntry
from validator.writers.looks import LEVEL_LOOKS, STYLES, Look
from validator.writers.results_sheet import (
    COLUMNS,
    COVERAGE_CELLS,
    FIRST_ROW,
    GREY,
    HEAD,
    HEADING_ROW,
    HEADINGS,
    HIGHEST,
    LINE,
    SHEET,
    VERDICT_CELL,
    WIDTHS,
    Value,
    coverage_height,
    heads,
    link,
    rows,
    verdict,
)

RGB = tuple[int, int, int]
LONGEST = 4_000
"""So much of a text stands in a cell: more than Excel shows of it."""
WHITE, TAB = (255, 255, 255), STYLES[Look.SUSPECT].fill
_LINK_COLUMN, _LEVEL_COLUMN, _WRAPPED = 4, 1, 8
"""Columns, counted from 0: of the link, of the level, and the first of those whose texts are wrapped."""
_TITLE = 24
"""Points."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The indexes of the cell formats of the sheet."""

    title: int
    coverage: int
    grey: int
    head: int
    plain: int
    wrapped: int
    link: int
    levels: dict[str, int]


def formats_in(styles: StyleLists) -> Formats:
    """The formats, put among those of a workbook."""

    def font(size: int, colour: RGB | None = None, *, bold: bool = False, line: bool = False) -> int:
        ink = f'<{{p}}color rgb="{argb(colour)}"/>' if colour else ""
        weight, under = "<{p}b/>" if bold else "", "<{p}u/>" if line else ""
        named = f'{weight}{under}<{{p}}sz val="{size}"/>{ink}<{{p}}name val="宋体"/><{{p}}charset val="134"/>'
        return styles.index("fonts", f"<{{p}}font>{named}</{{p}}font>")

    def fill(colour: RGB) -> int:
        pattern = f'<{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{argb(colour)}"/></{{p}}patternFill>'
        return styles.index("fills", f"<{{p}}fill>{pattern}</{{p}}fill>")

    def look(font: int, fill: int = 0, *, wrap: bool = False) -> int:
        own = f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1" applyFill="1"'
        wrapped = ' wrapText="1"' if wrap else ""
        aligned = f'<{{p}}alignment vertical="top"{wrapped}/>'
        return styles.index("cellXfs", f'<{{p}}xf {own} applyAlignment="1">{aligned}</{{p}}xf>')

    body = font(11)
    return Formats(
        title=look(font(16, bold=True)),
        coverage=look(body, wrap=True),
        grey=look(font(11, GREY)),
        head=look(font(11, WHITE, bold=True), fill(HEAD)),
        plain=look(body),
        wrapped=look(body, wrap=True),
        link=look(font(11, HEAD, line=True)),
        levels={level: look(font(11, STYLES[one].font), fill(STYLES[one].fill)) for level, one in LEVEL_LOOKS.items()},
    )


def argb(colour: RGB) -> str:
    """A colour as OOXML states it: ``FFC00000``."""
    return "FF" + "".join(f"{one:02X}" for one in colour)


def result_part(
    report: FileReport, listed: Sequence[ListedEntry], when: datetime, formats: Formats, space: str, *, views: bool
) -> bytes:
    """The worksheet part in a main namespace; `views`: whether the workbook has windows that show sheets."""
    last = HEADING_ROW + len(listed)
    above = heads(report, listed, when)
    lines = "".join(
        (
            _row(1, [(SHEET, formats.title), *[(None, 0)] * 2, (verdict(report), formats.title)], _TITLE),
            _row(2, [(above[0], formats.coverage)], coverage_height(above[0])),
            *(_row(3 + number, [(text, formats.grey)]) for number, text in enumerate(above[1:])),
            _row(HEADING_ROW, [(one, formats.head) for one in HEADINGS]),
            *_findings(listed, formats),
        )
    )
    frame = (
        f'<sheetPr><tabColor rgb="{argb(TAB)}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{COLUMNS[-1]}{last}"/>{_VIEW if views else ""}'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_columns()}</cols><sheetData>{lines}</sheetData>'
        f'<autoFilter ref="A{HEADING_ROW}:{COLUMNS[-1]}{last}"/>'
        f'<mergeCells count="1"><mergeCell ref="{COVERAGE_CELLS}"/></mergeCells>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    )
    return with_head(f'<worksheet xmlns="{space}">{frame}</worksheet>')


assert VERDICT_CELL == "D1"  # noqa: S101  the first row of `result_part`
_VIEW = (
    f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{HEADING_ROW}" topLeftCell="A{FIRST_ROW}" '
    'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
)


def _columns() -> str:
    return "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(WIDTHS, start=1)
    )


def _findings(listed: Sequence[ListedEntry], formats: Formats) -> Iterator[str]:
    for number, (item, values) in enumerate(zip(listed, rows(listed, {}), strict=True)):
        looks = [formats.plain] * _WRAPPED + [formats.wrapped] * (len(values) - _WRAPPED)
        looks[_LEVEL_COLUMN] = formats.levels.get(item.level, formats.plain)
        looks[_LINK_COLUMN] = formats.link
        cells = list(zip(values, looks, strict=True))
        yield _row(FIRST_ROW + number, cells, _height(values), link(item))


def _height(values: Sequence[Value]) -> int:
    """Points: high enough for what is wrapped, for not every program makes room by itself."""
    wrapped = zip(values[_WRAPPED:], WIDTHS[_WRAPPED:], strict=True)
    return min(LINE * max(lines_needed(_cut(str(one)), width * 7 + 5, 11) for one, width in wrapped), HIGHEST)


def _row(at: int, cells: Sequence[tuple[Value, int]], height: int | None = None, formula: str = "") -> str:
    size = f' ht="{height}" customHeight="1"' if height else ""
    written = (
        _cell(f"{COLUMNS[number]}{at}", value, look, formula if number == _LINK_COLUMN else "")
        for number, (value, look) in enumerate(cells)
        if value is not None
    )
    return f'<row r="{at}"{size}>{"".join(written)}</row>'


def _cell(at: str, value: Value, look: int, formula: str) -> str:
    if not isinstance(value, str):
        return f'<c r="{at}" s="{look}"><v>{value!r}</v></c>'
    if formula:
        return f'<c r="{at}" s="{look}" t="str"><f>{_text(formula[1:])}</f><v>{_text(value)}</v></c>'
    return f'<c r="{at}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{_shown(value)}</t></is></c>'


def _shown(value: str) -> str:
    return _text(_cut(value))


def _cut(value: str) -> str:
    return cut(one_line(value), LONGEST)


def _text(value: str) -> str:
    return escape_markup(escape(xml_text(value)), {"\r": "&#13;"})
