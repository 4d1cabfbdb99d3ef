"""What a check has put into the workbook and nobody took out again before it was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from validator.filings.damage.facts import few
from validator.filings.traces import MARKER, NOTE_SIGN, is_list_sheet
from validator.model.bilingual import Bilingual
from validator.model.cells import Place
from validator.model.filing import Damage, DamageKind
from validator.readers.workbook import Sheet, Workbook


def leftovers(workbook: Workbook) -> Iterator[Damage]:
    """One fact for the whole workbook: the list, and the sheets that bear marks or notes."""
    lists = [one.name for one in workbook.sheets.values() if is_list_sheet(one)]
    marked = [one.name for one in workbook.sheets.values() if one.name not in lists and _is_marked(one)]
    if lists or marked:
        what = (*_named(lists, "结果表", "the list of findings"), *_named(marked, "标记", "marks on"))
        first = Place((lists or marked)[0], "A1")
        yield Damage(DamageKind.LEFTOVERS, "", "", {"what": what}, ((first, None),))


def _is_marked(sheet: Sheet) -> bool:
    noted = any(text.startswith(NOTE_SIGN) for text in sheet.comments.values())
    return noted or (sheet.looks is not None and _bear_marker(sheet.looks.formulas))


@lru_cache(maxsize=64)
def _bear_marker(formulas: frozenset[str]) -> bool:
    return any(MARKER in one for one in formulas)


def _named(sheets: Iterable[str], zh: str, en: str) -> Iterator[Bilingual]:
    names = list(sheets)
    if names:
        told, more = few(names)
        yield Bilingual(
            f"{zh}（工作表“{'”“'.join(told)}”{more.zh if isinstance(more, Bilingual) else more}）",
            f"{en} sheet “{'”, “'.join(told)}”{more.en if isinstance(more, Bilingual) else more}",
        )
