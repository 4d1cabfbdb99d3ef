"""What the add-in's tests share: one built add-in, and a live Calc."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.build import build
from tests.addin.calc import Calc, started


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
