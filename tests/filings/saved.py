"""The same report as other programs save it: openpyxl, pandas, XlsxWriter, LibreOffice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.books import loaded
from tests.conftest import DAY
from tests.shipped import build, context_of, examine, filing_of, load_rules
from validator.exchange.filing_data import FilingData
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.readers import read_workbook


def read(path: Path) -> Filing:
    """The filing in a file."""
    return filing_of(read_workbook(path))


def checked(filing: Filing) -> FileReport:
    """What every rule finds in it."""
    return examine(filing, load_rules(), context_of(DAY))


def template(path: Path, data: FilingData, *, typed_totals: bool | None = None) -> Path:
    """The template filled with `data`."""
    path.write_bytes(build(data, typed_totals=typed_totals))
    return path


def by_openpyxl(source: Path, target: Path) -> Path:
    """Loaded and saved: every formula without its result."""
    target.parent.mkdir(exist_ok=True)
    loaded(source.read_bytes()).save(target)
    return target


def by_pandas(source: Path, target: Path) -> Path:
    """Every sheet as a frame and back: values only, no names, no merges, no formats."""
    pd = pytest.importorskip("pandas")
    target.parent.mkdir(exist_ok=True)
    sheets = pd.read_excel(source, sheet_name=None, header=None, engine="openpyxl")
    with pd.ExcelWriter(target, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=str(name), header=False, index=False)
    return target


def by_xlsxwriter(source: Path, target: Path, *, formulas: bool = False) -> Path:
    """What each cell shows, or its formula with the result 0 that XlsxWriter puts in, in a workbook of its own."""
    target.parent.mkdir(exist_ok=True)
    book = loaded(source.read_bytes(), data_only=not formulas)
    made = xlsxwriter.Workbook(str(target))
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in book.worksheets:
        copy = made.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, date | datetime):
                    copy.write_datetime(cell.row - 1, cell.column - 1, cell.value, day)
                elif isinstance(cell.value, str) and cell.data_type != "f":
                    copy.write_string(cell.row - 1, cell.column - 1, cell.value)
                elif cell.value is not None:
                    copy.write(cell.row - 1, cell.column - 1, getattr(cell.value, "text", cell.value))
    made.close()
    return target
