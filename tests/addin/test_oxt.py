"""The LibreOffice extension: what is in it, and its buttons in an office that has installed it."""

from __future__ import annotations

import os
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
from addin.building.installed import is_left_out
from addin.commands import COMMANDS
from tests.addin.calc import Calc, started
from tests.addin.live import MIANCHI
from validator import read

REGISTRY = f"{{{oxt.REGISTRY}}}"


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, built as a user builds it."""
    target = tmp_path_factory.mktemp("oxt") / "gouji.oxt"
    assert cli.main(["build", "--oxt", "-o", str(target)]) == 0
    return target


@pytest.fixture(scope="module")
def office(extension: Path) -> Iterator[Calc]:
    """An office with a fresh profile in which unopkg has installed the extension."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice (soffice) is not installed; see README")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _install(extension, home)
        with started(program, home) as calc:
            yield calc


def _install(extension: Path, home: Path) -> None:
    """As an ordinary user: unopkg refuses to install for root alone."""
    home.chmod(0o777)
    own = shutil.copy(extension, home)
    Path(own).chmod(0o644)
    root = os.geteuid() == 0
    done = subprocess.run(
        ["unopkg", "add", "--suppress-license", f"-env:UserInstallation={(home / 'office').as_uri()}", own],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"HOME": str(home)},
        **({"user": 65534, "group": 65534, "extra_groups": []} if root else {}),  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr


def test_the_same_bytes_each_time(extension: Path, tmp_path: Path) -> None:
    oxt.write(tmp_path / "again.oxt")
    assert (tmp_path / "again.oxt").read_bytes() == extension.read_bytes()


def test_nothing_that_is_not_free_is_in_it(extension: Path) -> None:
    with zipfile.ZipFile(extension) as archive:
        names = archive.namelist()
        licences = {name: archive.read(name).decode() for name in names if name.endswith("LICENSE.txt")}
    assert [name for name in names if "/pro/" in name or name.endswith((".so", ".dll", ".xlam", ".bin"))] == []
    assert set(licences) == {"LICENSE.txt", "pythonpath/xlwings/LICENSE.txt", "pythonpath/xlsxwriter/LICENSE.txt"}
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


def test_the_buttons_work_where_it_is_installed(office: Calc, tmp_path: Path) -> None:
    shutil.copy(MIANCHI, tmp_path)
    document = office.open(tmp_path / MIANCHI.name)
    sheets = document.Sheets
    before = sheets.ElementNames
    _press(office, document, "check")
    assert sheets.ElementNames == (*before, "校验结果")
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


def test_the_configuration_has_menu_and_toolbar(office: Calc) -> None:
    provider = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", office.context
    )
    for kind in ("OfficeToolBar", "OfficeMenuBar"):
        node = office.uno.createUnoStruct("com.sun.star.beans.NamedValue")
        node.Name, node.Value = "nodepath", f"/org.openoffice.Office.Addons/AddonUI/{kind}"
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
        assert any(name.startswith("org.gouji.addin") for name in access.ElementNames)


def test_the_extension_reads_what_the_command_line_reads() -> None:
    """Its parts are the modules of this very checkout."""
    parts = oxt.parts()
    here = Path(xlam.HERE)
    assert parts["pythonpath/addin/commands.py"] == (here / "commands.py").read_bytes()
    assert parts["pythonpath/validator/run/engine.py"] == (here.parent / "validator" / "run" / "engine.py").read_bytes()
    assert "pythonpath/validator/rules/linear.json" in parts
    assert read(MIANCHI).year == 2023
