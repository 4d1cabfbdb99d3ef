"""A filing as the template would hold it, without making the workbook: for examples, pages and tests.

A test holds it against the real thing: build, read, compare.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.catalogue import Catalogue
from validator.exchange.filing_data import FilingData
from validator.filings.sheets import WAIVERS
from validator.filings.tables.totals import own_formulas
from validator.model.cells import CellValue, Place, constant
from validator.model.cover_cells import year_of
from validator.model.filing import WAIVER_KEYS, Filing, FoundLabel, Waiver
from validator.model.form import Form, Role
from validator.startup.records import replace
from validator.template.formula_results import cover, figures, stated, typed_tables
from validator.version import VERSION

FIRST_WAIVER = 5
"""The row of the first explanation on its sheet."""


def preview(
    data: FilingData,
    catalogue: Catalogue,
    path: str = "",
    *,
    typed: frozenset[str] | None = None,
    given: frozenset[str] | None = None,
) -> Filing:
    """The filing that reading the filled template gives (of formulas the totals' alone).

    `typed` are the tables whose totals are inputs (None: as `build` decides without being told), `given` those whose
    totals are as the data has them (None: the same tables).
    """
    form = catalogue.form(data.edition)
    typed = typed_tables(data, form, None) if typed is None else typed
    given = typed if given is None else given
    places = {one.name: Place(one.sheet, one.cell) for one in form.places}
    for one in form.indicators.values():
        places[one.name] = Place(form.tables[one.table].sheet, one.cell)
    cells = {name: constant(value) for name, value in figures(data, form, given).items()}
    for table in form.tables.values():
        if table.name not in typed:
            for name, formula in own_formulas(table).items():
                cells[name] = replace(cells[name], formula=formula, cached=cells[name].value)
    cells |= {name: constant(value) for name, value in _fields(data, form)}
    cells |= {section.heading.name: constant(section.heading.label) for section in form.sections}
    return Filing(
        path,
        form,
        cells,
        places,
        made_by=VERSION,
        typed_totals=typed,
        waivers=tuple(
            Waiver(**{key: one[key] for key in WAIVER_KEYS}, place=Place(WAIVERS, f"A{row}"))
            for row, one in enumerate(data.waivers, FIRST_WAIVER)
        ),
        sheet_names=("封面", *(section.sheet for section in form.sections)),
        labels=tuple(
            FoundLabel(table.name, label.text, label.text, Place(table.sheet, label.cell))
            for table in form.tables.values()
            for label in table.labels
        ),
    )


def _fields(data: FilingData, form: Form) -> Iterator[tuple[str, CellValue]]:
    year = year_of(constant(data.year))
    read = data if year is None else replace(data, year=year)  # title and days follow it as reading has it
    shown, fields = cover(read, form), {**stated(read, form), Role.YEAR: data.year}
    for one in form.cover:
        yield one.name, fields[one.role] if one.role else None
    for table in form.tables.values():
        yield table.period.name, data.table_periods.get(table.name, shown.period)
    for section in form.sections:
        if section.text:
            yield section.text.name, data.text.get(section.number, "")
