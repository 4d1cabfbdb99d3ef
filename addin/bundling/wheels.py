"""The packages that the program needs on Windows: fetched by pip, chosen by tags, unpacked as pip unpacks them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Final

from addin.building import xlwings_source
from addin.bundling import BundleError
from addin.bundling.embedded import content_of, files_in

PLATFORM: Final = "win_amd64"
NEEDED_ON_WINDOWS: Final = ("pywin32",)
"""What xlwings needs on Windows alone. pip judges such conditions by the machine that it runs on, so it is named."""
WANTED_ON_WINDOWS: Final = ("colorama",)
"""The same of tqdm, which does without it."""
LEFT_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "xlwings": (
        "xlwings/pro/",
        "xlwings/xlwingslib.",
        "xlwings/addin/",
        "xlwings/js/",
        "xlwings/html/",
        "xlwings/quickstart",
    ),
    "pywin32": (
        *("PyWin32.chm", "pythonwin/", "isapi/", "adodbapi/", "win32comext/", "win32/pythonservice.exe"),
        *(
            "win32/Demos/",
            "win32/scripts/",
            "win32/test/",
            "win32com/demos/",
            "win32com/test/",
            "win32com/HTML/",
            "win32com/readme",
        ),
    ),
}
"""Distribution -> beginnings of names: xlwings PRO, which is not free, and its files; editors, servers and samples."""
_COMPILED: Final = re.compile(r"\.(cp3\d+)-(\w+)\.pyd$")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One package: its name as others call it, its version, the file it came from, its files by name."""

    name: str
    version: str
    path: Path
    files: dict[str, bytes]

    def needs(self) -> Iterator[tuple[str, bool]]:
        """What it says it needs: each name, and whether on every system; what an extra of it needs is left out."""
        metadata = next((data for name, data in self.files.items() if name.endswith(".dist-info/METADATA")), b"")
        for stated in HeaderParser().parsestr(metadata.decode("utf-8", "replace")).get_all("Requires-Dist", []):
            what, _, condition = stated.partition(";")
            if "extra" not in condition:
                yield _named(what), not condition


def fetch(folder: Path, minor: int) -> None:
    """Have pip put the wheels for Python 3.`minor` on 64-bit Windows into `folder`.

    Raises:
        BundleError: pip is missing or found no such wheels; the message has its last words.
    """
    pinned = (f"xlwings=={xlwings_source.xlwings_version()}",)  # what the VBA of the add-in was made from
    words = ["--platform", PLATFORM, "--implementation", "cp", "--python-version", f"3.{minor}", "--only-binary=:all:"]
    wanted = (*_stated(), *NEEDED_ON_WINDOWS, *WANTED_ON_WINDOWS, *pinned)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(  # noqa: S603  pip of this very Python
        [*command, "--dest", str(folder), *wanted], check=False, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        last = next(reversed(done.stderr.strip().splitlines()), f"pip {done.returncode}")
        raise BundleError(f"取不到软件包：{last}")


def chosen(folder: Path, minor: int) -> tuple[Wheel, ...]:
    """Of the wheels in `folder`, those that the program needs and Python 3.`minor` on 64-bit Windows takes, by name.

    Raises:
        BundleError: One is missing, does not fit, stands there in several versions, or is not what its name says.
    """
    if not folder.is_dir():
        raise BundleError(f"{folder}：没有这个文件夹")
    there = _by_name(folder)
    taken: dict[str, Wheel] = {}
    waiting = [(_named(one), True) for one in (*_stated(), *NEEDED_ON_WINDOWS)]
    while waiting:
        name, required = waiting.pop()
        fitting = [one for one in there.get(name, ()) if fits(one.name, minor)]
        if name in taken or not (required or fitting):
            continue
        if not fitting:
            raise BundleError(_lacking(folder, name, minor, there.get(name, ())))
        taken[name] = _opened(name, _best(name, fitting), minor)
        waiting += taken[name].needs()
    for one in _stated():
        _refuse_older(taken[_named(one)], one)
    _check_xlwings(taken["xlwings"])
    return tuple(taken[name] for name in sorted(taken))


def fits(file: str, minor: int) -> bool:
    """Whether a wheel of that file name is for Python 3.`minor` on 64-bit Windows (PEP 425)."""
    pythons, abis, platforms = (set(one.split(".")) for one in file.removesuffix(".whl").split("-")[-3:])
    ours = any(_runs(python, abi, minor) for python in pythons for abi in abis)
    return ours and not platforms.isdisjoint({"any", PLATFORM})


def _runs(python: str, abi: str, minor: int) -> bool:
    if abi == f"cp3{minor}":
        return python == abi
    version = re.fullmatch(r"(?:cp|py)3(\d*)", python)
    if not version or abi not in {"abi3", "none"}:
        return False
    at_least = python.startswith("py") or abi == "abi3"  # cp3x-none is for that version alone
    return int(version[1] or 0) <= minor if at_least else version[1] == str(minor)


def _stated() -> tuple[str, ...]:
    """What gouji and its extra ``addin`` need, as the installed metadata say."""
    try:
        stated = [one.partition(";") for one in requires("gouji") or ()]
    except PackageNotFoundError:
        raise BundleError("没有安装 gouji，请在它的源代码文件夹里运行：pip install '.[addin]'") from None
    return tuple(what.strip() for what, _, when in stated if not when or re.search(r"""extra == ['"]addin['"]""", when))


def _named(requirement: str) -> str:
    """The name in a requirement as all spell it: lower case, dashes (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip())[0]).lower()


def _by_name(folder: Path) -> Mapping[str, Sequence[Path]]:
    """The wheels in the folder, by what they are of."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.whl")):
        if path.name.count("-") in {4, 5}:  # name, version, perhaps a build, three tags
            found.setdefault(_named(path.name.partition("-")[0]), []).append(path)
    return found


