"""What reading a published report costs beside what its library takes for the bare text and cells, in one run.

    python benchmarks/bench_documents.py [ROUNDS] [--folder DIR]

The files are the examples as they are published: a page, a Word document, a text and, where LibreOffice is installed,
an OpenDocument text and a PDF; with --folder whatever documents lie there. `blocks` is what a reader makes of a file,
its paragraphs and cells with their merges and without what is hidden; `library` is parsing the page (lxml), going
through paragraphs and cells (python-docx; lxml for .odt), taking tables and text out (pdfplumber), splitting lines (a
text, for which there is no library). `filing` is the whole way, with labels found and figures in their places, as of a
document of whose words nothing is known from others. Milliseconds of the processor for one document, the least of all
rounds.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
from docx import Document
from lxml import etree, html

from validator import UnreadableWorkbook, read
from validator.catalogue.forms import Forms
from validator.catalogue.shipped import shipped
from validator.documents.kinds import document_in
from validator.documents.reading import filing_of_content
from validator.documents.tables.naming import names_of, names_of_all
from validator.model.labels import core, loose, similarity
from validator.publishing import page, word
from validator.publishing.content import publication_of
from validator.readers.limits import DEFAULT_LIMITS, Budget

EXAMPLES = Path(__file__).parents[1] / "examples"


def bare_page(data: bytes) -> int:
    root = html.document_fromstring(data)
    return sum(len("".join(cell.itertext())) for cell in root.iter("td", "th", "p", "h1", "h2"))


def bare_word(data: bytes) -> int:
    made = Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return len(cells) + len([one.text for one in made.paragraphs])


def bare_open_document(data: bytes) -> int:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    return len(["".join(one.itertext()) for one in root.iter() if etree.QName(one).localname in {"p", "h"}])


def bare_pdf(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as made:
        return sum(len(one.extract_tables()) + len(one.extract_text()) for one in made.pages)


def bare_text(data: bytes) -> int:
    return sum(len(line.split()) for line in data.decode("utf-8").splitlines())


BARE: dict[str, Callable[[bytes], int]] = {
    ".html": bare_page,
    ".docx": bare_word,
    ".odt": bare_open_document,
    ".pdf": bare_pdf,
    ".txt": bare_text,
}


def published(folder: Path) -> None:
    """The examples as documents of every kind that can be made here."""
    for path in sorted(EXAMPLES.glob("*.xlsx")):
        report = publication_of(read(path))
        content = page.page(report)
        (folder / f"{path.stem}.html").write_bytes(content)
        (folder / f"{path.stem}.docx").write_bytes(word.document(report))
        (folder / f"{path.stem}.txt").write_text(copied(content), "utf-8")
    if program := shutil.which("soffice"):
        profile = (folder / "profile").as_uri()
        for kind in ("odt", "pdf"):
            words = [
                program,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                folder,
            ]
            subprocess.run([*words, *sorted(folder.glob("*.docx"))], capture_output=True, check=False)


def copied(content: bytes) -> str:
    """The text of a page as it is copied: tabs between cells."""
    root = html.document_fromstring(content)
    lines = []
    for one in root.iter("h1", "h2", "p", "tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in one.iterchildren("td", "th")]
        lines.append("\t".join(cells) if cells else " ".join("".join(one.itertext()).split()))
    return "\n".join(lines)


def least(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The least milliseconds of works that take turns."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for one, times in zip(works, took, strict=True):
            started = time.process_time()
            one()
            times.append(1_000 * (time.process_time() - started))
    return [min(times) for times in took]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("rounds", type=int, nargs="?", default=15)
    given.add_argument("--folder", type=Path)
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        if options.folder is None:
            published(folder)
        print(f"{'':6}{'documents':>10}{'blocks':>10}{'library':>10}{'ratio':>8}{'filing':>10}")
        for suffix, bare in BARE.items():
            if files := [path for path in sorted(folder.glob(f"*{suffix}")) if is_read(path)]:
                row(suffix, files, bare, options.rounds)


def is_read(path: Path) -> bool:
    try:
        filing_of_content(path.read_bytes(), path.name, shipped().forms)
    except UnreadableWorkbook as error:
        print(error)
        return False
    return True


def unlike_others(data: bytes, path: Path, forms: Forms) -> None:
    """The whole way of the first document with these words."""
    for kept in (names_of, names_of_all, similarity, loose, core):
        kept.cache_clear()
    filing_of_content(data, path.name, forms)


def row(suffix: str, files: list[Path], bare: Callable[[bytes], int], rounds: int) -> None:
    forms, each = shipped().forms, []
    for path in files:
        data = path.read_bytes()
        kind, read_blocks = document_in(data, path.name, forms.form().title_words) or ("", None)
        if read_blocks is None:
            raise SystemExit(f"{path}: {kind}?")
        works = (
            lambda data=data, read_blocks=read_blocks: read_blocks(data, Budget(DEFAULT_LIMITS)),
            lambda data=data: bare(data),
            lambda data=data, path=path: unlike_others(data, path, forms),
        )
        each.append(least(works, rounds))
    blocks, library, filing = (sum(times) / len(files) for times in zip(*each, strict=True))
    print(f"{suffix:6}{len(files):10}{blocks:9.1f} {library:9.1f} {blocks / library:7.2f}×{filing:10.1f}")


if __name__ == "__main__":
    main()
