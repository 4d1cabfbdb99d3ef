"""From which book the button was pressed, by the command line that the add-in's VBA writes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from addin.wording import GONE, NO_BOOK, Declined

if TYPE_CHECKING:
    import xlwings

ATTEMPTS = 20_000
"""So often is Excel asked again while it is busy, some seconds long: xlwings by itself would ask for ever."""
PLAIN = re.compile(r"[A-Za-z0-9.-]")
ENCODED = re.compile(r"(?:[A-Za-z0-9.-]|_[0-9A-F]{4})*")


def calling_book() -> xlwings.Book:
    """The book whose window the button was pressed in.

    Raises:
        Declined: There is none, or not any more.
    """
    name = book_name(sys.argv)
    app = _calling_app() if name else None
    if name is None or app is None:
        raise Declined(NO_BOOK)
    try:
        return app.books[name]
    except KeyError:
        raise Declined(GONE.format(name)) from None


def _calling_app() -> xlwings.App | None:
    import xlwings

    if sys.platform == "win32":  # of several Excels, the one whose window the command line names
        from xlwings import _xlwindows

        _xlwindows.N_COM_ATTEMPTS = ATTEMPTS
        window = next(one.removeprefix("--hwnd=") for one in sys.argv if one.startswith("--hwnd="))
        return xlwings.App(impl=_xlwindows.App(xl=int(window)))
    return xlwings.apps.active


def book_name(arguments: Sequence[str]) -> str | None:
    """The workbook's name in ``--wb=…``; None when Excel had no workbook open or did not call.

    `xlwings.Book.caller` takes what follows the first ``=`` up to the second and knows nothing of the encoding.
    """
    names = (one.removeprefix("--wb=") for one in arguments if one.startswith("--wb="))
    return decoded(next(names, "")) or None


def encoded(name: str) -> str:
    """As ``Encoded`` of ``vba/GoujiText.bas``: letters, digits, ``.`` and ``-`` stay, all else is in four digits."""
    units = name.encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return "".join(chr(one) if one < 128 and PLAIN.fullmatch(chr(one)) else f"_{one:04X}" for one in codes)


def decoded(name: str) -> str:
    """Undo ``Encoded`` of ``vba/GoujiText.bas``: ``_`` and four hex digits are one unit of UTF-16.

    A name that cannot come from there, because it holds other characters, is returned as it is.
    """
    if not ENCODED.fullmatch(name):
        return name
    parts = re.split(r"_([0-9A-F]{4})", name)
    units = (bytes.fromhex(one) if odd % 2 else one.encode("utf-16-be") for odd, one in enumerate(parts))
    return b"".join(units).decode("utf-16-be", "replace")
