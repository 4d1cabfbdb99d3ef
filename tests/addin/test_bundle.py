"""The bundle for a Windows desk without internet: what is in it, and that what is in it runs."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from addin import cli
from addin.bundling import PACKAGES, BundleError, bundle
from addin.bundling import wheels as wheel_room
from addin.bundling.wheels import fits
from tests.addin.bundles import I386, embeddable, files_of, wheel, wheels
from tests.addin.imports import missing, modules, of_extras
from tests.addin.live import MIANCHI
from tests.conftest import ROOT
from validator.version import VERSION

TREE = f"python/{PACKAGES}/"
MOST = 25_000_000
LONGEST = (
    260 - len(r"C:\Users\twenty-letters-of-it\AppData\Local\Programs\gouji.new") - len(r"\__pycache__.cpython-312")
)
"""What Windows takes of a path, without the folder that it is copied to, and with what Python adds to it."""
WINDOWS = {"xlwings._xlwindows", "xlwings.com_server", "xlwings.udfs"}
"""What xlwings imports on Windows."""
OFFICE = {"uno", "com"}
"""What is there within LibreOffice alone."""


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder such as people have."""
    return tmp_path_factory.mktemp("安装 包 (1)")


@pytest.fixture(scope="session")
def built(place: Path) -> Path:
    """The bundle as a user builds it; a real one where the environment names it (scripts/try_bundle)."""
    if given := os.environ.get("GOUJI_BUNDLE"):
        return Path(given)
    python = embeddable(place / "python-3.12.10-embed-amd64.zip")
    target = place / "gouji-win64.zip"
    words = ["--python", str(python), "--wheels", str(wheels(place / "软件 包")), "-o", str(target)]
    assert cli.main(["bundle", *words]) == 0
    return target


@pytest.fixture(scope="session")
def tree(built: Path) -> dict[str, bytes]:
    """What is in the folder of packages."""
    return {name.removeprefix(TREE): data for name, data in files_of(built).items() if name.startswith(TREE)}


@pytest.fixture(scope="session")
def unpacked(built: Path, place: Path) -> Path:
    """The bundle as a clerk unpacks it."""
    folder = place / "桌面 & 下载"
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder


def test_what_lies_on_top(built: Path) -> None:
    names = files_of(built)
    assert {name.partition("/")[0] for name in names} == {"安装.cmd", "卸载.cmd", "校验.cmd", "说明.html", "python"}
    (pth,) = (name for name in names if name.endswith("._pth"))
    minor = re.fullmatch(r"python/python3(\d+)\._pth", pth)
    assert minor
    expected = f"python3{minor[1]}.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
    assert names[pth].decode() == expected
    with zipfile.ZipFile(built) as archive:
        assert all(one.flag_bits & 0x800 for one in archive.infolist() if not one.filename.isascii())  # UTF-8
    assert built.stat().st_size <= MOST
    assert max(len(name) for name in names) < LONGEST


def test_every_import_of_the_add_in_is_in_it(tree: dict[str, bytes]) -> None:
    roots = ["", *(f"{line}/".replace("\\", "/") for line in tree["pywin32.pth"].decode().split() if line != "import")]
    start = modules(tree, "validator") | modules(tree, "addin") | WINDOWS
    assert {"addin.commands", "addin.desk.__main__", "validator.commands.check", "addin.installing.install"} <= start
    gone = missing(tree, roots, start)
    assert {name for name in gone if name.partition(".")[0] not in of_extras() | OFFICE} == set()


def test_an_import_that_is_not_in_it_is_found(tree: dict[str, bytes]) -> None:
    """The walk itself: without a package, without a module of ours."""
    roots = ["", "win32/", "win32/lib/"]
    less = {name: data for name, data in tree.items() if not name.startswith(("openpyxl/", "win32com/"))}
    gone = missing(less, roots, {"validator.readers.from_openpyxl", "xlwings._xlwindows"})
    assert {"openpyxl", "win32com.client"} <= gone.keys()


