"""Rows of tables that a page makes of other elements: a box a cell, side by side.

Only a box that holds nothing else is a row: its label first, then as many boxes as it has figures or blanks; many
figures without a label; or heads, where these would be one word else. What has blocks within blocks is the layout of
a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from validator.documents.blocks import LONG
from validator.documents.encodings import UNSEEN_SIGNS
from validator.documents.grids import is_figure
from validator.documents.pages.styles import Styles
from validator.documents.raised import SIGNS
from validator.startup.expressions import expression

MARKS = expression(SIGNS)
"""What stands in a page that is read for its marks."""
BLOCKS = frozenset({"div", "li", "p", "dd", "dt"})
SPANS = frozenset({"span", "b", "strong", "i", "em", "label", "a", "font"})
INNER = SPANS | {"br", "sup", "sub", "u", "small", "wbr", "mark"}
"""What may be in a cell of its own."""
LONGEST_CELL, MOST_LABELS, MOST_CELLS = 60, 4, 40
MANY = 5
"""Figures that are a row without a label."""
HEADS, LONGEST_HEAD = 3, 12


def cells_in(element: Any, styles: Styles, is_hidden: Callable[[Any], bool]) -> list[Any]:
    """The elements that are the cells of a row, none where an element is no such row."""
    cells = list(element)
    if not 2 <= len(cells) <= MOST_CELLS or _says(element.text) or any(_says(one.tail) for one in cells):
        return []
    tags = {one.tag for one in cells}
    if not (len(tags) == 1 and (tags <= BLOCKS or (tags <= SPANS and _are_beside(element, cells, styles)))):
        return []
    cells = [one for one in cells if not is_hidden(one)]
    texts = ["".join(MARKS.sub("", "".join(one.itertext())).split()) for one in cells]
    is_row = _are_heads(texts) if tags <= SPANS and not any(map(is_figure, texts)) else _are_row(texts)
    cells = cells[::-1] if styles.look(element).is_backwards else cells
    return cells if is_row and all(map(_is_plain, cells)) and not _is_in_entry(element) else []


def _is_in_entry(element: Any) -> bool:
    """Whether it stands in a cell of a table that holds little more: it is what this cell says."""
    cell = next(element.iterancestors("td", "th"), None)
    return cell is not None and sum(map(len, cell.itertext())) <= LONG


def _are_row(texts: Sequence[str]) -> bool:
    first = next((at for at, text in enumerate(texts) if is_figure(text)), len(texts))
    labels, figures = texts[:first], texts[first:]
    enough = 0 < first <= MOST_LABELS or len(figures) >= MANY
    said = all(0 < len(text) <= LONGEST_CELL for text in labels)
    return enough and said and bool(figures) and all(is_figure(one) or not one for one in figures)


def _are_heads(texts: Sequence[str]) -> bool:
    return len(texts) >= HEADS and all(0 < len(text) <= LONGEST_HEAD for text in texts)


def _says(text: str | None) -> bool:
    return bool(text) and not UNSEEN_SIGNS.sub("", text or "").isspace()


def _is_plain(cell: Any) -> bool:
    return all(isinstance(one.tag, str) and one.tag in INNER for one in cell.iterdescendants())


def _are_beside(row: Any, cells: list[Any], styles: Styles) -> bool:
    """Whether words within a line are boxes of their own: else they are one word."""
    return styles.look(row).holds_boxes or all(styles.look(one).is_box for one in cells)
