"""The report as a Word document, A4, in the fonts of official documents; python-docx is known here alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from validator.publishing.content import Chapter, Publication
from validator.template.grid import Grid, GridCell

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

MISSING = "公布文本要用 python-docx，这里没有安装；请安装 gouji 的 published 附加组件：pip install 'gouji[published]'"
# GB/T 9704-2012, 7.2 and 7.3: 标题用2号小标宋体字, 一级标题用黑体字, 正文用3号仿宋体字, 每页22行.
_TITLE, _HEADING, _BODY = "方正小标宋简体", "黑体", "仿宋"
_TITLE_POINTS, _POINTS, _LINE_POINTS = 22, 16, 29
_TABLE_POINTS, _WIDE_POINTS, _WIDE = 12, 9, 4
"""Figures in a table, in one of more columns than four, which would not fit otherwise."""
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""Millimetres: 天头37 mm, 订口28 mm, 版心156 mm × 225 mm."""
_TEXT_WIDTH = 210 - _MARGINS["left"] - _MARGINS["right"]


def document(report: Publication) -> bytes:
    """The document. Raises ImportError without python-docx."""
    from docx import Document

    made = Document()
    _lay_out(made, report.title)
    _line(made, report.title, _TITLE, _TITLE_POINTS, centred=True, style="Title")
    if report.introduction:
        _line(made, report.introduction, _BODY, _POINTS)
    for part in report.parts:
        _add(made, part, report)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _lay_out(made: Document, words: str) -> None:
    from docx.shared import Mm

    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, millimetres in _MARGINS.items():
        setattr(page, f"{side}_margin", Mm(millimetres))
    made.core_properties.title, made.core_properties.author = words[:255], ""
    made.core_properties.comments = ""
    made.styles["Normal"].font.name = _BODY
    title = made.styles["Title"].element.pPr
    for border in title.xpath("w:pBdr"):  # the line that Word draws below a title
        title.remove(border)


def _add(made: Document, part: Chapter, report: Publication) -> None:
    _line(made, part.heading, _HEADING, _POINTS, style="Heading 1")
    for paragraph in part.paragraphs:
        _line(made, paragraph, _BODY, _POINTS)
    if part.grid:
        _table(made, part.grid, report)


def _line(made: Document, text: str, font: str, points: float, *, centred: bool = False, style: str = "") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = made.add_paragraph(style=style or None)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(_LINE_POINTS)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.space_after = Pt(_LINE_POINTS)
    else:
        shape.first_line_indent = Pt(2 * points)
    _set(paragraph.add_run(text), font, points)


def _set(run: Any, font: str, points: float) -> None:
    from docx.shared import Pt, RGBColor

    run.font.name, run.font.size, run.font.bold = font, Pt(points), False
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.element.rPr.rFonts.set(_east_asia(), font)


def _east_asia() -> str:
    from docx.oxml.ns import qn

    name: str = qn("w:eastAsia")
    return name


def _table(made: Document, grid: Grid, report: Publication) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table = made.add_table(len(grid.rows), len(grid.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(_TEXT_WIDTH * width / 100)  # LibreOffice goes by this, Word by the cells
    cells = [list(row.cells) for row in table.rows]  # python-docx goes through the whole table for a single one
    for held in cells:
        for cell, width in zip(held, grid.widths, strict=True):
            cell.width = Mm(_TEXT_WIDTH * width / 100)
    points = _WIDE_POINTS if len(grid.widths) > _WIDE else _TABLE_POINTS
    for at, row in enumerate(grid.rows):
        for one in row:
            _fill(cells, at, one, report.figures.get(one.name, one.text), points)
    _keep_rows(table, grid)


def _fill(cells: Sequence[Sequence[_Cell]], at: int, one: GridCell, text: str, points: float) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell = cells[at][one.column - 1]
    if one.rows > 1 or one.columns > 1:
        cell = cell.merge(cells[at + one.rows - 1][one.column + one.columns - 2])
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(paragraph.add_run(text), _BODY, points)


def _keep_rows(table: Table, grid: Grid) -> None:
    """No row is torn at the end of a page, and the head stands on each page again."""
    from docx.oxml import OxmlElement

    head = next((at for at, row in enumerate(grid.rows) if any(one.name for one in row)), 0)
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no name for it
        properties.append(OxmlElement("w:cantSplit"))
        if at < head:
            properties.append(OxmlElement("w:tblHeader"))
