"""One workbook and the report on it -> the annotated copy: marks, notes and the sheet 校验结果, all else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from validator.annotating.remarks import AUTHOR, remarks
from validator.annotating.result_part import argb, formats_in, result_part
from validator.editing.marks_xml import Mark, with_marks
from validator.editing.new_sheet import put_sheet
from validator.editing.notes import Note, put_notes
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.editing.style_lists import StyleLists
from validator.editing.xml_places import as_utf8, inside
from validator.filings.traces import MARKER, NOTE_SIGN, is_list_sheet
from validator.model.report import FileReport
from validator.readers.files import workbook_in
from validator.readers.limits import DEFAULT_LIMITS, Limits, Refused
from validator.readers.workbook import UnreadableWorkbook, Workbook
from validator.startup.records import dataclass, replace
from validator.writers.blocks import Plan, plan
from validator.writers.listing import ordered
from validator.writers.looks import STYLES, Look
from validator.writers.results_sheet import SHEET

TAKEN: Final = f"有一张自己的工作表也叫“{SHEET}”，副本没有加校验结果表"
LEFTOVERS: Final = "damage.leftovers"
NO_NOTES: Final = "工作表“{}”的批注没有加上，{}"


@dataclass(frozen=True, slots=True)
class Copy:
    """The bytes of the copy, and what could not be put into it, a line each."""

    content: bytes
    lacking: tuple[str, ...] = ()


def annotated(content: bytes, report: FileReport, when: datetime, limits: Limits = DEFAULT_LIMITS) -> Copy:
    """The copy of the workbook with these bytes, of which that is the report.

    What an older check has put into it is replaced. Raises NotEditable for a workbook that cannot be changed.
    """
    try:
        package, workbook = EditedPackage(content, limits), workbook_in(content, report.path, limits)
        lists = [one.name for one in workbook.sheets.values() if is_list_sheet(one)]
        sheets = {name: part for name, part in package.parts().sheets.items() if name not in lists}
        held = {name: _cells(package.read(part)) for name, part in sheets.items()}
        lacking = tuple(_put(package, sheets, _without_leftovers(report), workbook, when))
        copy = package.content(stamped=True)
        now = {name: _cells(package.read(part)) for name, part in sheets.items()}
        _prove(workbook_in(copy, report.path, limits), now, held)
        return Copy(copy, lacking)
    except (Refused, UnreadableWorkbook) as refusal:
        raise NotEditable(f"{refusal}") from None


def _without_leftovers(report: FileReport) -> FileReport:
    """What an older check has left is replaced here, so that the copy does not tell of it."""
    kept = [at for at, one in enumerate(report.findings) if one.rule.check != LEFTOVERS]
    if len(kept) == len(report.findings):
        return report
    now = {before: at for at, before in enumerate(kept)}
    causes = tuple(replace(one, explains=tuple(now[at] for at in one.explains if at in now)) for one in report.causes)
    return replace(report, findings=tuple(report.findings[at] for at in kept), causes=causes)


def _cells(sheet: bytes) -> bytes:
    data, _ = as_utf8(sheet)
    start, end = inside(data, "sheetData")
    return data[start:end]


def _put(
    package: EditedPackage, sheets: Mapping[str, str], report: FileReport, workbook: Workbook, when: datetime
) -> Iterator[str]:
    """Make every change; what cannot be made is told."""
    part, listed = package.parts().styles, ordered(report)
    if part is None:
        raise NotEditable("工作簿没有样式部件，加不了标记，请用 Excel 或 WPS 打开，另存后再做")
    styles = StyleLists(package.read(part))
    planned = plan(listed, lambda place: workbook.sheets[place.sheet].cells.get(place.cell))
    _put_marks(package, sheets, planned, f"{when:%Y%m%dT%H%M%S}", styles)
    yield from _put_notes(package, sheets, remarks(listed))
    if SHEET in sheets:
        yield TAKEN
    else:
        formats, views = formats_in(styles), b"bookViews" in package.read(package.parts().workbook)
        put_sheet(package, SHEET, lambda space: result_part(report, listed, when, formats, space, views=views))
    package.put(part, styles.part())


def _put_marks(package: EditedPackage, sheets: Mapping[str, str], planned: Plan, run: str, styles: StyleLists) -> None:
    for name, part in sheets.items():
        rules: dict[tuple[Look, str], list[str]] = {}
        for one in planned.get(name, ()):
            rules.setdefault((one.look, one.formula(run)), []).append(one.area)
        marks = [
            Mark(tuple(areas), formula, _format(styles, look), priority)
            for priority, ((look, formula), areas) in enumerate(rules.items(), start=1)
        ]
        package.put(part, with_marks(package.read(part), marks, MARKER))


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


def _prove(copy: Workbook, now: Mapping[str, bytes], held: Mapping[str, bytes]) -> None:
    """Raises NotEditable unless the cells of the copy, which can be read, are byte for byte those of the workbook."""
    wrong = [name for name, before in held.items() if name not in copy.sheets or now[name] != before]
    if wrong:
        raise NotEditable(f"工作表“{wrong[0]}”在副本里与原来的不同，没有写出，请把这份文件报告给维护者")
