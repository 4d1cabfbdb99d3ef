"""A real PostgreSQL for the tests: a cluster of its own in a folder of its own, on a loopback port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

LACKING = "PostgreSQL is not installed: apt-get install postgresql"
USER, PASSWORD = "office", "geheim-密码"
_NUMBERS = count()


def programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian has them beside the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def _own(*words: str | Path) -> list[str]:
    """The words as whoever may run a server: it refuses root."""
    plain = list(map(str, words))
    return ["runuser", "-u", "postgres", "--", *plain] if os.geteuid() == 0 else plain


def _run(*words: str | Path, **given: str) -> None:
    done = subprocess.run(_own(*words), capture_output=True, text=True, timeout=120, check=False, cwd="/", **given)  # type: ignore[call-overload]
    assert done.returncode == 0, (words, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    port: int

    def address(self, name: str, password: str = PASSWORD) -> str:
        from urllib.parse import quote

        return f"postgresql://{USER}:{quote(password)}@127.0.0.1:{self.port}/{name}"

    def new(self) -> str:
        """The address of a database that nobody has used."""
        name = f"store{next(_NUMBERS)}"
        self.ask("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def ask(self, name: str, *statements: str) -> list[tuple[object, ...]]:
        """What the last statement gives, each in a transaction of its own."""
        import pg8000.dbapi

        with pg8000.dbapi.connect(USER, host="127.0.0.1", port=self.port, database=name, password=PASSWORD) as own:
            own.autocommit = True
            cursor = own.cursor()
            for one in statements:
                cursor.execute(one)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


@contextmanager
def running() -> Iterator[Server]:
    """A server of these tests alone."""
    folder = programs()
    assert folder is not None
    place = Path(tempfile.mkdtemp(prefix="gouji-postgres-"))
    try:
        secret = place / "password"
        secret.write_text(PASSWORD, "utf-8")
        data = place / "data"
        if os.geteuid() == 0:
            for one in (place, secret):
                shutil.chown(one, "postgres")
        how = ("-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8")
        _run(folder / "initdb", "-D", data, *how)
        port = free_port()
        options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1"
        _run(folder / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", options, "start")
        try:
            yield Server(port)
        finally:
            _run(folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
