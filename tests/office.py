"""A real LibreOffice for tests: converts workbooks, recalculating every formula on load."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""OOXMLRecalcMode 0 is "always": by default LibreOffice keeps a stale cached total as it is."""


class Office:
    """One profile, used by one process at a time."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._profile = folder / "profile"
        user = self._profile / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")

    def convert(self, files: Sequence[Path], to: str, folder: Path) -> list[Path]:
        """The files converted to a format (``xlsx``, ``pdf``) in `folder`, in the same order."""
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
        made = [folder / f"{file.stem}.{to.partition(':')[0]}" for file in files]
        missing = [file.name for file in made if not file.exists()]
        assert not missing, f"LibreOffice made no {missing}: {done.stdout} {done.stderr}"
        return made
