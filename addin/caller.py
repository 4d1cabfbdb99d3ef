"""From which workbook Excel called, by the command line that the add-in's VBA writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

ENCODED = re.compile(r"(?:[A-Za-z0-9.-]|_[0-9A-F]{4})*")


def book_name(arguments: Sequence[str]) -> str | None:
    """The workbook's name in ``--wb=…``; None when Excel had no workbook open or did not call.

    `xlwings.Book.caller` takes what follows the first ``=`` up to the second and knows nothing of the encoding.
    """
    names = (one.removeprefix("--wb=") for one in arguments if one.startswith("--wb="))
    return decoded(next(names, "")) or None


def decoded(name: str) -> str:
    """Undo ``Encoded`` of ``vba/GoujiText.bas``: ``_`` and four hex digits are one unit of UTF-16.

    A name that cannot come from there, because it holds other characters, is returned as it is.
    """
    if not ENCODED.fullmatch(name):
        return name
    parts = re.split(r"_([0-9A-F]{4})", name)
    units = (bytes.fromhex(one) if odd % 2 else one.encode("utf-16-be") for odd, one in enumerate(parts))
    return b"".join(units).decode("utf-16-be", "replace")
