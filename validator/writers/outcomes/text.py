"""The outcome of collecting as text: what to ask of whom, what the office's report lacks, where its draft is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from validator.collecting.outcome import Level, Outcome
from validator.files.harmless import one_line
from validator.language.personal import masked
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.collected import STATE_WORDS, UnitEntry, states_in
from validator.model.finding import Finding
from validator.model.report import FileReport
from validator.model.rule import SEVERITY_NAMES, Severity
from validator.model.shown import shown
from validator.writers.columns import padded, right, width
from validator.writers.outcomes.asides import aside_lines, late_lines
from validator.writers.outcomes.grouping import Whole, grouped, others_of, place_of, remarks_of, together
from validator.writers.states import word

_MOST: Final = 60
"""So many units, or findings, are listed; the others are counted."""
_MOST_EXPLANATIONS: Final = 3
_MOST_WAYS: Final = 12
_MOST_FIGURES: Final = 40
_FEW: Final = 5
_WIDEST: Final = 32
_WORDS: Final = {
    "head": Bilingual("{organ} {year}年汇总", "{organ} {year}, collected"),
    "counts": Bilingual("名单 {listed} 个单位：{states}", "{listed} {listed|unit|units} on the roster: {states}"),
    "state": Bilingual("{word} {count}", "{count} {word}"),
    "unlisted": Bilingual("另有 {count} 份不在名单上", "{count} {count|file|files} of nobody on the roster"),
    "in_sums": Bilingual(
        "计入合计 {count} 个，没有计入 {left} 个", "{count} {count|report|reports} in the sums, {left} not"
    ),
    "level": Bilingual(
        "{organ}：下级 {listed} 个，计入 {count} 个", "{organ}: {listed} {listed|unit|units} below it, {count} counted"
    ),
    "no_report": Bilingual("没有它自己的报告可以对照", "no report of its own to compare"),
    "units": Bilingual("要处理的单位：", "units to deal with:"),
    "more": Bilingual("（另有 {count} 个）", "({count} more)"),
    "compared": Bilingual("与上级报告 {path} 对照：", "against the office's report {path}:"),
    "sums": Bilingual("汇总后的问题：", "after adding up:"),
    "whole": Bilingual("原因  {brief}（{count} 格）", "cause  {brief} ({count} {count|cell|cells})"),
    "perhaps": Bilingual("可能  {brief}（{count} 格）", "perhaps  {brief} ({count} {count|cell|cells})"),
    "one_of": Bilingual(
        "原因  有 {ways} 种说法同样合得上，不能断定是哪一种（{count} 格）：",
        "cause  {ways} explanations fit equally well, none is certain ({count} {count|cell|cells}):",
    ),
    "explained": Bilingual(
        "由上面的原因而来的 {count} 格（上级报告 − 下级合计）：",
        "{count} {count|cell|cells} explained by that (the office's figure − the sum):",
    ),
    "more_cells": Bilingual("（另有 {count} 格，见 --format json）", "({count} more, see --format json)"),
    "agrees": Bilingual("与上级报告 {path} 逐格相符", "every cell agrees with the office's report {path}"),
    "open": Bilingual(
        "没有对照的 {count} 格（上级报告空白、不是数字，或者只有一边有这一格）：{names}",
        "{count} {count|cell|cells} not compared (blank or no number in the office's report, or in one of the two"
        " alone): {names}",
    ),
    "or": Bilingual("或者：{told}", "or: {told}"),
    "others": Bilingual("（另有 {count} 种解释，见 --format json）", "({count} more, see --format json)"),
    "draft": Bilingual("汇总表写在 {path}{verdict}", "draft in {path}{verdict}"),
    "traces": Bilingual("逐单位的分解在 {path}", "the figures unit by unit are in {path}"),
}


def outcome_text(outcome: Outcome, lang: str) -> Iterator[str]:
    """A line at a time."""
    for line in _lines(outcome, lang):
        yield f"{one_line(masked(line))}\n"


def _say(key: str, lang: str, **args: object) -> str:
    return filled(spoken(_WORDS[key], lang), args, lang)


def _lines(outcome: Outcome, lang: str) -> Iterator[str]:
    collected = outcome.collected
    yield _say("head", lang, organ=collected.organ, year=collected.year)
    yield from _counts(outcome, lang)
    yield from _units(collected.entries, lang)
    yield from _findings(outcome.report, outcome.against, lang)
    for level in outcome.levels:
        yield from _level(level, lang)
    yield from _closing(outcome, lang)


def _level(level: Level, lang: str) -> Iterator[str]:
    """An office below: how many of its units are in, which are to be asked, and what its report lacks."""
    yield ""
    taken = sum(one.taken is not None for one in level.entries)
    yield _say("level", lang, organ=level.organ, listed=len(level.entries), count=taken)
    yield from (f"  {line}" for line in late_lines(level.entries, lang))
    yield from _units(level.entries, lang)
    if level.report is None:
        yield "  " + _say("no_report", lang)
    else:
        yield from _findings(level.report, level.against, lang)


def _counts(outcome: Outcome, lang: str) -> Iterator[str]:
    entries = outcome.collected.entries
    listed = len(outcome.collected.names)
    states = states_in(islice(entries, listed))
    found = tuple(
        _say("state", lang, word=spoken(words, lang), count=states[state])
        for state, words in STATE_WORDS.items()
        if state in states
    )
    yield "  " + _say("counts", lang, listed=listed, states=spoken(found, lang))
    if strangers := len(entries) - listed:
        yield "  " + _say("unlisted", lang, count=strangers)
    count = len(outcome.collected.places)
    yield "  " + _say("in_sums", lang, count=count, left=listed - count)
    yield from (f"  {line}" for line in late_lines(entries, lang))


def _units(entries: Iterable[UnitEntry], lang: str) -> Iterator[str]:
    """The units of which something is to be asked, in order."""
    states = states_in(one for one in entries if not one.is_settled)
    if not states:
        return
    yield ""
    yield _say("units", lang)
    words = max(width(spoken(STATE_WORDS[state], lang)) for state in states)
    listed = list(islice((one for one in entries if not one.is_settled), _MOST))
    room = min(_WIDEST, max(width(one.organ) for one in listed))
    for one in listed:
        state = padded(spoken(STATE_WORDS[one.state], lang), words)
        yield f"  {state}  {padded(one.organ, room)}  {spoken(one.why, lang)}".rstrip()
    if more := sum(states.values()) - len(listed):
        yield "  " + _say("more", lang, count=more)


def _findings(report: FileReport, against: str | None, lang: str) -> Iterator[str]:
    """What the rules find but for what the list of units says already (A-02, and A-04 of a unit)."""
    found = grouped(report.findings)
    if not found.explained and not found.single:
        if against:
            yield ""
            yield _say("agrees", lang, path=against)
        yield from _open(report, lang)
        return
    yield ""
    yield _say("compared", lang, path=against) if against else _say("sums", lang)
    remarks = remarks_of(found.explained)
    for whole in found.wholes:
        yield from _whole(whole, lang, is_sure=not remarks)
    for remark in remarks:
        yield "  " + spoken(remark, lang)
    for one in found.single[:_MOST]:
        yield from _finding(one, lang)
    if len(found.single) > _MOST:
        yield "  " + _say("more_cells", lang, count=len(found.single) - _MOST)
    yield from _explained(found.explained, lang)
    if omitted := sum(one.count for one in report.coverage.omitted):
        yield "  " + _say("more_cells", lang, count=omitted)
    yield from _open(report, lang)


def _whole(whole: Whole, lang: str, *, is_sure: bool) -> Iterator[str]:
    """What explains many cells: one line, or one for each explanation where several fit as well."""
    if len(whole.ways) == 1:
        key = "whole" if is_sure else "perhaps"
        yield "  " + _say(key, lang, brief=together(whole.ways[0], lang), count=whole.cells)
        return
    yield "  " + _say("one_of", lang, ways=len(whole.ways), count=whole.cells)
    for way in whole.ways[:_MOST_WAYS]:
        yield f"      · {together(way, lang)}"
    if len(whole.ways) > _MOST_WAYS:
        yield "      " + _say("others", lang, count=len(whole.ways) - _MOST_WAYS)


def _open(report: FileReport, lang: str) -> Iterator[str]:
    """The cells that the office's report leaves blank, so that nothing can be said of them."""
    names = tuple(one.indicator for one in report.coverage.undecided)
    if names:
        more = " …" if len(names) > _FEW else ""
        yield "  " + _say("open", lang, count=len(names), names=spoken(names[:_FEW], lang) + more)


