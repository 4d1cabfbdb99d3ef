"""How often the planted reason is found why an office's report differs from the sum of its units.

    python -m benchmarks.explaining [--cases 500] [--seed 0] [--units 34]

Counties are the real figures of the examples, split at random (`rulework.county`). In the office's report one thing
went wrong, or two at once: a unit forgotten, counted twice, an older file or last year's figures of it used, a cell
mistyped in the office's report (totals following or not) or while a unit's figure was copied, a unit's blank filled in,
a unit counted three times, one of four with the same few figures forgotten, one counted whose report the sums leave
out, the figure of a faulty unit put right, six to eight units forgotten at once.

found     of every cell that it put out of step, the planted reason is among the explanations
first     and it stands in the likeliest way
alone     where no other single reason makes the same figures (tried one by one), nothing else is told
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rulework.county import UNITS, split
from validator.catalogue.shipped import shipped
from validator.collecting.amounts import NOTHING, ONE, number, scaled
from validator.collecting.cells import Column, Doubts
from validator.collecting.effects import Effect, Known, effects_of
from validator.collecting.explanations import Searched, Uncounted, explained
from validator.collecting.gaps import structure_of
from validator.model.bilingual import Bilingual
from validator.model.collected import Explanation
from validator.repair.slips import slip

FORM = shipped().form("2021")
STRUCTURE = structure_of(FORM)
OFFICE = "示例县人民政府"
KINDS = (
    *("left_out", "counted_twice", "other_version", "last_year", "typing", "copying", "blank", "two"),
    *("thrice", "alike", "uncounted", "corrected", "many"),
)
Row = dict[int, int]


@dataclass
class Case:
    """One county: the units' rows, what else there is of them, and the office's figures with what went wrong."""

    units: dict[str, Row]
    older: dict[str, Row]
    before: dict[str, Row]
    guesses: dict[tuple[str, int], int] = field(default_factory=dict)
    office: Row = field(default_factory=dict)
    planted: list[tuple[str, str, Row]] = field(default_factory=list)
    """Kind, body and the gaps that it makes."""
    uncounted: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


@dataclass
class Tally:
    """Counts by kind."""

    cases: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    single: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def whole(values: Mapping[str, float]) -> Row:
    """A report with its totals, in millionths; no zeros."""
    leaves = {at: scaled(values.get(name, 0)) for at, name in enumerate(STRUCTURE.names) if at not in STRUCTURE.parts}
    row = leaves | {at: sum(leaves[part] for part in parts) for at, parts in STRUCTURE.parts.items()}
    return {at: value for at, value in row.items() if value}


def followed(at: int, gap: int) -> Row:
    """A gap in a cell with the totals that follow it."""
    return {at: gap} | dict.fromkeys(STRUCTURE.above.get(at, ()), gap)


def case(kind: str, chance: random.Random, count: int) -> Case | None:
    """A county in which that went wrong, None where it makes no difference."""
    names = UNITS[:count]
    rows = dict(zip(names, map(whole, split(count, chance.randrange(10**6))), strict=True))
    before = dict(zip(names, map(whole, split(count, chance.randrange(10**6))), strict=True))
    organ = chance.choice(names)
    older = {organ: _older(rows[organ], chance)}
    one = Case(rows, older, before)
    others = [each for each in names if each != organ]
    chance.shuffle(others)
    for what, other in zip(_together(kind, chance), others, strict=False):
        made = _PLANTS[what](one, organ if what == "other_version" else other, chance)
        if made is None:
            return None
        one.planted.append(made)
    one.office = summed(one)
    return one if all(value >= 0 for value in one.office.values()) and _shows(one) else None


def _together(kind: str, chance: random.Random) -> tuple[str, ...]:
    """What goes wrong at once."""
    if kind == "many":
        return ("left_out",) * chance.randint(6, 8)
    return ("left_out", "typing") if kind == "two" else (kind,)


def _shows(one: Case) -> bool:
    return any(value for *_, gaps in one.planted for value in gaps.values())


def _older(row: Row, chance: random.Random) -> Row:
    """The same report with some cells otherwise."""
    cells = [at for at in row if at not in STRUCTURE.parts]
    changed = dict(row)
    for at in chance.sample(cells, min(len(cells), chance.randint(1, 4))):
        gap = chance.randint(1, 9) * ONE
        for each, more in followed(at, gap).items():
            changed[each] = changed.get(each, 0) + more
    return changed


def _left_out(one: Case, organ: str, _: random.Random) -> tuple[str, str, Row]:
    return "left_out", organ, {at: -value for at, value in one.units[organ].items()}


def _twice(one: Case, organ: str, _: random.Random) -> tuple[str, str, Row]:
    return "counted_twice", organ, dict(one.units[organ])


def _other(one: Case, organ: str, _: random.Random) -> tuple[str, str, Row]:
    return "other_version", organ, _change(one.units[organ], one.older[organ])


def _last_year(one: Case, organ: str, _: random.Random) -> tuple[str, str, Row]:
    return "last_year", organ, _change(one.units[organ], one.before[organ])


def _change(old: Row, new: Row) -> Row:
    return {at: gap for at in {**old, **new} if (gap := new.get(at, 0) - old.get(at, 0))}


def summed(one: Case) -> Row:
    """The units added up, with what went wrong so far."""
    sums: Row = {}
    for row in (*one.units.values(), *(gaps for *_, gaps in one.planted)):
        for at, value in row.items():
            sums[at] = sums.get(at, 0) + value
    return sums


def _typing(one: Case, _: str, chance: random.Random) -> tuple[str, str, Row] | None:
    sums = summed(one)
    at = chance.choice([at for at, value in sums.items() if value > 0 and value % ONE == 0])
    typed = mistyped(sums[at] // ONE, chance)
    return None if typed is None else ("typing", OFFICE, _spread(at, typed * ONE - sums[at], chance))


def _copying(one: Case, organ: str, chance: random.Random) -> tuple[str, str, Row] | None:
    row = one.units[organ]
    cells = [at for at in row if at not in STRUCTURE.parts and row[at] % ONE == 0]
    if not cells:
        return None
    at = chance.choice(cells)
    typed = mistyped(row[at] // ONE, chance)
    return None if not typed else ("typing", organ, _spread(at, typed * ONE - row[at], chance))


def _spread(at: int, gap: int, chance: random.Random) -> Row:
    return followed(at, gap) if at not in STRUCTURE.parts and chance.random() < 0.5 else {at: gap}


def _blank(one: Case, organ: str, chance: random.Random) -> tuple[str, str, Row] | None:
    """The unit left a cell blank that the office filled in as it must be."""
    row = one.units[organ]
    cells = [at for at in row if at not in STRUCTURE.parts and row[at] % ONE == 0]
    if not cells:
        return None
    at = chance.choice(cells)
    value = row.pop(at)
    one.guesses[organ, at] = value
    return "typing", organ, {at: value}


def _thrice(one: Case, organ: str, _: random.Random) -> tuple[str, str, Row]:
    return "counted_twice", organ, {at: 2 * value for at, value in one.units[organ].items()}


def _alike(one: Case, organ: str, chance: random.Random) -> tuple[str, str, Row]:
    """Four units have the same few figures."""
    inner = [at for at in range(len(STRUCTURE.names)) if at not in STRUCTURE.parts]
    small: Row = {}
    for at in chance.sample(inner, 2):
        for place, value in followed(at, chance.randint(1, 3) * ONE).items():
            small[place] = small.get(place, 0) + value
    for each in (organ, *chance.sample([name for name in one.units if name not in (organ, *one.older)], 3)):
        one.units[each] = dict(small)
    return _left_out(one, organ, chance)


def _uncounted(one: Case, organ: str, chance: random.Random) -> tuple[str, str, Row]:
    """The office has figures of a unit whose report is not here, as that of another is not either."""
    row = one.units.pop(organ)
    other = chance.choice([name for name in one.units if name not in one.older])
    del one.units[other]
    one.uncounted += [organ, other]
    return "left_out", organ, row


def _corrected(one: Case, organ: str, chance: random.Random) -> tuple[str, str, Row] | None:
    """A unit's figure is wrong, which its own sums show; the office has the right one."""
    row = one.units[organ]
    cells = [at for at in row if at not in STRUCTURE.parts and row[at] % ONE == 0]
    if not cells:
        return None
    at = chance.choice(cells)
    one.guesses[organ, at], more = row[at], chance.randint(1, 9) * ONE
    one.faulty.add(organ)
    for each, value in followed(at, more).items():
        row[each] = row.get(each, 0) + value
    return "typing", organ, followed(at, -more)


