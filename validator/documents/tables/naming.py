"""Which label of the form a text is: the very words, the words without numbering, or words with a misprint.

A misprint is told by the bound on how alike the two have to be, and by there being just one label that near. A word
that turns the meaning (上年, 其中, 累计 …) is none: 上年新收 is no misprinted 本年新收.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from validator.catalogue.forms import Forms
from validator.documents.grids import HAN
from validator.filings.tables.sequence_alignment import CLEARLY
from validator.model.form import Table
from validator.model.labels import LONGEST_LABEL, gist, loose, similarity
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

if TYPE_CHECKING:
    from difflib import SequenceMatcher

ALIKE, MOST_WRONG = 0.75, 2
"""How alike a misprinted label has to be to what the form says, at which those of real pages are, and how many of its
signs may be others."""
LEAST = ALIKE - CLEARLY / 2
"""How alike a label has to be to count at all, as one that is meant or as another that is too near."""
SHORTEST = 4
"""Characters of a label in which one may be wrong: of 其他 or 总计 none."""
MOST_KNOWN = 20_000
"""Texts of which it is kept what they name; a report has some hundred."""
JOINING, NUMBERED = expression(r"^[\s—–\-－:：、/]+"), expression(r"[0-9（(]")
"""What stands between two labels in one cell, and how one begins that can be told behind another."""
EMPTY_WORDS = expression(r"(?<=.)(?:情况|案件|事项|统计表|表)+$")
"""What headings add to a label and mean nothing by it: 行政复议情况."""
TURNING = expression(
    r"[上下]一?[年期]|去年|前年|往年|[今本][年期]|同比|环比|其中|小计|累计|历年|占比|比例|(?:19|20)[0-9]{2}年?|[不未无非]"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The labels of one table, as `loose` has them."""

    labels: frozenset[str]
    _by_gist: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _with: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Those in which a sign may be wrong, by the signs that they have."""
    _known: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def of(self, text: str) -> frozenset[str]:
        """The labels that a text may be: all with its words, else the only one that is near."""
        if text not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            short = loose(text) if len(text) <= LONGEST_LABEL and HAN.search(text) else ""
            bare = EMPTY_WORDS.sub("", short)
            self._known[text] = self._of(short) or (self._of(bare) if bare != short else frozenset())
        return self._known[text]

    def has(self, text: str) -> bool:
        """Whether a text is a label to the letter, alone or behind that of a group."""
        short = loose(text) if len(text) <= LONGEST_LABEL else ""
        return short in self.labels or bool(self._behind_a_group(short))

    def _of(self, text: str) -> frozenset[str]:
        same = self._by_gist.get(gist(text), set()) | ({text} & self.labels) or self._behind_a_group(text)
        if same or len(gist(text)) < SHORTEST - 1:
            return frozenset(same)
        near = [one for one in self._perhaps(text) if turns(text) <= turns(one)]
        ranked = sorted(((alike(one, text), one) for one in near), reverse=True)
        (best, found), (second, _) = (*ranked, (0.0, ""), (0.0, ""))[:2]
        near_enough = best >= ALIKE and best - second >= CLEARLY / 2 and is_misprint(found, text)
        return frozenset({found} if near_enough else ())

    def _perhaps(self, text: str) -> list[str]:
        """The labels that may be so alike as to count: they share as many signs, wherever those stand."""
        short, shared = gist(text), Counter[str]()
        for sign, times in (Counter(text) | Counter(short)).items():
            for one in self._with.get(sign, ()):
                shared[one] += times
        return [one for one, signs in shared.items() if 2 * signs >= LEAST * (len(gist(one)) + len(short))]

    def _behind_a_group(self, text: str) -> set[str]:
        """The numbered label that stands in a text behind another: （三）不予公开—1.属于国家秘密."""
        begun = (one for one in self.labels if text.startswith(one))
        rests = {JOINING.sub("", text[len(one) :]) for one in begun}
        return {rest for rest in rests & self.labels if NUMBERED.match(rest)}


def alike(one: str, other: str) -> float:
    """How alike a label and a text are, from 0 to 1, with the number and the unit or without."""
    return max(similarity(one, other), _matcher(one, other).ratio())


def is_misprint(label: str, text: str) -> bool:
    """Whether a text is a label with single signs wrong or too many, and not more of them.

    Lost ones are bounded by `ALIKE` alone: 新收 for 结转 is another word, 其他法律行政止公开 is not.
    """
    added = [new for _, new in _changes(label, text)]
    return all(new <= 1 for new in added) and sum(added) <= MOST_WRONG


def has_other_words(label: str, text: str) -> bool:
    """Whether a word of a label gave way to another."""
    return any(min(old, new) > 1 for old, new in _changes(label, text))


def _changes(label: str, text: str) -> list[tuple[int, int]]:
    """How many signs of a label, one after another, gave way to how many others; numbers and blanks do not count."""
    here, there = ("".join(HAN.findall(gist(one))) for one in (label, text))
    steps = _matcher(here, there).get_opcodes()
    return [(to - at, end - start) for kind, at, to, start, end in steps if kind != "equal"]


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher  # most labels are the form's own

    return SequenceMatcher(None, one, other, autojunk=False)


def turns(text: str) -> Counter[str]:
    """The words in a text that turn what a label means."""
    return Counter(word.replace("今", "本").replace("一", "").replace("期", "年") for word in TURNING.findall(text))


def names_in(labels: Iterable[str]) -> Names:
    """The names of some labels."""
    found = frozenset(map(loose, labels))
    by_gist, by_sign = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for one in found:
        by_gist[gist(one)].add(one)
        for sign in {*one, *gist(one)} if len(gist(one)) >= SHORTEST else ():
            by_sign[sign].add(one)
    return Names(found, dict(by_gist), dict(by_sign))


@lru_cache(maxsize=4)
def names_of_all(forms: Forms) -> Names:
    """Those of all tables of all editions."""
    every = (table for name in forms.form().tables for table in forms.every(name))
    return names_in(label.text for table in every for label in table.labels)


@lru_cache(maxsize=64)
def names_of(table: Table) -> Names:
    """Those of a table of the form."""
    return names_in(label.text for label in table.labels)
