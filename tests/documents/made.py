"""A published report as paragraphs and tables, before it is changed (`manners`) and written (`written`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from validator.model.form import Form
from validator.template.grid import grid_of

GONE = "gone "
"""Begins the note on a number that the document does not show, or shows together with another."""
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


@dataclass(frozen=True)
class C:
    """A cell: what it shows, what it covers, which number of the form it is."""

    text: str
    rows: int = 1
    columns: int = 1
    kind: str = "head"
    name: str = ""


@dataclass
class T:
    """A table: its name in the form, rows of cells that begin in them."""

    name: str
    rows: list[list[C]]


@dataclass
class Doc:
    """A document: paragraphs and tables in order, and the values that have to be read."""

    blocks: list[str | T]
    wanted: dict[str, object]
    notes: set[str] = field(default_factory=set)
    """What only some formats can show: nbsp, spans, br, layout; numbers that are `GONE`."""

    def tables(self) -> list[T]:
        return [one for one in self.blocks if isinstance(one, T)]


def report(form: Form, values: Mapping[str, object], organ: str = "青禾市云溪区人民政府", year: int = 2023) -> Doc:
    """The report as the form has it. `values` are shown as they are, None as a blank."""
    tables = [table_of(form, name, values) for name in form.tables]
    return Doc(
        [
            f"{organ}{year}年政府信息公开工作年度报告",
            f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
            HEADINGS[0],
            "（一）主动公开。全区各单位按时发布信息，栏目更新及时。",
            HEADINGS[1],
            tables[0],
            HEADINGS[2],
            tables[1],
            HEADINGS[3],
            tables[2],
            HEADINGS[4],
            "解读的形式还不够多，下一步多用图表。",
            HEADINGS[5],
            "本年度没有收取信息处理费。",
        ],
        {name: values.get(name) for name in form.indicators},
    )


def table_of(form: Form, name: str, values: Mapping[str, object]) -> T:
    rows = [
        [
            C(
                one.text or ("" if values.get(one.name) is None else str(values[one.name])),
                one.rows,
                one.columns,
                one.kind,
                one.name,
            )
            for one in row
        ]
        for row in grid_of(form.tables[name]).rows
    ]
    return T(name, rows)


def laid_out(table: T) -> list[list[C | None]]:
    """Each place of the grid with the cell that begins there, without its spans."""
    width = max(sum(one.columns for one in row) for row in table.rows) + 16
    grid: list[list[C | None]] = [[None] * width for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(table.rows):
        left = 0
        for one in row:
            while (top, left) in taken:
                left += 1
            grid[top][left] = replace(one, rows=1, columns=1)
            taken |= {(top + down, left + across) for down in range(one.rows) for across in range(one.columns)}
            left += one.columns
    ends = [max((column + 1 for row, column in taken if row == top), default=0) for top in range(len(grid))]
    return [row[:end] for row, end in zip(grid, ends, strict=True)]
