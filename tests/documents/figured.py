"""A report with another figure in nearly all its cells, so that a neighbour's would be noticed."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

from tests import books
from tests.shipped import base_filing, form_of
from validator.catalogue.shipped import shipped
from validator.documents.reading import filing_of_content
from validator.model.filing import Filing
from validator.publishing.content import Publication, publication_of
from validator.readers import DEFAULT_LIMITS, Limits


@cache
def workbook() -> Filing:
    """The report as its workbook has it."""
    base, draw = base_filing(), random.Random(5)  # noqa: S311  no secret
    names = form_of(base).indicators
    values = {name: (index * 7 + draw.randint(0, 5) if index % 9 else 0) for index, name in enumerate(names)}
    return read(books.filled(replace(base, values=values)), "a.xlsx")


@cache
def report() -> Publication:
    """The report as it is published."""
    return publication_of(workbook())


def read(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Filing:
    """The filing in a file called `name`."""
    return filing_of_content(content, name, shipped().forms, limits)


def figures(found: Filing) -> dict[str, object]:
    """What stands in the cells of the form."""
    return {name: found.cell(name).value for name in found.form.indicators}


def texts(found: Filing) -> dict[str, str]:
    """What stands under the headings."""
    return {one.name: found.text(one.name) for one in found.form.texts}


def wrong(found: Filing, wanted: dict[str, object]) -> dict[str, object]:
    """The figures that are others than those wanted, but for those of which the filing says that it is not sure."""
    unsure = {one.indicator for one in found.unplaced}
    return {name: one for name, one in figures(found).items() if name not in unsure and one != wanted[name]}
