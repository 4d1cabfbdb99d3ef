"""The VBA project, against the published samples and what oletools reads back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.building import ovba
from addin.building.ovba import Module, ModuleKind
from tests.addin.reading import decompressed as _decompressed

# [MS-OVBA] 3.2: the examples of the specification
NOT_COMPRESSIBLE = ("abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E")
ALL_THE_SAME = ("a" * 73, "0103B002614500")
NOISE = random.Random(0).randbytes(4096)  # noqa: S311  no secret
ORDINARY = "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@pytest.mark.parametrize(("text", "expected"), [NOT_COMPRESSIBLE, ALL_THE_SAME])
def test_the_specifications_examples(text: str, expected: str) -> None:
    assert ovba.compress(text.encode()) == bytes.fromhex(expected)


def test_the_ordinary_example_comes_back() -> None:
    packed = ovba.compress(ORDINARY.encode())
    assert _decompressed(packed) == ORDINARY.encode()
    assert packed[:3] == bytes.fromhex("012FB0")  # as long as the specification's, which picks other offsets


@given(st.text(alphabet="ab =()\r\nDimAsLong", max_size=9000))
def test_text_comes_back(text: str) -> None:
    assert _decompressed(ovba.compress(text.encode())) == text.encode()


@pytest.mark.parametrize("size", [4095, 4096, 4097, 8192, 12_289])
def test_text_at_the_edges_of_chunks_comes_back(size: int) -> None:
    data = (b"Public Sub A()\r\n    x = x + 1\r\nEnd Sub\r\n" * 400)[:size]
    assert _decompressed(ovba.compress(data)) == data


def test_a_whole_chunk_of_noise_is_stored_raw() -> None:
    noise = NOISE[:4096]
    assert ovba.compress(noise) == b"\x01\xff\x3f" + noise
    assert _decompressed(ovba.compress(noise)) == noise


def test_a_short_chunk_of_noise_is_refused() -> None:
    with pytest.raises(ValueError, match="does not compress"):
        ovba.compress(NOISE[:4000])


def _decrypted(stored: str) -> tuple[int, bytes]:
    """The key and the data of CMG, DPB or GC, by the rules for reading (2.4.3.3)."""
    raw = bytes.fromhex(stored)
    seed, version, key = raw[0], raw[0] ^ raw[1], raw[0] ^ raw[2]
    assert version == 2
    plain = [key]
    for at in range(3, len(raw)):
        plain.append(raw[at] ^ ((raw[at - 2] + plain[-1]) & 0xFF))
    content = bytes(plain[1 + (seed & 6) // 2 :])
    assert int.from_bytes(content[:4], "little") == len(content) - 4
    return key, content[4:]


IDENTITY = "{318BEE36-5BE1-492A-826D-473DB19B0F30}"
WRITTEN_ELSEWHERE = [
    ("5D5F8AADDAA8DEA8DEA8DEA8DE", bytes(4)),
    ("5D5F8AADDAADDBADDBAD", bytes(1)),
    ("5D5F8AADDAADDBADDB52", b"\xff"),
]
"""CMG, DPB and GC of the project with that id in an add-in that Excel's users run: not locked, no password, visible."""


@pytest.mark.parametrize(("written", "content"), WRITTEN_ELSEWHERE)
def test_protection_reads_like_that_of_a_project_in_use(written: str, content: bytes) -> None:
    assert _decrypted(written) == (215, content)
    assert _decrypted(ovba.encrypt(content, IDENTITY)) == (215, content)


CLASS_FILE = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Other"
Attribute VB_Exposed = True
Option Explicit
Public Count As Long
"""


def test_a_class_keeps_its_attributes_and_loses_its_file_header() -> None:
    assert ovba.stored_text(Module("Thing", ModuleKind.CLASS, CLASS_FILE)).split("\r\n") == [
        'Attribute VB_Name = "Thing"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = False",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
        "Option Explicit",
        "Public Count As Long",
        "",
    ]


def test_a_source_that_is_not_ascii_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        ovba.project("P", [Module("M", ModuleKind.STANDARD, "' 年报")])
