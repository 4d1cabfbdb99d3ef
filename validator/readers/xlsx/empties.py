"""A large worksheet part without its empty cells and rows, which hold a format at most: read piece by piece.

A border drawn around whole columns, or a format dragged down to the last row, leaves hundreds of thousands of cells
that hold nothing. They are taken out while the part is unpacked, so that they cost no memory; only what every reader
would leave out goes, and only where what comes after it says itself where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.startup.expressions import expression

CELL = expression(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]*")?(?: t="[A-Za-z]*")?(?: ?/>|></c>)\s*(?=<c r="|</row>)')
ROW = expression(
    rb'<row r="[0-9]{1,7}"(?: (?!hidden=)[A-Za-z][\w:]*="[^"<&]*")*(?: ?/>|>\s*</row>)\s*(?=<row r="|</sheetData>)'
)
VERBATIM = expression(rb"<!--|<!\[CDATA\[|<\?(?!xml )")
"""Where text begins that may look like cells and is none."""
LONGEST_ROW, LONGEST_OPENING = 1 << 20, 16
"""A row past that many bytes is passed on in pieces; what may be the beginning of `VERBATIM` waits for the rest."""


def without_empties(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a part with empty cells and rows taken out, as long as nothing in them has to stay verbatim."""
    rest, verbatim = b"", False
    for piece in pieces:
        rest += piece
        verbatim = verbatim or VERBATIM.search(rest) is not None
        if verbatim:
            yield rest
            rest = b""
            continue
        rest = ROW.sub(b"", CELL.sub(b"", rest))
        cut = rest.rfind(b"<row ")
        if cut <= 0 and len(rest) > LONGEST_ROW:
            cut = len(rest) - LONGEST_OPENING
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest
