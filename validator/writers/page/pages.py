"""The page of one report and the page of many, in pieces: which it is shows when a second report comes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from validator.files.harmless import one_line
from validator.model.bilingual import spoken
from validator.model.english import in_language
from validator.model.entries import entries
from validator.model.form import Edition, Form
from validator.model.report import FileReport, Status, Summary
from validator.model.rule import Rule
from validator.startup.records import dataclass, field
from validator.template.grid import grid_of
from validator.writers.figures import Number, figure, key_figures
from validator.writers.looks import STYLES
from validator.writers.page.charts import Drawing, drawings
from validator.writers.page.drawing import POLICY, data_line, rendered, script, style
from validator.writers.page.forms import PageForm, page_form
from validator.writers.page.sums import Sums
from validator.writers.page.units import Pool, unit_data, values_of
from validator.writers.page.words import say, script_words
from validator.writers.page.years import Courses, common_drawing, own_drawing
from validator.writers.registry import Asked
from validator.writers.states import STATES, state

_FIGURES = 6
"""So many key figures have columns in the list of units."""
_MOST_FAULTS = 8
_MOST_NAMES = 200
"""So many other files are listed by name; the rest are counted."""


def page(files: Iterable[FileReport], summary: Summary, setting: Asked, lead: Lead | None = None) -> Iterator[str]:
    """The page over the reports, a piece a report once there are two; `summary` is read when they are at an end.

    With a `lead` it is the page of many in any case, under its title and with what it says before the overview.
    """
    coming = iter(files)
    first = list(islice(coming, 2))
    if lead:
        yield from _Many(setting, lead).pieces(chain(first, coming), summary)
    elif len(first) == 1:
        yield from _one(first[0], setting)
    else:
        yield from _Many(setting).pieces(chain(first, coming), summary)


@dataclass(frozen=True, slots=True)
class Lead:
    """What a page of many begins with: its title and a section as HTML, escaped already.

    `values` are the sums that its charts show, of so many reports: those at the paths in `taken`.
    """

    title: str
    section: str
    form: Form
    values: Mapping[str, Number]
    taken: frozenset[str]


@dataclass(slots=True)
class _Forms:
    """The forms that reports on the page use, numbered as they come."""

    setting: Asked
    made: dict[str, PageForm] = field(default_factory=dict)

    def of(self, report: FileReport) -> tuple[PageForm | None, int]:
        """The form of a report and its number; None for one that could not be read."""
        if report.status is Status.UNREADABLE:
            return None, 0
        before = report.contents.before_edition if report.contents else None
        key = json.dumps([_plain(report.edition), before and _plain(before)])
        if key not in self.made:
            thresholds = self.setting.thresholds or self.setting.catalogue.defaults
            self.made[key] = page_form(self.setting.catalogue, report.edition, before, thresholds)
        return self.made[key], list(self.made).index(key)

    @property
    def all(self) -> tuple[PageForm, ...]:
        return tuple(self.made.values())


def _plain(edition: Edition) -> Any:
    return edition if isinstance(edition, str) else dict(edition)


def _head(title: str, setting: Asked) -> str:
    made = say("made_on" if setting.today else "made", setting.lang, version=setting.version, day=setting.today)
    return rendered("head", title=title, style=style(), policy=POLICY, made=made, **_common(setting))


def _common(setting: Asked) -> dict[str, Any]:
    """What every template can use."""
    lang = setting.lang

    def word(key: str, **args: object) -> str:
        return say(key, lang, **args)

    legend = [(look.value, spoken(one.says, lang)) for look, one in STYLES.items()]
    return {"lang": lang, "say": word, "legend": legend, "grid_of": grid_of}


def _end(setting: Asked, forms: _Forms, pool: Pool, **data: Any) -> str:
    """The data that the script reads besides the units, and the script."""
    rules = {rule.code: _rule(rule, setting.lang) for rule in setting.catalogue.rules}
    known = {"words": script_words(setting.lang), "rules": rules, "forms": [one.data() for one in forms.all]}
    known |= {"pool": pool.all, **data}
    return rendered("end", data=known, script=script(), **_common(setting))


def _rule(rule: Rule, lang: str) -> list[str]:
    return [rule.title[lang], *(rule.words(key, lang) for key in ("fix", "why", "basis"))]


def _one(report: FileReport, setting: Asked) -> Iterator[str]:
    unit = f"{report.organ} {report.year or ''}".strip() or report.path
    forms = _Forms(setting)
    form, number = forms.of(report)
    pool = Pool()
    data = unit_data(report, form, number, setting, pool, texts=True)
    yield _head(say("title_one", setting.lang, unit=one_line(unit)), setting)
    told = [finding for entry in entries(report, setting.least) for finding in entry.findings]
    values = values_of(form, report.contents.values) if form and report.contents else []
    given: dict[str, Any] = {
        "form": form,
        "values": values,
        "unit": data,
        "findings": told,
        "path": one_line(report.path),
    }
    given["years"] = own_drawing(report, setting.catalogue, setting.lang)
    yield rendered("one", **given, plain=one_line, **_common(setting))
    yield f'<script type="application/json" id="units">\n{data_line(data)}\n</script>\n'
    yield _end(setting, forms, pool, single=True)


@dataclass(slots=True)
class _Many:
    """What is kept of each report while they go by: a row of the list; the report itself goes into the page."""

    setting: Asked
    lead: Lead | None = None
    forms: _Forms = field(init=False)
    sums: Sums = field(init=False)
    courses: Courses = field(init=False)
    pool: Pool = field(default_factory=Pool)
    rows: list[list[Any]] = field(default_factory=list)
    verdicts: dict[str, int] = field(default_factory=dict)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.forms = _Forms(self.setting)
        self.sums = Sums(self.setting.catalogue, self.setting.least)
        self.courses = Courses(self.setting.catalogue)
        if self.lead:
            self.sums.add_figures(self.lead.form, self.lead.values, len(self.lead.taken))

    def pieces(self, files: Iterable[FileReport], summary: Summary) -> Iterator[str]:
        count = self.setting.count
        usual = say("title_many" if count > 1 else "title_any", self.setting.lang, count=count)
        yield _head(self.lead.title if self.lead else usual, self.setting)
        yield '<script type="application/json" id="units">\n'
        for one in files:
            yield f"{data_line(self._taken(one))}\n"
        yield "</script>\n"
        yield rendered("many", **self._overview(summary), **_common(self.setting))
        figures = [part.label for part in key_figures(self.setting.catalogue)[:_FIGURES]]
        yield _end(self.setting, self.forms, self.pool, single=False, rows=self.rows, figures=figures)

    def _taken(self, one: FileReport) -> dict[str, Any]:
        """The data of one unit; what the list and the sums need of it is kept."""
        self._add(one)
        word = state(one)
        self.verdicts[word] = self.verdicts.get(word, 0) + 1
        if one.error:
            self.unreadable.append((one_line(one.path), one_line(in_language(one.error, self.setting.lang))))
        form, number = self.forms.of(one)
        data = unit_data(one, form, number, self.setting, self.pool, texts=False)
        self.rows.append(self._row(one, data))
        return data

    def _add(self, one: FileReport) -> None:
        """Count a report; where somebody has added up some of them, what is shown together is of those alone."""
        if self.lead is None:
            self.sums.add(one)
            self.courses.add(one)
            return
        self.sums.add_faults(one)
        if one.path in self.lead.taken:
            self.sums.add_years(one)
            self.courses.add(one)

    def _drawings(self) -> tuple[Drawing, ...]:
        years = common_drawing(self.courses, self.setting.lang)
        return (*drawings(self.sums, self.setting.lang), *([years] if years else ()))

    def _row(self, one: FileReport, data: dict[str, Any]) -> list[Any]:
        """A row of the list: path, unit, year, verdict, counts, rules that found something, key figures."""
        codes = list(dict.fromkeys(finding["c"] for finding in data.get("findings", ())))
        values = one.contents.values if one.contents else {}
        figures = [figure(part, values) for part in key_figures(self.setting.catalogue)[:_FIGURES]]
        return [data["path"], data["organ"], data["year"], data["verdict"], *data["counts"], codes, figures]

    def _overview(self, summary: Summary) -> dict[str, Any]:
        faults = sorted(self.sums.faults.items(), key=lambda item: (-item[1].files, -item[1].findings, item[0]))
        names = [one_line(path) for path in summary.other_files]
        return {
            "verdicts": [(word, self.verdicts[word]) for word in STATES if word in self.verdicts],
            "count": sum(self.verdicts.values()),
            "faults": faults[:_MOST_FAULTS],
            "all_faults": sorted(self.sums.faults.items()),
            "rule": self.setting.catalogue.rule,
            "drawings": self._drawings(),
            "counted": say("charts_in_sums" if self.lead else "charts_of", self.setting.lang, count=self.sums.counted),
            "same": [(one_line(one.organ), one.year, list(map(one_line, one.files))) for one in summary.same_unit],
            "years": summary.years,
            "unreadable": self.unreadable,
            "other": names[:_MOST_NAMES],
            "more_other": max(0, len(names) - _MOST_NAMES),
            "skipped": summary.skipped,
            "forms": self.forms.all,
            "lead": self.lead.section if self.lead else "",
        }
