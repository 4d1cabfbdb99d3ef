"""What the program has written itself is known by what it holds; what somebody has made of it is a report again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.annotating.documents import copy_of, document_of, page_of
from tests.annotating.made import FAULTY, copied
from tests.annotating.test_pdf import blank
from tests.command import TODAY, Gouji
from tests.office import Office
from validator.annotating.pdf_copies import marked
from validator.editing.package import EditedPackage
from validator.filings.traces import PRODUCT
from validator.run.products import is_product

NAME = "处处有错2025"


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The annotated copy of a workbook, as it was written."""
    return put(tmp_path, "处处有错2025.xlsx", copied(FAULTY.read_bytes()).content)


def test_an_annotated_copy_is_one_under_any_name(tmp_path: Path, copy: Path) -> None:
    again = put(tmp_path, "又.xlsx", copied(copy.read_bytes()).content)
    renamed = copy.rename(tmp_path / "x.XLSM")
    assert [is_product(one) for one in (renamed, again, FAULTY)] == [True, True, False]


def test_a_copy_that_somebody_has_saved_is_a_report(tmp_path: Path, copy: Path) -> None:
    openpyxl.load_workbook(copy).save(tmp_path / "改.xlsx")
    assert not is_product(tmp_path / "改.xlsx")
    repacked = io.BytesIO()
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(repacked, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one))
    assert not is_product(put(tmp_path, "重.xlsx", repacked.getvalue()))


def test_what_fix_makes_of_a_copy_is_a_report(tmp_path: Path, copy: Path) -> None:
    package = EditedPackage(copy.read_bytes())
    package.put("docProps/app.xml", package.read("docProps/app.xml") + b" ")
    assert not is_product(put(tmp_path, "改.xlsx", package.content()))


@pytest.mark.parametrize(("ending", "content"), [(".html", page_of), (".docx", document_of)])
def test_an_annotated_document_is_one(tmp_path: Path, ending: str, content: object) -> None:
    given = content(NAME)  # type: ignore[operator]
    assert not is_product(put(tmp_path, f"a{ending}", given))
    assert is_product(put(tmp_path, f"b{ending}", copy_of(given, f"b{ending}").content))


def test_a_page_in_another_encoding_is_one(tmp_path: Path) -> None:
    given = b"\xff\xfe" + page_of(NAME).decode("utf-8").replace("utf-8", "utf-16").encode("utf-16-le")
    assert is_product(put(tmp_path, "a.html", copy_of(given, "a.html").content))


@pytest.mark.parametrize(
    ("ending", "words"), [(".html", ("--format", "html")), (".xlsx", ("--format", "xlsx"))], ids=["page", "workbook"]
)
def test_what_a_check_says_is_no_report(gouji: Gouji, tmp_path: Path, ending: str, words: tuple[str, str]) -> None:
    target = tmp_path / f"a{ending}"
    gouji("check", FAULTY, *TODAY, *words, "-o", target)
    assert is_product(target)


def test_a_letter_is_no_report(gouji: Gouji, tmp_path: Path) -> None:
    gouji("check", FAULTY, *TODAY, "--letters", tmp_path)
    assert is_product(tmp_path / f"{NAME}.docx")


def test_the_sign_outlives_another_program(gouji: Gouji, office: Office, tmp_path: Path) -> None:
    """A list that a clerk has looked at and saved is a list; a copy that was saved may have been corrected."""
    target = tmp_path / "a.xlsx"
    gouji("check", FAULTY, *TODAY, "--format", "xlsx", "-o", target)
    copy = put(tmp_path, "b.xlsx", copied(FAULTY.read_bytes()).content)
    saved = office.convert([target, copy], "xlsx", tmp_path / "saved")
    assert list(map(is_product, saved)) == [True, False]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", PRODUCT.encode(), b"%PDF-1.7\n"])
def test_what_cannot_be_read_is_left_to_the_readers(tmp_path: Path, content: bytes) -> None:
    assert not is_product(put(tmp_path, "a.xlsx", content))
    assert not is_product(tmp_path / "none.xlsx")


def test_a_pdf_is_known_by_its_end(tmp_path: Path) -> None:
    copy, homes = blank(), {1: lambda one: (one.left, one.top, one.right, one.bottom)}
    assert not is_product(put(tmp_path, "a.pdf", copy))
    assert is_product(put(tmp_path, "b.pdf", marked(copy, [], homes, "勾稽校验结果：不通过")))