_PLANTS = {
    "thrice": _thrice,
    "alike": _alike,
    "uncounted": _uncounted,
    "corrected": _corrected,
    "left_out": _left_out,
    "counted_twice": _twice,
    "other_version": _other,
    "last_year": _last_year,
    "typing": _typing,
    "copying": _copying,
    "blank": _blank,
}


def mistyped(value: int, chance: random.Random) -> int | None:
    """Two digits swapped, one wrong, or a zero too many; None where that changes nothing."""
    text, way = str(value), chance.choice(("swap", "digit", "zero"))
    if way == "zero":
        return value * 10 if value else None
    at = chance.randrange(len(text))
    if way == "digit":
        other = chance.choice([one for one in "0123456789" if one != text[at]])
        found = int(text[:at] + other + text[at + 1 :])
        return found if len(str(found)) == len(text) else None
    if at + 1 == len(text) or text[at] == text[at + 1] or (at == 0 and text[1] == "0"):
        return None
    return int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def searched(one: Case) -> Searched:
    """What the search is given."""
    sums = summed(replace(one, planted=[]))
    gaps = {at: gap for at in range(len(STRUCTURE.names)) if (gap := one.office.get(at, 0) - sums.get(at, 0))}
    organs = list(one.units)

    def column(at: int) -> Column:
        rows = [(organ, one.units[organ]) for organ in organs]
        units = [NOTHING if (organ, at) in one.guesses and at not in row else row.get(at, 0) for organ, row in rows]
        return Column(one.office.get(at, 0), units, organs)

    guesses = {organ: {at: value} for (organ, at), value in one.guesses.items()}
    uncounted = [Uncounted(organ, Bilingual("没有报来", "missing")) for organ in one.uncounted]
    doubts = Doubts(guesses, frozenset(one.faulty))
    return Searched(gaps, list(_effects(one)), STRUCTURE, column, [*organs, *one.uncounted], uncounted, OFFICE, doubts)


