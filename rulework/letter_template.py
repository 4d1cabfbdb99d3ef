"""The template of the 退回说明 that comes with the package, built anew: ``python -m rulework.letter_template``.

It is a document of Word as an office would make it, laid out after GB/T 9704 as far as fonts allow; the marks in it are
docxtpl's, the fields those of `validator.letters.content`.
"""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from validator.files.writing import write_atomically
from validator.letters.documents import TEMPLATE

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph

_TITLE, _HEAD, _BODY, _POINT = "方正小标宋简体", "黑体", "仿宋", "楷体"
_SIZE, _SMALL = 14, 11
_WIDTHS = (3.2, 5.6, 3.2, 3.2)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_INDENT = "　　"


def build() -> bytes:
    """The template, the same bytes each time."""
    document = Document()
    _page(document)
    _line(document, "关于{{ 机关 }}{% if 年度 %}{{ 年度 }}年{% endif %}政府信息公开", _TITLE, 20, centre=True)
    _line(document, "工作年度报告的退回说明", _TITLE, 20, centre=True)
    _line(document, "")
    _line(document, "{{ 机关 }}：")
    _line(
        document,
        _INDENT + "你单位报送的{% if 年度 %}{{ 年度 }}年{% endif %}政府信息公开工作年度报告（文件：{{ 文件 }}）"
        "已经校验，发现{% if 强制 %}必须改正的问题 {{ 强制数 }} 项{% endif %}{% if 强制 and 核实 %}、{% endif %}"
        "{% if 核实 %}需要核实的问题 {{ 核实数 }} 项{% endif %}。"
        "{% if 强制 %}现予退回，请逐项改正{% if 核实 %}、核实{% endif %}后重新报送。"
        "{% else %}请逐项核实，不属实的改正，属实的说明理由。{% endif %}",
    )
    _level(document, "强制", "必须改正的问题", "一")
    _level(document, "核实", "需要核实的问题", "{{ '二' if 强制 else '一' }}")
    _ending(document)
    stream = io.BytesIO()
    document.save(stream)
    return _repeatable(stream.getvalue())


def _page(document: Doc) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    about = document.core_properties
    about.author, about.title, about.comments = "gouji", "退回说明", ""


def _level(document: Doc, level: str, title: str, number: str) -> None:
    _line(document, f"{{%p if {level} %}}")
    _line(document, f"{_INDENT}{number}、{title}（{{{{ {level}数 }}}} 项）", _HEAD)
    _line(document, f"{{%p for 条 in {level} %}}")
    _line(document, _INDENT + "（{{ 条.序 }}）{{ 条.位置 }}　{{ 条.题目 }}", _POINT, bold=True)
    _line(document, _INDENT + "{{ 条.问题 }}。")
    _line(document, "{%p if 条.格 %}")
    _cells(document)
    _line(document, "{%p endif %}")
    _line(document, _INDENT + "改法：{{ 条.改法 }}。").paragraph_format.space_before = Pt(6)
    if level == "核实":
        _line(document, "{%p if 说明表 %}")
        told = "规则代码写 {{ 条.规则 }}{% if 条.单元格 %}，单元格写 {{ 条.单元格 }}{% endif %}"
        _line(document, f"{_INDENT}核实后情况属实的，在工作簿的“{{{{ 说明表 }}}}”工作表填写一行：{told}，并写明理由。")
        _line(document, "{%p else %}")
        _line(document, _INDENT + "核实后情况属实的，请随报告附书面说明，写明规则代码 {{ 条.规则 }} 和理由。")
        _line(document, "{%p endif %}")
    _line(document, _INDENT + "依据：{{ 条.依据 }}（规则 {{ 条.规则 }}）。")
    _line(document, "{%p endfor %}")
    _line(document, f"{{%p if {level}余 %}}")
    _line(document, f"{_INDENT}另有 {{{{ {level}余 }}}} 项，见标注副本里的校验结果。")
    _line(document, "{%p endif %}")
    _line(document, "{%p endif %}")


def _ending(document: Doc) -> None:
    _line(document, _INDENT + "请于　　　　年　　月　　日前重新报送。")
    _line(document, "")
    for text in ("（单位盖章）　　　　", "　　　　年　　月　　日　　"):
        _line(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _cells(document: Doc) -> None:
    """The cells of a point: where, which indicator, what it holds, what it should hold."""
    table = document.add_table(rows=4, cols=len(_WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    place = "{% if 格.工作表 %}{{ 格.工作表 }} {% endif %}{{ 格.单元格 }}"
    rows = (
        ("{{ '单元格' if 条.工作表 else '位置' }}", "指标", "现值", "应为"),
        ("{%tr for 格 in 条.格 %}", "", "", ""),
        (place, "{{ 格.指标 }}", "{{ 格.现值 }}", "{{ 格.应为 or '—' }}"),
        ("{%tr endfor %}", "", "", ""),
    )
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
            cell.width = Cm(width)
            _write(cell.paragraphs[0], text, _BODY if number else _HEAD, _SMALL)
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _line(
    document: Doc, text: str, font: str = _BODY, size: int = _SIZE, *, bold: bool = False, centre: bool = False
) -> Paragraph:
    paragraph = document.add_paragraph()
    _write(paragraph, text, font, size, bold=bold)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.3
    shape.keep_with_next = bold
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: int, *, bold: bool = False) -> None:
    run: Any = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Times New Roman"
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  python-docx has no words for it
    fonts.set(qn("w:eastAsia"), font)


def _repeatable(content: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _FIRST_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def main() -> int:
    """Write the template into the package."""
    write_atomically(TEMPLATE, build())
    return 0


if __name__ == "__main__":
    sys.exit(main())
