"""Which of several rows of figures below the same heads is that of the report: the one whose label says so.

A row without a label in the form (表四) may have others beside it on a page: last year's, one of each body and their
sum, a blank one. Order says nothing of which is which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.documents.tables.lines import Line
from validator.documents.tables.naming import turns
from validator.model.labels import loose

THIS = "本年"
SUMS = frozenset({"合计", "总计", "总数", "共计"})


def run_of(lines: Sequence[Line], at: int, width: int, is_own: Callable[[Line], bool]) -> list[Line]:
    """The row at a place in some lines with those that share its heads, from the top.

    Before it those without a figure but as wide as the heads, behind it all up to the next that is of another label or
    has heads of its own (`is_own`).
    """
    first, last = at, at + 1
    while first and not lines[first - 1].has_figures and not is_own(lines[first - 1]):
        if len(lines[first - 1].tail) < width:
            break
        first -= 1
    while last < len(lines) and not is_own(lines[last]):
        if not (lines[last].has_figures or len(lines[last].tail) >= width):
            break
        last += 1
    return list(lines[first:last])


def chosen(lines: Sequence[Line], year: int | None) -> Line | None:
    """The only row that can be the report's, or the only one whose label says so; None where nothing tells.

    `year` is that of the report, None where its title does not say.
    """
    rows = list(lines)
    while len(rows) > 1 and not rows[-1].has_figures and not rows[-1].texts:
        rows.pop()  # nothing seen and nothing said: a table's last line left blank
    if len(rows) == 1:
        return rows[0] if _says_this(rows[0], year or _year(rows[0])) or not _turned(rows[0]) else None
    this = [line for line in rows if _says_this(line, year)]
    if not this and not any(map(_turned, rows)):
        this = list(filter(is_sum, rows))
    return this[0] if len(this) == 1 else None


def is_sum(line: Line) -> bool:
    """Whether the label of a row says that it is the sum of others."""
    return bool(SUMS.intersection(map(loose, line.texts)))


def _turned(line: Line) -> set[str]:
    """The words in a row's label that turn what it means, without the plain 年 of a year."""
    return {word.removesuffix("年") if word[0].isdecimal() else word for text in line.texts for word in turns(text)}


def _says_this(line: Line, year: int | None) -> bool:
    words = _turned(line)
    return bool(words) and words <= {THIS, str(year)}


def _year(line: Line) -> int | None:
    return next((int(word) for word in _turned(line) if word.isdecimal()), None)
