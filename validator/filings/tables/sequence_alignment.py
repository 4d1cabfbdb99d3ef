"""Lines of the form aligned with lines of a sheet: in order, by their labels, whatever stands in between.

This is local sequence alignment after Smith and Waterman (1981), by dynamic programming with back-pointers, and with
three particulars: a pair of lines has a score of its own (its labels) instead of a fixed one, and only such pairs are
taken; a line of the form may be left out at no cost; a line of the sheet that is passed costs `SKIPPED`. Local: lines
before and after the table cost nothing. What the labels do not settle is then put between its aligned neighbours.

Scores are whole hundredths of an equal label, so that sums are exact and equal ones are told apart by order alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from validator.model.labels import core, loose, similarity
from validator.startup.records import dataclass

EXACT = 100
"""An equal label; the unit of the others. They were found by trying; tests/filings/test_sequence_alignment.py holds
each between the values named here."""
NEARLY = 90
"""A label that differs in number or unit only (`core`). At 100 ``其他`` is as good as ``1.其他`` for 1.其他
(``…_worth_less_than_an_equal_one``); below HINTED a name left behind outweighs it (``…_worth_more_than_a_name``)."""
HINTED = 60
"""A line to which defined names moved. At 40 a first line that deviates is lost behind 40 lines put in
(``…_behind_lines_put_in``), since each costs 1; from 90 on names outweigh labels (``…_worth_more_than_a_name``)."""
HOME = 3
"""A line where the template has it. At 0 it does not tell two equal labels apart (``…_at_the_template_s_address…``);
at 5 the 26 rows of a table outweigh a label that is seen elsewhere (``test_one_label_outweighs…``)."""
SKIPPED = 1
"""Cost of a line passed. At 0 a label 150 lines off belongs to the table, at 2 one behind 60 lines does not
(``test_lines_passed_cost_a_little_each``)."""
SIMILAR = 0.6
"""How alike a label that deviates has to be. At 0.5 行政许可 is 行政处罚, at 0.7 制发数 is not 本年制发件数
(``test_what_is_similar_enough…``)."""
CLEARLY = 0.1
"""How much more alike than the next best. At 0.05 one of 0.86 and 0.8 is guessed, at 0.15 0.92 beside 0.8 is not
(``test_a_label_that_deviates_is_clearly_nearer…``)."""
REACH = 3
"""Lines beyond the outermost label where one may still stand: three, not two or four
(``test_a_first_line_that_deviates_is_near_the_others``)."""
MOST_GUESSES = 200
"""Lines among which a label that deviates is looked for at all: bounds the time, no table has near as many."""

Pair = tuple[int, int]
"""A line of the form and a line of the sheet."""
Score = dict[Pair, int]
"""What it is worth to take the two for the same."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The labels of each line of the form, in order, the texts of each line of the sheet, and the pairs known before.

    `moved`: names followed their cells there; else it is where the template has them.
    """

    labels: Mapping[int, Sequence[str]]
    texts: Mapping[int, Collection[str]]
    known: Mapping[int, int]
    moved: bool


def aligned(lines: Lines, on_sheet: Sequence[int], confirmed: Iterable[Pair] = ()) -> dict[int, int]:
    """Line of the form -> line of the sheet: by labels and by what was known, what is left by its neighbours.

    `on_sheet` are the lines that count when they are passed; a label more speaks for the `confirmed` pairs.
    """
    score = _scores(lines, on_sheet)
    labelled = set(score)
    for pair in labelled.intersection(confirmed):
        score[pair] += EXACT
    for hint in lines.known.items():
        score[hint] = score.get(hint, 0) + (HINTED if lines.moved else HOME)
    found = best_path(lines.labels, on_sheet, score)
    _between_neighbours(lines, found)
    if lines.moved:
        return found
    sure = sorted(line for line, now in found.items() if (line, now) in labelled)
    return {
        line: now
        for line, now in found.items()
        if now != line or line in sure or _stays(line, found, sure) or _alike(lines, line, now) >= SIMILAR
    }


def _stays(line: int, found: Mapping[int, int], sure: Sequence[int]) -> bool:
    """Whether a line without its label is where the template has it: those next to it with their labels are."""
    at = bisect_left(sure, line)
    near = (*sure[max(at - 1, 0) : at], *sure[at : at + 1])
    return bool(near) and all(found[one] == one for one in near)


def _scores(lines: Lines, on_sheet: Iterable[int]) -> Score:
    """What each line of the form is worth on each line of the sheet: its labels that stand there."""
    where: defaultdict[str, set[int]] = defaultdict(set)
    for line, labels in lines.labels.items():
        for label in labels:
            where[label].add(line)
            where[core(label)].add(line)
    score: Score = {}
    for at in on_sheet:
        found = [loose(text) for text in lines.texts.get(at, ())]
        for line in {line for text in found for line in (*where.get(text, ()), *where.get(core(text), ()))}:
            score[line, at] = _worth(lines.labels[line], found)
    return score


def _worth(labels: Iterable[str], found: list[str]) -> int:
    exact, bare, worth = Counter(found), Counter(map(core, found)), 0
    for label in labels:
        if exact[label] > 0:
            exact[label] -= 1
            bare[core(label)] -= 1
            worth += EXACT
        elif bare[core(label)] > 0:
            bare[core(label)] -= 1
            worth += NEARLY
    return worth


def best_path(form: Iterable[int], on_sheet: Sequence[int], score: Score) -> dict[int, int]:
    """Lines of the form along those of the sheet, so that the scores less the lines passed add up to the most.

    A line passed between two that are taken costs, so that one whole table is preferred to halves of two. `best[at]`
    is the best path that ends before line `at`: what it is worth here, and its last pair, the greatest among equals.
    """
    nothing = 0, max(form) + 1, 0
    best = [nothing] * (len(on_sheet) + 1)
    worth: Score = {}
    before: dict[Pair, Pair] = {}
    for line in form:
        here = [nothing]
        for at, now in enumerate(on_sheet):
            ending = max(best[at + 1], (here[at][0] - SKIPPED, *here[at][1:]))
            if pair := score.get((line, now)):
                worth[line, at], before[line, at] = pair + best[at][0], best[at][1:]
                ending = max(ending, (worth[line, at], line, at))
            here.append(ending)
        best = here
    found: dict[int, int] = {}
    end = max(worth, key=lambda one: (worth[one], -one[1], -one[0]), default=None)
    while end in worth:
        found[end[0]] = on_sheet[end[1]]
        end = before[end]
    return found


def _between_neighbours(lines: Lines, found: dict[int, int]) -> None:
    """Put what is left where it was known to be, else where its label is clearly nearest."""
    every = sorted(lines.texts)
    for index, line in enumerate(lines.labels if found else ()):
        if line in found:
            continue
        before = [now for one, now in found.items() if one < line]
        after = [now for one, now in found.items() if one > line]
        # Some room is left outside the first and the last.
        low = max(before) if before else min(after) - index - REACH - 1
        high = min(after) if after else max(before) + REACH + 2
        taken = set(found.values())
        if low < (hint := lines.known.get(line, low)) < high and hint not in taken:
            found[line] = hint
            continue
        free = every[bisect_right(every, low) : bisect_left(every, high)]
        nearest = _nearest(lines, line, [one for one in free if one not in taken])
        if nearest is not None:
            found[line] = nearest


def _nearest(lines: Lines, line: int, free: Sequence[int]) -> int | None:
    if len(free) > MOST_GUESSES:
        return None
    ranked = sorted(((_alike(lines, line, one), -one) for one in free), reverse=True)
    (best, at), (next_best, _) = (*ranked, (0.0, 0), (0.0, 0))[:2]
    return -at if best >= SIMILAR and best - next_best >= CLEARLY else None


def _alike(lines: Lines, line: int, now: int) -> float:
    return alike_to(lines.labels[line], lines.texts.get(now, ()))


def alike_to(labels: Iterable[str], texts: Iterable[str]) -> float:
    """How alike the nearest two of them are, from 0 to 1."""
    found = [loose(text) for text in texts]
    return max((similarity(label, text) for label in labels for text in found), default=0.0)
