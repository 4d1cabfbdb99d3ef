"""What the rules on an office's report (A-01 to A-06) ask of those who collected the reports of its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from validator.model.collected import Compared, UnitEntry
    from validator.model.filing import Filing
    from validator.model.finding import Finding

Number = int | float


class Units(Protocol):
    """The reports of the units of one office, added up."""

    @property
    def entries(self) -> Iterable[UnitEntry]:
        """Every unit, listed ones first."""

    @property
    def is_pure(self) -> bool:
        """Whether the office declares that its report is nothing but the sum (纯汇总)."""

    @property
    def is_complete(self) -> bool:
        """Whether the report of every listed unit is in the sums."""

    @property
    def has_office_report(self) -> bool:
        """Whether the report that is judged is the office's own, and not the one made of the sums."""

    @property
    def own_findings(self) -> Sequence[Finding]:
        """What the other rules find in the office's report."""

    def compared(self, office: Filing) -> Sequence[Compared]:
        """Every cell of the office's report beside the sum of the units, and what explains a gap."""

    def highest(self, name: str, count: int) -> Sequence[tuple[str, Number]]:
        """The bodies with the highest figures above 0 in a cell, so many of them, the highest first."""

    def above(self, office: Filing) -> Iterator[tuple[str, str, Number, Number]]:
        """Body, cell, figure and the office's figure, of every report taken that has more than the office."""

    def called(self, label: str) -> str | None:
        """The listed body that a text calls by that name, None for none or several."""

    def figure_of(self, organ: str, names: Iterable[str]) -> Number | None:
        """The sum of some indicators in the report taken of a body, None where it has not all of them."""
