"""The fixes made in a workbook -> text for people: sheet by sheet, each cell before and after, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from validator.files.harmless import one_line
from validator.fixing.making import LeftOut, Made
from validator.language.personal import masked
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.english import in_language
from validator.repair.fixes import Fix, told

_WORDS: Final = {
    "made": Bilingual("{path} → {output}：改了 {count} 格", "{path} → {output}: {count} {count|cell|cells} changed"),
    "planned": Bilingual(
        "{path}：将改 {count} 格，没有写出", "{path}: {count} {count|cell|cells} to change, none written"
    ),
    "same": Bilingual("{path} → {output}：没有改动，照原样写出", "{path} → {output}: nothing changed, a plain copy"),
    "nothing": Bilingual("{path}：没有要改的", "{path}: nothing to change"),
    "fix": Bilingual("{name}：{before} → {after}{why}", "{name}: {before} → {after}{why}"),
    "why": Bilingual("（{why}）", " ({why})"),
    "left": Bilingual("没有改：", "left as they are:"),
    "left_fix": Bilingual("{sheet} {cell}  {name}：{why}", "{sheet} {cell}  {name}: {why}"),
}


def fixes_text(path: str, output: str | None, made: Made, lang: str = "zh") -> str:
    """What was changed in a workbook and written to `output`; None where it is only planned."""
    return "".join(f"{line}\n" for line in _lines(path, output, made, lang))


def _lines(path: str, output: str | None, made: Made, lang: str) -> Iterator[str]:
    key = ("made" if made.fixes else "same") if output else ("planned" if made.fixes else "nothing")
    yield _say(key, lang, path=one_line(path), output=one_line(output), count=len(made.fixes))
    sheet = None
    for fix in made.fixes:
        if fix.place.sheet != sheet:
            sheet = fix.place.sheet
            yield f"  {one_line(masked(sheet))}"
        yield f"    {fix.place.cell:<5}{_fix(fix, lang)}"
    if made.left_out:
        yield f"  {_say('left', lang)}"
        yield from _left_out(made.left_out, lang)


def _fix(fix: Fix, lang: str) -> str:
    why = _say("why", lang, why=fix.why) if fix.why else ""
    before, after = (one_line(masked(told(one, lang))) for one in (fix.before, fix.after))
    return _say("fix", lang, name=fix.name, before=before, after=after, why=why)


def _left_out(left_out: Iterable[LeftOut], lang: str) -> Iterator[str]:
    for one in left_out:
        place, why = one.fix.place, one_line(masked(in_language(one.why, lang)))
        sheet = one_line(masked(place.sheet))
        yield f"    {_say('left_fix', lang, sheet=sheet, cell=place.cell, name=one.fix.name, why=why)}"


def _say(key: str, lang: str, **args: object) -> str:
    return filled(spoken(_WORDS[key], lang), args, lang)
