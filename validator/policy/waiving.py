"""情况说明 applied to findings: which waiver explains which finding. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from validator.model.bilingual import Bilingual
from validator.model.filing import Waiver
from validator.model.finding import CellRef, Finding
from validator.model.rule import Severity
from validator.startup.records import replace

_REQUIRED = {
    "code": Bilingual("规则代码", "code"),
    "cell": Bilingual("单元格或指标", "cell"),
    "reason": Bilingual("理由", "reason"),
    "by": Bilingual("填写人", "who"),
    "date": Bilingual("日期", "date"),
}


def waived(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> tuple[Finding, ...]:
    """The findings, each explained one of level 核实 with its waiver.

    What must be fixed is never waived, and a notice asks for nothing. D 类不接受本工作簿自己的情况说明，只接受
    --waivers: what happened to a workbook is accepted by whoever receives it.
    """
    complete = [one for one in waivers if not missing(one)]
    every, from_outside = _first(complete), _first(one for one in complete if not is_own(one))
    return tuple(_with_waiver(one, from_outside if one.rule.on_damage else every) for one in findings)


def _first(waivers: Iterable[Waiver]) -> Mapping[tuple[str, str], tuple[int, Waiver]]:
    """The first waiver of each rule and cell, and its place among them."""
    first: dict[tuple[str, str], tuple[int, Waiver]] = {}
    for number, one in enumerate(waivers):
        first.setdefault(_named(one), (number, one))
    return first


def _with_waiver(finding: Finding, first: Mapping[tuple[str, str], tuple[int, Waiver]]) -> Finding:
    if finding.severity is not Severity.EXPLAIN or not first:
        return finding
    found = [first[key] for key in _keys(finding) if key in first]
    return replace(finding, waiver=min(found, key=itemgetter(0))[1]) if found else finding


def explains(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver names this finding: its rule, and one of its cells by indicator or address."""
    return _named(waiver) in _keys(finding)


class Named:
    """Findings by what a waiver may name them, so that thousands of waivers are looked up and not held against each."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._by: dict[tuple[str, str], list[Finding]] = {}
        for one in findings:
            for key in _keys(one):
                self._by.setdefault(key, []).append(one)

    def by(self, waiver: Waiver) -> Sequence[Finding]:
        """The findings that a waiver names."""
        return self._by.get(_named(waiver), ())


def _named(waiver: Waiver) -> tuple[str, str]:
    return code_of(waiver), _plain(waiver.cell)


def _keys(finding: Finding) -> set[tuple[str, str]]:
    return {(finding.rule.code, name) for cell in finding.cells for name in _names(cell)}


def is_own(waiver: Waiver) -> bool:
    """Whether it stands in the checked workbook itself."""
    return waiver.place is not None


def code_of(waiver: Waiver) -> str:
    """The rule it names; case, width and the kind of dash do not matter: ``Ｔ３—０４`` is T3-04."""
    return re.sub("[‐‑–—―−]+", "-", _plain(waiver.code))


def missing(waiver: Waiver) -> list[Bilingual]:
    """What a waiver lacks, as its sheet's headings call it."""
    return [word for key, word in _REQUIRED.items() if not getattr(waiver, key)]


def _names(cell: CellRef) -> Iterator[str]:
    """How a unit may write the cell: 表三.本年新收.总计, J8, 三、依申请公开!J8."""
    yield _plain(cell.place.cell)
    yield _plain(f"{cell.place.sheet}!{cell.place.cell}")
    if cell.indicator:
        yield _plain(cell.indicator)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Case, width, blanks, quotes and dollar signs do not matter."""
    return re.sub(r"[\s$'\"“”]", "", unicodedata.normalize("NFKC", text)).upper()
