"""A worksheet put behind the others of a workbook, or in place of one that is there."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from validator.editing.new_parts import add_part, free_name, main_space, relations_space
from validator.editing.package import EditedPackage
from validator.editing.refusal import NotEditable
from validator.editing.xml_places import Element, Walk, as_utf8, inside, prefix_of, spliced
from validator.readers.limits import damaged
from validator.readers.xlsx.safe_xml import whole_number

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEETS = ("workbook", "sheets")
_SHEET = (*_SHEETS, "sheet")


def put_sheet(package: EditedPackage, name: str, part: Callable[[str], bytes]) -> None:
    """Put the sheet of that name in place of the one there, else behind the last.

    `part` gives its content for a main namespace: that which the workbook is written in.
    """
    parts = package.parts()
    content = part(main_space(package.read(parts.workbook)))
    if name in parts.sheets:
        package.put(parts.sheets[name], content)
        return
    folder = posixpath.dirname(parts.workbook)
    target = free_name(package, posixpath.join(folder, "worksheets", "sheet{}.xml"))
    relation = add_part(package, target, content, _TYPE, parts.workbook, "worksheet")
    package.put(parts.workbook, _listed(package.read(parts.workbook), name, relation))


def _listed(workbook: bytes, name: str, relation: str) -> bytes:
    """The workbook part with one more sheet at the end of its list."""
    data, encode = as_utf8(workbook)
    sheets: list[Element] = []
    lists: list[Element] = []

    def found(path: tuple[str, ...], one: Element) -> None:
        if path == _SHEET:
            sheets.append(one)
        elif path == _SHEETS:
            lists.append(one)

    Walk(data, found, 3, hollow=inside(data, "definedNames"))
    if not sheets or len(lists) != 1:
        raise damaged("工作簿里没有工作表")
    if any(one.given.get("name", "").lower() == name.lower() for one in sheets):
        raise NotEditable(f"已有图表也叫“{name}”")
    number = max(whole_number(one.given.get("sheetId", "")) or 0 for one in sheets) + 1
    space = relations_space(main_space(workbook))
    given = f'name={quoteattr(name)} sheetId="{number}" xmlns:r="{space}" r:id="{relation}"'
    element = f"<{prefix_of(data, sheets[-1])}sheet {given}/>".encode()
    return encode(spliced(data, [(lists[0].stop, lists[0].stop, element)]))
