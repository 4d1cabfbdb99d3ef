"""Which listed body a name is of. Only the same name joins, now or before; what is nearly the same is proposed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from validator.language.bodies import Likeness, likeness
from validator.model.bilingual import Bilingual
from validator.model.labels import organ_key
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_LONG = 12
"""A name of so many signs may differ in two of them (one replaced, left out, added, or two swapped, is one), a shorter
one in one: 示例自治县教育局 and 示例自治县民政局 differ in two and are two bodies."""
_MOST = 2_000
"""So many bodies are tried as short and long names of each other, which takes longer than counting signs."""


_FILE_WORDS = (
    r"政府信息公开|政务信息公开|信息公开|政务公开|公开|工作|年度|年报|报告|报表|报送|上报|填报|补报|再报|汇总|统计|数据|材料|电子|模板"
    r"|[年月日号第次份版稿表新旧改定终初草补的附件]|最终|最新|修改|修订|更正|更新|确认|退回|盖章|签章|扫描|公示|公布|发布|副本|复件"
    r"|附件|关于|正式|备份|另存|已|损坏|[坏错空甲乙丙丁]|[一二三四五六七八九十]"
)
"""What the name of a report's file says besides whose it is: years, versions, what it is."""
_ONLY_FILE_WORDS = expression(rf"(?:[^一-鿿]|{_FILE_WORDS})*")
_BEHIND_FILE_WORDS = expression(rf"(?:.*(?:[^一-鿿]|{_FILE_WORDS}))?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that must report: its kind and the body above it as the roster states them, the names it had before.

    `line` is where the roster has it, for messages.
    """

    name: str
    kind: str = ""
    superior: str = ""
    former: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """A listed body that a name is perhaps of, and why it seems so."""

    unit: Unit
    reason: Bilingual


@dataclass(slots=False)
class Listed:
    """Every body of a roster by the names that it has and had. Its number is its place in the roster."""

    units: tuple[Unit, ...]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """By the key of a name; the name that a body has goes before one that another had."""
        found: dict[str, int] = {}
        for number, one in enumerate(self.units):
            _note(found, one.name, number)
        for number, one in enumerate(self.units):
            for name in one.former:
                _note(found, name, number)
        return found

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How long names are, the longest first."""
        return tuple(sorted(set(map(len, self.numbers)), reverse=True))

    def number(self, name: str) -> int | None:
        """The body of that name."""
        return self.numbers.get(organ_key(name))


def _is_plain(before: str, after: str) -> bool:
    """Whether a name in a file's name begins and ends where it seems to."""
    return bool(_BEHIND_FILE_WORDS.fullmatch(before) and _ONLY_FILE_WORDS.fullmatch(after))


def _note(found: dict[str, int], name: str, number: int) -> None:
    """One string for a name and its key, where they are the same: there may be 30,000."""
    key = organ_key(name)
    found.setdefault(name if key == name else key, number)


@dataclass(frozen=True, slots=True)
class Names:
    """Some bodies of a roster, in its order, by their numbers in it."""

    listed: Listed
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Unit]:
        return (self.listed.units[number] for number in self.numbers)

    def number(self, name: str) -> int | None:
        """The number of the body of that name."""
        return self._here(self.listed.number(name))

    def place(self, name: str) -> int | None:
        """How many of these stand before the body of that name."""
        number = self.number(name)
        return None if number is None else bisect_left(self.numbers, number)

    def unit(self, name: str) -> Unit | None:
        """The body of that name."""
        number = self.number(name)
        return None if number is None else self.listed.units[number]

    def in_file_name(self, stem: str) -> int | None:
        """The body of which a file's name says that it is the report: 甲县教育局2025年报.xlsx.

        Around its name stand only words that any report's file has: 甲县教育局幼儿园2025年报.xlsx is another body's.
        """
        found = (number for number, before, after in self._within(stem) if _is_plain(before, after))
        return next(found, None)

    def within_file_name(self, stem: str) -> int | None:
        """The body whose name stands in a file's name, whatever stands around it, the longest such name."""
        return next((number for number, _, _ in self._within(stem)), None)

    def _within(self, stem: str) -> Iterator[tuple[int, str, str]]:
        """Every body whose whole name stands in a file's name, the longest first, and what stands around the name."""
        key = organ_key(stem)
        for length in self.listed.lengths:
            for begin in range(len(key) - length + 1):
                end = begin + length
                number = self._here(self.listed.numbers.get(key[begin:end]))
                if number is not None:
                    yield number, key[:begin], key[end:]

    def _here(self, number: int | None) -> int | None:
        if number is None:
            return None
        at = bisect_left(self.numbers, number)
        return number if at < len(self.numbers) and self.numbers[at] == number else None


def nearest(name: str, units: Iterable[Unit], *, replaced: bool = True) -> Near | None:
    """The body that a name is most likely a slip or a short form of; None where none is near.

    `replaced`: also one with another sign in some place. 民政局 and 财政局 are two bodies where both report.
    """
    return nearest_of(units, replaced=replaced)(name)


def nearest_of(units: Iterable[Unit], *, replaced: bool = True) -> Callable[[str], Near | None]:
    """`nearest` among the same bodies for any number of names."""
    every = tuple(units)
    known = {key: one for one in every for key in map(organ_key, (one.name, *one.former))}

    def found(name: str) -> Near | None:
        return _short_form(name, every[:_MOST]) or _slip(name, known, replaced=replaced)

    return found


def _short_form(name: str, units: tuple[Unit, ...]) -> Near | None:
    """住建局 is 住房和城乡建设局: one body by the wording, of which there must be but one."""
    found = [one for one in units if any(likeness(name, known) is Likeness.SAME for known in (one.name, *one.former))]
    if len(found) != 1:
        return None
    return Near(found[0], Bilingual("像是简称或全称", "it reads like a short or a full form of it"))


def _slip(name: str, known: Mapping[str, Unit], *, replaced: bool) -> Near | None:
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA
    except ImportError:
        return None
    key = organ_key(name)
    if not replaced:
        known = {one: unit for one, unit in known.items() if len(one) != len(key) or sorted(one) == sorted(key)}
    most = 2 if len(key) >= _LONG else 1
    best = process.extractOne(key, known.keys(), scorer=OSA.distance, score_cutoff=most)
    if best is None:
        return None
    count = int(best[1])
    words = Bilingual(f"只差 {count} 个字", f"only {count} {'sign differs' if count == 1 else 'signs differ'}")
    return Near(known[best[0]], words)


def can_compare() -> bool:
    """Whether slips of names can be looked for: the extra ``collect`` is installed."""
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        return False
    return True
