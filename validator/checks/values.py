"""VA-01 to VA-04: does each cell hold a number that its kind allows."""

from __future__ import annotations

from collections.abc import Iterator

from validator.checks.disguise import Disguise, unmask
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.blanks import is_empty, is_placeholder
from validator.model.cells import Cell, CellKind
from validator.model.filing import LAST_YEAR, Filing
from validator.model.finding import Finding, Suspect, cell_ref
from validator.model.form import Indicator, NumberKind
from validator.model.rule import Rule, Severity
from validator.policy.context import NO_ORGAN_TYPE, NOT_IN_EDITION, CannotRun, Context
from validator.relations.verdict import is_due, part_sums, unclear_parts

_DECIMALS = 6
"""0.000001 万元 is one 分: an amount in 万元 has no seventh decimal."""

_YUAN = 10_000
"""One 万元 in 元."""

_KIND_WORDS = {
    CellKind.BOOL: Bilingual("逻辑值", "the truth value"),
    CellKind.DATE: Bilingual("日期", "the date"),
    CellKind.ERROR: Bilingual("错误值", "the error"),
    CellKind.TEXT: Bilingual("文字", "the text"),
}


def counts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-01: 计数格为非负整数；2019版“本年增减”是带号整数。"""
    for one, cell in _filled(filing):
        if one.kind is NumberKind.AMOUNT:
            continue
        if cell.kind is not CellKind.NUMBER:
            yield _not_a_number(rule, filing, one, cell)
        elif not _is_whole(cell):
            yield _wrong_number(rule, filing, one, "fraction")
        elif one.kind is NumberKind.COUNT and _number(cell) < 0:
            yield _wrong_number(rule, filing, one, "negative")


def amounts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-02: 收费金额非负、单位万元、至多六位小数。"""
    for one, cell in _filled(filing):
        if one.kind is not NumberKind.AMOUNT:
            continue
        if cell.kind is not CellKind.NUMBER:
            yield _not_a_number(rule, filing, one, cell)
        elif _number(cell) < 0:
            yield _wrong_number(rule, filing, one, "negative")
        elif abs(round(_number(cell), _DECIMALS) - _number(cell)) > 1e-12 * max(1, abs(_number(cell))):
            yield _wrong_number(rule, filing, one, "decimals", Severity.EXPLAIN)
        else:
            yield from _beside_last_year(rule, filing, one, context)


def _beside_last_year(rule: Rule, filing: Filing, one: Indicator, context: Context) -> Iterator[Finding]:
    """VA-02: 与上年比≥10⁴倍或≤1/1000，疑元当万元。"""
    now, before = filing.number(one.name), filing.number(f"{LAST_YEAR}{one.name}")
    if not now or not before or now < 0 or before < 0:
        return
    up, down = context.thresholds["阈值.金额放大"], context.thresholds["阈值.金额缩小"]
    if before / down < now < before * up:
        return
    likely = round(now / _YUAN, _DECIMALS) if now >= before * up else None
    args = {"name": one.name, "value": now, "before": before, "unit": one.unit}
    suspects = (
        (
            Suspect(
                filing.places[one.name],
                one.name,
                now,
                likely,
                certain=False,
                reason=Bilingual("疑把元当作万元", "yuan taken for 10,000 yuan?"),
            ),
        )
        if likely
        else ()
    )
    cells = (cell_ref(filing, one.name), cell_ref(filing, f"{LAST_YEAR}{one.name}"))
    yield Finding(rule, Severity.EXPLAIN, cells, "unit", args, suspects=suspects, member=one.name)


