"""Which sheet is which: the template's sheets by name, by the names that lead there, by what stands on them."""

from __future__ import annotations

from collections.abc import Iterator

from validator.filings.known_book import KnownBook
from validator.filings.tables.names import most_lead_to
from validator.filings.tables.views import View
from validator.model.form import Form

COVER, WAIVERS, CHECKS = "封面", "情况说明", "校验"
"""The template's sheets that hold no part of the report."""
ASIDE = 2
"""So far to the right of a table or a text, outside of what prints, the template tells how far one has got."""
WAIVER_HEADINGS = ("规则代码", "单元格或指标", "理由", "填写人", "日期")
_CHECK_HEADINGS = ("规则", "级别", "结论", "应有的关系")
_ENOUGH_COVER_LABELS = 4
"""More than half of the seven that stand beside a field (``test_four_of_its_labels…``)."""


def template_sheets(form: Form) -> tuple[str, ...]:
    """The sheets that the template has, in order."""
    return (COVER, *(section.sheet for section in form.sections), WAIVERS, CHECKS)


def identify(book: KnownBook) -> dict[str, str]:
    """The template's name of a sheet -> its name now; a sheet that is not there is left out."""
    sheets, wanted = book.workbook.sheets, template_sheets(book.form)
    led_to = ((sheet, place.sheet) for sheet, name in _names(book) if (place := book.named(name)))
    led = most_lead_to(pair for pair in led_to if pair[1] in sheets)
    led |= {one.table.sheet: one.sheet.name for one in book.located.values()}
    found: dict[str, str] = {}
    for name in wanted:
        now = led.get(name) or (name if name in sheets else None)
        if now is not None and now not in found.values():
            found[name] = now
    for name in wanted:
        free = (sheet for sheet in sheets if sheet not in found.values() and name not in found)
        if like := next((sheet for sheet in free if _reads_like(book.view(sheet), name, book.form)), None):
            found[name] = like
    return found


def _names(book: KnownBook) -> Iterator[tuple[str, str]]:
    """The template's sheet and each name that lies on it, but for the tables', which were found already."""
    yield from ((one.sheet, one.name) for one in book.form.places)
    yield WAIVERS, WAIVERS
    yield from ((CHECKS, name) for name in book.workbook.names if name.startswith(f"{CHECKS}."))


def _reads_like(view: View, name: str, form: Form) -> bool:
    """Whether a sheet says what the template's sheet of that name says."""
    if name == COVER:
        return sum(view.says(one.label) for one in form.cover) >= _ENOUGH_COVER_LABELS
    if name in {WAIVERS, CHECKS}:
        return all(map(view.says, WAIVER_HEADINGS if name == WAIVERS else _CHECK_HEADINGS))
    return any(section.sheet == name and view.says(section.title) for section in form.sections)
