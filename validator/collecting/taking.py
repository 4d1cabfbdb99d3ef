"""Which of a unit's files is its report, and what that makes of the unit.

Precedence of the contract: unreadable, wrong_year, wrong_edition, duplicate, faulty, missing, in. A unit's file is
the one that passes before one that does not, one of the edition before another, the later saved before the earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from validator.collecting.editions import Merging
from validator.collecting.records import Record
from validator.model.bilingual import Bilingual
from validator.model.collected import UnitEntry, UnitState
from validator.model.form import Edition
from validator.model.shown import shown
from validator.startup.records import dataclass, replace

TOLD_APART = frozenset({"ST-02", "ST-15"})
"""The rules that a report of another edition or year breaks by that alone, which its state says; its figures can be
sound."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is collected: the year, the edition that is for it, and whether faulty reports are taken too.

    `merge` gives how a report of some edition is added to the others.
    """

    year: int
    edition: str
    include_faulty: bool
    merge: Callable[[Edition], Merging]

    def is_of_edition(self, one: Record) -> bool:
        """Whether every table is of the edition of the year."""
        return one.edition == self.edition


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit with its files. `record` is the one that speaks for it: the file taken, or the best of those not taken."""

    entry: UnitEntry
    record: Record | None
    others: tuple[Record, ...] = ()


def passes(one: Record) -> bool:
    """Whether nothing in it must be put right but its edition or year, which are told as such."""
    return not _faults(one)


def _faults(one: Record) -> tuple[str, ...]:
    """The rules that it breaks and must not, but for those."""
    return tuple(code for code in one.codes if code not in TOLD_APART)


def in_order(files: Sequence[Record], wanted: Wanted) -> list[Record]:
    """The files of a unit, the one that speaks for it first. Their order makes no difference."""
    found = sorted(files, key=lambda one: one.path)
    latest = sorted(found, key=_saved if _tell_all(found) else _changed, reverse=True)
    return sorted(latest, key=lambda one: _rank(one, wanted))


def _rank(one: Record, wanted: Wanted) -> tuple[bool, ...]:
    return not one.is_readable, one.year != wanted.year, not passes(one), not wanted.is_of_edition(one)


def _tell_all(files: Sequence[Record]) -> bool:
    """Whether all say themselves when they were saved, and not the same: else the times of the files are looked at."""
    told = {one.saved for one in files}
    return len(told) > 1 and "" not in told


def _saved(one: Record) -> str:
    return one.saved


def _changed(one: Record) -> str:
    return one.changed


def missing(organ: str) -> Taken:
    """A unit of which nothing came."""
    why = Bilingual("没有收到它的报告", "no report of it was received")
    return Taken(UnitEntry(organ, UnitState.MISSING, why=why), None)


def taken(organ: str, files: Sequence[Record], wanted: Wanted, *, note: Bilingual | None = None) -> Taken:
    """A unit of which files came; `note` says how they were known to be its."""
    first, *rest = in_order(files, wanted)
    state = _state(first, rest, wanted)
    is_taken = _is_taken(first, wanted)
    why = _joined([*([note] if note else []), *_why(first, rest, wanted, is_taken=is_taken)])
    entry = UnitEntry(
        organ,
        state,
        tuple(sorted(one.path for one in files)),
        first.path if is_taken else None,
        why,
        first.is_late,
        first.is_of_wrong_period,
        _faults(first),
    )
    return Taken(entry, first, tuple(rest))


def unlisted(one: Record, why: Bilingual) -> Taken:
    """A file of a body that the roster does not have: never added up."""
    state = UnitState.UNLISTED if one.is_readable else UnitState.UNREADABLE
    if not one.is_readable:
        why = _joined([Bilingual(one.error, one.error), why])
    organ = one.organ or PurePath(one.path).stem
    late, period = one.is_late, one.is_of_wrong_period
    return Taken(UnitEntry(organ, state, (one.path,), None, why, late, period, _faults(one)), one)


def _state(first: Record, rest: Sequence[Record], wanted: Wanted) -> UnitState:
    if not first.is_readable:
        return UnitState.UNREADABLE
    if first.year != wanted.year:
        return UnitState.WRONG_YEAR
    if not wanted.is_of_edition(first):
        return UnitState.WRONG_EDITION
    if rest:
        return UnitState.DUPLICATE
    return UnitState.IN if passes(first) else UnitState.FAULTY


def _is_taken(first: Record, wanted: Wanted) -> bool:
    return first.is_readable and first.year == wanted.year and (passes(first) or wanted.include_faulty)


