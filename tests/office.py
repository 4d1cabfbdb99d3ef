"""A real LibreOffice for tests: converts workbooks, recalculating every formula on load."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Sequence
from pathlib import Path

ALWAYS, NEVER = 0, 2
"""When LibreOffice recalculates a workbook that it loads; what it does by default is NEVER."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{when}</value></prop></item>
</oor:items>
"""
"""By default LibreOffice keeps a stale cached total as it is."""

_EVERY_SHEET_AS_IT_IS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""Commas, double quotes, UTF-8, from row 1, numbers as they are and not as they are shown, one file a sheet."""

Sheets = dict[str, list[list[str]]]
"""Sheet -> rows of what cells come to, as texts."""


class Office:
    """One profile, used by one process at a time; `when` it recalculates what it loads."""

    def __init__(self, program: str, folder: Path, when: int = ALWAYS) -> None:
        self._program = program
        self._profile = folder / "profile"
        user = self._profile / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE.format(when=when), "utf-8")

    def convert(self, files: Sequence[Path], to: str, folder: Path) -> list[Path]:
        """The files converted to a format (``xlsx``, ``csv:…`` with options) in `folder`, in the same order."""
        told = self._convert(files, to, folder)
        made = [folder / f"{file.stem}.{to.partition(':')[0]}" for file in files]
        missing = [file.name for file in made if not file.exists()]
        assert not missing, f"LibreOffice made no {missing}: {told}"
        return made

    def calculated(self, files: Sequence[Path], folder: Path) -> list[Sheets]:
        """What every cell of every sheet comes to, file by file: half the work of making workbooks of them."""
        told = self._convert(files, _EVERY_SHEET_AS_IT_IS, folder)
        found = [
            {path.stem.removeprefix(f"{file.stem}-"): _rows(path) for path in folder.glob(f"{file.stem}-*.csv")}
            for file in files
        ]
        assert all(found), f"LibreOffice made nothing of one of {files}: {told}"
        return found

    def _convert(self, files: Sequence[Path], to: str, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            self._program,
            f"-env:UserInstallation={self._profile.as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, files),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        return f"{done.stdout} {done.stderr}"


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))
