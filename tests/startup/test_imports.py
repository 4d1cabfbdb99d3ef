"""What a command imports: the start of the program is mostly that, and one careless line brings a millisecond back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

SLOW = {
    *("asyncio", "calendar", "concurrent", "csv", "dataclasses", "difflib", "email", "fractions", "html"),
    *(
        "importlib.metadata",
        "importlib.resources",
        "inspect",
        "logging",
        "multiprocessing",
        "pickle",
        "random",
        "shutil",
    ),
    *(
        "socket",
        "sqlite3",
        "ssl",
        "statistics",
        "subprocess",
        "tempfile",
        "tomllib",
        "traceback",
        "unittest",
        "urllib.request",
    ),
    *("uuid", "webbrowser", "xml.etree", "xml.sax", "zipfile"),
}
"""Modules of the standard library that take from half a millisecond to ten; each is for some rarer case alone."""
MAY_COME = {"isal"}
"""Others' packages that a command imports where they are installed."""
CHECK = ("check", "examples/渑池县2023.xlsx", "--today", "2024-02-01")

_RUN = """
import sys
from validator.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("LOADED", *sys.modules)
print("FILES", *(getattr(one, "__file__", None) or "" for one in list(sys.modules.values())), sep="\\n")
"""


@cache
def loaded(*words: str) -> tuple[frozenset[str], frozenset[str]]:
    """The modules that gouji with these words imports, and the files of those that are not ours, beyond a bare start."""
    told = [_told(code, words) for code in (_RUN, "import sys" + _RUN[_RUN.index("\nprint(") :])]
    (names, files), (bare, bare_files) = told
    return frozenset(names - bare), frozenset(files - bare_files)


def _told(code: str, words: Iterable[str]) -> tuple[set[str], set[str]]:
    ran = [sys.executable, "-c", code, *words]
    done = subprocess.run(ran, capture_output=True, text=True, cwd=ROOT, check=True, encoding="utf-8")
    _, _, told = done.stdout.rpartition("LOADED ")
    names, _, files = told.partition("\nFILES\n")
    return set(names.split()), set(files.splitlines())


def _rooms(names: Iterable[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("validator.")}


@pytest.mark.parametrize(
    "words",
    [CHECK, (*CHECK, "--format", "json"), ("rules",), ("explain", "T3-01"), ("check", "--help"), ("--version",)],
)
def test_no_command_imports_what_is_slow(words: tuple[str, ...]) -> None:
    names, files = loaded(*words)
    assert "validator.cli" in names
    assert {name for name in names if any(f"{name}.".startswith(f"{one}.") for one in SLOW)} == set()
    others = {Path(file).parts for file in files if "site-packages" in file}
    packages = {parts[parts.index("site-packages") + 1].partition(".")[0] for parts in others}
    assert packages - {"validator", "addin"} <= MAY_COME


def test_each_command_loads_the_rooms_it_needs() -> None:
    ground = {"cli", "commands", "files", "model", "startup", "version"}
    assert _rooms(loaded("--version")[0]) == ground | {"writers"}
    assert _rooms(loaded("check", "--help")[0]) == ground | {"writers"}
    assert _rooms(loaded("rules")[0]) == ground | {"catalogue", "relations", "writers"}
    assert _rooms(loaded(*CHECK)[0]) >= {"readers", "filings", "narrative", "checks", "repair"}
    assert not _rooms(loaded(*CHECK)[0]) & {"api", "exchange", "template", "fixing", "editing", "annotating", "letters"}
