"""``gouji template``: the blank template for a year, with the unit's name filled in if given."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from validator.catalogue import Catalogue
from validator.catalogue.shipped import shipped
from validator.commands import CommandError, tell
from validator.exchange.filing_data import FilingData, Value
from validator.files.entry import BadEntry
from validator.files.harmless import cut
from validator.files.writing import write_atomically
from validator.filings.reading import filing_of
from validator.model.cells import BLANK, CellKind
from validator.model.filing import Filing
from validator.model.form import Form
from validator.readers import UnreadableWorkbook, Workbook, read_workbook
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
        _refuse_what_holds_anything(output, catalogue)
    typed = args.totals == "typed"
    values = _zeros(form, typed=typed) if args.zeros else {}
    data = FilingData(organ=args.organ, year=args.year, organ_type=args.organ_type, edition=form.edition, values=values)
    try:
        content = build(data, catalogue, typed_totals=typed)
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


def _zeros(form: Form, *, typed: bool) -> dict[str, Value]:
    """0 in every cell that is filled in: what did not happen is then only left as it is."""
    return {name: 0 for name, one in form.indicators.items() if typed or not one.is_total}


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


def _refuse_what_holds_anything(output: Path, catalogue: Catalogue) -> None:
    """A template as it is made and an empty file are replaced; a year's work, or one word in a cell, is not."""
    first = _first_bytes(output)
    if not first:
        return
    if first not in {ZIP, OLE[:4]}:
        raise CommandError(f"{output}：已有这个文件，不是工作簿，没有覆盖；确实要覆盖，请加 --force")
    try:
        workbook = read_workbook(output)
        filing = filing_of(workbook, catalogue.forms)
    except UnreadableWorkbook as error:
        raise CommandError(
            f"{output}：已有这个文件，而且读不出里面有没有填好的报告，没有覆盖；确实要覆盖，请加 --force"
        ) from error
    if not (filing.is_untouched or _holds_zeros(filing)):
        raise CommandError(f"{output}：已有填好的报告，没有覆盖；确实要覆盖，请加 --force")
    if typed := _typed(workbook, filing, catalogue):
        raise CommandError(f"{output}：{typed} 已经写了内容，没有覆盖；确实要覆盖，请加 --force")


def _holds_zeros(filing: Filing) -> bool:
    """Whether every figure is 0, as ``--zeros`` makes it."""
    return all(filing.cell(name).value == 0 for name in filing.form.indicators)


def _typed(workbook: Workbook, filing: Filing, catalogue: Catalogue) -> str:
    """The first cell whose content no such new template has (year, edition, totals, zeros); ``""`` for none."""
    typed = not any(filing.cell(name).formula is not None for name in filing.form.indicators)
    values = _zeros(filing.form, typed=typed) if _holds_zeros(filing) else {}
    data = FilingData(organ="", year=filing.year, edition=filing.form.edition, values=values)
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        path.write_bytes(build(data, catalogue, typed_totals=typed))
        blank = read_workbook(path).sheets
    for name, sheet in workbook.sheets.items():
        handed_out = blank[name].cells if name in blank else {}
        for at, cell in sheet.cells.items():
            there = handed_out.get(at, BLANK)
            same = there.formula is not None if cell.formula is not None else there.value == cell.value
            if not same and (cell.formula is not None or cell.kind is not CellKind.BLANK):
                return f"{name}!{at}"
    return ""


def _first_bytes(output: Path) -> bytes:
    """By them a workbook is told: an archive, as .xlsx is, or the container of old and encrypted ones."""
    try:
        if not output.is_file():
            return b""
        with output.open("rb") as file:
            return file.read(4)
    except (OSError, ValueError):
        return b""
