"""A web page as blocks, as a reader sees it: scripts and what is hidden are no part of it. Nothing is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.readers.limits import Budget, Refused
from validator.startup.expressions import expression

CHARSET = expression(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
HEAD = 4_096
BLANKS = expression(r"[ \t\r\n\f\xa0]+")
UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "title", "select", "textarea", "svg", "object"})
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Of which the lines are one, however they are broken."""
HIDDEN = expression(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
MOST_SPAN = 1_000


def page_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a page. Raises Refused, ImportError without lxml."""
    from lxml import etree, html

    text = decoded(data)
    budget.spend("inflated_bytes", len(data))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError):
        raise Refused("读不出网页的内容。请重新取得原文件后再校验。") from None
    if any(error.type_name == "ERR_INTERNAL_ERROR" or "depth" in error.message for error in parser.error_log):
        raise Refused("网页嵌套太深，不是一份年度报告。请检查文件来源。")
    return list(_Flow(budget).blocks(root))


def decoded(data: bytes) -> str:
    """The text of a page: in the encoding that it states, else UTF-8, else GB18030, as Chinese pages of old are."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    said = CHARSET.search(data[:HEAD])
    named = said[1].decode().lower() if said else ""
    for name in ("gb18030" if named.startswith("gb") else named, "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


class _Flow:
    """Goes through the elements of a page once."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._seen = budget, 0

    def blocks(self, element: Any) -> Iterator[Block]:
        """What stands in an element, in order."""
        line: list[str] = []
        yield from self._content(element, line)
        yield from _paragraphs(line)

    def _content(self, element: Any, line: list[str]) -> Iterator[Block]:
        """`line` gathers the text that no block has ended yet."""
        self._seen += 1
        if not self._seen % 1_000:
            self._budget.tick()
        _say(element.text, line)
        for child in element:
            if not _is_hidden(child):
                yield from self._child(child, line)
            _say(child.tail, line)

    def _child(self, child: Any, line: list[str]) -> Iterator[Block]:
        if child.tag == "br":
            line.append("\n")
        elif child.tag in INLINE:
            yield from self._content(child, line)
        else:
            yield from _paragraphs(line)
            if child.tag == "table":
                yield from self._table(child)
            elif child.tag in HEADINGS:
                yield Paragraph("".join(one.text for one in self.blocks(child) if isinstance(one, Paragraph)))
            else:
                yield from self._content(child, line)
                yield from _paragraphs(line)

    def _table(self, element: Any) -> Iterator[Block]:
        for caption in element.iterchildren("caption"):
            yield from self.blocks(caption)
        sections = [one for one in element.iterchildren("thead", "tbody", "tfoot") if not _is_hidden(one)]
        rows = [row for part in (element, *sections) for row in part.iterchildren("tr") if not _is_hidden(row)]
        yield Table(tuple(tuple(map(self._cell, _cells(row))) for row in rows))

    def _cell(self, element: Any) -> TableCell:
        return TableCell(tuple(self.blocks(element)), _span(element, "rowspan"), _span(element, "colspan"))


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell))


def _span(element: Any, name: str) -> int:
    text = element.get(name, "").strip()
    return min(max(int(text), 1), MOST_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _is_hidden(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in UNSEEN or element.get("hidden") is not None:
        return True
    return bool(HIDDEN.search(element.get("style", "")))


def _say(text: str | None, line: list[str]) -> None:
    if text:
        line.append(BLANKS.sub(" ", text))


def _paragraphs(line: list[str]) -> Iterator[Paragraph]:
    """The lines gathered, each a paragraph; nothing is left."""
    texts = "".join(line).split("\n")
    line.clear()
    yield from (Paragraph(text.strip()) for text in texts if text.strip())
