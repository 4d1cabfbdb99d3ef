"""Rules P-01 and P-02: the statistical period on the cover and over the tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.figures import visible
from tests.oracle.forms import Form, cover_cell
from tests.oracle.judgement import EXPLAIN, MUST, Finding

Period = tuple[date, date]

_STATED = re.compile(r"(\d{4})[年.](\d{1,2})[月.](\d{1,2})日?[至\-](?:(\d{4})[年.])?(\d{1,2})[月.](\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年度?")


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says of the period; a part that is no date is its text."""

    year: int
    start: date | str
    end: date | str
    explained: bool

    @property
    def period(self) -> Period | None:
        """The period, None where a part of it is no date."""
        return (self.start, self.end) if isinstance(self.start, date) and isinstance(self.end, date) else None

    @property
    def whole_year(self) -> Period:
        """“统计期限起=Y-01-01 且 统计期限止=Y-12-31”."""
        return date(self.year, 1, 1), date(self.year, 12, 31)


def of_periods(data: Mapping[str, Any], form: Form) -> Iterator[Finding]:
    """P-01 and P-02."""
    cover = _cover(data)
    if cover.period != cover.whole_year:
        yield "P-01", _severity(cover), tuple(sorted(map(cover_cell, ("封面.统计期限起", "封面.统计期限止"))))
    for table, text in (data.get("table_periods") or {}).items():
        if _differs(text, cover):
            yield "P-02", MUST, (form.period_cells[table],)


def _cover(data: Mapping[str, Any]) -> Cover:
    # “报告年度写成文本（‘2024’‘2024年’）：按数认”
    year = int(str(data["year"]).removesuffix("年"))
    given = data.get("period") or {}
    start, end = (_day(given.get(key, f"{year}-{day}")) for key, day in (("start", "01-01"), ("end", "12-31")))
    return Cover(year, start, end, explained=bool(visible(data.get("partial_year", ""))))


def _day(text: str) -> date | str:
    """“是真日期”: a `period` that is no ISO date is written as text."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def _severity(cover: Cover) -> str:
    """“年份对而不满一年、并且封面填了‘年内组建/撤销’说明的=核实”; “是真日期，起≤止”."""
    if cover.period is None or not cover.explained:
        return MUST
    start, end = cover.period
    return EXPLAIN if start <= end and start.year == end.year == cover.year else MUST


def _differs(text: str, cover: Cover) -> bool:
    """P-02 “每张表表头的统计期限/年度=封面”; “P-01 已报的封面期限，各表表头若写全年，不再报 P-02”.

    Where the cover has no dates and the head states no period either, nothing can be compared: not settled by the
    rules; as the product has it.
    """
    stated = _stated(text)
    if cover.period is None and stated is None:
        return False
    return stated not in {cover.period, cover.whole_year}


def _stated(text: str) -> Period | None:
    plain = visible(unicodedata.normalize("NFKC", text))
    if found := _STATED.fullmatch(plain):
        year, month, day, last_year, last_month, last_day = found.groups()
        return date(int(year), int(month), int(day)), date(int(last_year or year), int(last_month), int(last_day))
    if found := _YEAR.fullmatch(plain):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    return None
