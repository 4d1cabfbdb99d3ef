"""ST-…: are the parts of the report there, in order, and filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.context import Context
from validator.finding import Finding, cell_ref
from validator.model import Filing
from validator.rule import Rule

_NOTHING = re.compile(r"[无没有暂\s。.、/—-]*\Z")


def filled(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-06: 第一、五、六部分有内容；部分在而内容空白、第五部分只写“无”=核实。"""
    for section in filing.form.sections:
        if section.text is None or section.text.name not in filing.places:
            continue
        text = filing.text(section.text.name)
        if not text:
            variant = "blank"
        elif section.number != "六" and _NOTHING.match(text):
            variant = ""
        else:
            continue
        args = {"title": section.title, "text": text}
        yield Finding(rule, rule.severity, (cell_ref(filing, section.text.name),), variant, args, member=section.number)
