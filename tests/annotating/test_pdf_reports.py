"""The annotated copy of a published PDF: the cells and words of its findings, wherever and however they are drawn."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.annotating.documents import SEED, copy_of, publication, report_on
from tests.command import Gouji
from tests.documents.drawn import Manner, drawn
from validator.annotating.documents import MISSING
from validator.annotating.pdf_copies import LOCKED, NOT_WRITTEN
from validator.documents.pdf.opening import Pages
from validator.documents.pdf.showing import shown
from validator.editing.refusal import NotEditable
from validator.readers.limits import DEFAULT_LIMITS, Budget

MANNERS = {
    "strokes": Manner(),
    "double lines": Manner(lines="double"),
    "a turned page": Manner(turned="page"),
    "turned words": Manner(turned="words"),
    "torn": Manner(torn=True, head_again=True, page=(595.0, 500.0)),
}
PERIOD = "数据的统计期限为2022年1月1日至2022年12月31日"
ASKED = "接收办理政府信息公开申请13件"


def highlights(content: bytes) -> list[tuple[str, str, list[str]]]:
    """Colour, first line of the note, and the signs in each line of each highlight."""
    pages = {one.number: one for one in shown(Pages(content, Budget(DEFAULT_LIMITS)), Budget(DEFAULT_LIMITS))}
    return [
        (_colour(one), one["/Contents"].partition("\n")[0], _texts(one, pages[number]))
        for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, 1)
        for one in (held.get_object() for held in page.get("/Annots", []))
        if one["/Subtype"] == "/Highlight"
    ]


def _colour(one: Any) -> str:
    return "".join(f"{round(float(part) * 255):02X}" for part in one["/C"])


def _texts(one: Any, page: Any) -> list[str]:
    corners = [float(at) for at in one["/QuadPoints"]]
    quads = [corners[at : at + 8] for at in range(0, len(corners), 8)]
    texts = []
    for quad in quads:
        left, low, right, high = min(quad[::2]), min(quad[1::2]), max(quad[::2]), max(quad[1::2])
        signs = []
        for sign in page.signs:
            x0, y0, x1, y1 = page.home(sign.box)
            if left <= (x0 + x1) / 2 <= right and low <= (y0 + y1) / 2 <= high:
                signs.append(sign.text)
        texts.append("".join("".join(signs).split()))
    return texts


@pytest.mark.parametrize("manner", MANNERS)
def test_the_cells_and_words_of_the_findings_are_marked(manner: str) -> None:
    content = drawn(publication(SEED), MANNERS[manner])
    copy = copy_of(content, "a.pdf")
    assert copy.lacking == ()
    assert copy.content.startswith(content)
    found = highlights(copy.content)
    told = [(colour, note, "".join(texts)) for colour, note, texts in found]
    assert sorted(told) == sorted(
        [
            ("FFE08A", "3. 核实 N-01", ASKED),
            *[("FFE08A", "", figure) for figure in ("52", "0", "52", "0")],
            ("FF6B6B", "1. 强制 VA-03", ""),
            ("E2D0F5", "2. 强制 P-03", PERIOD),
        ]
    )


@pytest.mark.parametrize("manner", MANNERS)
def test_a_copy_says_the_same_as_the_document_and_is_annotated_anew(manner: str) -> None:
    content = drawn(publication(SEED), MANNERS[manner])
    before = report_on(content, "a.pdf")
    copy = copy_of(content, "a.pdf").content
    assert replace(report_on(copy, "a.pdf"), sha256="") == replace(before, sha256="")
    assert highlights(copy_of(copy, "a.pdf").content) == highlights(copy)


def locked(content: bytes, algorithm: str) -> bytes:
    """One that everybody can open."""
    writer, stream = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    writer.encrypt("", "owner", algorithm=algorithm)
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_one_that_cannot_be_annotated_is_told_and_the_others_go_on(
    tmp_path: Path, gouji: Gouji, algorithm: str
) -> None:
    folder, content = tmp_path / "reports", drawn(publication(SEED), Manner())
    folder.mkdir()
    for name, held in (("a.pdf", locked(content, algorithm)), ("b.pdf", content)):
        (folder / name).write_bytes(held)
    done = gouji("check", folder, "--published", "--annotate", tmp_path / "marked", "--format", "json")
    first, second = done.data["files"]
    assert [one["code"] for one in first["findings"]] == [one["code"] for one in second["findings"]]
    assert f"a.pdf：没有做标注副本，{LOCKED}" in done.err
    assert [one.name for one in (tmp_path / "marked").iterdir()] == ["b.pdf"]


def signed(content: bytes) -> bytes:
    """With a signature over all its bytes, as the form of one."""
    writer, stream = PdfWriter(clone_from=io.BytesIO(content)), io.BytesIO()
    said = {
        "/Type": NameObject("/Sig"),
        "/Filter": NameObject("/Adobe.PPKLite"),
        "/ByteRange": ArrayObject(map(NumberObject, (0, 100, 200, 300))),
        "/Contents": ByteStringObject(bytes(64)),
    }
    signature = writer._add_object(DictionaryObject({NameObject(key): one for key, one in said.items()}))
    field = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Widget"),
        "/FT": NameObject("/Sig"),
        "/T": TextStringObject("S"),
        "/V": signature,
        "/Rect": ArrayObject([NumberObject(0)] * 4),
    }
    made = writer._add_object(DictionaryObject({NameObject(key): one for key, one in field.items()}))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([made])
    form = {NameObject("/Fields"): ArrayObject([made]), NameObject("/SigFlags"): NumberObject(3)}
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(form)
    writer.write(stream)
    return stream.getvalue()


def test_a_signed_one_keeps_what_was_signed_byte_for_byte() -> None:
    content = signed(drawn(publication(SEED), Manner()))
    copy = copy_of(content, "a.pdf").content
    assert copy.startswith(content)
    fields = PdfReader(io.BytesIO(copy)).get_fields() or {}
    assert fields["S"]["/V"]["/ByteRange"] == [0, 100, 200, 300]


@pytest.mark.parametrize("annotations", [NumberObject(7), ArrayObject([NumberObject(5), NameObject("/X")])])
def test_nonsense_where_annotations_belong_is_told(annotations: Any) -> None:
    writer, stream = PdfWriter(clone_from=io.BytesIO(drawn(publication(SEED), Manner()))), io.BytesIO()
    writer.pages[0][NameObject("/Annots")] = annotations
    writer.write(stream)
    with pytest.raises(NotEditable, match=NOT_WRITTEN):
        copy_of(stream.getvalue(), "a.pdf")


def test_a_copy_that_reads_otherwise_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added to a file that is broken may break it further."""
    content = drawn(publication(SEED), Manner())
    monkeypatch.setattr("validator.annotating.pdf_copies.marked", lambda content, *_: content[:-2_000])
    with pytest.raises(NotEditable, match=NOT_WRITTEN):
        copy_of(content, "a.pdf")


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    content = drawn(publication(SEED), Manner())
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(NotEditable, match=re.escape(MISSING)):
        copy_of(content, "a.pdf")
