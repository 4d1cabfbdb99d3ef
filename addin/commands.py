"""The buttons: ``run(action)`` carries out one on the book from which Excel, or Calc, has called.

``vba/GoujiRibbon.bas`` calls it by this module's name, `addin.extension` in the office's own process.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from addin.buttons.checking import check, clear
from addin.buttons.explaining import waive
from addin.buttons.fixing import fix
from addin.buttons.printing import help_file, report_file
from addin.buttons.starting import new
from addin.buttons.walking import next_finding, previous_finding
from addin.buttons.zeros import fill_zeros
from addin.host.caller import calling_book, decoded
from addin.host.refusals import explained
from addin.host.talking import tell
from addin.wording import FAILED, Declined
from validator.files.given import BadFile
from validator.files.writing import BadOutput
from validator.readers import UnreadableWorkbook
from validator.template import BadContent

if TYPE_CHECKING:
    import xlwings

COMMANDS: Mapping[str, Callable[..., None]] = {
    "check": check,
    "previous": previous_finding,
    "next": next_finding,
    "clear": clear,
    "waive": waive,
    "fix": fix,
    "zeros": fill_zeros,
    "report": report_file,
    "new": new,
    "help": help_file,
}
"""By the ids of the buttons in ``customUI/customUI14.xml``. Each takes the book; 新建模板 what was typed as well."""


def run(action: str, *typed: str, book: xlwings.Book | None = None) -> None:
    """Carry out the button of that id; `book` is the calling one by default.

    `typed` is what the user was asked for, as ``Encoded`` of ``vba/GoujiText.bas`` writes it.

    Raises:
        SystemExit: It went wrong; the text is for the log, its last line for the user. It holds no figures.
    """
    try:
        calling = book or calling_book()
        try:
            COMMANDS[action](calling, *map(decoded, typed))
        except (Declined, UnreadableWorkbook, BadContent, BadFile, BadOutput) as reason:
            tell(calling.app, str(reason))
    except Exception as error:  # the last line before the VBA: whatever it was, the user gets words
        raise SystemExit(_failure(error)) from None


def _failure(error: Exception) -> str:
    """Where it happened, without the values at hand, and what to tell the user."""
    if isinstance(error, Declined):
        return str(error)
    frames = "".join(f"{one.filename}:{one.lineno} {one.name}\n" for one in traceback.extract_tb(error.__traceback__))
    name = type(error).__name__
    return f"{frames}{type(error).__module__}.{name}\n{explained(error) or f'{FAILED}（{name}）'}"
