"""The office's draft report: the official template filled with the sums, and behind it the sums unit by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from validator.catalogue import Catalogue
from validator.collecting.amounts import number
from validator.collecting.collected import Collected
from validator.collecting.sheets import Pen, cells_needed, write_sheets
from validator.exchange.filing_data import FilingData, Value
from validator.filings.traces import COLLECTED, PRODUCT
from validator.model.labels import organ_key
from validator.template import build

if TYPE_CHECKING:
    from validator.template.draft import Draft

MOST_CELLS: Final = 40_000
"""With so many cells of traces, some 180 units, a draft still opens at once and is read well within the limits of
reading (150,000 cells); more go into a workbook beside it."""
_PIECE: Final = 1 << 16
_DIGITS: Final = 16
_CREATED: Final = datetime(2021, 1, 1)  # noqa: DTZ001  a fixed stamp: the same reports give the same bytes


def drafted(collected: Collected, kind: str, catalogue: Catalogue) -> bytes:
    """The draft of an office of that kind. Raises BadContent for a name that no cell can hold."""
    data, typed = data_of(collected, kind)
    mark = mark_of(collected.organ, collected.year)

    def more(draft: Draft) -> None:
        draft.book.set_custom_property(COLLECTED, mark, "text")
        if not has_own_traces(collected):
            write_sheets(Pen(draft.book, own=True), collected)

    return build(data, catalogue, typed_totals=typed, more=more)


def mark_of(organ: str, year: int) -> str:
    """What the draft of an office bears, in plain ASCII, which no program garbles: of what year and of whom it is."""
    return f"{year} {sha256(organ_key(organ).encode()).hexdigest()[:_DIGITS]}"


def has_own_traces(collected: Collected) -> bool:
    """Whether the figures unit by unit are too many for the draft and stand in a workbook of their own."""
    return cells_needed(collected) > MOST_CELLS


def data_of(collected: Collected, kind: str) -> tuple[FilingData, bool | None]:
    """The sums as a filing, and how totals are written: as formulas where they are what the units state, else typed."""
    values: dict[str, Value] = {name: number(total) for name, total in collected.sums.items()}
    computed = all(_follows(name, collected) for name in collected.form.totals)
    edition = collected.form.edition
    data = FilingData(organ=collected.organ, year=collected.year, organ_type=kind, edition=edition, values=values)
    return data, False if computed else None


def _follows(name: str, collected: Collected) -> bool:
    """Whether the sum of a total is the sum of its parts' sums."""
    sums: Mapping[str, int] = collected.sums
    return all(sums[name] == sum(sums[part] for part in parts) for parts in collected.form.indicators[name].parts)


def traces_of(collected: Collected) -> Iterator[bytes]:
    """The workbook with the figures unit by unit, in pieces: of a province it has six million cells."""
    from tempfile import TemporaryFile

    from xlsxwriter import Workbook  # only a province needs one

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with TemporaryFile() as content:
        with Workbook(content, {"constant_memory": True, **plain}) as book:
            book.set_properties({"created": _CREATED, "subject": PRODUCT})
            write_sheets(Pen(book, own=False), collected)
        content.seek(0)
        yield from iter(lambda: content.read(_PIECE), b"")
