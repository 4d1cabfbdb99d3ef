"""What explains a gap in words: one sentence with the figures, and in short what was done with a whole report."""

from __future__ import annotations

from collections.abc import Sequence

from validator.collecting.amounts import number
from validator.collecting.cells import CellCause, CellWay
from validator.collecting.effects import KINDS, Effect, Way
from validator.model.bilingual import Bilingual
from validator.model.collected import Explanation, ExplanationKind
from validator.model.shown import shown

_NOTHING = Bilingual("", "")
_FEW = 3
_WHOLE = {
    Way.LEFT_OUT: ("漏了{organ}", "{organ} was left out"),
    Way.TWICE: ("{organ}加了两次", "{organ} was counted twice"),
    Way.THRICE: ("{organ}加了三次", "{organ} was counted three times"),
    Way.OTHER_FILE: ("{organ}用的是另一份报告（{file}）", "another file of {organ} was used ({file})"),
    Way.BOTH_FILES: ("{organ}的另一份报告（{file}）也加了", "another file of {organ} was counted as well ({file})"),
    Way.LAST_YEAR: ("{organ}用的是上年的数", "last year's figures of {organ} were used"),
    Way.BOTH_YEARS: ("{organ}上年的数也加了", "last year's figures of {organ} were counted as well"),
    Way.NOT_COUNTED: ("含有没有计入合计的{organ}（{file}）", "it holds {organ} ({file}), which the sums leave out"),
    Way.FILLED: (
        "{organ}有 {count} 格没有数，合计按 0 算，上级报告里有",
        "{organ} has no figure in {count} cells, which count as 0 in the sums; the office has some",
    ),
    Way.OFFICE_BLANK: (
        "上级报告的分项空白，总计没有算进去",
        "the office's report left cells blank that its totals ought to add",
    ),
}
_HAS = ("它这一格是 {has}", "which has {has} in this cell")
_FIGURES = {
    Way.LEFT_OUT: _HAS,
    Way.TWICE: _HAS,
    Way.THRICE: _HAS,
    Way.OTHER_FILE: (
        "那份这一格是 {used}，合计取的是 {has}",
        "with {used} in this cell; the one in the sums has {has}",
    ),
    Way.BOTH_FILES: ("那份这一格是 {gap}", "with {gap} in this cell"),
    Way.LAST_YEAR: ("这一格是 {used}，今年是 {has}", "{used} in this cell; this year it has {has}"),
    Way.BOTH_YEARS: ("上年这一格是 {gap}", "with {gap} in this cell"),
    Way.NOT_COUNTED: ("它这一格是 {used}", "with {used} in this cell"),
    Way.FILLED: ("这一格要有 {gap}", "{gap} in this cell"),
    Way.OFFICE_BLANK: ("这一格少了 {names}，下级合计是 {short}", "here {names}, in which the units have {short}"),
}


def of_effect(one: Effect, at: int, names: Sequence[str], *, alone: bool) -> Explanation:
    """What was done with a whole report; `alone`: nothing else explains the gaps. `names` are of blank cells."""
    args = {"organ": one.organ, "file": one.file, "count": len(one.blanks)}
    where = Bilingual(f"（只在{one.table}）", f" (in {one.table} alone)") if one.table else _NOTHING
    brief = Bilingual(*(text.format(**args) + place for text, place in zip(_WHOLE[one.way], _both(where), strict=True)))
    gap = one.gaps.get(at, 0)
    few = "、".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
    figures = {
        "has": shown(number(one.counted.get(at, 0))),
        "used": shown(number(one.used.get(at, 0))),
        "gap": shown(number(gap)),
        "short": shown(number(-gap)),
        "names": few,
    }
    zh, en = (text.format(**figures) for text in _FIGURES[one.way])
    rest = Bilingual("，各处差额都由此而来", ", which makes every gap") if alone else _NOTHING
    message = Bilingual(f"{brief.zh}，{zh}{rest.zh}", f"{brief.en}, {en}{rest.en}")
    return Explanation(KINDS[one.way], one.organ, message, brief=brief)


def _both(words: Bilingual) -> tuple[str, str]:
    return words.zh, words.en


def of_unknown(gap: int, organ: str, state: Bilingual | None, *, several: bool) -> Explanation:
    """Figures of a report that is not in the sums: a listed body's, or that of one off the roster."""
    figure = shown(number(gap))
    if state is None:
        brief = Bilingual("可能含有名单以外的单位（如本级机关）", "perhaps it holds a body that is not on the roster")
    else:
        others = Bilingual("，或者与别的一起", ", or with others") if several else _NOTHING
        brief = Bilingual(
            f"可能含有没有计入合计的{organ}（{state.zh}{others.zh}）",
            f"perhaps it holds {organ}, which the sums leave out ({state.en}{others.en})",
        )
    message = Bilingual(
        f"{brief.zh}：差额合起来像一份报告，这一格是 {figure}",
        f"{brief.en}: the gaps together look like one report, with {figure} in this cell",
    )
    kind = ExplanationKind.LEFT_OUT if organ else ExplanationKind.UNKNOWN
    return Explanation(kind, organ, message, brief=brief)


