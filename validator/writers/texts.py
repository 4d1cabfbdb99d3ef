"""Report -> text for people: by file and sheet, root causes first, with cell, values and difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from validator.files.harmless import one_line
from validator.language.personal import masked
from validator.model.address import areas_of
from validator.model.bilingual import BLANK_WORD, Bilingual, filled, spoken
from validator.model.cells import PREVIOUS, Place
from validator.model.english import in_language
from validator.model.finding import CellRef, Finding
from validator.model.report import FileReport, Status, Summary
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.model.shown import shown
from validator.writers import coverage
from validator.writers.closing import Closing, in_common, shown_findings, unit
from validator.writers.grouping import Cause, causes

_COLOURS = {Severity.MUST: "31", Severity.EXPLAIN: "33", Severity.NOTICE: "36"}
_STATUS_COLOURS = {Status.CLEAN: "32", Status.EXPLAIN: "33", Status.FAILS: "31", Status.UNREADABLE: "31"}
_MANY = 8
"""A relation over more cells than that shows only those that are not zero."""

_MOST_AREAS = 12
"""So many ranges stand in a line; a form with a hundred scattered blanks would fill a screen."""

FEW = 3
"""So many cells that are missing for a verdict are named one by one; of more, how many rows and columns they leave."""

_WORDS: Final = {
    "clean": Bilingual("通过", "clean"),
    "explain": Bilingual("有待核实", "to explain"),
    "fails": Bilingual("不通过", "fails"),
    "unreadable": Bilingual("读不了", "unreadable"),
    "undecided": Bilingual("有未定", "undecided"),
    "untouched": Bilingual("没有填写", "not filled in"),
    "nowhere": Bilingual("（整份报告）", "(whole report)"),
    "suggest": Bilingual("建议填 {value}", "write {value}"),
    "maybe": Bilingual("可能是 {value}", "perhaps {value}"),
    "same": Bilingual("同一原因：", "same cause: "),
    "shared": Bilingual("共同的格：{cells}", "cells in common: {cells}"),
    "zero": Bilingual("（其余为 0 或空白）", " (the others 0 or blank)"),
    "waived": Bilingual("已有情况说明：{reason}（{by}，{date}）", "explained: {reason} ({by}, {date})"),
    "previous": Bilingual("上年", "last year's "),
    "areas": Bilingual("{areas} 等 {count} 格", "{areas} and others, {count} cells"),
}


class _Writer:
    """The words of one language, in colour or not, and what is collected for the end."""

    def __init__(self, lang: str, least: Severity, *, colour: bool, version: str) -> None:
        self.lang, self.least, self.colour, self.version = lang, least, colour, version
        self.closing = Closing(lang, least)

    def say(self, key: str, **args: object) -> str:
        return filled(spoken(_WORDS[key], self.lang), args, self.lang)

    def paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def dim(self, text: str) -> str:
        return self.paint(text, "2")


def report_text(
    files: Iterable[FileReport],
    summary: Summary,
    lang: str = "zh",
    *,
    colour: bool = False,
    version: str = "",
    least: Severity = Severity.NOTICE,
) -> Iterator[str]:
    """The whole report, a piece a file; `summary` is read when the files are at an end.

    `version` is this gouji's: a template of another one is pointed out. `least` is the least severity shown. What
    files are likely to have in common stands once at the end, below a single file at once.
    """
    writer = _Writer(lang, least, colour=colour, version=version)
    last: FileReport | None = None
    for one in files:
        yield "".join(("\n" if last else "", *(f"{line}\n" for line in _file(writer, one))))
        writer.closing.add(one, version)
        last = one
    if last and writer.closing.files == 1:
        yield "".join(f"{writer.dim(f'  {line}')}\n" for line in in_common(last, version, lang))
    closing = [*writer.closing.lines(summary), writer.closing.counts(summary)]
    yield "".join(("\n" if last else "", *(f"{line}\n" for line in closing)))


def quiet_text(files: Iterable[FileReport], summary: Summary, lang: str = "zh") -> Iterator[str]:
    """A line for each file that fails or cannot be read, and one for all."""
    writer = _Writer(lang, Severity.NOTICE, colour=False, version="")
    for one in files:
        if one.status in {Status.FAILS, Status.UNREADABLE}:
            error = f"  {one_line(in_language(one.error, lang))}" if one.error else ""
            yield f"{_head(writer, one)}{error}\n"
    yield f"{writer.closing.counts(summary, short=True)}\n"


def _head(writer: _Writer, one: FileReport) -> str:
    """Path, unit and verdict."""
    word = "untouched" if one.untouched else "undecided" if one.is_undecided else one.status.value
    colour = _STATUS_COLOURS[Status.EXPLAIN if one.is_undecided else one.status]
    verdict = writer.paint(writer.say(word), f"1;{colour}") + ("" if one.untouched else _counts(writer, one))
    return "  ".join(filter(None, (writer.paint(one_line(one.path), "1"), unit(one, writer.lang), verdict)))


def _file(writer: _Writer, one: FileReport) -> Iterator[str]:
    yield _head(writer, one)
    if one.error:
        yield f"  {one_line(in_language(one.error, writer.lang))}"
    if one.error or one.untouched:
        return
    for sheet, found in _by_sheet(one, writer.least).items():
        yield f"  {writer.paint(one_line(masked(sheet)) or writer.say('nowhere'), '4')}"
        for cause in causes(found, one.adds):
            yield from _cause(writer, cause)
    seen, lang = one.coverage, writer.lang
    told = (*coverage.omitted(seen, lang), *coverage.found_by(seen, lang), *coverage.undecided(seen, lang, most=FEW))
    yield from (writer.dim(f"  {line}") for line in told)


def _counts(writer: _Writer, one: FileReport) -> str:
    shown = coverage.counted(one, writer.lang)
    return f"（{'，'.join(shown)}）" if shown and writer.lang == "zh" else f" ({', '.join(shown)})" if shown else ""


def _by_sheet(one: FileReport, least: Severity) -> dict[str, list[Finding]]:
    """Findings by the sheet of their first cell in the workbook's order, graver ones first within a sheet."""
    order = list(Severity)
    grouped: dict[str, list[Finding]] = {sheet: [] for sheet in one.sheets}
    for finding in sorted(
        shown_findings(one, least), key=lambda found: (not found.counts, order.index(found.severity))
    ):
        grouped.setdefault(finding.cells[0].place.sheet if finding.cells else "", []).append(finding)
    return {sheet: found for sheet, found in grouped.items() if found}


