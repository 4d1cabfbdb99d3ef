"""python.org's embeddable Python for Windows, as the user gives it: its files, and where it looks for packages."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from addin.bundling import PACKAGES, BundleError
from validator.files.given import why

OLDEST: Final = 11  # of 3.x, as pyproject.toml has it
_VERSION: Final = re.compile(r"python3(\d{1,2})\.(?:_pth|zip|dll)")
_MACHINES: Final = {0x014C: "32 位", 0xAA64: "ARM64", 0x01C4: "ARM"}
"""Of the header of a Windows program: <https://learn.microsoft.com/windows/win32/debug/pe-format#machine-types>."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """`minor` of Python 3.x, the SHA-256 of the zip, the files by name with the ``._pth`` for our packages."""

    minor: int
    sha256: str
    files: dict[str, bytes]


def embedded(path: Path) -> Embedded:
    """The Python in the zip.

    Raises:
        BundleError: It cannot be read, is no embeddable Python, is too old, or not for 64 bits.
    """
    content = content_of(path)
    files = files_in(path, content)
    found = {int(match[1]) for name in files if (match := _VERSION.fullmatch(name))}
    if "python.exe" not in files or len(found) != 1:
        raise BundleError(f"{path}：不是 python.org 的“Windows embeddable package (64-bit)”")
    (minor,) = found
    _refuse_old(str(path), minor)
    if other := _MACHINES.get(_machine(files["python.exe"])):
        raise BundleError(f"{path}：是 {other}的 Python，需要 64 位的（amd64）")
    files = {name: data for name, data in files.items() if not name.endswith("._pth")}
    return Embedded(minor, hashlib.sha256(content).hexdigest(), files | {f"python3{minor}._pth": _search_path(minor)})


def minor_of(python: str) -> int:
    """The x of Python 3.x, of a version such as ``3.13`` or of the zip.

    Raises:
        BundleError: It is neither, or too old.
    """
    version = re.fullmatch(r"3\.(\d{1,2})(?:\.\d+)?", python)
    minor = int(version[1]) if version else embedded(Path(python)).minor
    _refuse_old(python, minor)
    return minor


def content_of(path: Path) -> bytes:
    """The bytes of a file that the bundle is made from. Raises BundleError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}：读不了（{why(error)}）") from error


def files_in(path: Path, content: bytes) -> dict[str, bytes]:
    """The files by name of a zip with this content; `path` is for words.

    Raises:
        BundleError: It is none, or damaged, or a name in it leads elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [one for one in archive.namelist() if not one.endswith("/")]
            if astray := next((one for one in names if _astray(one)), None):
                raise BundleError(f"{path}：其中的文件名不能用：{astray}")
            return {name: archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleError(f"{path}：不是 zip 文件，或已损坏（{error}）") from error


def _refuse_old(given: str, minor: int) -> None:
    if minor < OLDEST:
        raise BundleError(f"{given}：是 Python 3.{minor}，需要 3.{OLDEST} 或更新版本")


def _astray(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _machine(program: bytes) -> int:
    """What a Windows program runs on, by its header; 0 where it has none."""
    at = int.from_bytes(program[0x3C:0x40], "little")
    return int.from_bytes(program[at + 4 : at + 6], "little") if program[at : at + 4] == b"PE\0\0" else 0


def _search_path(minor: int) -> bytes:
    """The ``._pth`` file: the only places where this Python looks for modules.

    ``import site`` has it read ``pywin32.pth``, without which the DLLs of pywin32 are not found; with a ``._pth`` there
    Python reads neither PYTHONPATH nor the packages of another Python of the user's.
    """
    windows = PACKAGES.replace("/", "\\")
    return f"python3{minor}.zip\r\n.\r\n{windows}\r\nimport site\r\n".encode()
