"""Comments in a Word document: the part that holds them, and the places in the text that they are about.

ISO/IEC 29500-1, 17.13.4; ISO/IEC 29500-2 (parts, their types and relationships).
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from validator.annotating.remarks import AUTHOR
from validator.annotating.word_xml import made, name_of, tree, written
from validator.editing.package import EditedPackage
from validator.readers.kinds import WORD_PART
from validator.readers.xlsx.relations import relations_part

_INITIALS: Final = "勾稽"
_TYPES: Final = "[Content_Types].xml"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PRESERVED: Final = "{http://www.w3.org/XML/1998/namespace}space"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_KIND: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_ABOUT: Final = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})


class Comments:
    """The comments of a document under edit; those of an older check are taken out. Raises Refused for bad XML."""

    def __init__(self, package: EditedPackage, root: Any, when: datetime) -> None:
        self._package, self._root, self._when = package, root, when.astimezone(UTC)
        self._space = root.tag.rpartition("}")[0] + "}"
        self._part = self._known_part()
        self._own = self._opened()
        self._next = 1 + max((int(one) for one in map(self._id, self._own) if one.isdecimal()), default=-1)

    def _known_part(self) -> str:
        """The part of the comments that are there, ``""`` where there are none."""
        for one in self._relations():
            if one.get("Type", "").endswith("/comments") and one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/word", one.get("Target", ""))).lstrip("/")
                return target if target in self._package else ""
        return ""

    def _relations(self) -> Any:
        part = relations_part(WORD_PART)
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
        return tree(self._package.read(part) if part in self._package else empty)

    def _opened(self) -> Any:
        """The comments without those of an older check, whose places are taken out of the text."""
        if not self._part:
            return self._root.makeelement(f"{self._space}comments", nsmap={"w": self._space[1:-1]})
        found = tree(self._package.read(self._part))
        old = [one for one in found if one.get(f"{self._space}author") == AUTHOR]
        gone = {self._id(one) for one in old}
        for one in old:
            found.remove(one)
        for one in [one for one in self._root.iter() if name_of(one) in _ABOUT and self._id(one) in gone]:
            _without(one)
        return found

    def _id(self, element: Any) -> str:
        return str(element.get(f"{self._space}id", ""))

    def put_first(self, text: str) -> None:
        """A comment on the first paragraph."""
        first = next((one for one in self._root.iter() if name_of(one) == "p"), None)
        if first is not None:
            self.add(text, first, [one for one in first if name_of(one) == "r"])

    def add(self, text: str, paragraph: Any, runs: Sequence[Any]) -> None:
        """A comment on runs, on the end of the paragraph where there are none."""
        number = str(self._next)
        self._next += 1
        start, end = (made(self._root, kind, {"id": number}) for kind in ("commentRangeStart", "commentRangeEnd"))
        sign = made(self._root, "r")
        sign.append(made(self._root, "commentReference", {"id": number}))
        if runs:
            runs[0].addprevious(start)
            runs[-1].addnext(end)
        else:
            paragraph.extend((start, end))
        end.addnext(sign)
        self._own.append(self._comment(number, text))

    def _comment(self, number: str, text: str) -> Any:
        when = self._when.strftime("%Y-%m-%dT%H:%M:%SZ")
        comment = made(self._root, "comment", {"id": number, "author": AUTHOR, "date": when, "initials": _INITIALS})
        for line in text.splitlines():
            paragraph, run, words = made(self._root, "p"), made(self._root, "r"), made(self._root, "t")
            words.text = line
            words.set(_PRESERVED, "preserve")
            run.append(words)
            paragraph.append(run)
            comment.append(paragraph)
        return comment

    def finish(self) -> None:
        """Put the changed parts into the package."""
        self._package.put(WORD_PART, written(self._root))
        if not self._part:
            names = (f"word/comments{number or ''}.xml" for number in count())
            self._part = next(one for one in names if one not in self._package)
            self._state()
        self._package.put(self._part, written(self._own))

    def _state(self) -> None:
        """State the type of the new part and the relationship that leads to it."""
        types = tree(self._package.read(_TYPES))
        types.append(types.makeelement(_beside(types, "Override"), PartName=f"/{self._part}", ContentType=_CONTENT))
        self._package.put(_TYPES, written(types))
        relations = self._relations()
        known = {one.get("Id") for one in relations}
        chosen = next(one for number in count(1) if (one := f"rIdGouji{number}") not in known)
        kind = _STRICT_KIND if self._space[1:-1] == _STRICT else _KIND
        target = posixpath.basename(self._part)
        relations.append(relations.makeelement(_beside(relations, "Relationship"), Id=chosen, Type=kind, Target=target))
        self._package.put(relations_part(WORD_PART), written(relations))


def _beside(element: Any, kind: str) -> str:
    """The tag of that kind in the namespace of an element, be there none."""
    space, found, _ = element.tag.rpartition("}")
    return f"{space}{found}{kind}"


def _without(element: Any) -> None:
    """Take the sign of a comment out of the text, with the run that holds nothing else."""
    parent = element.getparent()
    alone = name_of(parent) == "r" and all(one is element or name_of(one) == "rPr" for one in parent)
    gone = parent if alone else element
    gone.getparent().remove(gone)
