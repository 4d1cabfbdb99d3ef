"""ST-01 to ST-03, ST-06, ST-15, ST-16: parts, edition, labels, texts that are there, the year, anything at all."""

from __future__ import annotations

from collections.abc import Iterator

from validator.catalogue.forms import Forms
from validator.model.address import position
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.cells import Place
from validator.model.filing import DamageKind, Filing
from validator.model.finding import CellRef, Finding, cell_ref, label_ref
from validator.model.form import Role, Section, Table
from validator.model.labels import loose, plain
from validator.model.rule import Rule, Severity
from validator.policy.context import NO_YEAR, NOT_ASKED, CannotRun, Context
from validator.startup.expressions import expression

_NOTHING = expression(r"[无没有暂\s。.、/—-]*\Z")


def sections(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-01: 缺部分、次序颠倒=强制；标题多字少字、编号体系两套=核实。"""
    present = [section for section in filing.form.sections if section.heading.name in filing.places]
    if not present and not filing.from_template:
        raise CannotRun(Bilingual("只有表格，没有正文", "there are tables only and no text"))
    gone = {DamageKind.MISSING_SHEET, DamageKind.DELETED_LINES}
    told = {one.sheet for one in filing.damage if one.kind in gone}  # a sheet, or a row of it: D-02 and D-08 say so
    for section in filing.form.sections:
        text_found = section.text is not None and section.text.name in filing.places
        if section not in present and section.sheet not in told and not text_found:
            yield Finding(rule, Severity.MUST, (), "missing", {"title": section.title}, member=section.number)
    yield from _order(rule, filing, present)
    for section in present:
        stated = filing.text(section.heading.name)
        if plain(stated) != plain(section.title):
            args = {"title": section.title, "stated": stated or BLANK_WORD}
            cells = (cell_ref(filing, section.heading.name),)
            yield Finding(rule, Severity.EXPLAIN, cells, "", args, member=section.number)


def _reading_order(filing: Filing, place: Place) -> tuple[int, int]:
    """Sheets as they follow each other; a document has all its words on one."""
    return filing.sheet_names.index(place.sheet), position(place.cell)[0]


def _order(rule: Rule, filing: Filing, present: list[Section]) -> Iterator[Finding]:
    order = sorted(present, key=lambda one: _reading_order(filing, filing.places[one.heading.name]))
    if order != present:
        wrong = next(found for found, wanted in zip(order, present, strict=True) if found is not wanted)
        cells = (cell_ref(filing, wrong.heading.name),)
        args = {"order": tuple(section.number for section in order)}
        yield Finding(rule, Severity.MUST, cells, "order", args, member=wrong.number)


def edition(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-02: Y≥2021→表三25行、表二无（九）项=强制（换表）；Y≤2020用了2021版=核实。"""
    year, forms = filing.year, context.catalogue.forms
    if year is None:
        raise CannotRun(NO_YEAR)
    for table in filing.form.tables.values():
        severity = edition_fault(table, year, forms)
        if severity is not None and any(name in filing.places for name in table.indicators):
            args = {"table": table.name, "edition": table.edition, "year": year}
            variant = "" if severity is Severity.MUST else "early"
            yield Finding(rule, severity, _heading(filing, table), variant, args, member=table.name)


def edition_fault(table: Table, year: int, forms: Forms) -> Severity | None:
    """How wrong the edition of a table is for a year: an older one has to be put right, a later one looked at."""
    usual = forms.form(forms.edition_for(year)).tables.get(table.name, table)
    if [(one.text, one.at) for one in table.labels] == [(one.text, one.at) for one in usual.labels]:
        return None  # a table that is the same in both editions (表四) cannot be of the wrong one
    is_old = forms.names.index(table.edition) < forms.names.index(usual.edition)
    return Severity.MUST if is_old else Severity.EXPLAIN


def _heading(filing: Filing, table: Table) -> tuple[CellRef, ...]:
    names = (section.heading.name for section in filing.form.sections if section.title == table.title)
    return tuple(cell_ref(filing, name) for name in names if name in filing.places)


def labels(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-03: 规范化后全等（去空白、全半角、括号、引号、“、/，”）；模板=强制，导入=核实。"""
    severity = Severity.MUST if filing.from_template else Severity.EXPLAIN
    for label in filing.labels:
        if loose(label.found) != loose(label.official):
            args = {"official": label.official, "found": label.found or BLANK_WORD}
            yield Finding(rule, severity, (label_ref(filing, label),), args=args, member=label.official)


def collected_year(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-15: 报告年度是所收的年度（只在给了 --year 时运行）."""
    if context.year is None:
        raise CannotRun(NOT_ASKED)
    if filing.year is None:
        raise CannotRun(NO_YEAR)
    if filing.year != context.year:
        cells = (cell_ref(filing, filing.form.name_of(Role.YEAR)),)
        yield Finding(rule, rule.severity, cells, args={"year": filing.year, "wanted": context.year})


def untouched(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-16: 没有填写的模板只报这一条."""
    if filing.is_untouched:
        yield Finding(rule, rule.severity)


def filled(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-06: 第一、五、六部分有内容；部分在而内容空白、第五部分只写“无”=核实。"""
    for section in filing.form.sections:
        if section.text is None or section.text.name not in filing.places:
            continue
        text = filing.text(section.text.name)
        if not text or (not section.may_be_none and _NOTHING.match(text)):
            cells, args = (cell_ref(filing, section.text.name),), {"title": section.title, "text": text}
            yield Finding(rule, rule.severity, cells, "" if text else "blank", args, member=section.number)
