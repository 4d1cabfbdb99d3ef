"""PDF files that are broken, locked, empty, or made to take all time and memory: one line each, within the limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.command import Gouji
from tests.documents.drawn import Manner, drawn
from tests.documents.figured import read, report
from validator import UnreadableWorkbook
from validator.readers import Limits

WORDS = b"BT /F1 12 Tf 100 700 Td (hello) Tj ET\n"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"
BROKEN, BOMB, SCAN = "PDF 的内容已损坏", "PDF 内部的结构异常庞大", "PDF 里没有文字，多半是扫描件"
NO_TABLE = "没有认出年度报告的任何一张表"
Objects = Mapping[int, bytes]


def pdf(objects: Objects, trailer: bytes = b"") -> bytes:
    """A file of objects by number; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.5\n"), dict[int, int]()
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start, count = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, count))
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, start)


def stream(data: bytes, said: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d%b>>stream\n%b\nendstream" % (len(packed), said, packed)


def page(content: bytes, resources: bytes = b"<</Font<</F1 5 0 R>>>>", more: Objects | None = None) -> bytes:
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %b>>" % resources,
            4: content,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(more or {}),
        }
    )


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + at) for at in range(count))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return page(stream(WORDS), more={2: b"<</Type/Pages/Kids[%b]>>" % kids} | {10 + at: one for at in range(count)})


def doubling(depth: int) -> bytes:
    """Forms each of which shows the next one twice."""
    more = {
        10 + at: stream(b"/X Do /X Do", FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (11 + at))
        for at in range(depth)
    }
    return page(stream(b"/X Do"), b"<</XObject<</X 10 0 R>>>>", {**more, 10 + depth: stream(WORDS, FORM)})


def with_font(descendant: bytes, signs: bytes = b"") -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>"
    info = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descends = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A%b%b>>" % (info, descendant)
    return page(stream(WORDS), more={5: font, 6: descends, 7: stream(signs)})


TWICE = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
SIGNS = b"begincmap 1 beginbfrange <00000000> <7FFFFFFF> <0041> endbfrange endcmap"
SCANNED = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream"
WHOLE = page(stream(WORDS))

