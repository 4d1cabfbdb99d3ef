"""A workbook over many files: a sheet with one row a unit, and one with every finding, both to be filtered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from validator.files.harmless import cut, one_line, xml_text
from validator.filings.traces import PRODUCT
from validator.language.personal import masked
from validator.model.address import column_letters
from validator.model.bilingual import Bilingual, spoken
from validator.model.english import in_language
from validator.model.entries import Entry, entries
from validator.model.finding import Finding, spot
from validator.model.report import FileReport, Summary
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.model.shown import shown
from validator.startup.records import dataclass, field
from validator.writers.figures import key_figures
from validator.writers.looks import SEVERITY_LOOKS, STYLES, Style, hex_of
from validator.writers.registry import Asked, Format
from validator.writers.rows import Value, plain_text, row
from validator.writers.states import state, word

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST: Final = 32_000
"""A cell holds 32,767 characters."""
_WIDE: Final = 40
"""Columns of so many characters break their lines."""
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  the same reports give the same bytes
_UNITS: Final = Bilingual("各单位", "units")
_FINDINGS: Final = Bilingual("发现", "findings")
_CELL: Final = Bilingual("单元格", "cell")
_SUGGESTION: Final = Bilingual("建议", "suggestion")
_UNIT_HEADS: Final = (
    (Bilingual("文件", "file"), 34),
    (Bilingual("单位", "unit"), 24),
    (Bilingual("年度", "year"), 8),
    (Bilingual("格式版本", "edition"), 10),
    (Bilingual("结果", "verdict"), 11),
    (Bilingual("强制", "must"), 8),
    (Bilingual("核实", "explain"), 8),
    (Bilingual("提示", "notice"), 8),
)
_FIGURE_WIDTH: Final = 13
_REASON: Final = (Bilingual("读不了的原因", "why unreadable"), 40)
_FINDING_HEADS: Final = (
    (Bilingual("文件", "file"), 34),
    (Bilingual("单位", "unit"), 24),
    (Bilingual("年度", "year"), 8),
    (Bilingual("级别", "level"), 8),
    (Bilingual("规则", "rule"), 8),
    (Bilingual("工作表", "sheet"), 16),
    (_CELL, 9),
    (Bilingual("指标", "indicator"), 28),
    (Bilingual("左边", "left"), 10),
    (Bilingual("右边", "right"), 10),
    (Bilingual("相差", "difference"), 10),
    (Bilingual("说明", "message"), 60),
    (Bilingual("多半的原因", "likely cause"), 44),
    (_SUGGESTION, 22),
    (Bilingual("情况说明", "explanation"), 24),
)
Heads = Sequence[tuple[Bilingual, int]]


def _write(files: Iterable[FileReport], _: Summary, setting: Asked) -> Iterator[bytes]:
    from xlsxwriter import Workbook  # only who wants a workbook has to load it

    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, {"constant_memory": True, "nan_inf_to_errors": True, **plain}) as book:
        book.set_properties({"created": _MADE, "subject": PRODUCT})
        _fill(book, files, setting)
    yield content.getvalue()


def _fill(book: Workbook, files: Iterable[FileReport], setting: Asked) -> None:
    figures = key_figures(setting.catalogue)
    named = [(Bilingual(part.label, part.label), _FIGURE_WIDTH) for part in figures]
    units = _Sheet(book, _UNITS, [*_UNIT_HEADS, *named, _REASON], setting.lang)
    found = _Sheet(book, _FINDINGS, _FINDING_HEADS, setting.lang)
    for one in files:
        path, organ, year, edition, _, *numbers = row(one, figures)
        verdict, colour = word(state(one), setting.lang), _verdict_style(one)
        error = in_language(one.error, setting.lang) if one.error else None
        units.add([path, organ, year, edition, verdict, *numbers, error], colour)
        for entry in entries(one, setting.least):
            for finding in entry.findings:
                found.add([path, organ, year, *_finding(finding, entry, setting.lang)], _level_style(finding))
    units.finish()
    found.finish()


@dataclass(slots=True)
class _Sheet:
    """A table written row by row, with a head that stays in sight and filters."""

    book: Workbook
    name: Bilingual
    heads: Heads
    lang: str
    sheet: Worksheet = field(init=False)
    rows: int = 0
    _formats: dict[object, CellFormat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheet = self.book.add_worksheet(spoken(self.name, self.lang))
        self.sheet.freeze_panes(1, 2)
        head = self._format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "valign": "vcenter"})
        self.sheet.set_row(0, 22)
        for column, (text, width) in enumerate(self.heads):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, spoken(text, self.lang), head)

    def add(self, values: Sequence[Value], style: Style | None) -> None:
        """One more row; the column of the verdict or level is in its colour."""
        self.rows += 1
        marked = {4, 3} & {number for number, (text, _) in enumerate(self.heads) if text.en in {"verdict", "level"}}
        for column, value in enumerate(values):
            self._put(column, value, style if column in marked else None)

    def _put(self, column: int, value: Value, style: Style | None) -> None:
        look: dict[str, object] = {"valign": "top"}
        if style:
            look |= {"bg_color": hex_of(style.fill), "font_color": hex_of(style.font)}
        if isinstance(value, str) and value:
            text = xml_text(cut(one_line(value), _LONGEST))
            look |= {"text_wrap": self._breaks(column, text), "quote_prefix": plain_text(text) != text}
            self.sheet.write_string(self.rows, column, text, self._format(look))
        elif value is not None and value != "":
            self.sheet.write_number(self.rows, column, float(value), self._format(look))

    def _breaks(self, column: int, text: str) -> bool:
        """Whether its lines are broken: that of what is told, and where a document names places in words."""
        head, width = self.heads[column]
        return width >= _WIDE or (head in {_CELL, _SUGGESTION} and len(text) > width)

    def _format(self, look: dict[str, object]) -> CellFormat:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"font_name": "宋体", "font_size": 10.5, **look})
        return self._formats[key]

    def finish(self) -> None:
        """The filter over all that was written."""
        self.sheet.autofilter(0, 0, self.rows, len(self.heads) - 1)
        self.sheet.print_area(f"A1:{column_letters(len(self.heads))}{self.rows + 1}")
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)


def _finding(one: Finding, entry: Entry, lang: str) -> list[Any]:
    """Level, rule, where, both sides, what it says, its cause, what to write, how it was explained."""
    cell = one.here
    suspects = entry.cause.cells if entry.cause else one.suspects
    known = [each for each in suspects if each.suggested is not None]
    suggested = spoken(tuple(f"{spot(each, lang)} → {shown(each.suggested)}" for each in known[:3]), lang)
    return [
        SEVERITY_NAMES[lang][one.severity],
        one.rule.code,
        masked(cell.place.sheet) if cell else None,
        spot(cell, lang) if cell else None,
        cell.indicator if cell else None,
        one.left,
        one.right,
        one.difference,
        one.message(lang),
        entry.cause.message(lang) if entry.cause else None,
        suggested,
        one.waiver.reason if one.waiver else None,
    ]


def _level_style(one: Finding) -> Style | None:
    return STYLES[SEVERITY_LOOKS[one.severity]] if one.counts else None


def _verdict_style(one: FileReport) -> Style | None:
    level = {"fails": Severity.MUST, "unreadable": Severity.MUST, "explain": Severity.EXPLAIN}.get(one.status.value)
    return STYLES[SEVERITY_LOOKS[level]] if level else None


FORMAT = Format(name="xlsx", write=_write, streams=False, needs_output=True, shows_contents=True, summarises=False)
