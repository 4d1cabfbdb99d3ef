"""Compose ``gouji-win64.zip``: Python as its makers sign it, packages, batch files, a page that tells how.

Nothing in it has to be installed: there is no pip at the desk, packages lie unpacked where this Python looks for them.
The same inputs give the same files in the same order.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from addin.building.installed import licence, package_files
from addin.building.workbook_parts import archived
from addin.bundling import GUIDE, PACKAGES, PYTHON, STARTERS, BundleError, wheels
from addin.bundling.embedded import Embedded, embedded
from validator.files.writing import write_atomically
from validator.version import VERSION

FILE_NAME: Final = "gouji-win64.zip"
CODE_PAGE: Final = "gbk"
"""Of Chinese Windows. cmd.exe reads a batch file in the console's code page, so Chinese stands after ``chcp 936``."""
_HERE: Final = Path(__file__).parent
_OWN: Final = ("validator", "addin")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: bytes, the Python in it, versions of its packages by name."""

    size: int
    python: Embedded
    packages: Mapping[str, str]


def write(target: Path, python_zip: Path, wheels_folder: Path | None = None) -> Bundle:
    """Write the bundle to `target`; without a folder of wheels pip fetches them.

    Raises:
        BundleError: The Python or a wheel cannot be used, or the file name has another suffix.
        BadOutput: `target` cannot be written.
    """
    if target.suffix != ".zip":
        raise BundleError(f"安装包的文件名应以 .zip 结尾：{target}")
    python = embedded(python_zip)
    taken = wheels.chosen(wheels_folder, python.minor) if wheels_folder else _fetched(python.minor)
    content = archived(parts(python, taken), zipfile.ZIP_DEFLATED)
    write_atomically(target, content, [python_zip])
    versions = {"gouji": VERSION} | {one.name: one.version for one in taken}
    return Bundle(len(content), python, versions)


def parts(python: Embedded, taken: tuple[wheels.Wheel, ...]) -> dict[str, bytes]:
    """Every file of the bundle by name."""
    found = {file: starter(name) for name, file in STARTERS.items()} | {GUIDE: guide(python)}
    found |= {f"{PYTHON}/{name}": data for name, data in sorted(python.files.items())}
    for one in taken:
        found |= {f"{PYTHON}/{PACKAGES}/{name}": data for name, data in sorted(one.files.items())}
    return found | {f"{PYTHON}/{PACKAGES}/{name}": data for name, data in _own()}


def starter(name: str) -> bytes:
    """A batch file as cmd.exe reads it: CRLF, and GBK."""
    text = (_HERE / "starters" / f"{name}.cmd").read_text("utf-8")
    return text.replace("\n", "\r\n").encode(CODE_PAGE)


def guide(python: Embedded) -> bytes:
    """The page that tells a clerk what to do."""
    text = (_HERE / "starters" / "guide.html").read_text("utf-8")
    return text.replace("{{version}}", VERSION).replace("{{python}}", f"3.{python.minor}").encode()


def _fetched(minor: int) -> tuple[wheels.Wheel, ...]:
    with tempfile.TemporaryDirectory() as folder:
        wheels.fetch(Path(folder), minor)
        return wheels.chosen(Path(folder), minor)


def _own() -> Iterator[tuple[str, bytes]]:
    """This program, with what makes it a distribution that has the command ``addin``."""
    for name in _OWN:
        yield from package_files(name)
    about, inner = distribution("gouji"), f"gouji-{VERSION}.dist-info"
    yield f"{inner}/METADATA", (about.read_text("METADATA") or about.read_text("PKG-INFO") or "").encode()
    yield f"{inner}/entry_points.txt", (about.read_text("entry_points.txt") or "").encode()
    yield f"{inner}/licenses/LICENSE", licence("gouji")
    yield f"{inner}/RECORD", f"{inner}/licenses/LICENSE,,\n".encode()  # where the extension's builder finds it
