"""``python -m addin.desk install FOLDER``, ``check SCRIPT [PATH...]``, ``remove FOLDER``."""

from __future__ import annotations

import os
import subprocess
import sys
from io import TextIOWrapper
from pathlib import Path

from addin.bundling import PACKAGES, PYTHON
from addin.desk.dropped import dropped
from addin.desk.placing import SIGNED, place, refuse_in_use
from addin.installing.install import InstallError
from addin.installing.machine import Unsupported, places, this_machine
from validator import cli
from validator.files.opening import own_folder

NOTHING_DROPPED = "请把年报（.xlsx）或装着年报的文件夹拖到“校验.cmd”上，校验报告会在浏览器里打开。"
CHECKING = "正在校验，请稍候……"
FAILED = 2
STARTED = 100
"""Added to the exit status; the batch files take it off again. A Python that did not start ends with 1 too."""


def main(words: list[str]) -> int:
    """Carry out what a batch file asks for; its exit status."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as the command line's is, also in a file
    match words:
        case ["install" | "remove", target] if not Path(target).is_absolute():
            _say("Windows 没有给出用户自己的文件夹（LOCALAPPDATA）。")
        case ["install", target]:
            return install(Path(sys.executable).parents[1], Path(target))
        case ["check", script, *given]:
            return check(os.environ.get("GOUJI_LINE", ""), script, given)
        case ["remove", target]:
            return remove(target)
        case _:
            _say(str(__doc__))
    return FAILED


def install(source: Path, target: Path) -> int:
    """Copy the bundle, have the copy put its add-in into Excel and tell the status."""
    _say(f"正在复制到 {target} ……")
    try:
        refuse_in_use(places(this_machine()).addin)
        place(source, target)
    except (InstallError, Unsupported) as error:
        _say(str(error))
        return FAILED
    folder = target / PYTHON
    python = str(folder / Path(sys.executable).name)
    # Excel starts Python with -B: without this every press would compile all of it again.
    _run(python, "-m", "compileall", "-q", str(folder / PACKAGES))
    signed = target / SIGNED
    status = _run(python, "-m", "validator", "addin", "install", *(["--file", str(signed)] if signed.exists() else []))
    return status or _run(python, "-m", "validator", "addin", "status")


def check(line: str, script: str, given: list[str]) -> int:
    """Check what was dropped, or given where the batch file was called otherwise, and open the report."""
    found = dropped(line, script)
    paths = given if found is None else found
    if not paths:
        _say(NOTHING_DROPPED)
        return FAILED
    _say(CHECKING)
    sys.stdout.flush()
    return cli.main(["check", "--open", *paths])


def remove(target: str) -> int:
    """Take the add-in out of Excel; the batch file deletes the folder then, which this Python may be in."""
    status = cli.main(["addin", "remove"])
    if not status:
        _say(f"程序文件夹随后删除：{target}。校验报告不删，在 {own_folder()}。")
    return status


def _run(*command: str) -> int:
    sys.stdout.flush()
    return subprocess.run(command, check=False).returncode  # noqa: S603  our own Python


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(STARTED + main(sys.argv[1:]))