def _lacking(folder: Path, name: str, minor: int, others: Sequence[Path]) -> str:
    beside = f"，{'、'.join(one.name for one in others)} 不适合" if others else ""
    return f"{folder}：缺少 {name} 的安装包（cp3{minor}-{PLATFORM}）{beside}；请用 gouji addin wheels 取得"


def _best(name: str, fitting: Sequence[Path]) -> Path:
    """The one wheel that fits, the compiled one where there is a pure one of the same version too."""
    if len({one.name.split("-")[1] for one in fitting}) > 1:
        names = "、".join(one.name for one in fitting)
        raise BundleError(f"{fitting[0].parent}：{name} 有几个版本，请只留一个：{names}")
    return min(fitting, key=lambda one: one.name.endswith("-any.whl"))


def _refuse_older(wheel: Wheel, requirement: str) -> None:
    """A folder of wheels that was filled for an earlier gouji. Every requirement of ours is ``name>=version``."""
    least = requirement.partition(">=")[2]
    if _release(wheel.version) < _release(least):
        raise BundleError(f"{wheel.path}：版本太旧，需要 {requirement}；请用 gouji addin wheels 取得")


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", version))


def _opened(name: str, path: Path, minor: int) -> Wheel:
    """The wheel's files where they belong in site-packages, without what is for other places or not ours to give."""
    left_out = LEFT_OUT.get(name, ())
    placed = ((_place(one), data) for one, data in files_in(path, content_of(path)).items())
    files = {one: data for one, data in placed if one and not one.startswith(left_out)}
    for one in files:
        compiled = _COMPILED.search(one)
        if one.endswith((".so", ".dylib")) or (compiled and compiled[1] != f"cp3{minor}"):
            raise BundleError(f"{path}：其中的 {one} 不适合 cp3{minor}-{PLATFORM}")
    return Wheel(name, path.name.split("-")[1], path, files)


def _place(name: str) -> str:
    """The place in site-packages of a file of a wheel, ``""`` where it has none: scripts, headers, data."""
    first, _, rest = name.partition("/")
    if not first.endswith(".data"):
        return name
    kind, _, inner = rest.partition("/")
    return inner if kind in {"purelib", "platlib"} else ""


def _check_xlwings(wheel: Wheel) -> None:
    """At the desk the add-in is built from this wheel: one of another version than ours must have the same VBA."""
    if wheel.version != (here := xlwings_source.xlwings_version()):
        try:
            xlwings_source.narrowed(wheel.files.get("xlwings/xlwings_custom_addin.bas", b""))
        except xlwings_source.ChangedSource as error:
            raise BundleError(f"{wheel.path}：用它做不出加载项，请换成 xlwings {here}") from error
