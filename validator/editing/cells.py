"""Cells of a workbook changed: a workbook's bytes and the changes in, the bytes of the changed workbook out."""

from __future__ import annotations

from collections.abc import Mapping

from validator.editing.calc_chain import sheet_ids, without_entries
from validator.editing.cell_xml import Constant, Edit, StoredResult
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.editing.sheet_xml import edited_sheet
from validator.editing.styles_xml import Formats, NoFormats
from validator.editing.workbook_xml import recalculating
from validator.readers.limits import DEFAULT_LIMITS, Limits, Refused

__all__ = ["Constant", "Edit", "NotEditable", "StoredResult", "edit_cells", "edited_workbook"]

Edits = Mapping[str, Mapping[str, Edit]]
"""By sheet and address."""


def edited_workbook(content: bytes, edits: Edits, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The workbook with the edits made, everything else as it was byte for byte. Raises NotEditable.

    Where a formula or its result is among the edits, programs are told to calculate everything when they open it.
    """
    try:
        package = EditedPackage(content, limits)
        edit_cells(package, edits)
        return package.content()
    except Refused as refusal:
        raise NotEditable(f"{refusal}") from None


def edit_cells(package: EditedPackage, edits: Edits) -> None:
    """Make the edits in a package that may be changed in other ways as well. Raises NotEditable and Refused."""
    parts, formats, gone = package.parts(), _formats(package), set[tuple[str, str]]()
    for name, found in edits.items():
        if name not in parts.sheets:
            raise NotEditable(f"没有工作表“{name}”")
        part = parts.sheets[name]
        try:
            sheet, formulas = edited_sheet(package.read(part), found, formats, date1904=parts.date1904)
            package.put(part, sheet)
            gone |= {(name, at) for at in formulas}
        except NotEditable as refusal:
            raise NotEditable(f"{name} {refusal}") from None
    if parts.styles and isinstance(formats, Formats):
        package.put(parts.styles, formats.part())
    if gone and parts.calc_chain:
        ids = sheet_ids(package.read(parts.workbook))
        entries = {(ids.get(sheet, ""), at) for sheet, at in gone}
        package.put(parts.calc_chain, without_entries(package.read(parts.calc_chain), entries))
    if gone or any(isinstance(one, StoredResult) for found in edits.values() for one in found.values()):
        package.put(parts.workbook, recalculating(package.read(parts.workbook)))


def _formats(package: EditedPackage) -> Formats | NoFormats:
    part = package.parts().styles
    return Formats(package.read(part), part, package.budget) if part else NoFormats()
