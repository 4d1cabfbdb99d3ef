"""What is wrong with a store, in the user's words: whatever the database says, no traceback and no password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from validator.files.given import BadFile
from validator.files.harmless import cut, one_line

MISSING = "历年报告库要用 SQLAlchemy，这里没有安装；请安装 gouji 的 history 附加组件：pip install 'gouji[history]'"
MISSING_POSTGRES = (
    "PostgreSQL 的库要用 pg8000，这里没有安装；请安装 gouji 的 postgres 附加组件：pip install 'gouji[postgres]'"
)
_BUSY = "别的程序正在用这个库，等了很久还没有轮到，请稍后再试"
_TORN = "表不全，不是历年报告库，或者已损坏"
_SAID = (
    ("database is locked", _BUSY),
    ("file is not a database", "不是历年报告库（不是 SQLite 文件），或者文件已损坏"),
    ("no such table", _TORN),
    ("no such column", _TORN),
    ("malformed", "文件已损坏，请用备份恢复"),
    ("disk is full", "磁盘已满"),
    ("readonly", "没有写的权限"),
    ("unable to open", "打不开"),
    ("disk i/o error", "读写磁盘出错"),
    ("can't create a connection", "连不上服务器"),
    ("connection refused", "连不上服务器"),
    ("timed out", "服务器没有回答"),
    ("network error", "和服务器的连接断了"),
)
"""Parts of what SQLite and the driver of PostgreSQL say, in small letters, and what they mean."""
_CODES = {
    "28P01": "用户名或密码不对",
    "28000": "用户名或密码不对，或者服务器不让这个用户从这里连接",
    "3D000": "没有这个数据库",
    "42501": "没有权限",
    "42703": _TORN,
    "42P01": _TORN,
    "53100": "磁盘已满",
    "53300": "服务器的连接太多，请稍后再试",
    "55P03": _BUSY,
    "57P01": "和服务器的连接断了",
    "57P03": "服务器正在启动或停止，请稍后再试",
}
"""PostgreSQL says it in the language of its place, and gives a code."""


class BadStore(BadFile):
    """The store cannot be used, or lacks what is asked of it. The message names it and says why."""


@contextmanager
def refused(name: str) -> Iterator[None]:
    """What the database says of its troubles as BadStore, with `name` for the store."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except DBAPIError as error:
        raise BadStore(f"{name}：{_meaning(error.orig)}") from error
    except SQLAlchemyError as error:
        raise BadStore(f"{name}：{cut(one_line(error), 200)}") from error


def _meaning(error: BaseException | None) -> str:
    code, said = _code_and_words(error)
    if code in _CODES:
        return _CODES[code]
    known = next((words for part, words in _SAID if part in said.lower()), "")
    return known or f"数据库出错：{cut(one_line(said), 200)}"


def why_no_connection(error: BaseException) -> str:
    """Why a server cannot be connected to. What it says itself is not repeated: it may name the user."""
    code, said = _code_and_words(error)
    if code:
        return _CODES.get(code) or f"连不上服务器（{code}）"
    return next((words for part, words in _SAID if part in said.lower()), "连不上服务器")


def _code_and_words(error: BaseException | None) -> tuple[str, str]:
    """PostgreSQL's code of an error, ``""`` where it has none, and what is said of it."""
    told = error.args[0] if error and error.args else error
    if isinstance(told, dict):  # as pg8000 has it
        return str(told.get("C", "")), str(told.get("M", ""))
    return str(getattr(error, "sqlstate", None) or ""), str(error)
