"""Lines of the form laid along lines of a sheet: in order, by their labels, whatever stands in between.

Equal labels outweigh everything; where a line may have been known before, that counts for a label that deviates.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from validator.model.labels import core, loose

EXACT, NEARLY, HINTED, HOME, SKIPPED = 1.0, 0.9, 0.6, 0.03, 0.01
"""Worth of an equal label, of one that differs in its number only, of a line to which names moved, of one where the
template has it; cost of a line passed."""
SIMILAR, CLEARLY = 0.6, 0.1
"""How alike a deviating label has to be, and how much more than the next best."""
REACH, MOST_GUESSES = 3, 200
"""Lines beyond the outermost label where one may still stand, and lines among which one is looked for at all."""


@dataclass(frozen=True, slots=True)
class Items:
    """Lines of the form to be laid: where they were `known` before, and how `alike` one is to any of `every` line."""

    form: tuple[int, ...]
    known: Mapping[int, int]
    every: Sequence[int]
    alike: Callable[[int, int], float]


def laid_along(
    items: Items, lines: Sequence[int], score: dict[tuple[int, int], float], *, moved: bool
) -> dict[int, int]:
    """Form line -> line: by labels and by what was known, what is left by its neighbours."""
    order = {line: index for index, line in enumerate(items.form)}
    known = {order[line]: now for line, now in items.known.items()}
    told = set(score)
    for hint in known.items():
        score[hint] = score.get(hint, 0.0) + (HINTED if moved else HOME)
    found = path(len(items.form), lines, score)
    _near(len(items.form), found, known, items.every, lambda index, line: items.alike(items.form[index], line))
    laid = {items.form[index]: line for index, line in found.items()}
    sure = sorted(items.form[index] for index, line in found.items() if (index, line) in told)
    if moved:
        return laid
    doubtful = {line for line, now in laid.items() if now == line and line not in sure and not _stays(line, laid, sure)}
    return {line: at for line, at in laid.items() if line not in doubtful or items.alike(line, at) >= SIMILAR}


def _stays(line: int, laid: Mapping[int, int], sure: Sequence[int]) -> bool:
    """Whether a line without its label is where the template has it: those next to it with their labels are."""
    near = (*[one for one in sure if one < line][-1:], *[one for one in sure if one > line][:1])
    return bool(near) and all(laid[one] == one for one in near)


def scores(items: Sequence[tuple[str, ...]], lines: Mapping[int, Iterable[str]]) -> dict[tuple[int, int], float]:
    """What each item is worth on each line: its labels that stand there."""
    where: defaultdict[str, set[int]] = defaultdict(set)
    for index, texts in enumerate(items):
        for text in texts:
            where[text].add(index)
            where[core(text)].add(index)
    score: dict[tuple[int, int], float] = {}
    for line, given in lines.items():
        found = [loose(text) for text in given]
        for index in {index for text in found for index in (*where.get(text, ()), *where.get(core(text), ()))}:
            score[index, line] = _worth(items[index], found)
    return score


def _worth(labels: tuple[str, ...], found: list[str]) -> float:
    exact, bare, worth = Counter(found), Counter(map(core, found)), 0.0
    for label in labels:
        if exact[label] > 0:
            exact[label] -= 1
            bare[core(label)] -= 1
            worth += EXACT
        elif bare[core(label)] > 0:
            bare[core(label)] -= 1
            worth += NEARLY
    return worth


def _near(
    size: int,
    found: dict[int, int],
    hints: Mapping[int, int],
    lines: Sequence[int],
    alike: Callable[[int, int], float],
) -> None:
    """Lay what is left between its neighbours: where it was known to be, else where its label is clearly nearest."""
    if not found:
        return
    for index in range(size):
        if index in found:
            continue
        low, high = _between(index, found)
        taken = set(found.values())
        free = [line for line in lines[bisect_right(lines, low) : bisect_left(lines, high)] if line not in taken]
        hint = hints.get(index)
        if hint is not None and low < hint < high and hint not in taken:
            found[index] = hint
        elif (nearest := _nearest(index, free, alike)) is not None:
            found[index] = nearest


def _between(index: int, found: Mapping[int, int]) -> tuple[int, int]:
    """The lines next to which an item has to stand; some room is left outside the first and the last."""
    before = [found[one] for one in found if one < index]
    after = [found[one] for one in found if one > index]
    low = max(before) if before else min(after) - index - REACH - 1
    high = min(after) if after else max(before) + REACH + 2
    return low, high


def _nearest(index: int, lines: Sequence[int], alike: Callable[[int, int], float]) -> int | None:
    if len(lines) > MOST_GUESSES:
        return None
    ranked = sorted(((alike(index, line), -line) for line in lines), reverse=True)
    if not ranked or ranked[0][0] < SIMILAR:
        return None
    unambiguous = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEARLY
    return -ranked[0][1] if unambiguous else None


def alike_to(labels: Iterable[str], texts: Iterable[str]) -> float:
    """How alike the nearest two of them are, from 0 to 1."""
    found = [loose(text) for text in texts]
    return max((similarity(label, text) for label in labels for text in found), default=0.0)


def similarity(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1; their numbers do not count."""
    return SequenceMatcher(None, _as_form(one), _as_form(other), autojunk=False).ratio()


def _as_form(text: str) -> str:
    """A label without its number, and 合计, which many write, as the form has it."""
    return core(text).replace("合计", "总计")


def path(size: int, lines: Sequence[int], score: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Items 0..size-1 laid along `lines` in order so that the scores add up to the most; items may be left out.

    Lines passed between two that are taken cost a little, so that one whole table is preferred to halves of two.
    """
    best: list[list[float]] = [[0.0] * (len(lines) + 1) for _ in range(size + 1)]
    ends: dict[tuple[int, int], float] = {}
    for item in range(size):
        above, here = best[item], best[item + 1]
        for at, line in enumerate(lines):
            here[at + 1] = max(above[at + 1], here[at] - SKIPPED)
            worth = score.get((item, line), 0.0)
            if worth > 0:
                ends[item, at] = worth + max(0.0, above[at])
                here[at + 1] = max(here[at + 1], ends[item, at])
    return _backwards(best, ends, lines)


def _backwards(best: list[list[float]], ends: Mapping[tuple[int, int], float], lines: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    if not ends:
        return found
    item, at = max(ends, key=lambda one: (round(ends[one], 6), -one[1], -one[0]))
    while True:
        found[item] = lines[at]
        before = best[item][at]
        if before <= 0:
            return found
        for earlier in range(item - 1, -1, -1):
            place = next((j for j in range(at - 1, -1, -1) if _reaches(ends, earlier, j, before, at)), None)
            if place is not None:
                item, at = earlier, place
                break
        else:
            return found


def _reaches(ends: Mapping[tuple[int, int], float], item: int, at: int, before: float, next_at: int) -> bool:
    end = ends.get((item, at))
    return end is not None and abs(end - SKIPPED * (next_at - at - 1) - before) < 1e-9