def _explained(findings: Sequence[Finding], lang: str) -> Iterator[str]:
    """The figures of the cells that whole reports explain."""
    if not findings:
        return
    yield "  " + _say("explained", lang, count=len(findings))
    room = min(_WIDEST, max(width(one.member) for one in findings[:_MOST_FIGURES]))
    for one in findings[:_MOST_FIGURES]:
        gap = one.difference or 0
        figures = f"{right(shown(one.left), 9)} − {right(shown(one.right), 9)} = {'+' if gap > 0 else ''}{shown(gap)}"
        level = SEVERITY_NAMES[lang][one.severity]
        yield f"    {level} {padded(one.member, room)}  {figures}  {place_of(one)}"
    if len(findings) > _MOST_FIGURES:
        yield "    " + _say("more_cells", lang, count=len(findings) - _MOST_FIGURES)


def _finding(one: Finding, lang: str) -> Iterator[str]:
    """A finding by itself, and the other ways to explain it."""
    yield f"  {SEVERITY_NAMES[lang][one.severity]} {one.rule.code}  {place_of(one)}  {one.message(lang)}"
    others = others_of(one)
    for way in others[:_MOST_EXPLANATIONS]:
        yield "      " + _say("or", lang, told=together([each.message for each in way], lang))
    if len(others) > _MOST_EXPLANATIONS:
        yield "      " + _say("others", lang, count=len(others) - _MOST_EXPLANATIONS)
    for remark in remarks_of([one]):
        yield f"      {spoken(remark, lang)}"


def _closing(outcome: Outcome, lang: str) -> Iterator[str]:
    yield ""
    yield from aside_lines(outcome, lang)
    yield _say("draft", lang, path=outcome.draft, verdict=_verdict(outcome.of_draft, lang))
    if outcome.traces:
        yield _say("traces", lang, path=outcome.traces)


def _verdict(report: FileReport, lang: str) -> str:
    """What the check of the draft found."""
    names, open_ones = SEVERITY_NAMES[lang], [one.severity for one in report.findings if one.counts]
    counts = tuple(f"{names[level]} {open_ones.count(level)}" for level in Severity if level in open_ones)
    verdict, told = word(report.status.value, lang), spoken(counts, lang)
    if lang == "en":
        return f": {verdict} ({told})" if counts else f": {verdict}"
    return f"：校验{verdict}（{told}）" if counts else f"：校验{verdict}"
