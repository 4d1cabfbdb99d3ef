"""The store itself: what is added, taken out, listed, and given to a check as the reports of years before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Select, func, insert, select, update

from validator.history.entries import Accepted, Added, Removed, Version
from validator.history.opening import Database, database, writing_on
from validator.history.places import SERVER, is_server
from validator.history.records import Kept
from validator.history.refusals import BadStore, refused
from validator.history.schema import NEW, REPORT, VERSION, brought_up, latest, version_of
from validator.history.shelf import Shelf
from validator.model.labels import organ_key
from validator.policy.previous import Earlier, Held, Key
from validator.startup.records import dataclass

_SHOWN = tuple(one for one in REPORT.c if one.name not in {"record", "organ_key"})
_AT_ONCE = 500
"""So many records are fetched at a time."""
_LARGEST = (1 << 31) - 1
"""No column of numbers holds a larger one, wherever the store is."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store that was opened; `was` is the version of the tables that it had.

    `has_tables`: now they are today's; else it has none: a new database, or a file that a killed run left empty.
    """

    database: Database
    was: int
    has_tables: bool

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.database.name

    def add(self, one: Accepted) -> Added:
        """Keep a report; it is on the disk when this comes back. The same file once more is not kept twice."""
        with self.adding() as add:
            (done,) = add([one])
            return done

    @contextmanager
    def adding(self) -> Iterator[Callable[[Iterable[Accepted]], list[Added]]]:
        """`add` for many over one connection, some in one transaction: the disk is waited for once for all of them.

        Of several reports of one body and year in one transaction the last one counts; one of the others is not kept
        once more where it is among the versions already.
        """
        with refused(self.name), self.database.engine.connect() as connection:

            def add(several: Iterable[Accepted]) -> list[Added]:
                every = [*several]
                last = {(_key(one.organ), one.year): at for at, one in enumerate(every)}
                with refused(self.name), writing_on(connection):
                    return [
                        _added(connection, one, counts=last[_key(one.organ), one.year] == at)
                        for at, one in enumerate(every)
                    ]

            yield add

    def remove(self, number: int, by: str) -> Removed:
        """Mark a version as taken out; it stays in the store. Raises BadStore for a number that there is not."""
        if not self.has_tables or number > _LARGEST:
            raise self._no_such(number)
        with self._writing() as connection:
            found = connection.execute(select(*_SHOWN).where(REPORT.c.id == number)).first()
            if found is None:
                raise self._no_such(number)
            if found.removed_at is None:
                marks = {"removed_at": _now(), "removed_by": _storable(by)}
                connection.execute(update(REPORT).where(REPORT.c.id == number).values(**marks))
            left = connection.execute(
                select(func.max(REPORT.c.id)).where(_same(found.organ, found.year), REPORT.c.removed_at.is_(None))
            ).scalar()
            return Removed(_version(found, 0), already=found.removed_at is not None, counts_now=left)

    def versions(self, organ: str | None = None) -> list[Version]:
        """Every version, of one body or all, in order of body, year and number; those taken out too."""
        if not self.has_tables:
            return []
        chosen = select(*_SHOWN).order_by(REPORT.c.organ_key, REPORT.c.year, REPORT.c.id)
        if organ is not None:
            chosen = chosen.where(REPORT.c.organ_key == _key(organ))
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        number: Counter[Key] = Counter()
        found = []
        for row in rows:
            key = organ_key(row.organ), row.year
            number[key] += 1
            found.append(_version(row, number[key]))
        return found

    def records(self, organ: str | None = None) -> Iterator[tuple[Version, Kept]]:
        """The reports that count, of one body or all, in order of body and year.

        Raises BadStore for a record that is not as it was written.
        """
        if not self.has_tables:
            return
        chosen = select(*_SHOWN, REPORT.c.record).where(REPORT.c.id.in_(latest()))
        if organ is not None:
            chosen = chosen.where(REPORT.c.organ_key == _key(organ))
        chosen = chosen.order_by(REPORT.c.organ_key, REPORT.c.year)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(chosen):
                yield _version(row, 0), self._kept(row)

    def earlier(self, before: int | None = None) -> Earlier[bytes | Any | Held]:
        """The reports that count for a check, of all years or those before one; as they are at this moment."""
        if not self.has_tables:
            return Earlier()
        chosen = select(REPORT.c.id, REPORT.c.organ_key, REPORT.c.year, REPORT.c.path, REPORT.c.digest)
        chosen = chosen.where(REPORT.c.id.in_(latest())).order_by(REPORT.c.id)
        if before is not None:
            chosen = chosen.where(REPORT.c.year < before)
        seen = sha256()
        numbers: dict[str, dict[int, int]] = {}
        with self._reading() as connection:
            for row in connection.execute(chosen):
                numbers.setdefault(row.organ_key, {})[row.year] = row.id
                seen.update(f"{row.id} {row.organ_key} {row.year} {row.digest} {row.path}\n".encode())
        return Earlier(Shelf(numbers, self._fetched), digest=seen.hexdigest())

    def _fetched(self, numbers: Iterable[int]) -> dict[int, Kept]:
        """The records of some numbers. Raises BadStore, also for one that is gone or not as it was written."""
        asked = [*numbers]
        found: dict[int, Kept] = {}
        with self._reading() as connection:
            for start in range(0, len(asked), _AT_ONCE):
                some = select(REPORT.c.id, REPORT.c.path, REPORT.c.record, REPORT.c.digest)
                rows = connection.execute(some.where(REPORT.c.id.in_(asked[start : start + _AT_ONCE])))
                found |= {row.id: self._kept(row) for row in rows}
        if gone := [number for number in asked if number not in found]:
            raise self._no_such(gone[0])
        return found

    def _kept(self, row: Any) -> Kept:
        if sha256(row.record).hexdigest() != row.digest:
            raise BadStore(f"{self.name}：第 {row.id} 号报告的内容已损坏，请用备份恢复，或者去掉后重新存入")
        return Kept(row.record, row.path)

    def _no_such(self, number: int) -> BadStore:
        return BadStore(f"{self.name}：没有第 {number} 号报告；gouji history list --all 列出全部")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refused(self.name), self.database.reading() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with refused(self.name), self.database.writing() as connection:
            yield connection


def opened(store: str, *, may_be_made: bool = False) -> Store:
    """The store at a path or an address, its tables made or brought up to today's. Raises BadStore.

    A store that has no tables, and may not be made, is an empty one.
    """
    with refused(SERVER if is_server(store) else store):  # an address may hold a password
        found = database(store, may_be_made=may_be_made)
        with refused(found.name):
            was = _settled(found, may_be_made=may_be_made)
            return Store(found, was, has_tables=may_be_made or was != NEW)


def _settled(found: Database, *, may_be_made: bool) -> int:
    with found.reading() as connection:
        version = version_of(connection, found.name)
    if version == VERSION:
        return version
    if version == NEW and not may_be_made:
        return version
    with found.writing() as connection:  # another one may have been quicker
        return brought_up(connection, found.name)


def _added(connection: Connection, one: Accepted, *, counts: bool) -> Added:
    digest = sha256(one.record).hexdigest()
    now = connection.execute(_current(one)).first()
    known = now if counts else connection.execute(_known(one, digest)).first()
    if known and (known.sha256, known.digest) == (one.sha256, digest):
        return Added(known.id, _count(connection, one), is_new=False)
    made = connection.execute(insert(REPORT).values(**_values(one), digest=digest, added_at=_now()))
    return Added(_number_of(made), _count(connection, one), replaces=now.id if now else None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _storable(text: str) -> str:
    """A text as every database takes it: bytes of a file name that are no UTF-8 as escapes, no sign that ends it."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _key(organ: str) -> str:
    return organ_key(_storable(organ))


