"""What the tests share: the day of the check, the outside data where it is present, a real LibreOffice."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.command import Gouji
from tests.office import NEVER, Office
from tests.programs import Programs
from tests.shipped import CATALOGUE
from validator.policy.context import Context

if TYPE_CHECKING:
    from tests.addin.calc import Calc

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DAY = date(2026, 2, 1)

# Machines differ in speed and nothing here measures time.
settings.register_profile("gouji", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gouji")


def pytest_collection_finish() -> None:
    """Thousands of collected cases stay to the end: looking through them for garbage over and over takes a quarter."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data of others: read when present, never needed."""
    if not SHARED.is_dir():
        pytest.skip("the folder of outside data is not here")
    return SHARED


@pytest.fixture
def context() -> Context:
    """A run on 1 February 2026, when reports of 2025 are written."""
    return Context(DAY, CATALOGUE)


@pytest.fixture
def gouji(capsys: pytest.CaptureFixture[str]) -> Gouji:
    """The command line, called in this process."""
    return Gouji(capsys)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A headless LibreOffice with a profile of its own that recalculates every file it loads."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    yield Office(program, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def office_as_it_comes(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A headless LibreOffice that shows what a file stores, as it does for its users."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    return Office(program, tmp_path_factory.mktemp("office as it comes"), NEVER)


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """A headless Calc with a profile of its own, driven over UNO."""
    from tests.addin.calc import started

    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    with started(program, tmp_path_factory.mktemp("calc")) as running:
        yield running


@pytest.fixture(scope="session")
def programs() -> Programs:
    """exceljs and SheetJS: needed where CI runs, wanted elsewhere."""
    if lacking := Programs.lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(lacking)
    return Programs()
