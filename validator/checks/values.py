"""VA-01 to VA-03: does each cell hold a number that its kind allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, time, timedelta

from validator.checks.disguise import Disguise, unmask
from validator.checks.implied import implied
from validator.files.harmless import cut
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.blanks import LARGEST_COUNT, as_shown, is_empty, is_placeholder
from validator.model.cells import BLANK, Cell, CellKind
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, Suspect, cell_ref, suspect_of
from validator.model.form import Indicator, NumberKind
from validator.model.rule import Rule, Severity
from validator.model.serials import DateValue, to_serial
from validator.model.shown import shown
from validator.policy.context import Context
from validator.relations.verdict import is_due, number_of, tidy, unread_parts

_DECIMALS = 6
"""0.000001 万元 is one 分: an amount in 万元 has no seventh decimal."""

_YUAN = 10_000
"""One 万元 in 元."""

_YUAN_TAKEN = Bilingual("疑把元当作万元", "yuan taken for 10,000 yuan?")

_FIRST_RECENT = 2000
_AS_DATE = Bilingual("单元格设成了日期格式", "the cell is formatted as a date")
_TIME = Bilingual("时间", "the time")
_KIND_WORDS = {
    CellKind.BOOL: Bilingual("逻辑值", "the truth value"),
    CellKind.DATE: Bilingual("日期", "the date"),
    CellKind.ERROR: Bilingual("错误值", "the error"),
    CellKind.TEXT: Bilingual("文字", "the text"),
}


def counts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-01: 计数格为非负整数；2019版“本年增减”是带号整数。"""
    wrong = dict(_unfit(filing, {NumberKind.COUNT, NumberKind.SIGNED}))
    for name, variant in wrong.items():
        if not _follows(filing, name, set(wrong)):
            yield _unfit_finding(rule, filing, name, variant)


