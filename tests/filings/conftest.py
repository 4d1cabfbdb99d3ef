"""Two saved templates that the tests of this folder edit copies of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.filings.damages import calm
from tests.filings.saved import template
from tests.shipped import base_filing


@pytest.fixture(scope="session")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with typed totals and hardly a formula that is read."""
    return template(tmp_path_factory.mktemp("typed") / "示例市2025.xlsx", calm())


@pytest.fixture(scope="session")
def summed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as it is handed out, calculated: every total a formula."""
    return template(tmp_path_factory.mktemp("summed") / "示例市2025.xlsx", base_filing(), typed_totals=False)
