"""Workbooks for fixes: the template with something else in some of its cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from tests.shipped import CATALOGUE, base_filing, build
from validator.fixing.making import Made, Opened, made, opened
from validator.model.cells import CellValue
from validator.repair.fixes import Fix

TABLE3 = "xl/worksheets/sheet4.xml"
"""The part of the sheet 三、依申请公开."""
THIRD = "三、依申请公开"


def template(*, typed: bool = False) -> bytes:
    """The base filing in the template; its totals are formulas, or typed."""
    return build(base_filing(), typed_totals=typed)


def with_text(content: bytes, replacements: Mapping[str, Iterable[tuple[str, str]]]) -> bytes:
    """The workbook with other text in some parts; each text to be replaced has to be there once."""
    source, target = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            for before, after in replacements.get(info.filename, ()):
                assert text.decode().count(before) == 1, before
                text = text.decode().replace(before, after).encode()
            new.writestr(info, text)
    return target.getvalue()


def open_(content: bytes) -> Opened:
    return opened(content, "a.xlsx", CATALOGUE)


def fix(source: Opened, name: str, after: CellValue) -> Fix:
    """A fix of the cell of that name."""
    return Fix(name, source.filing.places[name], source.filing.cell(name).value, after)  # type: ignore[arg-type]


def fixed(content: bytes, values: Mapping[str, CellValue]) -> Made:
    """The workbook with other values in the cells of those names."""
    source = open_(content)
    return made(source, [fix(source, name, after) for name, after in values.items()], CATALOGUE)
