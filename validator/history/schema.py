"""The tables of the store, and how those of earlier versions become them.

The version stands in the one row of `gouji_schema`. A new store gets the tables as they are below. `STEPS` are frozen:
step n makes version n + 1 of version n, in the words of its time and in one transaction with all the others; what is
below may change with a further step, a step never again. A store of a later version than this program knows is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from validator.history.refusals import BadStore
from validator.model.labels import organ_key

PROGRAM = "gouji"
TABLES = MetaData()
SCHEMA = Table(
    "gouji_schema",
    TABLES,
    Column("program", String(16), nullable=False),
    Column("version", Integer, nullable=False),
)
REPORT = Table(
    "gouji_report",
    TABLES,
    Column("id", Integer, primary_key=True),  # given once and never again, also when its report is gone
    Column("organ", Text, nullable=False),  # as the cover states it
    Column("organ_key", Text, nullable=False),  # as it is compared
    Column("year", Integer, nullable=False),
    Column("edition", Text, nullable=False),  # JSON
    Column("path", Text, nullable=False),  # of the file, as it was given
    Column("sha256", String(64), nullable=False),  # of the file
    Column("status", String(16), nullable=False),  # the verdict on it when it was accepted
    Column("gouji", String(32), nullable=False),  # the version that gave the verdict
    Column("added_at", String(32), nullable=False),  # ISO 8601, UTC: the same in every database
    Column("added_by", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),  # see `records`
    Column("digest", String(64), nullable=False, server_default=""),  # SHA-256 of the record
    Column("removed_at", String(32)),
    Column("removed_by", Text),
    Index("gouji_report_of", "organ_key", "year"),
    sqlite_autoincrement=True,
)
"""One row for each version of each report. Rows are added and marked as removed, never changed and never deleted."""


def _second(connection: Connection) -> None:
    """Reports can be taken out again, and a record says whether it is as it was written."""
    for column in ("digest VARCHAR(64) NOT NULL DEFAULT ''", "removed_at VARCHAR(32)", "removed_by TEXT"):
        connection.execute(text(f"ALTER TABLE gouji_report ADD COLUMN {column}"))
    connection.execute(text("CREATE INDEX gouji_report_of ON gouji_report (organ_key, year)"))
    every = connection.execute(text("SELECT id FROM gouji_report ORDER BY id")).scalars().all()
    for number in every:  # one at a time: a store may be larger than the memory
        given = {"id": number}
        record = connection.execute(text("SELECT record FROM gouji_report WHERE id = :id"), given).scalar_one()
        given["digest"] = sha256(record).hexdigest()
        connection.execute(text("UPDATE gouji_report SET digest = :digest WHERE id = :id"), given)


def _third(connection: Connection) -> None:
    """Names are compared without what nobody sees: bodies that were two become one, whose last version counts.

    The key is a derived column: whichever step comes last makes it as it is made today.
    """
    every = connection.execute(text("SELECT id, organ, organ_key FROM gouji_report")).all()
    for number, organ, was in every:
        if (key := organ_key(organ)) != was:
            given = {"id": number, "key": key}
            connection.execute(text("UPDATE gouji_report SET organ_key = :key WHERE id = :id"), given)


STEPS: tuple[Callable[[Connection], None], ...] = (_second, _third)
VERSION = 1 + len(STEPS)
NEW = 0
"""The version of a store that has no tables yet."""


def version_of(connection: Connection, name: str) -> int:
    """The version of a store's tables, `NEW` without any. Raises BadStore for what is none, and a later one."""
    there = set(inspect(connection).get_table_names())
    if SCHEMA.name not in there:
        if there and (connection.dialect.name == "sqlite" or REPORT.name in there):  # a server is many programs'
            raise BadStore(f"{name}：是别的程序的数据库，不是历年报告库")
        return NEW
    found = connection.execute(select(SCHEMA.c.program, SCHEMA.c.version)).all()
    if len(found) != 1 or found[0].program != PROGRAM:
        raise BadStore(f"{name}：是别的程序的数据库，不是历年报告库")
    version = found[0].version
    if not isinstance(version, int) or version <= NEW:
        raise BadStore(f"{name}：是别的程序的数据库，不是历年报告库")
    if version > VERSION:
        raise BadStore(
            f"{name}：是更新版本的 gouji 写的（库的结构第 {version} 版，这里认到第 {VERSION} 版），请升级 gouji"
        )
    return version


def brought_up(connection: Connection, name: str) -> int:
    """Make the tables, or make those of an earlier version today's; which version was there. Raises BadStore."""
    found = version_of(connection, name)
    if found == NEW:
        TABLES.create_all(connection, checkfirst=False)
        connection.execute(insert(SCHEMA).values(program=PROGRAM, version=VERSION))
        return NEW
    for step in STEPS[found - 1 :]:
        step(connection)
    if found < VERSION:
        connection.execute(update(SCHEMA).values(version=VERSION))
    return found


def latest() -> Select[Any]:
    """The numbers of the reports that count: of each body and year the last version that was not taken out."""
    return (
        select(func.max(REPORT.c.id)).where(REPORT.c.removed_at.is_(None)).group_by(REPORT.c.organ_key, REPORT.c.year)
    )
