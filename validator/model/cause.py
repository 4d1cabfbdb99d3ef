"""A *cause*: the cells whose change makes broken relations hold, what they should be, and what else it might be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from validator.model.bilingual import BLANK_WORD, Bilingual, filled, spoken
from validator.model.finding import Suspect, plain_value, spot
from validator.model.shown import shown
from validator.startup.records import dataclass

MOST_ALTERNATIVES = 9
"""So many other explanations of a cause are told."""
_FEW = 3
"""So many cells or alternatives stand in a message, the others are counted."""

_WORDS: Final = {
    "value": Bilingual(
        "{cell} 应为 {suggested}（现为{value}{reason}）", "{cell} should be {suggested} (now {value}{reason})"
    ),
    "unknown": Bilingual("{cell} 有误（现为{value}{reason}）", "{cell} is wrong (now {value}{reason})"),
    "maybe_value": Bilingual(
        "{cell} 可能应为 {suggested}（现为{value}{reason}）",
        "{cell} should perhaps be {suggested} (now {value}{reason})",
    ),
    "maybe_unknown": Bilingual("{cell} 可能有误（现为{value}{reason}）", "{cell} may be wrong (now {value}{reason})"),
    "more": Bilingual("{told} 等 {count} 格", "{told} and more, {count} cells"),
    "after": Bilingual("，改后 {count} 条关系都成立", "; then {count} {count|relation holds|relations hold}"),
    "other": Bilingual("{cell}（应为 {suggested}）", "{cell} ({suggested})"),
    "others": Bilingual("；也可能是 {others}", "; or it is {others}"),
    "others_more": Bilingual("；也可能是 {others} 等 {count} 种情况", "; or it is {others} or others, {count} in all"),
    "nothing": Bilingual(
        "{count} 条关系不成立，没有找到改哪几格能使它们一并成立",
        "{count} {count|relation|relations} broken, and no few cells were found that mend them together",
    ),
    "incomplete": Bilingual("（未能查遍所有可能）", " (not every possibility was looked at)"),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of broken relations, as least changes explain it (Fellegi and Holt).

    `cells` are the cells of the likeliest minimal set with their suggested values (None: not known), in the order of
    the form. `certain`: every minimal set has these cells and these values. `alternatives` are the other minimal sets,
    the likeliest first. `explains` are indexes into the report's findings: broken relations, and what is said of these
    cells themselves. `holds_after` relations that are broken or undecided now hold once the cells are changed.
    `complete`: the search saw every minimal set. `story` says in a few words what happened to several cells at once.
    """

    cells: tuple[Suspect, ...]
    certain: bool
    alternatives: tuple[tuple[Suspect, ...], ...] = ()
    explains: tuple[int, ...] = ()
    holds_after: int = 0
    complete: bool = True
    story: Bilingual | None = None

    def message(self, lang: str = "zh") -> str:
        """One line for who fills the form: which cell, what it should be and why, and what holds then."""
        if not self.cells:
            return _say("nothing", lang, count=len(self.explains))
        text = self._told(self.cells, lang, sure=self.certain)
        if self.story:
            text = spoken(self.story, lang) + ("：" if lang == "zh" else ": ") + text
        if self.holds_after:
            text += _say("after", lang, count=self.holds_after)
        return text + self._others(lang) + ("" if self.complete else _say("incomplete", lang))

    def _others(self, lang: str) -> str:
        if not self.alternatives:
            return ""
        names = tuple(_joined(tuple(_short(one, lang) for one in cells), lang) for cells in self.alternatives[:_FEW])
        key = "others_more" if len(self.alternatives) > _FEW else "others"
        return _say(key, lang, others=(" 或 " if lang == "zh" else " or ").join(names), count=len(self.alternatives))

    def _told(self, cells: Sequence[Suspect], lang: str, *, sure: bool) -> str:
        shared = self.story is not None
        told = _joined(tuple(_cell(one, lang, sure=sure or one.certain, why=not shared) for one in cells[:_FEW]), lang)
        return _say("more", lang, told=told, count=len(cells)) if len(cells) > _FEW else told

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """As JSON data."""
        return {
            "cells": [_plain(one, lang) for one in self.cells],
            "certain": self.certain,
            "alternatives": [[_plain(one, lang) for one in cells] for cells in self.alternatives],
            "explains": list(self.explains),
            "holds_after": self.holds_after,
            "complete": self.complete,
            "message": self.message(lang),
        }


def _plain(one: Suspect, lang: str) -> dict[str, Any]:
    """One cell of a cause as JSON data."""
    return {
        "sheet": one.place.sheet,
        "cell": one.place.cell,
        "indicator": one.indicator,
        "value": plain_value(one.value),
        **({"where": spoken(one.where, lang)} if one.where else {}),
        "suggested": one.suggested,
        "reason": spoken(one.reason, lang),
    }


def _short(one: Suspect, lang: str) -> str:
    """Cell and value of an alternative."""
    if one.suggested is None:
        return spot(one, lang)
    return _say("other", lang, cell=spot(one, lang), suggested=one.suggested)


def _cell(one: Suspect, lang: str, *, sure: bool, why: bool) -> str:
    key = ("" if sure else "maybe_") + ("unknown" if one.suggested is None else "value")
    reason = spoken(one.reason, lang) if why else ""
    return _say(
        key,
        lang,
        cell=spot(one, lang),
        suggested=one.suggested,
        value=_value(one, lang),
        reason=f"{'，' if lang == 'zh' else ', '}{reason}" if reason else "",
    )


def _value(one: Suspect, lang: str) -> str:
    """The present value; in Chinese a number stands off from the word before it."""
    if one.value is None or one.value == "":
        return spoken(BLANK_WORD, lang)
    text = f"“{one.value}”" if isinstance(one.value, str) else shown(one.value)
    return f" {text}" if lang == "zh" and not isinstance(one.value, str) else text


def _joined(told: tuple[str, ...], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(told)


def _say(key: str, lang: str, **args: object) -> str:
    return filled(spoken(_WORDS[key], lang), args, lang)


def suspects_of(causes: Sequence[Cause]) -> Mapping[int, tuple[Suspect, ...]]:
    """For each finding that a cause explains, by index: its cells, then those of the alternatives, each cell once."""
    found: dict[int, tuple[Suspect, ...]] = {}
    for cause in causes:
        own = {(one.place, one.indicator): one for one in cause.cells}
        for cells in cause.alternatives:
            for one in cells:
                own.setdefault((one.place, one.indicator), one)
        for at in cause.explains:
            before = {(one.place, one.indicator): one for one in found.get(at, ())}
            found[at] = tuple({**own, **before, **{key: own[key] for key in own if key not in before}}.values())
    return found