def _cause(writer: _Writer, cause: Cause) -> Iterator[str]:
    yield from _finding(writer, cause.head)
    for finding in cause.rest:
        told = f"{_ranges(writer, finding)} {finding.rule.code} {one_line(finding.message(writer.lang))}"
        yield writer.dim(f"      {writer.say('same')}{told}")
    if cause.shared:
        cells = " ".join(areas_of(place.cell for place in cause.shared))
        yield f"      {writer.say('shared', cells=cells)}"


def _finding(writer: _Writer, finding: Finding) -> Iterator[str]:
    level = SEVERITY_NAMES[writer.lang][finding.severity]
    colour = "2" if finding.waiver else _COLOURS[finding.severity]
    where = finding.cells[0].place.cell if finding.cells else "—"
    label = writer.paint(f"{level} {finding.rule.code}", colour)
    yield f"    {where:<5}{label}  {one_line(finding.message(writer.lang))}{_suggestion(writer, finding)}"
    if len(finding.cells) > 1:
        yield writer.dim(f"         {_values(writer, finding)}")
    if finding.waiver:
        yield writer.dim(f"         {one_line(writer.say('waived', **finding.waiver.to_dict()))}")


def _suggestion(writer: _Writer, finding: Finding) -> str:
    known = [suspect for suspect in finding.suspects if suspect.suggested is not None]
    if len(known) != 1 or (not known[0].certain and shown(known[0].suggested) in finding.message(writer.lang)):
        return ""
    told = writer.say("suggest" if known[0].certain else "maybe", value=one_line(shown(known[0].suggested)))
    return f"  → {writer.paint(told, '32')}"


def _values(writer: _Writer, finding: Finding) -> str:
    """``E8=0 ← A8=10 B8=1 C8=0 D8=0``; long relations without their zeros, blank cells as ranges."""
    if all(cell.value is None for cell in finding.cells) or all(cell.side is None for cell in finding.cells):
        return _ranges(writer, finding)
    cells = [cell for cell in finding.cells if not cell.in_text]  # the message quotes a text already
    if len(cells) > _MANY:
        filled = [cell for cell in cells if cell.value]
        text = _sides(writer, filled)
        return text + writer.say("zero") if len(filled) < len(cells) else text
    return _sides(writer, cells)


def _sides(writer: _Writer, cells: list[CellRef]) -> str:
    left, right = ([_value(writer, cell) for cell in cells if cell.side == side] for side in ("left", "right"))
    return f"{' '.join(left)} ← {' '.join(right)}" if left and right else " ".join((*left, *right))


def _value(writer: _Writer, cell: CellRef) -> str:
    return f"{_where(writer, cell.place)}={one_line(shown(cell.value)) or spoken(BLANK_WORD, writer.lang)}"


def _where(writer: _Writer, place: Place) -> str:
    """``E8``, and for last year's report ``上年E8``."""
    return f"{writer.say('previous') if place.file == PREVIOUS else ''}{place.cell}"


def _ranges(writer: _Writer, finding: Finding) -> str:
    """``J8 D8:I8``, the left side first; where they are on several sheets, each with its sheet's name."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for cell in finding.cells:
        if cell.place.cell and not cell.place.file:
            groups.setdefault((cell.place.sheet, cell.side), []).append(cell.place.cell)
    areas = [(sheet, area) for (sheet, _), cells in groups.items() for area in areas_of(cells)]
    several = len({sheet for sheet, _ in groups}) > 1
    told = " ".join(f"{one_line(masked(sheet))}!{area}" if several else area for sheet, area in areas[:_MOST_AREAS])
    count = sum(map(len, groups.values()))
    return writer.say("areas", areas=told, count=count) if len(areas) > _MOST_AREAS else told
