"""Where in a document the report begins and ends: what a website puts before and after is no part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from validator.filings.parts import heading_numbers, title_in
from validator.model.address import position
from validator.model.form import Form
from validator.readers.workbook import Sheet
from validator.startup.expressions import expression
from validator.startup.records import replace

FURNITURE = expression(
    r"上一[篇条页]|下一[篇条页]|打印(?:本页|文章|页面)?|关闭(?:窗口|本页|页面)|返回(?:顶部|首页|列表)|扫一扫|二维码|分享到?"
    r"|版权所有|主办单位|主办[：:]|承办[：:单]|网站标识码|ICP备|公网安备|网站地图|联系我们|相关(?:链接|文章|稿件|阅读|附件)"
    r"|友情链接|索引号|责任编辑|信息来源|来源[：:]|编辑[：:]|浏览(?:次数|量)|点击(?:数|量|率)|【字体|字体[：:]|您是第"
)
ORGAN = expression(r"(?:政府|[局厅委院署府办会处所站社室部]|中心|公司|街道|[镇乡])$")
"""How the name of a body ends that stands in a line above the rest of a title."""
LONGEST = 80
"""A longer line is a sentence of the report."""


def report_words(words: Sheet, form: Form) -> Sheet:
    """The paragraphs of a document that are of the report: from its title to what follows its last section."""
    rows = {position(at)[0]: (at, cell) for at, cell in words.cells.items()}
    lines = {row: str(cell.value) for row, (_, cell) in sorted(rows.items())}
    order = list(lines)
    heads = {order[at]: number for at, number in heading_numbers(list(lines.values()), form).items()}
    first = _first_heading(lines, heads)
    title, whole = _title(lines, first, form)
    stop = _end(lines, [row for row, number in heads.items() if number == len(form.sections) - 1 and row >= first])
    own = [row for row in lines if title <= row < stop and not (row < first and row in heads)]
    cells = {at: cell for row in own for at, cell in [rows[row]]}
    if whole:
        cells[rows[title][0]] = replace(rows[title][1], value=whole)
    return replace(words, cells=cells)


def _title(lines: Mapping[int, str], first: int, form: Form) -> tuple[int, str]:
    """The row of the last title before a heading, and what it says with the name in the line above, where that is so.

    A title in two lines: 云溪区人民政府 / 2023年政府信息公开工作年度报告. 0 where there is none.
    """
    found = [(row, title) for row, line in lines.items() if row < first and (title := title_in(line, form))]
    if not found:
        return 0, ""
    row, title = found[-1]
    above = lines.get(row - 1, "").strip()
    both = title_in(f"{above}{lines[row].strip()}", form) if above and not title.organ else None
    named = both is not None and both.organ.replace(" ", "") == "".join(above.split()) and ORGAN.search(both.organ)
    return row, f"{above}{lines[row].strip()}" if named else ""


def _first_heading(lines: Mapping[int, str], heads: Mapping[int, int]) -> int:
    """The heading of the first section that most text stands under: others are entries of a table of contents."""
    under = dict.fromkeys(heads, 0)
    head = 0
    for row, line in lines.items():
        if row in heads:
            head = row
        elif head:
            under[head] += len(line)
    return max((row for row, number in heads.items() if number == 0), key=lambda row: (under[row], -row), default=0)


def _end(lines: Mapping[int, str], last: Sequence[int]) -> int:
    """The row after the last of the report: that of the furniture below the heading of the last section."""
    after = (row for row, line in lines.items() if last and row > min(last) and len(line) <= LONGEST)
    return next((row for row in after if FURNITURE.search(lines[row])), max(lines, default=0) + 1)
