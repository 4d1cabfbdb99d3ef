"""What is told of a table when many reports are looked at together: key figures and charts. Data, not code."""

from __future__ import annotations

from enum import StrEnum

from validator.model.bilingual import Bilingual
from validator.startup.records import dataclass


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # the parts of one series, a bar each
    FLOW = "flow"  # what came in (first series) and where it went (second series)
    STACKS = "stacks"  # a bar for each series, its parts one behind the other


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A quantity of a chart: the sum of some numbers of the form, by their names."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Quantities that belong together."""

    label: str
    parts: tuple[ChartPart, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart over the sums of many reports."""

    kind: ChartKind
    title: Bilingual
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The key figures of a table, each a quantity of one number, and its charts; a table may have neither."""

    figures: tuple[ChartPart, ...] = ()
    charts: tuple[Chart, ...] = ()


NO_OVERVIEW = Overview()
