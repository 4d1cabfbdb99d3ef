"""What an install without the sources holds: every file of the packages, not modules alone."""

from __future__ import annotations

import tomllib

import pytest

from tests.conftest import ROOT

PACKAGED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]


@pytest.mark.parametrize("package", PACKAGED)
def test_every_file_beside_the_modules_is_packaged(package: str) -> None:
    folder = ROOT / package
    stated = {path for pattern in PACKAGED[package] for path in folder.glob(pattern)}
    files = {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files if path.suffix not in {".py", ".pyc"}} - stated == set()
    assert stated
