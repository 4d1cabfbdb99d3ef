"""A Word document (.docx) as blocks, as it reads with all changes accepted; what is hidden is no part of it.

ISO/IEC 29500-1, 17.3 (paragraphs), 17.4 (tables: 17.4.17 gridSpan, 17.4.84 vMerge), 17.13.5 (deleted and moved text).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
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
WHITE = frozenset({"FFFFFF", "ffffff"})
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
    return list(_blocks(root, budget))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(element: Any, budget: Budget) -> Iterator[Block]:
    """Paragraphs and tables below an element, through whatever wraps them (content controls, insertions)."""
    for child in element:
        name = _name(child)
        if name == "p":
            budget.tick()
            yield from _paragraph(child, budget)
        elif name == "tbl":
            yield Table(tuple(_rows(child, budget)))
        elif name and name not in GONE:
            yield from _blocks(child, budget)


def _paragraph(element: Any, budget: Budget) -> Iterator[Block]:
    """A paragraph, after it the boxes that are anchored in it."""
    boxes: list[Any] = []
    text = "".join(_text(element, boxes)).strip()
    if text:
        yield Paragraph(" ".join(text.split(" ")))
    for box in boxes:
        yield from _blocks(box, budget)


def _text(element: Any, boxes: list[Any]) -> Iterator[str]:
    in_code = False
    for child in element:
        name = _name(child)
        # 17.16.18: what stands between the beginning of a field and its separator is its code.
        mark = next(
            (one.get(f"{space}fldCharType") for one in child if _name(one) == "fldChar" for space in SPACES), ""
        )
        in_code = mark == "begin" or (in_code and mark not in {"separate", "end"})
        if in_code:
            continue
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "ruby":
            yield from (piece for base in child if _name(base) == "rubyBase" for piece in _text(base, boxes))
        elif name == "r" and _looks(child, "vertAlign") not in {None, "baseline"}:
            yield f"({''.join(_text(child, boxes))})"
        elif name and name not in GONE and not (name == "r" and _is_hidden(child)):
            yield from _text(child, boxes)


def _is_hidden(run: Any) -> bool:
    """Hidden, white, or struck through: nobody takes it for what the cell says."""
    gone = any(_looks(run, one) not in {None, *OFF} for one in ("vanish", "strike", "dstrike"))
    return gone or _looks(run, "color") in WHITE


def _looks(run: Any, name: str) -> str | None:
    """What a run's properties say of one thing, None where nothing."""
    found = _property(run, "rPr", name)
    return None if found is None else _value(found)


def _value(element: Any, default: str = "") -> str:
    return next((element.get(f"{space}val") for space in SPACES if element.get(f"{space}val") is not None), default)


def _rows(table: Any, budget: Budget) -> Iterator[tuple[TableCell, ...]]:
    """Rows with the cells that begin in them; a cell that goes on from above makes that one longer."""
    begun: dict[int, tuple[int, int]] = {}
    rows: list[list[TableCell]] = []
    for row in (one for one in table.iter() if _name(one) == "tr" and _owner(one) is table and not _is_deleted(one)):
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
                rows[-1].append(TableCell(tuple(_blocks(cell, budget)), 1, width))
            column += width
    yield from map(tuple, rows)


def _owner(element: Any) -> Any:
    """The table that a row or cell is of."""
    return next(one for one in element.iterancestors() if _name(one) == "tbl")


def _is_deleted(row: Any) -> bool:
    return any(_name(one) == "del" for properties in row if _name(properties) == "trPr" for one in properties)


def _property(element: Any, group: str, name: str) -> Any:
    return next((one for each in element if _name(each) == group for one in each if _name(one) == name), None)


def _number(element: Any, group: str, name: str, default: int) -> int:
    found = _property(element, group, name)
    return default if found is None else span(_value(found), default)


def _goes_on(cell: Any) -> bool:
    found = _property(cell, "tcPr", "vMerge")
    return found is not None and _value(found, "continue") != "restart"
