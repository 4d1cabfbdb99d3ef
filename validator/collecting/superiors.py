"""Whom the roster puts below an office, and whom not: no body is lost because 上级 was not quite written right."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import zip_longest

from validator.collecting.naming import Names, Near, Unit, nearest_of
from validator.collecting.roster import BETWEEN, Roster
from validator.files.given import BadFile
from validator.files.harmless import cut
from validator.language.bodies import of_one_place
from validator.model.bilingual import Bilingual
from validator.model.labels import organ_key
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_PARTS = expression(rf"[()（）\[\]【】]|{BETWEEN}")
_LEVELS = frozenset("省市州盟县区旗镇乡")
_SHORTEST = 4
_MORE_WORDS = Bilingual("它前后多了字", "there are words around it")


@dataclass(frozen=True, slots=False)
class Superiors:
    """The bodies above those of a roster, as one office sees them."""

    roster: Roster
    organ: str

    def refuse_slips(self) -> None:
        """Raises BadFile for a line whose 上级 is nobody known and reads like a slip, so that its body would be lost.

        Where the office stands at the top of the roster, so that no line leads elsewhere, any unknown 上级 is one.
        """
        if not self.roster.has_below(self.organ):
            return  # all are taken to be below it
        own = self.roster.unit(self.organ)
        is_top = own is not None and not own.superior
        for unit in self._unknown():
            near = self._near(unit)
            if near or is_top:
                likely = f"，是不是 {near.unit.name}（{near.reason.zh}）？" if near else ""
                lost = f"“{cut(unit.name)}”的上级“{cut(unit.superior)}”不是 {self.organ}，也不在名单上"
                raise BadFile(f"{self.roster.where(unit)}：{lost}{likely}")

    def beyond(self, every: Names) -> Names:
        """The bodies of the roster that are neither below the office, as `every` are, nor the office or above it."""
        known = bytearray(len(self.roster.units))
        for number in (*every.numbers, *self._upward()):
            known[number] = True
        return Names(self.roster.listed, array("i", (at for at, is_known in enumerate(known) if not is_known)))

    def _upward(self) -> Iterator[int]:
        """The office and whoever is above it, as far as they are on the roster."""
        number = self.roster.listed.number(self.organ)
        while number is not None:
            yield number
            above = self.roster.units[number].superior
            number = self.roster.listed.number(above) if above else None

    def _unknown(self) -> Iterator[Unit]:
        """The first line for each 上级 that is neither the office nor on the roster nor above the office."""
        known = set(self.roster.keys_of(self.organ))
        known |= {organ_key(self.roster.units[number].superior) for number in self._upward()}
        for unit in self.roster.units:
            key = organ_key(unit.superior)
            if key and key not in known and self.roster.listed.number(unit.superior) is None:
                known.add(key)
                yield unit

    def _near(self, unit: Unit) -> Near | None:
        """The body that is probably meant by what stands above one."""
        own = self.roster.unit(self.organ) or Unit(self.organ)
        for part in filter(None, _PARTS.split(unit.superior)):
            if organ_key(part) in self.roster.keys_of(self.organ):
                return Near(own, _MORE_WORDS)
            if (number := self.roster.listed.number(part)) is not None:
                return Near(self.roster.units[number], _MORE_WORDS)
        near = nearest_of((own, *(one for one in self.roster.units if one is not own)))(unit.superior)
        return near if near and _is_slip(unit, near.unit.name) else None


def _is_slip(unit: Unit, name: str) -> bool:
    """Whether 上级 is that name miswritten, and not the like name of another place: 乙县人民政府 beside 甲县人民政府.

    In the place itself there is a slip where the body's own name has the place as it is in that name. 示例市人民政府 is
    no slip of 示例县人民政府, 甲县 none of 乙县, and A县人民政府 none of B县人民政府.
    """
    pairs = enumerate(zip_longest(unit.superior, name, fillvalue=""))
    same, differing = next(((at, pair) for at, pair in pairs if pair[0] != pair[1]), (0, ("", "")))
    if min(len(unit.superior), len(name)) < _SHORTEST or any(one.isascii() and one.isalnum() for one in differing):
        return False
    if of_one_place(unit.superior, name):
        return True
    return not set(differing) <= _LEVELS and unit.name.startswith(name[: same + 1])
