"""Plain text and Markdown as blocks: its lines, and tables that Markdown has as HTML as those of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.documents.blocks import Block
from validator.documents.encodings import UNSEEN_SIGNS, decoded
from validator.documents.pages.page import page_blocks
from validator.documents.texts.lined import line_blocks
from validator.readers.limits import Budget, Refused
from validator.startup.expressions import expression

MOST_BYTES = 2 << 20
"""A report has some ten kB of text."""
TABLE, TABLE_END = expression(r"<table\b", re.IGNORECASE), expression(r"</table\s*>", re.IGNORECASE)


def text_blocks(data: bytes, budget: Budget) -> list[Block]:
    """The blocks of a text. Raises Refused, ImportError without lxml where it holds HTML."""
    if len(data) > MOST_BYTES:
        raise Refused("文本太长，不是一份年度报告。请检查文件来源。")
    text = UNSEEN_SIGNS.sub("", decoded(data))
    budget.spend("inflated_bytes", len(data))
    return list(_parts(text, budget))


def _parts(text: str, budget: Budget) -> Iterator[Block]:
    at = 0
    while (begun := TABLE.search(text, at)) and (ended := TABLE_END.search(text, begun.end())):
        yield from line_blocks(text[at : begun.start()], budget)
        yield from page_blocks(text[begun.start() : ended.end()].encode(), budget)
        at = ended.end()
    yield from line_blocks(text[at:], budget)