def _why(first: Record, rest: Sequence[Record], wanted: Wanted, *, is_taken: bool) -> list[Bilingual]:
    """Sentences on the file that speaks for a unit, and on the others."""
    if not first.is_readable:
        return [Bilingual(first.error, first.error)]
    if first.year != wanted.year:
        return [_of_year(first.year, wanted.year)]
    found: list[Bilingual] = []
    if not passes(first):
        codes = _faults(first)
        zh, en = "、".join(codes), ", ".join(codes)
        left = ("按 --include-faulty 计入", "counted all the same") if is_taken else ("没有计入", "left out")
        found.append(Bilingual(f"有强制问题（{zh}），{left[0]}", f"breaks rules that must hold ({en}), {left[1]}"))
    if not wanted.is_of_edition(first):
        found.append(_of_edition(first, wanted.merge(first.edition), is_taken=is_taken))
    return [*found, *(_over(first, one, wanted) for one in rest)]


def _of_year(year: int | None, wanted: int) -> Bilingual:
    if year is None:
        return Bilingual("报告年度没有填写或不是年份", "its report year is blank or no year")
    en = f"it is of {year}, the year collected is {wanted}"
    return Bilingual(f"是 {year} 年度的报告，所收的是 {wanted} 年度", en)


def _of_edition(one: Record, merge: Merging, *, is_taken: bool) -> Bilingual:
    zh, en = _edition(one.edition)
    said = Bilingual(f"用的是{zh}", f"it is of {en}")
    if not is_taken:
        return said
    parts = [said]
    if merge.moved:
        rows = sorted(set(merge.moved.items()))
        told = "、".join(f"{old} 计入 {new}" for old, new in rows)
        parts.append(Bilingual(f"按规则合并：{told}", "merged: " + ", ".join(f"{old} into {new}" for old, new in rows)))
    if merge.lost:
        zh, en = "、".join(merge.lost), ", ".join(merge.lost)
        parts.append(
            Bilingual(f"{zh}里没有对应的格不计入", f"cells of {en} that the other edition lacks are not counted")
        )
    return _joined(parts)


def _edition(edition: Edition) -> tuple[str, str]:
    if isinstance(edition, str):
        return f" {edition} 版", f"edition {edition}"
    zh = "、".join(f"{table} {one} 版" for table, one in edition.items())
    return zh, ", ".join(f"{table} of {one}" for table, one in edition.items())


def _over(first: Record, other: Record, wanted: Wanted) -> Bilingual:
    """Why the first file speaks for the unit and not the other one."""
    name, kept = PurePath(other.path).name, PurePath(first.path).name
    zh, en = f"取 {kept}，不取 {name}：", f"{kept} and not {name}: "
    reason = _difference(first, other, wanted)
    return Bilingual(zh + reason.zh, en + reason.en)


def _difference(first: Record, other: Record, wanted: Wanted) -> Bilingual:
    if not other.is_readable:
        return Bilingual("那一份读不了", "that one cannot be read")
    if other.year != wanted.year:
        return Bilingual(f"那一份是 {shown(other.year)} 年度的", f"that one is of {shown(other.year)}")
    if first.sha256 == other.sha256:
        return Bilingual("两份内容相同", "both hold the same")
    if passes(first) != passes(other):
        codes = _faults(other)
        return Bilingual(f"那一份有强制问题（{'、'.join(codes)}）", f"that one breaks {', '.join(codes)}")
    if wanted.is_of_edition(first) != wanted.is_of_edition(other):
        return Bilingual("那一份的版式不符", "that one is of another edition")
    if (first.saved, first.changed) == (other.saved, other.changed):
        return Bilingual("两份保存的时间相同，取路径在前的", "both were saved at one time, this path comes first")
    return Bilingual("这一份保存得晚", "this one was saved later")


def _joined(parts: Sequence[Bilingual]) -> Bilingual:
    return Bilingual("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))


def with_proposal(one: Taken, proposal: Bilingual) -> Taken:
    """The same, with what its name is perhaps a slip of."""
    return replace(one, entry=replace(one.entry, why=_joined([one.entry.why, proposal])))


def why_first(files: Sequence[Record], wanted: Wanted) -> Bilingual | None:
    """Why of these files of a unit that one is its report which is; None where all hold the same."""
    first, *rest = in_order(files, wanted)
    reasons = dict.fromkeys(_difference(first, one, wanted) for one in rest if one.sha256 != first.sha256)
    return _joined([*reasons]) if reasons else None