def scale(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-05: 量级与机关类型不符，如县司法局现行有效行政规范性文件101件。"""
    name, kind = "表二.行政规范性文件.有效", filing.organ_type
    if not kind:
        raise CannotRun(NO_ORGAN_TYPE)
    if name not in filing.form.indicators:
        raise CannotRun(NOT_IN_EDITION)
    value, most = filing.number(name), context.thresholds["阈值.文件上限"]
    if kind in _SMALL and value is not None and value > most:
        args = {"kind": kind, "value": value, "most": most}
        yield Finding(rule, rule.severity, (cell_ref(filing, name),), args=args, member=name)


def blanks(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-03: 空白的总计格而对应分项和≠0，强制，每格一条；其余空白与“/”“—”“无”，核实，按表合成一条。"""
    for table in filing.form.tables.values():
        empty = [name for name in table.indicators if name in filing.places and is_empty(filing.cell(name))]
        due = [name for name in empty if is_due(filing, name)]
        for name in due:
            yield _blank_total(rule, filing, name)
        if rest := [name for name in empty if name not in due]:
            yield _should_be_zero(rule, filing, table.name, rest)


# 立法法: 乡镇、县级政府及其部门无权制定规章；省和设区的市的部门也无权，但政府办公厅（室）常代本级政府填报。
NEVER_REGULATE = frozenset({"县级政府", "县级政府部门", "乡镇政府（街道办事处）"})
REGULATIONS = "规章"
"""The row of 表二 that they are counted in."""
_SMALL = frozenset({"县级政府部门", "乡镇政府（街道办事处）"})
SELDOM_REGULATE = frozenset({"省级政府部门", "设区的市级政府部门"})


def regulations(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """VA-04: 规章三格仅限有权机关。"""
    kind = filing.organ_type
    if not kind:
        raise CannotRun(NO_ORGAN_TYPE)
    if kind not in NEVER_REGULATE | SELDOM_REGULATE:
        return
    severity = Severity.MUST if kind in NEVER_REGULATE else Severity.EXPLAIN
    for one in filing.form.indicators.values():
        value = filing.number(one.name)
        if one.row == REGULATIONS and value:
            yield Finding(
                rule,
                severity,
                (cell_ref(filing, one.name),),
                "" if severity is Severity.MUST else "seldom",
                {"value": value, "kind": kind, "name": one.name},
                member=one.name,
            )


def _filled(filing: Filing) -> Iterator[tuple[Indicator, Cell]]:
    """Every indicator that says something; blanks and placeholders belong to VA-03 alone."""
    for one in filing.form.indicators.values():
        cell = filing.cells.get(one.name)
        if cell is not None and not is_empty(cell):
            yield one, cell


def _number(cell: Cell) -> int | float:
    return cell.value if isinstance(cell.value, int | float) else 0


def _is_whole(cell: Cell) -> bool:
    return _number(cell) == int(_number(cell))


def _not_a_number(rule: Rule, filing: Filing, one: Indicator, cell: Cell) -> Finding:
    """模板里=强制，给出可能的值；从公布的报告读入的=核实。"""
    severity = Severity.MUST if filing.from_template else Severity.EXPLAIN
    meant = unmask(str(cell.value), one.kind) if cell.kind is CellKind.TEXT else None
    args = {"name": one.name, "value": _shown(cell), "what": meant.what if meant else _KIND_WORDS[cell.kind]}
    return Finding(
        rule,
        severity,
        (cell_ref(filing, one.name),),
        "disguised" if meant else "text",
        args | {"meant": f"{meant.value}{_unit(one)}" if meant else ""},
        suspects=(_suspect(filing, one, cell, meant),) if meant else (),
        member=one.name,
    )


def _unit(one: Indicator) -> str:
    return f" {one.unit}" if one.kind is NumberKind.AMOUNT else ""


def _shown(cell: Cell) -> str:
    text = str(cell.value)
    return text if len(text) <= 40 else f"{text[:40]}……"


def _suspect(filing: Filing, one: Indicator, cell: Cell, meant: Disguise) -> Suspect:
    return Suspect(
        filing.places[one.name],
        one.name,
        cell.value,
        meant.value,
        certain=False,
        reason=Bilingual(f"{meant.what.zh}，可能是 {meant.value}", f"{meant.what.en}, probably {meant.value}"),
    )


def _wrong_number(
    rule: Rule, filing: Filing, one: Indicator, variant: str, severity: Severity = Severity.MUST
) -> Finding:
    args = {"name": one.name, "value": filing.cell(one.name).value, "unit": one.unit}
    return Finding(rule, severity, (cell_ref(filing, one.name),), variant, args, member=one.name)


def _blank_total(rule: Rule, filing: Filing, name: str) -> Finding:
    """What fits: the sum of the parts, where all sums that the cell is agree."""
    due = {total for total in part_sums(filing, name) if total}
    suggested = due.pop() if len(due) == 1 else None
    place = filing.places[name]
    value = filing.cell(name).value
    reason = Bilingual(f"分项之和为 {suggested}", f"its parts add up to {suggested}")
    if suggested is None:
        reason = Bilingual("两个方向的分项之和不一致，请先核对分项", "the sums of its parts in two directions disagree")
    if unclear := unclear_parts(filing, name):
        suggested = None
        reason = Bilingual(f"请先改正分项（{'、'.join(unclear)}）", f"put its parts right first ({', '.join(unclear)})")
    suspect = Suspect(place, name, value, suggested, suggested is not None, reason)
    args = {"name": name, "value": BLANK_WORD if value is None else f"“{value}”", "reason": reason}
    return Finding(rule, Severity.MUST, (cell_ref(filing, name),), args=args, suspects=(suspect,), member=name)


def _should_be_zero(rule: Rule, filing: Filing, table: str, names: list[str]) -> Finding:
    placeholders = sum(is_placeholder(filing.cell(name)) for name in names)
    args = {"table": table, "count": len(names), "placeholders": placeholders}
    return Finding(
        rule,
        Severity.EXPLAIN,
        tuple(cell_ref(filing, name) for name in names),
        "zero" if not placeholders else "placeholder",
        args,
        suspects=tuple(
            Suspect(
                filing.places[name],
                name,
                filing.cell(name).value,
                0,
                certain=False,
                reason=Bilingual("没有发生的应填 0", "write 0 where nothing happened"),
            )
            for name in names
        ),
        member=table,
    )
