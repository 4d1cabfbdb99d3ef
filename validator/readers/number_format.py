"""What a number format shows: the text that a person sees in a cell of that format (ISO/IEC 29500-1, 18.8.31).

Written for telling whether what is shown is what is stored, not for layout: a padded character (``_)``) is one space, a
repeated one (``*-``) stands twice, a colour is told beside the text. Held against LibreOffice
(``tests/readers/test_number_format.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import NamedTuple

from validator.model.shown import shown
from validator.readers.xlsx.colours import PALETTE
from validator.startup.expressions import expression
from validator.startup.records import dataclass

TOKEN = expression(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<padded>.)|\*(?P<repeated>.)|\[(?P<bracket>[^\[\]]*)\]'
    r"|(?P<general>general|standard|g/通用格式)|(?P<exponent>[eE][+-])|(?P<half>am/pm|a/p|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|aaa+|e+|g+|b+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = expression(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)\Z", re.IGNORECASE)
ELAPSED = expression(r"(?:h+|m+|s+)\Z", re.IGNORECASE)
CALENDAR = expression(r"\$-?[^-]*-?(?P<code>[0-9A-Fa-f]{5,8})\Z")
CURRENCY = expression(r"\$(?P<symbol>[^-]*)")
COLOURS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "white": "FFFFFF", "yellow": "FFFF00", "黑色": "000000", "蓝色": "0000FF", "青色": "00FFFF", "绿色": "00FF00",
    "洋红": "FF00FF", "红色": "FF0000", "白色": "FFFFFF", "黄色": "FFFF00",
}  # fmt: skip
NUMBERED = expression(r"(?:color|颜色)\s*([0-9]{1,2})\Z", re.IGNORECASE)
COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "=": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<>": lambda left, right: left != right,
}
BEFORE_FIRST = 7
"""[Color 1] is the eighth of the palette, counted from 0."""
LONGEST = 255
"""Characters of a format that Excel takes; what comes after is not looked at."""
MOST_SECTIONS, TEXT_SECTION = 4, 3
MOST_DIGITS = 60
EXACT = 15


class Mark(NamedTuple):
    """One part of a section: what kind it is, and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FormatSection:
    """One of the parts of a format between ``;``: `condition` says for which numbers, where it says."""

    tokens: tuple[Mark, ...]
    condition: tuple[str, Decimal] | None = None
    colour: str | None = None
    other_calendar: bool = False

    def has(self, kind: str) -> bool:
        """Whether any token is of that kind."""
        return any(token.kind == kind for token in self.tokens)

    @property
    def literal(self) -> str:
        """All text that it shows whatever the value."""
        return "".join(token.text for token in self.tokens if token.kind in {"literal", "repeated"})


class Picture(NamedTuple):
    """What is seen: the text, and the colour that the format itself gives it (None: that of the font)."""

    text: str
    colour: str | None


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[FormatSection, ...]:
    """The sections of a format code, at most four; an empty code is ``General``."""
    found: list[list[Mark]] = [[]]
    for match in TOKEN.finditer(code[:LONGEST] or "General"):
        kind = match.lastgroup or "sign"
        text = match[kind]
        if kind == "sign" and text == ";":
            found.append([])
        else:
            found[-1].append(_token(kind, text))
    return tuple(_section(tokens) for tokens in found[:MOST_SECTIONS])


def _token(kind: str, text: str) -> Mark:
    if kind in {"quoted", "escaped"}:
        return Mark("literal", text)
    if kind == "sign":
        if text in "0#?":
            return Mark("digit", text)
        return Mark({".": "point", ",": "comma", "%": "percent", "@": "text", "/": "slash"}.get(text, "literal"), text)
    return Mark(kind, text)


def _section(tokens: list[Mark]) -> FormatSection:
    kept, condition, colour, other = [], None, None, False
    for token in tokens:
        if token.kind != "bracket":
            kept.append(token)
        elif match := CONDITION.match(token.text.strip()):
            condition = match[1], _decimal(match[2])
        elif ELAPSED.match(token.text):
            kept.append(Mark("date", token.text))
        elif token.text.startswith("$"):
            symbol = CURRENCY.match(token.text)
            kept.append(Mark("literal", symbol["symbol"] if symbol else ""))
            calendar = CALENDAR.match(token.text)
            # [MS-OE376] 2.1.739: the digits before the last four name a calendar and how digits are written
            other = other or bool(calendar and int(calendar["code"][:-4][-2:] or "0", 16))
        else:
            colour = _colour(token.text.strip()) or colour
    return FormatSection(tuple(_split(kept)), condition, colour, other)


