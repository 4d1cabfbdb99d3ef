"""The LibreOffice extension: what is in it, and its buttons in an office that has installed it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from addin import cli
from addin.building import oxt, xlam
from addin.building.installed import is_left_out, package_files
from addin.commands import COMMANDS
from tests.addin.bundles import files_of
from tests.addin.calc import Calc, started
from tests.addin.imports import missing, modules, of_extras
from tests.addin.live import MIANCHI
from tests.conftest import ROOT
from validator import read
from validator.version import VERSION

WITHOUT = {"uno", "openpyxl"}
"""The office's own; and what is only for whoever has such a book open."""
REGISTRY = f"{{{oxt.REGISTRY}}}"


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, built as a user builds it."""
    target = tmp_path_factory.mktemp("oxt") / "gouji.oxt"
    assert cli.main(["build", "--oxt", "-o", str(target)]) == 0
    return target


@pytest.fixture(scope="module")
def older(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extension of an earlier version: it says so, and has no modules at all."""
    target = tmp_path_factory.mktemp("older") / "gouji.oxt"
    with zipfile.ZipFile(extension) as new, zipfile.ZipFile(target, "w") as old:
        for name in new.namelist():
            if not name.startswith(f"{oxt.MODULES}/"):
                old.writestr(name, new.read(name).replace(f'"{VERSION}"'.encode(), b'"0.0.9"'))
    return target


@pytest.fixture(scope="module")
def home(extension: Path, older: Path) -> Iterator[Path]:
    """A fresh profile in which unopkg has installed the extension over an earlier one."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for number, one in enumerate((older, extension)):
            _unopkg(home, "add", "-f", "--suppress-license", str(shutil.copy(one, str(home / f"gouji{number}.oxt"))))
        yield home


@pytest.fixture(scope="module")
def office(home: Path) -> Iterator[Calc]:
    """An office with that profile, whose browser only notes what it is to open."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    browser = home / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{home}/opened"\n')
    browser.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BROWSER", f"{browser} %s")
        environment.setenv("XDG_DATA_HOME", str(home / "data"))
        with started(program, home) as calc:
            yield calc


def _unopkg(home: Path, *words: str) -> str:
    """As an ordinary user: unopkg refuses to install for root alone."""
    home.chmod(0o777)
    for one in home.glob("*.oxt"):
        one.chmod(0o644)
    root = os.geteuid() == 0
    done = subprocess.run(
        ["unopkg", words[0], f"-env:UserInstallation={(home / 'office').as_uri()}", *words[1:]],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"HOME": str(home)},
        **({"user": 65534, "group": 65534, "extra_groups": []} if root else {}),  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_a_new_file_takes_the_place_of_an_older_one(home: Path) -> None:
    listed = _unopkg(home, "list")
    assert re.findall(r"^(?:Identifier|Version|  Version): *(\S+)", listed, re.MULTILINE)[:2] == [
        oxt.IDENTIFIER,
        VERSION,
    ]
    assert listed.count(f"Identifier: {oxt.IDENTIFIER}") == 1
    assert f"gouji {VERSION}、xlwings " in listed


def test_the_same_bytes_each_time(extension: Path, tmp_path: Path) -> None:
    oxt.write(tmp_path / "again.oxt")
    assert (tmp_path / "again.oxt").read_bytes() == extension.read_bytes()


