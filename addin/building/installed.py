"""What is installed beside this program and goes into what is built: folders of packages, licences."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from addin.building.xlam import BuildError

SUFFIXES: Final = frozenset({".py", ".toml", ".json", ".jinja", ".js", ".css"})
"""What the add-in's commands load at run time: code, and the data beside it."""


def package_files(
    name: str, left_out: Collection[str] = (), suffixes: Collection[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The files of an installed package, with ``package/path`` as their names, text with the line ends of the sources.

    Args:
        name: the package, which is not imported.
        left_out: modules and folders by their way from the top of the package, as ``pro`` or ``extension/component``.
        suffixes: the kinds of file that are wanted, None for all.

    Raises:
        BuildError: It is not installed.
    """
    folder = _folder(name)
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if not path.is_file() or "__pycache__" in inner.parts or is_left_out(inner, left_out):
            continue
        if suffixes is None or path.suffix in suffixes:
            data = path.read_bytes()
            yield f"{name}/{inner.as_posix()}", data.replace(b"\r\n", b"\n") if path.suffix in SUFFIXES else data


def is_left_out(inner: Path, left_out: Collection[str]) -> bool:
    """Whether a file, or a folder that it is in, is named; a module of the same name further down is not meant."""
    return any(one.as_posix() in left_out for one in (inner.with_suffix(""), *inner.parents))


def licence(name: str) -> bytes:
    """The licence as it was installed with the distribution. Raises BuildError where there is none."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        files = []
    for one in files:
        if Path(one.name).stem.upper() == "LICENSE":
            return Path(str(one.locate())).read_bytes()
    raise BuildError(f"找不到 {name} 的许可证文件，不能生成扩展")


def _folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise BuildError(f"没有安装 {name}，请在 gouji 的源代码文件夹里运行：pip install '.[addin]'")
    return Path(spec.origin).parent
