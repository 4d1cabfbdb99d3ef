"""One row a unit: where it is, the verdict, how much was found, its key figures. For tables that programs read."""

from __future__ import annotations

from validator.catalogue import Catalogue
from validator.files.harmless import one_line
from validator.model.form import Edition
from validator.model.overview import ChartPart
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.writers import coverage
from validator.writers.figures import figure, key_figures

Value = int | float | str | None

_BEGINNINGS = tuple("=+-@＝＋－＠\t\r")
HEADS = ("path", "organ", "year", "edition", "status", *Severity)
"""The columns before the key figures, in the words of the JSON data."""


def heads(catalogue: Catalogue) -> tuple[str, ...]:
    """The names of all columns; a key figure is called as the form calls it (``表三.本年新收.总计``)."""
    return (*HEADS, *("+".join(part.names) for part in key_figures(catalogue)))


def row(report: FileReport, figures: tuple[ChartPart, ...]) -> tuple[Value, ...]:
    """The columns of one report; a figure that is blank, no number or not in this edition is None."""
    values = report.contents.values if report.contents else {}
    return (
        one_line(report.path),
        one_line(report.organ),
        report.year,
        edition_text(report.edition),
        report.status.value,
        *(coverage.count_of(report, level) for level in Severity),
        *(figure(part, values) for part in figures),
    )


def edition_text(edition: Edition) -> str:
    """``2021``, or ``表二 2021、表三 2019`` where tables differ."""
    return edition if isinstance(edition, str) else "、".join(f"{table} {one}" for table, one in edition.items())


def plain_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with a sign before what would begin one.

    The sign is the one that spreadsheets themselves put before such a text.
    """
    return f"'{text}" if text.lstrip(" \u3000").startswith(_BEGINNINGS) else text
