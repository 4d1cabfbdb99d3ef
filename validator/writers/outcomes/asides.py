"""What is told of collecting besides units and figures: who was late, which files and bodies were left aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from validator.collecting.outcome import Outcome
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.collected import UnitEntry

FEW: Final = 5
"""So many names are told, of more that there are more."""
_WORDS: Final = {
    "late": Bilingual("逾期公布 {count} 个：{names}", "{count} published late: {names}"),
    "period": Bilingual("统计期限不符 {count} 个：{names}", "{count} of another statistical period: {names}"),
    "own": Bilingual(
        "{names} 是本机关自己的报告，没有计入；要对照请用 --against",
        "{names} is the office's own report: see --against",
    ),
    "no_reports": Bilingual(
        "另有 {count} 个文件不是年度报告：{names}", "{count} other {count|file is|files are} no reports: {names}"
    ),
    "products": Bilingual(
        "{count} 个文件是 gouji 写出的（标注副本、退回说明、名单、结果），不当作报告：{names}",
        "{count} {count|file was|files were} written by gouji (copies, letters, lists, results), "
        "no {count|report|reports}: {names}",
    ),
    "elsewhere": Bilingual(
        "{count} 份是名单上别的上级的单位，没有计入", "{count} {count|file is|files are} of bodies below another office"
    ),
    "beyond": Bilingual(
        "名单上另有 {count} 个单位不在它的下级之中，没有算在内：{names}",
        "{count} more {count|body|bodies} on the roster {count|is|are} not below it and left aside: {names}",
    ),
}


def _names(names: Sequence[str], lang: str, most: int = FEW) -> str:
    """The first names, and whether there are more."""
    return spoken(tuple(names[:most]), lang) + ("" if len(names) <= most else " …")


def late_lines(entries: Iterable[UnitEntry], lang: str, most: int = FEW) -> Iterator[str]:
    """Whose report was late, and whose is of another period, be it in the sums or not."""
    late, period = [], []
    for one in entries:
        if one.is_late:
            late.append(one.organ)
        if one.is_of_wrong_period:
            period.append(one.organ)
    for key, names in (("late", late), ("period", period)):
        yield from _told(key, names, lang, most)


def aside_lines(outcome: Outcome, lang: str, most: int = FEW) -> Iterator[str]:
    """Files that are no unit's report, and bodies of the roster that are not the office's to add up."""
    yield from _told("beyond", outcome.beyond, lang, most)
    for key, paths in (("own", outcome.own), ("no_reports", outcome.no_reports), ("products", outcome.products)):
        yield from _told(key, [PurePath(one).name for one in paths], lang, most)
    if outcome.elsewhere:
        yield filled(spoken(_WORDS["elsewhere"], lang), {"count": outcome.elsewhere}, lang)


def _told(key: str, names: Sequence[str], lang: str, most: int) -> Iterator[str]:
    if names:
        given = {"count": len(names), "names": _names(names, lang, most)}
        yield filled(spoken(_WORDS[key], lang), given, lang)
