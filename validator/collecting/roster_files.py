"""The lines of a roster as texts, be it a workbook or a CSV file as Chinese Excel, WPS or a script writes it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from validator.files.given import BadFile, why
from validator.files.harmless import cut
from validator.model.address import address, corners, position
from validator.model.cells import BLANK, Cell, CellKind
from validator.model.shown import shown
from validator.readers import Limits, Sheet, UnreadableWorkbook, read_workbook
from validator.startup.records import dataclass, field

_CODES: Final = ("utf-8", "gb18030")
"""What a CSV file without a mark may be written in: Excel in Chinese saves GBK, of which GB 18030 knows all."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SIGNS: Final = ("\t", ";", "；", ",")
_MOST_COLUMNS = 64
"""A roster has four columns and some for the office's own use; a cell far away says nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its number, and what it is a line of: ``名单.xlsx：工作表“名单”``.

    `faults` say of a cell, by its place, why there is no text: which matters in a column that is read.
    """

    whole: str
    number: int
    texts: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """As messages say it."""
        return where(self.whole, self.number)


def where(whole: str, number: int) -> str:
    """``名单.xlsx：工作表“名单”第 3 行``."""
    return f"{whole}第 {number} 行"


def lines_of(path: Path, limits: Limits) -> Iterator[Line]:
    """Every line that holds something. Raises BadFile and UnreadableWorkbook."""
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return _csv_lines(path)
    return _sheet_lines(path, limits)


def _csv_lines(path: Path) -> Iterator[Line]:
    text = _decoded(path)
    first = text.lstrip("\r\n").partition("\n")[0]
    sign = next((one for one in _SIGNS if one in first), ",")
    text = text if sign != "；" else text.replace("；", ";")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if sign == "；" else sign)
    try:
        for row in rows:
            if any(one.strip() for one in row):
                yield Line(f"{path}：", rows.line_num, tuple(row))
    except csv.Error as error:
        raise BadFile(f"{path}：第 {rows.line_num} 行不是 CSV（{error}）") from error


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}：读不了（{why(error)}）") from error
    codes = next(((code,) for mark, code in _MARKS if data.startswith(mark)), _CODES)
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile(f"{path}：不是文本文件，名单应为 .xlsx，或者 UTF-8、GBK 编码的 .csv")


def _sheet_lines(path: Path, limits: Limits) -> Iterator[Line]:
    """The lines of the first sheet that people see and that holds something."""
    book = read_workbook(path, limits)
    sheet = next((one for one in book.sheets.values() if one.cells and not one.hidden), None)
    if sheet is None:
        raise UnreadableWorkbook(f"{path.name}：工作簿里没有内容")
    merged = _merged(sheet)
    rows: dict[int, dict[int, Cell]] = {}
    for at in sorted({*sheet.cells, *merged}, key=position):
        row, column = position(at)
        if column <= _MOST_COLUMNS:
            rows.setdefault(row, {})[column] = sheet.cells.get(merged.get(at, at), BLANK)
    whole = f"{path}：工作表“{cut(sheet.name)}”"
    for row in sorted(rows):
        cells = [rows[row].get(one, BLANK) for one in range(1, max(rows[row]) + 1)]
        texts, faults = tuple(map(_text, cells)), {at: said for at, one in enumerate(cells) if (said := _fault(one))}
        if faults or any(texts):
            yield Line(whole, row, texts, faults)


def _merged(sheet: Sheet) -> Mapping[str, str]:
    """The cells that a merge down a column covers, and the one that shows for all: 上级 is often merged."""
    found: dict[str, str] = {}
    for area in sheet.merged:
        top, left, bottom, right = corners(area)
        if left == right and (first := address(top, left)) in sheet.cells:
            found |= {address(row, left): first for row in range(top + 1, bottom + 1)}
    return found


def _text(cell: Cell) -> str:
    return "" if cell.value is None or cell.kind is CellKind.ERROR else shown(cell.value).strip()


def _fault(cell: Cell) -> str:
    """Why a cell that holds something has no text."""
    if cell.kind is CellKind.ERROR:
        return f"单元格是错误值 {cell.value}"
    if cell.formula and cell.value is None and cell.cached is None:
        return f"公式 ={cut(cell.formula)} 没有存下结果，请用 Excel 或 WPS 打开名单，保存后再汇总"
    return ""
