"""A published document and the report on it -> the annotated copy, in whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from validator.annotating.copies import Copy
from validator.annotating.odt_copies import odt_copy
from validator.annotating.page_copies import page_copy
from validator.annotating.pdf_copies import pdf_copy
from validator.annotating.points import Point, Told, told_of
from validator.annotating.word_copies import word_copy
from validator.catalogue.forms import Forms
from validator.editing.refusal import NotEditable
from validator.model.report import FileReport
from validator.readers.limits import DEFAULT_LIMITS, Limits, Refused

NO_MARKS: Final = "这种文件里加不了标记；可以用 --letters 写退回说明，或者看 --format html 的报告"
MISSING: Final = "标注它要装附加组件 published：pip install 'gouji[published]'"
NOT_FOUND: Final = "第 {} 条在原文里没有找到位置，只列在校验结果里"

Marker = Callable[[bytes, Told, Forms, Limits], tuple[bytes, list[Point]]]
"""The copy of a document with these bytes, and the points that were not found in it."""


def _pdf_copy(content: bytes, told: Told, forms: Forms, limits: Limits) -> tuple[bytes, list[Point]]:
    from validator.documents.pdf.reading import pdf_on_pages

    return pdf_copy(content, told, forms, limits, pdf_on_pages)


_MARKERS: Final[Mapping[str, Marker]] = {"html": page_copy, "docx": word_copy, "odt": odt_copy, "pdf": _pdf_copy}


def annotated_document(
    content: bytes, report: FileReport, when: datetime, forms: Forms, limits: Limits = DEFAULT_LIMITS
) -> Copy:
    """The copy of the document with these bytes, of which that is the report.

    Raises NotEditable for a document that cannot be marked.
    """
    mark = _MARKERS.get(report.source)
    if mark is None:
        raise NotEditable(NO_MARKS)
    told = told_of(report, when)
    try:
        copy, lost = mark(content, told, forms, limits)
    except Refused as refusal:
        raise NotEditable(f"{refusal}") from None
    except ImportError:
        raise NotEditable(MISSING) from None
    unmarked = "、".join(map(str, told.unmarked(lost)))
    return Copy(copy, (NOT_FOUND.format(unmarked),) if unmarked else ())
