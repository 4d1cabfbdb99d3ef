"""Where something stands in a published document, in words: table, row and column, or section, and the page."""

from __future__ import annotations

from collections.abc import Iterable

from validator.model.bilingual import Bilingual
from validator.model.filing import LAST_YEAR, PREFACE, Filing, FoundLabel
from validator.model.form import Indicator, Member


def where_of(filing: Filing, name: str) -> Bilingual | None:
    """The place of what has that name; None in a workbook, where sheet and cell say it, and in last year's report."""
    if not filing.is_published or name.startswith(LAST_YEAR):
        return None
    zh, en = _words(filing, name)
    page = filing.pages.get(name)
    return Bilingual(f"{zh}（第 {page} 页）", f"{en} (page {page})") if page else Bilingual(zh, en)


def where_of_label(filing: Filing, label: FoundLabel) -> Bilingual | None:
    """The place of a label of a table, as `where_of`; the page is not known."""
    if not filing.is_published:
        return None
    return Bilingual(f"{label.table}的标签“{label.official}”", f"{label.table}, label “{label.official}”")


def _words(filing: Filing, name: str) -> tuple[str, str]:
    if one := filing.form.indicators.get(name):
        table = filing.form.tables[one.table]
        row, column = _label(table.rows, one.row), _label(table.columns, one.column)
        if _is_head(table.rows, one):
            return f"{table.name}“{row}”“{column}”列", f"{table.name}, column “{row}” “{column}”"
        return f"{table.name}“{row}”行“{column}”列", f"{table.name}, row “{row}”, column “{column}”"
    titles = {text.name: text.label for text in filing.form.texts} | {PREFACE: "导语"}
    title = titles.get(name) or name.rpartition(".")[2]
    return f"正文“{title}”", f"text “{title}”"


def _is_head(rows: Iterable[Member], one: Indicator) -> bool:
    """Whether what the form counts as a row has no label beside it, but a head above its columns, as in 表四."""
    return not any(member.labels for member in rows if member.name == one.row)


def _label(members: Iterable[Member], name: str) -> str:
    """The official label of a row or column, its name where it has none."""
    return next((one.labels[0].text for one in members if one.name == name and one.labels), name)
