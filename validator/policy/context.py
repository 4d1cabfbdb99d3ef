"""What a run knows beyond the filing: the day, the thresholds, what was found so far. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from validator.catalogue import Catalogue
from validator.model.bilingual import Bilingual
from validator.model.finding import Finding
from validator.policy.units import Units
from validator.startup.records import dataclass, field

NO_PREVIOUS = Bilingual("没有上年报告", "there is no report of the year before")
SEVERAL_PREVIOUS = Bilingual(
    "本机关有不止一份上年报告，不知道以哪一份为准", "there are several reports of this body for the year before"
)
NO_YEAR = Bilingual("封面报告年度不是可用的年份", "the report year on the cover is no usable year")
NO_ORGAN_TYPE = Bilingual("封面没有填机关类型", "the cover does not state the kind of body")
NOT_ASKED = Bilingual("没有指定所收的年度", "no year was asked for")
UNTOUCHED = Bilingual("报告没有填写", "the report is not filled in")
OTHER_YEAR = Bilingual("不是所收年度的报告", "it is a report of another year than the one collected")
NO_OFFICE_REPORT = Bilingual(
    "没有给出上级机关自己的报告（--against）", "the office's own report was not given (--against)"
)
NOT_IN_EDITION = Bilingual("本版格式没有这条规则涉及的行或列", "this edition has no such rows or columns")


def _no_limit() -> None:
    """Whoever judges a report that is no file takes the time it needs."""


@dataclass(frozen=True, slots=True)
class Context:
    """`today` is the day of the check (P-06), `thresholds` the configured ``阈值.*`` by name (none: the catalogue's).

    `year` is the one whose reports are collected (ST-15), None where any will do. `no_previous` is why there is no
    report of last year where there is none. `findings` and `rules_run` are what the rules before gave: the rules on
    waivers (W-…) come last and look at them. `tick` raises when the report has had the time of the processor that one
    may take. `units` is what an office has collected, when it is the office's report that is judged (A-…).
    """

    today: date
    catalogue: Catalogue
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rules_run: tuple[str, ...] = ()
    no_previous: Bilingual = NO_PREVIOUS
    year: int | None = None
    tick: Callable[[], None] = _no_limit
    units: Units | None = None

    def __post_init__(self) -> None:
        if not self.thresholds:
            object.__setattr__(self, "thresholds", self.catalogue.defaults)


class CannotRun(Exception):  # noqa: N818  an outcome, not an error
    """A check lacks something it needs (cover, last year's report), and why."""

    def __init__(self, reason: Bilingual | str) -> None:
        super().__init__(reason)
        self.reason = reason