FILES: dict[str, tuple[bytes, str]] = {
    "words alone": (WHOLE, NO_TABLE),
    "a bomb": (page(stream(bytes(50_000_000))), "inflated_bytes"),
    "packed twice": (
        page(b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%b\nendstream" % (len(TWICE), TWICE)),
        "inflated_bytes",
    ),
    "a bomb by ratio": (page(stream(b"q Q " * 1_000_000)), "ratio"),
    "2,000 pages": (pages(2_000), "pages"),
    "pages in themselves": (pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]>>"}), BROKEN),
    "a width for each sign there could be": (with_font(b"/W[0 2000000000 500]"), BOMB),
    "a name for each sign there could be": (with_font(b"", SIGNS), BOMB),
    "a form in itself": (
        page(stream(b"/X Do"), b"<</XObject<</X 6 0 R>>>>", {6: stream(b"/X Do", FORM)}),
        SCAN,
    ),
    "a length that is the stream's": (page(b"<</Length 4 0 R>>stream\nBT\nendstream"), BOMB),
    "half a file": (WHOLE[: len(WHOLE) // 2], BROKEN),
    "half a stream": (page(stream(WORDS)[:-30] + b"\nendstream"), BROKEN),
    "places that are wrong": (WHOLE.replace(b"00000 n", b"00000 f"), BROKEN),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 1_000, BROKEN),
    "sizes beyond all bounds": (WHOLE.replace(b"595 842", b"1e30 -1e300"), NO_TABLE),
    "figures beyond all bounds": (page(stream(b"BT /F1 1e308 Tf 1e308 1e308 Td (12) Tj ET")), ""),
    "an empty page": (page(stream(b"")), SCAN),
    "a scan": (page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), b"<</XObject<</I 6 0 R>>>>", {6: SCANNED}), SCAN),
    "a scan with a layer of recognised words": (
        page(
            stream(b"BT 3 Tr /F1 12 Tf 100 700 Td (hello) Tj ET q 595 0 0 842 0 0 cm /I Do Q"),
            b"<</Font<</F1 5 0 R>>/XObject<</I 6 0 R>>>>",
            {6: SCANNED},
        ),
        SCAN,
    ),
    "lines everywhere": (page(stream(b"".join(b"0 %d m 590 %d l S %d 0 m %d 800 l S " % ((at,) * 4) for at in range(590)))), SCAN),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_what_cannot_be_read_is_told(kind: str) -> None:
    content, words = FILES[kind]
    with pytest.raises(UnreadableWorkbook) as told:
        read(content, "a.pdf")
    assert str(told.value).startswith("a.pdf：")
    assert words in str(told.value)


ENDLESS = {
    "forms that double": doubling(40),
    "arrays in arrays": pdf({1: b"[" * 400_000 + b"]" * 400_000, 2: b""}),
    "objects that stand for one another": page(b"6 0 R", more={6: b"7 0 R", 7: b"6 0 R"}),
    "lines of a file without places": b"%PDF-1.4\n" + b"1 0 obj\n" * 500_000,
    "operators": page(b"<</Length 4000000>>stream\n%b\nendstream" % (b"q Q " * 1_000_000)),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_takes_too_long_is_stopped(kind: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^a\.pdf：超出读取限额 seconds："):
        read(ENDLESS[kind], "a.pdf", Limits(seconds=0.2))


def locked(user: str) -> bytes:
    into = io.BytesIO()
    pen = Canvas(into, encrypt=StandardEncryption(user, "owner", canPrint=0, canCopy=0))
    pen.drawString(100, 700, "hello")
    pen.save()
    return into.getvalue()


def test_one_with_a_password_says_what_to_do() -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^a\.pdf：PDF 设有打开密码。请去掉密码后再校验"):
        read(locked("secret"), "a.pdf")
    with pytest.raises(UnreadableWorkbook, match=NO_TABLE):  # one that everybody can open is read
        read(locked(""), "a.pdf")


def test_one_of_which_no_sign_has_a_name_is_told() -> None:
    with pytest.raises(UnreadableWorkbook, match="看得见却读不出"):
        read(with_font(b""), "a.pdf")


def test_a_scan_is_unreadable_and_nothing_else_is_written(
    tmp_path_factory: pytest.TempPathFactory, gouji: Gouji
) -> None:
    folder = tmp_path_factory.mktemp("scan")
    (folder / "a.pdf").write_bytes(FILES["a scan"][0])
    done = gouji("check", folder / "a.pdf")
    assert done.status == 2
    assert "文字识别软件" in done.out
    assert gouji("extract", folder / "a.pdf", "-o", folder / "a.json").status == 2
    assert [one.name for one in folder.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_report_that_was_cut_is_refused_not_read_in_part(share: float) -> None:
    whole = drawn(report(), Manner())
    with pytest.raises(UnreadableWorkbook, match=r"已损坏|没有文字"):
        read(whole[: int(len(whole) * share)], "a.pdf")


def test_a_page_with_nothing_on_it_is_no_fault() -> None:
    blank = page(stream(WORDS), more={2: b"<</Type/Pages/Kids[6 0 R 3 0 R]>>", 6: b"<</Type/Page/Parent 2 0 R>>"})
    with pytest.raises(UnreadableWorkbook, match=NO_TABLE):
        read(blank, "a.pdf")


def raw(content: bytes) -> bytes:
    """As it is: packed so well it would be refused for that."""
    return page(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))


CIRCLE = b"[/Indexed 8 0 R 255 (abc)]"
PAINTED: dict[str, tuple[bytes, str]] = {
    "a picture that does not end": (raw(b"BI /W 1 /H 1 ID " + b"E" * 2_000_000), SCAN),
    "marks without end": (raw(b"/OC /X BDC " * 50_000), BOMB),
    "states without end": (raw(b"q " * 50_000), BOMB),
    "operands without end": (raw(b"1 " * 50_000), BOMB),
    "clips without end": (raw(b"0 0 m 9 0 l 5 9 l h W n " * 50), BOMB),
    "covers without end": (raw(b"0 0 595 842 re f " * 11_000), BOMB),
    "signs without end": (raw(b"BT /F1 9 Tf (" + b"1" * 60_000 + b") Tj ET"), BOMB),
    "strings without end in a font": (with_font(b"", b"(" * 30_000), BOMB),
    "a space in itself": (page(stream(b"BT /F1 9 Tf /C cs 1 scn (1) Tj ET"), b"<</Font<</F1 5 0 R>>/ColorSpace<</C 8 0 R>>>>", {8: CIRCLE}), "看得见却读不出"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAINTED)
def test_what_is_painted_without_end_is_told(kind: str) -> None:
    content, words = PAINTED[kind]
    with pytest.raises(UnreadableWorkbook, match=words):
        read(content, "a.pdf")


SLOW = {
    "an array": raw(b"[" + b"1 " * 1_000_000),
    "arrays": raw(b"[" * 1_000_000),
    "a string": raw(b"BT /F1 9 Tf " + b"(1) Tj " * 200_000),
    "a clip of many corners": raw(
        b"0 0 m " + b"".join(b"%d %d l " % (at % 595, at * 7 % 842) for at in range(20_000)) + b"h W n "
        b"BT /F1 9 Tf 10 10 Td (" + b"1" * 5_000 + b") Tj ET"
    ),
    "covers that all signs lie under": raw(
        b"BT /F1 9 Tf 10 10 Td (" + b"1" * 5_000 + b") Tj ET" + b" 0 0 m 595 0 l 300 842 l f" * 9_000
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_what_a_page_paints_is_timed(kind: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=r"^a\.pdf：超出读取限额 seconds："):
        read(SLOW[kind], "a.pdf", Limits(seconds=0.2))
