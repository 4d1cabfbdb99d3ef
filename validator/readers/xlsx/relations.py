"""Which part belongs to which: content types and relationships (ISO/IEC 29500-2, 9 and 10)."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from validator.readers.limits import Budget
from validator.readers.xlsx.package import Package
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk
from validator.startup.records import dataclass

RELATIONS_SPACE = ("http://schemas.openxmlformats.org/package/2006/relationships",)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, the last word of its type (``worksheet``), the part or address it leads to."""

    id: str
    kind: str
    target: str
    external: bool


def relations(package: Package, source: str) -> tuple[Relation, ...]:
    """The relationships of part `source` (``""``: of the package), none when it has no such part.

    Types are told apart by their last word, which is the same in transitional and strict files.
    """
    part = relations_part(source)
    return package.parsed(part, read_relations) if part in package else ()


@lru_cache(maxsize=1024)
def relations_part(source: str) -> str:
    """Where the relationships of part `source` are listed."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relations(data: bytes, part: str, budget: Budget) -> tuple[Relation, ...]:
    """The relationships a part lists; targets are parts, from the root of the package."""
    folder = posixpath.dirname(posixpath.dirname(part))
    found: list[Relation] = []

    def relation(attributes: Attributes) -> None:
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        kind = attributes.get("Type", "").rpartition("/")[2]
        budget.spend("links", 1)
        found.append(
            Relation(attributes.get("Id", ""), kind, target if external else resolved(folder, target), external)
        )

    walk(data, part, root("Relationships/Relationship", Step(relation), RELATIONS_SPACE), budget)
    return tuple(found)


def resolved(folder: str, target: str) -> str:
    """The part a relationship leads to: from the root when it starts with ``/``, else from its source's folder."""
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")
