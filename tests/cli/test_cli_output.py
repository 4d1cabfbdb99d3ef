"""Where results go: whole or not at all, never over an input, UTF-8 everywhere, colour on a terminal only."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.books import book, data, saved
from tests.command import TODAY, Gouji, command, environment, process
from validator.exchange.filing_data import as_json
from validator.run.workers import ProcessEnded

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and terminals of Unix")
ESCAPE = "\033["


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with everything that a check can be given."""
    monkeypatch.chdir(tmp_path)
    for path in ("a.xlsx", "in/b.xlsx"):
        saved(Path(path), "must")
    saved(Path("before/last.xlsx"), "previous")
    Path("gouji.toml").write_text("[thresholds]\nother_share = 0.4\n", "utf-8")
    Path("own.toml").write_text("", "utf-8")
    Path("waivers.toml").write_text("", "utf-8")
    Path("a.json").write_text(json.dumps(as_json(data("clean"))), "utf-8")
    return tmp_path


def untimed(text: str) -> str:
    """The text without how long it took."""
    return re.sub(r"(?<=用时 )\d+\.\d\d|(?<=\"seconds\": )\d+\.\d+", "0", text)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("shape", ["text", "json", "jsonl", "sarif", "junit"])
def test_o_writes_what_would_be_printed(place: Path, gouji: Gouji, shape: str) -> None:
    words = ("check", "a.xlsx", "--format", shape, *TODAY)
    before = files(place)
    printed, written = gouji(*words), gouji(*words, "-o", "out.txt")
    assert (written.status, written.out, written.err) == (1, "", "gouji：已写入 out.txt（1 份）\n")
    assert untimed(Path("out.txt").read_text("utf-8")) == untimed(printed.out)
    assert files(place) == sorted([*before, "out.txt"])


def test_extract_writes_what_it_would_print(place: Path, gouji: Gouji) -> None:
    printed, written = gouji("extract", "a.xlsx"), gouji("extract", "a.xlsx", "-o", "out.json")
    assert (written.status, written.out, written.err) == (0, "", "")
    assert Path("out.json").read_text("utf-8") == printed.out


def out_of(words: str, name: str = "out") -> str:
    """A template is called what it is."""
    return f"{name}.xlsx" if words.startswith("template") else name


MAKES = ["check a.xlsx --today 2026-02-01", "extract a.xlsx", "fill a.json", "template --year 2025 --force"]


@pytest.mark.parametrize("words", MAKES)
def test_an_existing_output_is_replaced(place: Path, gouji: Gouji, words: str) -> None:
    out, fresh = out_of(words), out_of(words, "fresh")
    Path(out).write_bytes(b"old" * 1_000_000)
    gouji(*words.split(), "-o", fresh)
    before = files(place)
    gouji(*words.split(), "-o", out)
    replaced, fresh = (Path(name).read_text("utf-8", "surrogateescape") for name in (out, fresh))
    assert untimed(replaced) == untimed(fresh)
    assert files(place) == before


@posix
def test_the_replaced_output_keeps_its_permissions_and_a_new_one_gets_the_usual(place: Path, gouji: Gouji) -> None:
    Path("out").write_bytes(b"")
    Path("out").chmod(0o640)
    gouji("extract", "a.xlsx", "-o", "out")
    gouji("extract", "a.xlsx", "-o", "new")
    Path("plain").write_bytes(b"")
    assert Path("out").stat().st_mode & 0o777 == 0o640
    assert Path("new").stat().st_mode == Path("plain").stat().st_mode


INPUTS = [
    ("check a.xlsx", "a.xlsx"),
    ("check a.xlsx", "in/../a.xlsx"),
    ("check in", "in/b.xlsx"),
    ("check a.xlsx in --format json", "in/b.xlsx"),
    ("check a.xlsx --previous before/last.xlsx", "before/last.xlsx"),
    ("check a.xlsx --previous before", "before/last.xlsx"),
    ("check a.xlsx --waivers waivers.toml", "waivers.toml"),
    ("check a.xlsx --config own.toml", "own.toml"),
    ("check a.xlsx", "gouji.toml"),
    ("extract a.xlsx", "a.xlsx"),
    ("fill a.json", "a.json"),
]


@pytest.mark.parametrize(("words", "target"), INPUTS)
def test_an_input_is_never_overwritten(place: Path, gouji: Gouji, words: str, target: str) -> None:
    before = {name: (place / name).read_bytes() for name in files(place)}
    done = gouji(*words.split(), "-o", target)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"gouji：{Path(target)}：不能覆盖输入文件，请换一个输出文件名\n"
    assert {name: (place / name).read_bytes() for name in files(place)} == before


