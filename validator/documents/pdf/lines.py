"""Signs as lines of text, and which line goes on in the next."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from validator.documents.pdf.covering import UNKNOWN
from validator.documents.pdf.showing import Glyph
from validator.startup.expressions import expression
from validator.startup.records import dataclass

HAN = expression(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
CLOSING = frozenset("，。、；：？！）》」』】”’％,.;:?!)")
OPENING = frozenset("（《「『【“‘(")
ENTRY = expression(
    r"\s*(?:[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+|[0-9]{1,2}[.．、](?![0-9]))"
)
"""How what is counted begins: （一）, 1., 一、."""
UNIT = expression(r"[A-Za-z0-9.%+-]+|.")
_TYPED = {"\xa0": " ", "\0": UNKNOWN, "\xad": "-"} | dict(
    zip(
        "⺍⺎⺒⺜⺝⺟⺠⺧⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻱⻲⻳⼾⾭⿈",
        "小兀巳日月母民牛王目示竹羊肉虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐歯齿竜龙龜亀龟户青黄",
        strict=True,
    )
)
"""What Unicode has no decomposition of (EquivalentUnifiedIdeograph.txt), or one of another region."""
SMALL, APART, NEAR = 0.8, 1.5, 4


@dataclass(slots=True)
class Line:
    """A line of text with where it stands; `first` is the width of what it begins with that no break parts."""

    text: str
    left: float
    right: float
    base: float
    size: float
    first: float
    digit: float = 0.0
    """The width of its first sign."""
    page: int = 0
    gap: float = 0.0
    """The widest gap between its signs, in its size."""
    spaced: bool = False
    """Whether a space follows that is a sign of its own."""
    signs: tuple[Glyph, ...] = ()


def lines_of(signs: Iterable[Glyph]) -> list[Line]:
    """The lines that signs form, from top to bottom, those that run in another direction after the others."""
    every = list(signs)
    upright = [line for row in _rows([one for one in every if not one.turned]) if (line := _line(row))]
    others = [one for one in every if one.turned]
    return upright + [line for way in (1, 2, 3) if (line := _along([one for one in others if one.turned == way]))]


def _along(signs: list[Glyph]) -> Line | None:
    """Signs of another direction as one line, in the order of painting: which they are, not what number they form."""
    if not signs:
        return None
    text = "".join(one.text for one in signs).strip()
    left, _, right, bottom = (signs[0].box[0], 0, signs[0].box[2], signs[0].box[3])
    return Line(text, left, right, bottom, signs[0].size, 0, signs=tuple(signs)) if text else None


def _rows(signs: list[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for one in sorted(signs, key=lambda one: one.centre[1]):
        if row and abs(one.centre[1] - row[0].centre[1]) > 0.45 * max(one.size, row[0].size):
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _line(row: list[Glyph]) -> Line | None:
    row = _once(sorted(_unrepeated(row), key=lambda one: one.box[0]))
    seen = [one for one in row if one.text.strip()]
    if not seen:
        return None
    size = max(one.size for one in seen)
    text, gap = _text(row, size)
    last = max(number for number, one in enumerate(row) if one.text.strip())
    return Line(
        text.strip(), seen[0].box[0], max(one.box[2] for one in seen), _base(seen, size), size, _unit(seen),
        digit=seen[0].box[2] - seen[0].box[0], gap=gap, spaced=last + 1 < len(row), signs=tuple(row),
    )  # fmt: skip


def _base(signs: Iterable[Glyph], size: float) -> float:
    return next(one.base for one in signs if one.size == size)


def _unrepeated(row: list[Glyph]) -> list[Glyph]:
    """Without words that are painted a second time upon themselves, be it with another font."""
    words: list[list[Glyph]] = []
    for one in sorted(row, key=lambda one: one.order):
        if words and one.order == words[-1][-1].order + 1 and one.box[0] > words[-1][-1].box[0]:
            words[-1].append(one)
        else:
            words.append([one])
    seen: dict[str, list[list[Glyph]]] = {}
    for held in words:
        alike = seen.setdefault("".join(one.text for one in held), [])
        if len(held) == 1 or not any(_repeats(before, held) for before in alike[-NEAR:]):
            alike.append(held)
    return [one for alike in seen.values() for held in alike for one in held]


def _repeats(words: list[Glyph], again: list[Glyph]) -> bool:
    first, last = (abs(words[at].box[0] - again[at].box[0]) for at in (0, -1))
    size = again[0].size
    return max(first, abs(words[0].base - again[0].base)) <= 0.1 * size and last <= 0.5 * size


def _once(row: list[Glyph]) -> list[Glyph]:
    """Without what is painted twice to look bold; other signs one upon the other are none that can be read."""
    kept: list[Glyph] = []
    for one in row:
        near = reversed(kept[-NEAR:]) if one.text.strip() else ()
        before = next((held for held in near if held.text.strip() and _upon(held, one)), None)
        if before is None:
            kept.append(one)
        elif before.text != one.text or before.box[0] + 0.2 * one.size < one.box[0]:
            before.text = UNKNOWN
    return kept


def _upon(one: Glyph, other: Glyph) -> bool:
    width = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    return one.box[2] - other.box[0] > 0.5 * width and abs(one.base - other.base) < 0.2 * one.size


def _text(row: Sequence[Glyph], size: float) -> tuple[str, float]:
    """The signs as text. A gap is a space where words are apart; small signs beside others are a note to them."""
    text, widest, note = "", 0.0, False
    before: Glyph | None = None
    for one in row:
        small = one.size < SMALL * size and bool(one.text.strip())
        if small != note and one.text.strip():
            text += "(" if small else ")"
            note = small
        if before:
            gap = (one.box[0] - before.box[2]) / size
            widest = max(widest, gap if one.text.strip() and before.text.strip() else 0)
            if not one.text.isspace() and not before.text.isspace() and gap > _least(before.text, one.text):
                text += " "
        text += plain(one.text)
        before = one
    return text + (")" if note else ""), widest


def parts_of(line: Line) -> list[str]:
    """What stands on a line with wide gaps between."""
    parts: list[list[Glyph]] = []
    for one in line.signs:
        if one.text.strip():
            if not parts or one.box[0] - parts[-1][-1].box[2] > APART * line.size:
                parts.append([])
            parts[-1].append(one)
    return [_text(part, line.size)[0] for part in parts]


def _least(before: str, after: str) -> float:
    """The gap that is a space, in sizes: between Chinese and other words programs leave a quarter unasked."""
    han = bool(HAN.match(before)), bool(HAN.match(after))
    return 1.2 if all(han) else 0.6 if any(han) else 0.2


def _unit(signs: Sequence[Glyph]) -> float:
    """The width of what stands at the beginning and no break parts."""
    found = UNIT.match("".join(one.text[:1] for one in signs))
    end = found.end() if found else 1
    while end < len(signs) and (signs[end].text in CLOSING or signs[end - 1].text in OPENING):
        end += 1
    return signs[end - 1].box[2] - signs[0].box[0]


def plain(text: str) -> str:
    """Signs as they are typed: fonts name Chinese ones by the radicals that look the same, and 0 is no sign."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_TYPED.get(one) or (unicodedata.normalize("NFKC", one) if _stands_for(one) else one) for one in text)


def _stands_for(sign: str) -> bool:
    return "\u2f00" <= sign <= "\u2fd5" or "\ufb00" <= sign <= "\ufb06"
