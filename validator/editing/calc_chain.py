"""The order in which a workbook was calculated (ISO/IEC 29500-1, 18.6): of cells whose formula goes, entries go too.

Excel takes an entry without a formula for damage. It rebuilds the order itself, so nothing else has to be right in it.
"""

from __future__ import annotations

from collections.abc import Collection

from validator.editing.refusal import NotEditable
from validator.editing.xml_places import Element, Splice, Walk, as_utf8, spliced, with_attribute

_ENTRY = ("calcChain", "c")


def without_entries(part: bytes, gone: Collection[tuple[str, str]]) -> bytes:
    """The part without the entries of some cells, each by the id of its sheet and its address."""
    data, encode = as_utf8(part)
    entries: list[Element] = []
    Walk(data, lambda path, one: entries.append(one) if path == _ENTRY else None, len(_ENTRY))
    splices, sheet, lost = list[Splice](), "", False
    for one in entries:
        stated = one.given.get("i")
        lost = lost and stated is None  # an entry without a sheet is on that of the one before it
        sheet = sheet if stated is None else stated
        if (sheet, one.given.get("r", "").upper()) in gone:
            splices.append((one.start, one.end, b""))
            lost = lost or stated is not None
        elif lost:
            splices.append((one.start, one.content, with_attribute(data[one.start : one.content], "i", sheet)))
            lost = False
    if entries and sum(not instead for _, _, instead in splices) == len(entries):
        raise NotEditable("工作簿只有这一个公式，去掉它要改动别的部件，请在 Excel 或 WPS 里改")
    return encode(spliced(data, splices)) if splices else part


def sheet_ids(workbook: bytes) -> dict[str, str]:
    """The id of each sheet by its name, as the workbook part has them."""
    data, _ = as_utf8(workbook)
    found: dict[str, str] = {}

    def sheet(path: tuple[str, ...], one: Element) -> None:
        if path == ("workbook", "sheets", "sheet"):
            found[one.given.get("name", "")] = one.given.get("sheetId", "")

    Walk(data, sheet, 3)
    return found
