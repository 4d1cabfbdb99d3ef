"""The county of `rulework.county` as files, made once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rulework import county
from tests.command import Done, Gouji

TODAY = "2026-03-01"
CAME, ROSTER, OFFICE = "收来的报告", "名单.csv", "示例县2025.xlsx"


@cache
def made() -> county.County:
    """Its files, roster and reports."""
    return county.made()


def written(folder: Path) -> Path:
    """The county in a folder."""
    county.write(folder, made())
    return folder


def asked(folder: Path, *more: str, out: str = "汇总.xlsx") -> list[str]:
    """The words of ``gouji collect`` over the county."""
    given = ("--roster", str(folder / ROSTER), "--year", "2025", "--organ", county.OFFICE, "--today", TODAY)
    return ["collect", str(folder / CAME), *given, "-o", str(folder / out), *more]


def collect(gouji: Gouji, folder: Path, *more: str, out: str = "汇总.xlsx") -> Done:
    """``gouji collect`` over the county."""
    return gouji(*asked(folder, *more, out=out))


def short(organ: str) -> str:
    """民政局 of 示例县民政局."""
    return organ.removeprefix("示例县").removesuffix("人民政府")
