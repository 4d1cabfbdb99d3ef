"""Connections to a store: a file of SQLite or a database of PostgreSQL, and transactions that lose nothing.

What is committed has reached the disk: ``synchronous=EXTRA`` also for the folder in which the journal was. The
journal is the old kind, not WAL, which does not work on the shared folders in which offices keep their files. Whoever
writes has the store for itself from the beginning of its transaction (``BEGIN IMMEDIATE``, a lock of PostgreSQL), so
nothing is decided by what another one is just changing.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from validator.files.given import why
from validator.files.harmless import cut, one_line
from validator.history.places import is_server
from validator.history.refusals import MISSING_POSTGRES, BadStore, why_no_connection
from validator.history.schema import SCHEMA
from validator.history.servers import Server, server_at
from validator.startup.records import dataclass

PATIENCE = 30.0
"""So many seconds one waits for others that write."""
_LOCK = 0x676F756A69
"""Of PostgreSQL's advisory locks the one of this program: gouji."""
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())  # what it says of a lost connection, `refusals` says
_PRAGMAS = ("synchronous = EXTRA", "trusted_schema = OFF", "cell_size_check = ON")


@dataclass(frozen=True, slots=True)
class Database:
    """A database that can be connected to; `name` is what it is called in messages, without a password."""

    name: str
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction in which nothing changes."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of whoever alone may write; committed at its end, undone where something is raised."""
        with self.engine.connect() as connection, writing_on(connection):
            yield connection


@contextmanager
def writing_on(connection: Connection) -> Iterator[None]:
    """Such a transaction on a connection that is there: who writes much need not connect for each."""
    try:
        _begin_writing(connection)
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _begin_writing(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.execute(text(f"SET LOCAL lock_timeout = '{int(PATIENCE * 1000)}ms'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def database(store: str, *, may_be_made: bool) -> Database:
    """The database of a store. A file that is not there is made where it may be; else, and for others, BadStore."""
    return _server(server_at(store)) if is_server(store) else _file(Path(store), may_be_made=may_be_made)


def _file(path: Path, *, may_be_made: bool) -> Database:
    try:
        _refuse_no_file(path, may_be_made=may_be_made)
        place = path.absolute().as_uri()
    except (OSError, ValueError) as error:
        raise (error if isinstance(error, BadStore) else _unusable(path, error)) from error
    address = f"{place}?mode={'rwc' if may_be_made else 'rw'}"

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        for pragma in _PRAGMAS:
            made.execute(f"PRAGMA {pragma}")
        return made

    if path.with_name(f"{path.name}-wal").exists() and _is_a_strangers(place):
        raise BadStore(f"{path}：是别的程序的数据库，不是历年报告库")
    return Database(str(path), create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool))


def _refuse_no_file(path: Path, *, may_be_made: bool) -> None:
    if path.is_dir():
        raise BadStore(f"{path}：这是文件夹，不是历年报告库")
    if not (may_be_made or path.exists()):
        raise BadStore(f"{path}：没有这个历年报告库；gouji history add 会新建")
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise BadStore(f"{path}：不是文件，不是历年报告库")
    if not path.absolute().parent.is_dir():
        raise BadStore(f"{path}：没有这个文件夹，不能在里面新建历年报告库")


def _is_a_strangers(place: str) -> bool:
    """Whether a file with a log beside it has none of our tables; whoever opened it to write would empty that log."""
    with closing(sqlite3.connect(f"{place}?mode=ro", uri=True, timeout=PATIENCE)) as own:
        try:
            return not own.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (SCHEMA.name,)).fetchall()
        except sqlite3.Error:
            return False  # what is wrong with it, whoever opens it says


def _unusable(path: Path, error: OSError | ValueError) -> BadStore:
    return BadStore(f"{cut(one_line(path))}：打不开（{why(error) if isinstance(error, OSError) else error}）")


def _server(server: Server) -> Database:
    def connect() -> Any:
        from pg8000 import dbapi

        try:
            return dbapi.connect(**server.options, timeout=2 * PATIENCE)  # a lock is given up before the connection is
        except Exception as error:
            raise BadStore(f"{server.name}：{why_no_connection(error)}") from None

    try:
        engine = create_engine("postgresql+pg8000://", creator=connect, poolclass=NullPool)
    except ImportError:
        raise BadStore(MISSING_POSTGRES) from None
    return Database(server.name, engine)
