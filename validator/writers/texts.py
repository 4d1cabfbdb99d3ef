"""Report -> text for people: causes first, then by sheet, with cells and values; a batch ends in a summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from validator.files.harmless import one_line
from validator.language.personal import masked
from validator.model.address import areas_of
from validator.model.bilingual import BLANK_WORD, Bilingual, filled, spoken
from validator.model.cells import PREVIOUS, Place
from validator.model.english import in_language
from validator.model.entries import Entry, entries
from validator.model.finding import CellRef, Finding
from validator.model.report import FileReport, Status, Summary
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.model.shown import shown
from validator.writers import coverage
from validator.writers.closing import Closing, in_common, unit
from validator.writers.places import in_full
from validator.writers.states import state, word

_COLOURS = {Severity.MUST: "31", Severity.EXPLAIN: "33", Severity.NOTICE: "36"}
_STATUS_COLOURS = {Status.CLEAN: "32", Status.EXPLAIN: "33", Status.FAILS: "31", Status.UNREADABLE: "31"}
_MANY = 8
"""A relation over more cells than that shows only those that are not zero."""

_MOST_AREAS = 12
"""So many ranges stand in a line; a form with a hundred scattered blanks would fill a screen."""

FEW = 3
"""So many cells that are missing for a verdict are named one by one; of more, how many rows and columns they leave."""

_MOST_FILES, _GRAVEST = 30, 3
"""Of more files than that only the gravest entries are told each."""

_WORDS: Final = {
    "nowhere": Bilingual("（整份报告）", "(whole report)"),
    "causes": Bilingual("多半错在这里", "most likely wrong here"),
    "settles": Bilingual("由此而来：{what}", "hence: {what}"),
    "more": Bilingual("另有 {count} 处，加 --verbose 全部列出", "{count} more, listed with --verbose"),
    "suggest": Bilingual("建议填 {value}", "write {value}"),
    "maybe": Bilingual("可能是 {value}", "perhaps {value}"),
    "zero": Bilingual("（其余为 0 或空白）", " (the others 0 or blank)"),
    "waived": Bilingual("已有情况说明：{reason}（{by}，{date}）", "explained: {reason} ({by}, {date})"),
    "previous": Bilingual("上年", "last year's "),
    "areas": Bilingual("{areas} 等 {count} 格", "{areas} and others, {count} cells"),
    "fix": Bilingual("改法：{text}", "what to do: {text}"),
    "basis": Bilingual("依据：{text}", "basis: {text}"),
}


class _Writer:
    """The words of one language, in colour or not, and what is collected for the end."""

    def __init__(
        self, lang: str, least: Severity, *, colour: bool = False, version: str = "", verbose: bool = False
    ) -> None:
        self.lang, self.least, self.colour, self.version, self.verbose = lang, least, colour, version, verbose
        self.closing = Closing(lang, least, None) if verbose else Closing(lang, least)

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
    verbose: bool = False,
    count: int = 1,
) -> Iterator[str]:
    """The whole report, a piece a file; `summary` is read when the files are at an end.

    `version` is this gouji's: a template of another one is pointed out. `least` is the least severity shown. `count` is
    how many files there will be: of several those without anything to say are only counted, of very many each tells
    its gravest entries. `verbose` tells everything. What files are likely to have in common stands once at the end,
    below a single file at once.
    """
    writer = _Writer(lang, least, colour=colour, version=version, verbose=verbose)
    last: FileReport | None = None
    brief, told = count > _MOST_FILES and not verbose, False
    for one in files:
        if verbose or count == 1 or _is_worth_telling(one, least, count):
            lines = _brief(writer, one) if brief else _file(writer, one)
            yield "".join(("\n" if told and not brief else "", *(f"{line}\n" for line in lines)))
            told = True
        writer.closing.add(one, version)
        last = one
    if last and writer.closing.files == 1:
        yield "".join(f"{writer.dim(f'  {line}')}\n" for line in in_common(last, version, lang))
    closing = [*writer.closing.lines(summary), writer.closing.counts(summary)]
    yield "".join(("\n" if told else "", *(f"{line}\n" for line in closing)))


def _is_worth_telling(one: FileReport, least: Severity, count: int) -> bool:
    """Whether a file of several is listed: a clean one that has notices is, unless there are very many files."""
    if one.status is not Status.CLEAN or one.is_undecided:
        return True
    return count <= _MOST_FILES and any(finding.severity.reaches(least) for finding in one.findings)


def quiet_text(files: Iterable[FileReport], summary: Summary, lang: str = "zh") -> Iterator[str]:
    """A line for each file that fails or cannot be read, and one for all."""
    writer = _Writer(lang, Severity.NOTICE)
    for one in files:
        if one.status in {Status.FAILS, Status.UNREADABLE}:
            error = f"  {one_line(in_language(one.error, lang))}" if one.error else ""
            yield f"{_head(writer, one)}{error}\n"
    yield f"{writer.closing.counts(summary, short=True)}\n"


def _head(writer: _Writer, one: FileReport) -> str:
    """Path, unit and verdict."""
    colour = _STATUS_COLOURS[Status.EXPLAIN if one.is_undecided else one.status]
    verdict = writer.paint(word(state(one), writer.lang), f"1;{colour}")
    verdict += "" if one.untouched else _counts(writer, one)
    return "  ".join(filter(None, (writer.paint(one_line(one.path), "1"), unit(one, writer.lang), verdict)))


def _brief(writer: _Writer, one: FileReport) -> Iterator[str]:
    """One of very many files: its gravest entries, a line each."""
    yield _head(writer, one) + (f"  {one_line(in_language(one.error, writer.lang))}" if one.error else "")
    found = () if one.error or one.untouched else entries(one, writer.least)
    for entry in found[:_GRAVEST]:
        first = entry.cause.cells[0] if entry.cause and entry.cause.cells else entry.head.here
        sheet = one_line(masked(first.place.sheet)) if first else ""
        message = (entry.cause or entry.head).message(writer.lang)
        where = sheet if entry.cause or not first else in_full(first, writer.lang)
        yield f"  {_label(writer, entry.head)}  {where or writer.say('nowhere')}  {one_line(message)}"
    if len(found) > _GRAVEST:
        yield writer.dim(f"  {writer.say('more', count=len(found) - _GRAVEST)}")


def _label(writer: _Writer, finding: Finding) -> str:
    """Level and rule, in the colour of the level."""
    level = SEVERITY_NAMES[writer.lang][finding.severity]
    return writer.paint(f"{level} {finding.rule.code:<5}", "2" if finding.waiver else _COLOURS[finding.severity])


def _file(writer: _Writer, one: FileReport) -> Iterator[str]:
    yield _head(writer, one)
    if one.error:
        yield f"  {one_line(in_language(one.error, writer.lang))}"
    if one.error or one.untouched:
        return
    told = entries(one, writer.least)
    yield from _caused(writer, [entry for entry in told if entry.cause])
    for sheet, found in _by_sheet(one, [entry.head for entry in told if not entry.cause]).items():
        yield f"  {writer.paint(one_line(masked(sheet)) or writer.say('nowhere'), '4')}"
        for finding in found:
            yield from _finding(writer, finding)
    yield from (writer.dim(f"  {line}") for line in _seen(writer, one))


def _seen(writer: _Writer, one: FileReport) -> Iterator[str]:
    """What was looked at and what has no verdict."""
    seen, lang = one.coverage, writer.lang
    yield from coverage.omitted(seen, lang)
    yield from coverage.found_by(seen, lang)
    yield from coverage.undecided(seen, lang, most=None if writer.verbose else FEW)
    if writer.verbose:
        yield coverage.looked_at(seen, lang)


def _counts(writer: _Writer, one: FileReport) -> str:
    shown = coverage.counted(one, writer.lang)
    return f"（{'，'.join(shown)}）" if shown and writer.lang == "zh" else f" ({', '.join(shown)})" if shown else ""


def _caused(writer: _Writer, told: Sequence[Entry]) -> Iterator[str]:
    """The causes, each with the findings that it explains folded under it."""
    if told:
        yield f"  {writer.paint(writer.say('causes'), '4')}"
    for entry in told:
        yield from _cause(writer, entry)


def _cause(writer: _Writer, entry: Entry) -> Iterator[str]:
    if entry.cause is None:
        return
    sheets = dict.fromkeys("" if one.where else one_line(masked(one.place.sheet)) for one in entry.cause.cells)
    level = SEVERITY_NAMES[writer.lang][entry.head.severity]
    label = writer.paint(level, _COLOURS[entry.head.severity])
    parts = (label, spoken(tuple(filter(None, sheets)), writer.lang), one_line(entry.cause.message(writer.lang)))
    yield f"    {'  '.join(filter(None, parts))}"
    if writer.verbose:
        for finding in entry.findings:
            yield from (f"    {line}" for line in _finding(writer, finding))
        return
    codes: dict[str, list[str]] = {}
    for finding in entry.findings:
        codes.setdefault(finding.rule.code, []).append(one_line(finding.member))
    what = tuple(f"{code} {spoken(tuple(filter(None, members)), writer.lang)}" for code, members in codes.items())
    yield writer.dim(
        f"      {writer.say('settles', what=('；' if writer.lang == 'zh' else '; ').join(map(str.strip, what)))}"
    )


def _by_sheet(one: FileReport, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the sheet of their first cell of this workbook, in the workbook's order."""
    grouped: dict[str, list[Finding]] = {sheet: [] for sheet in one.sheets}
    for finding in findings:
        grouped.setdefault(finding.here.place.sheet if finding.here else "", []).append(finding)
    return {sheet: found for sheet, found in grouped.items() if found}


