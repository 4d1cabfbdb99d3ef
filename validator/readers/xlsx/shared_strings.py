"""The shared string table (ISO/IEC 29500-1, 18.4.8 and 18.4.9), read fast where its text is plain, else strictly."""

from __future__ import annotations

import re

from validator.readers.limits import Budget, Unsure
from validator.readers.xlsx.caches import Recent
from validator.readers.xlsx.cell_values import SPACE, unescape
from validator.readers.xlsx.plain_xml import DECLARATION, readable, unquoted
from validator.readers.xlsx.runs import joined, text_in_runs
from validator.readers.xlsx.safe_xml import MAIN, root, walk
from validator.startup.expressions import expression

NAMESPACE = "|".join(map(re.escape, MAIN))
COUNTS = r'(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?'
OPEN = expression(rf'{DECLARATION}<sst{COUNTS} xmlns="(?:{NAMESPACE})"{COUNTS}>')
CLOSE = expression(r"</sst>\s*\Z")
TEXT = r'<t(?: xml:space="preserve")?>[^<]*</t>'
FORMAT = r'<rPr>(?:<[A-Za-z]+(?: (?:val|rgb|theme|tint|indexed)="[^"<&]*")?/>)*</rPr>'
RUNS = rf"(?:<r>(?:{FORMAT})?{TEXT}</r>)+"
ITEM_END = "</si>"
ITEM = expression(rf'<si>(?:<t>([^<]*)</t>|<t xml:space="preserve">([^<]*)</t>|({RUNS}))')
ROOM = 200_000  # characters of items kept between files: copies of one form share most of them
RUN = expression(r'<t( xml:space="preserve")?>([^<]*)</t>')


def shared_strings(data: bytes, part: str, budget: Budget) -> list[str]:
    """Every text of the table in order; rich text without its formats, phonetic runs left out."""
    return budget.either(lambda: scan_strings(data, budget), lambda: read_strings(data, part, budget))


def read_strings(data: bytes, part: str, budget: Budget) -> list[str]:
    """The texts, every legal way to write them."""
    strings: list[str] = []

    def take(text: str) -> None:
        budget.spend("shared_strings", 1)
        budget.check("cell_characters", len(text))
        budget.spend("text_characters", len(text))
        strings.append(text)

    walk(data, part, root("sst/si", text_in_runs(take)), budget)
    return strings


def scan_strings(data: bytes, budget: Budget) -> list[str]:
    """The same as `read_strings`, or `Unsure`."""
    if data.count(b"<si>") > budget.limits.shared_strings:
        raise Unsure
    text = readable(data)
    opening, closing = OPEN.match(text), CLOSE.search(text, max(0, len(text) - 64))
    if opening is None or closing is None:
        raise Unsure
    *items, rest = text[opening.end() : closing.start()].split(ITEM_END)
    most = budget.limits.cell_characters
    if rest or (len(text) > most and max(map(len, items), default=0) > most):
        raise Unsure
    strings = list(map(_TEXTS.__getitem__, items))
    budget.spend("shared_strings", len(strings))
    budget.spend("text_characters", sum(map(len, strings)))
    return strings


def _text(item: str) -> str:
    match = ITEM.fullmatch(item)
    if match is None:
        raise Unsure
    plain, kept, runs = match.groups()
    if plain is not None:
        return unescape(unquoted(plain).strip(SPACE))
    if kept is not None:
        return unescape(unquoted(kept))
    return joined([(unquoted(run), bool(space)) for space, run in RUN.findall(runs or "")])


_TEXTS = Recent(_text, ROOM)
