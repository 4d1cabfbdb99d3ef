"""What a report holds, for outputs that show the form itself and not only what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from validator.model.bilingual import Bilingual
from validator.model.cells import CellValue, Place
from validator.model.filing import Filing
from validator.model.form import Edition, Form
from validator.model.where import where_of
from validator.startup.records import dataclass, field


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The key figures of a report of an earlier year, by the names of its own form."""

    year: int
    edition: Edition
    values: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class Contents:
    """The values of a filing by the names of the form; a name that the workbook does not hold is absent.

    `values` are the numbers of the tables and the fields of cover and table heads, `texts` the sections. `moved` is
    where names stand that do not stand where the template has them, `where` says in words
    where each stands in a document. `before` are last year's numbers, None where there is no report of last year,
    `before_edition` their form. `years` are the years before one by one, last year first.
    """

    values: Mapping[str, CellValue]
    moved: Mapping[str, Place] = field(default_factory=dict)
    where: Mapping[str, Bilingual] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, CellValue] | None = None
    before_edition: Edition | None = None
    years: tuple[YearBefore, ...] = ()
    saved: str = ""
    """When the file was saved last, as it says itself."""
    filing: bytes = b""
    """The filing itself, packed, where a run wants it."""


def contents_of(filing: Filing) -> Contents:
    """What the filing holds, as it is: whoever shows it gives the one in which personal numbers are masked."""
    form, before, homes = filing.form, filing.previous, homes_of(filing.form)
    texts = tuple(one.name for one in form.texts)
    fields = (name for name in form.fields if name not in texts)
    return Contents(
        _values(filing, (*form.indicators, *fields)),
        {name: place for name, place in filing.places.items() if homes.get(name) != place},
        {name: words for name in filing.places if (words := where_of(filing, name))},
        {name: filing.text(name) for name in texts if filing.has(name)},
        _values(before, before.form.indicators) if before else None,
        before.form.edition if before else None,
        tuple(_years(filing)),
        filing.saved,
    )


def _years(filing: Filing) -> Iterator[YearBefore]:
    before = filing.previous
    while before is not None and before.year is not None:
        figures = (part for table in before.form.tables.values() for part in table.overview.figures)
        names = dict.fromkeys(name for part in figures for name in part.names)
        yield YearBefore(before.year, before.form.edition, _values(before, names))
        before = before.previous


def homes_of(form: Form) -> dict[str, Place]:
    """Where the template has every name of the form."""
    tables = {one.name: Place(form.tables[one.table].sheet, one.cell) for one in form.indicators.values()}
    return tables | {one.name: Place(one.sheet, one.cell) for one in form.places}


def _values(filing: Filing, names: Iterable[str]) -> dict[str, CellValue]:
    return {name: filing.cells[name].value for name in names if name in filing.cells}
