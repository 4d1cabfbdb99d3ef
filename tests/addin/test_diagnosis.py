"""What ``status`` sees, each fault made on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from addin.building import xlam
from addin.installing import diagnosis, install
from addin.installing.diagnosis import EXCEL_KEY, RESTRICTIONS, Observation, Verdict
from addin.installing.machine import Machine, Unsupported, places
from tests.addin.computers import linux, mac, windows
from validator.version import VERSION

EXCEL = {("HKLM", EXCEL_KEY, ""): r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"}


def _here(home: Path) -> Machine:
    return windows(home, registry=dict(EXCEL))


def _verdicts(machine: Machine) -> dict[str, Verdict]:
    return {one.subject: one.verdict for one in diagnosis.diagnose(machine)}


def _seen(machine: Machine, subject: str) -> Observation:
    return next(one for one in diagnosis.diagnose(machine) if one.subject == subject)


ALL_GOOD = dict.fromkeys(("Excel", "加载项", "配置", "校验程序"), Verdict.GOOD)


def test_a_fresh_installation_is_in_order(tmp_path: Path) -> None:
    install.install(_here(tmp_path))
    assert _verdicts(_here(tmp_path)) == ALL_GOOD
    assert sys.executable in _seen(_here(tmp_path), "校验程序").detail


def test_a_mac_is_in_order_but_for_excel(tmp_path: Path) -> None:
    install.install(mac(tmp_path))
    assert _verdicts(mac(tmp_path)) == ALL_GOOD | {"Excel": Verdict.BAD, "脚本": Verdict.GOOD}
    (tmp_path / "Applications" / "Microsoft Excel.app").mkdir(parents=True)
    assert _verdicts(mac(tmp_path)) == ALL_GOOD | {"脚本": Verdict.GOOD}


def test_nothing_installed(tmp_path: Path) -> None:
    assert _verdicts(windows(tmp_path)) == dict.fromkeys(("Excel", "加载项", "配置"), Verdict.BAD)
    assert "尚未安装" in _seen(windows(tmp_path), "加载项").detail


def test_an_add_in_that_has_vanished_points_at_the_virus_scanner(tmp_path: Path) -> None:
    install.install(_here(tmp_path)).addin.unlink()
    assert "隔离" in _seen(_here(tmp_path), "加载项").detail


def test_an_add_in_of_another_version(tmp_path: Path) -> None:
    install.install(_here(tmp_path)).addin.write_bytes(b"another")
    assert _verdicts(_here(tmp_path)) == ALL_GOOD | {"加载项": Verdict.BAD}


def test_the_mark_of_the_web(tmp_path: Path) -> None:
    where = install.install(_here(tmp_path))
    where.addin.with_name("gouji.xlam:Zone.Identifier").touch()
    assert _verdicts(_here(tmp_path)) == ALL_GOOD | {"网络标记": Verdict.BAD}


def test_no_configuration(tmp_path: Path) -> None:
    install.install(_here(tmp_path)).conf.unlink()
    assert _verdicts(_here(tmp_path)) == {"Excel": Verdict.GOOD, "加载项": Verdict.GOOD, "配置": Verdict.BAD}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "echo 'ModuleNotFoundError: No module named xlwings' >&2; exit 1",
            "ModuleNotFoundError: No module named xlwings",
        ),
        ("exit 3", "3"),
        ("echo 'no json'", "Expecting value"),
    ],
)
def test_an_interpreter_that_fails(tmp_path: Path, script: str, reason: str) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    python.chmod(0o755)
    install.install(windows(tmp_path, str(python)))
    seen = _seen(_here(tmp_path), "校验程序")
    assert seen.verdict is Verdict.BAD
    assert f"{python} 不能启动：" in seen.detail
    assert reason in seen.detail


def test_an_interpreter_that_is_gone(tmp_path: Path) -> None:
    install.install(windows(tmp_path, str(tmp_path / "gone")))
    assert _seen(_here(tmp_path), "校验程序").verdict is Verdict.BAD


def test_an_interpreter_with_other_versions(tmp_path: Path) -> None:
    python = _answering(tmp_path, versions={"gouji": "9.9", "xlwings": "9.9"})
    seen = _seen(_here(tmp_path), "校验程序")
    assert seen.verdict is Verdict.BAD
    assert f"{python} 的版本是 gouji 9.9、xlwings 9.9，本机程序是 gouji {VERSION}" in seen.detail


def _answering(folder: Path, **answer: object) -> Path:
    """An interpreter, installed, that answers the probe as one in order does but for what is given."""
    python = folder / "python"
    sound = {"versions": xlam.versions(), "engines": ["excel"], "needed": True, "bits": 64, "home": "C:\\Python312"}
    python.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(sound | answer)}\nEND\n", "utf-8")
    python.chmod(0o755)
    install.install(windows(folder, str(python)))
    return python


def test_what_a_click_needs_is_looked_at(tmp_path: Path) -> None:
    _answering(tmp_path)
    assert _seen(_here(tmp_path), "校验程序").verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"engines": ["calamine"]}, "里的 xlwings 连接不上 Excel"),
        ({"bits": 32}, "这是 32 位的 Python"),
        ({"home": r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.1"}, "微软应用商店"),
    ],
)
def test_a_python_that_cannot_reach_excel(tmp_path: Path, answer: dict[str, object], said: str) -> None:
    _answering(tmp_path, **answer)
    seen = _seen(_here(tmp_path), "校验程序")
    assert seen.verdict is Verdict.BAD
    assert said in seen.detail


@pytest.mark.parametrize(("system", "missing"), [("win32", "pywintypes"), ("darwin", "aem")])
def test_the_probe_imports_what_reaches_excel(system: str, missing: str) -> None:
    """Here it is missing: the import that a click would make is the one that fails."""
    code = f"import sys; sys.platform = {system!r}\n{diagnosis.PROBE}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(f"No module named '{missing}'")


def test_a_mac_without_its_starter(tmp_path: Path) -> None:
    where = install.install(mac(tmp_path))
    assert where.starter
    where.starter.unlink()
    assert _seen(mac(tmp_path), "脚本").verdict is Verdict.BAD
    assert _seen(mac(tmp_path), "校验程序").verdict is Verdict.BAD


@pytest.mark.parametrize("policy", RESTRICTIONS, ids=lambda one: f"{one.key[-20:]}-{one.name}")
@pytest.mark.parametrize("as_text", [False, True])
def test_each_policy_of_an_administrator_is_a_hint(
    tmp_path: Path, policy: diagnosis.Restriction, as_text: bool
) -> None:
    value: int | str = str(policy.value) if as_text else policy.value
    machine = windows(tmp_path, registry={(policy.hive, policy.key, policy.name): value})
    hints = [one for one in diagnosis.diagnose(machine) if one.verdict is Verdict.HINT]
    assert hints == [Observation("安全策略", Verdict.HINT, policy.meaning)]


def test_a_policy_that_is_switched_off_is_none(tmp_path: Path) -> None:
    off: dict[tuple[str, str, str], int | str] = {(one.hive, one.key, one.name): 0 for one in RESTRICTIONS}
    assert Verdict.HINT not in {one.verdict for one in diagnosis.diagnose(windows(tmp_path, registry=off))}


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    where = places(windows(tmp_path))
    where.conf.parent.mkdir()
    where.conf.write_bytes('"INTERPRETER_WIN","C:\\张'.encode()[:-1])
    assert diagnosis.configured_interpreter(windows(tmp_path, encoding="ascii"), where) is None


def test_on_linux_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(Unsupported):
        diagnosis.diagnose(linux(tmp_path))
