"""Report -> text for people: by file and sheet, root causes first, with cell, values and difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from validator.files.harmless import one_line
from validator.model.address import ranges_of
from validator.model.cells import PREVIOUS, Place
from validator.model.finding import CellRef, FileReport, Finding, Status, Summary
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.writers import coverage
from validator.writers.grouping import Cause, causes

_COLOURS = {Severity.MUST: "31", Severity.EXPLAIN: "33", Severity.NOTICE: "36"}
_STATUS_COLOURS = {Status.CLEAN: "32", Status.EXPLAIN: "33", Status.FAILS: "31", Status.UNREADABLE: "31"}
_MANY = 8
"""A relation over more cells than that shows only those that are not zero."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "clean": "通过",
        "explain": "有待核实",
        "fails": "不通过",
        "unreadable": "读不了",
        "nowhere": "（整份报告）",
        "suggest": "建议填 {value}",
        "maybe": "可能是 {value}",
        "same": "同一原因：",
        "shared": "共同的格：{cells}",
        "zero": "（其余为 0 或空白）",
        "waived": "已有情况说明：{reason}（{by}，{date}）",
        "year": "{year}年",
        "join": "、",
        "previous": "上年",
        "counts": "（{counts}）",
        "files": "{files} 份：通过 {clean}，有待核实 {explain}，不通过 {fails}，读不了 {unreadable}",
        "skipped": "，跳过锁定文件 {skipped}",
        "seconds": "；用时 {seconds} 秒",
        "codes": "各规则发现：{codes}",
    },
    "en": {
        "clean": "clean",
        "explain": "to explain",
        "fails": "fails",
        "unreadable": "unreadable",
        "nowhere": "(whole report)",
        "suggest": "write {value}",
        "maybe": "perhaps {value}",
        "same": "same cause: ",
        "shared": "cells in common: {cells}",
        "zero": " (the others 0 or blank)",
        "waived": "explained: {reason} ({by}, {date})",
        "year": "{year}",
        "join": ", ",
        "previous": "last year's ",
        "counts": " ({counts})",
        "files": "{files} {file_word}: {clean} clean, {explain} to explain, {fails} fail, {unreadable} unreadable",
        "skipped": ", lock files skipped: {skipped}",
        "seconds": "; {seconds} s",
        "codes": "findings by rule: {codes}",
    },
}


class _Writer:
    """The words of one language, in colour or not."""

    def __init__(self, lang: str, *, colour: bool, version: str) -> None:
        self.lang, self.words, self.colour, self.version = lang, _WORDS[lang], colour, version

    def paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def dim(self, text: str) -> str:
        return self.paint(text, "2")


def report_text(
    files: Iterable[FileReport], summary: Summary, lang: str = "zh", *, colour: bool = False, version: str = ""
) -> Iterator[str]:
    """The whole report, a piece a file; `summary` is read when the files are at an end.

    `version` is this gouji's: a template of another one is pointed out.
    """
    writer = _Writer(lang, colour=colour, version=version)
    for one in files:
        yield "\n".join((*_file(writer, one), "", ""))
    yield "\n".join((*_summary(writer, summary), ""))


def _file(writer: _Writer, one: FileReport) -> Iterator[str]:
    words = writer.words
    verdict = writer.paint(words[one.status.value], f"1;{_STATUS_COLOURS[one.status]}")
    year = words["year"].format(year=one.year) if one.year else ""
    unit = one_line(f"{one.organ} {year}").strip()
    yield "  ".join(filter(None, (writer.paint(one_line(one.path), "1"), unit, verdict + _counts(writer, one))))
    if one.error:
        yield f"  {one_line(one.error)}"
        return
    for sheet, found in _by_sheet(one).items():
        yield f"  {writer.paint(one_line(sheet) or words['nowhere'], '4')}"
        for cause in causes(found, one.adds):
            yield from _cause(writer, cause)
    yield from _coverage(writer, one)


def _counts(writer: _Writer, one: FileReport) -> str:
    shown = coverage.counted(one, writer.lang)
    return f"（{'，'.join(shown)}）" if shown and writer.lang == "zh" else f" ({', '.join(shown)})" if shown else ""


def _by_sheet(one: FileReport) -> dict[str, list[Finding]]:
    """Findings by the sheet of their first cell in the workbook's order, graver ones first within a sheet."""
    order = list(Severity)
    grouped: dict[str, list[Finding]] = {sheet: [] for sheet in one.sheets}
    for finding in sorted(one.findings, key=lambda found: (not found.counts, order.index(found.severity))):
        grouped.setdefault(finding.cells[0].place.sheet if finding.cells else "", []).append(finding)
    return {sheet: found for sheet, found in grouped.items() if found}


