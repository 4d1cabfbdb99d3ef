"""A web page as blocks, as a reader sees it: scripts and what is hidden are no part of it. Nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell
from validator.documents.colours import NOTHING_SAID, Ink, Inks
from validator.documents.encodings import BACKWARDS, UNSEEN_SIGNS, decoded
from validator.documents.grids import hidden_figure
from validator.documents.pages.boxes import cells_in
from validator.documents.pages.styles import Look, Styles, styles_of
from validator.documents.raised import BEGUN, ENDED, set_apart
from validator.documents.texts.lined import line_blocks
from validator.readers.limits import Budget, Refused
from validator.startup.expressions import expression
from validator.startup.records import replace

BLANK_SIGNS = " \t\r\n\f\xa0"
BLANKS = expression(f"[{BLANK_SIGNS}]+")
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
        "datalist",
        "noframes",
    }
)
"""What nobody sees, what was struck out, and what a website puts around the report."""
BOXES = frozenset(
    {"img", "input", "select", "textarea", "svg", "object", "iframe", "canvas", "video", "embed", "meter", "progress"}
)
"""What shows something that is no text: a cell with it is not blank."""
SPACING = frozenset({"0", "1", "2", "0px", "1px", "2px"})
"""Sides of a picture that only keeps others apart."""
TYPED = frozenset({"text", "number", "tel", ""})
"""Fields of a form that show what was put in."""
SHOWN_BOX = "〔图〕"
SHOWN_BY_SCRIPT = "〔脚本〕"
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
ELEMENTS = (
    UNSEEN
    | BOXES
    | RAISED
    | INLINE
    | HEADINGS
    | {
        *(
            "address",
            "article",
            "base",
            "blockquote",
            "body",
            "br",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *(
            "figure",
            "form",
            "header",
            "hr",
            "html",
            "legend",
            "li",
            "link",
            "main",
            "meta",
            "ol",
            "p",
            "pre",
            "section",
            "ul",
        ),
        *("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"),
    }
)
"""With what a page or a part of one may begin."""
MOST_BYTES, LONG_TAG = 2 << 20, expression(rb"<[^<>]{65536}")
"""A page of a report has some hundred kB; lxml takes time with the square of the attributes of a tag."""
DECLARATION = expression(r"\A\s*<\?xml[^>]*\?>")
"""lxml refuses a text that states an encoding as well."""


def page_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a page. Raises Refused, ImportError without lxml."""
    from lxml import etree

    if len(data) > MOST_BYTES or LONG_TAG.search(data):
        raise Refused("网页太大，不是一份年度报告。请检查文件来源。")
    text = DECLARATION.sub("", decoded(data))
    budget.spend("inflated_bytes", len(data))
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise Refused("读不出网页的内容。请重新取得原文件后再校验。")
    if any(error.type_name == "ERR_INTERNAL_ERROR" or "depth" in error.message for error in parser.error_log):
        raise Refused("网页嵌套太深，不是一份年度报告。请检查文件来源。")
    try:
        return _Flow(budget, styles_of(root, budget.tick)).blocks(root)
    except RecursionError:
        raise Refused("网页嵌套太深，不是一份年度报告。请检查文件来源。") from None


PLAIN = Look()


