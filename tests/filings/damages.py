"""One damaged copy of the template for each kind of damage, made as people and scripts make them: in real files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tests.books import loaded
from tests.shipped import base_filing, form_of
from validator.exchange.filing_data import FilingData
from validator.filings.tables.names import area_of
from validator.model.address import address, position

Edit = Callable[[Workbook], None]

REQUESTS, CASES, PUBLISHED, COVER, LAST = "三、依申请公开", "四、复议诉讼", "二、主动公开", "封面", "六、其他事项"


def calm() -> FilingData:
    """The base filing with every title and period typed, so that openpyxl, which drops results, drops only two."""
    base = base_filing()
    periods = dict.fromkeys(form_of(base).tables, "自2025年1月1日起至2025年12月31日止")
    return replace(base, text={**base.text, "标题": f" {base.text['标题']}"}, table_periods=periods)


DROPPED = "VA-06 封面!C10:C11"
"""What openpyxl leaves of `calm`: the two dates that the cover derives have no stored result."""


def edited(source: Path, target: Path, edit: Edit) -> Path:
    """A copy of the file with something done to it through openpyxl."""
    target.parent.mkdir(exist_ok=True)
    book = loaded(source.read_bytes())
    edit(book)
    book.save(target)
    return target


def repacked(
    source: Path, target: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None
) -> Path:
    """A copy of the file with its parts changed as bytes; stored results stay."""
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return target


def with_relation(kind: str, target: str) -> Callable[[str, bytes], bytes]:
    """The workbook related to one part more."""
    entry = (
        '<Relationship Id="rIdMore" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}"/></Relationships>'
    )

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</Relationships>", entry.encode()) if name == "xl/_rels/workbook.xml.rels" else data

    return change


def with_result(sheet: int, cell: str, result: str | None) -> Callable[[str, bytes], bytes]:
    """The stored result of a formula replaced, or taken out."""
    pattern = re.compile(rf'(<c r="{cell}"[^>]*>.*?</f>)<v>[^<]*</v>'.encode())
    stored = b"" if result is None else f"<v>{result}</v>".encode()

    def change(name: str, data: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{sheet}.xml":
            return data
        found, count = pattern.subn(lambda match: match[1] + stored, data)
        assert count == 1, (sheet, cell)
        return found

    return change


_REFERENCE = re.compile(r"(\$?[A-Z]{1,3}\$?)([0-9]+)(?![0-9(])")


def insert_like_excel(book: Workbook, title: str, row: int) -> None:
    """A blank row put in as Excel does it: cells, merges, formulas and names after it move down."""
    _move_like_excel(book, title, row, 1)


def delete_like_excel(book: Workbook, title: str, row: int) -> None:
    """A row taken out as Excel does it: sums shrink, names of the row become ``#REF!``."""
    _move_like_excel(book, title, row, -1)