def _split(tokens: list[Mark]) -> list[Mark]:
    """Signs that are neither digits nor dates nor an exponent without a number stand for themselves."""
    dated = any(token.kind == "date" for token in tokens) and not any(
        token.kind == "digit" and token.text != "0" for token in tokens
    )
    return [Mark("literal", token.text) if token.kind == "slash" and dated else token for token in tokens]


def _colour(name: str) -> str | None:
    if known := COLOURS.get(name.lower()):
        return known
    numbered = NUMBERED.match(name)
    at = int(numbered[1]) + BEFORE_FIRST if numbered else 0
    return PALETTE[at] if BEFORE_FIRST < at < len(PALETTE) else None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def exact(value: float) -> Decimal:
    """A number with the fifteen digits that a cell keeps."""
    with localcontext() as context:
        context.prec, context.rounding = EXACT, ROUND_HALF_UP
        return +Decimal(repr(value))


def number_shown(code: str, value: float) -> Picture:
    """What a cell of that format shows for a number that is no date."""
    number = exact(value)
    section, signed = _chosen(sections(code), number)
    if section is None:
        return Picture(shown(value), None)
    return Picture(_number(section, number if signed else abs(number)), section.colour)


def section_of(code: str, value: float) -> FormatSection | None:
    """The section that shows a number, None where the format has only one for texts."""
    return _chosen(sections(code), exact(value))[0]


def text_shown(code: str, text: str) -> Picture:
    """What a cell of that format shows for a text: its own section, which is the last one with ``@`` or the fourth."""
    section = text_section(code)
    if section is None:
        return Picture(text, None)
    return Picture("".join(text if one.kind == "text" else _sign(one) for one in section.tokens), section.colour)


def text_section(code: str) -> FormatSection | None:
    """The section for texts; None where a text is shown as it stands."""
    found = sections(code)
    if len(found) == MOST_SECTIONS:
        return found[TEXT_SECTION]
    return found[-1] if found[-1].has("text") else None


def _chosen(found: tuple[FormatSection, ...], number: Decimal) -> tuple[FormatSection | None, bool]:
    """The section for a number, and whether it has to show the sign itself."""
    numeric = list(found[:TEXT_SECTION])
    if len(found) < MOST_SECTIONS and numeric[-1].has("text"):
        numeric.pop()
    if not numeric:
        return None, True
    if any(one.condition for one in numeric[:2]):
        return _conditional(numeric, number)
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    return (numeric[2] if not number and len(numeric) > 2 else numeric[0]), True


def _conditional(numeric: list[FormatSection], number: Decimal) -> tuple[FormatSection, bool]:
    """By conditions. Programs differ on the sign of negative numbers here, so only one that is written counts."""
    for at, one in enumerate(numeric[:2]):
        condition = one.condition
        if condition is None and at == 1 and len(numeric) > 2:
            condition = "<", Decimal(0)
        if condition and COMPARE[condition[0]](number, condition[1]):
            return one, False
    return numeric[-1], False


def _number(section: FormatSection, number: Decimal) -> str:
    if section.has("general"):
        return _general(section, number)
    if not section.has("digit"):
        sign = "-" if number < 0 and section.tokens else ""
        return sign + "".join(map(_sign, section.tokens))
    if section.has("exponent"):
        return _scientific(section, number)
    if section.has("slash"):
        return _fraction(section, number)
    return _decimals(section, number)


def _general(section: FormatSection, number: Decimal) -> str:
    plain = shown(float(number) if number % 1 else int(number))
    scale = Decimal(100) ** sum(one.kind == "percent" for one in section.tokens)
    if scale != 1:
        plain = f"{(number * scale).normalize():f}"
    return "".join(plain if one.kind == "general" else _sign(one) for one in section.tokens)


def _sign(token: Mark) -> str:
    if token.kind == "padded":
        return " "
    if token.kind == "repeated":
        return token.text * 2
    return "" if token.kind == "comma" else token.text


