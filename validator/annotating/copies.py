"""One workbook and the report on it -> the annotated copy: marks, notes and the sheet 校验结果, all else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from validator.annotating.remarks import AUTHOR, remarks
from validator.annotating.result_part import argb, formats_in, result_part
from validator.editing.marks_xml import Mark, with_marks
from validator.editing.new_sheet import put_sheet, sheet_names
from validator.editing.notes import Note, put_notes
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.editing.style_lists import StyleLists
from validator.filings.sheets import NOTE_SIGN
from validator.model.report import FileReport
from validator.readers.files import workbook_in
from validator.readers.limits import DEFAULT_LIMITS, Limits, Refused
from validator.readers.workbook import Sheet, Workbook
from validator.readers.xlsx.book import SheetParts
from validator.writers.blocks import Plan, plan
from validator.writers.listing import ListedEntry, ordered
from validator.writers.looks import MARKER, STYLES, Look, mark_formula
from validator.writers.results_sheet import HEADING_ROW, SHEET, is_ours

TAKEN: Final = f"有一张自己的工作表也叫“{SHEET}”，副本没有加校验结果表"
NO_NOTES: Final = "工作表“{}”的批注没有加上，{}"


@dataclass(frozen=True, slots=True)
class Copy:
    """The bytes of the copy, and what could not be put into it, a line each."""

    content: bytes
    lacking: tuple[str, ...] = ()


def annotated(content: bytes, report: FileReport, when: datetime, limits: Limits = DEFAULT_LIMITS) -> Copy:
    """The copy of the workbook with these bytes, of which that is the report.

    What an older check has put into it is replaced. Raises NotEditable for a workbook that cannot be changed and
    UnreadableWorkbook for one that cannot be read.
    """
    before = workbook_in(content, report.path, limits)
    try:
        package = EditedPackage(content, limits)
        lacking = tuple(_put(package, before, report, when))
        copy = package.content()
    except Refused as refusal:
        raise NotEditable(f"{refusal}") from None
    _prove(workbook_in(copy, report.path, limits), before)
    return Copy(copy, lacking)


def _put(package: EditedPackage, before: Workbook, report: FileReport, when: datetime) -> Iterator[str]:
    """Make every change; what cannot be made is told."""
    parts, listed = package.parts(), ordered(report)
    if parts.styles is None:
        raise NotEditable("工作簿没有样式部件，加不了标记，请用 Excel 或 WPS 打开，另存后再做")
    styles = StyleLists(package.read(parts.styles))
    takes_results = SHEET not in sheet_names(package) or _is_ours(before.sheets.get(SHEET))
    sheets = {name: part for name, part in parts.sheets.items() if name != SHEET or not takes_results}
    _put_marks(package, sheets, plan(listed), f"{when:%Y%m%dT%H%M%S}", styles)
    yield from _put_notes(package, sheets, remarks(listed))
    if takes_results:
        _put_results(package, parts, report, listed, when, styles)
    else:
        yield TAKEN
    package.put(parts.styles, styles.part())


def _is_ours(sheet: Sheet | None) -> bool:
    if sheet is None:
        return False
    cells = (sheet.cells.get(f"A{row}") for row in range(1, HEADING_ROW + 1))
    return is_ours(sheet.name, [str(cell.value) if cell else "" for cell in cells])


def _put_marks(package: EditedPackage, sheets: Mapping[str, str], planned: Plan, run: str, styles: StyleLists) -> None:
    for name, part in sheets.items():
        marks = [
            Mark(areas, mark_formula(run, look), _format(styles, look), look + 1)
            for look, areas in planned.get(name, {}).items()
        ]
        package.put(part, with_marks(package.read(part), marks, MARKER, len(Look)))


def _format(styles: StyleLists, look: Look) -> int:
    style = STYLES[look]
    colour = argb(style.fill)
    font = f'{"<{p}b/>" if style.bold else ""}<{{p}}color rgb="{argb(style.font)}"/>'
    ground = f'<{{p}}fgColor rgb="{colour}"/><{{p}}bgColor rgb="{colour}"/>'
    fill = f'<{{p}}patternFill patternType="solid">{ground}</{{p}}patternFill>'
    return styles.index("dxfs", f"<{{p}}dxf><{{p}}font>{font}</{{p}}font><{{p}}fill>{fill}</{{p}}fill></{{p}}dxf>")


def _put_notes(
    package: EditedPackage, sheets: Mapping[str, str], notes: Mapping[str, Mapping[str, Note]]
) -> Iterator[str]:
    for name, part in sheets.items():
        try:
            kept = put_notes(package, part, notes.get(name, {}), NOTE_SIGN, AUTHOR)
        except NotEditable as refusal:
            yield NO_NOTES.format(name, refusal)
        else:
            if kept:
                yield NO_NOTES.format(name, f"{'、'.join(sorted(kept))} 原有批注，照原样留着")


def _put_results(
    package: EditedPackage,
    parts: SheetParts,
    report: FileReport,
    listed: Sequence[ListedEntry],
    when: datetime,
    styles: StyleLists,
) -> None:
    formats, views = formats_in(styles), b"bookViews" in package.read(parts.workbook)
    put_sheet(package, SHEET, lambda space: result_part(report, listed, when, formats, space, views=views))


def _prove(after: Workbook, before: Workbook) -> None:
    """Raises NotEditable unless the copy holds what the workbook holds, and nothing else but what was to be added."""
    for name, sheet in before.sheets.items():
        if name != SHEET and (name not in after.sheets or _held(after.sheets[name]) != _held(sheet)):
            raise NotEditable(f"工作表“{name}”在副本里读回的内容与原来的不同，没有写出，请把这份文件报告给维护者")
    if after.names != before.names or not {*after.sheets} <= {*before.sheets, SHEET}:
        raise NotEditable("副本里读回的名称与原来的不同，没有写出，请把这份文件报告给维护者")


def _held(sheet: Sheet) -> Sheet:
    """What a sheet holds besides what a check puts on it."""
    comments = {at: text for at, text in sheet.comments.items() if not text.startswith(NOTE_SIGN)}
    return replace(sheet, comments=comments, looks=None)
