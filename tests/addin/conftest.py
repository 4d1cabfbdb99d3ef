"""What the add-in's tests share: one built add-in, and a live Calc."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.building.xlam import build
from tests.addin.calc import Calc, started
from tests.addin.live import Clerk, Live


@pytest.fixture(scope="session")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in, built once."""
    path = tmp_path_factory.mktemp("addin") / "gouji.xlam"
    build(path)
    return path


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calc]:
    """A headless Calc with a profile of its own, driven over UNO."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    with started(program, tmp_path_factory.mktemp("calc")) as office:
        yield office


@pytest.fixture(scope="session")
def live_office(calc: Calc) -> Live:
    """Calc as the active engine of xlwings."""
    from addin.calc.registering import register

    clerk = Clerk()
    return Live(calc, clerk, register(calc.context, clerk))


@pytest.fixture
def live(live_office: Live) -> Live:
    """The same, with a clerk who has heard nothing yet and says yes."""
    clerk = live_office.clerk
    clerk.said, clerk.asked, clerk.agrees, clerk.types = [], [], True, []
    return live_office