def _finding(writer: _Writer, finding: Finding) -> Iterator[str]:
    first = finding.here
    where = "" if first and first.where else f"{first.place.cell if first else '—':<5}"
    told = one_line(finding.message(writer.lang)) + _suggestion(writer, finding)
    yield f"    {where}{_label(writer, finding)}  {told}"
    if first and first.where:
        yield writer.dim(f"         {in_full(first, writer.lang)}")
    if len(finding.cells) > 1:
        yield writer.dim(f"         {_values(writer, finding)}")
    if finding.waiver:
        yield writer.dim(f"         {one_line(writer.say('waived', **finding.waiver.to_dict()))}")
    if writer.verbose:
        yield from (writer.dim(f"         {line}") for line in _advice(writer, finding))


def _advice(writer: _Writer, finding: Finding) -> Iterator[str]:
    """How to set right what the rule finds, and what the rule rests on."""
    for key in ("fix", "basis"):
        if text := finding.rule.words(key, writer.lang):
            yield one_line(writer.say(key, text=text))


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
    name = cell.indicator if cell.where else _where(writer, cell.place)
    return f"{name}={one_line(shown(cell.value)) or spoken(BLANK_WORD, writer.lang)}"


def _where(writer: _Writer, place: Place) -> str:
    """``E8``, for last year's report ``上年E8``, for another one ``甲县2023.xlsx E8``."""
    if place.file and place.file != PREVIOUS:
        return f"{one_line(PurePath(place.file).name)} {place.cell}"
    return f"{writer.say('previous') if place.file else ''}{place.cell}"


def _ranges(writer: _Writer, finding: Finding) -> str:
    """``J8 D8:I8``, the left side first; where they are on several sheets, each with its sheet's name."""
    if any(cell.where for cell in finding.cells):
        others = [in_full(cell, writer.lang) for cell in finding.cells[1:]]
        told = spoken(tuple(others[:FEW]), writer.lang)
        return writer.say("areas", areas=told, count=len(others)) if len(others) > FEW else told
    groups: dict[tuple[str, str | None], list[str]] = {}
    for cell in finding.cells:
        if cell.place.cell and not cell.place.file:
            groups.setdefault((cell.place.sheet, cell.side), []).append(cell.place.cell)
    areas = [(sheet, area) for (sheet, _), cells in groups.items() for area in areas_of(cells)]
    several = len({sheet for sheet, _ in groups}) > 1
    told = " ".join(f"{one_line(masked(sheet))}!{area}" if several else area for sheet, area in areas[:_MOST_AREAS])
    count = sum(map(len, groups.values()))
    return writer.say("areas", areas=told, count=count) if len(areas) > _MOST_AREAS else told
