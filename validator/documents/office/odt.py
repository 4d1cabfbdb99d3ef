"""An OpenDocument text (.odt) as blocks, as it reads with all changes accepted; what is hidden is no part of it.

OASIS OpenDocument 1.3, part 3: 5 (text, 5.5 tracked changes), 6.3 (notes), 7 (fields), 9 (tables: 9.1.4 repeated
cells, 9.1.5 covered ones), 16 (styles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
from validator.documents.colours import NOTHING_SAID, Ink, Inks, SaidOfInk, hex_colour
from validator.documents.encodings import UNSEEN_SIGNS
from validator.documents.grids import hidden_figure
from validator.readers.limits import Budget, Refused
from validator.readers.xlsx.package import Package
from validator.startup.expressions import expression
from validator.startup.records import dataclass, replace

TEXT, TABLE, STYLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "table", "style"))
CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
LOCKED_PACKAGE = "encrypted-package"
"""What holds all other parts where LibreOffice put a password on the whole (OpenDocument 1.4, part 2, 3.4)."""
PROTECTED = "文档设有打开密码。请用 LibreOffice 或 WPS 打开，去掉打开密码后另存，再校验。"
BROKEN = "OpenDocument 文档的内容已损坏。请用 LibreOffice 或 WPS 打开，另存后再校验。"
UNTRUE = "OpenDocument 文档含有文档类型声明（DTD），可能是恶意文件。请检查文件来源。"
GONE = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls", "title", "desc"}
    | {"user-field-decls", "hidden-text", "note-body", "ruby-text", "event-listeners", "named-expressions"}
    | {"soft-page-break", "table-column", "table-columns", "table-header-columns", "covered-table-cell", "scripts"}
)
"""Elements whose text nobody reads: deleted, remarks, declarations, a second reading."""
ROWS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
SHAPES = frozenset({"frame", "custom-shape", "rect", "g", "line", "polygon", "path", "ellipse", "circle", "a"})
SHOWN_BOX = "〔图〕"
BLANKS = expression(r"[ \t\r\n]+")
PROPERTIES = {"display": "display", "text-line-through-style": "struck", "text-line-through-type": "struck",
              "color": "color", "text-position": "position", "background-color": "ground",
              "font-size": "size", "text-scale": "scale"}  # fmt: skip
LOOKS = frozenset(
    {"text-properties", "paragraph-properties", "table-cell-properties", "table-row-properties", "table-properties"}
)
TOO_SMALL = expression(r"(?:[01](?:\.0*)?|0?\.\d+)(?:pt|px)|0?\.[0-3]\d*mm|0?\.0[0-3]\d*(?:cm|in)|[0-2]%")
"""Letters that nobody sees, by their size or their width."""


def odt_blocks(package: Package, budget: Budget) -> list[Block]:
    """The blocks of a document. Raises Refused, ImportError without lxml."""
    if LOCKED_PACKAGE in package or (MANIFEST in package and b"encryption-data" in package.read(MANIFEST)):
        raise Refused(PROTECTED)
    content = _root(package, CONTENT)
    looks = _Looks(content, lambda: _root(package, STYLES) if STYLES in package else None)
    body = content.find("{*}body/{*}text")
    return [] if body is None else _Flow(looks, budget).blocks(body)


def _root(package: Package, part: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(package.read(part), parser)
    except etree.LxmlError:
        raise Refused(BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(UNTRUE)
    return root


def _name(element: Any) -> str:
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of text, and the style that it goes on from."""

    parent: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Look:
    """How text of a style is seen."""

    is_hidden: bool = False
    """Hidden or struck through: nobody takes it for what the cell says."""
    ink: SaidOfInk = NOTHING_SAID
    is_raised: bool = False
    """Above or below the line: a note to what stands before it."""


