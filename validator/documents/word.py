"""A Word document (.docx) as blocks, as it reads with all changes accepted; what is hidden is no part of it.

ISO/IEC 29500-1, 17.3 (paragraphs), 17.4 (tables: 17.4.17 gridSpan, 17.4.84 vMerge), 17.13.5 (deleted and moved text).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
from validator.documents.grids import hidden_figure
from validator.readers.kinds import WORD_PART
from validator.readers.limits import Budget, Refused
from validator.readers.xlsx.package import Package
from validator.startup.records import replace

SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
GONE = frozenset({"del", "moveFrom", "Fallback", "pPr", "tblPr", "trPr", "tcPr", "sdtPr", "instrText", "delText"})
"""Elements whose text nobody reads: deleted, moved away, a second version of a drawing, properties, field codes."""
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
WHITE, NO_FILL = frozenset({"FFFFFF", "ffffff"}), frozenset({"", "auto", "ffffff"})
STYLES_PART = "word/styles.xml"
FIRST, TOO_SMALL, DEEPEST = 4, 2, 16
"""The children among which properties stand, half points of letters that nobody sees, styles based on one another."""
OFF = frozenset({"0", "false", "off"})


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
    return list(_Flow(budget, _hidden_styles(package, parser)).blocks(root))


def _hidden_styles(package: Package, parser: Any) -> frozenset[str]:
    """The styles of which nobody sees the text (17.7.4), also those that are based on such."""
    from lxml import etree

    if STYLES_PART not in package.entries:
        return frozenset()
    try:
        styles = [one for one in etree.fromstring(package.read(STYLES_PART), parser) if _name(one) == "style"]
    except etree.LxmlError:
        return frozenset()
    based = {_attribute(one, "styleId"): _value_of(one, "basedOn") for one in styles}
    hidden = {_attribute(one, "styleId") for one in styles if _looks(one, "vanish") not in {None, *OFF}}
    for _ in range(DEEPEST):
        hidden |= {one for one, base in based.items() if base in hidden}
    return frozenset(hidden)


def _value_of(element: Any, name: str) -> str:
    return next((_value(one) for one in element if _name(one) == name), "")


def _attribute(element: Any, name: str) -> str:
    return next((element.get(f"{space}{name}") for space in SPACES if element.get(f"{space}{name}")), "")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class _Flow:
    """Goes through the elements of a document once."""

    def __init__(self, budget: Budget, hidden: frozenset[str]) -> None:
        self._budget, self._hidden = budget, hidden

    def blocks(self, element: Any) -> Iterator[Block]:
        """Paragraphs and tables below an element, through whatever wraps them (content controls, insertions)."""
        for child in element:
            name = _name(child)
            if name == "p":
                self._budget.tick()
                yield from self._paragraph(child)
            elif name == "tbl":
                yield Table(tuple(self._rows(child)))
            elif name and name not in GONE:
                yield from self.blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        """A paragraph, after it the boxes that are anchored in it."""
        if self._is_of_hidden_style(element, "pPr", "pStyle"):
            return
        boxes: list[Any] = []
        text = "".join(self._text(element, boxes)).strip()
        if text:
            yield Paragraph(" ".join(text.split(" ")))
        for box in boxes:
            yield from self.blocks(box)

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        in_code = False
        for child in element:
            # 17.16.18: what stands between the beginning of a field and its separator is its code.
            mark = next((_attribute(one, "fldCharType") for one in child if _name(one) == "fldChar"), "")
            in_code = mark == "begin" or (in_code and mark not in {"separate", "end"})
            if not in_code:
                yield from self._piece(child, boxes)

    def _piece(self, child: Any, boxes: list[Any]) -> Iterator[str]:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "ruby":
            yield from (piece for base in child if _name(base) == "rubyBase" for piece in self._text(base, boxes))
        elif name == "r" and _looks(child, "vertAlign") not in {None, "baseline"}:
            yield f"({''.join(self._text(child, boxes))})"
        elif name and name not in GONE and not (name == "r" and self._is_hidden(child)):
            yield from self._text(child, boxes)

    def _is_hidden(self, run: Any) -> bool:
        """Hidden, white on nothing, too small to see, or struck through: nobody takes it for what the cell says."""
        if any(_looks(run, one) not in {None, *OFF} for one in ("vanish", "strike", "dstrike")):
            return True
        size = _looks(run, "sz") or ""
        if (size.isdecimal() and int(size) <= TOO_SMALL) or self._is_of_hidden_style(run, "rPr", "rStyle"):
            return True
        return _looks(run, "color") in WHITE and not _stands_out(run)

    def _is_of_hidden_style(self, element: Any, group: str, name: str) -> bool:
        style = _property(element, group, name) if self._hidden else None
        return style is not None and _value(style) in self._hidden

    def _rows(self, table: Any) -> Iterator[tuple[TableCell, ...]]:
        """Rows with the cells that begin in them; a cell that goes on from above makes that one longer."""
        begun: dict[int, tuple[int, int]] = {}
        rows: list[list[TableCell]] = []
        for row in (one for one in table.iter() if _name(one) == "tr" and _owner(one) is table and not _is_gone(one)):
            rows.append([])
            column = _number(row, "trPr", "gridBefore", 0)
            if column:
                rows[-1].append(TableCell((), 1, column))
            for cell in (one for one in row.iter() if _name(one) == "tc" and _owner(one) is table):
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
        return replace(cell, hidden=hidden_figure(one.text or "" for one in element.iter() if _name(one) == "t"))


def _stands_out(run: Any) -> bool:
    """Whether a colour is behind white letters: of the run, its paragraph, its cell, the table (17.3.5)."""
    every = [run, *run.iterancestors()]
    shaded = (_property(one, group, "shd") for one in every for group in ("rPr", "pPr", "tcPr", "tblPr"))
    fills = {_attribute(one, "fill").lower() for one in shaded if one is not None}
    return _looks(run, "highlight") is not None or bool(fills - NO_FILL)


def _looks(run: Any, name: str) -> str | None:
    """What a run's properties say of one thing, None where nothing."""
    found = _property(run, "rPr", name)
    return None if found is None else _value(found)


def _value(element: Any, default: str = "") -> str:
    return next((element.get(f"{space}val") for space in SPACES if element.get(f"{space}val") is not None), default)


def _owner(element: Any) -> Any:
    """The table that a row or cell is of."""
    return next(one for one in element.iterancestors() if _name(one) == "tbl")


def _is_gone(row: Any) -> bool:
    """Whether a row was deleted, or is hidden (17.4.22)."""
    every = [one for properties in row if _name(properties) == "trPr" for one in properties]
    return any(_name(one) == "del" or (_name(one) == "hidden" and _value(one) not in OFF) for one in every)


def _property(element: Any, group: str, name: str) -> Any:
    """One of the properties of an element, which stand first in it."""
    return next(
        (one for each in islice(element, FIRST) if _name(each) == group for one in each if _name(one) == name), None
    )


def _number(element: Any, group: str, name: str, default: int) -> int:
    found = _property(element, group, name)
    return default if found is None else span(_value(found), default)


def _goes_on(cell: Any) -> bool:
    found = _property(cell, "tcPr", "vMerge")
    return found is not None and _value(found, "continue") != "restart"
