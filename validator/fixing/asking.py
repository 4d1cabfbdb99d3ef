"""Cause by cause: what it is told to be, what else it may be, and what the user wants to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from validator.files.harmless import one_line
from validator.fixing.accepting import NotAccepted, value_of
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.cause import Cause
from validator.model.english import in_language
from validator.model.filing import Filing
from validator.model.finding import Suspect
from validator.repair.fixes import CHOSEN, Fix, fixes_of, told
from validator.startup.records import dataclass

Ask = Callable[[str], str | None]
"""Shows a question and gives the answer; None when there will be no more answers."""

_WORDS: Final = {
    "head": Bilingual("[{number}/{count}] {message}", "[{number}/{count}] {message}"),
    "cell": Bilingual("{sheet} {cell}：{before} → {after}", "{sheet} {cell}: {before} → {after}"),
    "unknown": Bilingual("？", "?"),
    "choose": Bilingual(
        "{numbers} 照此改，v 另填值，回车跳过，q 不再问：", "{numbers} change so, v another value, Enter skip, q quit: "
    ),
    "value": Bilingual("{cell} 改为（回车跳过）：", "{cell} becomes (Enter to skip): "),
    "again": Bilingual("没有 {answer} 这个选择", "there is no choice {answer}"),
    "unvalued": Bilingual("这一项没有建议的值，请用 v 填写", "no value is known for that one; give it with v"),
}


class _Quit(Exception):  # noqa: N818  a way out, never seen outside
    """The user wants no more questions."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who is asked, in which language, about which report."""

    ask: Ask
    tell: Callable[[str], None]
    filing: Filing
    lang: str

    def say(self, key: str, **args: object) -> str:
        """A sentence on one line: what a workbook holds does not steer the terminal."""
        return one_line(filled(spoken(_WORDS[key], self.lang), args, self.lang))

    def answer(self, key: str, **args: object) -> str:
        """What the user answers, without blanks around it. Raises _Quit where no answer will come."""
        found = self.ask(self.say(key, **args))
        if found is None:
            raise _Quit
        return found.strip()


def asked(
    causes: Iterable[Cause], filing: Filing, ask: Ask, tell: Callable[[str], None], lang: str = "zh"
) -> tuple[Fix, ...]:
    """The fixes that the user chose. `tell` shows a line; an end of the answers leaves the rest as it is."""
    desk, every, found = _Desk(ask, tell, filing, lang), tuple(causes), list[Fix]()
    try:
        for number, cause in enumerate(every, 1):
            tell(desk.say("head", number=number, count=len(every), message=cause.message(lang)))
            found += _chosen(desk, (cause.cells, *cause.alternatives))
    except _Quit:
        pass
    return tuple(found)


def _chosen(desk: _Desk, ways: Sequence[tuple[Suspect, ...]]) -> tuple[Fix, ...]:
    for number, cells in enumerate(ways, 1):
        desk.tell(f"  {number}) {'；'.join(_shown(desk, one) for one in cells)}")
    while answer := desk.answer("choose", numbers="1" if len(ways) == 1 else f"1-{len(ways)}").lower():
        if answer == "q":
            raise _Quit
        if answer == "v":
            return tuple(fix for one in ways[0] for fix in _other_value(desk, one))
        if not answer.isdecimal() or not 1 <= int(answer) <= len(ways):
            desk.tell(desk.say("again", answer=answer))
        elif fixes := fixes_of(ways[int(answer) - 1]):
            return fixes
        else:
            desk.tell(desk.say("unvalued"))
    return ()


def _shown(desk: _Desk, one: Suspect) -> str:
    after = desk.say("unknown") if one.suggested is None else told(one.suggested, desk.lang)
    return desk.say("cell", sheet=one.place.sheet, cell=one.place.cell, before=told(one.value, desk.lang), after=after)


def _other_value(desk: _Desk, one: Suspect) -> tuple[Fix, ...]:
    """The value that the user gives for a cell, none where they skip it; one that does not fit is asked for again."""
    name = one.indicator or ""
    while answer := desk.answer("value", cell=f"{one.place.cell} {name}"):
        try:
            value = value_of(name, answer, desk.filing)
        except NotAccepted as refusal:
            desk.tell(in_language(str(refusal), desk.lang))
            continue
        return (Fix(name, one.place, one.value, value, CHOSEN),)
    return ()
