"""退回说明: what it says, of which reports, and what an office's own template can do."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from rulework.letter_template import build
from tests.annotating.made import FAULTY, MIANCHI, report_of
from tests.conftest import ROOT
from tests.writers.reports import examined
from validator.letters.content import MOST, fields_of, sample
from validator.letters.documents import TEMPLATE, BadTemplate, Template
from validator.model.report import FileReport
from validator.model.rule import Severity


def words(letter: bytes) -> list[str]:
    """The paragraphs of a letter, tables row by row, in order."""
    document = Document(io.BytesIO(letter))
    found: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            found += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        elif block.text.strip():
            found.append(block.text.strip())
    return found


def letter_on(path: Path) -> list[str]:
    return words(Template().letter(fields_of(report_of(path.read_bytes(), path.name))))


def test_the_whole_letter() -> None:
    assert letter_on(MIANCHI) == (ROOT / "tests/letters/golden/渑池县2023.txt").read_text("utf-8").splitlines()


def test_what_must_be_fixed_comes_first_in_the_order_of_the_form() -> None:
    lines = letter_on(FAULTY)
    heads = [one for one in lines if re.match(r"[一二]、.*项）$", one)]
    assert heads == ["一、必须改正的问题（11 项）", "二、需要核实的问题（3 项）"]
    points = [one for one in lines if one.startswith("（") and "“" in one[:8]]
    assert points[0].startswith("（一）“三、依申请公开”D8")
    assert [one[: one.index("　")] for one in points[:4]] == [
        *(
            "（一）“三、依申请公开”D8",
            "（二）“三、依申请公开”J10",
            "（三）“三、依申请公开”E31",
            "（四）“四、复议诉讼”E8",
        ),
    ]
    assert "三、依申请公开 D8 | 表三.本年新收.自然人 | 63 | 36" in lines
    assert any(
        one.startswith("依据：国办公开办函〔2021〕30号") and one.endswith("（规则 T3-01、T3-03）。") for one in lines
    )
    assert any("在工作簿的“情况说明”工作表填写一行：规则代码写 ST-06，单元格写 A3" in one for one in lines)
    assert lines[-1] == "年　　月　　日"


def test_only_what_is_to_explain() -> None:
    report = examined("explain")
    lines = words(Template().letter(fields_of(report)))
    assert not [one for one in lines if "必须改正" in one]
    assert "一、需要核实的问题" in "\n".join(lines)
    assert "请逐项核实，不属实的改正，属实的说明理由" in "\n".join(lines)


def test_a_workbook_without_the_sheet_of_explanations_explains_on_paper() -> None:
    report = replace(examined("explain"), sheets=("三、依申请公开",))
    assert "请随报告附书面说明" in "\n".join(words(Template().letter(fields_of(report))))


def test_what_is_waived_or_broken_is_not_asked_for() -> None:
    waived = examined("waived")
    open_ones = [one for one in waived.findings if one.counts]
    fields = fields_of(waived)
    assert sum(fields[f"{level}数"] for level in ("强制", "核实", "提示")) <= len(open_ones)
    codes = {point["规则"] for level in ("强制", "核实", "提示") for point in fields[level]}
    assert not codes & (
        {one.rule.code for one in waived.findings if not one.counts} - {one.rule.code for one in open_ones}
    )


def test_of_very_many_points_the_others_are_counted() -> None:
    report = report_of(MIANCHI.read_bytes())
    one = next(each for each in report.findings if each.severity is Severity.EXPLAIN)
    many = FileReport("a.xlsx", report.status, findings=(one,) * (MOST + 7))
    fields = fields_of(many)
    assert (len(fields["核实"]), fields["核实数"], fields["核实余"]) == (MOST, MOST + 7, 7)
    assert fields["核实"][-1]["序"] == "六十"
    assert "另有 7 项" in "\n".join(words(Template().letter(fields)))


def test_the_template_that_is_shipped_is_the_one_that_is_built() -> None:
    assert parts(TEMPLATE.read_bytes()) == parts(build())


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}


def own(path: Path, *lines: str) -> Path:
    """A template of an office with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_an_office_writes_its_own_letter(tmp_path: Path) -> None:
    path = own(
        tmp_path / "本县.docx",
        "{{ 机关 }}：{{ 文件 }}",
        "{%p for 条 in 强制 %}",
        "{{ 条.单元格 }} {{ 条.规则 }}",
        "{%p endfor %}",
    )
    lines = words(Template(path).letter(fields_of(report_of(MIANCHI.read_bytes(), "d/渑池.xlsx"))))
    assert lines == ["渑池县人民政府：渑池.xlsx", "D31 VA-03", "A3 P-03"]


FIELDS: dict[str, Any] = sample()


@pytest.mark.parametrize("level", ["强制", "核实", "提示"])
def test_the_sample_has_every_field(level: str) -> None:
    """Else a template that is sound would be refused, or one that is not taken."""
    found = fields_of(report_of(FAULTY.read_bytes()))
    assert found.keys() == FIELDS.keys()
    for point in found[level]:
        assert point.keys() == FIELDS[level][0].keys()
        for cell in point["格"]:
            assert cell.keys() == FIELDS[level][0]["格"][0].keys()


def test_every_field_is_documented() -> None:
    told = (ROOT / "docs/outputs.md").read_text("utf-8")
    names = {*FIELDS, *FIELDS["强制"][0], *FIELDS["强制"][0]["格"][0]}
    assert [name for name in names if f"`{name}`" not in told] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{{ 机关名 }}", "机关名"),
        ("{{ 机关 }", "模板里的标记有误"),
        ("{% for 条 in 强制 %}", "模板里的标记有误"),
        ("{{ 年度.__class__.__mro__ }}", "模板里的标记有误"),
        ("{{ 1 / 0 }}", "模板里的标记有误"),
    ],
)
def test_a_template_with_an_error_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = own(tmp_path / "错.docx", line)
    with pytest.raises(BadTemplate, match=why) as refused:
        Template(path)
    assert str(refused.value).startswith(f"{path}：")


@pytest.mark.parametrize("content", [b"", b"no zip", FAULTY.read_bytes()])
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "错.docx"
    path.write_bytes(content)
    with pytest.raises(BadTemplate, match=r"不是 Word 文档（\.docx），或者文件已损坏"):
        Template(path)
    with pytest.raises(BadTemplate, match="没有这个文件"):
        Template(tmp_path / "none.docx")


def test_without_docxtpl_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(BadTemplate, match=r"pip install 'gouji\[letters\]'"):
        Template()
