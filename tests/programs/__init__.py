"""What npm brings: programs that open and save workbooks (``save.cjs`` drives them), published schemas, a checker."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
INSTALL = f"npm install --prefix {FOLDER.relative_to(FOLDER.parents[1])} --no-package-lock"
"""How they get here; ``.ci/run`` does it."""


def brought(path: str) -> Path:
    """A file of one of the packages: needed where CI runs, wanted elsewhere."""
    found = FOLDER / "node_modules" / path
    if not found.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{path} is not installed: {INSTALL}")
    return found


class Programs:
    """Node with the packages of ``package.json``."""

    @staticmethod
    def lacking() -> str:
        """What is not there, ``""`` when all is."""
        if shutil.which("node") is None:
            return "Node.js (node) is not installed"
        there = all((FOLDER / "node_modules" / name).is_dir() for name in ("exceljs", "xlsx"))
        return "" if there else f"exceljs and SheetJS are not installed: {INSTALL}"

    def saved(self, program: str, sources: Sequence[Path], folder: Path) -> list[Path]:
        """The workbooks opened and saved by a program of ``save.cjs``, under their names in `folder`."""
        made = [folder / one.name for one in sources]
        pairs = chain.from_iterable(zip(sources, made, strict=True))
        command = ["node", "save.cjs", program, *map(str, pairs)]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        return made
