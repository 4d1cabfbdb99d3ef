"""What came of collecting, as the section with which the page of many reports begins."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from validator.collecting.amounts import number
from validator.collecting.outcome import Outcome
from validator.files.harmless import cut, one_line
from validator.language.personal import masked
from validator.model.bilingual import spoken
from validator.model.collected import STATE_WORDS, UnitEntry, UnitState, states_in
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.shown import shown
from validator.writers.outcomes.asides import aside_lines, late_lines
from validator.writers.outcomes.grouping import Whole, grouped, others_of, place_of, remarks_of, together, ways_of
from validator.writers.page.drawing import rendered
from validator.writers.page.pages import Lead
from validator.writers.page.words import say

_MOST: Final = 500
_MOST_OTHERS: Final = 5
_MOST_NAMES: Final = 50
_MOST_WAYS: Final = 12
_LONGEST: Final = 600
_LOOKS: Final = {
    UnitState.IN: "v-clean",
    UnitState.DUPLICATE: "v-explain",
    UnitState.WRONG_EDITION: "v-explain",
    UnitState.UNLISTED: "v-explain",
}
_BAD: Final = "v-fails"


def lead_of(outcome: Outcome, lang: str) -> Lead:
    """The title and the section."""
    collected = outcome.collected
    asides = list(aside_lines(outcome, lang, _MOST_NAMES))
    parts = [_section(collected.entries, outcome.report, outcome.against, lang, asides=asides)]
    parts += [
        _section(
            one.entries, one.report, one.against, lang, organ=one.organ, at=at, asides=_no_report(one.against, lang)
        )
        for at, one in enumerate(outcome.levels, 1)
    ]
    title = _plain(say("collected", lang, organ=collected.organ, year=collected.year))
    values = {name: number(total) for name, total in collected.sums.items()}
    taken = frozenset(one.entry.taken for one in collected.counted if one.entry.taken)
    return Lead(title, "".join(parts), collected.form, values, taken)


def _no_report(against: str | None, lang: str) -> Iterable[str]:
    return () if against else (say("collected_no_report", lang),)


def _section(
    entries: Iterable[UnitEntry],
    report: FileReport | None,
    against: str | None,
    lang: str,
    *,
    organ: str = "",
    at: int | str = "",
    asides: Iterable[str] = (),
) -> str:
    """An office: its units, and what its report lacks; `organ` for one below, `at` tells the sections apart.

    `asides` are lines on what was left aside.
    """
    states = states_in(entries)
    count_open = sum(count for state, count in states.items() if state is not UnitState.IN)
    open_ones = islice((one for one in entries if not one.is_settled), _MOST)
    found = grouped(report.findings if report else ())
    remarks = [_plain(spoken(one, lang)) for one in remarks_of(found.explained)]
    return rendered(
        "collected",
        say=lambda key, **args: say(key, lang, **args),
        at=at,
        organ=_plain(organ),
        taken=sum(one.taken is not None for one in entries),
        states=[
            (spoken(words, lang), states[of], _LOOKS.get(of, _BAD)) for of, words in STATE_WORDS.items() if of in states
        ],
        open_ones=[_row(one, lang) for one in open_ones],
        notes=[_plain(one) for one in (*late_lines(entries, lang, _MOST_NAMES), *asides)],
        count_open=count_open,
        more_open=max(0, count_open - _MOST),
        against=_plain(against or ""),
        wholes=[_whole(one, lang, is_sure=not remarks) for one in found.wholes],
        remarks=remarks,
        singles=[_finding(one, lang) for one in found.single[:_MOST]],
        figures=[_figures(one, lang) for one in found.explained[:_MOST]],
        more_findings=max(0, len(found.single) - _MOST) + max(0, len(found.explained) - _MOST),
    )


def _plain(text: str) -> str:
    return one_line(masked(cut(text, _LONGEST)))


def _row(one: UnitEntry, lang: str) -> tuple[Any, ...]:
    notes = [
        say(key, lang)
        for key, holds in (("collected_late", one.is_late), ("collected_period", one.is_of_wrong_period))
        if holds
    ]
    state = spoken(STATE_WORDS[one.state], lang)
    files = list(map(_plain, one.called.values()))
    return state, _LOOKS.get(one.state, _BAD), _plain(one.organ), _plain(spoken(one.why, lang)), files, notes


def _whole(one: Whole, lang: str, *, is_sure: bool) -> tuple[Any, ...]:
    ways = [_plain(together(way, lang)) for way in one.ways]
    if len(ways) == 1 and not is_sure:
        ways = [say("collected_perhaps", lang) + ways[0]]
    return ways[:_MOST_WAYS], max(0, len(ways) - _MOST_WAYS), len(ways), one.cells


def _finding(one: Finding, lang: str) -> tuple[Any, ...]:
    others = [_plain(together([each.message for each in way], lang)) for way in others_of(one)]
    more, remarks = max(0, len(others) - _MOST_OTHERS), [_plain(spoken(each, lang)) for each in remarks_of([one])]
    head, place = (one.severity.value, one.rule.code), _plain(place_of(one))
    return *head, place, _plain(one.message(lang)), others[:_MOST_OTHERS], more, remarks


def _figures(one: Finding, lang: str) -> tuple[Any, ...]:
    gap = one.difference or 0
    ways = [together([each.brief for each in way if each.brief], lang) for way in ways_of(one)]
    told = f"；{say('collected_or', lang)}".join(ways[:_MOST_OTHERS])
    if len(ways) > _MOST_OTHERS:
        told += f"；{say('collected_more_ways', lang, count=len(ways) - _MOST_OTHERS)}"
    numbers = shown(one.left), shown(one.right), ("+" if gap > 0 else "") + shown(gap)
    return one.severity.value, one.member, *numbers, _plain(told)
