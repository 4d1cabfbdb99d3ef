"""What the tests of the template share: filings, and the built workbook as openpyxl and as XML see it."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.shipped import base_filing, build, form_of
from validator.exchange.filing_data import FilingData
from validator.model.form import Edition
from validator.readers import Workbook as ReadWorkbook
from validator.readers import read_workbook
from validator.template.panel import verdict_cell

MIXED: Edition = {"表二": "2021", "表三": "2019", "表四": "2021"}
EDITIONS: tuple[Edition, ...] = ("2021", "2019", MIXED)
NAMES = ("2021", "2019", "mixed")
"""Ids of EDITIONS."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def blank(edition: Edition = "2021") -> FilingData:
    """What ``gouji template --year 2025`` fills in."""
    return FilingData(organ="", year=2025, edition=edition)


def opened(data: FilingData, *, typed_totals: bool | None = None, shown: bool = False) -> Workbook:
    """The built workbook: formulas, or with `shown` what they show. Not to be changed: tests share it."""
    key = (repr(data), typed_totals, shown)
    if key not in _OPENED:
        _OPENED[key] = load_workbook(io.BytesIO(build(data, typed_totals=typed_totals)), data_only=shown)
    return _OPENED[key]


def stored(data: FilingData, *, typed_totals: bool | None = None) -> ReadWorkbook:
    """The built workbook with its stored results, as gouji itself reads it: many times as fast as openpyxl."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        path.write_bytes(build(data, typed_totals=typed_totals))
        return read_workbook(path)


def lines_stored(data: FilingData) -> list[str]:
    """The cover's line on the checks, and each table's."""
    sheets = stored(data).sheets
    places = [("封面", "C14"), *((table.sheet, verdict_cell(table)) for table in form_of(data).tables.values())]
    return [str(sheets[sheet].cells[cell].value) for sheet, cell in places]


_OPENED: dict[tuple[str, bool | None, bool], Workbook] = {}


def parts(content: bytes) -> dict[str, bytes]:
    """The files inside a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def conditional_formulas(content: bytes) -> Iterator[tuple[str, str]]:
    """Sheet file and text of every formula of a conditional format."""
    for name, xml in parts(content).items():
        if name.startswith("xl/worksheets/sheet"):
            for rule in ElementTree.fromstring(xml).iter(f"{_MAIN}cfRule"):  # noqa: S314  our own file
                yield from ((name, formula.text or "") for formula in rule.iter(f"{_MAIN}formula"))


def is_formula(value: object) -> bool:
    """Whether openpyxl gave a formula, not a constant."""
    return isinstance(value, ArrayFormula) or (isinstance(value, str) and value.startswith("="))


def formula_cells(book: Workbook) -> Iterator[tuple[str, str]]:
    """Sheet and address of every formula."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate) for cell in row if cell.data_type == "f")


def merged_at(sheet: Worksheet, area: str) -> bool:
    """Whether the area is merged exactly so; one cell is its own area and in no merge."""
    ranges = {str(one) for one in sheet.merged_cells.ranges}
    return area in ranges if ":" in area else all(area not in one for one in sheet.merged_cells.ranges)


def with_text(**text: str) -> FilingData:
    """The made-up filing with other texts."""
    base = base_filing()
    return replace(base, text={**base.text, **text})


def custom_properties(book: Workbook) -> dict[str, str | None]:
    """The custom document properties; openpyxl gives an empty one as None."""
    return {one.name: one.value for one in book.custom_doc_props.props}  # type: ignore[attr-defined]


def reference(name_text: str) -> tuple[str, str]:
    """``'三、依申请公开'!$D$8`` -> sheet, ``D8``."""
    found = re.fullmatch(r"'?(.+?)'?!(.+)", name_text)
    assert found, name_text
    return found[1], found[2].replace("$", "")
