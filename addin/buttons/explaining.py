"""情况说明: from the finding under the cursor to the row in which it is explained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.host.protocol import is_shown
from addin.host.talking import say
from addin.openbook.examining import examined
from addin.traces import results
from addin.traces.results import as_text
from addin.wording import Declined
from validator.filings.sheets import WAIVER_HEADINGS, WAIVERS
from validator.model.address import address, position
from validator.model.cells import Place
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import Severity
from validator.policy.waiving import explains

if TYPE_CHECKING:
    import xlwings

NOWHERE = "请先选中一个“核实”类问题所在的单元格，或“校验结果”里它的那一行，再点“情况说明”。"
MUST = "这里是“强制”问题，只能改正，不能用情况说明代替。"
NOTICE = "这里只是提示，不需要写情况说明。"
DAMAGE = "这里是工作簿本身的问题（D 类），本工作簿里的情况说明不算数：请照提示改正；改不了的，请直接与审核单位联系。"
NO_CELL = "这个问题没有对应的单元格，情况说明里无法指明，请直接与审核单位联系。"
NO_SHEET = "这份工作簿没有“情况说明”工作表，请用本系统的模板填报。"
HIDDEN = "“情况说明”工作表被隐藏了。请先取消隐藏，再点一次。"
FULL = "“情况说明”工作表里填不进去：空行已经用完，或者工作簿只读、工作表受保护。"
REASON = WAIVER_HEADINGS.index("理由")


def waive(book: xlwings.Book) -> None:
    """Take the cursor to the row in which the finding at the cursor is explained."""
    say(book.app, explain(book, *examined(book)))


def explain(book: xlwings.Book, filing: Filing, report: FileReport) -> str:
    """Put the cursor where the reason goes, with rule and cell filled in; what to tell the user.

    Raises:
        Declined: There is nothing to explain at the cursor, or no sheet for it.
    """
    finding = _current(book, report.findings)
    row = _row_of(filing, finding) or _first_free(book)
    sheet = book.sheets[WAIVERS]
    if not is_shown(sheet):
        raise Declined(HIDDEN)
    left = _heading(sheet)[1]
    _name(sheet.range(address(row, left)), finding)
    reason = sheet.range(address(row, left + REASON))
    sheet.activate()
    reason.select()
    return f"{finding.rule.code}：请在“理由”一格写明为什么属实，再填写填写人和日期。"


def _name(code: xlwings.Range, finding: Finding) -> None:
    """Rule and cell into a row that has neither."""
    if code.value:
        return
    try:
        code.resize(1, 2).value = [as_text(finding.rule.code), as_text(_cell_name(finding))]
    except host_of(code.sheet.book.app).errors:
        raise Declined(FULL) from None


def _current(book: xlwings.Book, findings: Iterable[Finding]) -> Finding:
    """The finding at the cursor that takes an explanation."""
    code, place = _cursor(book)
    here = [one for one in findings if code in {None, one.rule.code} and _on(one, place)]
    for finding in here:
        if finding.severity is Severity.EXPLAIN and not finding.rule.on_damage:
            if not finding.cells:
                raise Declined(NO_CELL)
            return finding
    grave = any(one.severity is Severity.MUST for one in here)
    damaged = any(one.severity is Severity.EXPLAIN for one in here)
    raise Declined(MUST if grave else DAMAGE if damaged else NOTICE if here else NOWHERE)


def _cursor(book: xlwings.Book) -> tuple[str | None, Place]:
    """The cell that the cursor is on; in the list of findings rule and cell of its row, whose rule is "" for none."""
    selected = book.app.selection
    if selected is None:
        return "", Place("", "")
    if results.is_result_sheet(selected.sheet):
        row = next((row for row in results.read(selected.sheet) if row.at == selected.row), None)
        return (row.code, Place(row.sheet, row.cell)) if row else ("", Place("", ""))
    return None, Place(selected.sheet.name, address(selected.row, selected.column))


def _on(finding: Finding, place: Place) -> bool:
    cells = [cell.place for cell in finding.cells]
    return place in cells if cells else place == Place("", "")


def _cell_name(finding: Finding) -> str:
    """The indicator's name where the cell has one: it stays right when rows are inserted."""
    first = finding.cells[0]
    return first.indicator or f"{first.place.sheet}!{first.place.cell}"


def _row_of(filing: Filing, finding: Finding) -> int | None:
    """The row that explains it already, complete or not."""
    places = (one.place for one in filing.waivers if explains(one, finding))
    return next((position(place.cell)[0] for place in places if place), None)


def _first_free(book: xlwings.Book) -> int:
    if WAIVERS not in [sheet.name for sheet in book.sheets]:
        raise Declined(NO_SHEET)
    sheet = book.sheets[WAIVERS]
    top, left = _heading(sheet)
    used = sheet.used_range
    last = used.row + used.shape[0]
    block = sheet.range((top + 1, left), (last + 1, left + len(WAIVER_HEADINGS) - 1)).options(ndim=2).value
    return top + 1 + next(index for index, line in enumerate(block) if not any(line))


def _heading(sheet: xlwings.Sheet) -> tuple[int, int]:
    """Row and column of the first heading."""
    used = sheet.used_range
    for row, line in enumerate(used.options(ndim=2).value, used.row):
        for column, value in enumerate(line, used.column):
            if value == WAIVER_HEADINGS[0]:
                return row, column
    raise Declined(NO_SHEET)
