"""校验 and 清除标记: marks on the cells and the sheet 校验结果, made and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.talking import enumerated, nothing_to_save, quiet, say
from addin.openbook.examining import judged, read_book
from addin.openbook.livebook import properties
from addin.traces import marking, results
from addin.wording import AUTOSAVED, LEFT_OVER, NAME_TAKEN, Declined
from validator.filings.reading import VERSION
from validator.model.report import FileReport
from validator.writers.blocks import plan
from validator.writers.conclusion import summary
from validator.writers.listing import ordered
from validator.writers.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings


def check(book: xlwings.Book) -> None:
    """Show the findings as marks on the cells and as the sheet 校验结果, which is then in front.

    Raises:
        Declined: The sheet cannot be added; the message then lists the findings.
    """
    workbook, filing = read_book(book)
    report = judged(filing)
    listed = ordered(report)
    lists = [sheet.name for sheet in book.sheets if sheet.name not in workbook.sheets]
    with nothing_to_save(book), quiet(book.app):
        _take_off(book, lists)
        if SHEET in [sheet.name for sheet in book.sheets]:
            raise Declined(LEFT_OVER if SHEET in lists else NAME_TAKEN)
        run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
        planned = plan(listed, lambda place: workbook.sheets[place.sheet].cells.get(place.cell))
        unmarked = marking.mark(book, planned, run, marking.own_sheets(filing))
        try:
            sheet = results.add(book)
        except host_of(book.app).errors:
            raise Declined(_without_sheet(report, [one.message for one in listed])) from None
        results.write(sheet, report, listed, unmarked)
        sheet.activate()
        sheet.range("A1").select()
    seen = "点“下一处”逐处查看。" if listed else ""
    say(book.app, f"校验完成：{summary(report)}。{seen}{AUTOSAVED if host_of(book.app).autosaves(book) else ''}")


def clear(book: xlwings.Book) -> None:
    """Leave the book as it was before the first check.

    Raises:
        Declined: Something could not be taken away, and why.
    """
    with nothing_to_save(book), quiet(book.app):
        left = _take_off(book, results.lists(book))
    kept = [LEFT_OVER] if results.lists(book) else []
    if left:
        kept.append(f"这些工作表受保护，标记没有去掉：{'、'.join(left)}。请撤销工作表保护后再点“清除标记”。")
    if kept:
        raise Declined("\n".join(kept))
    say(book.app, "标记已清除。")


def _take_off(book: xlwings.Book, lists: Sequence[str]) -> list[str]:
    """The sheets whose marks could not be taken off."""
    with suppress(*host_of(book.app).errors):  # the workbook lets no sheet go; whoever asks looks for it
        results.remove(book, lists)
    return marking.clear(book, ours=VERSION in properties(book))


def _without_sheet(report: FileReport, messages: list[str]) -> str:
    head = f"{summary(report)}。工作簿只读或结构受保护，不能加入“校验结果”工作表。"
    return enumerated(head, messages, "请用“校验报告”查看全部问题，或另存一份后再校验。")
