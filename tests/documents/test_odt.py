"""OpenDocument texts: made by hand as the standard has them, and by LibreOffice of the Word documents we publish."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.documents.figured import figures, read, report, texts, workbook, wrong
from tests.office import Office
from validator import UnreadableWorkbook, api
from validator.documents.tables.found import HIDDEN
from validator.model.filing import Filing
from validator.publishing import word
from validator.publishing.content import Publication, publication_of
from validator.template.grid import Grid, GridCell

MIMETYPE = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
STYLES = """<office:automatic-styles xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<style:style style:name="unseen" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="below" style:family="text" style:parent-style-name="unseen"/>
<style:style style:name="dark" style:family="table-cell"><style:table-cell-properties fo:background-color="#003366"/></style:style>
<style:style style:name="white" style:family="text"><style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="snow" style:family="text"><style:text-properties fo:color="#FFFAFA"/></style:style>
<style:style style:name="blue" style:family="text"><style:text-properties fo:color="#003366"/></style:style>
<style:style style:name="marked" style:family="text" style:parent-style-name="blue"><style:text-properties fo:background-color="#043A6A"/></style:style>
<style:style style:name="speck" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="thread" style:family="text"><style:text-properties style:text-scale="1%"/></style:style>
<style:style style:name="paper" style:family="text" style:parent-style-name="white"/>
<style:style style:name="whole" style:family="paragraph" style:parent-style-name="white"/>
<style:style style:name="struck" style:family="text"><style:text-properties style:text-line-through-style="solid"
  style:text-line-through-type="single"/></style:style>
