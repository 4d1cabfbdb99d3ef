"""Text written in runs: ``<t>`` alone or one ``<t>`` in each ``<r>`` (ISO/IEC 29500-1, 18.4.4 and 18.4.12)."""

from __future__ import annotations

from collections.abc import Callable

from validator.readers.xlsx.cell_values import SPACE, unescape
from validator.readers.xlsx.safe_xml import Attributes, Step

XML_SPACE = "http://www.w3.org/XML/1998/namespace space"


def text_in_runs(
    take: Callable[[str], None], start: Callable[[Attributes], None] | None = None, path: str = ""
) -> Step:
    """What to do at an element with runs, or with those at `path` below it: `take` gets their whole text at its end."""
    runs: list[tuple[str, bool]] = []

    def run_start(attributes: Attributes) -> None:
        runs.append(("", attributes.get(XML_SPACE) == "preserve"))

    def run_end(text: str) -> None:
        runs[-1] = text, runs[-1][1]

    def end(_: str) -> None:
        text = joined(runs)
        runs.clear()
        take(text)

    run = Step(run_start, run_end)
    return Step(start, end).child(f"{path}t", run).child(f"{path}r/t", run)


def joined(runs: list[tuple[str, bool]]) -> str:
    """The text of `runs`, each with whether ``xml:space`` keeps its space; escapes decoded.

    Excel drops space at either end of the whole text unless it is kept, but not between runs.
    """
    if not runs:
        return ""
    text = "".join(text for text, _ in runs)
    if not runs[0][1]:
        text = text.lstrip(SPACE)
    return unescape(text if runs[-1][1] else text.rstrip(SPACE))
