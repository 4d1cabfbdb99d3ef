"""An OpenDocument text (.odt) as blocks, as it reads with all changes accepted; what is hidden is no part of it.

OASIS OpenDocument 1.3, part 3: 5 (text, 5.5 tracked changes), 6.3 (notes), 7 (fields), 9 (tables: 9.1.4 repeated
cells, 9.1.5 covered ones), 16 (styles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from validator.documents.blocks import Block, Paragraph, Table, TableCell, span
from validator.documents.encodings import UNSEEN_SIGNS
from validator.readers.limits import Budget, Refused
from validator.readers.xlsx.package import Package
from validator.startup.expressions import expression
from validator.startup.records import dataclass

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
              "color": "color", "text-position": "position", "background-color": "ground"}  # fmt: skip
LOOKS = frozenset({"text-properties", "paragraph-properties", "table-cell-properties", "table-row-properties"})
WHITE = "#ffffff"


def odt_blocks(package: Package, budget: Budget) -> list[Block]:
    """The blocks of a document. Raises Refused, ImportError without lxml."""
    if LOCKED_PACKAGE in package or (MANIFEST in package and b"encryption-data" in package.read(MANIFEST)):
        raise Refused(PROTECTED)
    content = _root(package, CONTENT)
    looks = _Looks(content, lambda: _root(package, STYLES) if STYLES in package else None)
    body = content.find("{*}body/{*}text")
    return [] if body is None else list(_Flow(looks, budget).blocks(body))


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
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of text, and the style that it goes on from."""

    parent: str
    says: Mapping[str, str]


class _Looks:
    """Which styles hide their text, which raise it, and which lay a colour below it."""

    def __init__(self, content: Any, shared: Callable[[], Any]) -> None:
        self._styles, self._shared = _styles(content), shared
        self._told: dict[tuple[str, str], str] = {}

    def hides(self, name: str) -> bool:
        """Hidden or struck through: nobody takes it for what the cell says."""
        return bool(name) and (self._of(name, "display") == "none" or self._of(name, "struck") not in {"", "none"})

    def whitens(self, name: str) -> bool:
        """White, as what is not to be seen on paper."""
        return bool(name) and self._of(name, "color") == WHITE

    def shades(self, name: str) -> bool:
        """On a ground of its own, on which white words are seen."""
        return bool(name) and self._of(name, "ground") not in {"", "transparent", WHITE}

    def raises(self, name: str) -> bool:
        """Above or below the line: a note to what stands before it."""
        return bool(name) and self._of(name, "position").partition(" ")[0] not in {"", "0%"}

    def _of(self, name: str, key: str) -> str:
        if (name, key) not in self._told:
            self._told[name, key] = self._found(name, key)
        return self._told[name, key]

    def _found(self, name: str, key: str) -> str:
        seen = set[str]()
        while name and name not in seen:
            seen.add(name)
            if name not in self._styles:
                self._styles = {**_styles(self._shared()), **self._styles}
            style = self._styles.get(name)
            if style is None or key in style.says:
                return style.says[key] if style else ""
            name = style.parent
        return ""


def _styles(root: Any) -> dict[str, _Style]:
    return {} if root is None else {one.get(STYLE + "name", ""): _style(one) for one in root.iter("{*}style")}


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
        self._is_shaded = False

    def blocks(self, element: Any) -> Iterator[Block]:
        """Paragraphs and tables below an element, through lists, sections and indexes."""
        for child in element:
            name = _name(child)
            if name in {"p", "h"}:
                yield from self._paragraph(child)
            elif name == "table":
                yield Table(tuple(self._rows(child)))
            elif name in SHAPES:
                yield from self._shape(child)
            elif name and name not in GONE and not _is_unseen(child):
                yield from self.blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        """A paragraph, after it what is anchored in it."""
        self._budget.tick()
        boxes: list[Any] = []
        if not self._is_unread(element) and not any(map(_hides_all, element.iter("{*}hidden-paragraph"))):
            for line in "".join(self._text(element, boxes)).split("\n"):
                if text := line.strip(" \t"):
                    yield Paragraph(text)
        for box in boxes:
            yield from self.blocks(box)

    def _text(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        yield _words(element.text)
        for child in element:
            yield from self._child(child, boxes)
            yield _words(child.tail)

    def _child(self, child: Any, boxes: list[Any]) -> Iterator[str]:
        name, inner = _name(child), partial(self._text, child, boxes)
        if name == "s":
            yield " " * span(child.get(TEXT + "c", "1"), 1)
        elif name in {"tab", "line-break"}:
            yield "\t" if name == "tab" else "\n"
        elif name in SHAPES and name != "a":
            boxes.append(child)
            yield "" if any(_name(one) in {"p", "h", "table"} for one in child.iter()) else SHOWN_BOX
        elif name == "note-citation" or (name == "span" and self._looks.raises(child.get(TEXT + "style-name", ""))):
            yield f"({''.join(inner())})"
        elif name and name not in GONE and not (name == "span" and self._is_unread(child)):
            yield from inner()

    def _is_unread(self, element: Any) -> bool:
        style = element.get(TEXT + "style-name", "")
        return self._looks.hides(style) or (self._looks.whitens(style) and not self._is_shaded)

    def _shape(self, element: Any) -> Iterator[Block]:
        found = list(self.blocks(element))
        yield from found or [Paragraph(SHOWN_BOX)]

    def _rows(self, table: Any) -> Iterator[tuple[TableCell, ...]]:
        for one in table:
            name = _name(one)
            if name in ROWS:
                yield from self._rows(one)
            elif name == "table-row" and one.get(TABLE + "visibility", "visible") == "visible":
                row = tuple(self._cells(one))
                count = _count(one, "number-rows-repeated")
                self._budget.spend("cells", count * max(len(row), 1))
                yield from (row for _ in range(count))

    def _cells(self, row: Any) -> Iterator[TableCell]:
        for one in row:
            if _name(one) == "table-cell":
                rows, columns = _count(one, "number-rows-spanned"), _count(one, "number-columns-spanned")
                count = _count(one, "number-columns-repeated")
                self._budget.spend("cells", count)
                cell = TableCell(tuple(self._shaded(one)), rows, columns)
                yield from (cell for _ in range(count))

    def _shaded(self, cell: Any) -> Iterator[Block]:
        """What a cell holds; on a ground of its own white words are seen."""
        before = self._is_shaded
        self._is_shaded = before or self._looks.shades(cell.get(TABLE + "style-name", ""))
        yield from self.blocks(cell)
        self._is_shaded = before


def _words(text: str | None) -> str:
    return UNSEEN_SIGNS.sub("", BLANKS.sub(" ", text or ""))


def _count(element: Any, name: str) -> int:
    return max(span(element.get(TABLE + name, "1"), 1), 1)


def _is_unseen(element: Any) -> bool:
    """A section that is not displayed."""
    said = element.get(TEXT + "display", ""), element.get(TEXT + "is-hidden", "")
    return bool(said[0] == "none" or said[1] == "true")


def _hides_all(element: Any) -> bool:
    return bool(element.get(TEXT + "is-hidden", "") != "false")
