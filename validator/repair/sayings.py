"""What sentences of the report say of cells, as evidence for or against a change: 正文写“予以公开12件”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from validator.checks.openness.meanings import Meaning, meanings
from validator.checks.openness.said import said_in
from validator.checks.openness.scope import is_narrower
from validator.language.numbers import Exact
from validator.model.filing import Filing
from validator.model.form import TEXT_PREFIX
from validator.startup.records import dataclass

Numbers = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Saying:
    """A figure that a section states exactly, and the cells that it may mean, added up."""

    section: str
    quote: str
    figure: Exact
    meant: tuple[Meaning, ...]

    def fits(self, numbers: Numbers) -> bool:
        """Whether any meaning comes to the figure; `numbers` are the cells by name, absent ones 0."""
        return any(_sum(one, numbers) == self.figure for one in self.meant)

    def names(self) -> frozenset[str]:
        """Every cell that it may be about."""
        return frozenset(name for one in self.meant for name in one.names)


def _sum(meaning: Meaning, numbers: Numbers) -> int | float:
    return sum(-numbers.get(name, 0) if name in meaning.less else numbers.get(name, 0) for name in meaning.names)


def sayings(filing: Filing) -> tuple[Saying, ...]:
    """Every exact figure of the text about this body and year that the tables hold."""
    return tuple(_sayings(filing))


def _sayings(filing: Filing) -> Iterator[Saying]:
    for said in said_in(filing):
        one = said.statement
        if one.low is None or one.low != one.high or is_narrower(one, filing):
            continue
        if meant := meanings(one, filing.form):
            section = said.section.removeprefix(TEXT_PREFIX)
            yield Saying(section, " ".join(one.quote.split()), one.low, meant)


def for_it(found: Sequence[Saying], name: str, before: Numbers, after: Numbers) -> Saying | None:
    """The first sentence about the cell that fits after the change and did not before."""
    return next((one for one in found if name in one.names() and one.fits(after) and not one.fits(before)), None)
