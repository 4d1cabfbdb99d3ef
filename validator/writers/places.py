"""How a place is named to people: sheet and address in a workbook, words in a document."""

from __future__ import annotations

from validator.files.harmless import one_line
from validator.language.personal import masked
from validator.model.bilingual import spoken
from validator.model.cells import Place
from validator.model.finding import CellRef, Suspect


def named(place: Place) -> str:
    """``三、依申请公开!D8``."""
    sheet = one_line(masked(place.sheet))
    return f"{sheet}!{place.cell}" if sheet else place.cell


def in_full(one: CellRef | Suspect, lang: str = "zh") -> str:
    """``三、依申请公开!D8``, in a document ``表三“（七）总计”行“自然人”列``."""
    return one_line(masked(spoken(one.where, lang))) if one.where else named(one.place)
