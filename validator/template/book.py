"""The whole workbook: data in, bytes out."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable
from datetime import datetime

from xlsxwriter.workbook import Workbook

from validator.catalogue import Catalogue
from validator.exchange.filing_data import FilingData
from validator.filings import reading as made
from validator.filings.typed_mark import typed_mark
from validator.model.derived_fields import joined, sources, title_text
from validator.model.form import Form, Role
from validator.template.all_rows import check_rows, judge_draft
from validator.template.check_rows import CheckRow
from validator.template.checks_sheet import write_checks
from validator.template.content import BadContent, finite, fits
from validator.template.cover import write_cover
from validator.template.draft import Draft
from validator.template.formula_results import cover, figures, is_number, typed_tables
from validator.template.judged import Judged
from validator.template.live import live_instances
from validator.template.sections import write_section
from validator.template.style import STANDARD_FONT, looks
from validator.template.tables import write_table
from validator.template.waivers import write_waivers
from validator.version import VERSION

More = Callable[[Draft], None]
"""Adds further sheets to a workbook."""
_CREATED = datetime(2021, 1, 1)  # noqa: DTZ001  a fixed stamp: the same data gives the same bytes
_LONGEST_YEAR = 255


def write_book(data: FilingData, catalogue: Catalogue, *, typed_totals: bool | None, more: More | None = None) -> bytes:
    """The workbook's bytes. What XlsxWriter would only warn of and drop is an error here."""
    typed = typed_tables(data, catalogue.form(data.edition), typed_totals)
    return _written(data, catalogue, typed, typed, more)


def write_as_held(data: FilingData, catalogue: Catalogue, typed: frozenset[str]) -> bytes:
    """The workbook of a template in which the totals of `typed` are typed, as it is with the data in its cells.

    Totals show what the data says, whether or not it is the sum of their parts: somebody may have typed them over.
    """
    return _written(data, catalogue, typed, frozenset(catalogue.form(data.edition).tables))


def _written(
    data: FilingData,
    catalogue: Catalogue,
    typed: frozenset[str],
    given: frozenset[str],
    more: More | None = None,
) -> bytes:
    """`typed` are the tables whose totals are inputs, `given` those whose totals show what the data says."""
    form = catalogue.form(data.edition)
    _refuse_what_no_cell_holds(data, form)
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(stream, _options())
        draft = _draft(book, data, catalogue, typed, given)
        _describe(draft)
        _write_sheets(draft, judge_draft(draft, given))
        if more:
            more(draft)
        book.close()
    return stream.getvalue()


def rows_of(data: FilingData, catalogue: Catalogue, *, typed_totals: bool | None = None) -> tuple[CheckRow, ...]:
    """The rows of the 校验 sheet that the workbook has: what is checked, how, and what the headless report says."""
    typed = typed_tables(data, catalogue.form(data.edition), typed_totals)
    with Workbook(io.BytesIO(), _options()) as book:
        draft = _draft(book, data, catalogue, typed, typed)
        return check_rows(draft, judge_draft(draft, typed))


def _options() -> dict[str, object]:
    """Made anew for each workbook: XlsxWriter writes into them.

    A cell of the standard font is 72 by 18 pixels.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(STANDARD_FONT),
        "default_column_width": 72,
        "default_row_height": 18,
    }


def _draft(
    book: Workbook, data: FilingData, catalogue: Catalogue, typed: frozenset[str], given: frozenset[str]
) -> Draft:
    form = catalogue.form(data.edition)
    return Draft(
        book,
        looks(book),
        data,
        form,
        typed,
        figures(data, form, given),
        cover(data, form),
        live_instances(form, catalogue),
        catalogue,
    )


def _refuse_what_no_cell_holds(data: FilingData, form: Form) -> None:
    """What formulas are made of, before they are: the rest is refused where it is written."""
    organ, year, start, _ = sources(form)
    for name, value in ((year, data.year), *data.values.items()):
        if is_number(value):
            finite(value, name)
    if len(joined(data.year)) > _LONGEST_YEAR:
        raise BadContent(f"{year}：最多 {_LONGEST_YEAR} 字")
    fits(joined(data.year), year)
    fits(title_text(form, data.organ, data.year), organ)
    shown = cover(data, form)
    fits(shown.title, form.name_of(Role.TITLE))
    fits(shown.period, start)


def _write_sheets(draft: Draft, judged: Judged) -> None:
    rows = check_rows(draft, judged)
    write_cover(draft, rows)
    tables = {table.sheet: table for table in draft.form.tables.values()}
    for section in draft.form.sections:
        if section.text:
            write_section(draft, section, section.text)
        else:
            write_table(draft, section, tables[section.sheet], rows)
    write_waivers(draft)
    write_checks(draft, rows, judged)


def _describe(draft: Draft) -> None:
    """Document properties: which version of gouji made the workbook, for which edition; no user, machine or time."""
    edition = draft.form.edition
    draft.book.set_properties(
        {
            "title": draft.form.title_words,
            "subject": f"{draft.form.title_words}模板，由 gouji {VERSION} 生成",
            "created": _CREATED,
        }
    )
    properties = {  # in ASCII: programs that save the workbook garble other text here
        made.VERSION: VERSION,
        made.EDITION: edition if isinstance(edition, str) else json.dumps(edition),
        made.TYPED: typed_mark(tuple(draft.form.tables), draft.typed),
        "gouji_year": draft.year_text if is_number(draft.year) else "",
    }
    for name, text in properties.items():
        draft.book.set_custom_property(name, text, "text")
