"""Documents that were made to break a reader: read, or refused in one line, within the limits; nothing is fetched."""

from __future__ import annotations

import socket
from pathlib import Path
from random import Random

import pytest

from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.written import W, as_docx, as_html, as_markdown, as_text, zipped
from tests.shipped import FORMS
from validator import UnreadableWorkbook, read
from validator.readers.limits import DEFAULT_LIMITS, Budget
from validator.readers.xlsx.package import Package

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
DOC = report(FORM, figures_of(FORM, LUCK, small=False))
PAGE, TEXT, MARKDOWN = (write(DOC, LUCK).decode() for write in (as_html, as_text, as_markdown))
WORD = Package(as_docx(DOC, LUCK), Budget(DEFAULT_LIMITS)).read("word/document.xml").decode()
BODY = WORD[WORD.index("<w:body>") + len("<w:body>") :]


def in_head(style: str) -> str:
    return PAGE.replace("<head>", f"<head><style>{style}</style>")


READ = {
    "words of groups in a sheet": in_head("@a" * 120_000),
    "blanks of a colour": in_head(f".a{{color:rgba({' ' * 200_000})}}"),
    "variables of variables": in_head(
        f":root{{{''.join(f'--a{at}:var(--a{at + 1}) var(--a{at + 1});' for at in range(500))}}} p{{display:var(--a0)}}"
    ),
    "styles": PAGE.replace("<body>", "<body>" + "".join(f"<b style='color:#{at:06x}'>1</b>" for at in range(5_000))),
    "a list of headings": TEXT + "一、总体情况\n" * 20_000,
    "a long line": TEXT + "a" * 1_900_000,
    "tabs": TEXT + "\t" * 1_900_000,
    "pipes": MARKDOWN + "|" * 1_900_000,
    "stars": MARKDOWN + "*" * 1_900_000,
    "brackets": TEXT + "（" * 600_000,
    "figures in brackets": TEXT + "1（" * 300_000,
    "outer entities": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>{PAGE[15:]}<p>&x;</p>',
    "entities": f'<!DOCTYPE html [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>{PAGE[15:]}<p>&b;</p>',
    "script": PAGE.replace("</body>", "<script>document.write('<table>')</script></body>"),
}
REFUSED = {
    "a line of 31 MB": (TEXT + "政" * (10 << 20), "文本太长"),
    "rules": (in_head(".a{display:none}" * 100_000), "样式表太大"),
    "groups of rules": (in_head("@media {" * 50_000), "样式表太大"),
    "ancestors": (in_head(f"{'p ' * 5_000}{{color:#fff}}" * 50), "样式表太大"),
    "comments": (in_head("/*" * 500_000), "样式表太大"),
    "braces": (in_head("{" * 900_000), "样式表太大"),
    "selectors within selectors": (in_head(f"{':not(' * 400}p{')' * 400}{{color:red}}"), "样式表太大"),
    "rules within rules": (in_head("a{" * 100_000), "样式表太大"),
    "braces in a sheet": (in_head("{" * 200_000), "样式表太大"),
    "groups within groups": (in_head("@media screen{" * 40 + "p{color:red}"), "样式表太大"),
    "ancestors of ancestors": (
        in_head(f".a {'div ' * 12}b{{color:#fff}}").replace("<body>", f"<body>{'<div>' * 200}{'<b>1</b>' * 500}"),
        "seconds",
    ),
    "brothers of brothers": (
        in_head(".a ~ b ~ b ~ b{color:#fff}").replace("<body>", f"<body>{'<b>1</b>' * 5_000}"),
        "seconds",
    ),
    "lines": (TEXT + "1\n" * 800_000, "cells"),
    "rows": (TEXT + "规章\t0\t0\t0\n" * 40_000, "cells"),
    "heads": (TEXT + "结果维持\t结果纠正\t其他结果\t总计\n" * 38_000, "cells"),
    "runs of blanks": (TEXT + "  a" * 600_000, "cells"),
    "nested tables": (f"<html>{'<table><tr><td>' * 10_000}", "嵌套太深"),
    "nested boxes": (f"<html>{'<div>' * 10_000}", "嵌套太深"),
    "tables": (f"<html>{'<table><tr><td>规章</td><td>1</td></tr></table>' * 8_000}", "没有认出"),
    "a report of nothing": ("政府信息公开\n" * 10, "没有认出"),
}
UNSEEN = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>a</w:t></w:r>'
WORDS = {
    "nested tables": (f"{'<w:tbl><w:tr><w:tc>' * 10_000}{'</w:tc></w:tr></w:tbl>' * 10_000}{BODY}", "已损坏|嵌套太深"),
    "rows": (f"<w:tbl>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * 20_000}</w:tbl></w:body></w:document>", "没有认出"),
    "hidden runs": (f"<w:p>{UNSEEN * 20_000}</w:p></w:body></w:document>", "没有认出|seconds"),
}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever is asked for by name or address."""
    asked: list[object] = []

    def refuse(_: object, address: object) -> None:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return asked


@pytest.mark.parametrize("kind", READ)
def test_what_is_around_a_report_does_not_keep_it_from_being_read(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(READ[kind].encode())
    found = read(tmp_path / "a")
    assert found.number("表四.复议后起诉.总计") == 2394
    assert found.unplaced == ()
    assert "root:" not in found.text("正文.六")


@pytest.mark.parametrize("kind", REFUSED)
def test_a_text_or_page_without_end_is_refused_in_a_line(kind: str, tmp_path: Path) -> None:
    content, told = REFUSED[kind]
    (tmp_path / "a").write_bytes(content.encode())
    with pytest.raises(UnreadableWorkbook, match=told) as refused:
        read(tmp_path / "a")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", WORDS)
def test_a_word_document_without_end_is_refused_in_a_line(kind: str, tmp_path: Path) -> None:
    content, told = WORDS[kind]
    (tmp_path / "a.docx").write_bytes(zipped(f'<w:document xmlns:w="{W}"><w:body>{content}'))
    with pytest.raises(UnreadableWorkbook, match=told) as refused:
        read(tmp_path / "a.docx")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x "aa"><!ENTITY y "&x;&x;">'])
def test_a_word_document_with_entities_is_refused(entity: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zipped(f"<!DOCTYPE a [{entity}]>{WORD}"))
    with pytest.raises(UnreadableWorkbook, match="DTD"):
        read(tmp_path / "a.docx")


def test_spans_without_bound_are_cut(tmp_path: Path) -> None:
    for span in ("colspan=100000", "rowspan=65534", "colspan=-1 rowspan=x", "rowspan=0"):
        (tmp_path / "a.html").write_text(PAGE.replace("<td>", f"<td {span}>", 40), "utf-8")
        found = read(tmp_path / "a.html")
        assert {name for name in found.cells if name in FORM.indicators and found.number(name) is None} == set()


def test_nothing_is_fetched(tmp_path: Path, no_network: list[object]) -> None:
    more = (
        "<link rel=stylesheet href=http://192.0.2.1/a.css><img src=http://192.0.2.1/a.png>"
        "<iframe src=http://192.0.2.1/></iframe><style>@import url(http://192.0.2.1/b.css);</style>"
    )
    (tmp_path / "a.html").write_text(PAGE.replace("<body>", f"<body>{more}"), "utf-8")
    assert read(tmp_path / "a.html").unplaced == ()
    assert no_network == []
