"""How often the wrong cell is named, with its value, and in what time: reports corrupted by slips of the hand.

    python benchmarks/localise.py [--each 200] [--seed 0] [--most 5] [--highs 20] [--reports FOLDER]

Reports are the examples, the base filing of the rules and what lies in FOLDER (JSON as ``gouji extract`` writes it, or
with it under ``filing``), without their texts, so that nothing but figures speaks. In each, 1 to 5 cells of a table are
swapped, dropped or doubled digits, a wrong digit, a sign, a figure put into the row below, or blank. HiGHS (scipy) has
the same question as one mixed-integer program, plainly, for some of them in the same run; it gives one least set.

named alone    the only least set is the cells that were corrupted
among          the cells that were corrupted are one of the least sets
first          they are the one that is told first
value          and each has its true value suggested
not seen       no relation is broken: nobody could know (not in the other columns)
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.shipped import CATALOGUE, base_filing, context_of, examine, parse, preview
from validator.exchange.filing_data import FilingData
from validator.model.cause import Cause
from validator.model.filing import Filing
from validator.model.finding import Finding, Undecided
from validator.model.rule import Severity
from validator.relations.verdict import counted
from validator.repair.board import board_of, sums_of
from validator.repair.causes import causes_of
from validator.repair.constraints import Constraint
from validator.repair.equations import Row
from validator.repair.localisation import least_repairs
from validator.repair.mixed_integer import NotSolved, Program, least_sets
from validator.repair.syndrome import Task

DAY = date(2026, 2, 1)
RULES = tuple(
    rule for rule in CATALOGUE.rules if rule.family == "VA" or (rule.formula and rule.severity is Severity.MUST)
)
SLIPS = ("swap", "drop", "double", "digit", "sign", "shift", "blank")
EXAMPLES = Path(__file__).parent.parent / "examples" / "data"


@dataclass(slots=True)
class Tally:
    """What came of one kind of trial."""

    alone: int = 0
    among: int = 0
    first: int = 0
    value: int = 0
    count: int = 0
    unseen: int = 0
    gave_up: int = 0
    times: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)


def slipped(number: int, kind: str, draw: random.Random) -> int | None:
    """What a slip of that kind makes of a number; None where it makes nothing else of it."""
    text = str(number)
    at = draw.randrange(len(text))
    if kind == "swap" and at + 1 < len(text):
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    elif kind == "drop" and len(text) > 1:
        text = text[:at] + text[at + 1 :]
    elif kind == "double":
        text = text[:at] + text[at] + text[at:]
    elif kind == "digit":
        text = text[:at] + draw.choice("0123456789") + text[at + 1 :]
    elif kind == "sign":
        text = f"-{text}"
    return None if int(text) == number else int(text)


def corrupted(
    truth: dict[str, int], names: Sequence[str], below: dict[str, str], count: int, draw: random.Random
) -> tuple[dict[str, int | None], frozenset[str]] | None:
    """`count` cells changed; cells that hold something are preferred, as they are typed."""
    values: dict[str, int | None] = dict(truth)
    bad: set[str] = set()
    for _ in range(1000):
        if len(bad) == count:
            return values, frozenset(bad)
        some = [name for name in names if truth[name]]
        name, kind = draw.choice(some if draw.random() < 0.85 and some else names), draw.choice(SLIPS)
        other = below.get(name)
        if kind == "shift" and other and count - len(bad) > 1 and not {name, other} & bad:
            if truth[name] != truth[other]:
                values[name], values[other] = truth[other], truth[name]
                bad |= {name, other}
        elif kind == "blank" and truth[name] and name not in bad:
            values[name] = None
            bad.add(name)
        elif name not in bad and kind in SLIPS[:5] and (new := slipped(truth[name], kind, draw)) is not None:
            values[name] = new
            bad.add(name)
    return None


def reports(folder: Path | None) -> Iterator[FilingData]:
    """The reports whose sums hold, without texts."""
    paths = [*sorted(EXAMPLES.glob("*.json")), *(sorted(folder.glob("*.json")) if folder else [])]
    given = [json.loads(path.read_text("utf-8")) for path in paths]
    for data in [base_filing(), *(parse(one.get("filing", one)) for one in given)]:
        yield replace(data, text={}, waivers=())


def trial_names(filing: Filing, table: str, *, typed: bool) -> list[str]:
    """The cells of a table that somebody types."""
    return [name for name, one in filing.form.tables[table].indicators.items() if typed or not one.is_total]


def neighbours(filing: Filing, table: str) -> dict[str, str]:
    """Each cell and the one below it."""
    rows = [row.name for row in filing.form.tables[table].rows]
    found = {}
    for name, one in filing.form.tables[table].indicators.items():
        at = rows.index(one.row) + 1
        if at < len(rows):
            found[name] = f"{table}.{rows[at]}.{one.column}"
    return found


def highs_time(filing: Filing) -> float:
    """Seconds of the processor that HiGHS takes to find one least set, as one program."""
    board = board_of(filing, sums_of(RULES, filing.form, CATALOGUE))
    names = board.sums.names
    unknown = {*board.derived, *board.unread}
    rules = [_constraint(row, names) for row in board.sums.rows]
    rules += [Constraint({name: Fraction(1)}, ">=", Fraction(0)) for name in names]
    record = {name: None if at in unknown else float(board.values[at]) for at, name in enumerate(names)}
    start = time.process_time()
    try:
        least_sets(Program(rules, record, dict.fromkeys(names, 1.0), integer=True, nodes=100_000), 1)
    except NotSolved:
        return math.nan
    return time.process_time() - start


def _constraint(row: Row, names: Sequence[str]) -> Constraint:
    return Constraint({names[at]: Fraction(one) for at, one in row.coefficients.items()}, "=", Fraction(row.constant))


def judged(filing: Filing) -> tuple[tuple[Finding, ...], tuple[Undecided, ...]]:
    report = examine(filing, RULES, context_of(DAY))
    return report.findings, report.coverage.undecided


def run(data: Sequence[FilingData], table: str, count: int, args: argparse.Namespace, *, typed: bool) -> Tally:
    """So many corrupted reports."""
    draw, tally = random.Random(f"{args.seed} {table} {count} {typed}"), Tally()  # noqa: S311  figures for a benchmark
    context = context_of(DAY)
    while tally.count < args.each and tally.unseen < 10 * args.each:
        one = draw.choice(data)
        sound = preview(one)
        truth = {name: int(counted(sound, name) or 0) for name in sound.form.indicators}
        names = trial_names(sound, table, typed=typed)
        made = corrupted(truth, names, neighbours(sound, table), count, draw)
        if made is None:
            continue
        values, bad = made
        told = {name: values[name] for name in sound.form.indicators if typed or not sound.form.indicators[name].parts}
        fields = {name: value for name, value in one.values.items() if name not in sound.form.indicators}
        filing = preview(replace(one, values={**fields, **told}))
        findings, undecided = judged(filing)
        codes = {rule.code for rule in RULES if rule.formula}
        if not any(found.rule.code in codes for found in findings) and not any(u.code in codes for u in undecided):
            tally.unseen += 1
            continue
        tally.count += 1
        start = time.process_time()
        causes = causes_of(filing, RULES, context, findings, undecided)
        tally.times.append(time.process_time() - start)
        note(tally, filing, causes, bad, {name: truth[name] for name in bad})
        if len(tally.highs) < args.highs:
            tally.highs.append(highs_time(filing))
    return tally


def note(tally: Tally, filing: Filing, causes: Sequence[Cause], bad: frozenset[str], truth: dict[str, int]) -> None:
    """Hold what was told against what was done. A blank that nobody can read counts as found where it is told."""
    board = board_of(filing, sums_of(RULES, filing.form, CATALOGUE))
    unread = {board.sums.names[at] for at in board.unread}
    found = least_repairs(_task(filing))
    sets = [frozenset(board.sums.names[at] for at in cells) for cells in found.sets]
    first = {cell.indicator: cell.suggested for cause in causes for cell in cause.cells}
    tally.gave_up += not all(cause.complete for cause in causes)
    tally.among += bad - unread in sets or (not found.complete and frozenset(first) == bad)
    tally.first += frozenset(first) == bad
    tally.alone += frozenset(first) == bad and not any(cause.alternatives for cause in causes)
    tally.value += first == truth


def _task(filing: Filing) -> Task:
    """The search as causes have it."""
    board = board_of(filing, sums_of(RULES, filing.form, CATALOGUE))
    return Task(board.system, board.values, board.sums.least, (1.0,) * len(board.values), 4_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, default=5)
    parser.add_argument("--highs", type=int, default=20)
    parser.add_argument("--reports", type=Path)
    args = parser.parse_args()
    data = [one for one in reports(args.reports) if not judged(preview(one))[0]]
    print(f"{len(data)} sound reports, {args.each} corrupted ones a line")
    print("totals   table cells  alone  among  first  value  gave up  not seen   median      p99    HiGHS  ratio")
    for typed in (True, False):
        for table in ("表三", "表四"):
            for count in range(1, args.most + 1):
                line(run(data, table, count, args, typed=typed), table, count, typed=typed)


def line(one: Tally, table: str, count: int, *, typed: bool) -> None:
    head = f"{'typed' if typed else 'formula':8} {table} {count:5}"
    if not one.count:
        print(f"{head}  nothing of it can be seen", flush=True)
        return
    hits = one.alone, one.among, one.first, one.value, one.gave_up
    shares = [f"{100 * hit / one.count:5.1f}%" for hit in hits]
    times = sorted(one.times)
    median, p99 = statistics.median(times), times[int(0.99 * (len(times) - 1))]
    solved = [seconds for seconds in one.highs if not math.isnan(seconds)]
    highs = statistics.median(solved) if solved else math.nan
    print(
        f"{head} {' '.join(shares)} "
        f"{100 * one.unseen / (one.unseen + one.count):8.1f}% {1000 * median:7.2f}ms {1000 * p99:6.2f}ms "
        f"{1000 * highs:6.1f}ms {highs / median:5.0f}x",
        flush=True,
    )


if __name__ == "__main__":
    main()
