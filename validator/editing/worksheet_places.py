"""The order of what stands in a worksheet part beside its cells (ISO/IEC 29500-1, 18.3.1.99)."""

from __future__ import annotations

from collections.abc import Iterable

from validator.editing.xml_places import Element

BEFORE_CONDITIONS = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
        *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
        *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    }
)
"""What a conditional format stands behind."""
BEFORE_NOTES = BEFORE_CONDITIONS | {
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
    *("colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
}
"""What the drawing of the notes stands behind."""


def place_behind(top: Element, children: Iterable[Element], before: frozenset[str]) -> int:
    """Where an element goes that stands behind those named in `before`."""
    return max((one.end for one in children if one.name in before), default=top.content)