def test_nothing_that_is_not_free_is_in_it(extension: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        names = archive.namelist()
        licences = {name: archive.read(name).decode() for name in names if name.endswith("LICENSE.txt")}
    assert [name for name in names if "/pro/" in name or name.endswith((".so", ".dll", ".pyd", ".xlam", ".bin"))] == []
    packages = ("xlwings", "xlsxwriter", "jinja2", "markupsafe")
    assert set(licences) == {"LICENSE.txt", *(f"pythonpath/{one}/LICENSE.txt" for one in packages)}
    assert licences["LICENSE.txt"].startswith("MIT License")
    assert "Redistribution and use in source and binary forms" in licences["pythonpath/xlwings/LICENSE.txt"]
    assert "Redistribution and use in source and binary forms" in licences["pythonpath/xlsxwriter/LICENSE.txt"]


def test_menu_and_toolbar_have_the_buttons_of_the_ribbon() -> None:
    root = ElementTree.fromstring(oxt.addons(xlam.tab_source()))  # noqa: S314  our own
    urls = [one.findtext("value") for one in root.iter("prop") if one.get(f"{REGISTRY}name") == "URL"]
    assert sorted(urls, key=str) == sorted([f"org.gouji.addin:{action}" for action in COMMANDS] * 2)
    labels = {one.findtext("value") for one in root.iter("prop") if one.get(f"{REGISTRY}name") == "Title"}
    assert {"年报校验", "校验", "下一处", "清除标记", "帮助"} <= labels


@pytest.mark.parametrize(
    ("package", "path", "left_out"),
    [
        ("validator", "cli.py", True),
        ("validator", "commands/check.py", True),
        ("validator", "run/commands.py", False),
        ("validator", "model/cli/words.py", False),
        ("addin", "building/oxt.py", True),
        ("addin", "extension/component.py", True),
        ("addin", "extension/pressing.py", False),
        ("addin", "commands.py", False),
        ("xlwings", "pro/reports/main.py", True),
        ("xlwings", "_xlwindows.py", True),
    ],
)
def test_only_what_stands_at_the_top_of_a_package_is_left_out(package: str, path: str, left_out: bool) -> None:
    """A module further down that happens to have such a name is needed."""
    assert is_left_out(Path(path), oxt.LEFT_OUT[package]) is left_out


def test_the_files_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a checkout on Windows has it, once it has been run."""
    for name in (
        "__init__.py",
        "__pycache__/__init__.cpython-312.pyc",
        "inner/left/a.py",
        "left/b.py",
        "table.css",
        "x.png",
    ):
        path = tmp_path / "somepackage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a\r\nb")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = dict(package_files("somepackage", {"left"}))
    text = {"somepackage/__init__.py", "somepackage/inner/left/a.py", "somepackage/table.css"}
    assert found == dict.fromkeys(text, b"a\nb") | {"somepackage/x.png": b"a\r\nb"}
    assert dict(package_files("somepackage", {"left"}, {".css"})) == {"somepackage/table.css": b"a\nb"}


def test_every_import_of_ours_is_in_it(extension: Path) -> None:
    """Also those that are made when they are needed: the page's templates came to be missing that way."""
    start = f"{oxt.MODULES}/"
    files = {name.removeprefix(start): data for name, data in files_of(extension).items() if name.startswith(start)}
    own = modules(files, "addin") | modules(files, "validator")
    less = {name: data if name.startswith(("addin/", "validator/")) else b"" for name, data in files.items()}
    gone = {name.partition(".")[0] for name in missing(less, [""], own)}
    assert gone - of_extras() == WITHOUT
    pages = [path for path in (ROOT / "validator" / "writers" / "page").glob("*/*") if path.is_file()]
    assert {path.relative_to(ROOT).as_posix() for path in pages} <= files.keys()


def test_every_module_that_the_commands_import_is_in_it(extension: Path, tmp_path: Path) -> None:
    """Without the office: what the component loads, from the extension's own folder alone."""
    with zipfile.ZipFile(extension) as archive:
        archive.extractall(tmp_path)
    code = "import sys; sys.path[:0] = sys.argv[1:]; import addin.commands as made; print(made.__file__)"
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", code, str(tmp_path / oxt.MODULES)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert (done.stdout.strip(), done.stderr) == (str(tmp_path / oxt.MODULES / "addin" / "commands.py"), "")


def test_another_suffix_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "--oxt", "-o", str(tmp_path / "gouji.zip")]) == 2
    assert capsys.readouterr().err.startswith("扩展的文件名应以 .oxt 结尾：")


def _press(office: Calc, document: Any, action: str) -> None:
    dispatcher = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", office.context
    )
    dispatcher.executeDispatch(document.CurrentController.Frame, f"{oxt.PROTOCOL}{action}", "", 0, ())


def _log(office: Calc) -> str:
    """What went wrong, as the extension keeps it."""
    log = office.folder / "data" / "gouji" / "gouji.log"
    return log.read_text("utf-8") if log.is_file() else "it kept no log"