def amounts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-02: 收费金额非负、单位万元、至多六位小数，没有报告会有的大数也报。"""
    wrong = dict(_unfit(filing, {NumberKind.AMOUNT}))
    for one in filing.form.indicators.values():
        if one.kind is not NumberKind.AMOUNT or _follows(filing, one.name, set(wrong)):
            continue
        if one.name in wrong:
            yield _unfit_finding(rule, filing, one.name, wrong[one.name])
        else:
            yield from _beside_last_year(rule, filing, one, context)


def _unfit(filing: Filing, kinds: AbstractSet[NumberKind]) -> Iterator[tuple[str, str]]:
    """The cells of these kinds that hold what they may not, with the message's variant.

    Blanks and placeholders say nothing here: they belong to VA-03 alone, formulas without a result to VA-06.
    """
    for one in filing.form.indicators.values():
        cell = filing.cells.get(one.name)
        if cell is None or one.kind not in kinds or _is_usual(cell) or is_empty(cell) or filing.is_unknown(one.name):
            continue
        if cell.kind is not CellKind.NUMBER:
            yield one.name, "text"
        elif variant := _UNFIT[one.kind](_number(cell)):
            yield one.name, variant


def _is_usual(cell: Cell) -> bool:
    """Whether a cell holds what fits all kinds, as nearly all do."""
    return type(cell.value) is int and 0 <= cell.value <= LARGEST_COUNT


def _unfit_count(number: int | float) -> str:
    if abs(number) > LARGEST_COUNT:
        return "huge"
    return "fraction" if number != int(number) else "negative" if number < 0 else ""


def _unfit_signed(number: int | float) -> str:
    return "huge" if abs(number) > LARGEST_COUNT else "fraction" if number != int(number) else ""


def _unfit_amount(number: int | float) -> str:
    if abs(number) > LARGEST_COUNT:
        return "huge"
    if number < 0:
        return "negative"
    return "decimals" if abs(round(number, _DECIMALS) - number) > 1e-12 * max(1, abs(number)) else ""


_UNFIT = {
    NumberKind.COUNT: _unfit_count,
    NumberKind.SIGNED: _unfit_signed,
    NumberKind.AMOUNT: _unfit_amount,
}


def _kind(filing: Filing, name: str) -> NumberKind:
    return filing.form.indicators[name].kind


def _follows(filing: Filing, name: str, wrong: set[str]) -> bool:
    """Whether a total is by formula and one of its parts is wrong: 由公式得出的总计，分项已经报过的，总计不再另报."""
    if filing.cell(name).formula is None:
        return False
    parts = (part for parts in filing.form.indicators[name].parts for part in parts)
    return any(part in wrong or _follows(filing, part, wrong) for part in parts)


def _unfit_finding(rule: Rule, filing: Filing, name: str, variant: str) -> Finding:
    one, cell = filing.form.indicators[name], filing.cell(name)
    if variant == "text":
        return _not_a_number(rule, filing, one, cell)
    severity = Severity.EXPLAIN if variant == "decimals" else Severity.MUST
    args = {"name": name, "value": cell.value, "unit": one.unit, "most": LARGEST_COUNT}
    return Finding(rule, severity, (cell_ref(filing, name),), variant, args, member=name)


def _beside_last_year(rule: Rule, filing: Filing, one: Indicator, context: Context) -> Iterator[Finding]:
    """VA-02: 与上年比≥10⁴倍或≤1/1000，疑元当万元。"""
    now, before = filing.numbers.get(one.name), number_of(filing, f"{LAST_YEAR}{one.name}")
    if not now or not before or now < 0 or before < 0:
        return
    up, down = (context.thresholds.get(f"阈值.{name}", 0) for name in ("金额放大", "金额缩小"))
    if not up or not down:
        return  # a catalogue that sets no such bounds asks for no such comparison
    if before / down < now < before * up:
        return
    likely = round(now / _YUAN, _DECIMALS) if now >= before * up else None
    args = {"name": one.name, "value": now, "before": before, "unit": one.unit}
    suspects = (suspect_of(filing, one.name, likely, _YUAN_TAKEN),) if likely else ()
    cells = (cell_ref(filing, one.name), cell_ref(filing, f"{LAST_YEAR}{one.name}"))
    yield Finding(rule, Severity.EXPLAIN, cells, "unit", args, suspects=suspects, member=one.name)


def blanks(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-03: 空白的总计格而对应分项和≠0，强制，每格一条；其余空白与“/”“—”“无”，核实，按表合成一条。"""
    for table in filing.form.tables.values():
        cells = filing.cells
        empty = [name for name in table.indicators if name in filing.places and is_empty(cells.get(name, BLANK))]
        due = [name for name in empty if is_due(filing, name)]
        for name in due:
            yield _blank_total(rule, filing, name)
        if rest := [name for name in empty if name not in due]:
            yield _not_filled(rule, filing, table.name, rest, context)


def _number(cell: Cell) -> int | float:
    return cell.value if isinstance(cell.value, int | float) else 0


def _not_a_number(rule: Rule, filing: Filing, one: Indicator, cell: Cell) -> Finding:
    """模板里=强制，给出可能的值；从公布的报告读入的=核实。"""
    severity = Severity.MUST if filing.from_template else Severity.EXPLAIN
    meant = _meant(filing, one.name)
    suspects = (
        (suspect_of(filing, one.name, meant.value, _probably(meant)),) if meant and not _is_recent_day(cell) else ()
    )
    args = {
        "name": one.name,
        "value": cut(shown(cell.value), 40),
        "what": meant.what if meant else _TIME if isinstance(cell.value, time | timedelta) else _KIND_WORDS[cell.kind],
    }
    return Finding(
        rule,
        severity,
        (cell_ref(filing, one.name),),
        "text" if meant is None else "date" if cell.kind is CellKind.DATE else "disguised",
        args | {"meant": f"{shown(meant.value)}{_unit(one)}" if meant else ""},
        suspects=suspects,
        member=one.name,
    )


def _probably(meant: Disguise) -> Bilingual:
    value = shown(meant.value)
    return Bilingual(f"{meant.what.zh}，可能是 {value}", f"{meant.what.en}, probably {value}")


def _is_recent_day(cell: Cell) -> bool:
    """Typing 1-2 gives a day of this year, whose number nobody meant; a count shows as a day of long ago."""
    return isinstance(cell.value, date) and cell.value.year >= _FIRST_RECENT


def _unit(one: Indicator) -> str:
    return f" {one.unit}" if one.kind is NumberKind.AMOUNT else ""


