"""Text written in runs: ``<t>`` alone or one ``<t>`` in each ``<r>`` (ISO/IEC 29500-1, 18.4.4 and 18.4.12)."""

from __future__ import annotations

from validator.readers.xlsx.cell_values import SPACE, unescape
from validator.readers.xlsx.safe_xml import Attributes, Step

XML_SPACE = "http://www.w3.org/XML/1998/namespace space"


class Runs:
    """Collects the runs of one text; `step` is what to do at each ``<t>``."""

    __slots__ = ("_keep", "_runs", "step")

    def __init__(self) -> None:
        self._runs: list[tuple[str, bool]] = []
        self._keep = False
        self.step = Step(self._start, self._end)

    def _start(self, attributes: Attributes) -> None:
        self._keep = attributes.get(XML_SPACE) == "preserve"

    def _end(self, text: str) -> None:
        self._runs.append((text, self._keep))

    def take(self) -> str:
        """The text of all runs since the last call."""
        runs, self._runs = self._runs, []
        return joined(runs)


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