class _Flow:
    """Goes through the elements of a page once."""

    def __init__(self, budget: Budget, styles: Styles) -> None:
        self._budget, self._styles, self._seen, self._say = budget, styles, 0, _say
        self._inks = Inks(Ink())
        self._plain: dict[tuple[str, int, int], TableCell] = {}

    def blocks(self, element: Any, look: Look = PLAIN) -> list[Block]:
        """What stands in an element, in order."""
        found: list[Block] = []
        line: list[str] = []
        self._content(element, look, line, found)
        _end(line, found)
        return found

    def _content(self, element: Any, look: Look, line: list[str], found: list[Block]) -> None:
        """`line` gathers the text that no block has ended yet."""
        self._seen += 1
        if not self._seen % 50:
            self._budget.tick()
        is_seen = self._inks.now.is_seen
        if is_seen:
            self._say(look.before, line)
            self._say(element.text, line)
        for child in element:
            if seen := self._look(child):
                before = self._inks.enter(seen.ink)
                self._child(child, seen, line, found)
                self._inks.leave(before)
            if is_seen:
                self._say(child.tail, line)
        if is_seen:
            self._say(look.after, line)

    def _look(self, element: Any) -> Look | None:
        """How an element looks, None for what nobody sees."""
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            return None
        look = self._styles.look(element)
        return None if look.is_unseen else look

    def _child(self, child: Any, look: Look, line: list[str], found: list[Block]) -> None:
        tag = child.tag
        if tag in RAISED or (look.is_raised and tag in INLINE):
            line += _note(child) if self._inks.now.is_seen else []
        elif tag in INLINE:
            self._inline(child, look, line, found)
        elif tag == "br":
            line.append("\n")
        elif tag in BOXES:
            line.append(_shown(child))
        else:
            _end(line, found)
            if tag == "table":
                self._table(child, found)
            elif tag in HEADINGS:
                found.append(
                    Paragraph("".join(one.text for one in self.blocks(child, look) if isinstance(one, Paragraph)))
                )
            elif tag in PREFORMATTED:
                self._preformatted(child, look, found)
            elif cells := cells_in(child, self._styles, lambda one: self._look(one) is None):
                found.append(Table((tuple(self._cell(cell, self._styles.look(cell), 1) for cell in cells),)))
            else:
                self._content(child, look, line, found)
                _end(line, found)

    def _preformatted(self, element: Any, look: Look, found: list[Block]) -> None:
        line: list[str] = []
        self._say = _say_as_written
        self._content(element, look, line, found)
        self._say = _say
        found += line_blocks(set_apart("".join(line)), self._budget)

    def _inline(self, element: Any, look: Look, line: list[str], found: list[Block]) -> None:
        if look.is_backwards or (element.tag == "bdo" and element.get("dir", "").lower() == "rtl"):
            line.append(BACKWARDS)
        if not (look.is_apart or element.tag == "a"):
            self._content(element, look, line, found)
            return
        line.append(BEGUN)
        self._content(element, look, line, found)
        line.append(ENDED)

    def _table(self, element: Any, found: list[Block]) -> None:
        for caption in element.iterchildren("caption"):
            found += self.blocks(caption)
        parts = [one for one in element if one.tag in {"thead", "tbody", "tfoot", "tr"} and self._look(one)]
        rows: list[tuple[TableCell, ...]] = []
        for _, run in groupby(_as_shown(parts), lambda one: "tr" if one.tag == "tr" else id(one)):
            some = [(part, row) for part in run for row in ([part] if part.tag == "tr" else part.iterchildren("tr"))]
            seen = [(part, row, look) for part, row in some if (look := self._look(row))]
            # HTML, 4.9.12: a cell does not go on past the end of its row group, and rowspan="0" ends there.
            for at, (part, row, look) in enumerate(seen):
                before = self._inks.enter(self._styles.look(part).ink)
                self._inks.enter(look.ink)
                rows.append(tuple(self._cells(row, len(seen) - at)))
                self._inks.leave(before)
        found.append(Table(tuple(rows)))

    def _cells(self, row: Any, left: int) -> Iterator[TableCell]:
        """The cells of a row with so many left of its group, itself among them."""
        is_seen = self._inks.now.is_seen
        for one in row.iterchildren("td", "th"):
            look = self._styles.look(one)
            if look.is_gone:
                continue
            rows = min(look.rows or left, left)
            is_plain = (
                is_seen and look.ink is NOTHING_SAID and not (look.is_unseen or look.before or look.after or len(one))
            )
            if not is_plain or (text := one.text) is None or not text.isalnum():
                yield self._cell(one, look, rows)
            else:  # most cells: a word or a number alone, and most of the numbers are 0
                said = text, rows, look.columns
                cell = self._plain.get(said)
                if cell is None:
                    cell = self._plain[said] = TableCell((Paragraph(text),), rows, look.columns)
                yield cell

    def _cell(self, element: Any, look: Look, rows: int) -> TableCell:
        before = self._inks.enter(look.ink)
        cell = TableCell(() if look.is_unseen else tuple(self.blocks(element, look)), rows, look.columns)
        self._inks.leave(before)
        if cell.text:
            return cell
        made = element.find(".//script") is not None  # a browser may show what it writes
        return replace(cell, hidden=SHOWN_BY_SCRIPT if made else hidden_figure(element.itertext()))


def _as_shown(parts: list[Any]) -> list[Any]:
    """The first head above and the first foot below the other rows, wherever they are written (CSS 2.2, 17.2)."""
    head = next((one for one in parts if one.tag == "thead"), None)
    foot = next((one for one in parts if one.tag == "tfoot"), None)
    return sorted(parts, key=lambda one: (one is foot) - (one is head))


def _shown(box: Any) -> str:
    """What a box shows: a field to type in its words, if any; a sign for all others."""
    if box.tag != "input":
        return "" if {box.get("width"), box.get("height")} & SPACING else SHOWN_BOX
    kind = box.get("type", "text").lower()
    return str(box.get("value", "")) if kind in TYPED else "" if kind == "hidden" else SHOWN_BOX


def _note(element: Any) -> list[str]:
    return ["(", BLANKS.sub(" ", "".join(element.itertext())), ")"]


def _say(text: str | None, line: list[str]) -> None:
    """Add a text to a line, which no blank begins."""
    if not text:
        return
    if text.isalnum():
        line.append(text)
    elif text.strip(BLANK_SIGNS):
        line.append(UNSEEN_SIGNS.sub("", BLANKS.sub(" ", text)))
    elif line:
        line.append(" ")


def _say_as_written(text: str | None, line: list[str]) -> None:
    if text:
        line.append(UNSEEN_SIGNS.sub("", text))


def _end(line: list[str], found: list[Block]) -> None:
    """Add the lines gathered, each a paragraph; nothing is left."""
    if len(line) == 1:
        found += [Paragraph(text)] if (text := line[0].strip()) else ()
        line.clear()
    elif line:
        texts = (text.strip() for text in set_apart("".join(line)).split("\n"))
        found += [Paragraph(text) for text in texts if text]
        line.clear()
