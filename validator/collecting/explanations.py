"""Explanations of gaps in words, one sentence with the figures, for each cell the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from validator.collecting.amounts import number
from validator.collecting.cells import CellCause, CellWay, Column, cell_causes
from validator.collecting.effects import KINDS, ORDER, Effect, Way
from validator.collecting.explaining import BEAM, NARROW, Mistakes, fewest_mistakes
from validator.collecting.gaps import Gaps, Structure
from validator.model.bilingual import Bilingual
from validator.model.collected import Explanation, ExplanationKind
from validator.model.shown import shown
from validator.startup.records import dataclass, replace

_MANY = 2_000
_LAST = 9.0
"""Behind every way with a report that is known."""
MOST = 50
"""So many explanations of one cell are told; a gap of 1 fits a slip in the figure of any unit."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What the search goes by: gaps, what whole reports can do to them, the figures of each cell.

    `organs` are the bodies with a report here in their order, `missing` those without, `office` the one above them.
    """

    gaps: Gaps
    effects: Iterable[Effect]
    structure: Structure
    column: Callable[[int], Column]
    organs: Sequence[str]
    missing: Sequence[str]
    office: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An explanation and what it is sorted by: whole reports, tables, cells; how likely; whose."""

    explanation: Explanation
    rank: tuple[int, float, int]


def explained(search: Searched) -> dict[int, tuple[Explanation, ...]]:
    """What explains the gap of each cell, by its number."""
    beam = NARROW if len(search.organs) > _MANY else BEAM
    sets = fewest_mistakes(search.gaps, search.effects, search.structure, beam)
    causes = lru_cache(maxsize=None)(lambda at, gap: cell_causes(gap, search.column(at)))
    return {at: _of_cell(at, sets, search, causes) for at in search.gaps}


def _of_cell(
    at: int, sets: Iterable[Mistakes], search: Searched, causes: Callable[[int, int], list[CellCause]]
) -> tuple[Explanation, ...]:
    """The ways to explain a gap, the likeliest first, numbered; what several have in common stands in the first."""
    ways = [way for one in sets for way in _ways(at, one, search, causes)]
    ways.sort(key=lambda way: (len(way), [one.rank for one in way]))
    found: dict[tuple[str, str, str], Explanation] = {}
    number = 0
    for way in ways:
        new = [one.explanation for one in way if _key(one.explanation) not in found]
        number += bool(new)
        found |= {_key(one): replace(one, number=number) for one in new}
        if len(found) >= MOST:
            break
    return tuple(found.values()) or (_unknown(at, search),)


def _key(one: Explanation) -> tuple[str, str, str]:
    return one.kind, one.organ, one.message.zh


def _ways(
    at: int, one: Mistakes, search: Searched, causes: Callable[[int, int], list[CellCause]]
) -> Iterator[list[_Ranked]]:
    """What a set of mistakes says of one cell: whole reports together with each thing that explains what they leave."""
    others = one.count - 1
    together = [_of_effect(effect, at, others, search) for effect in one.effects if effect.gaps.get(at)]
    rest = list(_of_rest(at, one, search, causes, after=bool(together))) if at in one.left else []
    if rest:
        yield from ([*together, each] for each in sorted(rest, key=lambda each: each.rank))
    elif together:
        yield together


def _of_rest(
    at: int, one: Mistakes, search: Searched, causes: Callable[[int, int], list[CellCause]], *, after: bool
) -> Iterator[_Ranked]:
    """What explains the gap that whole reports leave; `after`: some of them are in this cell."""
    left = one.left
    if search.structure.is_report(left):
        yield from _of_missing(at, left, search)
        return
    for cell in _typed(at, left, search.structure):
        for cause in causes(cell, left[cell]):
            yield _of_cause(cause, cell, at, search, after=after)


def _typed(at: int, left: Gaps, structure: Structure) -> list[int]:
    """The mistyped cells that make a gap: itself, or those that a total follows."""
    parts = [one for one in structure.parts.get(at, ()) if one in left]
    follows = parts and left[at] == sum(left[one] for one in parts)
    return parts if follows else [at]


def _of_missing(at: int, left: Gaps, search: Searched) -> Iterator[_Ranked]:
    gap = shown(number(left[at]))
    for rank, organ in enumerate(search.missing):
        message = Bilingual(
            f"可能含有没有报来的{organ}：各处差额合起来正好像一份报告，这一格是 {gap}",
            f"perhaps it holds {organ}, of which no report came: the gaps together look like one report,"
            f" with {gap} in this cell",
        )
        yield _Ranked(Explanation(ExplanationKind.LEFT_OUT, organ, message), (1, _LAST, rank))
    if not search.missing:
        message = Bilingual(
            f"各处差额合起来正好像一份报告，这一格是 {gap}：可能含有名单以外的单位（如本级机关）",
            f"the gaps together look like one report, with {gap} in this cell: perhaps a body that is not on the"
            " roster",
        )
        yield _Ranked(Explanation(ExplanationKind.UNKNOWN, "", message), (1, _LAST, 0))


