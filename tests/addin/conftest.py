"""What the add-in's tests share: one built add-in, and Calc with somebody before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.building.xlam import build
from tests.addin.calc import Calc
from tests.addin.live import Clerk, Live


@pytest.fixture(scope="session")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in, built once."""
    path = tmp_path_factory.mktemp("addin") / "gouji.xlam"
    build(path)
    return path


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