@posix
@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
@pytest.mark.parametrize(("words", "target"), INPUTS)
def test_an_input_is_not_overwritten_through_a_link(
    place: Path, gouji: Gouji, words: str, target: str, link: Callable[[Path, Path], None]
) -> None:
    link(place / "link", place / target)
    content = Path(target).read_bytes()
    done = gouji(*words.split(), "-o", "link")
    assert (done.status, done.err) == (2, "gouji：link：不能覆盖输入文件，请换一个输出文件名\n")
    assert (Path(target).read_bytes(), Path("link").read_bytes()) == (content, content)


@posix
def test_an_input_that_is_a_link_is_not_overwritten_either(place: Path, gouji: Gouji) -> None:
    Path("link.xlsx").symlink_to("a.xlsx")
    assert gouji("check", "link.xlsx", "-o", "a.xlsx").status == 2
    assert Path("a.xlsx").read_bytes() == book("must")


PLACES = [
    ("none/out.xlsx", "none/out.xlsx：不能写到这里"),
    ("a.json/out.xlsx", "a.json/out.xlsx：不能写到这里"),
    ("folder.xlsx", "folder.xlsx：写入失败"),
]


@pytest.mark.parametrize("words", MAKES)
@pytest.mark.parametrize(("target", "said"), PLACES)
def test_a_place_that_takes_no_file_is_said(place: Path, gouji: Gouji, words: str, target: str, said: str) -> None:
    Path("folder.xlsx").mkdir()
    before = files(place)
    done = gouji(*words.split(), "-o", target)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"gouji：{said}（")
    assert files(place) == before


