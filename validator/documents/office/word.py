"""A Word document (.docx) as blocks, as it reads with all changes accepted; what is hidden is no part of it.

ISO/IEC 29500-1, 17.3 (paragraphs), 17.4 (tables: 17.4.17 gridSpan, 17.4.84 vMerge), 17.13.5 (deleted and moved text).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
from validator.documents.colours import WHITE, hex_colour, is_lost_on
from validator.documents.encodings import UNSEEN_SIGNS
from validator.documents.grids import hidden_figure
from validator.documents.office.word_styles import (
    OFF,
    RunLooks,
    WordStyles,
    attribute,
    fill_of,
    name_of,
    property_of,
    run_looks,
    value,
    word_styles,
)
from validator.documents.raised import BEGUN, ENDED, set_apart
from validator.readers.kinds import WORD_PART
from validator.readers.limits import Budget, Refused
from validator.readers.xlsx.package import Package
from validator.startup.records import replace

GONE = frozenset({"del", "moveFrom", "Fallback", "pPr", "tblPr", "trPr", "tcPr", "sdtPr", "instrText", "delText"})
"""Elements whose text nobody reads: deleted, moved away, a second version of a drawing, properties, field codes."""
PICTURES, SHOWN_BOX = frozenset({"blip", "imagedata"}), "〔图〕"
"""A cell that shows a picture is not blank."""
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGray": "A9A9A9",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "D3D3D3",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
"""The colours of markers (17.18.40)."""
TOO_SMALL = 2
"""Half points of letters that nobody sees, hundredths of their width."""


def word_blocks(package: Package, budget: Budget) -> list[Block]:
    """The blocks of a document. Raises Refused, ImportError without lxml."""
    from lxml import etree

    data = package.read(WORD_PART)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        raise Refused("Word 文档的内容已损坏。请用 Word 或 WPS 打开，另存后再校验。") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("Word 文档含有文档类型声明（DTD），可能是恶意文件。请检查文件来源。")
    return list(_Flow(budget, word_styles(package, parser)).blocks(root))


class _Flow:
    """Goes through the elements of a document once."""

    def __init__(self, budget: Budget, styles: WordStyles) -> None:
        self._budget, self._styles, self._paragraph_style = budget, styles, ""

    def blocks(self, element: Any) -> Iterator[Block]:
        """Paragraphs and tables below an element, through whatever wraps them (content controls, insertions)."""
        for child in element:
            name = name_of(child)
            if name == "p":
                self._budget.tick()
                yield from self._paragraph(child)
            elif name == "tbl":
                yield Table(tuple(self._rows(child)))
            elif name and name not in GONE:
                yield from self.blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        """A paragraph, after it the boxes that are anchored in it."""
        style = property_of(element, "pPr", "pStyle")
        self._paragraph_style = "" if style is None else value(style)
        boxes: list[Any] = []
        text = set_apart("".join(self._text(element, boxes))).strip()
        if text:
            yield Paragraph(" ".join(text.split(" ")))
        for box in boxes:
            yield from self.blocks(box)

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        in_code = False
        for child in element:
            # 17.16.18: what stands between the beginning of a field and its separator is its code.
            mark = next((attribute(one, "fldCharType") for one in child if name_of(one) == "fldChar"), "")
            in_code = mark == "begin" or (in_code and mark not in {"separate", "end"})
            if not in_code:
                yield from self._piece(child, boxes)

    def _piece(self, child: Any, boxes: list[Any]) -> Iterator[str]:
        name = name_of(child)
        if name == "t":
            yield UNSEEN_SIGNS.sub("", child.text or "")
        elif name in SIGNS:
            yield SIGNS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "ruby":
            yield from (piece for base in child if name_of(base) == "rubyBase" for piece in self._text(base, boxes))
        elif name == "r":
            yield from self._run(child, boxes)
        elif name and name not in GONE:
            yield from self._text(child, boxes)

    def _run(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        looks = run_looks(run, self._paragraph_style, self._styles)
        if _is_hidden(run, looks):
            return
        begun, ended = _brackets(looks)
        yield begun
        yield from self._text(run, boxes)
        yield ended

    def _rows(self, table: Any) -> Iterator[tuple[TableCell, ...]]:
        """Rows with the cells that begin in them; a cell that goes on from above makes that one longer."""
        begun: dict[int, tuple[int, int]] = {}
        rows: list[list[TableCell]] = []
        for row in (one for one in table.iter() if name_of(one) == "tr" and _owner(one) is table and not _is_gone(one)):
            rows.append([])
            column = _number(row, "trPr", "gridBefore", 0)
            if column:
                rows[-1].append(TableCell((), 1, column))
            for cell in (one for one in row.iter() if name_of(one) == "tc" and _owner(one) is table):
                width = _number(cell, "tcPr", "gridSpan", 1)
                if _goes_on(cell) and column in begun:
                    at, number = begun[column]
                    rows[at][number] = replace(rows[at][number], rows=len(rows) - at)
                else:
                    begun[column] = len(rows) - 1, len(rows[-1])
                    rows[-1].append(self._cell(cell, width))
                column += width
        yield from map(tuple, rows)

    def _cell(self, element: Any, width: int) -> TableCell:
        cell = TableCell(tuple(self.blocks(element)), 1, width)
        if cell.text:
            return cell
        if any(name_of(one) in PICTURES for one in element.iter()):
            return replace(cell, blocks=(Paragraph(SHOWN_BOX),))
        return replace(cell, hidden=hidden_figure(one.text or "" for one in element.iter() if name_of(one) == "t"))


def _is_hidden(run: Any, looks: RunLooks) -> bool:
    """Hidden, of the colour of its ground, too small to see, or struck through: none of what is seen."""
    if any(map(looks.has, ("vanish", "strike", "dstrike"))):
        return True
    small = any(
        (looks.says(name) or "").isdecimal() and int(looks.says(name) or "") <= TOO_SMALL for name in ("sz", "w")
    )
    colour = hex_colour(looks.colour)
    if small or colour is None:
        return small
    return is_lost_on(colour, next(filter(None, map(hex_colour, _grounds(run, looks))), WHITE))


def _brackets(looks: RunLooks) -> tuple[str, str]:
    """What a run stands between: brackets for a note above or below the line."""
    if looks.says("vertAlign") not in {None, "baseline"}:
        return "(", ")"
    return ("", "") if looks.says("position") in {None, "0", ""} else (BEGUN, ENDED)


def _grounds(run: Any, looks: RunLooks) -> Iterator[str]:
    """The colours behind a run, the nearest first: of itself, its paragraph, cell and table (17.3.5), their styles."""
    every, styles = [run, *run.iterancestors()], looks.styles
    yield HIGHLIGHTS.get(looks.says("highlight") or "", "")
    yield from styles.fills(looks.own.get("rStyle", ""))
    for one in every:
        shades = (property_of(one, group, "shd") for group in ("rPr", "pPr", "tcPr", "tblPr"))
        yield from (fill_of(shade) for shade in shades if shade is not None)
        if name_of(one) == "p":
            yield from styles.fills(looks.paragraph)
        if name_of(one) == "tbl":
            style = property_of(one, "tblPr", "tblStyle")
            name = "" if style is None else value(style)
            first = next((row for row in one if name_of(row) == "tr"), None)
            yield from styles.fills(name, "firstRow") if first in every else ()
            yield from styles.fills(name)


def _owner(element: Any) -> Any:
    """The table that a row or cell is of."""
    return next(one for one in element.iterancestors() if name_of(one) == "tbl")


def _is_gone(row: Any) -> bool:
    """Whether a row was deleted, or is hidden (17.4.22)."""
    every = [one for properties in row if name_of(properties) == "trPr" for one in properties]
    return any(name_of(one) == "del" or (name_of(one) == "hidden" and value(one) not in OFF) for one in every)


def _number(element: Any, group: str, name: str, default: int) -> int:
    found = property_of(element, group, name)
    return default if found is None else span(value(found), default)


def _goes_on(cell: Any) -> bool:
    found = property_of(cell, "tcPr", "vMerge")
    return found is not None and value(found, "continue") != "restart"
