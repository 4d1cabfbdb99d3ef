"""The buttons: ``run(action)`` carries out one on the book from which Excel, or Calc, has called."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from addin import explaining, fixes, livebook, marks, pages, results, starting, walk
from addin.caller import book_name
from addin.examining import examined
from addin.listing import entries
from addin.looks import plan
from addin.native import native
from addin.wording import FAILED, GONE, LEFT_OVER, NAME_TAKEN, NO_BOOK, TITLE, Refused
from validator.api import load_rules
from validator.files.writing import BadOutput
from validator.filings.reading import VERSION
from validator.model.finding import FileReport
from validator.readers import UnreadableWorkbook
from validator.template import BadContent

if TYPE_CHECKING:
    import xlwings

SHOWN = 12
"""That many fixes or findings are listed in a message box."""


def run(action: str, book: xlwings.Book | None = None) -> None:
    """Carry out the button of that id; `book` is the calling one by default.

    Raises:
        SystemExit: It went wrong; the text is for the log, its last line for the user. It holds no figures.
    """
    try:
        calling = book or calling_book()
        try:
            COMMANDS[action](calling)
        except (Refused, UnreadableWorkbook, BadContent, BadOutput) as reason:
            tell(calling.app, str(reason))
    except Exception as error:  # the last line before the VBA: whatever it was, the user gets words
        raise SystemExit(failure(error)) from None


def failure(error: Exception) -> str:
    """Where it happened, without the values at hand, and what to tell the user."""
    if isinstance(error, Refused):
        return str(error)
    frames = "".join(f"{one.filename}:{one.lineno} {one.name}\n" for one in traceback.extract_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__name__}\n{FAILED}（{type(error).__name__}）"


def calling_book() -> xlwings.Book:
    """The book whose window the button was pressed in.

    Raises:
        Refused: There is none, or not any more.
    """
    name = book_name(sys.argv)
    app = _calling_app() if name else None
    if name is None or app is None:
        raise Refused(NO_BOOK)
    try:
        return app.books[name]
    except KeyError:
        raise Refused(GONE.format(name)) from None


def _calling_app() -> xlwings.App | None:
    import xlwings

    if sys.platform == "win32":  # of several Excels, the one whose window the command line names
        from xlwings import _xlwindows

        window = next(one.removeprefix("--hwnd=") for one in sys.argv if one.startswith("--hwnd="))
        return xlwings.App(impl=_xlwindows.App(xl=int(window)))
    return xlwings.apps.active


def check(book: xlwings.Book) -> None:
    """校验: findings as marks on the cells and as the sheet 校验结果, which is then in front."""
    filing, report = examined(book)
    listed = entries(report)
    with quiet(book.app):
        _clear(book)
        if results.SHEET in [sheet.name for sheet in book.sheets]:
            raise Refused(LEFT_OVER if results.find(book) else NAME_TAKEN)
        run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
        unmarked = marks.mark(book, plan(listed), run, marks.own_sheets(filing))
        try:
            sheet = results.add(book)
        except native(book.app).errors:
            raise Refused(_without_sheet(report, [entry.message for entry in listed])) from None
        results.write(sheet, report, listed, unmarked)
        sheet.activate()
        sheet.range("A1").select()
    say(book.app, f"校验完成：{results.summary(report)}。{'点“下一处”逐处查看。' if listed else ''}")


def clear(book: xlwings.Book) -> None:
    """清除标记: the book as it was before the first check."""
    with quiet(book.app):
        left = _clear(book)
    kept = [LEFT_OVER] if results.find(book) else []
    if left:
        kept.append(f"这些工作表受保护，标记没有去掉：{'、'.join(left)}。请撤销工作表保护后再点“清除标记”。")
    if kept:
        raise Refused("\n".join(kept))
    say(book.app, "标记已清除。")


def _clear(book: xlwings.Book) -> list[str]:
    with suppress(*native(book.app).errors):  # the workbook lets no sheet go; whoever asks looks for it
        results.remove(book)
    return marks.clear(book, ours=VERSION in livebook.properties(book))


def previous_finding(book: xlwings.Book) -> None:
    """上一处, where no VBA is."""
    say(book.app, walk.step(book, -1))


def next_finding(book: xlwings.Book) -> None:
    """下一处, where no VBA is."""
    say(book.app, walk.step(book, 1))


def waive(book: xlwings.Book) -> None:
    """情况说明: the cursor goes to the row in which the finding at the cursor is explained."""
    say(book.app, explaining.explain(book, *examined(book)))


def fix(book: xlwings.Book) -> None:
    """安全修正: asks, then writes as numbers what can only be meant as such."""
    found = fixes.fixes(examined(book)[0])
    if not found:
        tell(book.app, "没有可以安全修正的写法。其余问题需要您自己判断。")
        return
    if not ask(book.app, _listed("将改规范下列写法，数值不变：", [str(one) for one in found], "是否修改？")):
        return
    done, left = _apply(book, found)
    foot = f"没能修改：{left}" if left else "请再点一次“校验”。"
    tell(book.app, _listed(f"已修改 {len(done)} 处：", [str(one) for one in done], foot))


def _apply(book: xlwings.Book, found: tuple[fixes.Fix, ...]) -> tuple[list[fixes.Fix], str]:
    """Which were written, and the cells that could not be."""
    done: list[fixes.Fix] = []
    with quiet(book.app):
        for one in found:
            cell = book.sheets[one.place.sheet].range(one.place.cell)
            try:
                if cell.number_format == "@":  # a cell of text format would keep the number as text
                    cell.number_format = "yyyy-m-d" if isinstance(one.after, date) else "General"
                cell.value = one.after
            except native(book.app).errors:
                continue
            done.append(one)
    return done, "、".join(f"{one.place.sheet} {one.place.cell}" for one in found if one not in done)


def report_file(book: xlwings.Book) -> None:
    """校验报告: the findings as a page in the browser."""
    _, report = examined(book)
    now = datetime.now().astimezone()
    shown = pages.show(f"校验报告{now:%Y%m%d-%H%M%S}.html", pages.report_page(report, entries(report), str(book.name)))
    say(book.app, f"校验报告：{shown}")


def new(book: xlwings.Book) -> None:
    """新建模板: asks year and unit, writes the template beside the open book, and opens it."""
    enter = native(book.app).enter
    today = datetime.now(UTC).astimezone().date()
    year = enter(book.app, "报告年度（四位年份）：", TITLE, str(starting.usual_year(today)))
    if year is None:
        return
    organ = enter(book.app, "机关名称（可以留空，以后再填）：", TITLE, "")
    if organ is None:
        return
    opened = [str(one.name) for one in book.app.books]
    made = starting.write_template(_folder(book), organ.strip(), starting.report_year(year), opened)
    book.app.books.open(made)
    say(book.app, f"已生成 {made}")


def help_file(book: xlwings.Book) -> None:
    """帮助: buttons, colours and rules as a page in the browser."""
    shown = pages.show("使用说明.html", pages.help_page(load_rules()))
    say(book.app, f"使用说明：{shown}")


COMMANDS: Mapping[str, Callable[[xlwings.Book], None]] = {
    "check": check,
    "previous": previous_finding,
    "next": next_finding,
    "clear": clear,
    "waive": waive,
    "fix": fix,
    "report": report_file,
    "new": new,
    "help": help_file,
}
"""By the ids of the buttons in ``customUI/customUI14.xml``."""


@contextmanager
def quiet(app: xlwings.App) -> Iterator[None]:
    """Nothing is drawn until the end."""
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        app.screen_updating = before


def say(app: xlwings.App, text: str) -> None:
    """In the status bar."""
    app.status_bar = text


def tell(app: xlwings.App, text: str) -> None:
    """In a message box."""
    app.alert(text, title=TITLE)


def ask(app: xlwings.App, text: str) -> bool:
    """In a message box, with yes and no."""
    return bool(app.alert(text, title=TITLE, buttons="yes_no") == "yes")


def _listed(head: str, lines: list[str], foot: str) -> str:
    more = [f"……共 {len(lines)} 处"] if len(lines) > SHOWN else []
    return "\n".join([head, *lines[:SHOWN], *more, "", foot])


def _without_sheet(report: FileReport, messages: list[str]) -> str:
    head = f"{results.summary(report)}。工作簿只读或结构受保护，不能加入“校验结果”工作表。"
    return _listed(head, messages, "请用“校验报告”查看全部问题，或另存一份后再校验。")


def _folder(book: xlwings.Book) -> Path:
    """The open book's folder, else the user's documents."""
    beside = Path(livebook.path_of(book)).parent
    if beside.is_absolute() and beside.is_dir():
        return beside
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
