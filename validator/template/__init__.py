"""The official template, blank or filled: Form + rules + one filing's data -> the bytes of a workbook.

XlsxWriter is imported on the first `build` only, so that commands which make no workbook do not pay for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.template.content import BadContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from validator.catalogue import Catalogue
    from validator.exchange.filing_data import FilingData
    from validator.template.draft import Draft

__all__ = ["BadContent", "as_held", "build"]


def build(
    data: FilingData,
    catalogue: Catalogue,
    *,
    typed_totals: bool | None = None,
    more: Callable[[Draft], None] | None = None,
) -> bytes:
    """The template of the catalogue's form filled with `data`, as an xlsx file; the same data gives the same bytes.

    `typed_totals`: True makes every total an input, False makes every total a formula (totals in the data are then
    left out), None types the totals of those tables for which `data` gives any total. `more` adds further sheets behind
    those of the form. Raises BadContent for what a cell cannot hold.
    """
    from validator.template.book import write_book

    return write_book(data, catalogue, typed_totals=typed_totals, more=more)


def as_held(data: FilingData, catalogue: Catalogue, typed: frozenset[str]) -> bytes:
    """The template of the catalogue's form as it is with the data in its cells, totals as given, also wrong ones.

    `typed` are the tables in which totals are no formulas. Raises BadContent as `build` does.
    """
    from validator.template.book import write_as_held

    return write_as_held(data, catalogue, typed)