class _Looks:
    """How each style of a document has its text seen."""

    def __init__(self, content: Any, shared: Callable[[], Any] | None) -> None:
        self._elements, self._shared = _styles(content), shared
        self._read: dict[str, _Style | None] = {}
        self._told: dict[str | None, _Look] = {None: _Look(), "": _Look()}

    def of(self, name: str | None) -> _Look:
        """How text of that style is seen."""
        look = self._told.get(name)
        if look is None:
            look = self._told[name] = self._look(name or "")
        return look

    def _look(self, name: str) -> _Look:
        ink = SaidOfInk(
            hex_colour(self._found(name, "color")),
            hex_colour(self._found(name, "ground")),
            is_sized=self._is_sized(name),
        )
        return _Look(
            self._found(name, "display") == "none" or self._found(name, "struck") not in {"", "none"},
            NOTHING_SAID if ink == NOTHING_SAID else ink,
            self._found(name, "position").partition(" ")[0] not in {"", "0%"},
        )

    def _is_sized(self, name: str) -> bool | None:
        size, scale = self._found(name, "size"), self._found(name, "scale")
        if any(map(TOO_SMALL.fullmatch, (size, scale))):
            return False
        return None if not size or size.endswith("%") else True

    def _found(self, name: str, key: str) -> str:
        seen = set[str]()
        while name and name not in seen:
            seen.add(name)
            style = self._style(name)
            if style is None or key in style.says:
                return style.says[key] if style else ""
            name = style.parent
        return ""

    def _style(self, name: str) -> _Style | None:
        if name not in self._read:
            if name not in self._elements and self._shared:
                self._elements, self._shared = {**_styles(self._shared()), **self._elements}, None
            element = self._elements.get(name)
            self._read[name] = None if element is None else _style(element)
        return self._read[name]


def _styles(root: Any) -> dict[str, Any]:
    return {} if root is None else {one.get(STYLE + "name", ""): one for one in root.iter(STYLE + "style")}


def _style(element: Any) -> _Style:
    says: dict[str, str] = {}
    for one in element:
        if _name(one) in LOOKS:
            told = ((PROPERTIES.get(key.rpartition("}")[2]), value.lower()) for key, value in one.items())
            for key, value in told:
                if key and (key != "struck" or says.get(key, "none") == "none"):  # by its kind or by its line
                    says[key] = value
    return _Style(element.get(STYLE + "parent-style-name", ""), says)


