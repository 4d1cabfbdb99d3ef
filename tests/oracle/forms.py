"""The form's cells and the default thresholds, read from the data files alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "validator"
TABLES = ("表二", "表三", "表四")
TOTAL = "总计"
HANDLED = "办理结果总计"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结")
CASES = ("行政复议", "直接起诉", "复议后起诉")


@dataclass(frozen=True, slots=True)
class Place:
    """One number of the form: where the template has it, its kind, and what it sums when it is a total."""

    table: str
    row: str
    column: str
    where: str
    kind: str
    parts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The cells of one edition or mixture by name, and where each table states its period."""

    places: Mapping[str, Place]
    period_cells: Mapping[str, str]

    def rows(self, table: str) -> tuple[str, ...]:
        """The rows of a table in the form's order."""
        return tuple(dict.fromkeys(one.row for one in self.places.values() if one.table == table))


def form_of(edition: str | Mapping[str, str]) -> Form:
    """The form of an edition, or of a map table -> edition."""
    editions = tuple(edition if isinstance(edition, str) else edition[table] for table in TABLES)
    return _mixture(editions)


@cache
def _mixture(editions: tuple[str, ...]) -> Form:
    tables = [_table(edition, name) for edition, name in zip(editions, TABLES, strict=True)]
    places = {name: place for table in tables for name, place in _places(table)}
    periods = {table["name"]: f"{table['sheet']}!{table['period_cell']}" for table in tables}
    return Form(places, periods)


def _table(edition: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in _toml(f"forms/{edition}.toml")["table"] if one["name"] == name)
    return found


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _places(table: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
    kinds: Mapping[str, str] = table.get("kinds", {})
    for row in table["rows"]:
        columns = row.get("columns") or [one["name"] for one in table["columns"]]
        for column, cell in zip(columns, _cells(row["cells"]), strict=True):
            kind = kinds.get(column, row.get("kind", table["kind"]))
            name = f"{table['name']}.{row['name']}.{column}"
            parts = tuple(_parts(table, row["name"], column))
            yield name, Place(table["name"], row["name"], column, f"{table['sheet']}!{cell}", kind, parts)


def _cells(span: str) -> list[str]:
    first, _, last = span.partition(":")
    (start, line), (end, _) = (re.findall(r"[A-Z]+|\d+", one) for one in (first, last or first))
    return [f"{chr(letter)}{line}" for letter in range(ord(start), ord(end) + 1)]


def _parts(table: Mapping[str, Any], row: str, column: str) -> Iterator[tuple[str, ...]]:
    totals = table.get("totals", {})
    if row in totals.get("rows", {}):
        yield tuple(f"{table['name']}.{one}.{column}" for one in table["row_groups"][totals["rows"][row]])
    if column in totals.get("columns", {}):
        yield tuple(f"{table['name']}.{row}.{one}" for one in table["column_groups"][totals["columns"][column]])


@cache
def threshold(key: str) -> Fraction:
    """A default threshold, exactly as written."""
    found = next(one["value"] for one in _toml("thresholds.toml")["threshold"] if one["key"] == key)
    return Fraction(str(found))


@cache
def organ_types() -> tuple[str, ...]:
    """What the cover's 机关类型 takes."""
    return tuple(_toml("forms/report.toml")["organ_types"])


@cache
def cover_cell(name: str) -> str:
    """The address of a field of the cover."""
    return "封面!" + next(str(one["cell"]) for one in _toml("forms/report.toml")["cover"] if one["name"] == name)
