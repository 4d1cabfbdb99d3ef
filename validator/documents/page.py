"""A web page as blocks, as a reader sees it: scripts and what is hidden are no part of it. Nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
from validator.documents.boxes import cells_in
from validator.documents.encodings import UNSEEN_SIGNS, decoded
from validator.documents.grids import hidden_figure
from validator.documents.lined import line_blocks
from validator.documents.raised import BEGUN, ENDED, set_apart
from validator.documents.styles import Styles, styles_of
from validator.readers.limits import Budget, Refused
from validator.startup.expressions import expression
from validator.startup.records import replace

BLANKS = expression(r"[ \t\r\n\f\xa0]+")
UNSEEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "del",
        "s",
        "strike",
        "dialog",
        "nav",
        "footer",
        "aside",
    }
)
"""What nobody sees, what was struck out, and what a website puts around the report."""
BOXES = frozenset({"img", "input", "select", "textarea", "svg", "object", "iframe", "canvas", "video", "embed"})
"""What shows something that is no text: a cell with it is not blank."""
SHOWN_BOX = "〔图〕"
RAISED = frozenset({"sub", "sup", "rt", "rp"})
"""Notes at a word or a number, which are no part of it."""
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "q"}
    | {"nobr", "samp", "small", "span", "strong", "tt", "u", "var", "wbr"}
)
"""Among them what closes nothing, such as wbr: its parser has what follows within it."""
PREFORMATTED = frozenset({"pre", "xmp", "listing"})
"""Of which lines and blanks are seen as they are written."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Of which the lines are one, however they are broken."""
MOST_BYTES, LONG_TAG = 2 << 20, expression(rb"<[^<>]{65536}")
"""A page of a report has some hundred kB; lxml takes time with the square of the attributes of a tag."""
DECLARATION = expression(r"\A\s*<\?xml[^>]*\?>")
"""lxml refuses a text that states an encoding as well."""


def page_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a page. Raises Refused, ImportError without lxml."""
    from lxml import etree, html

    if len(data) > MOST_BYTES or LONG_TAG.search(data):
        raise Refused("网页太大，不是一份年度报告。请检查文件来源。")
    text = DECLARATION.sub("", decoded(data))
    budget.spend("inflated_bytes", len(data))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError):
        raise Refused("读不出网页的内容。请重新取得原文件后再校验。") from None
    if any(error.type_name == "ERR_INTERNAL_ERROR" or "depth" in error.message for error in parser.error_log):
        raise Refused("网页嵌套太深，不是一份年度报告。请检查文件来源。")
    try:
        return list(_Flow(budget, styles_of(root)).blocks(root))
    except RecursionError:
        raise Refused("网页嵌套太深，不是一份年度报告。请检查文件来源。") from None


class _Flow:
    """Goes through the elements of a page once."""

    def __init__(self, budget: Budget, styles: Styles) -> None:
        self._budget, self._styles, self._seen, self._is_preformatted = budget, styles, 0, False

    def blocks(self, element: Any) -> Iterator[Block]:
        """What stands in an element, in order."""
        line: list[str] = []
        yield from self._content(element, line)
        yield from _paragraphs(line)

    def _content(self, element: Any, line: list[str]) -> Iterator[Block]:
        """`line` gathers the text that no block has ended yet."""
        self._seen += 1
        if not self._seen % 50:
            self._budget.tick()
        self._say(element.text, line)
        for child in element:
            if not self._is_hidden(child):
                yield from self._child(child, line)
            self._say(child.tail, line)

    def _say(self, text: str | None, line: list[str]) -> None:
        if text:
            line.append(UNSEEN_SIGNS.sub("", text if self._is_preformatted else BLANKS.sub(" ", text)))

    def _child(self, child: Any, line: list[str]) -> Iterator[Block]:
        if child.tag == "br":
            line.append("\n")
        elif child.tag in BOXES:
            line.append(SHOWN_BOX if child.tag != "input" or child.get("type") != "hidden" else "")
        elif child.tag in RAISED or (child.tag == "a" and child.get("href", "").startswith("#")):
            line += _note(child)
        elif child.tag in INLINE:
            if self._styles.raises(child):
                line += _note(child)
            else:
                yield from self._inline(child, line)
        else:
            yield from _paragraphs(line)
            if child.tag == "table":
                yield from self._table(child)
            elif child.tag in HEADINGS:
                yield Paragraph("".join(one.text for one in self.blocks(child) if isinstance(one, Paragraph)))
            elif child.tag in PREFORMATTED:
                yield from self._preformatted(child)
            elif cells := cells_in(child, self._styles, self._is_hidden):
                yield Table((tuple(TableCell(tuple(self.blocks(cell))) for cell in cells),))
            else:
                yield from self._content(child, line)
                yield from _paragraphs(line)

    def _preformatted(self, element: Any) -> Iterator[Block]:
        line: list[str] = []
        self._is_preformatted = True
        yield from self._content(element, line)
        self._is_preformatted = False
        yield from line_blocks(set_apart("".join(line)), self._budget)

    def _inline(self, element: Any, line: list[str]) -> Iterator[Block]:
        if not self._styles.sets_apart(element):
            yield from self._content(element, line)
            return
        line.append(BEGUN)
        yield from self._content(element, line)
        line.append(ENDED)

    def _table(self, element: Any) -> Iterator[Block]:
        for caption in element.iterchildren("caption"):
            yield from self.blocks(caption)
        parts = [one for one in element if one.tag in {"thead", "tbody", "tfoot", "tr"} and not self._is_hidden(one)]
        rows = []
        for _, run in groupby(_as_shown(parts), lambda one: "tr" if one.tag == "tr" else id(one)):
            some = [row for part in run for row in ([part] if part.tag == "tr" else part.iterchildren("tr"))]
            seen = [row for row in some if not self._is_hidden(row)]
            # HTML, 4.9.12: a cell does not go on past the end of its row group, and rowspan="0" ends there.
            rows += [
                tuple(self._cell(cell, len(seen) - at) for cell in self._cells(row)) for at, row in enumerate(seen)
            ]
        yield Table(tuple(rows))

    def _cell(self, element: Any, left: int) -> TableCell:
        rows = left if element.get("rowspan", "").strip() == "0" else min(_span(element, "rowspan"), left)
        cell = TableCell(tuple(self.blocks(element)), rows, _span(element, "colspan"))
        return cell if cell.text else replace(cell, hidden=hidden_figure(element.itertext()))

    def _cells(self, row: Any) -> Iterator[Any]:
        return (cell for cell in row.iterchildren("td", "th") if not self._is_hidden(cell))

    def _is_hidden(self, element: Any) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN or element.get("hidden") is not None:
            return True
        return self._styles.hides(element)


def _as_shown(parts: list[Any]) -> list[Any]:
    """The first head above and the first foot below the other rows, wherever they are written (CSS 2.2, 17.2)."""
    head = next((one for one in parts if one.tag == "thead"), None)
    foot = next((one for one in parts if one.tag == "tfoot"), None)
    return sorted(parts, key=lambda one: (one is foot) - (one is head))


def _span(element: Any, name: str) -> int:
    return span(element.get(name, "").strip(), 1)


def _note(element: Any) -> list[str]:
    return ["(", BLANKS.sub(" ", "".join(element.itertext())), ")"]


def _paragraphs(line: list[str]) -> Iterator[Paragraph]:
    """The lines gathered, each a paragraph; nothing is left."""
    texts = set_apart("".join(line)).split("\n")
    line.clear()
    yield from (Paragraph(text.strip()) for text in texts if text.strip())
