"""安全修正: asks, then writes as numbers what can only be meant as such; offers one by one what is certain besides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from addin.buttons.checking import check
from addin.host.choice import host_of
from addin.host.talking import ask, enumerated, quiet, tell
from addin.openbook.examining import examined
from validator.model.cause import Cause
from validator.model.filing import Filing
from validator.model.report import FileReport
from validator.repair.fixes import Fix, suggested
from validator.repair.normalising import safe_fixes

if TYPE_CHECKING:
    import xlwings


def fix(book: xlwings.Book) -> None:
    """Ask, write, list what was written, check again; spellings first, for what else is wrong may follow from them."""
    filing, report = examined(book)
    found, made = safe_fixes(filing), False
    if found and ask(book.app, enumerated("将改规范下列写法，数值不变：", _lines(found), "是否修改？")):
        made = _make(book, found)
        filing, report = examined(book)
    offered = _offered(filing, report)
    if offered:
        made = _offer(book, offered) or made
    elif not found:
        tell(book.app, "没有可以安全修正的写法。其余问题需要您自己判断。")
    if made:
        check(book)


def _offered(filing: Filing, report: FileReport) -> list[Cause]:
    """The causes of which nothing else can be the explanation, in cells that hold no formula."""
    return [
        cause
        for cause in report.causes
        if cause.certain and (fixes := suggested(cause)) and all(filing.cell(one.name).formula is None for one in fixes)
    ]


def _offer(book: xlwings.Book, offered: Sequence[Cause]) -> bool:
    """Ask about one after the other, then write what was accepted: a figure is changed only by who fills it in."""
    if not ask(book.app, f"有 {len(offered)} 处可以断定应填什么。是否逐个确认？"):
        return False
    chosen = [
        one for cause in offered if ask(book.app, f"{cause.message()}。\n\n是否照此修改？") for one in suggested(cause)
    ]
    return bool(chosen) and _make(book, chosen)


def _make(book: xlwings.Book, fixes: Sequence[Fix]) -> bool:
    """Write them and tell; whether anything was written, so that what a check has marked is no longer right."""
    done, left = _apply(book, fixes)
    foot = f"没能修改：{left}" if left else "改完自动重新校验。"
    tell(book.app, enumerated(f"已修改 {len(done)} 处：", _lines(done), foot))
    return bool(done)


def _lines(fixes: Sequence[Fix]) -> list[str]:
    return [str(one) for one in fixes]


def _apply(book: xlwings.Book, fixes: Sequence[Fix]) -> tuple[list[Fix], str]:
    """Which were written, and the cells that could not be."""
    done: list[Fix] = []
    with quiet(book.app):
        for one in fixes:
            cell = book.sheets[one.place.sheet].range(one.place.cell)
            try:
                if cell.number_format == "@":  # a cell of text format would keep the number as text
                    cell.number_format = "yyyy-m-d" if isinstance(one.after, date) else "General"
                cell.value = one.after
            except host_of(book.app).errors:
                continue
            done.append(one)
    return done, "、".join(f"{one.place.sheet} {one.place.cell}" for one in fixes if one not in done)
