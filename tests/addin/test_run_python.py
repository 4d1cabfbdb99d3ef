"""The command line that Excel's VBA writes, run by a Python of its own on the book that Calc has open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from addin.traces import results
from tests.addin.calc import SYSTEM_PACKAGES
from tests.addin.live import MIANCHI, Live, found
from tests.conftest import ROOT

ATTACH = f"""
import sys; sys.path.append({SYSTEM_PACKAGES!r})
import uno
from addin.calc.registering import register
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
register(resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext"))
"""
"""What COM does on Windows: Excel is reached from outside."""


def _encoded(name: str) -> str:
    """As ``Encoded`` of GoujiText.bas; test_vba_ribbon.py runs that itself."""
    units = name.encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return "".join(
        chr(one) if chr(one).isascii() and (chr(one).isalnum() or chr(one) in ".-") else f"_{one:04X}" for one in codes
    )


def _run(live: Live, action: str, name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = f"import addin.commands;addin.commands.run('{action}')"
    browser = folder / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{folder}/opened"\n')
    browser.chmod(0o755)
    return subprocess.run(
        [
            sys.executable,
            *("-B", "-P", "-X", "utf8=0", "-c", f"{ATTACH % live.calc.pipe}\n{command}"),
            *(f"--wb={_encoded(name)}", "--from_xl=1", "--app=Excel", "--hwnd=123"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "BROWSER": f"{browser} %s", "XDG_DATA_HOME": str(folder)},
    )


@pytest.mark.parametrize("name", ["渑池县2023.xlsx", "年报(v=2) 100% &终稿.xlsx"])
def test_check_and_clear_as_excel_runs_them(live: Live, tmp_path: Path, name: str) -> None:
    with live.book(MIANCHI, tmp_path, name) as book:
        done = _run(live, "check", name, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert ("VA-03", "三、依申请公开", "D31") in found(book)
        done = _run(live, "clear", name, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert results.find(book) is None


def test_the_report_is_opened_in_the_browser(live: Live, tmp_path: Path) -> None:
    with live.book(MIANCHI, tmp_path) as book:
        done = _run(live, "report", str(book.name), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (page,) = (tmp_path / "gouji").glob("校验报告*.html")
    assert (tmp_path / "opened").read_text().strip() == page.as_uri()
    assert "表三.办理结果总计.自然人 是空白，分项之和为 52" in page.read_text("utf-8")


def test_a_book_that_is_gone_is_told_in_words(live: Live, tmp_path: Path) -> None:
    done = _run(live, "check", "没有.xlsx", tmp_path)
    words = "没有找到工作簿“没有.xlsx”，它可能已经关闭或改名。请重新打开后再点一次。\n"
    assert (done.returncode, done.stderr) == (1, words)
