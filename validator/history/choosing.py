"""Of several files of one body and year which one counts: the one that collecting would take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.catalogue import Catalogue
from validator.collecting.editions import Merging, merging
from validator.collecting.taking import Wanted, in_order, why_first
from validator.history.accepting import Seen
from validator.model.bilingual import Bilingual
from validator.model.form import Edition
from validator.model.labels import organ_key


class Turn(NamedTuple):
    """What is kept together: a file alone, or all of one body and year, the one that counts last.

    `why` it counts and not the others; None where there is no other that is not the same.
    """

    files: tuple[Seen, ...]
    why: Bilingual | None = None


def in_turn(every: Sequence[Seen], catalogue: Catalogue) -> Iterator[Turn]:
    """The files in their order, those of one body and year where the first of them stands."""
    of_report: dict[tuple[str, int], list[Seen]] = {}
    for one in every:
        if one.accepted:
            of_report.setdefault((organ_key(one.accepted.organ), one.accepted.year), []).append(one)
    for one in every:
        if one.accepted is None:
            yield Turn((one,))
        elif files := of_report.pop((organ_key(one.accepted.organ), one.accepted.year), None):
            yield _turn(files, _wanted(one.accepted.year, catalogue)) if len(files) > 1 else Turn((one,))


def _wanted(year: int, catalogue: Catalogue) -> Wanted:
    edition = catalogue.forms.edition_for(year)

    def merge(given: Edition) -> Merging:
        return merging(catalogue.form(given), catalogue.form(edition))

    return Wanted(year, edition, include_faulty=False, merge=merge)


def _turn(files: Sequence[Seen], wanted: Wanted) -> Turn:
    records = [one.file for one in files if one.file]
    of_record = {id(one.file): one for one in files}
    last_first = in_order(records, wanted)
    return Turn(tuple(of_record[id(one)] for one in reversed(last_first)), why_first(records, wanted))
