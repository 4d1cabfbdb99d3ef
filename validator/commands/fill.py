"""``gouji fill``: a filing as JSON -> the template, filled."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NoReturn

from validator.catalogue.shipped import shipped
from validator.commands import CommandError
from validator.exchange.filing_data import BadFilingData, FilingData, parse
from validator.files.given import why
from validator.files.harmless import cut
from validator.files.writing import write_atomically
from validator.template import BadContent, build


def run(args: argparse.Namespace) -> int:
    """Write the filled template. Raises CommandError naming the file and what is wrong in it."""
    source = Path(args.data)
    try:
        content = build(read_filing_data(source), shipped())
    except BadContent as error:
        raise CommandError(f"{source}：{error}") from error
    write_atomically(Path(args.output), content, [source])
    return 0


def read_filing_data(source: Path) -> FilingData:
    """A JSON file as a filing. Raises CommandError."""
    try:
        text = source.read_text("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{source}：读不了（{why(error)}）") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{source}：不是 UTF-8 编码的 JSON") from error
    try:
        return parse(json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant), shipped().forms)
    except json.JSONDecodeError as error:
        raise CommandError(f"{source}：不是 JSON（第 {error.lineno} 行第 {error.colno} 列）") from error
    except RecursionError as error:
        raise CommandError(f"{source}：嵌套太深，不是一份报告的 JSON") from error
    except BadFilingData as error:
        raise CommandError(f"{source}：{error}{error.hint}") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise CommandError(f"{source}：有一个数的位数太多") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON would silently keep the last of two equal keys."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadFilingData(f"{cut(key)} 写了两次")
        found[key] = value
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise BadFilingData(f"{word} 不是数")
