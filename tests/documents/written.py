"""The formats in which a report is published: HTML, Word, text of four kinds, Markdown."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator
from random import Random

from tests.documents.made import HEADINGS, C, Doc, T, laid_out
from tests.documents.odd_formats import as_boxes, as_broken, as_pre
from tests.documents.odd_manners import PAGED, WRAPPED
from tests.documents.rival_manners import TABBED


def as_html(doc: Doc, luck: Random) -> bytes:
    def shown(text: str) -> str:
        safe = html.escape(text)
        if "spans" in doc.notes:
            safe = "".join(f'<span style="x">{html.escape(sign)}</span>' for sign in text)
        if "br" in doc.notes and len(text) > 4 and not text[0].isdigit():
            safe = f"{html.escape(text[:3])}<br>{html.escape(text[3:])}"
        return f"&nbsp;{safe}　" if "nbsp" in doc.notes else safe

    def cell(one: C) -> str:
        spans = "".join(f' {name}="{by}"' for name, by in (("rowspan", one.rows), ("colspan", one.columns)) if by > 1)
        return f"<td{spans}><p>{shown(one.text)}</p></td>"

    def block(one: str | T) -> str:
        if isinstance(one, str):
            return f"<p>{shown(one)}</p>"
        return "<table>" + "".join(f"<tr>{''.join(map(cell, row))}</tr>\n" for row in one.rows) + "</table>"

    body = "\n".join(map(block, doc.blocks))
    if "layout" in doc.notes:
        body = f"<table><tr><td>导航<br>栏目</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


BLANKS = "\xa0\u3000"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def _word_paragraph(text: str, notes: set[str]) -> str:
    if "spans" in notes:
        return f"<w:p>{''.join(map(_run, text))}</w:p>"
    if "br" in notes and len(text) > 4 and not text[0].isdigit():
        return f"<w:p>{_run(text[:3])}<w:r><w:br/></w:r>{_run(text[3:])}</w:p>"
    return f"<w:p>{_run(text.join(BLANKS) if 'nbsp' in notes else text)}</w:p>"


def _word_rows(table: T, notes: set[str]) -> Iterator[str]:
    below: dict[tuple[int, int], int] = {}
    for top, row in enumerate(table.rows):
        cells, column, left = [], 0, list(row)
        while left or (top, column) in below:
            if wide := below.get((top, column)):
                cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/><w:vMerge/></w:tcPr><w:p/></w:tc>')
                column += wide
                continue
            one = left.pop(0)
            below |= {(top + down, column): one.columns for down in range(1, one.rows)}
            merge = '<w:vMerge w:val="restart"/>' if one.rows > 1 else ""
            spans = f'<w:gridSpan w:val="{one.columns}"/>{merge}'
            cells.append(f"<w:tc><w:tcPr>{spans}</w:tcPr>{_word_paragraph(one.text, notes)}</w:tc>")
            column += one.columns
        yield f"<w:tr>{''.join(cells)}</w:tr>"


def as_docx(doc: Doc, luck: Random) -> bytes:
    def block(one: str | T) -> str:
        if isinstance(one, str):
            return _word_paragraph(one, doc.notes)
        return f"<w:tbl>{''.join(_word_rows(one, doc.notes))}</w:tbl><w:p/>"

    body = "".join(map(block, doc.blocks))
    if "layout" in doc.notes:
        body = f"<w:tbl><w:tr><w:tc>{_word_paragraph('栏目', set())}</w:tc><w:tc>{body}</w:tc></w:tr></w:tbl>"
    return zipped(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def zipped(document: str, styles: str = "") -> bytes:
    """A Word document with that main part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", document)
        if styles:
            made.writestr("word/styles.xml", styles)
    return stream.getvalue()


def _lines(doc: Doc, luck: Random, gap: str, *, blanks: bool = False) -> bytes:
    """A row a line, or in more where its labels wrap; `blanks` where a blank cell is seen."""
    lines: list[str] = []
    numbers = (1, 2, 5, 9) if "\n" not in gap else ()  # beside a cell a line nobody could tell them
    for one in doc.blocks:
        if isinstance(one, str):
            lines += [one, ""]
            continue
        for row in one.rows:
            lines += (
                _wrapped(row, luck, gap, blanks=blanks) if WRAPPED in doc.notes else [_line(row, gap, blanks=blanks)]
            )
            if PAGED in doc.notes and luck.random() < 0.15:
                bare = [str(luck.choice(numbers))] if numbers else []
                lines.append(luck.choice([*bare, "3/8", "- 5 -", "－ 6 －", "第 5 页 共 8 页", "共8页 第5页", "5 / 8"]))
        lines.append("")
    return "\n".join(lines).encode()


def _line(row: list[C], gap: str, *, blanks: bool) -> str:
    return gap.join(one.text for one in row if one.text or blanks)


def _wrapped(row: list[C], luck: Random, gap: str, *, blanks: bool) -> list[str]:
    """The label breaks in two or three, and the figures stand behind one of its parts."""
    label = next((at for at, one in enumerate(row) if one.kind == "row" and len(one.text) > 7), None)
    if label is None or luck.random() < 0.4:
        return [_line(row, gap, blanks=blanks)]
    text, before, behind = row[label].text, row[:label], row[label + 1 :]
    cuts = sorted(luck.sample(range(3, len(text) - 1), luck.choice([1, 1, 2]) if len(text) > 12 else 1))
    parts = [C(text[start:stop]) for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    with_figures = luck.randrange(len(parts))
    rows = [
        [*(before if at == 0 else []), part, *(behind if at == with_figures else [])] for at, part in enumerate(parts)
    ]
    return [_line(cells, gap, blanks=blanks) for cells in rows]


def as_text(doc: Doc, luck: Random) -> bytes:
    """As copied from a page: tabs between the cells that begin in a row."""
    return _lines(doc, luck, "\t", blanks=True)


def as_wide_text(doc: Doc, luck: Random) -> bytes:
    """Runs of blanks between the cells; blank ones are lost."""
    return _lines(doc, luck, luck.choice(["  ", "    ", "　　"]))


def as_narrow_text(doc: Doc, luck: Random) -> bytes:
    """One blank between the cells."""
    return _lines(doc, luck, " ")


def as_lines(doc: Doc, luck: Random) -> bytes:
    """A cell a line."""
    return _lines(doc, luck, luck.choice(["\n", "\n\n"]))


def as_markdown(doc: Doc, luck: Random) -> bytes:
    """Pipe tables, in which nothing is merged; headings with signs."""
    lines: list[str] = []
    for one in doc.blocks:
        if isinstance(one, str):
            lines += [f"## {one}" if one in HEADINGS else one, ""]
            continue
        for number, row in enumerate(laid_out(one)):
            texts = [cell.text.replace("|", r"\|") if cell else "" for cell in row]
            gap = "\t" if TABBED in doc.notes else " "
            lines.append(f"|{gap}{f'{gap}|{gap}'.join(texts)}{gap}|")
            if number == 0:
                lines.append(f"|{'|'.join(' --- ' for _ in texts)}|")
        lines.append("")
    return "\n".join(lines).encode()


Format = Callable[[Doc, Random], bytes]
FORMATS: dict[str, Format] = {
    "html": as_html,
    "docx": as_docx,
    "text": as_text,
    "wide text": as_wide_text,
    "narrow text": as_narrow_text,
    "lines": as_lines,
    "markdown": as_markdown,
    "pre": as_pre,
    "broken": as_broken,
    "boxes": as_boxes,
}
