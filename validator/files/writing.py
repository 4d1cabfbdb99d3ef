"""Writing results: whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from validator.files.given import why
from validator.files.leftovers import lock, part_of, remove_leftovers

Identity = tuple[int, int]
"""What the system knows a file by."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class BadOutput(Exception):  # noqa: N818  a verdict on the output's place
    """The output cannot be written there. The message names the file and the cause."""


def write_atomically(target: Path, content: bytes | Iterable[bytes], inputs: Iterable[Path] = ()) -> None:
    """Write `content`, or its pieces as they come, to `target` in one step, replacing an earlier output.

    The content goes to a file beside the target first, so that a full disk or a broken run leaves the old output
    whole. Raises BadOutput, before the first piece is asked for where the target is one of `inputs` or no place to
    write to.
    """
    pieces = (content,) if isinstance(content, bytes) else content
    refuse_input(target, inputs)
    if is_special(target):
        _write_through(target, pieces)
        return
    remove_leftovers(target)
    part = part_of(target)
    try:  # from before it is there: a signal may come at any time
        _write_new(part, pieces, target)
        part.replace(target)
    except OSError as error:
        raise BadOutput(f"{target}：写入失败（{why(error)}）") from error
    finally:
        with suppress(OSError):
            part.unlink()  # nothing is there any more after the replacement


def is_special(target: Path) -> bool:
    """Whether it is a pipe or a device. Raises BadOutput for a folder."""
    kind = _kind(target)
    if kind is not None and stat.S_ISDIR(kind):
        raise BadOutput(f"{target}：写入失败（这是文件夹）")
    return kind is not None and not stat.S_ISREG(kind)


def refuse_input(target: Path, inputs: Iterable[Path]) -> None:
    """Raises BadOutput where the target is one of the inputs, be they a million."""
    known, absolute = identity(target), target.absolute()
    for one in inputs:
        other = identity(one) if known else None
        if other == known if known and other else one.absolute() == absolute:
            raise BadOutput(f"{target}：不能覆盖输入文件，请换一个输出文件名")


def identity(path: Path) -> Identity | None:
    """What the system knows a file by; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def make_folders(folder: Path) -> None:
    """The folder and those above it, as far as they are missing. Raises BadOutput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadOutput(f"{folder}：建不了文件夹（{why(error)}）") from error


def _write_new(part: Path, pieces: Iterable[bytes], target: Path) -> None:
    """A file for this user alone while it is written, then with the permissions of what it will replace."""
    try:
        handle = os.open(part, _NEW, 0o600)
    except OSError as error:
        raise BadOutput(f"{target}：不能写到这里（{why(error)}）") from error
    with os.fdopen(handle, "wb") as file:
        lock(handle)
        file.writelines(pieces)
    part.chmod(_mode(target))


def _kind(target: Path) -> int | None:
    """What is there, as `stat` has it; None for nothing that can be looked at."""
    try:
        return target.stat().st_mode
    except (OSError, ValueError):
        return None


def _write_through(target: Path, pieces: Iterable[bytes]) -> None:
    """A pipe or device (``/dev/stdout``) holds no old output, and replacing it would destroy it."""
    try:
        with target.open("wb") as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise BadOutput(f"{target}：写入失败（{why(error)}）") from error


def _mode(target: Path) -> int:
    """The permissions of the output it replaces, else what the user's umask gives a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths are the same file, also through links and other spellings."""
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def as_bytes(piece: str | bytes) -> bytes:
    """A file name may hold bytes that are no UTF-8; escaped so it stays JSON, as on the screen."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")