<style:style style:name="plain" style:family="text"><style:text-properties style:text-line-through-style="none"/></style:style>
<style:style style:name="above" style:family="text" style:parent-style-name="raised"/>
<style:style style:name="old" style:family="text" style:parent-style-name="struck"/>
<style:style style:name="lower" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="raised" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
</office:automatic-styles>"""


def odt(body: str, *, styles: str = STYLES, head: str = "", manifest: str = "", mimetype: str = MIMETYPE) -> bytes:
    """A document with that body."""
    content = (
        f'{head}<office:document-content {SPACES} office:version="1.3">{styles}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        made.writestr("content.xml", content)
        if manifest:
            made.writestr("META-INF/manifest.xml", manifest)
    return into.getvalue()


def written(published: Publication, figure: str = "<text:p>{}</text:p>", before: str = "") -> str:
    """The report as the body of a document; `figure` is what stands in a cell with a figure."""
    parts = [f"<text:h>{escape(published.title)}</text:h>", f"<text:p>{escape(published.introduction)}</text:p>"]
    for part in published.parts:
        parts.append(f"<text:h>{escape(part.heading)}</text:h>")
        parts += [f"<text:p>{escape(words)}</text:p>" for words in part.paragraphs]
        parts += [_table(part.grid, published, figure)] if part.grid else []
    return before + "".join(parts)


def _table(grid: Grid, published: Publication, figure: str) -> str:
    width, rows = len(grid.widths), len(grid.rows)
    cells = {(row, one.column): one for row, held in enumerate(grid.rows) for one in held}
    covered = {
        (row + down, one.column + across)
        for (row, _), one in cells.items()
        for down in range(one.rows)
        for across in range(one.columns)
    } - cells.keys()
    lines = [
        "".join(
            "<table:covered-table-cell/>" if (row, column) in covered else _cell(cells[row, column], published, figure)
            for column in range(1, width + 1)
        )
        for row in range(rows)
    ]
    return f"<table:table><table:table-column/>{''.join(f'<table:table-row>{one}</table:table-row>' for one in lines)}</table:table>"


def _cell(one: GridCell, published: Publication, figure: str) -> str:
    words = escape(published.figures.get(one.name, one.text))
    spans = f'table:number-columns-spanned="{one.columns}" table:number-rows-spanned="{one.rows}"'
    inner = figure.format(words) if one.name else f"<text:p>{words}</text:p>"
    return f"<table:table-cell {spans}>{inner}</table:table-cell>"


def test_every_figure_and_word_is_read() -> None:
    found = read(odt(written(report())), "a.odt")
    assert (figures(found), texts(found)) == (figures(workbook()), texts(workbook()))
    assert (found.organ, found.source, found.unplaced) == (workbook().organ, "odt", ())


@pytest.mark.parametrize(
    "figure",
    ["<text:p>{}<office:annotation><text:p>5</text:p></office:annotation></text:p>",
     '<text:p><text:span text:style-name="unseen">9</text:span>{}</text:p>',
     '<text:p>{}<text:span text:style-name="below">9</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="white">9</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="snow">9</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="marked">9</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="speck">9</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="thread">9</text:span></text:p>',
     '<text:p text:style-name="whole">9<text:span text:style-name="blue">{}</text:span>9</text:p>',
     '<text:p><text:span text:style-name="struck">9</text:span>{}</text:p>',
     '<text:p>{}<text:span text:style-name="old">9</text:span></text:p>',
     "<text:p>\u200b{}\ufeff</text:p>",
     '<text:p><text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>{}<text:change-end text:change-id="c2"/></text:p>',
     '<text:p>{}</text:p><text:section text:display="none"><text:p>4</text:p></text:section>',
     '<text:p>{}<text:hidden-text text:condition="x" text:string-value="4">4</text:hidden-text></text:p>',
     '<text:p>{}</text:p><text:p>4<text:hidden-paragraph text:is-hidden="true"/></text:p>',
     '<text:p>\n  <text:span text:style-name="plain">{}</text:span><text:s text:c="3"/></text:p>',
     "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>"],
)  # fmt: skip
def test_what_nobody_reads_is_no_digit(figure: str) -> None:
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>8</text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>一、本年新收政府信息公开申请数量</text:p></table:table-cell></table:table-row>"
        "</table:table></text:deletion></text:changed-region></text:tracked-changes>"
    )
    found = read(odt(written(report(), figure, deleted)), "a.odt")
    assert figures(found) == figures(workbook())


@pytest.mark.parametrize(
    "figure",
    ['<text:p>{}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>按2号</text:p></text:note-body></text:note></text:p>',
     '<text:p>{}<text:span text:style-name="raised">2</text:span></text:p>',
     '<text:p>{}<text:span text:style-name="above">2</text:span></text:p>',
     '<text:p><text:span text:style-name="lower">2</text:span>{}</text:p>',
     "<text:p>{}</text:p><text:p>3</text:p>",
     "<text:p>{}<text:line-break/>3</text:p>",
     "<text:p>{}<draw:frame><draw:image/></draw:frame></text:p>",
     "<text:p>{}<draw:frame><draw:text-box><text:p>7</text:p></draw:text-box></draw:frame></text:p>"],
)  # fmt: skip
def test_what_stands_beside_a_number_makes_it_none(figure: str) -> None:
    found = read(odt(written(report(), figure)), "a.odt")
    assert {name for name in found.form.indicators if found.number(name) is not None} == set()


@pytest.mark.parametrize("style", ["white", "plain"])
def test_figures_on_a_dark_ground_are_seen(style: str) -> None:
    """White ones, and those of whose colour nothing is said: it is taken after the ground."""
    figure = f'<text:p><text:span text:style-name="{style}">{{}}</text:span></text:p>'
    text = written(report(), figure).replace("<table:table-cell ", '<table:table-cell table:style-name="dark" ')
    assert figures(read(odt(text), "a.odt")) == figures(workbook())


def test_figures_of_the_colour_of_a_dark_ground_are_not_seen() -> None:
    figure = '<text:p><text:span text:style-name="blue">{}</text:span></text:p>'
    text = written(report(), figure)
    assert figures(read(odt(text), "a.odt")) == figures(workbook())
    dark = text.replace("<table:table-cell ", '<table:table-cell table:style-name="dark" ')
    assert {one.reason for one in read(odt(dark), "a.odt").unplaced} == {HIDDEN}


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p><text:span text:style-name="white">{}</text:span></text:p>',
        '<text:p><text:span text:style-name="paper">{}</text:span></text:p>',
        '<text:p text:style-name="whole">{}</text:p>',
        '<text:p><text:span text:style-name="below">{}</text:span></text:p>',
    ],
)
def test_a_figure_that_a_style_hides_is_told_and_not_read(hidden: str) -> None:
    found = read(odt(written(report(), hidden)), "a.odt")
    assert {one.indicator: one.seen for one in found.unplaced} == {
        name: str(value) for name, value in figures(workbook()).items() if value is not None
    }
    assert {one.reason for one in found.unplaced} == {HIDDEN}


def test_cells_and_rows_that_are_written_once_are_read_as_often_as_they_are() -> None:
    name, cell = (
        "表三.部分公开",
        '<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="1"><text:p>{}</text:p></table:table-cell>',
    )
    columns = [one for one in report().figures if one.startswith(f"{name}.")]
    same = {**report().figures, **dict.fromkeys(columns, "31")}
    text = written(Publication(report().title, report().introduction, report().parts, same))
    once = cell.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="7" ').format(31)
    assert text.count(cell.format(31) * 7) == 1
    found = read(odt(text.replace(cell.format(31) * 7, once)), "a.odt")
    assert figures(found) == {**figures(workbook()), **dict.fromkeys(columns, 31)}
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="10"/></table:table-row>'
    at = text.rindex("</table:table>", 0, text.index("四、政府信息公开行政复议"))
    assert figures(read(odt(text[:at] + blank + text[at:]), "a.odt"))[columns[0]] == 31


def test_a_cell_too_few_makes_its_row_unsure() -> None:
    text = written(report())
    cut = text.replace(">172</text:p></table:table-cell>", ">172</text:p></table:table-cell><!--", 1)
    cut = cut.replace("<!--", "", 1)
    at = cut.index(">172<")
    begin = cut.rindex("<table:table-cell", 0, at)
    end = cut.index("</table:table-cell>", at) + len("</table:table-cell>")
    found = read(odt(cut[:begin] + cut[end:]), "a.odt")
    assert wrong(found, figures(workbook())) == {}
    assert {one.indicator.rpartition(".")[0] for one in found.unplaced} == {"表三.予以公开"}


REPEATED = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}"/></table:table-row>'
HOSTILE = {
    "an entity": (odt("<text:p>&a;</text:p>", head='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "DTD"),
    "laughs": (odt("<text:p>&a;</text:p>", head='<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY a "&b;&b;">]>'), "DTD"),
    "a bomb": (odt("<text:p>" + " " * 30_000_000 + "</text:p>"), "inflated_bytes"),
    "rows without end": (odt("<table:table>" + REPEATED.format(1_000, 1_000) * 200 + "</table:table>"), "cells"),
    "tables in tables": (
        odt("<table:table><table:table-row><table:table-cell>" * 3_000 + "</table:table-cell></table:table-row></table:table>" * 3_000),
        "已损坏",
    ),
    "half a file": (odt("<text:p>"), "已损坏"),
    "locked": (odt("", manifest="<manifest:encryption-data/>"), "设有打开密码"),
    "words alone": (odt("<text:p>报告</text:p>"), "没有认出"),
    "a table for sums": (odt("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument 表格（.ods）"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_read_is_told(kind: str) -> None:
    content, words = HOSTILE[kind]
    with pytest.raises(UnreadableWorkbook) as told:
        read(content, "a.odt")
    assert words in str(told.value)


def examples() -> list[Path]:
    return sorted((ROOT / "examples").glob("*.xlsx"))


@pytest.fixture(scope="module")
def converted(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The examples as published, by name with ending: Word's, and what LibreOffice makes of that."""
    folder = tmp_path_factory.mktemp("published")
    files = [folder / f"{path.stem}.docx" for path in examples()]
    for source, file in zip(examples(), files, strict=True):
        file.write_bytes(word.document(publication_of(api.read(source))))
    made = [*files, *office.convert(files, "odt", folder), *office.convert(files, "pdf", folder)]
    return {one.name: one for one in made}


