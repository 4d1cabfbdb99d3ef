"""A live headless Calc over UNO, and the macro books that run VBA in it.

LibreOffice's interpreter runs VBA, but not conditional compilation (it runs every branch) and not all of Excel's
objects; and one module that does not compile silences the whole project, without an error.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from addin.building import ovba, ribbon, workbook_parts, xlam
from addin.building.ovba import Module, ModuleKind

SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"  # where Debian keeps python3-uno
WITHOUT_QUESTION = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
DESKTOP = "/usr/local/bin:/usr/bin:/bin"
"""What a desktop starts an office with. Its Python takes the standard library of the first `python3` it finds there,
and one that is not the system's has no `uno`: every extension in Python is then dropped without a word."""
WINDOWS = {"USERPROFILE": "profile", "Temp": "temp"}
"""What VBA asks the environment on Windows, as folders of the test."""


@dataclass(frozen=True)
class Calc:
    """One running office. `folder` holds what its environment points to, `pipe` is where others reach it."""

    uno: ModuleType
    context: Any
    desktop: Any
    folder: Path
    pipe: str

    def open(self, path: Path) -> Any:
        """A document, with its macros allowed; it becomes the active one."""
        mode = self._property("MacroExecutionMode", self.uno.Any("short", WITHOUT_QUESTION))
        return self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (mode,))

    def call(self, document: Any, procedure: str, *arguments: str) -> Any:
        """The result of a macro (``Module.Procedure``) of `document`."""
        url = f"vnd.sun.star.script:{xlam.PROJECT}.{procedure}?language=Basic&location=document"
        return document.getScriptProvider().getScript(url).invoke(arguments, (), ())[0]

    def _property(self, name: str, value: Any) -> Any:
        made = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made


@contextmanager
def started(program: str, folder: Path) -> Iterator[Calc]:
    """Start an office whose profile, and whose Windows environment, are in `folder`."""
    uno = _uno()
    for name in WINDOWS.values():
        (folder / name).mkdir()
    pipe = f"gouji{uuid.uuid4().hex}"
    windows = {name: str(folder / own) for name, own in WINDOWS.items()}
    words = [
        program,
        *("--headless", "--norestore", "--nologo", "--nodefault"),
        f"-env:UserInstallation={(folder / 'office').as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
    ]
    own = (
        os.environ | windows | {"SystemRoot": r"C:\Windows", "LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": DESKTOP}
    )
    process, (context, desktop) = _answering(uno, pipe, words, own)
    with process:
        try:
            yield Calc(uno, context, desktop, folder, pipe)
        finally:
            _end(desktop, process)


def _answering(
    uno: ModuleType, pipe: str, words: list[str], own: dict[str, str]
) -> tuple[subprocess.Popen[bytes], tuple[Any, Any]]:
    """The office and its context. One that aborts while it starts, as it does now and then, is started once more."""
    codes: list[int] = []
    while len(codes) < _STARTS:
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=own)
        if (answer := _context(uno, pipe, process)) is not None:
            return process, answer
        codes.append(process.returncode)
    pytest.fail(f"soffice ended with {codes} before it answered")


_STARTS = 2


def _uno() -> ModuleType:
    if SYSTEM_PACKAGES not in sys.path:
        sys.path.append(SYSTEM_PACKAGES)
    uno: ModuleType = pytest.importorskip("uno", reason="python3-uno is of another Python", exc_type=ImportError)
    return uno


def _context(uno: ModuleType, pipe: str, process: subprocess.Popen[bytes]) -> tuple[Any, Any] | None:
    """The office's component context and desktop, as soon as it answers; None when it ended before it did."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    no_answer = uno.getClass("com.sun.star.connection.NoConnectException")
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except no_answer:
            if _ended(process):
                return None
        else:
            return context, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process ends within a moment."""
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(desktop: Any, process: subprocess.Popen[bytes]) -> None:
    with suppress(Exception):  # the bridge goes down while it answers; UNO's exceptions have no common base
        desktop.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()


def macro_book(path: Path, modules: Sequence[Module]) -> Path:
    """The add-in as a workbook that Calc opens, with `modules` besides the document's own."""
    tab = xlam.tab_source()
    sheets = (Module(name, ModuleKind.SHEET) for name in ("Sheet1", "Sheet2"))
    documents = (Module("ThisWorkbook", ModuleKind.WORKBOOK), *sheets)
    contents = workbook_parts.parts(
        ".xlsm",
        sheet=xlam.CONF_SHEET,
        rows=xlam.configuration(),
        properties=xlam.versions(),
        title=xlam.TITLE,
        ribbon=tab,
        ribbon_2006=ribbon.for_2006(tab),
        vba=ovba.project(xlam.PROJECT, (*documents, *modules)),
    )
    path.write_bytes(workbook_parts.archived(contents))
    return path


def standard(name: str, text: str) -> Module:
    """A module of procedures for a test."""
    return Module(name, ModuleKind.STANDARD, f'Attribute VB_Name = "{name}"\n{text}')


def on_windows(text: str) -> str:
    """VBA with its conditional compilation carried out as on Windows, where ``Mac`` is not defined."""
    return _compiled(text, {"Mac": False, "Not Mac": True, "MAC_OFFICE_VERSION >= 15": False})


def on_mac(text: str) -> str:
    """VBA with its conditional compilation carried out as on a Mac."""
    return _compiled(text, {"Mac": True, "Not Mac": False, "MAC_OFFICE_VERSION >= 15": True})


def _compiled(text: str, conditions: Mapping[str, bool]) -> str:
    kept: list[str] = []
    branches: list[bool] = []
    for line in text.splitlines():
        word = line.strip()
        if word.startswith("#If "):
            branches.append(conditions[word.removeprefix("#If ").removesuffix(" Then")])
        elif word == "#Else":
            branches[-1] = not branches[-1]
        elif word == "#End If":
            branches.pop()
        elif all(branches) and not word.startswith("#Const"):
            kept.append(line)
    return "\n".join(kept) + "\n"
