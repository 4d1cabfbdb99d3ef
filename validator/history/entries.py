"""What goes into the store and what comes back, without what keeps it."""

from __future__ import annotations

from validator.startup.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A report to be kept: of whom and when, the file it stood in, the verdict on it, who accepted it.

    `edition` is JSON, `sha256` of the file, `status` the verdict's value, `gouji` the version that gave it, `record`
    what `records.recorded` gives.
    """

    organ: str
    year: int
    edition: str
    path: str
    sha256: str
    status: str
    gouji: str
    by: str
    record: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report: its number, how many versions of that body and year there are, which one it replaces."""

    id: int
    number: int
    replaces: int | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one report as the store knows it, without what it holds.

    `number` counts the versions of that body and year (0: not counted); days are ISO 8601 in UTC; `removed_at` is None
    for what was not taken out.
    """

    id: int
    organ: str
    year: int
    edition: str
    path: str
    sha256: str
    status: str
    gouji: str
    added_at: str
    added_by: str
    digest: str
    removed_at: str | None
    removed_by: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A version that is taken out, whether it was so already, and the number of the one that counts now."""

    version: Version
    already: bool
    counts_now: int | None