def test_what_is_in_it_and_what_is_not(tree: dict[str, bytes]) -> None:
    tops = {name.partition("/")[0] for name in tree}
    assert {
        "validator",
        "addin",
        "xlwings",
        "openpyxl",
        "jinja2",
        "markupsafe",
        "xlsxwriter",
        "tqdm",
        "win32com",
    } <= tops
    assert tops.isdisjoint({"numpy", "scipy", "formulas", "tests", "rulework", "pip", "pythonwin", "isapi"})
    assert {"pywin32_system32", "win32", "pywin32.pth", f"gouji-{VERSION}.dist-info"} <= tops
    strange = [name for name in tree if "__pycache__" in name or ".data/" in name or name.startswith("xlwings/pro/")]
    assert strange == []
    assert [name for name in tree if name.endswith((".so", ".dylib", ".exe", ".chm"))] == []
    for name in ("customUI/customUI14.xml", "vba/GoujiRibbon.bas", "conf.csv", "bundling/starters/install.cmd"):
        assert tree[f"addin/{name}"] == (ROOT / "addin" / name).read_bytes()
    assert f"validator/rules/{'linear.json'}" in tree
    assert "validator/writers/page/templates/one.html.jinja" in tree


def test_what_is_compiled_is_for_this_python_on_64_bits(built: Path, tree: dict[str, bytes]) -> None:
    minor = next(int(one[1]) for name in files_of(built) if (one := re.fullmatch(r"python/python3(\d+)\._pth", name)))
    tagged = [one[1] for name in tree if (one := re.search(r"\.(cp\d+-\w+)\.pyd$", name))]
    assert tagged
    assert set(tagged) == {f"cp3{minor}-win_amd64"}
    assert f"pywin32_system32/pywintypes3{minor}.dll" in tree
    assert f"pywin32_system32/pythoncom3{minor}.dll" in tree
    assert "win32/lib/pywin32_bootstrap.py" in tree
    assert "import pywin32_bootstrap" in tree["pywin32.pth"].decode()


def test_its_own_python_files_check_a_report_and_have_the_command_addin(unpacked: Path, tmp_path: Path) -> None:
    """The packages as they lie there, and none of those installed here."""
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    line = f'C:\\Windows\\system32\\cmd.exe /c ""{unpacked}\\校验.cmd" "{MIANCHI}" "'
    environment = {"GOUJI_LINE": line, "BROWSER": f"{browser} %s", "XDG_DATA_HOME": str(tmp_path), "PATH": os.defpath}
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from addin.desk import __main__ as desk\n"
    code += "first = desk.main(['check', '校验.cmd']); print(first, desk.cli.main(['addin', 'status']), desk.__file__)"
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-X", "utf8", "-c", code, str(unpacked / TREE)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=environment,
    )
    (page,) = (tmp_path / "gouji").glob("校验报告*.html")
    assert "表三.办理结果总计.自然人 是空白，分项之和为 52" in page.read_text("utf-8")
    assert (tmp_path / "opened").read_text().strip() == page.as_uri()
    told = [f"gouji：已写入 {page}（1 份）", "Excel 加载项只能装在 Windows 或 macOS 上"]
    assert [line[: len(said)] for line, said in zip(done.stderr.splitlines(), told, strict=True)] == told
    assert done.stdout.endswith(f"1 2 {unpacked / TREE / 'addin/desk/__main__.py'}\n")


