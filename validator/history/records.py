"""A filing as the store keeps it: JSON that ``gouji fill`` takes, and what else a check asks of last year's report.

Readable in twenty years, by others too, and whatever becomes of the classes here; compressed, for most of it is text.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from validator.catalogue import Catalogue
from validator.exchange.extract import extract
from validator.exchange.filing_data import TITLE_KEY, BadFilingData, FilingData, as_json, parse
from validator.model.cells import CellValue, Place, constant
from validator.model.contents import homes_of
from validator.model.filing import WAIVER_KEYS, WORKBOOK, Filing, Waiver
from validator.model.form import Form, Role
from validator.readers import UnreadableWorkbook
from validator.startup.records import dataclass

_LEVEL = 6


def recorded(filing: Filing) -> bytes:
    """A filing as it is kept. The same filing gives the same bytes."""
    homes = homes_of(filing.form)
    known = (*filing.form.indicators, *filing.form.fields)
    places = {name: place for name, place in filing.places.items() if name in homes}
    whole = {
        "filing": as_json(extract(filing)),
        "source": filing.source,
        "absent": [name for name in known if name not in filing.cells],
        "moved": {name: [one.sheet, one.cell] for name, one in places.items() if homes[name] != one},
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "backslashreplace"), _LEVEL)  # halves of pairs, as JSON escapes them


def data_of(record: bytes) -> dict[str, Any]:
    """The filing in a record as ``gouji extract`` writes it. Raises ValueError for what is none."""
    filing: dict[str, Any] = _whole(record)["filing"]
    return filing


def _whole(record: bytes) -> dict[str, Any]:
    try:
        whole: dict[str, Any] = json.loads(zlib.decompress(record))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return whole


@dataclass(frozen=True, slots=True)
class Kept:
    """A report of the store on its way to whoever examines a file; `path` is how it was called when it was accepted."""

    record: bytes
    path: str

    def filing(self, catalogue: Catalogue) -> Filing:
        """The report as it was accepted: cells, places, texts, explanations. Raises UnreadableWorkbook."""
        try:
            whole = _whole(self.record)
            data = parse(whole["filing"], catalogue.forms)
            return _filing(data, catalogue.form(data.edition), whole, self.path)
        except (BadFilingData, ValueError, KeyError) as error:
            raise UnreadableWorkbook(f"{self.path}：历年报告库里的这份报告读不懂（{error}）") from error


def _filing(data: FilingData, form: Form, whole: Mapping[str, Any], path: str) -> Filing:
    absent = frozenset(whole["absent"])
    moved = {name: Place(*at) for name, at in whole["moved"].items()}
    places = {name: place for name, place in {**homes_of(form), **moved}.items() if name not in absent}
    return Filing(
        path,
        form,
        {name: constant(value) for name, value in _values(data, form) if name not in absent},
        places,
        waivers=tuple(
            Waiver(**{key: str(one.get(key, "")) for key in WAIVER_KEYS}, place=None) for one in data.waivers
        ),
        source=whole.get("source", WORKBOOK),
    )


def _values(data: FilingData, form: Form) -> Iterator[tuple[str, CellValue]]:
    yield from ((name, data.values.get(name)) for name in form.indicators)
    period = data.period or {}
    stated = {
        Role.TITLE: data.text.get(TITLE_KEY),
        Role.ORGAN: data.organ,
        Role.ORGAN_TYPE: data.organ_type,
        Role.YEAR: data.year,
        Role.START: period.get("start"),
        Role.END: period.get("end"),
        Role.PARTIAL_YEAR: data.partial_year,
        Role.PUBLISHED: data.published,
    }
    yield from ((one.name, stated.get(one.role) if one.role else None) for one in form.cover)
    yield from ((table.period.name, data.table_periods.get(name)) for name, table in form.tables.items())
    yield from ((one.text.name, data.text.get(one.number)) for one in form.sections if one.text)
