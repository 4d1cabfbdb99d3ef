"""情况说明 as given: on the sheet of that name, and from outside the workbooks by body (``--waivers FILE.toml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from validator.files.given import BadFile, read_toml
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.filings.sheets import WAIVER_HEADINGS
from validator.model.address import address, position
from validator.model.cells import BLANK, Cell, CellKind, Place
from validator.model.filing import WAIVER_KEYS, Filing, Waiver
from validator.model.labels import organ_key
from validator.readers.workbook import Sheet
from validator.startup.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Given:
    """A waiver and the body it is for; without one it is for every filing of the run."""

    organ: str
    waiver: Waiver


def load_waivers(path: Path) -> tuple[Given, ...]:
    """Every ``[[waiver]]`` of the file: code, cell, reason, by, date, and optionally organ. Raises BadFile."""
    entries = read_toml(path, "waiver") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadFile(f"{path}：每条说明写成 [[waiver]]")
    return tuple(_given(path, number, entry) for number, entry in enumerate(entries, 1))


def _given(path: Path, number: int, entry: dict[str, object]) -> Given:
    where = f"{path}：第 {number} 条说明"
    if unknown := sorted(set(entry) - {*WAIVER_KEYS, "organ"}):
        raise BadFile(f"{where}有不认识的键 {cut(unknown[0])}{did_you_mean(unknown[0], (*WAIVER_KEYS, 'organ'))}")
    texts = {key: _text(where, key, entry.get(key, "")) for key in (*WAIVER_KEYS, "organ")}
    code, cell, reason, by, day = (texts[key] for key in WAIVER_KEYS)
    return Given(texts["organ"], Waiver(code, cell, reason, by, day))


def _text(where: str, key: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise BadFile(f"{where}的 {key} 应为文字")
    return value.strip()


def with_waivers(filing: Filing, given: Iterable[Given]) -> Filing:
    """The filing with the waivers that are for its body added to its own."""
    organ = organ_key(filing.organ)
    added = tuple(one.waiver for one in given if not one.organ or organ_key(one.organ) == organ)
    return replace(filing, waivers=(*filing.waivers, *added)) if added else filing


def written_waivers(sheet: Sheet | None) -> Iterator[Waiver]:
    """The rows under the headings of sheet 情况说明 that hold anything."""
    heading = sheet and next((at for at, cell in sheet.cells.items() if cell.value == WAIVER_HEADINGS[0]), None)
    if not sheet or not heading:
        return
    top, left = position(heading)
    rows = sorted({position(at)[0] for at in sheet.cells if position(at)[0] > top})
    for row in rows:
        cells = [sheet.cells.get(address(row, left + i), BLANK) for i in range(len(WAIVER_HEADINGS))]
        texts = [_waiver_text(cell) for cell in cells]
        if any(texts):
            code, at, reason, by, day = texts
            yield Waiver(code, at, reason, by, day, Place(sheet.name, address(row, left)))


def _waiver_text(cell: Cell) -> str:
    if cell.kind is CellKind.DATE:
        return str(cell.value)[:10]
    return "" if cell.value is None else str(cell.value).strip()
