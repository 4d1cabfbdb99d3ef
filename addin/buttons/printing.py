"""校验报告 and 帮助: pages in the browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from addin.host.talking import say
from addin.openbook.examining import examined
from addin.showing.printouts import help_page, show
from addin.validation import every_rule, report_page

if TYPE_CHECKING:
    import xlwings


def report_file(book: xlwings.Book) -> None:
    """Show the findings of the open book."""
    _, report = examined(book)
    now = datetime.now().astimezone()
    shown = show(f"校验报告{now:%Y%m%d-%H%M%S}.html", report_page(replace(report, path=str(book.name))))
    say(book.app, f"校验报告：{shown}")


def help_file(book: xlwings.Book) -> None:
    """Show what the buttons and colours mean, and the rules."""
    shown = show("使用说明.html", help_page(every_rule()))
    say(book.app, f"使用说明：{shown}")
