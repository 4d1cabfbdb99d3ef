"""The sheets behind an office's draft: one a table, with a row a unit and a column a cell, and one of the units.

So every sum can be traced: a column adds up to 合计 (=SUM), which is held against the draft's own cell. Written row by
row, so that a workbook of its own, which thousands of units need, takes no memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from validator.collecting.amounts import NOTHING, number
from validator.collecting.collected import Collected
from validator.collecting.taking import Taken
from validator.files.harmless import cut, one_line, xml_text
from validator.filings.traces import COLLECTED_SIGN
from validator.model.address import column_letters
from validator.model.collected import STATE_WORDS, UnitEntry, UnitState, states_in
from validator.model.form import Indicator, NumberKind, Table
from validator.startup.records import dataclass, field
from validator.template.areas import located
from validator.template.content import lines_needed

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

UNITS_SHEET: Final = "各单位"
_LONGEST: Final = 2_000
_A3, _A4 = 8, 9
_COLUMNS_A_PAGE: Final = 21
"""Three applicants' columns of seven rows each, or all of the units' sheet."""
_LINE: Final = 14
_HIGHEST: Final = 20
"""Points of a line; so many lines are shown of a text."""
_HEAD_ROWS, _TOTAL, _OWN, _GAP, _FIRST = (3, 4), 5, 6, 7, 8
"""Rows of a table's sheet: its headings, 合计, what the draft has, the difference, the first unit."""
_RED: Final = {"bg_color": "#F8CBCB", "font_color": "#9C0006"}
_STATE_COLOURS: Final = {
    UnitState.IN: "#E2EFDA",
    UnitState.DUPLICATE: "#FFF2CC",
    UnitState.WRONG_EDITION: "#FFF2CC",
    UnitState.UNLISTED: "#FFF2CC",
}
_BAD_STATE: Final = "#F8CBCB"
_HEADINGS: Final = (
    ("序号", 6),
    ("机关名称", 26),
    ("状态", 12),
    ("计入", 6),
    ("逾期", 6),
    ("期限不符", 9),
    ("取用的文件", 30),
    ("全部文件", 36),
    ("说明", 46),
    ("强制", 6),
    ("核实", 6),
    ("提示", 6),
)
_FOUND: Final = ("强制问题", 60)
_FIGURE_WIDTH: Final = 11


def trace_name(table: Table) -> str:
    """The sheet that shows a table unit by unit: ``表三分解``."""
    return f"{table.name}分解"


@dataclass(frozen=True, slots=True)
class Pen:
    """A workbook under way and its formats, each made once. `own` says whether the draft itself stands in it."""

    book: Workbook
    own: bool
    _formats: dict[object, Format] = field(default_factory=dict)

    def look(self, **parts: object) -> Format:
        """A format of the standard font."""
        key = tuple(sorted(parts.items(), key=str))
        if key not in self._formats:
            usual = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self.book.add_format(usual | parts)
        return self._formats[key]

    def head(self) -> Format:
        """Of headings."""
        return self.look(bold=True, bg_color="#F0F0F0", border=1, align="center", text_wrap=True)


def write_sheets(pen: Pen, collected: Collected) -> None:
    """Every sheet: the units first, then the tables."""
    _write_units(pen, collected)
    for table in collected.form.tables.values():
        _write_table(pen, table, collected)


def _text(value: object) -> str:
    return xml_text(cut(one_line(str(value)), _LONGEST))


def _titled(pen: Pen, name: str, title: str, note: str) -> Worksheet:
    sheet: Worksheet = pen.book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#2E75B6")
    sheet.write_string(0, 0, f"{COLLECTED_SIGN}{_text(title)}", pen.look(bold=True, font_size=14))
    sheet.write_string(1, 0, _text(note), pen.look(font_color="#595959"))
    return sheet


