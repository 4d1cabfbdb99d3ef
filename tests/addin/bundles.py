"""Stand-ins for what a bundle is made from: an embeddable Python by its files, wheels from what is installed here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path

AMD64, I386 = 0x8664, 0x014C
EMBEDDED = (
    "python.exe",
    "pythonw.exe",
    "python3.dll",
    "vcruntime140.dll",
    "_ctypes.pyd",
    "libffi-8.dll",
    "LICENSE.txt",
)
INSTALLED = ("et_xmlfile", "jinja2", "openpyxl", "tqdm", "xlsxwriter", "xlwings")
PYWIN32 = (
    *(
        "pywin32.pth",
        "pythoncom.py",
        "PyWin32.chm",
    ),
    *("pythonwin/Pythonwin.exe",),
    *(
        "pywin32_system32/pythoncom312.dll",
        "pywin32_system32/pywintypes312.dll",
    ),
    *(
        "win32/win32api.pyd",
        "win32/win32gui.pyd",
        "win32/win32process.pyd",
        "win32/_win32sysloader.pyd",
        "win32/lib/pywin32_bootstrap.py",
        "win32/lib/pywintypes.py",
        "win32/lib/win32con.py",
        "win32/lib/win32timezone.py",
        "win32/lib/winerror.py",
        "win32/win32event.pyd",
    ),
    *(
        "win32com/__init__.py",
        "win32com/client/__init__.py",
        "win32com/client/dynamic.py",
        "win32com/server/__init__.py",
        "win32com/server/dispatcher.py",
        "win32com/server/policy.py",
        "win32com/server/util.py",
        "win32com/demos/excelRTDServer.py",
    ),
    *("win32comext/shell/shell.pyd",),
    *("pywin32-312.data/scripts/pywin32_postinstall.py",),
)
"""Names in its wheel for Windows, those that matter here."""


def embeddable(path: Path, minor: int = 12, machine: int = AMD64, more: Mapping[str, bytes] | None = None) -> Path:
    """A zip with the names of python.org's, and the header of a program for that machine."""
    program = b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little")
    pth = f"python3{minor}.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n"
    files = dict.fromkeys(EMBEDDED, b"MZ") | {"python.exe": program, f"python3{minor}._pth": pth.encode()}
    return _zipped(path, files | {f"python3{minor}.{kind}": b"x" for kind in ("zip", "dll")} | dict(more or {}))


def wheel(folder: Path, name: str, tag: str, files: Mapping[str, bytes], needs: Iterable[str] = ()) -> Path:
    """A wheel of that name and version (``pywin32-312``) and tag."""
    requirements = "".join(f"Requires-Dist: {one}\n" for one in needs)
    metadata = {f"{name}.dist-info/METADATA": f"Metadata-Version: 2.1\n{requirements}\n".encode()}
    return _zipped(folder / f"{name}-{tag}.whl", dict(files) | metadata)


@cache
def wheels(folder: Path) -> Path:
    """A folder with every wheel that the program needs: the real files, but for what is compiled for Windows."""
    folder.mkdir(parents=True)
    for name in INSTALLED:
        tag = "cp312-cp312-win_amd64" if name == "xlwings" else "py3-none-any"
        wheel(folder, f"{name}-{version(name)}", tag, _installed(name), distribution(name).requires or [])
    files = _installed("markupsafe") | {"markupsafe/_speedups.cp312-win_amd64.pyd": b"MZ"}
    wheel(folder, f"markupsafe-{version('markupsafe')}", "cp312-cp312-win_amd64", files)
    pth = b"win32\nwin32\\lib\npythonwin\nimport pywin32_bootstrap\n"
    files = {one: b"" if one.endswith(".py") else b"MZ" for one in PYWIN32} | {"pywin32.pth": pth}
    wheel(folder, "pywin32-312", "cp312-cp312-win_amd64", files)
    return folder


def files_of(bundle: Path) -> dict[str, bytes]:
    """The files of a zip by name."""
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _installed(name: str) -> dict[str, bytes]:
    """The package as it is installed here, without what is compiled for this system."""
    found = {}
    for one in distribution(name).files or []:
        if one.suffix in {".py", ".bas", ".typed", ".applescript"} and ".." not in one.parts:
            found[one.as_posix()] = Path(str(one.locate())).read_bytes()
    return found


def _zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
