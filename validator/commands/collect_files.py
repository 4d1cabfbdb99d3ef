"""What ``gouji collect`` writes, and that none of it is what it reads or anything else that it writes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from validator.collecting.draft import mark_of
from validator.commands import CommandError
from validator.files.writing import BadOutput, refuse_input, same_file
from validator.filings.traces import COLLECTED
from validator.readers import UnreadableWorkbook, read_workbook
from validator.run.products import is_product


def traces_beside(output: Path) -> Path:
    """Where the figures unit by unit go when the draft cannot hold them."""
    return output.with_name(f"{output.stem}_分解.xlsx")


def outputs_of(args: argparse.Namespace) -> tuple[Path, ...]:
    """Every file of a known name that the run may write."""
    output = Path(args.output)
    return (output, traces_beside(output), *([Path(args.report)] if args.report else []))


def refuse_wrong(args: argparse.Namespace, read: Iterable[Path]) -> None:
    """Raises CommandError and BadOutput for outputs that will not do, before anything of `read` is read."""
    if Path(args.output).suffix.lower() != ".xlsx":
        raise CommandError(f"{args.output}：汇总表只能写成 .xlsx")
    outputs, folders = outputs_of(args), [Path(one) for one in (args.annotate, args.letters) if one]
    for target in outputs:
        if not target.absolute().parent.is_dir():
            raise BadOutput(f"{target}：不能写到这里（没有这个文件或文件夹）")
    for folder in folders:
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder}：应为文件夹，这是文件")
    for one, other in (*combinations(outputs, 2), *((one, folder) for one in outputs for folder in folders)):
        if _is_same(one, other):
            raise CommandError(f"{other}：两样东西要写成同一个文件，请换一个文件名")
    given = tuple(read)
    for target in outputs:
        refuse_input(target, given)


def _is_same(one: Path, other: Path) -> bool:
    """Some systems do not tell capital letters apart."""
    return same_file(one, other) or str(one.absolute()).casefold() == str(other.absolute()).casefold()


def replaced(args: argparse.Namespace) -> Iterator[Path]:
    """Of the outputs those that are there as this very run for this office has written them before: no inputs.

    The draft of another office, or of another year, is a report that came.
    """
    for target in outputs_of(args):
        if is_product(target) or _drafted_for(target) == mark_of(args.organ, args.year):
            yield target


def _drafted_for(path: Path) -> str:
    """The mark of a draft, empty for any other file."""
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return ""
    try:
        return read_workbook(path).properties.get(COLLECTED, "")
    except UnreadableWorkbook:
        return ""
