"""One report as the data of a page: what the script draws when somebody looks at it. Short keys: there are many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    report: FileReport, form: PageForm | None, number: int, setting: Setting, pool: Pool, *, texts: bool
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
        | _contents(report, form, texts=texts)
        | _findings(report, form, setting, _LONGEST if texts else _QUOTED)
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


def _findings(report: FileReport, form: PageForm, setting: Setting, most: int) -> dict[str, Any]:
    """The findings in the order in which they are told: each cause has as many of them as it says, one behind another.

    `most` characters of a section are quoted, of a longer quotation nothing.
    """
    names = _names(report, form)
    order = entries(report, setting.least)
    marked: dict[int, list[int]] = {}
    for place, look in marks_of(report, setting.least).items():
        if (name := names.get((place.sheet, place.cell), "")) in form.at:
            marked.setdefault(look.value, []).append(form.at[name])
    causes = [(entry.cause, len(entry.findings)) for entry in order if entry.cause]
    return {
        "findings": [_finding(one, form, names, setting.lang, most) for entry in order for one in entry.findings],
        "causes": [_cause(cause, form, setting.lang) | {"n": count} for cause, count in causes],
        "marks": marked,
        "open": [[one.code, one.member] for one in report.coverage.undecided if not one.quote],
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


def _finding(
    one: Finding, form: PageForm, names: Mapping[tuple[str, str], str], lang: str, most: int
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "c": one.rule.code,
        "s": one.severity.value,
        "m": one_line(one.message(lang)),
        "at": [_cell(cell, form, names, most) for cell in one.cells],
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


def _cell(cell: CellRef, form: PageForm, names: Mapping[tuple[str, str], str], most: int) -> Any:
    """The number of its name; with the words that are quoted of a section; else where it is and what it holds."""
    name = cell.indicator or names.get((cell.place.sheet, cell.place.cell), "")
    if name not in form.at:
        value = _value(cell.value)
        return [_elsewhere(cell.place), _quotation(value, most) if isinstance(value, str) else value]
    return [form.at[name], _quotation(str(cell.value or ""), most)] if cell.in_text else form.at[name]


def _quotation(text: str, most: int) -> str:
    """The words quoted; of a whole section nothing."""
    return many_lines(text) if len(text) <= most else ""


def _elsewhere(place: Place) -> str:
    where = _where(place)
    return f"{one_line(place.file)} {where}" if place.file and place.file != PREVIOUS else where


def _suspect(one: Suspect, form: PageForm, lang: str) -> list[Any]:
    """Where, what it holds, what it should hold, why."""
    where = form.at.get(one.indicator or "", _elsewhere(one.place))
    suggested = None if one.suggested is None else one_line(shown(one.suggested))
    return [where, _value(one.value), suggested, int(one.certain), one_line(spoken(one.reason, lang))]


def _seen(report: FileReport, setting: Setting, pool: Pool) -> dict[str, Any]:
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
        "open": [one_line(line) for line in (*coverage.undecided(seen, lang), *coverage.omitted(seen, lang))],
    }
