"""One report as the data of a page: what the script draws when somebody looks at it. Short keys: there are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validator.files.harmless import cut, many_lines, one_line
from validator.language.personal import masked
from validator.model.bilingual import spoken
from validator.model.cause import Cause
from validator.model.cells import PREVIOUS, CellValue, Place
from validator.model.english import in_language
from validator.model.entries import entries
from validator.model.finding import CellRef, Finding, Suspect
from validator.model.report import FileReport, Status
from validator.model.rule import Outcome, Severity
from validator.model.shown import shown
from validator.writers import coverage
from validator.writers.looks import marks_of
from validator.writers.page.forms import PageForm
from validator.writers.registry import Setting
from validator.writers.states import state

_LONGEST = 300
"""So much of a text that stands where a number should is shown in its cell."""
ABSENT = False
"""A place that the workbook does not have; a blank is null."""


def unit_data(
    report: FileReport, form: PageForm | None, number: int, setting: Setting, *, texts: bool
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
        | {"form": number, "seen": _seen(report, setting)}
        | _contents(report, form, texts=texts)
        | _findings(report, form, setting)
    )


def _contents(report: FileReport, form: PageForm, *, texts: bool) -> dict[str, Any]:
    held = report.contents
    if held is None:
        return {}
    data: dict[str, Any] = {"values": _values(form, held.values)}
    if held.before is not None:
        data["before"] = _values(form, held.before)
    if held.moved:
        data["moved"] = {form.at[name]: _where(place) for name, place in held.moved.items() if name in form.at}
    if texts:
        data["texts"] = {form.at[name]: many_lines(text) for name, text in held.texts.items() if name in form.at}
    return data


def _values(form: PageForm, values: Mapping[str, CellValue]) -> list[Any]:
    """By the numbers of the names, as far as there are any."""
    found = [_value(values[name]) if name in values else ABSENT for name in form.at]
    while found and found[-1] is ABSENT:
        found.pop()
    return found


def _value(value: CellValue) -> int | float | str | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value if value is None or (value == value and abs(value) != float("inf")) else str(value)
    return one_line(cut(shown(value), _LONGEST))


def _where(place: Place) -> str:
    sheet = one_line(masked(place.sheet))
    return f"{sheet}!{place.cell}" if sheet else place.cell


def _findings(report: FileReport, form: PageForm, setting: Setting) -> dict[str, Any]:
    names = _names(report, form)
    order = entries(report, setting.least)
    told = [finding for entry in order for finding in entry.findings]
    number = {id(finding): at for at, finding in enumerate(told)}
    return {
        "findings": [_finding(one, form, names, setting.lang) for one in told],
        "entries": [
            [entry.cause and _cause(entry.cause, form, setting.lang), [number[id(one)] for one in entry.findings]]
            for entry in order
        ],
        "marks": {
            form.at[name]: look.value
            for place, look in marks_of(report, setting.least).items()
            if (name := names.get((place.sheet, place.cell), "")) in form.at
        },
        "open": [[one.code, one.member] for one in report.coverage.undecided if not one.quote],
        "run": list(report.coverage.rules_run),
    }


def _names(report: FileReport, form: PageForm) -> dict[tuple[str, str], str]:
    """Sheet and cell -> the name that stands there in this workbook."""
    moved = report.contents.moved if report.contents else {}
    here = {place: name for place, name in form.named.items() if name not in moved}
    return here | {(place.sheet, place.cell): name for name, place in moved.items()}


def _cause(cause: Cause, form: PageForm, lang: str) -> dict[str, Any]:
    others = [[_suspect(one, form, lang) for one in cells] for cells in cause.alternatives]
    return {
        "m": one_line(cause.message(lang)),
        "certain": cause.certain,
        "at": [_suspect(one, form, lang) for one in cause.cells],
    } | ({"others": others} if others else {})


def _finding(one: Finding, form: PageForm, names: Mapping[tuple[str, str], str], lang: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "c": one.rule.code,
        "s": one.severity.value,
        "m": one_line(one.message(lang)),
        "at": [_cell(cell, form, names) for cell in one.cells],
    }
    if one.left is not None or one.right is not None:
        data["d"] = [one.left, one.right, one.difference]
    if one.rule.formula:
        data["k"] = one.member
    if one.suspects:
        data["fix"] = [_suspect(suspect, form, lang) for suspect in one.suspects]
    if one.waiver:
        data["w"] = [one_line(text) for text in (one.waiver.reason, one.waiver.by, one.waiver.date)]
    if one.outcome is Outcome.BROKEN:
        data["b"] = 1
    return data


def _cell(cell: CellRef, form: PageForm, names: Mapping[tuple[str, str], str]) -> Any:
    """The number of its name; with the words that are quoted of a section; else where it is and what it holds."""
    name = cell.indicator or names.get((cell.place.sheet, cell.place.cell), "")
    if name not in form.at:
        return [_elsewhere(cell.place), _value(cell.value)]
    return [form.at[name], many_lines(str(cell.value))] if cell.in_text else form.at[name]


def _elsewhere(place: Place) -> str:
    where = _where(place)
    return f"{one_line(place.file)} {where}" if place.file and place.file != PREVIOUS else where


def _suspect(one: Suspect, form: PageForm, lang: str) -> list[Any]:
    """Where, what it holds, what it should hold, why."""
    where = form.at.get(one.indicator or "", _elsewhere(one.place))
    suggested = None if one.suggested is None else one_line(shown(one.suggested))
    return [where, _value(one.value), suggested, int(one.certain), one_line(spoken(one.reason, lang))]


def _seen(report: FileReport, setting: Setting) -> dict[str, list[str]]:
    """What was looked at, what not and why, what has no verdict: statements for people."""
    seen, lang = report.coverage, setting.lang
    return {
        "ran": [
            coverage.looked_at(seen, lang),
            *coverage.found_by(seen, lang),
            *coverage.made_by(report, setting.version, lang),
        ],
        "not": [one_line(line) for line in coverage.not_run(seen, lang)],
        "open": [one_line(line) for line in (*coverage.undecided(seen, lang), *coverage.omitted(seen, lang))],
    }
