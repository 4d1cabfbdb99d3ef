"""Notes (批注) on cells of one sheet: those that begin with a sign of ours taken off, new ones put on.

A note is two things: its text in the part of comments (ISO/IEC 29500-1, 18.7), and its box in a drawing in VML
(ISO/IEC 29500-4, 19), of which nothing but whole shapes is touched: what programs write there is not always XML.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from validator.editing.boxes_vml import new_drawing, with_boxes
from validator.editing.new_parts import (
    add_by_ending,
    add_part,
    free_name,
    main_space,
    related,
    relations_of,
    relations_space,
    with_head,
)
from validator.editing.notes_xml import with_notes
from validator.editing.package import EditedPackage
from validator.editing.sheet_lines import box_beside, sizes_of
from validator.editing.worksheet_places import BEFORE_NOTES, frame_of
from validator.editing.xml_places import as_utf8, prefix_of, spliced
from validator.model.address import position
from validator.readers.limits import damaged
from validator.readers.xlsx.comments import read_comments
from validator.readers.xlsx.workbook_xml import OFFICE_RELATIONS
from validator.startup.records import dataclass

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@dataclass(frozen=True, slots=True)
class Note:
    """A note to be put on a cell, and how large its box is, in pixels."""

    text: str
    width: int
    height: int


def put_notes(package: EditedPackage, sheet: str, notes: Mapping[str, Note], sign: str, author: str) -> Collection[str]:
    """Put the notes on the cells of a sheet's part; the addresses of cells that have another's note, which stays.

    Notes that begin with `sign` are taken off first.
    """
    comments = related(package, sheet, "comments")
    if comments is None and not notes:
        return ()
    known = read_comments(package.read(comments.target), comments.target, package.budget) if comments else {}
    ours = {at for at, text in known.items() if text.startswith(sign)}
    kept = {at for at in notes if at in known and at not in ours}
    wanted = {at: note for at, note in notes.items() if at not in kept}
    if not ours and not wanted:
        return kept
    _put_boxes(package, sheet, ours, wanted)  # which may be refused: then nothing was changed yet
    _put_texts(package, sheet, comments.target if comments else None, ours, wanted, author)
    return kept


def _put_texts(
    package: EditedPackage, sheet: str, part: str | None, gone: Collection[str], new: Mapping[str, Note], author: str
) -> None:
    texts = {at: one.text for at, one in new.items()}
    if part is not None:
        package.put(part, with_notes(package.read(part), gone, texts, author))
        return
    space = main_space(package.read(sheet))
    blank = with_head(f'<comments xmlns="{space}"><authors></authors><commentList></commentList></comments>')
    folder = posixpath.dirname(posixpath.dirname(sheet))
    name = free_name(package, posixpath.join(folder, "comments{}.xml"))
    add_part(package, name, with_notes(blank, gone, texts, author), _COMMENTS, sheet, "comments")


def _put_boxes(package: EditedPackage, sheet: str, gone: Collection[str], new: Mapping[str, Note]) -> None:
    sizes = sizes_of(package.read(sheet))
    boxes = {position(at): box_beside(position(at), one.width, one.height, sizes) for at, one in new.items()}
    left = {position(at) for at in gone}
    relation = _drawing(package, sheet)
    if relation is not None:
        package.put(relation, with_boxes(package.read(relation), left, boxes))
        return
    if not boxes:
        return
    folder = posixpath.join(posixpath.dirname(posixpath.dirname(sheet)), "drawings")
    name = free_name(package, posixpath.join(folder, "vmlDrawing{}.vml"))
    drawing = with_boxes(new_drawing(_number(name)), left, boxes)
    chosen = add_by_ending(package, name, drawing, _DRAWING, sheet, "vmlDrawing")
    package.put(sheet, _with_drawing(package.read(sheet), chosen))


def _number(name: str) -> int:
    """The number in a new drawing's name, which no other drawing of ours has."""
    return int("".join(filter(str.isdigit, posixpath.basename(name))) or 1)


def _drawing(package: EditedPackage, sheet: str) -> str | None:
    """The part that the sheet draws its notes in, None where it has none."""
    data, _ = as_utf8(package.read(sheet))
    if b"legacyDrawing" not in data:
        return None
    own = next((one for one in frame_of(data).children if one.name == "legacyDrawing"), None)
    if own is None:
        return None
    chosen = next((own.given[key] for key in OFFICE_RELATIONS if key in own.given), "")
    found = next((one.target for one in relations_of(package, sheet) if one.id == chosen and not one.external), "")
    if found not in package:
        raise damaged("工作表的批注缺少图形部件")
    return found


def _with_drawing(part: bytes, relation: str) -> bytes:
    """The sheet with its drawing of notes named."""
    data, encode = as_utf8(part)
    frame = frame_of(data)
    at = frame.behind(BEFORE_NOTES)
    space = relations_space(main_space(data))
    element = f'<{prefix_of(data, frame.top)}legacyDrawing xmlns:r="{space}" r:id="{relation}"/>'
    return encode(spliced(data, [(at, at, element.encode())]))
