from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.command import environment

BEGIN = """
import ctypes, os, sys
from validator.repair.unheard import unheard
libc = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
"""
PRINTS = (
    BEGIN
    + """
sys.stdout.write("before ")
with unheard():
    libc.puts(b"HighsMipSolverData")
    os.write(1, b"written at once")
sys.stdout.write("after")
"""
)
FAILS = (
    BEGIN
    + """
try:
    with unheard():
        libc.puts(b"HighsMipSolverData")
        raise LookupError
except LookupError:
    sys.stdout.write("after")
"""
)
CLOSED = f"{BEGIN}\nwith unheard():\n    sys.stderr.write('went on')\n"


def told(*words: str) -> tuple[bytes, bytes]:
    done = subprocess.run(words, capture_output=True, env=environment(), check=True)
    return done.stdout, done.stderr


def test_what_a_library_prints_does_not_come_between() -> None:
    assert told(sys.executable, "-c", PRINTS) == (b"before after", b"")


def test_what_comes_after_an_error_is_heard() -> None:
    assert told(sys.executable, "-c", FAILS) == (b"after", b"")


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix closes it")
def test_a_process_without_output_goes_on() -> None:
    assert told("sh", "-c", '"$0" -c "$1" >&-', sys.executable, CLOSED) == (b"", b"went on")