def _of_effect(one: Effect, at: int, others: int, search: Searched) -> _Ranked:
    zh, en = _WHOLE[one.way]
    args = {"organ": one.organ, "file": one.file}
    where = Bilingual(f"（只在{one.table}）", f" (in {one.table} alone)") if one.table else Bilingual("", "")
    brief = Bilingual(zh.format(**args) + where.zh, en.format(**args) + where.en)
    figures = {"has": shown(number(one.counted.get(at, 0))), "used": shown(number(one.used.get(at, 0)))}
    zh, en = (text.format(**figures) for text in _FIGURES[one.way])
    alone = Bilingual("，各处差额都由此而来", ", which makes every gap")
    rest = Bilingual("", "") if others else alone
    message = Bilingual(f"{brief.zh}，{zh}{rest.zh}", f"{brief.en}, {en}{rest.en}")
    rank = (int(bool(one.table)), float(ORDER.index(one.way)), search.organs.index(one.organ))
    return _Ranked(Explanation(KINDS[one.way], one.organ, message, brief=brief), rank)


_WHOLE = {
    Way.LEFT_OUT: ("漏了{organ}", "{organ} was left out"),
    Way.TWICE: ("{organ}加了两次", "{organ} was counted twice"),
    Way.OTHER_FILE: ("{organ}用的是另一份报告（{file}）", "another file of {organ} was used ({file})"),
    Way.LAST_YEAR: ("{organ}用的是上年的数", "last year's figures of {organ} were used"),
    Way.NOT_COUNTED: ("含有没有计入合计的{organ}（{file}）", "it holds {organ} ({file}), which the sums leave out"),
}
_HAS = ("它这一格是 {has}", "which has {has} in this cell")
_FIGURES = {
    Way.LEFT_OUT: _HAS,
    Way.TWICE: _HAS,
    Way.OTHER_FILE: (
        "那份这一格是 {used}，合计取的是 {has}",
        "with {used} in this cell; the one in the sums has {has}",
    ),
    Way.LAST_YEAR: ("这一格是 {used}，今年是 {has}", "{used} in this cell; this year it has {has}"),
    Way.NOT_COUNTED: ("它这一格是 {used}", "with {used} in this cell"),
}


def _of_cause(one: CellCause, cell: int, at: int, search: Searched, *, after: bool) -> _Ranked:
    zh, en = _AFTER if after and one.way is CellWay.OFFICE_SLIP else _CELL[one.way]
    words = one.words or Bilingual("", "")
    name = search.structure.names[cell]
    args = {"organ": one.organ, "meant": shown(one.meant), "had": shown(one.had), "cell": name}
    told = Bilingual(zh.format(words=words.zh, **args), en.format(words=words.en, **args))
    if cell != at:
        told = Bilingual(f"总计随 {name} 而错：{told.zh}", f"the total follows {name}: {told.en}")
    organ = one.organ or search.office
    place = search.organs.index(one.organ) if one.organ else -1
    return _Ranked(Explanation(_CELL_KINDS[one.way], organ, told), (2, -one.likelihood, place))


_CELL = {
    CellWay.OFFICE_SLIP: (
        "汇总表这一格打错：应为 {meant}，写成了 {had}（{words}）",
        "mistyped in the office's report: {meant} is meant, {had} stands there ({words})",
    ),
    CellWay.UNIT_SLIP: (
        "抄{organ}的数时打错：{meant} 写成了 {had}（{words}）",
        "mistyped when the figure of {organ} was copied: {meant} became {had} ({words})",
    ),
    CellWay.BLANK: (
        "{organ}的这一格是空白，按 {meant} 算就合上",
        "{organ} left this cell blank; with {meant} there it agrees",
    ),
    CellWay.SKIPPED: (
        "这一格漏加了{organ}的 {meant}",
        "in this cell the {meant} of {organ} was left out",
    ),
    CellWay.TWICE: (
        "这一格把{organ}的 {meant} 加了两次",
        "in this cell the {meant} of {organ} was counted twice",
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
    CellWay.SKIPPED: ExplanationKind.LEFT_OUT,
    CellWay.TWICE: ExplanationKind.COUNTED_TWICE,
}


def _unknown(at: int, search: Searched) -> Explanation:
    gap = search.gaps[at]
    size = shown(number(abs(gap)))
    more = Bilingual("多", "more") if gap > 0 else Bilingual("少", "less")
    return Explanation(
        ExplanationKind.UNKNOWN,
        "",
        Bilingual(
            f"{more.zh}了 {size}，没有找到一个单位或一处笔误能说明",
            f"{size} {more.en}: no unit and no slip was found that explains it",
        ),
    )