def _blank_total(rule: Rule, filing: Filing, name: str) -> Finding:
    """What fits: the sum of the parts, where all sums that the cell is agree; uncertain where a part had to be read."""
    unread = unread_parts(filing, name)
    meant = {part: disguise.value for part in unread if (disguise := _meant(filing, part))}
    known_or_meant = {**meant, **filing.numbers}
    parts_of = filing.form.indicators[name].parts
    sums = {tidy(sum(known_or_meant.get(part, 0) for part in parts)) for parts in parts_of} - {0}
    known = len(meant) == len(unread)
    suggested = sums.pop() if len(sums) == 1 and known else None
    value, reason = filing.cell(name).value, _why(filing, suggested, unread, meant)
    suspect = suspect_of(filing, name, suggested, reason, certain=suggested is not None and not unread)
    args = {"name": name, "value": BLANK_WORD if value is None else f"“{value}”", "reason": suspect.reason}
    return Finding(rule, Severity.MUST, (cell_ref(filing, name),), args=args, suspects=(suspect,), member=name)


def _meant(filing: Filing, name: str) -> Disguise | None:
    cell = filing.cell(name)
    if isinstance(cell.value, date | time | timedelta):
        return _number_of_date(cell.value, _kind(filing, name))
    meant = unmask(str(cell.value), _kind(filing, name)) if cell.kind is CellKind.TEXT else None
    return None if meant and abs(meant.value) > LARGEST_COUNT else meant  # nothing that no report has is proposed


def _number_of_date(value: DateValue, kind: NumberKind) -> Disguise | None:
    """A number that shows as a date since its cell is formatted as one; None where the cell cannot have that number."""
    number = as_shown(to_serial(value))
    return None if _UNFIT[kind](number) else Disguise(number, _AS_DATE)


def _why(
    filing: Filing, suggested: int | float | None, unread: tuple[str, ...], meant: Mapping[str, int | float]
) -> Bilingual:
    if suggested is None and not unread:
        return Bilingual("两个方向的分项之和不一致，请先核对分项", "the sums of its parts in two directions disagree")
    if suggested is None:
        return Bilingual("分项里有读不成数的格，请先改正分项", "one of its parts is no number")
    if not unread:
        return Bilingual(f"分项之和为 {shown(suggested)}", f"its parts add up to {shown(suggested)}")
    texts = [(shown(filing.cell(part).value), shown(meant[part])) for part in unread]
    read = "、".join(f"“{text}”按 {value} 读" for text, value in texts)
    as_read = ", ".join(f"“{text}” read as {value}" for text, value in texts)
    total = shown(suggested)
    return Bilingual(f"分项之和可能为 {total}（{read}）", f"its parts probably add up to {total} ({as_read})")


def _not_filled(rule: Rule, filing: Filing, table: str, names: list[str], context: Context) -> Finding:
    """One finding for all blanks of a table that are no total which is due."""
    placeholders = sum(is_placeholder(filing.cell(name)) for name in names)
    suspects = tuple(_suspect_blank(filing, name, context) for name in names)
    lacking = [one for one in suspects if one.suggested]
    unknown = any(one.suggested is None for one in suspects)
    variant = "missing" if lacking else "unknown" if unknown else "placeholder" if placeholders else "zero"
    args = {
        "table": table,
        "count": len(names),
        "placeholders": placeholders,
        "lacking": tuple(f"{one.indicator} {shown(one.suggested)}" for one in lacking[:_FEW]),
    }
    cells = tuple(cell_ref(filing, name) for name in names)
    return Finding(rule, Severity.EXPLAIN, cells, variant, args, suspects=suspects, member=table)


_FEW = 5
_ZERO = Bilingual("没有发生的应填 0", "write 0 where nothing happened")
_LACKING = Bilingual("有关系正缺这个数", "a relation lacks just this number")
_UNKNOWN = Bilingual("有关系不成立，推不出应填的数", "relations over it are broken, so its value does not follow")


def _suspect_blank(filing: Filing, name: str, context: Context) -> Suspect:
    """建议值由关系推出（推不出而其余关系都成立才是“应填0”；若某条关系正缺这个数，建议那个数，不说应填0）。"""
    found = implied(filing, name, context)
    reason = _UNKNOWN if found is None else _LACKING if found else _ZERO
    return suspect_of(filing, name, found, reason)
