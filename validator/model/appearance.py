"""How the template shows a form, and what it tells who fills it in. Data, not code; a form may leave all of it out."""

from __future__ import annotations

from collections.abc import Mapping

from validator.startup.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table lies on its sheet: pixels of the columns from A, the rest like the last; heights in points.

    `row_height` is the least of a row of figures, `head_height` that of any other row.
    """

    widths: tuple[int, ...] = (100,)
    row_height: float = 30
    head_height: float = 24
    landscape: bool = False
    freeze: bool = False


USUAL_LAYOUT = Layout()


@dataclass(frozen=True, slots=True)
class Hint:
    """What a cell tells while it is selected (`title`, `told`), and what it says to input that it refuses."""

    title: str = ""
    told: str = ""
    refused: str = ""


NO_HINT = Hint()


@dataclass(frozen=True, slots=True)
class Guidance:
    """What is told about the whole form.

    `notes` are the cover's 填表说明, in which ``{totals}`` stands for a word on the cells of totals. `numbers` are the
    hints of the cells by the kind of number they take, `period` is that of a table's own 统计期限, `place` that of the
    cell in which an explanation (情况说明) names what it is about.
    """

    notes: tuple[str, ...] = ()
    numbers: Mapping[str, Hint] = field(default_factory=dict)
    period: Hint = NO_HINT
    place: Hint = NO_HINT


NO_GUIDANCE = Guidance()