def test_what_it_says_when_it_is_built(
    place: Path, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python, target = place / "python-3.12.10-embed-amd64.zip", tmp_path / "again.zip"
    assert cli.main(["bundle", "--python", str(python), "--wheels", str(place / "软件 包"), "-o", str(target)]) == 0
    assert target.read_bytes() == built.read_bytes()
    size = f"{target.stat().st_size / 1_000_000:.1f} MB"
    first, second, third, fourth = capsys.readouterr().out.splitlines()
    assert first == f"已生成 {target}（{size}）"
    assert second.startswith(f"其中有 gouji {VERSION}、et-xmlfile ")
    assert "pywin32 312" in second
    assert third == "Python 3.12：python-3.12.10-embed-amd64.zip"
    assert fourth == f"SHA-256 {hashlib.sha256(python.read_bytes()).hexdigest()}（请与 python.org 公布的核对）"


@pytest.mark.parametrize(
    ("file", "fitting"),
    [
        ("a-1-py3-none-any.whl", True),
        ("a-1-py2.py3-none-any.whl", True),
        ("a-1-py38-none-any.whl", True),
        ("a-1-py313-none-any.whl", False),
        ("a-1-py2-none-any.whl", False),
        ("a-1-cp312-cp312-win_amd64.whl", True),
        ("a-1-1build-cp312-cp312-win_amd64.whl", True),
        ("a-1-cp38-abi3-win_amd64.whl", True),
        ("a-1-cp313-abi3-win_amd64.whl", False),
        ("a-1-py3-none-win_amd64.whl", True),
        ("a-1-cp312-none-win_amd64.whl", True),
        ("a-1-cp311-none-win_amd64.whl", False),
        ("a-1-cp311-cp311-win_amd64.whl", False),
        ("a-1-cp312-cp312t-win_amd64.whl", False),
        ("a-1-cp312-cp312-win32.whl", False),
        ("a-1-cp312-cp312-win_arm64.whl", False),
        ("a-1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", False),
    ],
)
def test_tags(file: str, fitting: bool) -> None:
    assert fits(file, 12) is fitting


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda at: (at / "e.zip").write_bytes(b"no zip"), "e.zip：不是 zip 文件，或已损坏"),
        (lambda at: (at / "e.zip").unlink(), "e.zip：读不了（没有这个文件或文件夹）"),
        (lambda at: embeddable(at / "e.zip", machine=I386), "e.zip：是 32 位的 Python，需要 64 位的（amd64）"),
        (lambda at: embeddable(at / "e.zip", 10), "e.zip：是 Python 3.10，需要 3.11 或更新版本"),
        (lambda at: wheel(at, "e", "x", {}).rename(at / "e.zip"), "e.zip：不是 python.org 的"),
        (lambda at: embeddable(at / "e.zip", more={"../evil.dll": b"x"}), "e.zip：其中的文件名不能用：../evil.dll"),
        (lambda at: next(at.glob("w/pywin32-*")).unlink(), "w：缺少 pywin32 的安装包（cp312-win_amd64）；"),
        (lambda at: next(at.glob("w/et_xml*")).unlink(), "w：缺少 et-xmlfile 的安装包（cp312-win_amd64）；"),
        (
            lambda at: next(at.glob("w/pywin32-*")).rename(at / "w/pywin32-312-cp311-cp311-win_amd64.whl"),
            "，pywin32-312-cp311-cp311-win_amd64.whl 不适合；请用 gouji addin wheels 取得",
        ),
        (lambda at: wheel(at / "w", "tqdm-9.9", "py3-none-any", {}), "w：tqdm 有几个版本，请只留一个：tqdm-"),
        (
            lambda at: next(at.glob("w/openpyxl*")).rename(at / "w/openpyxl-3.1.4-py3-none-any.whl"),
            "openpyxl-3.1.4-py3-none-any.whl：版本太旧，需要 openpyxl>=3.1.5；请用 gouji addin wheels 取得",
        ),
        (lambda at: wheel(at / "w", "colorama-0.4", "cp311-cp311-win32", {}), None),  # not needed, and not for us
        (lambda at: next(at.glob("w/tqdm*")).write_bytes(b"x"), "any.whl：不是 zip 文件，或已损坏"),
        (
            lambda at: next(at.glob("w/xlwings*")).rename(at / "w/xlwings-9.9-cp312-cp312-win_amd64.whl"),
            None,  # another version whose VBA is the same
        ),
        (
            lambda at: (next(at.glob("w/xlwings*")).unlink(), wheel(at / "w", "xlwings-9.9", "py3-none-any", {})),
            "xlwings-9.9-py3-none-any.whl：用它做不出加载项，请换成 xlwings ",
        ),
        (
            lambda at: (
                next(at.glob("w/markupsafe*")).unlink(),
                wheel(
                    at / "w",
                    "markupsafe-3",
                    "py3-none-any",
                    {"markupsafe/_speedups.cpython-312-x86_64-linux-gnu.so": b""},
                ),
            ),
            "x86_64-linux-gnu.so 不适合 cp312-win_amd64",
        ),
        (lambda at: (at / "w").rename(at / "other"), "w：没有这个文件夹"),
    ],
)
def test_what_cannot_be_used_is_told(
    spoil: object, told: str | None, place: Path, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`built` has made the wheels."""
    embeddable(tmp_path / "e.zip")
    (tmp_path / "w").mkdir()
    for one in (place / "软件 包").iterdir():
        (tmp_path / "w" / one.name).write_bytes(one.read_bytes())
    spoil(tmp_path)  # type: ignore[operator]
    words = [
        "bundle",
        "--python",
        str(tmp_path / "e.zip"),
        "--wheels",
        str(tmp_path / "w"),
        "-o",
        str(tmp_path / "o.zip"),
    ]
    assert cli.main(words) == (2 if told else 0)
    assert (told or "") in capsys.readouterr().err
    assert (tmp_path / "o.zip").exists() is (told is None)


def test_what_is_stated_can_be_compared() -> None:
    """A wheel that is older than what gouji asks for is told by this form alone."""
    stated = wheel_room._stated()
    assert len(stated) >= 5
    assert [one for one in stated if not re.fullmatch(r"[\w.-]+>=[\d.]+", one)] == []


def test_a_wheel_that_nothing_needs_stays_out(place: Path, built: Path, tmp_path: Path) -> None:
    for one in (place / "软件 包").iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    wheel(tmp_path, "numpy-2.1", "cp312-cp312-win_amd64", {"numpy/__init__.py": b""})
    wheel(tmp_path, "colorama-0.4.6", "py2.py3-none-any", {"colorama/__init__.py": b""}, ['numpy; extra == "all"'])
    made = bundle.write(tmp_path / "o.zip", embeddable(tmp_path / "e.zip"), tmp_path)
    assert "numpy" not in made.packages
    assert made.packages["colorama"] == "0.4.6"  # tqdm asks for it on Windows


def test_pip_is_asked_for_windows_whatever_it_runs_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(
            command, 1, "", "WARNING: x\nERROR: No matching distribution found for pywin32\n"
        )

    monkeypatch.setattr("addin.bundling.wheels.subprocess.run", run)
    with pytest.raises(BundleError, match="取不到软件包：ERROR: No matching distribution found for pywin32"):
        bundle.write(tmp_path / "o.zip", embeddable(tmp_path / "e.zip", 13))
    (words,) = asked
    assert words[1:4] == ["-m", "pip", "download"]
    pairs = dict(itertools.pairwise(words))
    assert (pairs["--platform"], pairs["--python-version"], pairs["--implementation"]) == ("win_amd64", "3.13", "cp")
    assert "--only-binary=:all:" in words
    names = {re.split(r"[^\w-]", one)[0].lower() for one in words[words.index("--dest") + 2 :]}
    assert names == {"openpyxl", "xlsxwriter", "jinja2", "tqdm", "xlwings", "pywin32", "colorama"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["wheels", "w", "--python", "3.10"], "3.10：是 Python 3.10，需要 3.11 或更新版本"),
        (["wheels", "w", "--python", "no.zip"], "no.zip：读不了（没有这个文件或文件夹）"),
        (["bundle", "--python", "no.zip", "-o", "a.exe"], "安装包的文件名应以 .zip 结尾：a.exe"),
    ],
)
def test_wrong_usage(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(words) == 2
    assert capsys.readouterr().err.strip() == told
