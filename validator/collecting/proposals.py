"""Names that are nearly the same, told on both sides: of the file that came, and of the body on the roster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

from validator.collecting.naming import Names, Near, Unit, nearest_of
from validator.collecting.taking import Taken, with_proposal
from validator.model.bilingual import Bilingual
from validator.startup.records import dataclass, field

_MOST = 5
"""So many files are told at a listed body."""
NearestTo = Callable[[str], Near | None]


@dataclass(slots=True)
class Proposals:
    """The files of nobody on the roster, each with the listed body that it is perhaps of; nothing is joined.

    `strangers` are these files, `near` they by the names of those bodies.
    """

    strangers: Sequence[Taken] = ()
    near: dict[str, list[tuple[Taken, Near | None]]] = field(default_factory=dict)

    def told(self, one: Taken) -> Taken:
        """A listed body with what came that is perhaps its report."""
        for stranger, found in self.near.get(one.entry.organ, ())[:_MOST]:
            one = with_proposal(one, _seen(stranger, found))
        return one


def proposed(strangers: Iterable[Taken], names: Names, came: Callable[[int], bool]) -> Proposals:
    """What is proposed of them; `came` says of which listed bodies there is a file: others are likelier."""
    found, told = Proposals(), []
    units = names.listed.units
    with_file: dict[bool, NearestTo] = {}

    def nearest(name: str, *, having: bool) -> Near | None:
        if having not in with_file:
            with_file[having] = nearest_of(units[at] for at in names.numbers if came(at) is having)
        return with_file[having](name)

    for one in strangers:
        organ = one.entry.organ
        near = None
        if unit := _named(one, names):
            told.append(with_proposal(one, _proposed_by_file(unit)))
        elif near := nearest(organ, having=False) or nearest(organ, having=True):
            unit = near.unit
            told.append(with_proposal(one, _proposed(near)))
        else:
            told.append(one)
        if unit:
            found.near.setdefault(unit.name, []).append((one, near))
    found.strangers = told
    return found


def _named(one: Taken, names: Names) -> Unit | None:
    """The body that a file without a name on its cover has in its own name."""
    if one.record is None or one.record.organ:
        return None
    number = names.within_file_name(PurePath(one.record.path).stem)
    return None if number is None else names.listed.units[number]


def _proposed_by_file(unit: Unit) -> Bilingual:
    return Bilingual(
        f"文件名里有名单上的“{unit.name}”，是它的报告的话请写明机关名称",
        f"its file's name holds “{unit.name}” of the roster; if it is its report, its cover should say so",
    )


def _proposed(found: Near) -> Bilingual:
    name = found.unit.name
    return Bilingual(
        f"名单上的“{name}”与它相近（{found.reason.zh}），是同一单位的话请写进名单的曾用名",
        f"near to “{name}” on the roster ({found.reason.en}); if it is that body, put the name into its 曾用名",
    )


def _seen(stranger: Taken, found: Near | None) -> Bilingual:
    name, file = stranger.entry.organ, PurePath(stranger.entry.files[0]).name
    if found is None:
        return Bilingual(
            f"收到的 {file} 文件名里有它的名称，没有当作它的报告",
            f"{file} came, whose name holds that of this body; it was not taken for its report",
        )
    return Bilingual(
        f"收到的“{name}”（{file}）名称相近（{found.reason.zh}），没有当作同一单位",
        f"“{name}” ({file}) came, whose name is near ({found.reason.en}); it was not taken for it",
    )
