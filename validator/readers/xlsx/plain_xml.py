"""The small part of XML that spreadsheet programs write, for the fast readers; anything else is `Unsure`.

Whatever passes here reads the same with the strict reader: UTF-8, legal characters, the five entities and character
references. Tags are the caller's matter: it must account for every ``<`` of the text.
"""

from __future__ import annotations

import re

from validator.readers.limits import Unsure
from validator.startup.expressions import expression

ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9]*(?::[A-Za-z]+)?="[^"<&\t\n]*")*'
ATTRIBUTE = expression(r' ([A-Za-z0-9:]+)="([^"]*)"')
DECLARATION = r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*)?'
PROLOG = expression(rf"{DECLARATION}<[a-z]")
# XML 1.0, 2.2: characters that may not occur, besides U+FFFE, U+FFFF and surrogates.
FORBIDDEN = bytes({*range(32)} - {9, 10, 13})
REFERENCE = expression(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
# The ampersand last, so that what it brings about is not decoded again.
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


def readable(data: bytes) -> str:
    """The text of a part with line ends as XML reads them; `Unsure` when it is not plainly UTF-8 and legal."""
    text = legal(data)
    if PROLOG.match(text) is None:
        raise Unsure
    return text


def legal(data: bytes) -> str:
    """The text of a piece of a part, of which the same is asked."""
    if len(data.translate(None, FORBIDDEN)) != len(data):
        raise Unsure
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Unsure from None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text or "\ufffe" in text or "\uffff" in text or ("]" in text and "]]>" in text):
        raise Unsure
    return text


def unquoted(text: str) -> str:
    """`text` with its entities and character references decoded."""
    if "&" not in text:
        return text
    if "&#" not in text and sum(map(text.count, ENTITIES)) == text.count("&"):
        for entity, character in ENTITIES.items():
            text = text.replace(entity, character)
        return text
    plain, count = REFERENCE.subn(_character, text)
    if count != text.count("&"):
        raise Unsure
    return plain


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return ENTITIES[f"&{name};"]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not (code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000):
        raise Unsure
    return chr(code)


def attributes(text: str) -> dict[str, str]:
    """The attributes in `text`, which `ATTRIBUTES` matched."""
    pairs = ATTRIBUTE.findall(text)
    found = dict(pairs)
    # Of prefixes only that one is looked for in the head of the part (`sheet_scan`).
    strange = any(name.startswith("xmlns") or (":" in name and not name.startswith("x14ac:")) for name in found)
    if len(found) != len(pairs) or strange:
        raise Unsure
    return found