def _move_like_excel(book: Workbook, title: str, row: int, step: int) -> None:
    sheet = book[title]
    merges = [str(area) for area in sheet.merged_cells.ranges]
    for area in merges:
        sheet.unmerge_cells(area)
    (sheet.insert_rows if step > 0 else sheet.delete_rows)(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith("=") and "!" not in cell.value:
                cell.value = _REFERENCE.sub(lambda found: _moved(found, row, step), cell.value)
    for area in merges:
        first, _, last = area.partition(":")
        (top, left), (bottom, right) = position(first), position(last)
        top, bottom = top + step * (top >= row + (step < 0)), bottom + step * (bottom >= row)
        if (top, left) != (bottom, right) and top <= bottom:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    _move_names(book, title, row, step)


def _moved(found: re.Match[str], row: int, step: int) -> str:
    """A reference to a row after the change; the end of a sum shrinks with the row that it ended on."""
    line = int(found[2])
    return f"{found[1]}{line + step if line >= row else line}"


def _move_names(book: Workbook, title: str, row: int, step: int) -> None:
    for name in list(book.defined_names):
        area = area_of(book.defined_names[name].attr_text or "")
        if area and area[0] == title:
            line, column = area[1][:2]
            gone = step < 0 and line == row
            at = f"'{title}'!{address(line + step if line >= row else line, column)}"
            book.defined_names[name] = DefinedName(name, attr_text="#REF!" if gone else at)


def rename(book: Workbook) -> None:
    book[REQUESTS].title = "Sheet3"
    for name in list(book.defined_names):  # as Excel does; openpyxl leaves them behind
        text = book.defined_names[name].attr_text or ""
        book.defined_names[name] = DefinedName(name, attr_text=text.replace(REQUESTS, "Sheet3"))


def rename_by_script(book: Workbook) -> None:
    book[REQUESTS].title = "Sheet3"


def remove(book: Workbook) -> None:
    del book[LAST]


def add(book: Workbook) -> None:
    book.create_sheet("底稿")["A1"] = "各科室报数"


def copy_sheet(book: Workbook) -> None:
    book.copy_worksheet(book[CASES]).title = "四、复议诉讼 (2)"


def hide(book: Workbook) -> None:
    book[PUBLISHED].sheet_state = "hidden"


def hide_row(book: Workbook) -> None:
    book[REQUESTS].row_dimensions[30].hidden = True


def lose_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def lose_one_name(book: Workbook) -> None:
    del book.defined_names["表三.本年新收.自然人"]


def move_name(book: Workbook) -> None:
    """D8 cut and pasted onto E8, as Excel keeps account of it."""
    sheet = book[REQUESTS]
    sheet["E8"], sheet["D8"] = sheet["D8"].value, None
    book.defined_names["表三.本年新收.自然人"] = DefinedName("表三.本年新收.自然人", attr_text=f"'{REQUESTS}'!$E$8")
    book.defined_names["表三.本年新收.商业企业"] = DefinedName("表三.本年新收.商业企业", attr_text="#REF!")


def insert_row(book: Workbook) -> None:
    insert_like_excel(book, REQUESTS, 20)


def insert_filled_row(book: Workbook) -> None:
    insert_like_excel(book, REQUESTS, 20)
    book[REQUESTS]["C20"], book[REQUESTS]["D20"] = "9.历史遗留", 4


def insert_row_by_script(book: Workbook) -> None:
    book[REQUESTS].insert_rows(20)


def insert_rows_on_top_by_script(book: Workbook) -> None:
    book[REQUESTS].insert_rows(1, 3)


def insert_column_by_script(book: Workbook) -> None:
    book[REQUESTS].insert_cols(5)


def insert_row_on_cover_by_script(book: Workbook) -> None:
    book[COVER].insert_rows(9)


def delete_row(book: Workbook) -> None:
    delete_like_excel(book, REQUESTS, 20)


def delete_row_by_script(book: Workbook) -> None:
    book[REQUESTS].delete_rows(9)


def delete_column_by_script(book: Workbook) -> None:
    book[REQUESTS].delete_cols(5)


def delete_title_by_script(book: Workbook) -> None:
    book[REQUESTS].delete_rows(1)


def delete_field_by_script(book: Workbook) -> None:
    book[COVER].delete_rows(13)


def unprotect(book: Workbook) -> None:
    book[REQUESTS].protection.sheet = False
    book[COVER].protection.sheet = False


def comment(book: Workbook) -> None:
    book[REQUESTS]["D8"].comment = Comment("其中 3 件待核", "经办人")


def write_outside(book: Workbook) -> None:
    book[REQUESTS]["L9"] = 99
    book[CASES]["A10"] = "注：含街道数"
    book[LAST]["E3"] = "请领导审"


def shift_right(book: Workbook) -> None:
    """The figures of 表四 pasted one cell too far to the right."""
    sheet: Worksheet = book[CASES]
    values = [sheet.cell(8, column).value for column in range(1, 16)]
    for column, value in enumerate([0, *values], 1):
        sheet.cell(8, column).value = value


def shift_name(book: Workbook, name: str, title: str, *, from_row: int, rows: int, columns: int) -> None:
    """The name led on as Excel does it when the cells of a sheet from a row on are cut and pasted."""
    area = area_of(book.defined_names[name].attr_text or "")
    if area and area[0] == title and area[1][0] >= from_row:
        at = address(area[1][0] + rows, area[1][1] + columns)
        book.defined_names[name] = DefinedName(name, attr_text=f"'{title}'!{at}")