@pytest.mark.parametrize("source", examples(), ids=lambda one: one.stem)
@pytest.mark.parametrize("kind", ["odt", "pdf"])
def test_what_is_published_is_read_as_it_was(converted: dict[str, Path], kind: str, source: Path, gouji: Gouji) -> None:
    wanted, path = api.read(source), converted[f"{source.stem}.{kind}"]
    found = api.read(path)
    assert (figures(found), texts(found), found.source) == (figures(wanted), texts(wanted), kind)
    assert found.unplaced == ()
    files = [path, path.with_suffix(".docx"), *([source] if source.stem != WITH_FAULTS_OF_WORKBOOKS else [])]
    first, *others = (gouji("check", one, "--format", "json", *TODAY).data["files"][0] for one in files)
    left_out = {one["code"] for one in first["coverage"]["not_run"]}
    for other in others:
        assert findings(first) == [one for one in findings(other) if one[0] not in left_out]


WITH_FAULTS_OF_WORKBOOKS = "处处有错2025"
"""The example of faults that only a workbook has: what follows from them is other in a document."""


def findings(file: dict[str, list[dict[str, object]]]) -> list[tuple[object, object]]:
    """What was found, in a fixed order."""
    return sorted((one["code"], str(one["severity"])) for one in file["findings"])


def test_changed_text_is_what_is_read(converted: dict[str, Path]) -> None:
    """A figure changed in the document that LibreOffice wrote."""
    whole = converted["宿迁市2024.odt"].read_bytes()
    source, into = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, data.replace(b">3525<", b">987654<") if name == "content.xml" else data)
    before: Filing = read(whole, "a.odt")
    name = "表三.本年新收.总计"
    assert before.number(name) == 3525
    assert figures(read(into.getvalue(), "a.odt")) == {**figures(before), name: 987654}
