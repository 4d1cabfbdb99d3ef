"""应报单位清单: who must report. A workbook or CSV file with 机关名称, 机关类型, 上级, 曾用名; others are ignored."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from validator.collecting.naming import Listed, Names, Unit
from validator.collecting.roster_files import Line, lines_of, where
from validator.files.given import BadFile
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.model.blanks import visible
from validator.model.labels import organ_key, plain
from validator.readers import DEFAULT_LIMITS, Limits
from validator.startup.expressions import expression
from validator.startup.records import dataclass

NAME, KIND, SUPERIOR, FORMER = "机关名称", "机关类型", "上级", "曾用名"
HEADINGS = (NAME, KIND, SUPERIOR, FORMER)
_HEAD_WITHIN = 20
"""The line with the headings is among the first, below a title perhaps."""
BETWEEN = r"[、,，;；/|\n]+"
"""What stands between names in one cell."""
_BETWEEN = expression(BETWEEN)
_AFTER_STAR = expression(r"^\*|\*$|（必填）$")


@dataclass(frozen=True, slots=False)
class Roster:
    """The bodies of a roster, in its order."""

    path: str
    units: tuple[Unit, ...]
    whole: str = ""
    """What its lines are lines of: ``名单.xlsx：工作表“名单”``."""

    def where(self, unit: Unit) -> str:
        """The line of a body, as messages say it."""
        return where(self.whole or f"{self.path}：", unit.line)

    @cached_property
    def listed(self) -> Listed:
        """They by their names."""
        return Listed(self.units)

    def unit(self, name: str) -> Unit | None:
        """The body of that name, now or before."""
        number = self.listed.number(name)
        return None if number is None else self.units[number]

    def keys_of(self, organ: str) -> frozenset[str]:
        """The names of an office, now and before, as they are compared."""
        own = self.unit(organ)
        return frozenset(map(organ_key, (organ, *((own.name, *own.former) if own else ()))))

    def below(self, organ: str) -> Names:
        """Whose reports an office adds up: the bodies right below it, itself left out.

        A body without 上级 is the office's unless that has one itself; all are where the roster has the office above
        nobody.
        """
        own, keys = self.unit(organ), self.keys_of(organ)
        right = self._below(keys, own)
        if right and (own is None or not own.superior):
            right = self._below(keys | {""}, own)
        return self._names(right or (at for at, one in enumerate(self.units) if one is not own))

    def has_below(self, organ: str) -> bool:
        """Whether the roster has the office above somebody."""
        return bool(self._below(self.keys_of(organ), self.unit(organ)))

    def _below(self, keys: frozenset[str], own: Unit | None) -> list[int]:
        written = {one for one in self._superiors if organ_key(one) in keys}
        return [at for at, one in enumerate(self.units) if one is not own and one.superior in written]

    @cached_property
    def _superiors(self) -> frozenset[str]:
        """As they are written, each once: many bodies have one office above them."""
        return frozenset(one.superior for one in self.units)

    def _names(self, numbers: Iterable[int]) -> Names:
        return Names(self.listed, array("i", numbers))

    def knows_above(self, organ: str) -> bool:
        """Whether the roster has the office above somebody, or says of nobody who is above it."""
        above = set(map(organ_key, filter(None, self._superiors)))
        return not above or not above.isdisjoint(self.keys_of(organ))

    def offices(self, organ: str) -> tuple[tuple[Unit, Names], ...]:
        """The bodies below an office that are offices themselves, each with those right below it, level by level."""
        found: list[tuple[Unit, Names]] = []
        below, seen = self._by_superior(), bytearray(len(self.units))
        if (own := self.listed.number(organ)) is not None:
            seen[own] = True
        waiting = array("i", self.below(organ).numbers)
        for number in waiting:
            seen[number] = True
        for number in waiting:  # which grows meanwhile
            one = self.units[number]
            right = [
                each for name in (one.name, *one.former) for each in below.get(organ_key(name), ()) if not seen[each]
            ]
            if right:
                found.append((one, self._names(sorted(right))))
                waiting.extend(right)
                for each in right:
                    seen[each] = True
        return tuple(found)

    def office_keys(self, organ: str) -> frozenset[str]:
        """The names of those, now and before, as they are compared."""
        return frozenset(organ_key(name) for one, _ in self.offices(organ) for name in (one.name, *one.former))

    def _by_superior(self) -> Mapping[str, array[int]]:
        keys = {one: organ_key(one) for one in self._superiors if one}
        found: dict[str, array[int]] = {key: array("i") for key in keys.values()}
        for number, one in enumerate(self.units):
            if one.superior:
                found[keys[one.superior]].append(number)
        return found


def read_roster(path: Path, limits: Limits = DEFAULT_LIMITS) -> Roster:
    """The roster in a file (.xlsx or .csv). Raises BadFile and UnreadableWorkbook, naming file, place and cause."""
    coming = lines_of(path, limits)
    whole, columns = _headings(path, coming)
    roster = Roster(str(path), tuple(_units(coming, columns)), whole)
    if not roster.units:
        raise BadFile(f"{path}：名单里没有单位，“{NAME}”一列下面是空的")
    _refuse_repeated(roster)
    _refuse_circles(roster)
    return roster


def _headings(path: Path, coming: Iterator[Line]) -> tuple[str, Mapping[str, int]]:
    """What the lines are lines of, and the number of each column that is known."""
    seen: list[str] = []
    for at, line in enumerate(coming, 1):
        found = [_AFTER_STAR.sub("", plain(text)) for text in line.texts]
        if NAME in found:
            _refuse_twice(line, found)
            return line.whole, {name: found.index(name) for name in HEADINGS if name in found}
        seen += [text for text in found if text]
        if at == _HEAD_WITHIN:
            break
    raise BadFile(
        f"{path}：没有“{NAME}”这一列（第一行写列名：{'、'.join(HEADINGS)}，只有{NAME}必须有）{did_you_mean(NAME, seen)}"
    )


def _refuse_twice(line: Line, found: list[str]) -> None:
    if twice := [name for name in HEADINGS if found.count(name) > 1]:
        raise BadFile(f"{line.where}：有两列都叫“{twice[0]}”")


def _units(coming: Iterable[Line], columns: Mapping[str, int]) -> Iterator[Unit]:
    known: dict[str, str] = {}  # kinds and offices stand in many lines: one text for all
    for line in coming:
        texts = {name: _text(line, at) for name, at in columns.items()}
        if not texts[NAME]:
            if any(texts.values()):
                raise BadFile(f"{line.where}：这一行没有写{NAME}")
            continue
        former = tuple(filter(None, map(str.strip, _BETWEEN.split(texts.get(FORMER, "")))))
        kind, superior = (known.setdefault(text, text) for text in (texts.get(KIND, ""), texts.get(SUPERIOR, "")))
        yield Unit(texts[NAME], kind, superior, former, line.number)


def _text(line: Line, at: int) -> str:
    if at in line.faults:
        raise BadFile(f"{line.where}：{line.faults[at]}")
    return re.sub(r"\s*\n\s*", "\n", visible(line.texts[at])) if at < len(line.texts) else ""


def _refuse_repeated(roster: Roster) -> None:
    """A name that stands twice, and one that a body has and another had, mean two bodies to whoever asks for it."""
    for one in roster.units:
        other = roster.unit(one.name)
        if other and other is not one:
            twice = f"“{cut(one.name)}”在名单里写了两次，另一次在 {_short(other, roster)}"
            raise BadFile(f"{roster.where(one)}：{twice}")
    for one in roster.units:
        for name in one.former:
            other = roster.unit(name)
            if other and other is not one:
                same = f"曾用名“{cut(name)}”也是 {_short(other, roster)} 的“{cut(other.name)}”"
                raise BadFile(f"{roster.where(one)}：{same}")


def _short(unit: Unit, roster: Roster) -> str:
    """Its line without the file."""
    return where(roster.whole.rpartition("：")[2], unit.line)


def _refuse_circles(roster: Roster) -> None:
    """Nobody is above itself, at once or through others."""
    settled = bytearray(len(roster.units))
    for first in range(len(roster.units)):
        way: list[int] = []
        at: int | None = first
        while at is not None and not settled[at]:
            if at in way:
                one = roster.units[at]
                raise BadFile(f"{roster.where(one)}：“{cut(one.name)}”的上级绕回了它自己")
            way.append(at)
            above = roster.units[at].superior
            at = roster.listed.number(above) if above else None
        for at in way:
            settled[at] = True
