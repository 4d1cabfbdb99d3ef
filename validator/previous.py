"""Last year's report of the same body: matched by 机关名称, normalised, and by year."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from validator.model import Filing

Key = tuple[str, int]


def organ_key(name: str) -> str:
    """A body's name without blanks and width: ``渑池县 人民政府`` is 渑池县人民政府."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def key_of(filing: Filing) -> Key | None:
    """Body and year of a filing, None where either is missing."""
    organ = organ_key(filing.organ)
    return (organ, filing.year) if organ and filing.year else None


def key_before(filing: Filing) -> Key | None:
    """Body and year of the report before this one."""
    found = key_of(filing)
    return found and (found[0], found[1] - 1)


def by_body(filings: Iterable[Filing]) -> dict[Key, Filing]:
    """Filings by body and year; a body with several reports of one year is left out, for none of them is the one."""
    found: dict[Key, list[Filing]] = {}
    for one in filings:
        if key := key_of(one):
            found.setdefault(key, []).append(one)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1}


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where each body's earlier report lies. `repeated` are those for which there are several: none is taken."""

    files: Mapping[Key, Path] = field(default_factory=dict)
    repeated: frozenset[Key] = frozenset()

    def before(self, filing: Filing) -> Path | None:
        """The report of the year before, None where there is none or more than one."""
        key = key_before(filing)
        return self.files.get(key) if key and key not in self.repeated else None


def index(found: Iterable[tuple[Path, Filing]]) -> Earlier:
    """The earlier reports by body and year."""
    files: dict[Key, Path] = {}
    repeated: set[Key] = set()
    for path, filing in found:
        key = key_of(filing)
        if key and key in files:
            repeated.add(key)
        elif key:
            files[key] = path
    return Earlier(files, frozenset(repeated))
