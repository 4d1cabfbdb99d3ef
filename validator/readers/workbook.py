"""What every reader gives: a workbook as sparse cells, knowing nothing of the form.

One interface, several sources: a file through our own parser or openpyxl, the live book of the add-in.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.bilingual import Bilingual
from validator.model.cells import Cell
from validator.model.filing import WORKBOOK
from validator.readers.looks import Looks
from validator.startup.records import dataclass, field


class UnreadableWorkbook(Exception):  # noqa: N818  it is a verdict on a file, part of the outside contract
    """The file cannot be read as a workbook. The message names the file, the cause and what to do.

    Example:
        >>> from validator import UnreadableWorkbook, read
        >>> try:
        ...     read("none.xlsx")
        ... except UnreadableWorkbook as error:
        ...     print(error)
        none.xlsx：找不到这个文件。请检查路径和文件名。
    """

    source: str = WORKBOOK
    """What the file is by its content, as in `Filing.source`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: cells by address (``"D5"``), only those that hold something.

    `other_rows_hidden`: rows that the file does not mention are hidden too. `arrays`: the ranges of array formulas,
    whose text stands in their first cell only. `comments`: the text of each comment by the address of its cell.
    """

    name: str
    cells: Mapping[str, Cell]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    protected: bool | None = False
    """None where the source does not tell, as the live book in Excel."""
    very_hidden: bool = False
    other_rows_hidden: bool = False
    arrays: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    looks: Looks | None = field(default=None, compare=False)
    """How its cells look; None where the source does not tell, as the live book."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook: sheets in order, defined names (``表三.本年新收.自然人`` -> ``'三、依申请公开'!$D$8``), properties.

    A name that belongs to one sheet is called ``sheet!name``, also the built-in ones (``封面!_xlnm.Print_Area``).
    `repeated_names`: names the file defines again; the first definition stands in `names`.
    `properties`: ``title``, ``creator``, ``modified`` ..., ``Application``, and custom ones under their own names.
    """

    path: str
    sheets: Mapping[str, Sheet]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """Facts about the container a check may report: ``macros``, ``external links``, ``1904 dates``, ``strict``,
    ``chart sheets``, ``dialog sheets``, ``embedded objects``, ``data connections``, ``unreadable part: NAME``."""
    repeated_names: tuple[str, ...] = ()
    repairs: tuple[Bilingual, ...] = ()
    """What was mended while reading, in words: a sheet without content read as a blank one, a lost part of styles."""
    structure_locked: bool = False
    is_open: bool = False
    """The workbook is open in a spreadsheet program: results of formulas are that program's own of this moment."""
