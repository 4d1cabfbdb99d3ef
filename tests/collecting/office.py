"""A small office of the tests' own: a folder with what came, a roster, and ``gouji collect`` over it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rulework.county import OFFICE, filing, split, workbook
from tests.collecting.county import TODAY
from tests.command import Done, Gouji

FIGURES = split(4, 3)
EDUCATION, FINANCE, CIVIL, POLICE = (f"示例县{one}局" for one in ("教育", "财政", "民政", "公安"))


@dataclass(frozen=True, slots=True)
class SmallOffice:
    """The reports lie in ``in`` below the folder."""

    gouji: Gouji
    folder: Path

    @property
    def came(self) -> Path:
        """Where the reports lie."""
        return self.folder / "in"

    def put(self, name: str, organ: str, at: int = 0, *, saved: int | None = None, **more: Any) -> Path:
        """A report with some of the figures; `saved` is when its file was changed, in seconds."""
        return self.put_bytes(name, workbook(filing(organ, FIGURES[at], **more)), saved=saved)

    def put_bytes(self, name: str, content: bytes, *, saved: int | None = None) -> Path:
        """A file of any content."""
        path = self.came / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if saved is not None:
            os.utime(path, (saved, saved))
        return path

    def roster(self, *lines: str) -> Path:
        """A body a line; what is left out behind it is blank."""
        path = self.folder / "名单.csv"
        path.write_text("\n".join(("机关名称,机关类型,上级,曾用名", *lines)), "utf-8")
        return path

    def collect(self, *more: str | Path, organ: str = OFFICE, out: str = "汇总.xlsx") -> Done:
        """``gouji collect`` as text."""
        given = ("--roster", self.folder / "名单.csv", "--year", "2025", "--organ", organ, "--today", TODAY)
        return self.gouji("collect", self.came, *given, "-o", self.folder / out, *more)

    def data(self, *more: str | Path, organ: str = OFFICE, out: str = "汇总.xlsx") -> dict[str, Any]:
        """Its JSON."""
        return self.collect(*more, "--format", "json", organ=organ, out=out).data


def states(data: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Of each unit its state and the name of the file taken."""
    return [(one["organ"], one["status"], one["taken"] and Path(one["taken"]).name) for one in data["units"]]


def why(data: dict[str, Any], organ: str) -> str:
    """What is told of a unit."""
    found: str = next(one["why"] for one in data["units"] if one["organ"] == organ)
    return found
