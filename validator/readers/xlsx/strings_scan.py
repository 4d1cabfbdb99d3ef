"""The shared string table, read fast: the same as `shared_strings.read_strings`, or `Unsure`."""

from __future__ import annotations

import re

from validator.readers.limits import Budget, Unsure
from validator.readers.xlsx.cell_values import SPACE, unescape
from validator.readers.xlsx.plain_xml import DECLARATION, readable, unquoted
from validator.readers.xlsx.runs import joined
from validator.readers.xlsx.safe_xml import MAIN

NAMESPACE = "|".join(map(re.escape, MAIN))
COUNTS = r'(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?'
OPEN = re.compile(rf'{DECLARATION}<sst{COUNTS} xmlns="(?:{NAMESPACE})"{COUNTS}>')
CLOSE = re.compile(r"</sst>\s*\Z")
TEXT = r'<t(?: xml:space="preserve")?>[^<]*</t>'
FORMAT = r'<rPr>(?:<[A-Za-z]+(?: (?:val|rgb|theme|tint|indexed)="[^"<&]*")?/>)*</rPr>'
RUNS = rf"(?:<r>(?:{FORMAT})?{TEXT}</r>)+"
ITEM = re.compile(rf'<si>(?:<t>([^<]*)</t>|<t xml:space="preserve">([^<]*)</t>|({RUNS}))</si>')
PERIOD = 4  # what `ITEM.split` gives for one text: what stands before it, and three groups
RUN = re.compile(r'<t( xml:space="preserve")?>([^<]*)</t>')


def scan_strings(data: bytes, budget: Budget) -> list[str]:
    """Every text of the table in order."""
    if data.count(b"<si>") > budget.limits.shared_strings:
        raise Unsure
    text = readable(data)
    opening, closing = OPEN.match(text), CLOSE.search(text, max(0, len(text) - 64))
    if opening is None or closing is None:
        raise Unsure
    pieces = ITEM.split(text[opening.end() : closing.start()])
    most = budget.limits.cell_characters
    if any(pieces[::PERIOD]) or (len(text) > most and max(map(len, filter(None, pieces)), default=0) > most):
        raise Unsure
    groups = zip(pieces[1::PERIOD], pieces[2::PERIOD], pieces[3::PERIOD], strict=True)
    strings = [_text(*group) for group in groups]
    budget.spend("shared_strings", len(strings))
    budget.spend("text_characters", sum(map(len, strings)))
    return strings


def _text(plain: str | None, kept: str | None, runs: str | None) -> str:
    if plain is not None:
        return unescape(unquoted(plain).strip(SPACE))
    if kept is not None:
        return unescape(unquoted(kept))
    return joined([(unquoted(run), bool(space)) for space, run in RUN.findall(runs or "")])
