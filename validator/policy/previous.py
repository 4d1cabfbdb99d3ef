"""Last year's report of the same body: matched by 机关名称, normalised, and by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.policy.context import NO_PREVIOUS, SEVERAL_PREVIOUS
from validator.startup.records import dataclass, field

T = TypeVar("T")
Key = tuple[str, int]


def key_of(filing: Filing) -> Key | None:
    """Body and year of a filing, None where either is missing."""
    organ = organ_key(filing.organ)
    return (organ, filing.year) if organ and filing.year else None


def key_before(filing: Filing) -> Key | None:
    """Body and year of the report before this one."""
    found = key_of(filing)
    return found and (found[0], found[1] - 1)


@dataclass(frozen=True, slots=True)
class Earlier(Generic[T]):
    """Each body's earlier reports, as they are or packed, by body and year.

    `repeated` are those for which there are several: none of them is the one. `digest` stands for the files that they
    were read from.
    """

    reports: Mapping[Key, T] = field(default_factory=dict)
    repeated: frozenset[Key] = frozenset()
    digest: str = ""

    def before(self, filing: Filing) -> T | None:
        """The report of the year before, None where there is none or more than one."""
        key = key_before(filing)
        return self.reports.get(key) if key and key not in self.repeated else None

    def why_none(self, filing: Filing) -> Bilingual:
        """Why the rules across years cannot run on a filing that has no report before it."""
        return SEVERAL_PREVIOUS if key_before(filing) in self.repeated else NO_PREVIOUS


def index(found: Iterable[tuple[T, Filing]]) -> Earlier[T]:
    """The earlier reports by body and year."""
    reports: dict[Key, T] = {}
    repeated: set[Key] = set()
    for report, filing in found:
        key = key_of(filing)
        if key and key in reports:
            repeated.add(key)
        elif key:
            reports[key] = report
    return Earlier(reports, frozenset(repeated))
