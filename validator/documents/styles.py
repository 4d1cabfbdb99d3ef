"""What a page hides from its readers or raises as a note: by attributes of an element, or by its own style sheets.

As CSS has it (Cascading Style Sheets 2.2, 6.4): of the rules that fit an element the one with the most ids, then
classes, then tags decides each property, the last among equals; its own attribute beats them. Only what can hide is
looked at, and selectors of tags, ids, classes and ancestors; sheets for print are for others. Nothing is loaded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from validator.documents.blocks import span
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field, replace

COMMENT = expression(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
GROUP = expression(r"@(media|supports|layer|font-face|keyframes|page|[a-z-]+)([^{};]*)\{", re.IGNORECASE)
COMPOUND = expression(r"\*|[A-Za-z][A-Za-z0-9]*|[.#][\w\u0080-\uffff-]+")
SIMPLE = expression(r"(?:\*|[A-Za-z][A-Za-z0-9]*)?(?:[.#][\w\u0080-\uffff-]+)*")
DECLARATION = expression(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
PROPERTIES = frozenset(
    {"display", "float", "visibility", "opacity", "font-size", "color", "background", "background-color", "text-indent"}
    | {"left", "top", "right", "bottom", "margin-left", "margin-top", "text-decoration", "text-decoration-line"}
    | {"clip", "clip-path", "position", "overflow", "overflow-x", "overflow-y", "height", "width", "max-height"}
    | {
        "max-width",
        "content-visibility",
        "mso-hide",
        "vertical-align",
        "font-variant-position",
        "mso-text-raise",
        "font",
        "transform",
    }
)
BESIDE = frozenset({"table-cell", "inline-block", "inline-flex", "inline-table"})
AS_ROWS = frozenset({"flex", "inline-flex", "grid", "inline-grid", "table-row"})
AWAY = ("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top")
UNSEEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
"""What style sheets that many pages load call that which is for screen readers alone."""
CLIPPED = expression(
    r"rect\((?:\s*(0|1|50%)(?:px|em)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|100)%.*\)|circle\(\s*0.*\)", re.IGNORECASE
)
SIZES = (("overflow", "height"), ("overflow", "width"), ("overflow-y", "height"), ("overflow-x", "width"))
"""Of a box without a size nothing is seen that would be outside of it."""
CELLS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
"""They grow with what they hold."""
LENGTH = expression(r"([+-]?\d*\.?\d+)(?:[a-z]+|%)?", re.IGNORECASE)
SMALLER = expression(r"smaller|(?:x-)*small|0?\.\d+r?em|\d{1,2}(?:\.\d+)?%", re.IGNORECASE)
NOTHING = expression(r"(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?|0?\.\d+(?:px|pt)?|1p[xt]", re.IGNORECASE)
NO_SIZE = expression(r"(?:[a-z-]+\s+)*0(?:px|pt|em|%)?(?:\s*/\s*\S+)?\s.+", re.IGNORECASE)
"""A font without a size: 0/0 a."""
FAR_AWAY = expression(r"-\d{3,}(?:\.\d*)?(?:px|em|pt|rem)?", re.IGNORECASE)
WHITE = expression(
    r"white|whitesmoke|snow|ivory|ghostwhite|floralwhite|mintcream|azure|transparent|#fff|#(?:f[89a-f]){3}(?:[0-9a-f]{2})?"
    r"|rgba?\(\s*(?:(?:2[45]\d\s*[\s,]\s*){2}2[45]\d\s*(?:[,/][^)]*)?|[^)]*[,/]\s*0(?:\.0+)?\s*)\)"
    r"|hsla?\([^)]*[\s,](?:9[789]|100)%\s*(?:[,/][^)]*)?\)",
    re.IGNORECASE,
)
"""As white as paper, as far as anybody sees."""
NO_COLOUR = frozenset({"", "none", "inherit", "initial", "unset", "transparent"})
MOST_RULES, MOST_COMPOUNDS, MOST_OF_A_KIND, MOST_KINDS = 20_000, 8, 200, 1_000
"""Rules that are looked at, the ancestors that one may name, rules for elements of one tag or class, and kinds of
elements for which it is kept how they look."""

Properties = dict[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector as the compounds from the farthest ancestor to the element, its weight, and what it sets."""

    compounds: tuple[tuple[str, ...], ...]
    weight: tuple[int, int, int, int]
    sets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element is seen, as far as the element and the rules that fit it say."""

    is_unseen: bool = False
    is_white: bool = False
    is_raised: bool = False
    """Whether it is a note above or below the line."""
    is_apart: bool = False
    """Whether it is smaller than what is beside it, or stands otherwise: a note, or all of the text."""
    is_box: bool = False
    """Whether it stands beside others as a cell does, though it be within a line."""
    holds_boxes: bool = False
    """Whether what it holds stands so."""
    rows: int = 1
    """How many rows a cell covers, 0 for all that are left of its row group (HTML, 4.9.11)."""
    columns: int = 1


@dataclass(slots=True)
class Styles:
    """The rules of a page by the last sign of their selector that has to be there.

    Most elements of a page are like others of it: how one looks that has no say in its ancestors is kept.
    """

    rules: Mapping[str, Sequence[Rule]] = field(default_factory=dict)
    _looks: dict[tuple[object, ...], Look] = field(default_factory=dict)

    def hides(self, element: Any, look: Look) -> bool:
        """Whether nobody sees what stands in an element that looks so."""
        return look.is_unseen or (look.is_white and not self._stands_out(element))

    def look(self, element: Any) -> Look:
        """How an element looks."""
        like = element.tag, *element.items()
        if look := self._looks.get(like):
            return look
        rules = self._rules_for(element)
        look = _look(element.tag, tuple(self._stated(element, rules).items()))
        unseen = element.get("hidden") is not None or UNSEEN_CLASSES.intersection(element.get("class", "").split())
        rows, columns = (element.get(name, "1").strip() for name in ("rowspan", "colspan"))
        look = replace(
            look,
            is_unseen=look.is_unseen or bool(unseen),
            rows=0 if rows == "0" else span(rows, 1),
            columns=span(columns, 1),
        )
        if all(len(rule.compounds) == 1 for rule in rules):
            if len(self._looks) >= MOST_KINDS:
                self._looks.clear()
            self._looks[like] = look
        return look

    def _stated(self, element: Any, rules: Sequence[Rule]) -> Properties:
        """What is set of an element."""
        stated: Properties = {}
        for rule in rules:
            if len(rule.compounds) == 1 or _is_below(rule, element):
                stated |= rule.sets
        if element.tag == "font" and element.get("color"):
            stated["color"] = element.get("color").strip().lower()
        return stated | _declared(element.get("style", ""))

    def _rules_for(self, element: Any) -> list[Rule]:
        """The rules whose last compound an element of its tag, classes and id is, the strongest last."""
        if not self.rules:
            return []
        keys = [element.tag, "*", *(f".{one}" for one in element.get("class", "").split())]
        keys += [f"#{element.get('id')}"] if element.get("id") else []
        found = [rule for key in keys for rule in self.rules.get(key, ()) if _is(rule.compounds[-1], element)]
        return sorted(found, key=lambda rule: rule.weight)

    def _stands_out(self, element: Any) -> bool:
        """Whether a colour that is not white is behind white letters."""
        every = (element, *element.iterancestors())
        return any(_is_coloured(one, self._stated(one, self._rules_for(one))) for one in every)


@lru_cache(maxsize=1024)
def _look(tag: str, stated: tuple[tuple[str, str], ...]) -> Look:
    looks = dict(stated)
    return Look(
        _is_unseen(looks, grows=tag in CELLS),
        bool(WHITE.fullmatch(looks.get("color", ""))),
        any(looks.get(name) in {"super", "sub"} for name in ("vertical-align", "font-variant-position")),
        tag == "small" or _is_apart(looks),
        looks.get("display") in BESIDE or looks.get("float") in {"left", "right"},
        looks.get("display") in AS_ROWS,
    )


def _is_apart(looks: Properties) -> bool:
    moved = [looks.get("vertical-align"), looks.get("mso-text-raise")]
    moved += [looks.get("top"), looks.get("bottom")] if looks.get("position") == "relative" else []
    return (
        moved[0] in {"text-top", "text-bottom"}
        or any(map(_is_length, moved))
        or bool(SMALLER.fullmatch(looks.get("font-size", "")))
    )


def _is_unseen(looks: Properties, *, grows: bool) -> bool:
    """Whether what is set of an element hides it; one that `grows` is as large as it has to be."""
    return (
        looks.get("display") == "none"
        or looks.get("visibility") in {"hidden", "collapse"}
        or any(NOTHING.fullmatch(looks.get(name, "1")) for name in ("opacity", "font-size"))
        or looks.get("content-visibility") == "hidden"
        or looks.get("mso-hide") == "all"
        or NO_SIZE.fullmatch(looks.get("font", "")) is not None
        or looks.get("transform", "").replace(" ", "") in {"scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)"}
        or looks.get("color", "") in {looks.get("background", "-"), looks.get("background-color", "-")}
        or any(FAR_AWAY.fullmatch(looks.get(name, "")) for name in AWAY)
        or _is_cut_off(looks, grows=grows)
        or any("line-through" in looks.get(name, "") for name in ("text-decoration", "text-decoration-line"))
    )


def _is_cut_off(looks: Properties, *, grows: bool) -> bool:
    """Clipped to nothing, or without a height or width and whatever goes beyond not to be seen."""
    if any(CLIPPED.fullmatch(looks.get(name, "")) for name in ("clip", "clip-path")):
        return True
    return not grows and any(
        looks.get(overflow) in {"hidden", "clip"}
        and any(NOTHING.fullmatch(looks.get(name, "1")) for name in (size, f"max-{size}"))
        for overflow, size in SIZES
    )


def _is_length(text: str | None) -> bool:
    """Whether a length is stated that is not nothing."""
    found = LENGTH.fullmatch(text or "")
    return found is not None and float(found[1]) != 0


def _is_coloured(element: Any, looks: Properties) -> bool:
    found = [element.get("bgcolor", ""), looks.get("background", ""), looks.get("background-color", "")]
    return bool(element.get("background")) or any(
        one.strip().lower() not in NO_COLOUR and not WHITE.fullmatch(one.strip()) for one in found
    )


def styles_of(root: Any) -> Styles:
    """The rules that the page itself holds."""
    text = "\n".join(element.text or "" for element in root.iter("style") if element.get("media") != "print")
    rules = defaultdict[str, list[Rule]](list)
    for rule in islice(_rules(_unwrapped(COMMENT.sub(" ", text))), MOST_RULES):
        rules[rule.compounds[-1][-1]].append(rule)
    return Styles({key: found[-MOST_OF_A_KIND:] for key, found in rules.items()})


def _unwrapped(text: str) -> str:
    """The rules for the screen, out of the groups that they stand in."""
    kept, at = [], 0
    while found := GROUP.search(text, at):
        kept.append(text[at : found.start()])
        depth, end = 1, found.end()
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        is_seen = found[1].lower() in {"media", "supports", "layer"} and not (
            "print" in found[2].lower() and "screen" not in found[2].lower()
        )
        kept.append(text[found.end() : end - 1] if is_seen else "")
        at = end
    return "".join([*kept, text[at:]])


def _rules(text: str) -> Iterator[Rule]:
    for order, rule in enumerate(text.split("}")):
        selectors, _, declared = rule.rpartition("{")
        sets = _declared(declared)
        for selector in selectors.split(",") if sets else ():
            parts = selector.replace(">", " ").split()
            if 0 < len(parts) <= MOST_COMPOUNDS and all(SIMPLE.fullmatch(one) for one in parts):
                compounds = tuple(tuple(COMPOUND.findall(one)) for one in parts)
                signs = [sign[0] for compound in compounds for sign in compound]
                ids, classes = signs.count("#"), signs.count(".")
                yield Rule(compounds, (ids, classes, len(signs) - ids - classes, order), sets)


@lru_cache(maxsize=1024)
def _declared(text: str) -> Properties:
    found = (
        (name.lower(), value.replace("!important", "").strip().lower()) for name, value in DECLARATION.findall(text)
    )
    return {name: value for name, value in found if name in PROPERTIES}


def _is_below(rule: Rule, element: Any) -> bool:
    """Whether the ancestors are there that a rule names."""
    left = list(rule.compounds[:-1])
    for one in element.iterancestors():
        if left and _is(left[-1], one):
            left.pop()
    return not left


def _is(compound: Sequence[str], element: Any) -> bool:
    classes = element.get("class", "").split()
    return all(
        sign == "*"
        or (sign[0] == "." and sign[1:] in classes)
        or (sign[0] == "#" and sign[1:] == element.get("id"))
        or sign == element.tag
        for sign in compound
    )
