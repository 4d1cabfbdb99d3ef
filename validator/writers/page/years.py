"""Key figures along the years: of one body, or of many together, of which each has a report of every year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from validator.catalogue import Catalogue
from validator.model.cells import CellValue
from validator.model.form import Edition
from validator.model.report import FileReport
from validator.model.shown import shown
from validator.startup.records import dataclass, field
from validator.writers.figures import Number, figure
from validator.writers.page.charts import LABEL, WIDTH, Drawing, Shape, Word
from validator.writers.page.words import say

FEWEST = 3
"""Two years are told side by side elsewhere; from three on there is a course to see."""
_ROW, _HIGHEST, _WIDEST, _FOOT = 62, 34, 46, 26
_BEFORE, _NOW = 0, 1
"""The colours of years before, and of the report's own."""


@dataclass(frozen=True, slots=True)
class Course:
    """Figures over years that follow one another: of each label as many numbers as years, None where there is none."""

    years: tuple[int, ...]
    figures: Mapping[str, tuple[Number | None, ...]]


def course_of(report: FileReport, catalogue: Catalogue) -> Course | None:
    """A body's own years, None where too few are known."""
    each = tuple(_each(report, catalogue))
    return _course(each) if len(each) >= FEWEST else None


def _course(each: Sequence[tuple[int, Mapping[str, Number | None]]]) -> Course:
    labels = dict.fromkeys(label for _, figures in reversed(each) for label in figures)
    in_order = tuple(reversed(each))
    return Course(
        tuple(year for year, _ in in_order),
        {label: tuple(figures.get(label) for _, figures in in_order) for label in labels},
    )


def _each(report: FileReport, catalogue: Catalogue) -> Iterator[tuple[int, Mapping[str, Number | None]]]:
    """Year and key figures, this year's first."""
    held = report.contents
    if held is None or report.year is None or report.error or report.untouched:
        return
    yield report.year, _figures(report.edition, held.values, catalogue)
    for one in held.years:
        yield one.year, _figures(one.edition, one.values, catalogue)


def _figures(edition: Edition, values: Mapping[str, CellValue], catalogue: Catalogue) -> dict[str, Number | None]:
    tables = catalogue.form(edition).tables.values()
    return {part.label: figure(part, values) for table in tables for part in table.overview.figures}


@dataclass(slots=True)
class Courses:
    """The years of many bodies, added up report by report.

    Sums of different bodies from year to year would say nothing. So a body counts for each span that it has all
    reports of, and the longest span that half of them have is the one that is told.
    """

    catalogue: Catalogue
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    sums: dict[tuple[int, int], list[dict[str, Number]]] = field(default_factory=dict)

    def add(self, report: FileReport) -> None:
        """Count one more report."""
        each = tuple(_each(report, self.catalogue))
        for span in range(FEWEST, len(each) + 1):
            key = (each[0][0], span)
            self.counts[key] += 1
            sums = self.sums.setdefault(key, [{} for _ in range(span)])
            for at, (_, figures) in enumerate(each[:span]):
                for label, number in figures.items():
                    sums[at][label] = sums[at].get(label, 0) + (number or 0)

    def told(self) -> tuple[Course, int] | None:
        """The course to tell and how many bodies it is of; None where no body has enough years."""
        if not self.counts:
            return None
        year = max((year for year, span in self.counts if span == FEWEST), key=lambda one: self.counts[one, FEWEST])
        least = (self.counts[year, FEWEST] + 1) // 2
        span = max(span for one, span in self.counts if one == year and self.counts[one, span] >= least)
        each = [(year - at, figures) for at, figures in enumerate(self.sums[year, span])]
        return _course(each), self.counts[year, span]


def drawn(course: Course, title: str, lang: str) -> Drawing:
    """A row a figure, a column a year, each row by its own scale, which is said: equal bars are no equal numbers."""
    told = [(label, numbers) for label, numbers in course.figures.items() if any(numbers)]
    step = (WIDTH - LABEL) / len(course.years)
    shapes, words, rows = [], [], []
    for at, (label, numbers) in enumerate(told):
        foot = (at + 1) * _ROW - 6
        most = max(abs(one) for one in numbers if one is not None)
        words.append(Word(LABEL - 8, foot - 6, label, "end"))
        for column, (year, number) in enumerate(zip(course.years, numbers, strict=True)):
            middle = LABEL + step * (column + 0.5)
            high = 0 if number is None else round(max(0, number) / most * _HIGHEST, 1)
            colour = _NOW if column == len(course.years) - 1 else _BEFORE
            wide = round(min(_WIDEST, step * 0.6), 1)
            text = "—" if number is None else shown(number)
            shapes.append(Shape(round(middle - wide / 2, 1), foot - high, wide, high, colour, f"{year} {label} {text}"))
            words.append(Word(round(middle, 1), round(foot - high - 5, 1), text, "middle"))
        rows.append((label, *("—" if one is None else shown(one) for one in numbers)))
    height = len(told) * _ROW + _FOOT
    for column, year in enumerate(course.years):
        words.append(Word(round(LABEL + step * (column + 0.5), 1), height - 8, str(year), "middle", faint=True))
    return Drawing(
        title + say("own_scale", lang),
        height,
        tuple(shapes),
        tuple(words),
        legend=((_BEFORE, say("years_before", lang)), (_NOW, say("this_year", lang))),
        heads=("", *map(str, course.years)),
        rows=tuple(rows),
    )


def own_drawing(report: FileReport, catalogue: Catalogue, lang: str) -> Drawing | None:
    """The years of one body."""
    course = course_of(report, catalogue)
    return drawn(course, say("own_years", lang), lang) if course else None


def common_drawing(courses: Courses, lang: str) -> Drawing | None:
    """The years of many bodies together."""
    told = courses.told()
    if told is None:
        return None
    course, count = told
    return drawn(course, say("all_years", lang, years=len(course.years), count=count), lang)