def _printed(sheet: Worksheet, rows: int, columns: int, repeated: tuple[int, int], paper: int) -> None:
    """Landscape, as many pages wide as so many columns need, the headings and the bodies on each."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(max(1, round(columns / _COLUMNS_A_PAGE)), 0)
    sheet.repeat_rows(*repeated)
    sheet.repeat_columns(0)
    sheet.print_area(0, 0, rows, columns)
    sheet.set_footer("&C&9第 &P 页　共 &N 页")


def _write_table(pen: Pen, table: Table, collected: Collected) -> None:
    count, indicators = len(collected.places), tuple(table.indicators.values())
    last = _FIRST + max(count, 1) - 1
    note = f"每行一个单位，每列一格，空白是那份报告里没有数；合计是 {count} 个单位之和，与汇总表这一格不等时标红"
    sheet = _titled(pen, trace_name(table), f"{table.name}逐单位分解　{collected.organ} {collected.year}年", note)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(indicators), 9)
    sheet.freeze_panes(_FIRST - 1, 1)
    _write_heads(pen, sheet, indicators)
    _write_sums(pen, sheet, table, collected, last)
    first, plain = list(collected.form.indicators).index(indicators[0].name), pen.look(border=1)
    looks = [pen.look(border=1, num_format=_number_format(one)) for one in indicators]
    for row, (one, place) in enumerate(zip(collected.counted, collected.places, strict=True), _FIRST - 1):
        sheet.write_string(row, 0, _text(one.entry.organ), plain)
        values = collected.rows.row(place)[first : first + len(indicators)]
        for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
            if value == NOTHING:
                sheet.write_blank(row, column, None, look)
            else:
                sheet.write_number(row, column, number(value), look)
    _printed(sheet, last - 1, len(indicators), (_HEAD_ROWS[0] - 1, _HEAD_ROWS[1] - 1), _A4)


def _number_format(one: Indicator) -> str:
    return "General" if one.kind is NumberKind.AMOUNT else "0"


def _write_heads(pen: Pen, sheet: Worksheet, indicators: tuple[Indicator, ...]) -> None:
    """The names of rows and columns, as the rules call them."""
    head, at = pen.head(), 1
    rows, columns = (one - 1 for one in _HEAD_ROWS)
    sheet.set_row(rows, 32)
    sheet.set_row(columns, 32)
    sheet.merge_range(rows, 0, columns, 0, "单位", head)
    for name, group in groupby(indicators, key=lambda one: one.row):
        count = len(list(group))
        if count > 1:
            sheet.merge_range(rows, at, rows, at + count - 1, name, head)
        else:
            sheet.write_string(rows, at, name, head)
        at += count
    for column, one in enumerate(indicators, 1):
        sheet.write_string(columns, column, one.column, head)


def _write_sums(pen: Pen, sheet: Worksheet, table: Table, collected: Collected, last: int) -> None:
    """合计, what the draft has in that cell, and the difference."""
    bold = pen.look(bold=True, border=1, bg_color="#EDEDED")
    for row, label in ((_TOTAL, "合计"), (_OWN, "汇总表"), (_GAP, "相差")):
        sheet.write_string(row - 1, 0, label, bold)
        for column, one in enumerate(table.indicators.values(), 1):
            letter, total = column_letters(column + 1), number(collected.sums[one.name])
            formulas = {
                _TOTAL: (f"=SUM({letter}{_FIRST}:{letter}{last})", total),
                _OWN: (f"={located(table.sheet, one.cell)}", total),
                _GAP: (f"=ROUND({letter}{_TOTAL}-{letter}{_OWN},6)", 0),
            }
            if row == _OWN and not pen.own:  # the draft is another workbook
                sheet.write_number(row - 1, column, total, bold)
            else:
                sheet.write_formula(row - 1, column, formulas[row][0], bold, formulas[row][1])
    area = f"B{_GAP}:{column_letters(len(table.indicators) + 1)}{_GAP}"
    sheet.conditional_format(area, {"type": "cell", "criteria": "!=", "value": 0, "format": pen.book.add_format(_RED)})


def _figures(collected: Collected) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The key figures that the form's data name: what they are called and which cells they add."""
    order = {name: at for at, name in enumerate(collected.form.indicators)}
    for table in collected.form.tables.values():
        for part in table.overview.figures:
            yield part.label, tuple(order[name] for name in part.names)


