"""Which listed body a name is of. Only the same name joins, now or before; what is nearly the same is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from validator.language.bodies import Likeness, likeness
from validator.model.bilingual import Bilingual
from validator.model.blanks import visible
from validator.model.labels import organ_key
from validator.startup.records import dataclass

_LONG = 12
"""A name of so many signs may differ in two of them (one replaced, left out, added, or two swapped, is one), a shorter
one in one: 示例自治县教育局 and 示例自治县民政局 differ in two and are two bodies."""
_MOST = 2_000
"""So many bodies are tried as short and long names of each other, which takes longer than counting signs."""


def name_key(name: str) -> str:
    """A name as it is compared: without blanks, width and what nobody sees."""
    return organ_key(visible(name))


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that must report: its kind and the body above it as the roster states them, the names it had before.

    `where` is its place in the roster, for messages.
    """

    name: str
    kind: str = ""
    superior: str = ""
    former: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A listed body that a name is perhaps of, and why it seems so."""

    unit: Unit
    reason: Bilingual


@dataclass(slots=False)
class Names:
    """The listed bodies by the names that they have and had."""

    units: tuple[Unit, ...]

    @cached_property
    def now(self) -> Mapping[str, Unit]:
        """By the name of today."""
        return {name_key(one.name): one for one in self.units}

    @cached_property
    def before(self) -> Mapping[str, Unit]:
        """By the names that they had."""
        return {name_key(name): one for one in self.units for name in one.former}

    def unit(self, name: str) -> Unit | None:
        """The body of that name."""
        key = name_key(name)
        return self.now.get(key) or self.before.get(key)

    def in_file_name(self, stem: str) -> Unit | None:
        """The body whose whole name stands in a file's name, the longest such name: 甲县教育局2025年报.xlsx."""
        key = name_key(stem)
        return self.unit(key) or self._longest(key)

    def _longest(self, key: str) -> Unit | None:
        expression = self._in_text
        found = max(expression.findall(key), key=len, default="") if expression else ""
        return self.unit(found) if found else None

    @cached_property
    def _in_text(self) -> re.Pattern[str] | None:
        """Any of the names, longer ones before those they begin with."""
        names = sorted((*self.now, *self.before), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names))) if names else None


def nearest(name: str, units: Iterable[Unit], *, replaced: bool = True) -> Near | None:
    """The body that a name is most likely a slip or a short form of; None where none is near.

    `replaced`: also one with another sign in some place. 民政局 and 财政局 are two bodies where both report.
    """
    every = tuple(units)
    return _short_form(name, every[:_MOST]) or _slip(name, every, replaced=replaced)


def _short_form(name: str, units: tuple[Unit, ...]) -> Near | None:
    """住建局 is 住房和城乡建设局: one body by the wording, of which there must be but one."""
    found = [one for one in units if any(likeness(name, known) is Likeness.SAME for known in (one.name, *one.former))]
    if len(found) != 1:
        return None
    return Near(found[0], Bilingual("像是简称或全称", "it reads like a short or a full form of it"))


def _slip(name: str, units: tuple[Unit, ...], *, replaced: bool) -> Near | None:
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA
    except ImportError:
        return None
    known = {key: one for one in units for key in map(name_key, (one.name, *one.former))}
    key = name_key(name)
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
