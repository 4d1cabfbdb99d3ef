"""What xlwings has no words for: what every program has to offer. ``.api`` is used in this room only.

Nothing of Excel could be tried without Excel; docs/addin.md says how to check it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import xlwings

Restore = Callable[[], None]

ALLOWED = (
    "formatting_cells",
    "formatting_columns",
    "formatting_rows",
    "inserting_columns",
    "inserting_rows",
    "inserting_hyperlinks",
    "deleting_columns",
    "deleting_rows",
    "sorting",
    "filtering",
)
"""What a protected sheet may still allow, as AppleScript calls it; on Windows ``AllowFormattingCells`` and so on."""


class Host(Protocol):
    """What differs between the programs. `errors` are those that a refused call raises."""

    errors: tuple[type[Exception], ...]
    whole_book: bool
    """Whether a conditional format can be made only while no sheet at all is protected."""

    def stated_path(self, book: xlwings.Book) -> str:
        """Path of the book as the program has it: an address of the web where it was opened from there."""

    def properties(self, book: xlwings.Book) -> dict[str, str]:
        """The custom document properties that can be read."""

    def bare_number(self, cell: xlwings.Range) -> float | str | None:
        """The value of one cell without its date format."""

    def has_unsaved(self, book: xlwings.Book) -> bool:
        """Whether the program would ask to save the book before it closes it."""

    def set_unsaved(self, book: xlwings.Book, *, unsaved: bool) -> None:
        """Say whether there is something to save."""

    def autosaves(self, book: xlwings.Book) -> bool:
        """Whether whatever is changed in the book is saved at once, for others to see."""

    def is_protected(self, sheet: xlwings.Sheet) -> bool:
        """Whether the contents of the sheet are protected."""

    def lift(self, sheet: xlwings.Sheet) -> Restore | None:
        """Lift a protection without password; what puts it back as it was. None when there is a password."""

    def show_filter(self, cells: xlwings.Range) -> None:
        """Put filter buttons on the first row of the cells."""

    def marks_first(self, sheet: xlwings.Sheet) -> AbstractContextManager[None]:
        """Within the block new conditional formats of the sheet go before all others, also in its file."""

    def forget_looks(self, book: xlwings.Book) -> None:
        """Take away what marks needed in the book and nothing uses any more."""

    def freeze(self, sheet: xlwings.Sheet, rows: int) -> None:
        """Keep the first rows of the sheet, which is in front, in sight."""

    def print_wide(self, sheet: xlwings.Sheet, heading: int) -> None:
        """Print the sheet in landscape, one page wide, with the row of headings on every page."""


SHOWN = frozenset({True, -1})
"""`xlwings.Sheet.visible` of a sheet that can be seen: on Windows Excel's own number, 2 where it is very hidden."""


def is_shown(sheet: xlwings.Sheet) -> bool:
    """Whether the sheet can be seen and be in front."""
    return sheet.visible in SHOWN
