"""The address of a database of PostgreSQL: what the driver is given of it, and how it is called where people read it.

A password may stand anywhere in what somebody meant to be an address. A message therefore repeats host, port and
database alone, and what the rules of addresses do not tell apart for certain is refused without being repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from validator.files.harmless import cut, one_line
from validator.history.places import SERVER, login
from validator.history.refusals import BadStore
from validator.startup.expressions import expression

FORM = (
    "历年报告库的地址写成 postgresql://用户:密码@主机:端口/数据库，用户名、密码里的 @ : / ? # % 写成 "
    "%40 %3A %2F %3F %23 %25；是文件而名称里有冒号的，前面加 ./"
)
"""What is said of anything else that looks like an address."""
_POSTGRES = "postgresql"
_TAKEN = ("user", "password", "host", "port", "database", "application_name", "unix_sock")
"""Of what the driver can be told those that a text can say."""
_OPTION = expression(r"[a-z_]{1,30}")
_HOST = expression(r"[\w.-]+|[0-9A-Fa-f:.]+(%\w+)?")
_NO_DATABASE = expression(r"[@:/\x00]")
_PORTS = range(1, 1 << 16)
_USUAL_HOST, _USUAL_PORT = "localhost", 5432


class Server(NamedTuple):
    """A database that can be asked for: `name` is what it is called, `options` are for the driver alone."""

    name: str
    options: Mapping[str, str | int]

    def __repr__(self) -> str:
        return f"Server({self.name!r})"


def server_at(store: str) -> Server:
    """What an address names. Raises BadStore, which repeats nothing that may be a password."""
    url = _url(store)
    options: dict[str, str | int] = {
        "user": url.username or login(),  # as psql has it
        "password": url.password or "",
        "host": url.host or _USUAL_HOST,
        "port": _USUAL_PORT if url.port is None else url.port,
        "database": url.database or "",
    }
    options |= _more(url)
    host, database, port = str(options["host"]), str(options["database"]), str(options["port"])
    if not _HOST.fullmatch(host) or _NO_DATABASE.search(database) or not (port.isdecimal() and int(port) in _PORTS):
        raise BadStore(FORM)
    options["port"] = int(port)
    if not all(_is_text(one) for one in options.values()):
        raise BadStore(FORM)
    needless = () if database else ("database",)  # then the server takes the one called like the user
    return Server(
        _called(host, int(port), database), {name: one for name, one in options.items() if name not in needless}
    )


def _url(store: str) -> URL:
    try:
        url = make_url(store.strip())
    except (ArgumentError, ValueError):
        raise BadStore(FORM) from None
    backend, _, driver = url.drivername.partition("+")
    if backend != _POSTGRES:
        raise BadStore(
            f"历年报告库只能是 SQLite 文件的路径，或者 postgresql:// 的地址，不能是 {cut(url.drivername)}://"
        )
    if driver not in ("", "pg8000"):
        raise BadStore(f"PostgreSQL 的库用 pg8000 连接，地址写成 postgresql://，不能是 {cut(url.drivername)}://")
    if store.count("@") > 1:  # which of them ends the password nobody can know
        raise BadStore(FORM)
    return url


def _more(url: URL) -> Mapping[str, str]:
    """What the address says behind its question mark."""
    found: dict[str, str] = {}
    for name, value in url.query.items():
        if name not in _TAKEN:
            if _OPTION.fullmatch(name):
                raise BadStore(f"历年报告库的地址里，问号后面不能有 {name}，能用的是 {'、'.join(_TAKEN)}")
            raise BadStore(f"历年报告库的地址里，问号后面有不认识的部分，能用的是 {'、'.join(_TAKEN)}")
        if not isinstance(value, str):
            raise BadStore(f"历年报告库的地址里，{name} 写了几次")
        found[name] = value
    return found


def _is_text(value: str | int) -> bool:
    """Whether it can be sent to a server."""
    try:
        return b"\x00" not in str(value).encode()
    except UnicodeEncodeError:
        return False


def _called(host: str, port: int, database: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    place = shown if port == _USUAL_PORT else f"{shown}:{port}"
    return f"{SERVER}{place}/{cut(one_line(database))}"
