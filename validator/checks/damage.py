"""D-01 to D-19: what happened to the template after it was made, one rule a kind, as the reader found it.

取值仍可读=核实，读不出=强制；读取时的修补=提示.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from validator.model.bilingual import Bilingual
from validator.model.cells import CellValue, Place
from validator.model.filing import Damage, DamageKind, Filing
from validator.model.finding import CellRef, Finding
from validator.model.rule import Rule, Severity
from validator.policy.context import CannotRun, Context

NO_MARKS = Bilingual(
    "工作簿里没有模板留下的名称和属性，不知道它原来的样子",
    "the workbook bears no names or properties of the template, so there is nothing to compare it with",
)

NO_WORKBOOK = Bilingual("是公布的报告，不是工作簿", "it is a published report, no workbook")

Check = Callable[[Rule, Filing, Context], Iterator[Finding]]


def _check(kind: DamageKind, *, of_template: bool = True) -> Check:
    """The check for one kind of damage; `of_template`: only a template can have it."""

    def check(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
        if filing.is_published:
            raise CannotRun(NO_WORKBOOK)
        if of_template and not filing.marked:
            raise CannotRun(NO_MARKS)
        found = [one for one in filing.damage if one.kind is kind]
        names = {place: name for name, place in filing.places.items()} if found else {}
        yield from (_finding(rule, one, names) for one in found)

    return check


def _finding(rule: Rule, damage: Damage, names: Mapping[Place, str]) -> Finding:
    return Finding(
        rule,
        _severity(rule, damage),
        tuple(_ref(place, value, names) for place, value in damage.cells),
        damage.variant,
        {"lost": len(damage.lost), **damage.facts},
        member=damage.sheet,
    )


def _severity(rule: Rule, damage: Damage) -> Severity:
    if rule.severity is Severity.NOTICE:
        return rule.severity
    return Severity.EXPLAIN if damage.readable and not damage.misleads else Severity.MUST


def _ref(place: Place, value: CellValue, names: Mapping[Place, str]) -> CellRef:
    return CellRef(place, names.get(place), value)


renamed_sheets = _check(DamageKind.RENAMED_SHEET)
missing_sheets = _check(DamageKind.MISSING_SHEET)
added_sheets = _check(DamageKind.ADDED_SHEET)
hidden = _check(DamageKind.HIDDEN, of_template=False)
lost_names = _check(DamageKind.LOST_NAMES)
moved_names = _check(DamageKind.MOVED_NAMES)
inserted_lines = _check(DamageKind.INSERTED_LINES)
deleted_lines = _check(DamageKind.DELETED_LINES, of_template=False)
constant_totals = _check(DamageKind.CONSTANT_TOTALS)
altered_formulas = _check(DamageKind.ALTERED_FORMULAS)
unprotected = _check(DamageKind.UNPROTECTED)
external_links = _check(DamageKind.EXTERNAL_LINKS, of_template=False)
macros = _check(DamageKind.MACROS, of_template=False)
comments = _check(DamageKind.COMMENTS)
outside = _check(DamageKind.OUTSIDE)
repeated_tables = _check(DamageKind.REPEATED_TABLE, of_template=False)
seen_otherwise = _check(DamageKind.SEEN_OTHERWISE, of_template=False)
repaired = _check(DamageKind.REPAIRED, of_template=False)
leftovers = _check(DamageKind.LEFTOVERS, of_template=False)
