"""What stands in a worksheet part beside its cells, and in which order (ISO/IEC 29500-1, 18.3.1.99)."""

from __future__ import annotations

from collections.abc import Callable

from validator.editing.xml_places import Element, Walk, inside
from validator.readers.limits import damaged
from validator.startup.records import dataclass, field

_TOP = ("worksheet",)
BEFORE_CONDITIONS = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr"),
    }
)
"""What the first conditional format stands behind."""
BEFORE_NOTES = BEFORE_CONDITIONS | {
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    "drawing",
}
"""What the drawing of the notes stands behind."""


@dataclass(slots=True)
class Frame:
    """The element that everything stands in, and its children in order."""

    children: list[Element] = field(default_factory=list)
    _top: Element | None = None

    @property
    def top(self) -> Element:
        """The document element."""
        if self._top is None:
            raise damaged("工作表部件的根元素不对")
        return self._top

    def take(self, path: tuple[str, ...], one: Element) -> None:
        """An element of the part, with its path."""
        if path == _TOP:
            self._top = one
        elif path[:-1] == _TOP:
            self.children.append(one)

    def behind(self, before: frozenset[str]) -> int:
        """Where an element goes that stands behind those named in `before`."""
        return max((one.end for one in self.children if one.name in before), default=self.top.content)


def walk_frame(data: bytes, found: Callable[[tuple[str, ...], Element], None], depth: int) -> None:
    """A walk over a worksheet part in UTF-8 that passes over its cells, most of its bytes."""
    Walk(data, found, depth, hollow=inside(data, "sheetData"))


def frame_of(data: bytes) -> Frame:
    """The frame of a worksheet part in UTF-8."""
    frame = Frame()
    walk_frame(data, frame.take, 2)
    return frame