def test_nothing_of_it_needs_the_library_that_compiles_rules(extension: Path) -> None:
    """Neither it nor the Python that the office has holds `formulas`: the buttons below work without."""
    with zipfile.ZipFile(extension) as archive:
        assert not [name for name in archive.namelist() if "/formulas/" in name or "/numpy/" in name]
    seek = "from importlib.util import find_spec; print(find_spec('uno') is None, find_spec('formulas') is None)"
    done = subprocess.run(["/usr/bin/python3", "-c", seek], capture_output=True, text=True, check=True, env={})
    assert done.stdout.split() == ["False", "True"]


def test_the_buttons_work_where_it_is_installed(office: Calc, tmp_path: Path) -> None:
    shutil.copy(MIANCHI, tmp_path)
    document = office.open(tmp_path / MIANCHI.name)
    sheets = document.Sheets
    before = sheets.ElementNames
    _press(office, document, "check")
    assert sheets.ElementNames == (*before, "校验结果"), _log(office)
    listed = sheets.getByName("校验结果")
    rows = [row[2:5] for row in listed.getCellRangeByName("A6:K30").DataArray if row[0] != ""]
    assert ("VA-03", "三、依申请公开", "D31") in rows
    for _, sheet, cell in rows[:2]:
        _press(office, document, "next")
        selected = document.CurrentSelection
        assert (selected.Spreadsheet.Name, selected.AbsoluteName.rpartition(".")[2].replace("$", "")) == (sheet, cell)
    _press(office, document, "clear")
    assert sheets.ElementNames == before
    document.close(True)


def test_the_report_is_made_of_what_the_extension_carries(office: Calc, tmp_path: Path) -> None:
    shutil.copy(MIANCHI, tmp_path)
    document = office.open(tmp_path / MIANCHI.name)
    _press(office, document, "report")
    assert list((office.folder / "data" / "gouji").glob("*.html")), _log(office)
    (page,) = (office.folder / "data" / "gouji").glob("*.html")
    assert (office.folder / "opened").read_text().strip() == page.as_uri()
    assert "表三.办理结果总计.自然人 是空白，分项之和为 52" in page.read_text("utf-8")
    document.close(True)


def _configured(office: Calc, path: str) -> Any:
    provider = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", office.context
    )
    node = office.uno.createUnoStruct("com.sun.star.beans.NamedValue")
    node.Name, node.Value = "nodepath", path
    return provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))


def test_the_configuration_has_menu_and_toolbar(office: Calc) -> None:
    for kind in ("OfficeToolBar", "OfficeMenuBar"):
        access = _configured(office, f"/org.openoffice.Office.Addons/AddonUI/{kind}")
        assert any(name.startswith("org.gouji.addin") for name in access.ElementNames)


def test_the_keys_of_the_excel_add_in_walk_here_too(office: Calc) -> None:
    keys = _configured(office, f"/org.openoffice.Office.Accelerators/PrimaryKeys/Modules/{oxt.SPREADSHEET}")
    window = (xlam.HERE / "vba" / "GoujiWindow.bas").read_text("ascii")
    for key, (action, name) in {"E": ("next", "NextFinding"), "W": ("previous", "PreviousFinding")}.items():
        assert keys.getByName(f"{key}_SHIFT_MOD1").Command == f"{oxt.PROTOCOL}{action}"
        assert f'SetKey "^+{key.lower()}", {name}' in window
    assert keys.getByName("V_SHIFT_MOD1").Command == ".uno:PasteSpecial", "the office's own keys stay"


def test_the_extension_reads_what_the_command_line_reads() -> None:
    """Its parts are the modules of this very checkout."""
    parts = oxt.parts()
    here = Path(xlam.HERE)
    assert parts["pythonpath/addin/commands.py"] == (here / "commands.py").read_bytes()
    assert parts["pythonpath/validator/run/engine.py"] == (here.parent / "validator" / "run" / "engine.py").read_bytes()
    assert "pythonpath/validator/rules/linear.json" in parts
    assert read(MIANCHI).year == 2023
