"""One report as the data of a page: what the script draws when somebody looks at it. Short keys: there are many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from validator.files.harmless import cut, many_lines, one_line
from validator.model.bilingual import spoken
from validator.model.cause import Cause
from validator.model.cells import PREVIOUS, CellValue, Place
from validator.model.english import in_language
from validator.model.entries import entries
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome, Severity
from validator.model.shown import shown
from validator.startup.records import dataclass, field
from validator.writers import coverage
from validator.writers.looks import marks_of
from validator.writers.page.forms import PageForm
from validator.writers.page.words import say
from validator.writers.places import named
from validator.writers.registry import Asked
from validator.writers.states import state

_LONGEST = 300
"""So much of a text that stands where a number should is shown in its cell."""
_QUOTED = 120
"""So much of a section is a quotation; on a page of many, more is none of it."""
ABSENT = False
"""A place that the workbook does not have; a blank is null."""


@dataclass(slots=True)
class Pool:
    """What many units have alike stands once on the page; units say which it is."""

    numbers: dict[str, int] = field(default_factory=dict)

    def at(self, what: object) -> int:
        """The number of a piece of data."""
        return self.numbers.setdefault(json.dumps(what, ensure_ascii=False), len(self.numbers))

    @property
    def all(self) -> list[Any]:
        """Every piece by its number."""
        return [json.loads(text) for text in self.numbers]


def unit_data(
    report: FileReport, form: PageForm | None, number: int, setting: Asked, pool: Pool, *, texts: bool
) -> dict[str, Any]:
    """A report as the script reads it. `form` is None for what could not be read, `number` that of the form.

    `texts`: the sections as a whole, else only what findings quote.
    """
    lang = setting.lang
    data: dict[str, Any] = {
        "path": one_line(report.path),
        "organ": one_line(report.organ),
        "year": report.year,
        "verdict": state(report),
        "counts": [coverage.count_of(report, level) for level in Severity],
    }
    if report.status is Status.UNREADABLE or form is None:
        return data | {"error": one_line(in_language(report.error or "", lang))}
    return (
        data
        | {"form": number, "seen": _seen(report, setting, pool), "run": pool.at(report.coverage.rules_run)}
        | _contents(report, form, lang, texts=texts)
        | _findings(report, form, setting, pool, _LONGEST if texts else _QUOTED)
    )


def _contents(report: FileReport, form: PageForm, lang: str, *, texts: bool) -> dict[str, Any]:
    held = report.contents
    if held is None:
        return {}
    data: dict[str, Any] = {"values": _short(values_of(form, held.values))}
    if held.before is not None:
        data["before"] = _short(values_of(form, held.before))
    if held.where:
        data["said"] = {form.at[name]: spoken(words, lang) for name, words in held.where.items() if name in form.at}
    elif held.moved:
        data["moved"] = {form.at[name]: named(place) for name, place in held.moved.items() if name in form.at}
    if texts:
        data["texts"] = {form.at[name]: many_lines(text) for name, text in held.texts.items() if name in form.at}
    return data


def values_of(form: PageForm, values: Mapping[str, CellValue]) -> list[Any]:
    """By the numbers of the names, as far as there are any."""
    found = [_value(values[name]) if name in values else ABSENT for name in form.at]
    while found and found[-1] is ABSENT:
        found.pop()
    return found


def _short(values: list[Any]) -> list[Any]:
    """The same with ``[5]`` for five zeros, which most values are."""
    short: list[Any] = []
    for is_zero, run in groupby(values, lambda value: value == 0 and value is not ABSENT):
        same = list(run)
        short += [[len(same)]] if is_zero and len(same) > 1 else same
    return short


def _value(value: CellValue) -> int | float | str | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value if value is None or (value == value and abs(value) != float("inf")) else str(value)
    return one_line(cut(shown(value), _LONGEST))


@dataclass(frozen=True, slots=True)
class _Told:
    """How findings of one report are told: places by number, words in one language, so many characters quoted."""

    form: PageForm
    names: Mapping[tuple[str, str], str]
    lang: str
    most: int


def _findings(report: FileReport, form: PageForm, setting: Asked, pool: Pool, most: int) -> dict[str, Any]:
    """The findings in the order in which they are told: each cause has as many of them as it says, one behind another.

    `most` characters of a section are quoted, of a longer quotation nothing.
    """
    told = _Told(form, _names(report, form), setting.lang, most)
    order = entries(report, setting.least)
    marked: dict[int, list[int]] = {}
    for place, look in marks_of(report, setting.least).items():
        if (name := told.names.get((place.sheet, place.cell), "")) in form.at:
            marked.setdefault(look.value, []).append(form.at[name])
    causes = [(entry.cause, len(entry.findings)) for entry in order if entry.cause]
    return {
        "findings": [_finding(one, told, caused=bool(entry.cause)) for entry in order for one in entry.findings],
        "causes": [_cause(cause, told) | {"n": count} for cause, count in causes],
        "marks": marked,
        "open": pool.at([[one.code, one.member] for one in report.coverage.undecided if not one.quote]),
    }


def _names(report: FileReport, form: PageForm) -> dict[tuple[str, str], str]:
    """Sheet and cell -> the name that stands there in this workbook."""
    moved = report.contents.moved if report.contents else {}
    here = {place: name for place, name in form.named.items() if name not in moved}
    return here | {(place.sheet, place.cell): name for name, place in moved.items()}


def _cause(cause: Cause, told: _Told) -> dict[str, Any]:
    others = [[_suspect(one, told) for one in cells] for cells in cause.alternatives]
    return {
        "m": one_line(cause.message(told.lang)),
        "certain": cause.certain,
        "at": [_suspect(one, told) for one in cause.cells],
    } | ({"others": others} if others else {})


def _finding(one: Finding, told: _Told, *, caused: bool) -> dict[str, Any]:
    """A finding; of what a cause explains the cause says which cells are suspected."""
    data: dict[str, Any] = {
        "c": one.rule.code,
        "s": one.severity.value,
        "m": one_line(one.message(told.lang)),
        "at": [_cell(cell, told) for cell in one.cells],
    }
    if one.rule.formula:
        data["k"] = one.member
    if one.suspects and not caused:
        data["fix"] = [_suspect(suspect, told) for suspect in one.suspects]
    if one.waiver:
        data["w"] = [one_line(text) for text in (one.waiver.reason, one.waiver.by, one.waiver.date)]
    if one.outcome is Outcome.BROKEN:
        data["b"] = 1
    return data


def _cell(cell: CellRef, told: _Told) -> Any:
    """The number of its name; with the words that are quoted of a section; else where it is and what it holds."""
    at = told.form.at
    name = cell.indicator or told.names.get((cell.place.sheet, cell.place.cell), "")
    if name not in at:
        value = _value(cell.value)
        return [_elsewhere(cell.place, told.lang), _quotation(value, told) if isinstance(value, str) else value]
    return [at[name], _quotation(str(cell.value or ""), told)] if cell.in_text else at[name]


def _quotation(text: str, told: _Told) -> str:
    """The words quoted; of a whole section nothing."""
    return many_lines(text) if len(text) <= told.most else ""


def _elsewhere(place: Place, lang: str) -> str:
    """Where a cell is that the page does not show: in last year's report, another one or on another sheet."""
    where = named(place)
    if place.file == PREVIOUS:
        return f"{say('last_year_value', lang)} {where}"
    return f"{one_line(place.file)} {where}" if place.file else where


def _suspect(one: Suspect, told: _Told) -> list[Any]:
    """Where, what it should hold, whether that is certain, why."""
    where = told.form.at.get(one.indicator or "", _elsewhere(one.place, told.lang))
    suggested = None if one.suggested is None else one_line(shown(one.suggested))
    return [where, suggested, int(one.certain), one_line(spoken(one.reason, told.lang))]


def _seen(report: FileReport, setting: Asked, pool: Pool) -> dict[str, Any]:
    """What was looked at, what not and why, what has no verdict: statements for people."""
    seen, lang = report.coverage, setting.lang
    return {
        "ran": pool.at(
            [
                coverage.looked_at(seen, lang),
                *coverage.found_by(seen, lang),
                *coverage.made_by(report, setting.version, lang),
            ]
        ),
        "not": pool.at([one_line(line) for line in coverage.not_run(seen, lang)]),
        "open": [pool.at(one_line(line)) for line in (*coverage.undecided(seen, lang), *coverage.omitted(seen, lang))],
    }
