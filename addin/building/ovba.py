"""Write a VBA project from source text (MS-OVBA in a compound file), without any Office program.

The compiled form (p-code) is left out, as 2.3.4.1 foresees with version 0xFFFF: Excel compiles the source when
it loads the project. Standard library only and deterministic. Section numbers are those of [MS-OVBA].
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from addin.building import cfb

CODE_PAGE: Final = 1252  # sources are ASCII, so that no code page can garble them
LOCALE: Final = 0x409
CHUNK: Final = 4096  # 2.4.1.1.4: bytes of text in one compressed chunk
SEED: Final = 0x5D  # 2.4.3.1: any byte does; a fixed one keeps builds identical


class ModuleKind(StrEnum):
    """What a module belongs to; the value is its base class, nothing for a procedural module."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


PROJECT_LINES: Final = {
    ModuleKind.STANDARD: "Module={}",
    ModuleKind.CLASS: "Class={}",
    ModuleKind.WORKBOOK: "Document={}/&H00000000",
    ModuleKind.SHEET: "Document={}/&H00000000",
}
REFERENCES: Final = {
    "stdole": (
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
        r"#C:\Windows\System32\stdole2.tlb#OLE Automation"
    ),
    "Office": (
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
        r"#Microsoft Office 16.0 Object Library"
    ),
}


@dataclass(frozen=True, slots=True)
class Module:
    """One module. `source` is the text of an exported ``.bas`` or ``.cls`` file, with any line ends."""

    name: str
    kind: ModuleKind
    source: str = ""


def project(name: str, modules: Sequence[Module]) -> bytes:
    """The bytes of ``vbaProject.bin`` (2.2.1).

    Raises:
        UnicodeEncodeError: A source is not ASCII.
    """
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"vba:{name}")).upper() + "}"
    vba: dict[str, cfb.Node] = {
        "_VBA_PROJECT": bytes.fromhex("CC61FFFF000100"),  # 2.3.4.1: version 0xFFFF, no performance cache
        "dir": compress(_directory(name, modules)),
        **{one.name: compress(stored_text(one).encode("ascii")) for one in modules},
    }
    about = _project(name, modules, identity)
    return cfb.write({"VBA": vba, "PROJECT": about, "PROJECTwm": _names(modules)})


# Module streams


def stored_text(module: Module) -> str:
    """The text that the module's stream keeps (2.3.4.3): attribute lines, then code, line ends CRLF."""
    stated, code = _split(module.source)
    head = {"VB_Name": f'"{module.name}"', **_attributes(module.kind)}
    if module.kind is ModuleKind.CLASS:
        head |= {key: stated[key] for key in ("VB_Exposed", "VB_Description") if key in stated}
    lines = [*(f"Attribute {key} = {value}" for key, value in head.items()), *code]
    return "\r\n".join(lines).rstrip("\r\n") + "\r\n"


def _split(source: str) -> tuple[dict[str, str], list[str]]:
    """Header attributes and code of an exported file; the ``VERSION … END`` block of a class is left out."""
    lines = source.replace("\r\n", "\n").split("\n")
    if lines[0].startswith("VERSION 1.0 CLASS"):
        lines = lines[lines.index("END") + 1 :]
    stated: dict[str, str] = {}
    for at, line in enumerate(lines):
        if not line.startswith("Attribute VB_"):
            return stated, lines[at:]
        key, _, value = line.removeprefix("Attribute ").partition(" = ")
        stated[key] = value
    return stated, []


def _attributes(kind: ModuleKind) -> dict[str, str]:
    """The attributes Excel gives to class and document modules, in its order (2.3.4.3)."""
    if kind is ModuleKind.STANDARD:
        return {}
    document = str(kind is not ModuleKind.CLASS)
    return {
        "VB_Base": f'"{kind.value}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": document,
        "VB_Exposed": document,
        "VB_TemplateDerived": "False",
        "VB_Customizable": document,
    }


# The dir stream (2.3.4.2)


def _record(ident: int, payload: bytes) -> bytes:
    return struct.pack("<HI", ident, len(payload)) + payload


def _both(ident: int, unicode_ident: int, text: str) -> bytes:
    """A text in the code page followed by the same text in UTF-16."""
    return _record(ident, text.encode("ascii")) + _record(unicode_ident, text.encode("utf-16-le"))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    body = _information(name) + b"".join(_reference(one, libid) for one, libid in REFERENCES.items())
    body += _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")  # 2.3.4.2.3
    return body + b"".join(_module(one) for one in modules) + _record(0x10, b"")


def _information(name: str) -> bytes:
    """PROJECTINFORMATION (2.3.4.2.1)."""
    number = struct.Struct("<I").pack
    return b"".join(
        (
            _record(0x01, number(1)),  # PROJECTSYSKIND: 32-bit Windows, which Excel writes everywhere
            _record(0x02, number(LOCALE)),
            _record(0x14, number(LOCALE)),
            _record(0x03, struct.pack("<H", CODE_PAGE)),
            _record(0x04, name.encode("ascii")),
            _both(0x05, 0x40, ""),  # description
            _record(0x06, b"") + _record(0x3D, b""),  # help files
            _record(0x07, number(0)) + _record(0x08, number(0)),  # help context, library flags
            struct.pack("<HIIH", 0x09, 4, 1, 1),  # 2.3.4.2.1.11: the size leaves the last out
            _both(0x0C, 0x3C, ""),  # constants
        )
    )


