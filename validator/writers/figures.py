"""Quantities of one report: the key figures, and sums of numbers of the form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from validator.catalogue import Catalogue
from validator.model.blanks import LARGEST_COUNT
from validator.model.cells import CellValue
from validator.model.overview import ChartPart
from validator.relations.verdict import tidy

Number = int | float


@lru_cache(maxsize=4)
def key_figures(catalogue: Catalogue) -> tuple[ChartPart, ...]:
    """The key figures of every edition, each once, those of the newest first."""
    forms = catalogue.forms
    found = {
        part.names: part
        for name in reversed(forms.names)
        for table in forms.tables[name].values()
        for part in table.overview.figures
    }
    return tuple(found.values())


def figure(part: ChartPart, values: Mapping[str, CellValue]) -> Number | None:
    """The quantity in one report; None where a number of it is not there or is no number."""
    known = _numbers(part, values)
    return tidy(sum(known)) if len(known) == len(part.names) else None


def summed(part: ChartPart, values: Mapping[str, CellValue]) -> Number:
    """What the numbers of a quantity come to as far as they are there: for sums over many reports."""
    return sum(_numbers(part, values))


def _numbers(part: ChartPart, values: Mapping[str, CellValue]) -> list[Number]:
    found = (values.get(name) for name in part.names)
    return [
        one for one in found if isinstance(one, int | float) and not isinstance(one, bool) and abs(one) <= LARGEST_COUNT
    ]