def _write_units(pen: Pen, collected: Collected) -> None:
    figures = list(_figures(collected))
    counts = _counted(collected)
    sheet = _titled(pen, UNITS_SHEET, f"各单位报送情况　{collected.organ} {collected.year}年", counts)
    headings = [*_HEADINGS, *((label, _FIGURE_WIDTH) for label, _ in figures), _FOUND]
    sheet.set_row(2, 30)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heading, pen.head())
    sheet.freeze_panes(3, 2)
    for row, one in enumerate(collected.units, 3):
        _write_unit(pen, sheet, row, one, collected, figures)
        if not pen.own:
            _forget(sheet, row - 1)
    last = 2 + max(1, len(collected.units))
    sheet.autofilter(2, 0, last, len(headings) - 1)
    _printed(sheet, last, len(headings) - 1, (2, 2), _A3)


def _forget(sheet: Worksheet, row: int) -> None:
    """A row that is written: the library would keep its height until the end."""
    for kept in (sheet.row_info, sheet.row_sizes):
        kept.pop(row, None)


def _counted(collected: Collected) -> str:
    """How many units there are of each state."""
    states = states_in(collected.entries)
    found = "，".join(f"{words.zh} {states[state]}" for state, words in STATE_WORDS.items() if state in states)
    return f"共 {len(collected.units)} 个：{found}；计入合计 {len(collected.places)} 个"


def _write_unit(
    pen: Pen,
    sheet: Worksheet,
    row: int,
    one: Taken,
    collected: Collected,
    figures: list[tuple[str, tuple[int, ...]]],
) -> None:
    entry, record = one.entry, one.record
    plain, wrapped = pen.look(border=1, valign="top"), pen.look(border=1, valign="top", text_wrap=True)
    state = pen.look(border=1, valign="top", bg_color=_STATE_COLOURS.get(entry.state, _BAD_STATE))
    counts: tuple[int | None, ...] = (record.counts if record else ()) or (None,) * 3
    texts = _unit_texts(entry)
    for column, value in enumerate((row - 2, *texts, *counts)):
        look = state if column == 2 else wrapped if column > 5 else plain
        _put(sheet, row, column, value, look)
    at = len(_HEADINGS)
    values = collected.rows.row(record.place) if record and record.place is not None else None
    for column, (_, cells) in enumerate(figures, at):
        known = [values[cell] for cell in cells if values[cell] != NOTHING] if values else []
        _put(sheet, row, column, number(sum(known)) if known else None, plain)
    told = "；".join(record.told) if record else ""
    _put(sheet, row, at + len(figures), told, wrapped)
    widths = {6: 30, 7: 36, 8: 46}
    shown = {width: texts[column - 1] for column, width in widths.items()} | {_FOUND[1]: told}
    lines = max(lines_needed(_text(text), width * 7, 10) for width, text in shown.items())
    sheet.set_row(row, min(max(lines, 1), _HIGHEST) * _LINE + 4)


def _unit_texts(entry: UnitEntry) -> tuple[str, ...]:
    called = entry.called
    return (
        entry.organ,
        STATE_WORDS[entry.state].zh,
        "是" if entry.taken else "否",
        "是" if entry.is_late else "",
        "是" if entry.is_of_wrong_period else "",
        called[entry.taken] if entry.taken else "",
        "、".join(called.values()),
        entry.why.zh,
    )


def _put(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif value:
        sheet.write_string(row, column, _text(value), look)
    else:
        sheet.write_blank(row, column, None, look)


def cells_needed(collected: Collected) -> int:
    """How many cells the sheets hold, about."""
    return len(collected.places) * len(collected.form.indicators) + len(collected.units) * (len(_HEADINGS) + 12)
