"""应报单位清单: who must report. A workbook or CSV file with 机关名称, 机关类型, 上级, 曾用名; others are ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from validator.collecting.naming import Unit, name_key
from validator.collecting.roster_files import Line, lines_of
from validator.files.given import BadFile
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.model.blanks import visible
from validator.model.labels import plain
from validator.readers import DEFAULT_LIMITS, Limits
from validator.startup.expressions import expression
from validator.startup.records import dataclass

NAME, KIND, SUPERIOR, FORMER = "机关名称", "机关类型", "上级", "曾用名"
HEADINGS = (NAME, KIND, SUPERIOR, FORMER)
_HEAD_WITHIN = 20
"""The line with the headings is among the first, below a title perhaps."""
_BETWEEN = expression(r"[、,，;；/|\n]+")
_AFTER_STAR = expression(r"^\*|\*$|（必填）$")


@dataclass(frozen=True, slots=True)
class Roster:
    """The bodies of a roster, in its order."""

    path: str
    units: tuple[Unit, ...]

    def unit(self, name: str) -> Unit | None:
        """The body of that name, now or before."""
        key = name_key(name)
        now = (one for one in self.units if name_key(one.name) == key)
        before = (one for one in self.units if key in map(name_key, one.former))
        return next(now, None) or next(before, None)

    def below(self, organ: str) -> tuple[Unit, ...]:
        """Whose reports an office adds up: the bodies right below it, itself left out.

        A body without 上级 is the office's unless that has one itself; all are where the roster has the office above
        nobody.
        """
        own = self.unit(organ)
        names = {name_key(one) for one in (organ, *((own.name, *own.former) if own else ()))}
        others = tuple(one for one in self.units if one is not own)
        if not any(name_key(one.superior) in names for one in others):
            return others
        if own is None or not own.superior:
            names.add("")
        return tuple(one for one in others if name_key(one.superior) in names)

    def knows_above(self, organ: str) -> bool:
        """Whether the roster has the office above somebody, or says of nobody who is above it."""
        own = self.unit(organ)
        names = {name_key(one) for one in (organ, *((own.name, *own.former) if own else ()))}
        above = {name_key(one.superior) for one in self.units if one.superior}
        return not above or not above.isdisjoint(names)

    def offices(self, organ: str) -> tuple[tuple[Unit, tuple[Unit, ...]], ...]:
        """The bodies below an office that are offices themselves, each with those right below it, level by level."""
        found: list[tuple[Unit, tuple[Unit, ...]]] = []
        below = self._by_superior()
        seen = {name_key(organ)} | {name_key(one.name) for one in self.below(organ)}
        waiting = list(self.below(organ))
        while waiting:
            one = waiting.pop(0)
            keys = map(name_key, (one.name, *one.former))
            own = tuple(each for key in keys for each in below.get(key, ()) if name_key(each.name) not in seen)
            if own:
                found.append((one, own))
                waiting += own
                seen |= {name_key(each.name) for each in own}
        return tuple(found)

    def _by_superior(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {}
        for one in self.units:
            if one.superior:
                found.setdefault(name_key(one.superior), []).append(one)
        return found


def read_roster(path: Path, limits: Limits = DEFAULT_LIMITS) -> Roster:
    """The roster in a file (.xlsx or .csv). Raises BadFile and UnreadableWorkbook, naming file, place and cause."""
    coming = lines_of(path, limits)
    columns = _headings(path, coming)
    units = tuple(_units(coming, columns))
    if not units:
        raise BadFile(f"{path}：名单里没有单位，“{NAME}”一列下面是空的")
    _refuse_repeated(units)
    _refuse_circles(units)
    return Roster(str(path), units)


def _headings(path: Path, coming: Iterator[Line]) -> Mapping[str, int]:
    """The number of each column that is known."""
    seen: list[str] = []
    for at, line in enumerate(coming, 1):
        found = [_AFTER_STAR.sub("", plain(text)) for text in line.texts]
        if NAME in found:
            _refuse_twice(line, found)
            return {name: found.index(name) for name in HEADINGS if name in found}
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
    for line in coming:
        texts = {name: _text(line, at) for name, at in columns.items()}
        if not texts[NAME]:
            if any(texts.values()):
                raise BadFile(f"{line.where}：这一行没有写{NAME}")
            continue
        former = tuple(filter(None, map(str.strip, _BETWEEN.split(texts.get(FORMER, "")))))
        yield Unit(texts[NAME], texts.get(KIND, ""), texts.get(SUPERIOR, ""), former, line.where)


def _text(line: Line, at: int) -> str:
    return re.sub(r"\s*\n\s*", "\n", visible(line.texts[at])) if at < len(line.texts) else ""


def _refuse_repeated(units: Iterable[Unit]) -> None:
    """A name that stands twice, and one that a body has and another had, mean two bodies to whoever asks for it."""
    known: dict[str, Unit] = {}
    for one in units:
        other = known.setdefault(name_key(one.name), one)
        if other is not one:
            raise BadFile(f"{one.where}：“{cut(one.name)}”在名单里写了两次，另一次在 {_short(other)}")
    for one in units:
        for name in one.former:
            other = known.setdefault(name_key(name), one)
            if other is not one:
                raise BadFile(f"{one.where}：曾用名“{cut(name)}”也是 {_short(other)} 的“{cut(other.name)}”")


def _short(unit: Unit) -> str:
    """Its line without the file."""
    return unit.where.rpartition("：")[2]


def _refuse_circles(units: Iterable[Unit]) -> None:
    """Nobody is above itself, at once or through others."""
    above = {name_key(one.name): one for one in units}
    settled: set[str] = set()
    for one in units:
        way: list[str] = []
        key = name_key(one.name)
        while key in above and key not in settled:
            if key in way:
                raise BadFile(f"{above[key].where}：“{cut(above[key].name)}”的上级绕回了它自己")
            way.append(key)
            key = name_key(above[key].superior)
        settled.update(way)
