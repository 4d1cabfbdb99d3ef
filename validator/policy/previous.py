"""Last year's report of the same body: matched by 机关名称, normalised, and by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from validator.catalogue import Catalogue
from validator.model.bilingual import Bilingual
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.policy.context import NO_PREVIOUS, SEVERAL_PREVIOUS
from validator.startup.records import dataclass, field

T = TypeVar("T")
Key = tuple[str, int]


class Held(Protocol):
    """A report kept in little room, wherever it comes from; it goes to the processes that examine files."""

    def filing(self, catalogue: Catalogue) -> Filing:
        """The report itself. Raises UnreadableWorkbook."""


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
    were read from. `none` is why a report has none before it, where that is known better than that there is none.
    """

    reports: Mapping[Key, T] = field(default_factory=dict)
    repeated: frozenset[Key] = frozenset()
    digest: str = ""
    none: Bilingual = NO_PREVIOUS

    def before(self, filing: Filing) -> T | None:
        """The report of the year before, None where there is none or more than one."""
        key = key_before(filing)
        return self._one(key) if key else None

    def chain(self, filing: Filing) -> Iterator[T]:
        """The reports of the years before, last year's first, as far as each year has one."""
        key = key_before(filing)
        while key and (found := self._one(key)) is not None:
            yield found
            key = key[0], key[1] - 1

    def _one(self, key: Key) -> T | None:
        return None if key in self.repeated else self.reports.get(key)

    def why_none(self, filing: Filing) -> Bilingual:
        """Why the rules across years cannot run on a filing that has no report before it."""
        return SEVERAL_PREVIOUS if key_before(filing) in self.repeated else self.none


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
