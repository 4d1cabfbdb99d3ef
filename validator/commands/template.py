"""``gouji template``: the blank template for a year, with the unit's name filled in if given."""

from __future__ import annotations

import argparse
from pathlib import Path

from validator.api import shipped
from validator.catalogue import Catalogue
from validator.commands import CommandError, tell
from validator.exchange.filing_data import FilingData
from validator.files.entry import BadEntry
from validator.files.harmless import cut
from validator.files.writing import write_atomically
from validator.filings.reading import filing_of
from validator.model.form import Form
from validator.readers import UnreadableWorkbook, read_workbook
from validator.readers.kinds import OLE, ZIP
from validator.template import BadContent, build

LAST_YEAR = 2099
"""It only stops slips."""


def run(args: argparse.Namespace) -> int:
    """Write the template, and say so when its edition does not fit the year.

    Raises CommandError for a year, an edition, a kind of body or an output that cannot be.
    """
    catalogue = shipped()
    form = _form(args, catalogue)
    if args.organ_type and args.organ_type not in form.organ_types:
        raise CommandError(f"机关类型“{cut(args.organ_type)}”不认识，可用：{'、'.join(form.organ_types)}")
    output = Path(args.output)
    _refuse_other_kinds(output)
    if not args.force:
        _refuse_a_report(output, catalogue)
    data = FilingData(organ=args.organ, year=args.year, organ_type=args.organ_type, edition=form.edition)
    try:
        content = build(data, catalogue, typed_totals=args.totals == "typed")
    except BadContent as error:
        raise CommandError(str(error)) from error
    write_atomically(output, content)
    if form.edition != (right := catalogue.forms.edition_for(args.year)):
        tell(f"{args.year} 年的报告应当用 {right} 版的格式；已按要求做成 {form.edition} 版", args.lang)
    return 0


def _form(args: argparse.Namespace, catalogue: Catalogue) -> Form:
    """The form asked for, that of the year by default."""
    first = catalogue.form().calendar.years[0]
    if args.year < first:
        raise CommandError(f"本格式自 {first} 年度起使用，没有 {args.year} 年的模板")
    if args.year > LAST_YEAR:
        raise CommandError(f"--year 应为 {first} 至 {LAST_YEAR} 之间的年份，实为 {args.year}")
    try:
        return catalogue.form(args.edition or catalogue.forms.edition_for(args.year))
    except BadEntry as error:
        known = "、".join(catalogue.forms.names)
        raise CommandError(f"没有 {cut(args.edition)} 版的格式，可用：{known}") from error


def _refuse_other_kinds(output: Path) -> None:
    """Excel refuses to open a workbook that is not called what it is."""
    if output.suffix.lower() != ".xlsx" and not _is_device(output):
        likely = output.with_suffix(".xlsx") if output.name else "FILE.xlsx"
        raise CommandError(f"{output}：输出文件应为 .xlsx，请改用 {likely}")


def _is_device(output: Path) -> bool:
    """A pipe or device takes anything."""
    try:
        return output.exists() and not output.is_file() and not output.is_dir()
    except (OSError, ValueError):
        return False


def _refuse_a_report(output: Path, catalogue: Catalogue) -> None:
    """A year's work is not replaced by a blank template; a template nobody filled in is, and what is no workbook."""
    if not _is_workbook(output):
        return
    try:
        untouched = filing_of(read_workbook(output), catalogue.forms).is_untouched
    except UnreadableWorkbook as error:
        raise CommandError(
            f"{output}：已有这个文件，而且读不出里面有没有填好的报告，没有覆盖；确实要覆盖，请加 --force"
        ) from error
    if not untouched:
        raise CommandError(f"{output}：已有填好的报告，没有覆盖；确实要覆盖，请加 --force")


def _is_workbook(output: Path) -> bool:
    """By its first bytes: an archive, as .xlsx is, or the container of old and encrypted workbooks."""
    try:
        if not output.is_file():
            return False
        with output.open("rb") as file:
            return file.read(4) in {ZIP, OLE[:4]}
    except (OSError, ValueError):
        return False
