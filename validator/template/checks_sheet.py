"""校验: every relation with both its sides, the difference and the verdict, live."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from validator.filings.sheets import CHECKS
from validator.model.address import address, column_number, corners, size
from validator.template.all_rows import left_to_the_validator
from validator.template.areas import located, on_any_sheet, rectangles
from validator.template.check_rows import (
    DUE_COLUMN,
    FIRST_ROW,
    LEFT,
    LEFT_COLUMN,
    LINK_COLUMN,
    NOTHING,
    PLACE_COLUMN,
    RIGHT,
    RIGHT_COLUMN,
    TARGET_COLUMN,
    UNTOUCHED_COLUMN,
    VERDICT,
    VERDICT_COLUMN,
    CheckRow,
    totals_of,
)
from validator.template.content import lines_needed
from validator.template.draft import Draft
from validator.template.first_cells import cell_of, first_cell, number_of
from validator.template.first_rows import FIRST_LINE, MOST, write_first_rows
from validator.template.judged import Judged
from validator.template.live import FAILS, REVIEW, UNDECIDED, due_total
from validator.template.status import count_line
from validator.template.style import BROKEN, QUESTIONED, TAB_OWN, print_on_a4, protect, set_sizes
from validator.template.writing import mark, put, put_formula

_COLUMNS = (
    ("规则", 56),
    ("级别", 50),
    ("表", 50),
    ("项目", 170),
    ("左边", 150),
    ("右边", 150),
    ("相差", 66),
    ("结论", 74),
    ("应有的关系", 330),
    ("单元格", 72),
)
"""Heads, and pixels."""
_LETTERS = "ABCDEFGHIJ"
_LAST_HIDDEN = "Z"
_TOLD = (
    "本表自动计算，不必填写，随填报实时变化；完整的校验（正文、上年衔接等）由校验程序进行。"
    "“未定”是指有格空白或不是数字，暂时判断不了；“尚未填写”是指整张表还没有填。"
)


_LEFT_OUT = "强制规则中，单元格公式判断不了、需用“校验”按钮（或校验程序）检查的："


def write_checks(draft: Draft, rows: tuple[CheckRow, ...], judged: Judged) -> None:
    """The last sheet."""
    sheet = draft.book.add_worksheet(CHECKS)
    set_sizes(sheet, [width for _, width in _COLUMNS], {1: 36, 2: 22, 3: 20, 4: 20, 5: 24, FIRST_ROW - 1: 24})
    title, plain, note = draft.look("title"), draft.look("plain", "bold"), draft.look("note")
    put(sheet, "A1:J1", CHECKS, title)
    line = count_line(rows)
    put_formula(sheet, "A2:J2", line.formula, plain, line.shown)
    put(sheet, "A3:J3", _TOLD, note)
    if codes := left_to_the_validator(draft):
        put(sheet, "A4:J4", f"{_LEFT_OUT}{'、'.join(codes)}。", note)
    for letter, (head, _) in zip(_LETTERS, _COLUMNS, strict=True):
        put(sheet, f"{letter}{FIRST_ROW - 1}", head, draft.look("cell", "head"))
    for offset, one in enumerate(rows):
        _write_check(draft, sheet, FIRST_ROW + offset, one)
    write_first_rows(draft, sheet, rows, [_link_words(one) for one in rows])
    _write_due_totals(draft, sheet, judged)
    _write_untouched(draft, sheet)
    sheet.set_column(f"{DUE_COLUMN}:{_LAST_HIDDEN}", None, None, {"hidden": True})
    _finish(draft, sheet, FIRST_ROW + len(rows) - 1)


def _write_check(draft: Draft, sheet: Worksheet, row: int, one: CheckRow) -> None:
    centre, left = draft.look("cell", "small"), draft.look("cell", "small", "left")
    for letter, text in (("A", one.rule.code), ("B", one.level), ("C", one.table)):
        put(sheet, f"{letter}{row}", text, centre)
    put(sheet, f"D{row}", one.what, left)
    put(sheet, f"I{row}", one.relation, left)
    formula, shown = one.left
    put_formula(sheet, f"{LEFT_COLUMN}{row}", _own_row(formula, row), centre, shown)
    put_formula(sheet, f"{RIGHT_COLUMN}{row}", _own_row(one.right[0], row), centre, one.right[1])
    both = f"{LEFT_COLUMN}{row}:{RIGHT_COLUMN}{row}"
    gap = f'=IF(COUNT({both})=2,ROUND({LEFT_COLUMN}{row}-{RIGHT_COLUMN}{row},6),"{NOTHING}")'
    put_formula(sheet, f"G{row}", gap, centre, one.difference)
    verdict = draft.look("cell", "small", "bold")
    put_formula(sheet, f"{VERDICT_COLUMN}{row}", _own_row(one.verdict[0], row), verdict, one.verdict[1])
    _write_link(draft, sheet, row, one)
    draft.define(one.name, CHECKS, f"{VERDICT_COLUMN}{row}")
    sheet.set_row(row - 1, _height(one))


def _write_due_totals(draft: Draft, sheet: Worksheet, judged: Judged) -> None:
    """Hidden, one below the other: longer than a cell of VA-03 can be, and the relations read them as well."""
    areas, look = on_any_sheet(draft.form), draft.look("cell", "small")
    for name, cell in totals_of(draft.form):
        due = judged.is_due(name)
        put_formula(sheet, cell, f"=IF({due_total(draft.form, name, areas)},1,0)", look, int(due))


def _write_untouched(draft: Draft, sheet: Worksheet) -> None:
    """Hidden, one for each table: whether no cell to fill in holds anything, and every total is 0 or blank."""
    for row, table in enumerate(draft.form.tables.values(), FIRST_ROW):
        cells: dict[bool, list[str]] = {True: [], False: []}
        for one in table.indicators.values():
            cells[draft.is_computed(one.name)].append(one.cell)
        tests = [f"COUNTA({','.join(located(table.sheet, area) for area in rectangles(cells[False]))})=0"]
        for area in rectangles(cells[True]):
            at = located(table.sheet, area)
            tests.append(f"COUNTIF({at},0)+COUNTBLANK({at})={size(corners(area))}")
        shown = int(draft.is_untouched(table.name))
        look = draft.look("cell", "small")
        put_formula(sheet, f"{UNTOUCHED_COLUMN}{row}", f"=IF(AND({','.join(tests)}),1,0)", look, shown)


def _leads_to(one: CheckRow) -> str:
    return first_cell(cell for _, cell in one.first if cell) or one.cell


def _link_words(one: CheckRow) -> str:
    return f"查看 {_leads_to(one)}"


def _write_link(draft: Draft, sheet: Worksheet, row: int, one: CheckRow) -> None:
    """To the first wrong cell where a formula tells which it is, else to the cell where the row's matter begins."""
    look, hidden = draft.look("cell", "small", "link"), draft.look("cell", "small")
    link, target, there = f"{LINK_COLUMN}{row}", f"{TARGET_COLUMN}{row}", f"'{one.sheet}'!"
    if not one.first:
        sheet.write_url(link, f"internal:{there}{one.cell}", look, _link_words(one))
        put(sheet, target, f"{there}{one.cell}", hidden)
        return
    for column, (formula, cell) in enumerate(one.first, column_number(PLACE_COLUMN)):
        put_formula(sheet, address(row, column), f"={formula}", hidden, number_of(cell))
    place = f"MAX({PLACE_COLUMN}{row}:{address(row, column_number(PLACE_COLUMN) + len(one.first) - 1)})"
    own = f'=IF({place}=0,"{there}{one.cell}","{there}"&{cell_of(place)})'
    put_formula(sheet, target, own, hidden, f"{there}{_leads_to(one)}")
    words = f'"查看 "&MID({target},{len(there) + 1},9)'
    put_formula(sheet, link, f'=HYPERLINK("#"&{target},{words})', look, _link_words(one))


