"""The container: what is not replaced stays byte for byte, wherever it stands and however it is packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.editing.raw import changed, entries, order, part
from validator.editing.archive import rewritten
from validator.editing.refusal import NotEditable
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.package import Package

CONTENT = {"a.xml": b"<a/>" * 50, "folder/甲.xml": "甲".encode() * 90, "b.bin": bytes(range(256)), "empty": b""}
NEW = b"something else" * 40


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, so that sizes have to follow what is packed."""

    def __init__(self) -> None:
        super().__init__()
        self.buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.buffer += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def plain(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in CONTENT.items():
            archive.writestr(name, content)
    return stream.getvalue()


def streamed() -> bytes:
    """Every entry has a data descriptor behind it."""
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in CONTENT.items():
            archive.writestr(name, content)
    return bytes(stream.buffer)


def wide() -> bytes:
    """Local headers with fields for wide numbers."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in CONTENT.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    return stream.getvalue()


def extra() -> bytes:
    """Extra fields of others, comments, a folder's own entry, and a comment of the archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, content in CONTENT.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 12, 0, 2))
            info.extra, info.comment, info.external_attr = b"UT\x05\x00\x01abcd", "说明".encode(), 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        archive.comment = b"of the archive"
    return stream.getvalue()


def before() -> bytes:
    """Bytes put before the archive."""
    return b"#!/bin/sh\n" + plain()


def behind() -> bytes:
    """Bytes put after the archive."""
    return plain() + b"\0" * 7


MADE: list[Callable[[], bytes]] = [
    plain, lambda: plain(zipfile.ZIP_STORED), streamed, wide, extra, before, behind,
]  # fmt: skip
IDS = ["deflated", "stored", "streamed", "wide", "extra", "bytes before", "bytes behind"]


def _with(content: bytes, **parts: bytes) -> bytes:
    return rewritten(content, Package(content, Budget(DEFAULT_LIMITS)), parts)


@pytest.mark.parametrize("make", MADE, ids=IDS)
@pytest.mark.parametrize("name", CONTENT)
def test_one_entry_is_replaced_and_every_other_stays_as_it_is(make: Callable[[], bytes], name: str) -> None:
    content = make()
    after = _with(content, **{name: NEW})
    assert changed(content, after) == {name}
    assert part(after, name) == NEW
    assert all(part(after, other) == CONTENT[other] for other in CONTENT if other != name)
    own = Package(after, Budget(DEFAULT_LIMITS))
    assert own.read(name) == NEW


@pytest.mark.parametrize("make", MADE, ids=IDS)
def test_the_same_method_time_and_attributes(make: Callable[[], bytes]) -> None:
    def about(content: bytes) -> list[tuple[object, ...]]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                (one.filename, one.compress_type, one.date_time, one.external_attr, one.comment)
                for one in archive.infolist()
            ]

    content = make()
    assert about(_with(content, **{"a.xml": NEW})) == about(content)


def test_the_comment_of_the_archive_and_what_stands_around_it_stay() -> None:
    assert _with(extra(), **{"a.xml": NEW}).endswith(b"of the archive")
    assert _with(before(), **{"a.xml": NEW}).startswith(b"#!/bin/sh\nPK\3\4")
    assert _with(behind(), **{"a.xml": NEW}).endswith(b"\0" * 7)


@pytest.mark.parametrize("make", MADE, ids=IDS)
def test_new_entries_come_last(make: Callable[[], bytes]) -> None:
    content = make()
    after = _with(content, **{"b.bin": NEW, "xl/新.xml": b"<x/>", "z": b""})
    assert changed(content, after) == {"b.bin", "xl/新.xml", "z"}
    assert order(after)[-2:] == ["xl/新.xml", "z"]
    assert (part(after, "xl/新.xml"), part(after, "z")) == (b"<x/>", b"")
    assert {*entries(after)} == {*entries(content), "xl/新.xml", "z"}


def test_the_same_twice_gives_the_same_bytes() -> None:
    assert _with(streamed(), **{"a.xml": NEW}) == _with(streamed(), **{"a.xml": NEW})
    once = _with(plain(), **{"a.xml": NEW})
    assert _with(once, **{"a.xml": CONTENT["a.xml"]}) == _with(plain(), **{"a.xml": CONTENT["a.xml"]})


def test_names_differ_in_case_alone() -> None:
    after = _with(plain(), **{"A.XML": NEW})
    assert (order(after), part(after, "a.xml")) == (order(plain()), NEW)


def test_an_entry_that_is_there_twice_is_refused() -> None:
    stream = io.BytesIO(plain())
    with zipfile.ZipFile(stream, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.xml", CONTENT["a.xml"])
    with pytest.raises(NotEditable, match=r"两个 a\.xml"):
        _with(stream.getvalue(), **{"b.bin": NEW})


def test_two_entries_in_one_place_are_refused() -> None:
    content = bytearray(plain())
    second = content.rindex(b"PK\1\2")
    content[second + 42 : second + 46] = bytes(4)  # the last entry of the directory leads to the first
    with pytest.raises(NotEditable, match="压缩包的结构"):
        _with(bytes(content), **{"b.bin": NEW})
