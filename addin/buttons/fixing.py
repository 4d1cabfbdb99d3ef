"""安全修正: asks, then writes as numbers what can only be meant as such."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.talking import ask, enumerated, quiet, tell
from addin.openbook.examining import examined
from validator.repair.fixes import Fix
from validator.repair.normalising import safe_fixes

if TYPE_CHECKING:
    import xlwings


def fix(book: xlwings.Book) -> None:
    """Ask and write, and list what was written."""
    found = safe_fixes(examined(book)[0])
    if not found:
        tell(book.app, "没有可以安全修正的写法。其余问题需要您自己判断。")
        return
    if not ask(book.app, enumerated("将改规范下列写法，数值不变：", [str(one) for one in found], "是否修改？")):
        return
    done, left = _apply(book, found)
    foot = f"没能修改：{left}" if left else "请再点一次“校验”。"
    tell(book.app, enumerated(f"已修改 {len(done)} 处：", [str(one) for one in done], foot))


def _apply(book: xlwings.Book, found: tuple[Fix, ...]) -> tuple[list[Fix], str]:
    """Which were written, and the cells that could not be."""
    done: list[Fix] = []
    with quiet(book.app):
        for one in found:
            cell = book.sheets[one.place.sheet].range(one.place.cell)
            try:
                if cell.number_format == "@":  # a cell of text format would keep the number as text
                    cell.number_format = "yyyy-m-d" if isinstance(one.after, date) else "General"
                cell.value = one.after
            except host_of(book.app).errors:
                continue
            done.append(one)
    return done, "、".join(f"{one.place.sheet} {one.place.cell}" for one in found if one not in done)