def _effects(one: Case) -> Iterator[Effect]:
    for organ, row in one.units.items():
        others = (("旧.xlsx", one.older[organ]),) if organ in one.older else ()
        before = (("上年.xlsx", one.before[organ]),) if organ in one.before else ()
        yield from effects_of(Known(organ, row, others, before), STRUCTURE)


def told(found: Mapping[int, tuple[Explanation, ...]], at: int, *, first: bool = False) -> set[tuple[str, str]]:
    """Kind and body of what is said of a cell."""
    return {(one.kind.value, one.organ) for one in found.get(at, ()) if not first or one.number == 1}


def possible(one: Case, gaps: Row) -> set[tuple[str, str]]:
    """Every single reason that makes exactly these gaps, tried one by one; what is not here can hold any figures."""
    found = {("left_out", organ) for organ in one.uncounted}
    for organ, row in one.units.items():
        ways = {"left_out": {at: -value for at, value in row.items()}, "counted_twice": row}
        ways["counted_thrice"] = {at: 2 * value for at, value in row.items()}
        ways["last_year"] = _change(row, one.before[organ])
        if organ in one.older:
            ways["other_version"] = _change(row, one.older[organ])
        for kind, effect in ways.items():
            parts = [
                effect,
                *({at: v for at, v in effect.items() if STRUCTURE.tables[at] == table} for table in FORM.tables),
            ]
            named = kind.replace("thrice", "twice")
            found |= {(named, organ) for part in parts if part == gaps}
    return found | _of_cell(one, gaps)


def _of_cell(one: Case, gaps: Row) -> set[tuple[str, str]]:
    """Slips in one cell, whose totals follow or do not."""
    inner = [at for at in gaps if at not in STRUCTURE.parts]
    if len(inner) > 1 or (not inner and len(gaps) > 1):
        return set()
    at = inner[0] if inner else next(iter(gaps))
    if any(value != gaps[at] for value in gaps.values()) or not set(gaps) <= set(followed(at, gaps[at])):
        return set()
    gap, office = gaps[at], one.office.get(at, 0)
    found = {("typing", OFFICE)} if slip(number(office - gap), number(office)).words else set()
    for organ, row in one.units.items():
        value = row.get(at, 0)
        if (organ, at) in one.guesses or organ in one.faulty:
            found |= {("typing", organ)} if one.guesses.get((organ, at), value + gap) == value + gap else set()
        if not value:
            continue
        if gap == -value:
            found.add(("left_out", organ))
        elif gap == value:
            found.add(("counted_twice", organ))
        if value + gap > 0 and slip(number(value), number(value + gap)).words:
            found.add(("typing", organ))
    return found


def run(count: int, seed: int, units: int) -> Tally:
    """So many cases, the kinds in turn."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311  no secret
    while tally.cases.total() < count:
        kind = KINDS[tally.cases.total() % len(KINDS)]
        one = case(kind, chance, units)
        if one is not None:
            _count(one, kind, tally)
    return tally


def _count(one: Case, kind: str, tally: Tally) -> None:
    search = searched(one)
    started = time.perf_counter()
    found = explained(search)
    tally.seconds += time.perf_counter() - started
    cells = [(what, organ, at) for what, organ, gaps in one.planted for at in gaps if at in search.gaps]
    tally.cases[kind] += 1
    tally.found[kind] += all((what, organ) in told(found, at) for what, organ, at in cells)
    tally.first[kind] += all((what, organ) in told(found, at, first=True) for what, organ, at in cells)
    if len(one.planted) == 1:
        (what, organ, _) = one.planted[0]
        if possible(one, search.gaps) == {(what, organ)}:
            tally.single[kind] += 1
            tally.alone[kind] += all(told(found, at) == {(what, organ)} for at in search.gaps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--units", type=int, default=34)
    args = parser.parse_args()
    tally = run(args.cases, args.seed, args.units)
    print(f"{'planted':<15}{'cases':>7}{'found':>8}{'first':>8}{'only one':>10}{'alone':>8}")
    for kind in (*KINDS, "all"):
        rows = [
            sum(one.values()) if kind == "all" else one[kind]
            for one in (tally.cases, tally.found, tally.first, tally.single, tally.alone)
        ]
        cases, found, first, single, alone = rows
        share = f"{alone / single:>8.1%}" if single else f"{'-':>8}"
        print(f"{kind:<15}{cases:>7}{found / cases:>8.1%}{first / cases:>8.1%}{single:>10}{share}")
    print(f"{1000 * tally.seconds / args.cases:.1f} ms a search, {args.units} units")


if __name__ == "__main__":
    main()