def _cause(writer: _Writer, cause: Cause) -> Iterator[str]:
    yield from _finding(writer, cause.head)
    for finding in cause.rest:
        told = f"{_ranges(finding)} {finding.rule.code} {one_line(finding.message(writer.lang))}"
        yield writer.dim(f"      {writer.words['same']}{told}")
    if cause.shared:
        cells = " ".join(place.cell for place in cause.shared)
        yield f"      {writer.words['shared'].format(cells=cells)}"


def _finding(writer: _Writer, finding: Finding) -> Iterator[str]:
    level = SEVERITY_NAMES[writer.lang][finding.severity]
    colour = "2" if finding.waiver else _COLOURS[finding.severity]
    where = finding.cells[0].place.cell if finding.cells else "—"
    label = writer.paint(f"{level} {finding.rule.code}", colour)
    yield f"    {where:<5}{label}  {one_line(finding.message(writer.lang))}{_suggestion(writer, finding)}"
    if len(finding.cells) > 1:
        yield writer.dim(f"         {_values(writer, finding)}")
    if finding.waiver:
        waiver = finding.waiver
        told = writer.words["waived"].format(reason=waiver.reason, by=waiver.by, date=waiver.date)
        yield writer.dim(f"         {one_line(told)}")


def _suggestion(writer: _Writer, finding: Finding) -> str:
    known = [suspect for suspect in finding.suspects if suspect.suggested is not None]
    if len(known) != 1 or (not known[0].certain and str(known[0].suggested) in finding.message(writer.lang)):
        return ""
    words = writer.words["suggest" if known[0].certain else "maybe"]
    return f"  → {writer.paint(words.format(value=known[0].suggested), '32')}"


def _values(writer: _Writer, finding: Finding) -> str:
    """``E8=0 ← A8=10 B8=1 C8=0 D8=0``; long relations without their zeros, blank cells as ranges."""
    if all(cell.value is None for cell in finding.cells) or all(cell.side is None for cell in finding.cells):
        return _ranges(finding)
    cells = [cell for cell in finding.cells if not _is_section(cell)]
    if len(cells) > _MANY:
        shown = [cell for cell in cells if cell.value]
        text = _sides(writer, shown)
        return text + writer.words["zero"] if len(shown) < len(cells) else text
    return _sides(writer, cells)


def _is_section(cell: CellRef) -> bool:
    """The words of a section are quoted in the message already."""
    return (cell.indicator or "").startswith("正文.")


def _sides(writer: _Writer, cells: list[CellRef]) -> str:
    left, right = ([_value(writer, cell) for cell in cells if cell.side == side] for side in ("left", "right"))
    return f"{' '.join(left)} ← {' '.join(right)}" if left and right else " ".join((*left, *right))


def _value(writer: _Writer, cell: CellRef) -> str:
    return f"{_where(writer, cell.place)}={'' if cell.value is None else one_line(cell.value)}"


def _where(writer: _Writer, place: Place) -> str:
    """``E8``, and for last year's report ``上年E8``."""
    return f"{writer.words['previous'] if place.file == PREVIOUS else ''}{place.cell}"


def _ranges(finding: Finding) -> str:
    """``D8:I8 J10``; where they are on several sheets, each with its sheet's name."""
    sheets: dict[str, list[str]] = {}
    for place in (cell.place for cell in finding.cells if cell.place.cell and not cell.place.file):
        sheets.setdefault(place.sheet, []).append(place.cell)
    areas = ((sheet, area) for sheet, cells in sheets.items() for area in ranges_of(cells))
    return " ".join(f"{one_line(sheet)}!{area}" if len(sheets) > 1 else area for sheet, area in areas)


def _coverage(writer: _Writer, one: FileReport) -> Iterator[str]:
    seen, lang = one.coverage, writer.lang
    told = (
        *coverage.found_by(seen, lang),
        *coverage.undecided(seen, lang),
        *coverage.not_run(seen, lang),
        *coverage.made_by(one, writer.version, lang),
    )
    yield from (writer.dim(f"  {line}") for line in told)


def _summary(writer: _Writer, summary: Summary) -> Iterator[str]:
    words = writer.words
    counts = {status.value: summary.statuses[status] for status in Status}
    word = "file" if summary.files == 1 else "files"
    line = words["files"].format(files=summary.files, file_word=word, **counts)
    if summary.skipped:
        line += words["skipped"].format(skipped=summary.skipped)
    yield line + words["seconds"].format(seconds=f"{summary.seconds:.2f}")
    if summary.files > 1 and summary.codes:
        codes = words["join"].join(f"{code} {count}" for code, count in summary.by_code.items())
        yield words["codes"].format(codes=codes)
