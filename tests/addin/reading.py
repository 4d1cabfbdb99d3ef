"""What others' programs read in our files: oletools for the VBA, the standard library for the package."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import olefile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools uses names that its own dependencies have given up
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(data: bytes) -> bytes:
    """A compressed container as olevba unpacks it."""
    return bytes(decompress_stream(bytearray(data)))


def compound(data: bytes) -> AbstractContextManager[Any]:
    """A compound file in olefile, which raises at the smallest defect."""
    opened = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)
    assert opened.parsing_issues == []
    return opened  # type: ignore[no-any-return,unused-ignore]


def xml(data: bytes) -> ElementTree.Element:
    """The root of one of our own XML parts."""
    return ElementTree.fromstring(data)  # noqa: S314  we have just written it


def sources(path: Path) -> dict[str, str]:
    """Module name -> text as olevba shows it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser: Any = VBA_Parser(str(path))
        found = {name.partition(".")[0]: code for _, _, name, code in parser.extract_macros()}
        parser.close()
    return found


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a package by name."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