def _same(organ: str, year: int) -> ColumnElement[bool]:
    return (REPORT.c.organ_key == _key(organ)) & (REPORT.c.year == year)


def _current(one: Accepted) -> Select[Any]:
    """The version that counts of this body and year."""
    return _versions(one).where(REPORT.c.removed_at.is_(None))


def _known(one: Accepted, digest: str) -> Select[Any]:
    """The last version of this body and year that holds the same, be it one that was taken out."""
    return _versions(one).where(REPORT.c.sha256 == one.sha256, REPORT.c.digest == digest)


def _versions(one: Accepted) -> Select[Any]:
    chosen = select(REPORT.c.id, REPORT.c.sha256, REPORT.c.digest).where(_same(one.organ, one.year))
    return chosen.order_by(REPORT.c.id.desc()).limit(1)


def _number_of(made: CursorResult[Any]) -> int:
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def _count(connection: Connection, one: Accepted) -> int:
    chosen = select(func.count()).select_from(REPORT).where(_same(one.organ, one.year))
    return int(connection.execute(chosen).scalar_one())


def _values(one: Accepted) -> Mapping[str, Any]:
    return {
        "organ": _storable(one.organ),
        "organ_key": _key(one.organ),
        "year": one.year,
        "edition": one.edition,
        "path": _storable(one.path),
        "sha256": one.sha256,
        "status": one.status,
        "gouji": one.gouji,
        "added_by": _storable(one.by),
        "record": one.record,
    }


def _version(row: Any, number: int) -> Version:
    return Version(**{one.name: getattr(row, one.name) for one in _SHOWN}, number=number)
