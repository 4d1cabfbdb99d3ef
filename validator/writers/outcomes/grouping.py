"""The findings on an office's report as people read them: what was done with whole reports once, then single cells.

A forgotten unit makes a gap in twenty cells: that is one line, and the twenty stand below as figures. Where several
explanations fit as well, all of them stand there, none by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.model.bilingual import Bilingual, spoken
from validator.model.collected import Explanation, ExplanationKind
from validator.model.finding import Finding
from validator.model.rule import Outcome
from validator.startup.records import dataclass

_ABOVE, _UNKNOWN = "A-03", ExplanationKind.UNKNOWN
Briefs = tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """What was done with whole reports, and in how many cells it shows; several `ways` where each fits as well."""

    ways: tuple[Briefs, ...]
    cells: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """`wholes` explain the findings `explained` between them; `single` are the others."""

    wholes: tuple[Whole, ...]
    explained: tuple[Finding, ...]
    single: tuple[Finding, ...]


def grouped(findings: Iterable[Finding]) -> Grouped:
    """The findings that have a place, by what explains them, and rules that broke.

    That a unit has more than the office (A-03) only follows where the gap of that cell is explained.
    """
    counts: dict[tuple[Briefs, ...], int] = {}
    explained: list[Finding] = []
    single: list[Finding] = []
    shown = [one for one in findings if one.cells or one.outcome is Outcome.BROKEN]
    known = {one.cells[0].place for one in shown if any(why.kind is not _UNKNOWN for why in one.explanations)}
    for one in shown:
        if one.rule.code == _ABOVE and one.cells and one.cells[0].place in known:
            continue
        ways = [tuple(each.brief for each in way if each.brief) for way in ways_of(one)]
        is_whole = bool(ways) and all(len(way) == len(briefs) for way, briefs in zip(ways_of(one), ways, strict=True))
        (explained if is_whole else single).append(one)
        for key in _causes(ways, is_whole=is_whole):
            counts[key] = counts.get(key, 0) + 1
    wholes = sorted((Whole(ways, count) for ways, count in counts.items()), key=lambda one: -one.cells)
    return Grouped(tuple(wholes), tuple(explained), tuple(single))


def ways_of(one: Finding) -> list[list[Explanation]]:
    """The explanations of a finding, those together that explain it together, the likeliest first."""
    found: dict[int, list[Explanation]] = {}
    for each in one.explanations:
        found.setdefault(each.number, []).append(each)
    return [found[number] for number in sorted(found) if number]


def remarks_of(findings: Iterable[Finding]) -> tuple[Bilingual, ...]:
    """What is to be said of the search for explanations, each once."""
    return tuple(dict.fromkeys(each.message for one in findings for each in one.explanations if not each.number))


def others_of(one: Finding) -> list[list[Explanation]]:
    """The other ways to explain it, each without what it has in common with the first."""
    first, *others = ways_of(one) or [[]]
    told = {each.message for each in first}
    return [[each for each in way if each.message not in told] or way for way in others]


def together(words: Sequence[Bilingual], lang: str) -> str:
    """What holds together, in one sentence."""
    return ("; and " if lang == "en" else "；同时").join(spoken(each, lang) for each in words)


def _causes(ways: Sequence[Briefs], *, is_whole: bool) -> list[tuple[Briefs, ...]]:
    """What all ways have in common, one by one, and then, where nothing else explains it, what may be one or other."""
    common = [brief for brief in (ways[0] if ways else ()) if all(brief in way for way in ways)]
    rest = tuple(tuple(brief for brief in way if brief not in common) for way in ways)
    return [*(((brief,),) for brief in common), *([rest] if is_whole and any(rest) else [])]


def place_of(one: Finding) -> str:
    """Sheet and cell, empty for a rule that broke."""
    return f"{one.cells[0].place.sheet}!{one.cells[0].place.cell}" if one.cells else ""
