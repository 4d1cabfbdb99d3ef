"""Writing in one step: the old output or the new one, never half of either."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from validator.files.writing import BadOutput, same_file, write_atomically

posix = pytest.mark.skipif(os.name != "posix", reason="links and modes of Unix")


@pytest.mark.parametrize("content", [b"", b"new", b"n" * 1_000_000])
@pytest.mark.parametrize("old", [None, b"old"])
def test_the_content_is_there_and_nothing_else(tmp_path: Path, content: bytes, old: bytes | None) -> None:
    target = tmp_path / "输出.json"
    if old is not None:
        target.write_bytes(old)
    write_atomically(target, content)
    assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


def test_a_long_name_leaves_room_for_the_part(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 80 + ".xlsx")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"


def test_an_input_is_refused_and_whole(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    source.write_bytes(b"in")
    with pytest.raises(BadOutput, match="不能覆盖输入文件"):
        write_atomically(tmp_path / "." / "in.xlsx", b"new", [tmp_path / "other", source])
    assert source.read_bytes() == b"in"


def test_an_input_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadOutput, match="不能覆盖输入文件"):
        write_atomically(tmp_path / "a", b"new", [tmp_path / "a"])
    assert list(tmp_path.iterdir()) == []


@posix
def test_the_same_file_through_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    one = tmp_path / "one"
    one.write_bytes(b"")
    Path("soft").symlink_to(one)
    Path("hard").hardlink_to(one)
    Path("other").write_bytes(b"")
    Path("dangling").symlink_to("none")
    assert all(same_file(one, Path(name)) for name in ("one", "./one", "soft", "hard"))
    assert not any(same_file(one, Path(name)) for name in ("other", "dangling", "none"))
    assert same_file(Path("none"), tmp_path / "none")


@posix
def test_what_a_replaced_link_led_to_is_untouched(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_bytes(b"kept")
    link.symlink_to(kept)
    write_atomically(link, b"new")
    assert (kept.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"kept", b"new", False)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_replaced_output_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"")
    target.chmod(mode)
    write_atomically(target, b"new")
    assert target.stat().st_mode & 0o777 == mode


@posix
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_output_has_the_mode_of_any_new_file(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "out", b"new")
        now = os.umask(mask)
    finally:
        os.umask(before)
    assert now == mask
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o666 & ~mask


PLACES = ["none/out", "file/out"]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_takes_no_file(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    with pytest.raises(BadOutput, match="不能写到这里"):
        write_atomically(tmp_path / place, b"new")
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadOutput, match="写入失败"):
        write_atomically(tmp_path / "folder", b"new")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


@posix
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"n" * 200_000)
    reader.join(30)
    assert read == [b"n" * 200_000]
    assert pipe.is_fifo()
