"""Sentences as officials write them, each with what it says and what follows against given figures.

A row of the ``.toml`` files here is one wording. `text` agrees with the figures of the body `on` (``figures.toml``,
the town where the row names none); ``[136:N-01]`` marks a figure that N-01 must catch when it is altered, by nine, or
to what stands behind a bar (``[39.4|43.9:N-07]``). A wording with `against` agrees with one body and contradicts
another, where the rule `finds` must catch it. `says` is the reading in brief, as in the room's data. `missed` are the
marks, counted from one, that are known to slip through (0: the other body), told here so that nobody takes them for
caught. ``left-alone.toml`` has sentences that must find nothing whatever the figures.

``python -m tests.narrative.corpus`` prints how many of each rule are caught.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import DAY
from tests.shipped import context_of, examine, load_form, load_rules, preview
from validator.exchange.filing_data import FilingData, Value

FOLDER = Path(__file__).parent
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他组织")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")
RULES = tuple(rule for rule in load_rules() if rule.code.startswith("N-"))
YEAR = 2025
ALTERED_BY = 9
_MARK = re.compile(r"\[([^\[\]|:]+)(?:\|([^:\]]+))?:(N-\d\d)\]")
_FIGURES: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "figures.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Wording:
    """One row: its sentence with true figures, and each contradiction it must be caught in."""

    file: str
    text: str
    says: str
    on: str
    wrong: tuple[Wrong, ...]

    @property
    def true(self) -> str:
        """The sentence as it agrees with the figures."""
        return _MARK.sub(r"\1", self.text)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence that contradicts the figures of a body, the rule that must say so, and whether it is known not to."""

    text: str
    on: str
    code: str
    missed: bool


def wordings() -> Iterator[Wording]:
    """Every row of the corpus."""
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != "figures":
            for row in tomllib.loads(path.read_text("utf-8"))["wordings"]:
                on, missed = row.get("on", "市"), row.get("missed", [])
                wrong = [*_altered(row["text"], on, missed)]
                if "against" in row:
                    wrong.append(Wrong(_MARK.sub(r"\1", row["text"]), row["against"], row["finds"], 0 in missed))
                yield Wording(path.stem, row["text"], row["says"], on, tuple(wrong))


def _altered(text: str, on: str, missed: list[int]) -> Iterator[Wrong]:
    """The sentence with one marked figure altered, for each mark."""
    for number, mark in enumerate(_MARK.finditer(text), 1):
        figure = mark[2] or _other(mark[1])
        before, behind = (_MARK.sub(r"\1", part) for part in (text[: mark.start()], text[mark.end() :]))
        yield Wrong(f"{before}{figure}{behind}", on, mark[3], number in missed)


def _other(figure: str) -> str:
    return str(int(figure) + ALTERED_BY)


@cache
def codes(text: str, on: str) -> frozenset[str]:
    """The N rules that find something where the section says this and the tables are those of the body."""
    body = _FIGURES[on]
    filing = preview(_data(body, _values(body), f"（一）主动公开。按目录公开。\n{text}", YEAR))
    if "before" in body:
        before: Mapping[str, Value] = body["before"]
        filing = replace(filing, previous=preview(_data(body, {**_values(body), **before}, "", YEAR - 1)))
    return frozenset(one.rule.code for one in examine(filing, RULES, context_of(DAY)).findings)


def _data(body: Mapping[str, Any], values: dict[str, Value], text: str, year: int) -> FilingData:
    return FilingData(
        organ=body["organ"], organ_type=body["organ_type"], year=year, values=values, text={"一": text} if text else {}
    )


def _values(body: Mapping[str, Any]) -> dict[str, Value]:
    """Every input of the form: what the body gives, else 0."""
    values: dict[str, Value] = {one.name: 0 for one in load_form("2021").indicators.values() if not one.is_total}
    for row, counts in body.get("rows", {}).items():
        values |= {f"表三.{row}.{column}": count for column, count in zip(COLUMNS, counts, strict=False)}
    for case, counts in body.get("cases", {}).items():
        values |= {f"表四.{case}.{outcome}": count for outcome, count in zip(OUTCOMES, counts, strict=False)}
    given: dict[str, Value] = body.get("values", {})
    return values | given


@dataclass(slots=True)
class Tally:
    """What became of the wordings of one rule."""

    altered: int = 0
    caught: int = 0


def tallies() -> tuple[dict[str, Tally], int, list[str]]:
    """Altered and caught figures by rule, how many wordings there are, and the true ones that were found fault with."""
    found: dict[str, Tally] = {rule.code: Tally() for rule in RULES if rule.code != "N-10"}
    count, false = 0, []
    for one in wordings():
        count += 1
        if codes(one.true, one.on):
            false.append(one.true)
        for wrong in one.wrong:
            tally = found[wrong.code]
            tally.altered += 1
            tally.caught += wrong.code in codes(wrong.text, wrong.on)
    return found, count, false


def summary() -> str:
    """A table for people."""
    found, count, false = tallies()
    lines = [
        f"{code}  {one.caught:>3} / {one.altered:>3}  {one.caught / one.altered:.1%}" for code, one in found.items()
    ]
    return "\n".join(
        [f"{count} wordings; caught / altered by rule:", *lines, f"true wordings found fault with: {len(false)}"]
    )
