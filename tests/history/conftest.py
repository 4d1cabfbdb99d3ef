"""A store of either kind: a file of SQLite, a database of a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.history import server as servers
from tests.history.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL: needed where CI runs, wanted elsewhere."""
    if servers.programs() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(servers.LACKING)
    with servers.running() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "历年 #1.sqlite")
    found: Server = request.getfixturevalue("server")
    return found.new()
