"""Dependency runs downward only: read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = [
    ("version", "words", "label_text", "model", "address", "user_file", "plain_text", "data_files"),
    ("rule", "relations"),
    ("finding", "context", "relations.formula"),
    ("catalogue.entry",),
    ("catalogue",),
    ("relations.linear", "filing_data", "narrative", "blanks", "grouping", "thresholds", "waiving", "previous"),
    ("relations.meaning", "relations.feasible"),
    ("relations.ruleset",),
    ("extract", "checks"),
    ("engine",),
    ("readers.limits", "readers.workbook", "readers.serials"),
    ("readers.xlsx",),
    ("readers",),
    ("filings.calculation.sums", "filings.calculation.computable"),
    ("filings.calculation.compute",),
    ("filings.tables",),
    ("filings",),
    ("template", "output", "config"),
    ("examples",),
    ("writers", "batch"),
    ("api",),
    ("commands",),
    ("cli",),
    ("__main__",),
]
"""From the bottom up; a module may import from its own layer and from those before it."""

HEAVY = {"formulas", "numpy", "scipy", "schedula", "openpyxl", "xlsxwriter", "tqdm", "xlwings"}


def _layer(module: str) -> int:
    best = [
        (len(name), level)
        for level, names in enumerate(LAYERS)
        for name in names
        if f"{module}.".startswith(f"{name}.")
    ]
    assert best, f"validator.{module} stands in no layer"
    return max(best)[1]


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _modules() -> list[tuple[str, Path]]:
    folder = ROOT / "validator"
    paths = sorted(path for path in folder.rglob("*.py") if path != folder / "__init__.py")
    return [
        (".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"), path) for path in paths
    ]


MODULES = _modules()
NAMES = {name for name, _ in MODULES}


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_imports_only_from_below(module: str, path: Path) -> None:
    used = {name.removeprefix("validator.") for name in _imports(path) if name.startswith("validator.")}
    above = {name for name in used & NAMES if _layer(name) > _layer(module)}
    assert not above


@pytest.mark.parametrize("path", [path for _, path in MODULES], ids=[name for name, _ in MODULES])
def test_the_validator_knows_neither_add_in_nor_excel(path: Path) -> None:
    assert not {name for name in _imports(path) if name.split(".")[0] in {"addin", "xlwings", "tkinter"}}


def test_only_meaning_and_compute_import_formulas() -> None:
    users = {module for module, path in MODULES if any(name.split(".")[0] == "formulas" for name in _imports(path))}
    assert users == {"relations.meaning", "filings.calculation.compute"}


def _loaded(*words: str) -> set[str]:
    """The top-level packages that running gouji with these words imports."""
    code = "import sys; from validator.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_help_loads_nothing_heavy() -> None:
    assert not _loaded("--help") & HEAVY


def test_check_loads_neither_formulas_nor_scipy() -> None:
    loaded = _loaded("check", "examples/渑池县2023.xlsx", "--today", "2024-02-01")
    assert not loaded & {"formulas", "scipy", "schedula", "xlsxwriter", "openpyxl", "numpy"}
    assert not loaded & {"tempfile", "concurrent", "logging"}  # each costs as much as reading a report
