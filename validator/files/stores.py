"""Files that do not lie on this machine: whatever store fsspec reaches, by address (``s3://bucket/2025/a.xlsx``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.files.given import BadFile
from validator.files.harmless import cut, without_login
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_ADDRESS = expression(r"([A-Za-z][A-Za-z0-9+.-]+::)*[A-Za-z][A-Za-z0-9+.-]+://")
"""``C:\\`` is a drive: a scheme has two letters at least."""


def is_address(text: str) -> bool:
    """Whether a path is the address of a store; a path of this machine never has two slashes behind a colon."""
    return _ADDRESS.match(text) is not None


def readable(path: str) -> str:
    """A path as people read it: an address without a login, one of the web without its escapes and without a query."""
    if "://" not in path:
        return path
    path = without_login(path)
    if not path.startswith("http"):
        return path
    from urllib.parse import unquote, urlsplit  # costs as much as a tenth of a report

    return unquote(urlsplit(path)._replace(query="", fragment="").geturl())


class Address(str):
    """A place in a store; it can be asked what a `pathlib.Path` can be asked on the way to a report."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The last part of the address, of one on the web as people read it."""
        return readable(self).rpartition("/")[2]

    def __truediv__(self, name: str) -> Address:
        return Address(f"{self.rstrip('/')}/{name}")


@dataclass(frozen=True, slots=True)
class Store:
    """One kind of store."""

    system: Any

    @classmethod
    def of(cls, address: str) -> Store:
        """The store of an address. Raises BadFile where nothing is installed that opens it."""
        try:
            from fsspec.core import url_to_fs

            return cls(url_to_fs(address)[0])
        except ImportError as error:
            raise BadFile(
                f"{cut(address)}：打开这种地址要另外安装程序（{error}），如 pip install 'gouji[dask]'"
            ) from error
        except ValueError as error:
            raise BadFile(f"{cut(address)}：不认识这种地址（{error}）") from error

    def is_folder(self, address: Address) -> bool:
        """Whether it is a folder, as far as stores have any."""
        return bool(_asked(lambda: self.system.isdir(address)))

    def listed(self, folder: Address) -> Iterator[tuple[str, bool, bool]]:
        """What lies in a folder: name, whether it is a folder, whether a link. Raises OSError."""
        for entry in _asked(lambda: self.system.ls(folder, detail=True)):
            yield str(entry["name"]).rstrip("/").rpartition("/")[2], entry["type"] == "directory", False

    def read(self, address: str, most: int) -> bytes:
        """The bytes of a file, one more than `most` of a larger one. Raises OSError."""

        def content() -> bytes:
            with self.system.open(address, "rb") as stream:
                return bytes(stream.read(most + 1))

        return bytes(_asked(content))


def _asked(question: Any) -> Any:
    try:
        return question()
    except OSError:
        raise
    except Exception as error:  # every store has errors of its own
        raise OSError(f"{type(error).__name__}: {error}") from error