def _height(one: CheckRow) -> float:
    """As tall as the longest of its texts needs, up to a title of three lines."""
    texts = {3: one.what, 4: str(one.left[1]), 5: str(one.right[1]), 8: one.relation}
    lines = max(lines_needed(text, _COLUMNS[column][1], 9) for column, text in texts.items())
    return 8 + 12.5 * min(lines, 3)


def _own_row(formula: str, row: int) -> str:
    for place, column in ((LEFT, LEFT_COLUMN), (RIGHT, RIGHT_COLUMN), (VERDICT, VERDICT_COLUMN)):
        formula = formula.replace(place, f"{column}{row}")
    return formula


def _finish(draft: Draft, sheet: Worksheet, last: int) -> None:
    broken, questioned = draft.book.add_format(BROKEN), draft.book.add_format(QUESTIONED)
    for first, end in ((FIRST_LINE, FIRST_LINE + MOST - 1), (FIRST_ROW, last)):
        verdict = f"${VERDICT_COLUMN}{first}"
        open_ones = ",".join(f'{verdict}="{one}"' for one in (REVIEW, UNDECIDED))
        for test, look in ((f'={verdict}="{FAILS}"', broken), (f"=OR({open_ones})", questioned)):
            mark(sheet, [f"A{first}:{LINK_COLUMN}{end}"], test, look, last=True)
    sheet.autofilter(f"A{FIRST_ROW - 1}:J{last}")
    sheet.repeat_rows(FIRST_ROW - 2)
    print_on_a4(sheet, f"A1:J{last}", landscape=True, pages=0, coloured=True)
    sheet.set_tab_color(TAB_OWN)
    protect(sheet, autofilter=True, sort=True)
