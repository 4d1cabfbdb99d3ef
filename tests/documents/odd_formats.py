"""Pages without a table element: rows as lines, as preformatted text, as boxes."""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random

from tests.documents.made import C, Doc, T


def _page(doc: Doc, table: Callable[[T], str], style: str = "") -> bytes:
    body = "\n".join(f"<p>{html.escape(one)}</p>" if isinstance(one, str) else table(one) for one in doc.blocks)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><style>{style}</style></head><body>{body}</body></html>".encode()


def as_pre(doc: Doc, luck: Random) -> bytes:
    """Preformatted lines, tabs or runs of blanks between the cells."""
    tabs = luck.random() < 0.5

    def table(one: T) -> str:
        rows = ("\t".join(cell.text for cell in row) if tabs else _padded(row) for row in one.rows)
        return f"<pre>\n{html.escape(chr(10).join(rows))}\n</pre>"

    return _page(doc, table)


def _padded(row: list[C]) -> str:
    return "  ".join(cell.text.ljust(6) for cell in row if cell.text).rstrip()


def as_broken(doc: Doc, luck: Random) -> bytes:
    """Lines that `<br>` ends, blanks between the cells; nobody sees a blank one."""
    gap = luck.choice(["&nbsp;", "&nbsp;&nbsp;&nbsp;", " ", "　", "&emsp;"])
    box = luck.choice(["p", "div"])

    def table(one: T) -> str:
        rows = (gap.join(html.escape(cell.text) for cell in row if cell.text) for row in one.rows)
        return f"<{box}>{'<br>'.join(rows)}</{box}>"

    return _page(doc, table)


BOXES = {
    "display: table": ("div", "div", ".t{display:table}.r{display:table-row}.c{display:table-cell}"),
    "flex": ("div", "div", ".r{display:flex}.c{flex:1}"),
    "spans": ("div", "span", ".r{display:table-row}.c{display:table-cell}"),
    "inline blocks": ("div", "span", ".c{display:inline-block;width:10%}"),
    "list": ("ul", "li", ".r{overflow:hidden}.c{float:left;width:10%}"),
    "nothing said": ("div", "div", ""),
}
"""Element of a row, of a cell, and the rules that make them so."""


def as_boxes(doc: Doc, luck: Random) -> bytes:
    """A box a row and a box a cell."""
    row, cell, style = BOXES[luck.choice(sorted(BOXES))]
    inline = style and "display" in style and luck.random() < 0.3
    gap = luck.choice(["", "\n"])

    def box(tag: str, name: str, inner: str) -> str:
        said = next((rule.partition("{")[2] for rule in style.split("}") if rule.startswith(f".{name}{{")), "")
        return f"<{tag} {f'style={chr(34)}{said}{chr(34)}' if inline else f'class={name}'}>{inner}</{tag}>"

    def table(one: T) -> str:
        rows = (box(row, "r", gap.join(box(cell, "c", html.escape(each.text)) for each in cells)) for cells in one.rows)
        return box("div", "t", gap.join(rows))

    return _page(doc, table, "" if inline else style)
