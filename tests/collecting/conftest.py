"""The county, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collecting.county import written
from tests.collecting.office import SmallOffice
from tests.command import Gouji


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county as files; what tests write goes beside its reports."""
    return written(tmp_path_factory.mktemp("county"))


@pytest.fixture
def small_office(gouji: Gouji, tmp_path: Path) -> SmallOffice:
    """An office without anything yet."""
    return SmallOffice(gouji, tmp_path)