def _decimals(section: FormatSection, number: Decimal) -> str:
    """Digits put into their places from the decimal point outward, literals where they stand between."""
    tokens = section.tokens
    digits = [at for at, one in enumerate(tokens) if one.kind == "digit"]
    point = next((at for at, one in enumerate(tokens) if one.kind == "point"), len(tokens))
    whole, places = [at for at in digits if at < point], [at for at in digits if at > point]
    ends = whole[-1] if whole else -1
    commas = [at for at, one in enumerate(tokens) if one.kind == "comma"]
    scaled = sum(ends < at < (places[0] if places else len(tokens)) for at in commas) if whole else 0
    scaled += sum(at > places[-1] for at in commas) if places else 0
    grouped = any(whole[0] < at < ends for at in commas) if whole else False
    factor = Decimal(100) ** sum(one.kind == "percent" for one in tokens) / Decimal(1000) ** scaled
    with localcontext() as context:
        context.prec = MOST_DIGITS * 6
        value = (abs(number) * factor).quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
        text = f"{value:f}"
    before, _, after = text.partition(".")
    put = _whole_digits(before, [tokens[at].text for at in whole], grouped=grouped)
    shown_at = dict(zip(whole, put, strict=True)) | dict(zip(places, _places(after, tokens, places), strict=True))
    out = "".join(shown_at[at] if at in shown_at else _sign(one) for at, one in enumerate(tokens))
    if not whole and before.strip("0"):
        at = len("".join(_sign(one) for one in tokens[:point]))
        out = out[:at] + before + out[at:]
    return ("-" if number < 0 and any(sign in "123456789" for sign in text) else "") + out


def _whole_digits(text: str, places: list[str], *, grouped: bool) -> list[str]:
    """The text of each place before the point: the first one takes all digits that are left."""
    digits = list(text.lstrip("0"))
    out: list[str] = []
    count = 0
    for at in range(len(places) - 1, -1, -1):
        taken = [digits.pop()] if digits else [{"0": "0", "?": " "}.get(places[at], "")]
        while at == 0 and digits:
            taken.insert(0, digits.pop())
        shown_here = ""
        for sign in reversed(taken):
            if sign.strip() and grouped and count and count % 3 == 0:
                shown_here = f",{shown_here}"
            count += bool(sign.strip())
            shown_here = sign + shown_here
        out.insert(0, shown_here)
    # a comma belongs after the digit it follows, wherever the places are cut
    return out


def _places(after: str, tokens: tuple[Mark, ...], places: list[int]) -> list[str]:
    last = len(after.rstrip("0"))
    return [
        sign if at < last or tokens[place].text == "0" else {"?": " "}.get(tokens[place].text, "")
        for at, (sign, place) in enumerate(zip(after, places, strict=True))
    ]


def _scientific(section: FormatSection, number: Decimal) -> str:
    tokens = section.tokens
    at = next(at for at, one in enumerate(tokens) if one.kind == "exponent")
    mantissa, power = FormatSection(tokens[:at]), tokens[at + 1 :]
    point = next((at for at, one in enumerate(mantissa.tokens) if one.kind == "point"), len(mantissa.tokens))
    wide = max(sum(one.kind == "digit" for one in mantissa.tokens[:point]), 1)
    exponent = 0 if not number else number.adjusted() - number.adjusted() % wide if wide > 1 else number.adjusted()
    sign = "-" if exponent < 0 else "+" if "+" in tokens[at].text else ""
    zeros = sum(one.kind == "digit" and one.text == "0" for one in power)
    after = "".join(_sign(one) for one in power if one.kind != "digit")
    return f"{_decimals(mantissa, number.scaleb(-exponent))}E{sign}{abs(exponent):0{max(zeros, 1)}d}{after}"


def _fraction(section: FormatSection, number: Decimal) -> str:
    tokens = section.tokens
    slash = next(at for at, one in enumerate(tokens) if one.kind == "slash")
    below = "".join(one.text for one in tokens[slash + 1 :] if one.kind in {"digit", "literal"})
    fixed = re.match(r"\s*([1-9][0-9]*)", below)
    room = 10 ** max(sum(one.kind == "digit" for one in tokens[slash + 1 :]), 1) - 1
    from fractions import Fraction  # few formats show fractions

    size = abs(Fraction(number))
    near = Fraction(round(size * int(fixed[1])), int(fixed[1])) if fixed else size.limit_denominator(room)
    whole, rest = divmod(near.numerator, near.denominator)
    parts = [str(whole)] if whole or not rest else []
    parts += [f"{rest}/{near.denominator}"] if rest else []
    text = " ".join(parts)
    return f"-{text}" if number < 0 and near else text
