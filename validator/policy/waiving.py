"""情况说明 applied to findings: which waiver explains which finding. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from validator.model.bilingual import Bilingual
from validator.model.filing import Waiver
from validator.model.finding import CellRef, Finding
from validator.model.rule import Severity

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
    return tuple(_with_waiver(finding, complete) for finding in findings)


def _with_waiver(finding: Finding, waivers: list[Waiver]) -> Finding:
    if finding.severity is not Severity.EXPLAIN:
        return finding
    usable = (one for one in waivers if not (finding.rule.on_damage and is_own(one)))
    waiver = next((one for one in usable if explains(one, finding)), None)
    return replace(finding, waiver=waiver) if waiver else finding


def explains(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver names this finding: its rule, and one of its cells by indicator or address."""
    if code_of(waiver) != finding.rule.code:
        return False
    return any(_plain(waiver.cell) in set(_names(cell)) for cell in finding.cells)


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


def _plain(text: str) -> str:
    """Case, width, blanks, quotes and dollar signs do not matter."""
    return re.sub(r"[\s$'\"“”]", "", unicodedata.normalize("NFKC", text)).upper()