class _Flow:
    """Goes through a document once."""

    def __init__(self, looks: _Looks, budget: Budget) -> None:
        self._looks, self._budget = looks, budget
        self._inks = Inks(Ink(colour=None))

    def blocks(self, element: Any) -> list[Block]:
        """Paragraphs and tables below an element, through lists, sections and indexes."""
        found: list[Block] = []
        self._content(element, found)
        return found

    def _content(self, element: Any, found: list[Block]) -> None:
        for child in element:
            name = _name(child)
            if name in {"p", "h"}:
                self._paragraph(child, found)
            elif name == "table":
                before = self._enter(child)
                found.append(Table(tuple(self._rows(child))))
                self._inks.leave(before)
            elif name in SHAPES:
                found += self._shape(child)
            elif name and name not in GONE and not _is_unseen(child):
                self._content(child, found)

    def _paragraph(self, element: Any, found: list[Block]) -> None:
        """A paragraph, after it what is anchored in it."""
        self._budget.tick()
        boxes: list[Any] = []
        look = self._looks.of(element.get(TEXT + "style-name"))
        if not look.is_hidden and not (len(element) and any(map(_hides_all, element.iter("{*}hidden-paragraph")))):
            said: list[str] = []
            before = self._inks.enter(look.ink)
            self._text(element, said, boxes)
            self._inks.leave(before)
            lines = (line.strip(" \t") for line in "".join(said).split("\n"))
            found += [Paragraph(line) for line in lines if line]
        for box in boxes:
            self._content(box, found)

    def _text(self, element: Any, said: list[str], boxes: list[Any]) -> None:
        """Add what an element says, and what is anchored in it."""
        is_seen = self._inks.now.is_seen
        if is_seen and (text := element.text):
            said.append(_words(text))
        for child in element:
            self._child(child, said, boxes)
            if is_seen and (text := child.tail):
                said.append(_words(text))

    def _child(self, child: Any, said: list[str], boxes: list[Any]) -> None:
        name = _name(child)
        if name == "span":
            self._span(child, said, boxes)
        elif name == "s":
            said.append(" " * span(child.get(TEXT + "c", "1"), 1))
        elif name in {"tab", "line-break"}:
            said.append("\t" if name == "tab" else "\n")
        elif name in SHAPES and name != "a":
            boxes.append(child)
            said.append("" if any(_name(one) in {"p", "h", "table"} for one in child.iter()) else SHOWN_BOX)
        elif name == "note-citation":
            self._note(child, said, boxes)
        elif name and name not in GONE:
            self._text(child, said, boxes)

    def _note(self, element: Any, said: list[str], boxes: list[Any]) -> None:
        said.append("(")
        self._text(element, said, boxes)
        said.append(")")

    def _span(self, element: Any, said: list[str], boxes: list[Any]) -> None:
        look = self._looks.of(element.get(TEXT + "style-name"))
        if not look.is_hidden:
            before = self._inks.enter(look.ink)
            (self._note if look.is_raised and self._inks.now.is_seen else self._text)(element, said, boxes)
            self._inks.leave(before)

    def _enter(self, element: Any) -> Ink:
        """Go into an element, with the ink that its style has; what is given is the ink outside of it."""
        return self._inks.enter(self._looks.of(element.get(TABLE + "style-name")).ink)

    def _shape(self, element: Any) -> list[Block]:
        return self.blocks(element) or [Paragraph(SHOWN_BOX)]

    def _rows(self, table: Any) -> Iterator[tuple[TableCell, ...]]:
        for one in table:
            name = _name(one)
            if name in ROWS:
                yield from self._rows(one)
            elif name == "table-row" and one.get(TABLE + "visibility", "visible") == "visible":
                before = self._enter(one)
                row = tuple(self._cells(one))
                self._inks.leave(before)
                count = _count(one, "number-rows-repeated")
                self._budget.spend("cells", count * max(len(row), 1))
                yield from (row for _ in range(count))

    def _cells(self, row: Any) -> Iterator[TableCell]:
        for one in row:
            if _name(one) == "table-cell":
                rows, columns = _count(one, "number-rows-spanned"), _count(one, "number-columns-spanned")
                before = self._enter(one)
                cell = TableCell(tuple(self.blocks(one)), rows, columns)
                self._inks.leave(before)
                cell = cell if cell.text else replace(cell, hidden=hidden_figure(_all_words(one)))
                if (count := _count(one, "number-columns-repeated")) == 1:
                    yield cell
                else:
                    self._budget.spend("cells", count)
                    yield from (cell for _ in range(count))


def _all_words(element: Any) -> Iterator[str]:
    """What stands in an element, seen or not, without remarks and what was deleted."""
    yield element.text or ""
    for child in element:
        if _name(child) not in GONE:
            yield from _all_words(child)
        yield child.tail or ""


def _words(text: str) -> str:
    return text if text.isalnum() else UNSEEN_SIGNS.sub("", BLANKS.sub(" ", text))


def _count(element: Any, name: str) -> int:
    stated = element.get(TABLE + name)
    return max(span(stated, 1), 1) if stated else 1


def _is_unseen(element: Any) -> bool:
    """A section that is not displayed."""
    said = element.get(TEXT + "display", ""), element.get(TEXT + "is-hidden", "")
    return bool(said[0] == "none" or said[1] == "true")


def _hides_all(element: Any) -> bool:
    return bool(element.get(TEXT + "is-hidden", "") != "false")
