"""Where a formula of the 校验 sheet can tell less than the headless rule: what it may show then, and instead of what."""

from __future__ import annotations

from collections.abc import Iterator

from validator.exchange.filing_data import FilingData
from validator.model.cells import constant
from validator.model.cover_cells import is_plain_year, year_of
from validator.template.check_rows import CheckRow
from validator.template.live import FAILS, HOLDS, REVIEW, UNDECIDED

_BY_CHECK = {
    # 工作表不知道今天：报告年度是不是今年、是不是将来，由校验程序判断
    "period.year": {HOLDS: {FAILS, REVIEW}, REVIEW: {FAILS}},
    # 公式只认“2025年”这样写的年度，只认与封面同样写法的期限和别的年度，别的写法请人核对
    "period.title": {REVIEW: {HOLDS, FAILS}},
    "period.tables": {REVIEW: {HOLDS, FAILS}},
    # 机关类型与列表里的写法不同，公式不猜是哪一种
    "openness.powers.regulations": {UNDECIDED: {HOLDS, FAILS, REVIEW}},
}
_BY_YEAR = {"period.cover", "period.title", "period.tables", "structure.edition"}
"""报告年度写成文字时，公式推不出期限和年度."""


def may_show(row: CheckRow, shown: str, meant: str, data: FilingData) -> bool:
    """Whether a row may show a word where the headless rule means another one."""
    return shown == meant or any(word == shown and meant in instead for word, instead in _weak(row, data))


def _weak(row: CheckRow, data: FilingData) -> Iterator[tuple[str, set[str]]]:
    yield from _BY_CHECK.get(row.rule.check, {}).items()
    year = constant(data.year)
    if year_of(year) is not None and not is_plain_year(year):
        if row.rule.check == "period.year":
            yield FAILS, {HOLDS, REVIEW}
        elif row.rule.check in _BY_YEAR:
            yield UNDECIDED, {HOLDS, REVIEW, FAILS}
