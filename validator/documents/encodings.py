"""The bytes of a page or a text as text: in the encoding that is stated, else as Chinese ones are."""

from __future__ import annotations

import re

from validator.startup.expressions import expression

CHARSET = expression(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
HEAD = 4_096
COMMON = "政府信息公开报告"
"""Signs of which every report has some: they tell the order of the bytes in UTF-16 that does not state it."""

UNSEEN_SIGNS = expression(r"[\u00ad\u200b-\u200f\u202a-\u202d\u2060\ufeff]+")
"""Where a line may break, which way it goes: they take no place between the signs of a number."""
BACKWARDS = "\u202e"
"""What follows is seen from right to left, digits as well: it is no number as it is written."""


def decoded(data: bytes) -> str:
    """The text: in the encoding that it states, else UTF-8, else GB18030, as Chinese pages of old are.

    Where no encoding fits, or the last one fits by chance, some bytes were damaged: it is the one in which more of it
    reads as a report.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\0" in data[:HEAD]:
        return _likeliest(data, ("utf-16-le", "utf-16-be", "utf-8", "gb18030")).replace("\0", "")
    said = CHARSET.search(data[:HEAD])
    named = said[1].decode().lower() if said else ""
    for name in ("gb18030" if named.startswith("gb") else named, "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return _likeliest(data, ("gb18030", "utf-8"))


def _likeliest(data: bytes, names: tuple[str, ...]) -> str:
    return max((data.decode(name, "replace") for name in names), key=_likely)


def _likely(text: str) -> int:
    return sum(map(text.count, COMMON))