def _reference(name: str, libid: str) -> bytes:
    """REFERENCENAME and REFERENCEREGISTERED (2.3.4.2.2.2, 2.3.4.2.2.5)."""
    raw = libid.encode("ascii")
    return _both(0x16, 0x3E, name) + _record(0x0D, struct.pack("<I", len(raw)) + raw + bytes(6))


def _module(module: Module) -> bytes:
    """MODULE (2.3.4.2.3.2): names, offset 0 of the text (there is no p-code before it), type."""
    kind = 0x21 if module.kind is ModuleKind.STANDARD else 0x22
    return b"".join(
        (
            _both(0x19, 0x47, module.name),
            _both(0x1A, 0x32, module.name),
            _both(0x1C, 0x48, ""),
            _record(0x31, bytes(4)) + _record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff"),
            _record(kind, b"") + _record(0x2B, b""),
        )
    )


# The PROJECT and PROJECTwm streams


def _project(name: str, modules: Sequence[Module], identity: str) -> bytes:
    """The PROJECT stream (2.3.1): not locked, no password, visible."""
    protection: Mapping[str, bytes] = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}
    lines = [
        f'ID="{identity}"',
        *(PROJECT_LINES[one.kind].format(one.name) for one in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *(f'{key}="{encrypt(value, identity)}"' for key, value in protection.items()),
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{one.name}=0, 0, 0, 0, C" for one in modules),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _names(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream (2.3.3): each module's name in the code page and in UTF-16."""
    pairs = (one.name.encode("ascii") + b"\0" + one.name.encode("utf-16-le") + b"\0\0" for one in modules)
    return b"".join(pairs) + b"\0\0"


def encrypt(data: bytes, identity: str, seed: int = SEED) -> str:
    """Data encryption (2.4.3.2), keyed by the project's id; the values of CMG, DPB and GC."""
    key = sum(identity.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain = key
    ignored = bytes([7] * ((seed & 6) // 2))  # 2.4.3.2: any bytes, as many as the seed says
    for value in ignored + struct.pack("<I", len(data)) + data:
        out.append(value ^ ((out[-2] + plain) & 0xFF))
        plain = value
    return bytes(out).hex().upper()


# Compression (2.4.1)


def compress(data: bytes) -> bytes:
    """A compressed container (2.4.1.1.1) of `data`.

    Raises:
        ValueError: The last, short chunk does not get smaller; raw it would change its length (2.4.1.3.10).
    """
    chunks = (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
    return b"\x01" + b"".join(map(_packed_chunk, chunks))


def _packed_chunk(chunk: bytes) -> bytes:
    """One chunk with its header (2.4.1.1.5): size less three, signature 0b011, compressed or not."""
    packed = b"".join(_token_sequences(chunk))
    if len(packed) <= CHUNK:
        return struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed
    if len(chunk) < CHUNK:
        raise ValueError("VBA compression: a short chunk that does not compress is no text")
    return struct.pack("<H", 0x3FFF) + chunk


def _token_sequences(chunk: bytes) -> Iterator[bytes]:
    """Flag byte and up to eight tokens each (2.4.1.1.7)."""
    tokens = _tokens(chunk)
    while group := list(islice(tokens, 8)):
        flags = sum((len(token) == 2) << bit for bit, token in enumerate(group))
        yield bytes([flags]) + b"".join(group)


def _tokens(chunk: bytes) -> Iterator[bytes]:
    """Literal tokens (one byte) and copy tokens (two bytes) that give `chunk` (2.4.1.3.4)."""
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        offset, length = _longest_match(chunk, position, seen.get(chunk[position : position + 3], ()))
        if length:
            shift = 16 - _offset_bits(position)
            yield struct.pack("<H", (offset - 1) << shift | (length - 3))  # 2.4.1.3.19.3
        else:
            length = 1
            yield chunk[position : position + 1]
        for at in range(position, position + length):
            seen.setdefault(chunk[at : at + 3], []).append(at)
        position += length


def _longest_match(chunk: bytes, position: int, candidates: Sequence[int]) -> tuple[int, int]:
    """Offset and length of the longest earlier text equal to that at `position`, or zeros (2.4.1.3.19.4)."""
    limit = min((0xFFFF >> _offset_bits(position)) + 3, len(chunk) - position)
    best = (0, 0)
    if limit < 3:
        return best
    for at in reversed(candidates):
        length = 3
        while length < limit and chunk[at + length] == chunk[position + length]:
            length += 1
        if length > best[1]:
            best = (position - at, length)
        if length == limit:
            break
    return best


def _offset_bits(position: int) -> int:
    """Bits of a copy token that hold the offset, by how far the chunk has come (2.4.1.3.19.1)."""
    return max((position - 1).bit_length() if position else 0, 4)
