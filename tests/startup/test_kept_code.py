from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.test_layers import MODULES
from validator.startup import kept_code
from validator.startup.kept_code import _code, _expression, _interpreter

RUN = """
from validator.startup import kept_code
from validator.startup.expressions import expression
print(expression("(?P<year>[0-9]+)年|渑池").findall("2023年渑池"), expression(b"a(b)?", 2).sub(b"", b"xAB"))
print(len(kept_code._kept()), len(kept_code._new))
"""
FOUND = "['2023', ''] b'x'"


def run(folder: Path) -> list[str]:
    """What two expressions find in a process of its own with caches in `folder`; how many were kept, how many new."""
    env = os.environ | dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA"), str(folder))
    done = subprocess.run([sys.executable, "-W", "error", "-c", RUN], env=env, capture_output=True, text=True)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()


def codes(folder: Path) -> Path:
    (file,) = folder.rglob("*.codes")
    return file


def test_what_one_process_compiled_the_next_one_has(tmp_path: Path) -> None:
    assert run(tmp_path) == [FOUND, "0 2"]
    assert run(tmp_path) == [FOUND, "2 0"]
    assert [one.name for one in codes(tmp_path).parent.glob("*.part")] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"no marshal", marshal.dumps(7), marshal.dumps(("another interpreter", {})), marshal.dumps((1, 2, 3))],
)
def test_a_file_of_another_kind_is_written_anew(tmp_path: Path, content: bytes) -> None:
    run(tmp_path)
    codes(tmp_path).write_bytes(content)
    assert run(tmp_path) == [FOUND, "0 2"]
    assert run(tmp_path) == [FOUND, "2 0"]


@pytest.mark.parametrize("wrong", [b"", b"\xff" * 8, b"\xff" * 7])
def test_codes_that_are_none_are_compiled_anew(tmp_path: Path, wrong: bytes) -> None:
    """`_sre` refuses them."""
    run(tmp_path)
    _, held = marshal.loads(codes(tmp_path).read_bytes())  # noqa: S302
    broken = {key: (flags, wrong, *rest) for key, (flags, _, *rest) in held.items()}
    codes(tmp_path).write_bytes(marshal.dumps((_interpreter(), broken)))
    assert run(tmp_path) == [FOUND, "2 2"]
    assert run(tmp_path) == [FOUND, "2 0"]


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    run(tmp_path)
    place = codes(tmp_path)
    place.unlink()
    place.mkdir()
    assert run(tmp_path) == [FOUND, "0 2"]
    assert [one.name for one in place.parent.glob("*.part")] == []


def test_every_expression_of_the_package_comes_back_as_it_was() -> None:
    every = [one for name in MODULES["validator"] for one in vars(import_module(name)).values()]
    late = {(one.pattern, int(one._flags)) for one in every if type(one).__name__ == "_Expression"}
    assert len(late) > 150
    for pattern, flags in late:
        back = _expression(pattern, _code(pattern, flags))
        assert back == re.compile(pattern, flags)
        assert (back.groups, back.groupindex, back.flags) == (
            (one := re.compile(pattern, flags)).groups,
            one.groupindex,
            one.flags,
        )


def test_a_wrong_pattern_raises_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        kept_code.compiled("(a", 0)
    assert ("(a", 0) not in kept_code._new


def test_codes_of_another_user_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path)
    assert kept_code._is_own(codes(tmp_path))
    if hasattr(os, "geteuid"):
        own = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)
        assert not kept_code._is_own(codes(tmp_path))


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert kept_code.file_of_codes() is None