def test_a_fault_of_the_program_is_no_verdict(
    place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("validator.run.driver.filing_of_content", fault)
    before = files(place)
    done = gouji("check", "a.xlsx", "-o", "out")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("ZeroDivisionError\ngouji：程序自身出错，没有做完；请把上面的内容报告给维护者\n")
    assert files(place) == before


def test_a_system_that_ends_every_process_is_told(place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the kernel does when memory runs out."""

    def ended(*_args: object, **_options: object) -> Iterator[object]:
        raise ProcessEnded
        yield

    monkeypatch.setattr("validator.commands.running.examined", ended)
    done = gouji("check", "a.xlsx", "-o", "out")
    told = "gouji：系统一再结束校验进程（可能是内存不足），校验没有做完；可以加 --jobs 1 再试\n"
    assert (done.status, done.err) == (2, told)
    assert not Path("out").exists()


@posix
@pytest.mark.parametrize("words", MAKES)
def test_the_old_output_stays_whole_when_writing_fails(place: Path, words: str) -> None:
    """No file of this process may grow, as on a full disk."""
    out = out_of(words)
    Path(out).write_text("the old output", "utf-8")
    before = files(place)
    line = f"ulimit -f 0; exec {shlex.join(command(*words.split(), '-o', out))}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=environment(PYTHONDONTWRITEBYTECODE="1"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8").startswith(f"gouji：{out}：写入失败（")
    assert Path(out).read_text("utf-8") == "the old output"
    assert files(place) == before


@posix
def test_a_pipe_or_device_is_written_to_and_not_replaced(place: Path, gouji: Gouji) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        done = gouji("check", "a.xlsx", *TODAY, "--only", "T4", "-o", "pipe")
        content = os.read(reader, 65_536).decode("utf-8")
    finally:
        os.close(reader)
    assert (done.status, done.out, done.err) == (1, "", "gouji：已写入 pipe（1 份）\n")
    assert Path("pipe").is_fifo()
    assert "E8 应为 4（现为 0，按其余各格推算），改后 1 条关系都成立" in content


CODES = {"PYTHONIOENCODING": "gbk", "LC_ALL": "C", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(
    "words",
    ["check a.xlsx --today 2026-02-01", "check a.xlsx --format json", "rules", "explain P-03", "extract a.xlsx"],
)
def test_output_is_utf8_whatever_the_console(place: Path, gouji: Gouji, words: str) -> None:
    done = process(*words.split(), cwd=place, env=CODES)
    here = gouji(*words.split())
    assert untimed(done.out) == untimed(here.out)
    assert (done.status, done.err) == (here.status, "")
    assert re.search(r"[\u4e00-\u9fff]", done.out)


def test_messages_are_utf8_whatever_the_console(place: Path) -> None:
    done = process("check", "没有.xlsx", "--only", "没有", cwd=place, env={"PYTHONIOENCODING": "gbk"})
    assert (done.status, done.err) == (2, "gouji：没有规则 没有；gouji rules 列出全部规则\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names of any bytes")
@pytest.mark.parametrize("shape", ["text", "json", "jsonl"])
@pytest.mark.parametrize("target", [(), ("-o", "out")])
def test_a_file_name_in_gbk_is_no_obstacle(place: Path, shape: str, target: tuple[str, ...]) -> None:
    """Archives from Chinese Windows unpack to names that are no UTF-8."""
    name = os.fsdecode("渑池县.xlsx".encode("gbk"))
    Path(name).write_bytes(book("clean"))
    done = process("check", name, "--format", shape, *TODAY, *target, cwd=place)
    assert (done.status, done.err) == (0, "gouji：已写入 out（1 份）\n" if target else "")
    text = Path("out").read_text("utf-8") if target else done.out
    assert name.encode("utf-8", "backslashreplace").decode() in text
    if shape == "json":
        assert json.loads(text)["files"][0]["path"] == name


def test_no_control_character_of_a_report_reaches_the_screen(place: Path, gouji: Gouji) -> None:
    """A cell may hold an escape sequence; a terminal would obey it."""
    wild = "12\033[2J\033]0;x\007\r件\n"
    changed = as_json(data("must"))
    changed["organ"] = f"示例市{ESCAPE}31m人民政府\n"
    changed["values"]["表二.行政许可.处理决定"] = wild
    Path("wild.json").write_text(json.dumps(changed), "utf-8")
    assert gouji("fill", "wild.json", "-o", "wild.xlsx").status == 0
    done = gouji("check", "wild.xlsx", *TODAY)
    assert "强制 VA-01" in done.out
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.out) == []
    assert done.out.startswith("wild.xlsx  示例市 [31m人民政府 2025年  不通过")


@pytest.mark.parametrize("kind", ["must", "clean", "junk"])
def test_no_colour_in_a_pipe(place: Path, kind: str) -> None:
    done = process("check", saved(place / "c.xlsx", kind), *TODAY)
    assert ESCAPE not in done.out + done.err


def on_terminal(place: Path, *words: str, **env: str) -> Iterator[str]:
    """What a run shows on a terminal: standard output, then standard error."""
    import pty
    import termios

    master, out = pty.openpty()
    errors, err = pty.openpty()
    termios.tcsetwinsize(err, (24, 100))
    clean = {key: value for key, value in environment(**env).items() if key != "NO_COLOR" or key in env}
    running = subprocess.Popen(command(*words), stdout=out, stderr=err, cwd=place, env=clean)
    for end in (out, err):
        os.close(end)
    for end in (master, errors):
        yield _until_closed(end)
    running.wait(60)


def _until_closed(end: int) -> str:
    content = b""
    with os.fdopen(end, "rb", buffering=0) as stream:
        try:
            while part := stream.read(65_536):
                content += part
        except OSError:  # Linux's way to say that the other end is closed
            pass
    return content.decode("utf-8")


@posix
@pytest.mark.parametrize(
    ("more", "env", "coloured"),
    [
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, True),  # no-color.org: present and not empty
        (("--format", "json"), {}, False),
        (("-o", "out"), {}, False),
    ],
)
def test_colour_on_a_terminal_only(place: Path, more: tuple[str, ...], env: dict[str, str], *, coloured: bool) -> None:
    shown, _ = on_terminal(place, "check", "a.xlsx", *TODAY, *more, **env)
    written = Path("out").read_text("utf-8") if "-o" in more else ""
    assert (ESCAPE in shown + written) is coloured
    assert "T4-01" in shown + written


@posix
def test_a_progress_bar_on_a_terminal_only(place: Path) -> None:
    for number in range(32):
        saved(Path(f"many/{number}.xlsx"), "clean")
    words = ("check", "many", "--jobs", "1", "--only", "T4", *TODAY)
    _, bar = on_terminal(place, *words, "-o", "out")
    assert "校验" in bar
    assert "32" in bar
    assert process(*words, cwd=place).err == ""


@posix
@pytest.mark.parametrize("words", ["rules --format markdown", "rules --format json"])
def test_a_reader_that_has_had_enough_is_no_error(words: str) -> None:
    """More than a pipe holds goes to a reader of one line."""
    line = f"{shlex.join(command(*words.split()))} | head -n 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=environment(), check=False)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "words", ["check a.xlsx", "check a.xlsx --format json", "extract a.xlsx", "rules", "explain P-03"]
)
def test_a_full_disk_is_told_and_is_no_verdict(place: Path, words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*words.split()), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 2
    assert re.fullmatch("gouji：写不出结果（磁盘已满）\n", done.stderr.decode("utf-8"))
