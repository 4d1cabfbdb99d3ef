"""Chinese text as people type and paste it -> one plain form that remembers where every character stood.

Full-width digits and letters, the many dashes and blanks, and the radicals that PDF files carry in place of
characters become one form each; blanks inside numbers, dates and sentences go. One character becomes at most
one, so a finding can always quote the original words.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache

from validator.startup.expressions import expression
from validator.startup.records import dataclass

_FULL_WIDTH = {0xFF01 + at: 0x21 + at for at in range(94)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣⁓～〜∼﹘"), "-")
_BLANKS = dict.fromkeys(
    map(
        ord,
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u034f\u2800\u3164\ufe0e\ufe0f",
    ),
    " ",
)
"""Blanks that nobody sees, marks of writing direction among them: all come along with pasted text."""
_BREAKS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_MARKS = str.maketrans("﹑﹒○◯﹝﹞【】﹪〈〉", "、.〇〇〔〕[]%《》")
# Kangxi radicals (⽉, ⽇, ⼀) and compatibility ideographs: text copied from a PDF holds them for 月, 日, 一.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA0E))
}
_PLAIN: dict[int, int | str] = {**_FULL_WIDTH, **_DASHES, **_BLANKS, **_BREAKS, **_MARKS, **_RADICALS}
_COMMON = tuple((sign, chr(_FULL_WIDTH[ord(sign)])) for sign in "，：；（）！？％")
"""What every text has. Signs are replaced one kind after the other: `translate` asks about each sign of a text."""
_OTHERS = expression(f"[{re.escape(''.join(map(chr, _PLAIN)))}]")

_FULL_STOP = expression(r"\.(?<=(?:[^一二三四五六七八九十\W\da-zA-Z]|[%)”》])\.)(?=[^\w.]|[一-鿿]|$)")
"""A point behind a word is a full stop typed in half width; behind a numeral it numbers an item."""

_BREAK = expression(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LISTED = expression(r"\(?[0-9一二三四五六七八九十]{1,3}[.、)]|第?[一二三四五六七八九十]{1,2}[是、]|[-·•●]")
_WRAPPED_LINE = 20
"""A line at least this long that ends without punctuation was broken by the page, not by its writer."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in plain form. `offsets` holds, for each character of `text`, its index in `original`."""

    original: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, blanks around it left out."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.original)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def cite(self, start: int, end: int) -> tuple[int, int, str]:
        """Where ``text[start:end]`` stands in the original, and its words there: what everything found carries."""
        first, last = self.span(start, end)
        return first, last, self.original[first:last]


@lru_cache(maxsize=16)
def plain_signs(text: str) -> str:
    """`text` with plain digits and marks, blanks kept: every character stays where it is."""
    plain = text
    for sign, common in _COMMON:
        plain = plain.replace(sign, common)
    plain = _OTHERS.sub(lambda found: found[0].translate(_PLAIN), plain)
    return _FULL_STOP.sub("。", plain) if "." in plain else plain


@lru_cache(maxsize=16)
def normalise(text: str) -> PlainText:
    """The plain form of `text`; the detectors of one section share it."""
    plain = plain_signs(text)
    pieces: list[str] = []
    offsets = array("L")
    at = 0
    for start, end in _runs(plain):
        stands = _stands_for(text, plain, start, end)
        if stands == plain[start:end]:
            continue
        pieces.append(plain[at:start])
        offsets.extend(range(at, start))
        if stands:
            pieces.append(stands)
            offsets.append(start)
        at = end
    if at == 0:
        return PlainText(text, plain, range(len(plain)))
    pieces.append(plain[at:])
    offsets.extend(range(at, len(plain)))
    return PlainText(text, "".join(pieces), offsets)


def _runs(plain: str) -> Iterator[tuple[int, int]]:
    """Where blanks and ends of lines stand, together or alone."""
    at = 0
    for word in plain.split():
        start = plain.index(word, at)
        if start > at:
            yield at, start
        at = start + len(word)
    if at < len(plain):
        yield at, len(plain)


def _stands_for(text: str, plain: str, start: int, end: int) -> str:
    """What a run of blanks means: nothing, one blank between two numbers or words, or the end of a line."""
    if start == 0 or end == len(plain):
        return ""
    if "\n" in plain[start:end]:
        return "" if _line_goes_on(text, plain, start, end) else "\n"
    before, after = plain[start - 1], plain[end]
    if before.isdigit() and after.isdigit():
        return "" if end - start == 1 and plain[start] != "\t" else " "
    if after.isascii() and after.isalnum() and before.isascii() and (before.isalnum() or before == "."):
        return " "  # "2. 2025年" is item 2, not the number 2.2025
    return ""


def _line_goes_on(text: str, plain: str, start: int, end: int) -> bool:
    """Whether a line break only wraps a sentence: inside a date, or after a long line without punctuation."""
    if len(_BREAK.findall(text, start, end)) != 1 or _LISTED.match(plain, end):
        return False
    before, after = plain[start - 1], plain[end]
    if before in "至到自从-年月" and (after.isdigit() or after in "年月日止〇一二三四五六七八九十"):
        return True
    if before.isdigit() and after in "年月日":
        return True
    line = start - (plain.rfind("\n", 0, start) + 1)
    return line >= _WRAPPED_LINE and before not in "。;!?:…" and plain[end - 1] == "\n"
