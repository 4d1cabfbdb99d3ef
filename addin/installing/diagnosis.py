"""Why the tab does not show, or a button does nothing: each thing the add-in needs, looked at in turn."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from addin.building import xlam
from addin.installing.install import WEB_MARK, named, versions_of
from addin.installing.machine import Machine, Places, places, unfit_python

EXCEL_KEY: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
MAC_EXCEL: Final = Path("Applications/Microsoft Excel.app")
PROBE: Final = """
import importlib, importlib.metadata, json, struct, sys
import addin.commands, validator.version, xlwings
needed = {"win32": ("xlwings._xlwindows",), "darwin": ("xlwings._xlmac", "appscript")}.get(sys.platform, ())
for name in needed:
    importlib.import_module(name)
versions = {"gouji": validator.version.VERSION, "xlwings": importlib.metadata.version("xlwings")}
engines = [one.name for one in xlwings.engines]
found = {"versions": versions, "engines": engines, "needed": bool(needed)}
print(json.dumps(found | {"bits": struct.calcsize("P") * 8, "home": sys.base_prefix}))
"""
"""What a click needs: the commands, and what reaches Excel. `needed` is false where there is no Excel to reach."""
EXCEL_ENGINE: Final = "excel"
PROBE_SECONDS: Final = 120  # a cold start over a network drive, with a virus scanner, has been seen to take a minute


class Verdict(StrEnum):
    """What became of one look; the value is how it is printed."""

    GOOD = "正常"
    BAD = "问题"
    HINT = "提示"


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing looked at."""

    subject: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """One value in the registry with which an administrator keeps add-ins or their programs from running."""

    hive: str
    key: str
    name: str
    value: int
    meaning: str


_OFFICE: Final = r"Microsoft\Office\16.0"
_ASR: Final = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RESTRICTIONS: Final = (
    *(
        Restriction("HKCU", rf"Software\{branch}{_OFFICE}\{key}", name, 1, meaning)
        for branch in ("Policies\\", "")
        for key, name, meaning in (
            (r"Excel\Security", "DisableAllAddins", "Excel 已被设置为停用所有加载项。"),
            (r"Excel\Security", "RequireAddinSig", "Excel 要求加载项有受信任的签名，请安装经过签名的加载项。"),
            (r"Excel\Security\Trusted Locations", "AllLocationsDisabled", "Excel 的受信任位置已被停用。"),
            (r"Common", "VBAOff", "Office 的 VBA 已被停用。"),
        )
    ),
    Restriction(
        "HKLM",
        _ASR,
        "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
        1,
        "Defender 的规则“阻止 Office 应用创建子进程”已启用，点按钮会出现“拒绝的权限”，请为 Python 申请排除。",
    ),
)


def diagnose(machine: Machine) -> tuple[Observation, ...]:
    """Look at everything the add-in needs on `machine`; only reads, except that the interpreter is started once.

    Raises:
        addin.installing.machine.Unsupported: Neither Windows nor macOS.
    """
    where = places(machine)
    looks = (_excel(machine), *_addin(where), *_interpreter(machine, where), *_mac_files(where), *_policies(machine))
    return tuple(looks)


def _excel(machine: Machine) -> Observation:
    found = _mac_excels(machine.home) if machine.platform == "darwin" else _windows_excels(machine)
    if found:
        return Observation("Excel", Verdict.GOOD, found[0])
    return Observation("Excel", Verdict.BAD, "没有找到 Excel。WPS 等其他软件不能使用本加载项，请用命令 gouji check。")


def _mac_excels(home: Path) -> list[str]:
    return [str(root / MAC_EXCEL) for root in (Path("/"), home) if (root / MAC_EXCEL).exists()]


def _windows_excels(machine: Machine) -> list[str]:
    stated = (machine.registry(hive, EXCEL_KEY, "") for hive in ("HKLM", "HKCU"))
    return [str(one) for one in stated if one]


def _addin(where: Places) -> Iterator[Observation]:
    if not where.addin.exists():
        hint = "曾经安装过，可能被安全软件隔离，请查看隔离区。" if where.conf.exists() else "尚未安装。"
        yield Observation("加载项", Verdict.BAD, f"{hint}请运行 gouji addin install。（{where.addin}）")
        return
    found = versions_of(where.addin)
    if found == xlam.versions():
        yield Observation("加载项", Verdict.GOOD, str(where.addin))
    else:
        hint = f"版本是{_difference(found)}，请重新运行 gouji addin install。"
        yield Observation("加载项", Verdict.BAD, hint)
    if where.addin.with_name(where.addin.name + WEB_MARK).exists():
        yield Observation(
            "网络标记", Verdict.BAD, "文件带有“来自网络”的标记，Excel 会不加载。请重新运行 gouji addin install。"
        )


def _interpreter(machine: Machine, where: Places) -> Iterator[Observation]:
    """The interpreter as configured, not the one that runs this."""
    path = configured_interpreter(machine, where)
    if path is None:
        yield Observation("配置", Verdict.BAD, f"没有找到配置，请运行 gouji addin install。（{where.conf}）")
        return
    yield Observation("配置", Verdict.GOOD, str(where.conf))
    yield _started(path, windows=machine.platform == "win32")


def configured_interpreter(machine: Machine, where: Places) -> str | None:
    """The path in the configuration file, None when there is none that can be read."""
    try:
        text = where.conf.read_text(machine.encoding)
    except (OSError, UnicodeDecodeError):
        return None
    rows = csv.reader(text.splitlines())
    return next((row[1] for row in rows if len(row) == 2 and row[0].startswith("INTERPRETER_")), None)


def _started(path: str, *, windows: bool) -> Observation:
    """Start it as Excel would, with the imports a command needs."""
    command = [path, "-B", "-P", "-c", PROBE]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=True)  # noqa: S603  our own
        found = json.loads(done.stdout)
        versions: dict[str, str] = found["versions"]
        cannot_reach = found["needed"] and EXCEL_ENGINE not in found["engines"]
        unfit = unfit_python(path, found["home"], found["bits"]) if windows else ""
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError) as error:
        hint = f"{path} 不能启动：{_reason(error)}。请重新运行 gouji addin install。"
        return Observation("校验程序", Verdict.BAD, hint)
    if unfit:
        return Observation("校验程序", Verdict.BAD, f"{path}：{unfit}")
    if cannot_reach:
        hint = f'{path} 里的 xlwings 连接不上 Excel，请重新运行 pip install ".[addin]"。'
        return Observation("校验程序", Verdict.BAD, hint)
    if versions != xlam.versions():
        return Observation("校验程序", Verdict.BAD, f"{path} 的版本是{_difference(versions)}。")
    return Observation("校验程序", Verdict.GOOD, f"{path}（{named(versions)}）")


def _reason(error: Exception) -> str:
    """The last line of what the interpreter wrote, else the error itself."""
    written = getattr(error, "stderr", None) or b""
    lines = written.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else str(error)


def _difference(found: dict[str, str]) -> str:
    return f" {named(found) or '未知'}，本机程序是 {named(xlam.versions())}"


def _mac_files(where: Places) -> Iterator[Observation]:
    if where.script and where.starter:
        missing = [str(one) for one in (where.script, where.starter) if not one.exists()]
        verdict = Verdict.BAD if missing else Verdict.GOOD
        yield Observation("脚本", verdict, f"缺少 {'、'.join(missing)}" if missing else str(where.script))


def _policies(machine: Machine) -> Iterator[Observation]:
    for one in RESTRICTIONS:
        if str(machine.registry(one.hive, one.key, one.name)) == str(one.value):
            yield Observation("安全策略", Verdict.HINT, one.meaning)
