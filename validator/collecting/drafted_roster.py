"""A draft of a roster from the reports that came: each body once, its kind, who is above it where that is plain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from validator.collecting.lists import listed
from validator.collecting.naming import Unit, nearest
from validator.collecting.records import Record
from validator.collecting.roster import FORMER, HEADINGS, KIND, SUPERIOR
from validator.files.harmless import one_line
from validator.model.labels import organ_key
from validator.startup.records import dataclass, field

_WIDTHS: Final = (34, 24, 34, 34, 70)
_FILES: Final = "收到的文件"
_NOTES: Final = {
    HEADINGS.index(SUPERIOR): "汇总它的机关；都由同一个机关汇总的，可以不填",
    HEADINGS.index(FORMER): "改过名的写从前的名称，几个用顿号分开",
}
_GOVERNMENT: Final = "人民政府"
_MOST_NEAR: Final = 2_000
"""Of so many bodies each is compared with all others."""


@dataclass(slots=True)
class _Body:
    name: str
    kind: str = ""
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RosterDraft:
    """The bodies of the reports that came, in their order; `kinds` are those that the form knows."""

    kinds: tuple[str, ...]
    bodies: dict[str, _Body] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """One more report."""
        key = organ_key(record.organ)
        if not record.is_readable:
            self.unread.append(record.error)
        elif not key:
            self.unread.append(f"{record.path}：封面没有填机关名称，没有列入名单")
        else:
            body = self.bodies.setdefault(key, _Body(one_line(record.organ)))
            body.kind = body.kind or one_line(record.kind)
            body.files.append(PurePath(record.path).name)

    def near(self) -> Iterator[tuple[str, str, str]]:
        """Bodies whose names are near, each pair once, and why."""
        units = [Unit(one.name) for one in self.bodies.values()]
        for at, one in enumerate(units[:_MOST_NEAR]):
            if found := nearest(one.name, units[at + 1 :], replaced=False):
                yield one.name, found.unit.name, found.reason.zh

    def _superior(self, name: str) -> str:
        """某县教育局 is below 某县人民政府, where a report of that came too."""
        others = (one.name for one in self.bodies.values() if one.name.endswith(_GOVERNMENT) and one.name != name)
        above = [one for one in others if name.startswith(one.removesuffix(_GOVERNMENT))]
        return max(above, key=len, default="")

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for one in self.bodies.values():
            yield one.name, one.kind, self._superior(one.name), "", "、".join(one.files)

    def csv(self) -> bytes:
        """As CSV in UTF-8 with a mark, which Excel needs."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([*HEADINGS, _FILES])
        writer.writerows(tuple(map(_harmless, row)) for row in self._rows())
        return text.getvalue().encode("utf-8-sig", "replace")

    def workbook(self) -> bytes:
        """As a workbook in which kinds are chosen from a list."""
        headings = tuple(zip((*HEADINGS, _FILES), _WIDTHS, strict=True))
        return listed("名单", headings, self._rows(), choices={HEADINGS.index(KIND): self.kinds}, notes=_NOTES)


def _harmless(text: str) -> str:
    """No program takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