def of_unknown_shortage(gap: int) -> Explanation:
    """Whole reports seem to be left out that the search cannot tell."""
    brief = Bilingual("像是漏了几份报告，没有找出是哪几份", "several reports seem to be left out; which was not found")
    figure = shown(number(-gap))
    message = Bilingual(f"{brief.zh}，这一格少 {figure}", f"{brief.en}, {figure} in this cell")
    return Explanation(ExplanationKind.UNKNOWN, "", message, brief=brief)


def too_many_cells(count: int) -> Explanation:
    """So many mistyped cells would be needed that nobody is named."""
    brief = Bilingual(
        f"没有找到共同的原因：要有 {count} 处笔误才说得通，多半不是笔误（如一次漏了许多份、口径不同）",
        f"no common cause was found: {count} slips would be needed, so it is probably none"
        " (many reports left out at once, another scope)",
    )
    return Explanation(ExplanationKind.UNKNOWN, "", brief, brief=brief)


def of_more_ways(count: int) -> Explanation:
    """A remark: so many more ways fit."""
    told = Bilingual(f"还有 {count} 种说法也合得上，没有列出", f"{count} more explanations fit and are not listed")
    return Explanation(ExplanationKind.UNKNOWN, "", told, number=0)


def cut_off() -> Explanation:
    """A remark: not everything was tried."""
    told = Bilingual("查找到此为止，没有试完：可能还有别的说法", "the search ended here: other explanations may fit")
    return Explanation(ExplanationKind.UNKNOWN, "", told, number=0)


_CELL = {
    CellWay.OFFICE_SLIP: (
        "汇总表这一格打错：应为 {meant}，写成了 {had}（{words}）",
        "mistyped in the office's report: {meant} is meant, {had} stands there ({words})",
    ),
    CellWay.UNIT_SLIP: (
        "可能是抄{organ}的数时打错：{meant} 写成了 {had}（{words}）",
        "perhaps mistyped when the figure of {organ} was copied: {meant} became {had} ({words})",
    ),
    CellWay.BLANK: (
        "{organ}的这一格没有数（空白、文字或版式里没有），合计按 0 算；按 {meant} 算就合上",
        "{organ} has no number in this cell, which counts as 0 in the sum; with {meant} there it agrees",
    ),
    CellWay.CORRECTED: (
        "{organ}的这一格报的是 {had}，按它自己的勾稽关系应为 {meant}，照此就合上",
        "{organ} reports {had} in this cell, by its own sums it ought to be {meant}; with that it agrees",
    ),
    CellWay.FAULTY: (
        "{organ}的报告有强制问题，这一格报的是 {had}；上级用的如果是改正后的 {meant}，就合上",
        "the report of {organ} breaks rules that must hold and has {had} in this cell; put right to {meant} it agrees",
    ),
    CellWay.SKIPPED: (
        "这一格漏加了{organ}的 {meant}",
        "in this cell the {meant} of {organ} was left out",
    ),
    CellWay.TWICE: (
        "这一格把{organ}的 {meant} 加了两次",
        "in this cell the {meant} of {organ} was counted twice",
    ),
    CellWay.HELD: (
        "这一格可能含有没有计入合计的{organ}的 {meant}",
        "this cell may hold {meant} of {organ}, which the sums leave out",
    ),
}
_AFTER = (
    "汇总表这一格又打错：照此应写 {meant}，写成了 {had}（{words}）",
    "mistyped in the office's report besides: so {meant} is meant, {had} stands there ({words})",
)
_CELL_KINDS = {
    CellWay.OFFICE_SLIP: ExplanationKind.TYPING,
    CellWay.UNIT_SLIP: ExplanationKind.TYPING,
    CellWay.BLANK: ExplanationKind.TYPING,
    CellWay.CORRECTED: ExplanationKind.TYPING,
    CellWay.FAULTY: ExplanationKind.TYPING,
    CellWay.SKIPPED: ExplanationKind.LEFT_OUT,
    CellWay.TWICE: ExplanationKind.COUNTED_TWICE,
    CellWay.HELD: ExplanationKind.LEFT_OUT,
}


def of_cause(one: CellCause, office: str, follows: str, *, after: bool) -> Explanation:
    """What is wrong in one cell; `follows` is the name of the cell where a total only follows it."""
    words = one.words or _NOTHING
    zh, en = _AFTER if after else _CELL[one.way]
    args = {"organ": one.organ, "meant": shown(one.meant), "had": shown(one.had)}
    told = Bilingual(zh.format(words=words.zh, **args), en.format(words=words.en, **args))
    if follows:
        told = Bilingual(f"总计随 {follows} 而错：{told.zh}", f"the total follows {follows}: {told.en}")
    return Explanation(_CELL_KINDS[one.way], one.organ or office, told)


def not_found(gap: int, *, after: bool = False) -> Explanation:
    """Nothing explains it, or (`after`) what whole reports leave of it."""
    size = shown(number(abs(gap)))
    more = Bilingual("多", "more") if gap > 0 else Bilingual("少", "less")
    besides = Bilingual("另外还", " besides") if after else _NOTHING
    told = Bilingual(
        f"{besides.zh}{more.zh}了 {size}，没有找到一个单位或一处笔误能说明",
        f"{size} {more.en}{besides.en}: no unit and no slip was found that explains it",
    )
    return Explanation(ExplanationKind.UNKNOWN, "", told)
