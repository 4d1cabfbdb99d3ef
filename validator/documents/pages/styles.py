"""What a page hides from its readers or raises as a note: by attributes of an element, or by its own style sheets.

As CSS has it: of the rules that select an element the heaviest decides each property, its own attribute beats them, and
what is said with emphasis beats that. `style_sheets.py` takes sheets and selectors apart and is imported where a page
says anything in them. Nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from validator.documents.blocks import span
from validator.documents.colours import NOTHING_SAID, Colour, SaidOfInk
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field, replace

if TYPE_CHECKING:
    from validator.documents.pages.style_sheets import Node, Properties, Rule, Stated

    _Tried = tuple[Rule, Callable[[Any], bool]]

BESIDE = frozenset({"table-cell", "inline-block", "inline-flex", "inline-table"})
AS_ROWS = frozenset({"flex", "inline-flex", "grid", "inline-grid", "table-row"})
AWAY = ("text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top")
UNSEEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
"""What style sheets that many pages load call that which is for screen readers alone."""
CLIPPED = expression(r"rect\((?: ?(?:0|1|50%)(?:px|em)?[ ,]*){4}\)|inset\( ?(?:[5-9]\d|100)%.*\)|circle\( ?0.*\)")
SIZES = (("overflow-y", "height"), ("overflow-x", "width"))
"""Of a box without a size nothing is seen that would be outside of it."""
CELLS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
"""They grow with what they hold."""
COLLAPSING = CELLS - {"table", "td", "th"}
"""What takes no place where it is collapsed."""
LENGTH = expression(r"([+-]?(?:\d+\.?\d*|\.\d+))([a-z]*|%)")
RELATIVE = frozenset({"em", "%", "ex", "ch"})
KEYWORDS = frozenset({"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"})
SMALLER = expression(r"smaller|(?:xx?-)?small|0?\.\d+r?em|\d{1,2}(?:\.\d+)?%")
LEAST_SIZE, LEAST_PART, LEAST_OPACITY = 1.0, 0.1, 0.05
"""Pixels or points of letters that nobody sees, parts of those around them, and how far they may be seen through."""
FAR_AWAY = expression(r"-\d{3,}(?:\.\d*)?(?:px|em|pt|rem)?")
MOVED_AWAY = expression(r"translate(?:x|y|3d)?\([^()]*-\d{3,}(?:\.\d*)?(?:px|em|pt|rem)|-\d{3,}(?:px|em|pt|rem)\b")
SHRUNK = expression(r".*(?:scale(?:x|y|3d)?\( ?0*\.?0* ?[,)]|matrix\( ?0 ?, ?0 ?, ?0 ?, ?0 ?,).*")
VARIABLE = expression(r"var\( ?(--[\w\u0080-\uffff-]+) ?(?:, ?([^()]*))?\)")
MOST_KINDS, MOST_STEPS, MOST_VARIABLES = 1_000, 64, 8
"""Kinds of elements for which it is kept how they look, steps through the page after
which the time is asked for, and variables within one another."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is seen, as far as it and the rules that select it say."""

    is_gone: bool = False
    """Whether it takes no place."""
    is_unseen: bool = False
    """Whether nobody sees what stands in it."""
    ink: SaidOfInk = NOTHING_SAID
    is_raised: bool = False
    """Whether it is a note above or below the line."""
    is_apart: bool = False
    """Whether it is smaller than what is beside it, or stands otherwise: a note, or all of the text."""
    is_box: bool = False
    """Whether it stands beside others as a cell does, though it be within a line."""
    holds_boxes: bool = False
    """Whether what it holds stands so."""
    is_backwards: bool = False
    """Whether what it holds is seen from right to left."""
    before: str = ""
    after: str = ""
    """What its sheet adds to its text."""
    rows: int = 1
    """How many rows a cell covers, 0 for all that are left of its row group (HTML, 4.9.11)."""
    columns: int = 1


@dataclass(slots=True)
class Styles:
    """The rules of a page by a sign of what they select.

    Most elements of a page are like others of it, and of other pages with the same sheets: how one looks that has no
    say in what is around it is kept.
    """

    tick: Callable[[], None]
    rules: Mapping[str, Sequence[Rule]]
    _looks: dict[tuple[object, ...], Look]
    _tried: dict[str, Sequence[_Tried]] = field(default_factory=dict)
    _nodes: dict[Any, Node] = field(default_factory=dict)
    _steps: int = 0

    def look(self, element: Any) -> Look:
        """How an element looks."""
        like = element.tag, *element.items()
        if look := self._looks.get(like):
            return look
        tried = self._rules_for(element)
        stated = self._stated(element, tried)
        has_variables = any("var(" in value for value in stated.values())
        said = self._without_variables(element, stated) if has_variables else stated
        look = _look(element.tag, tuple(said.items()))
        if UNSEEN_CLASSES.intersection(element.get("class", "").split()):
            look = replace(look, is_unseen=True)
        rows, columns = element.get("rowspan"), element.get("colspan")
        if rows or columns:
            look = replace(look, rows=_rows(rows or "1"), columns=span((columns or "1").strip(), 1))
        if not has_variables and not _look_around(tried):
            if len(self._looks) >= MOST_KINDS:
                self._looks.clear()
            self._looks[like] = look
        return look

    def _stated(self, element: Any, tried: Sequence[_Tried]) -> Properties:
        """What is said of an element, the heaviest last."""
        stated = _attributes(element)
        own: Stated | None = None
        if style := element.get("style"):
            from validator.documents.pages.style_sheets import declared

            own = declared(style)
        fits = self._fitting(element, tried) if tried else ()
        for rule in sorted(fits, key=lambda one: (one.layer, one.weight)):
            stated |= rule.says.usual
        stated |= own.usual if own else {}
        for rule in sorted((one for one in fits if one.says.important), key=lambda one: (-one.layer, one.weight)):
            stated |= rule.says.important
        stated |= own.important if own else {}
        return stated

    def _fitting(self, element: Any, tried: Sequence[_Tried]) -> Sequence[Rule]:
        """The rules that select an element."""
        from validator.documents.pages.style_sheets import Node

        node = self._node(element) if _look_around(tried) else Node.root(element, self._step)
        return [rule for rule, test in tried if test(node)]

    def _rules_for(self, element: Any) -> Sequence[_Tried]:
        """The rules that may select an element of its tag, classes and id."""
        if not self.rules:
            return ()
        keys = [element.tag, "*", *(f".{one}" for one in set(element.get("class", "").split()))]
        keys += [f"#{element.get('id')}"] if element.get("id") else []
        return [one for key in keys if key in self.rules for one in self._rules_of(key)]

    def _rules_of(self, key: str) -> Sequence[_Tried]:
        found = self._tried.get(key)
        if found is None:
            made = [(rule, rule.test()) for rule in self.rules[key]]
            found = self._tried[key] = [(rule, test) for rule, test in made if test]
            self.tick()
        return found

    def _node(self, element: Any) -> Node:
        from validator.documents.pages.style_sheets import Node

        found = self._nodes.get(element)
        if found is None:
            parent = element.getparent()
            if parent is None:
                found = self._nodes[element] = Node.root(element, self._step)
            else:
                self._nodes |= {one.etree_element: one for one in self._node(parent).iter_children()}
                found = self._nodes[element]
        return found

    def _step(self) -> None:
        self._steps += 1
        if not self._steps % MOST_STEPS:
            self.tick()

    def _without_variables(self, element: Any, stated: Properties) -> Properties:
        """What is stated, with each variable replaced by its value."""
        found = {}
        for name, value in stated.items():
            for _ in range(MOST_VARIABLES):
                if "var(" not in value:
                    break
                value = VARIABLE.sub(lambda one: self._value(element, one[1], one[2] or ""), value, count=1)
            if not name.startswith("--") and "var(" not in value:
                found[name] = value.strip()
        return found

    def _value(self, element: Any, name: str, default: str) -> str:
        """The value of a variable: of the nearest element that sets it."""
        for one in (element, *element.iterancestors()):
            self._step()
            stated = self._stated(one, self._rules_for(one))
            if name in stated:
                return stated[name]
        return default


def _rows(stated: str) -> int:
    return 0 if stated.strip() == "0" else span(stated.strip(), 1)


def _look_around(tried: Sequence[_Tried]) -> bool:
    return any(rule.looks_around for rule, _ in tried)


def styles_of(root: Any, tick: Callable[[], None]) -> Styles:
    """The rules that the page itself holds. Raises Refused, ImportError without tinycss2 and cssselect2."""
    sheets = [element for element in root.iter("style") if (element.text or "").strip()]
    if not sheets:
        return Styles(tick, {}, _kept(()))
    from validator.documents.pages.style_sheets import medium_applies, rules_of

    texts = tuple(one.text for one in sheets if not one.get("media") or medium_applies(one.get("media")))
    rules = rules_of(texts)
    tick()
    return Styles(tick, rules, _kept(texts))


@lru_cache(maxsize=4)
def _kept(_: tuple[str, ...]) -> dict[tuple[object, ...], Look]:
    """How elements look on pages with the same sheets, by what they are."""
    return {}


def _attributes(element: Any) -> Properties:
    """What attributes other than ``style`` and ``class`` say of an element."""
    said = {} if element.get("hidden") is None else {"display": "none"}
    tag, coloured = element.tag, element.get("color") if element.tag == "font" else None
    if tag == "body" and element.get("text"):
        coloured = element.get("text")
    if coloured:
        said["color"] = coloured.strip().lower()
    if element.get("bgcolor"):
        said["background-color"] = element.get("bgcolor").strip().lower()
    if element.get("background"):
        said["background-image"] = "picture"
    return said


@lru_cache(maxsize=1024)
def _look(tag: str, stated: tuple[tuple[str, str], ...]) -> Look:
    if not stated:
        return Look(is_apart=tag == "small")
    looks = dict(stated)
    said = _ink(looks)
    is_collapsed = tag in COLLAPSING and looks.get("visibility") == "collapse"
    is_gone = looks.get("display") == "none" or is_collapsed
    return Look(
        is_gone,
        is_gone or _is_unseen(looks, grows=tag in CELLS),
        NOTHING_SAID if said == NOTHING_SAID else said,
        any(looks.get(name) in {"super", "sub"} for name in ("vertical-align", "font-variant-position")),
        tag == "small" or _is_apart(looks),
        looks.get("display") in BESIDE or looks.get("float") in {"left", "right"},
        looks.get("display") in AS_ROWS,
        _is_backwards(looks),
        looks.get("::before", ""),
        looks.get("::after", ""),
    )


def _ink(looks: Properties) -> SaidOfInk:
    visibility = looks.get("visibility")
    return SaidOfInk(
        _colour(looks.get("-webkit-text-fill-color")) or _colour(looks.get("color")),
        _colour(looks.get("background-color")),
        looks.get("background-image", "none") != "none",
        _is_sized(looks.get("font-size", "")),
        None if visibility not in {"visible", "hidden", "collapse"} else visibility == "visible",
    )


def _colour(text: str | None) -> Colour | None:
    if text is None:
        return None
    from validator.documents.pages.style_sheets import colour

    return colour(text)


def _is_sized(text: str) -> bool | None:
    """Whether letters of a size are seen, None where that depends on the size around them."""
    if text in KEYWORDS:
        return True
    found = LENGTH.fullmatch(text)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit in RELATIVE:
        return False if number / (100 if unit == "%" else 1) < LEAST_PART else None
    return number > (LEAST_SIZE if unit in {"px", "pt", ""} else LEAST_PART)


def _is_backwards(looks: Properties) -> bool:
    is_turned = looks.get("direction") == "rtl" and looks.get("unicode-bidi", "").endswith("override")
    return is_turned or looks.get("flex-direction", "").endswith("-reverse")


def _is_apart(looks: Properties) -> bool:
    moved = [looks.get("vertical-align"), looks.get("mso-text-raise")]
    moved += [looks.get("top"), looks.get("bottom")] if looks.get("position") == "relative" else []
    return (
        moved[0] in {"text-top", "text-bottom"}
        or looks.get("float") in {"left", "right"}
        or looks.get("position") in {"absolute", "fixed"}
        or any(map(_is_length, moved))
        or bool(SMALLER.fullmatch(looks.get("font-size", "")))
    )


def _is_unseen(looks: Properties, *, grows: bool) -> bool:
    """Whether what is set of an element hides it; one that `grows` is as large as it has to be."""
    return (
        _number(looks.get("opacity")) < LEAST_OPACITY
        or looks.get("content-visibility") == "hidden"
        or looks.get("mso-hide") == "all"
        or _is_moved_away(looks)
        or _is_cut_off(looks, grows=grows)
        or "line-through" in looks.get("text-decoration-line", "")
    )


def _is_moved_away(looks: Properties) -> bool:
    """Out of the page, or shrunk to a point."""
    moved = (looks.get(name, "") for name in ("transform", "translate"))
    return (
        any(FAR_AWAY.fullmatch(looks.get(name, "")) for name in AWAY)
        or any(map(MOVED_AWAY.search, moved))
        or SHRUNK.fullmatch(looks.get("transform", "")) is not None
        or any(_number(one) == 0 for one in looks.get("scale", "1").split())
    )


def _is_cut_off(looks: Properties, *, grows: bool) -> bool:
    """Clipped to nothing, or without a height or width and whatever goes beyond not to be seen."""
    if any(CLIPPED.fullmatch(looks.get(name, "")) for name in ("clip", "clip-path")):
        return True
    return not grows and any(
        looks.get(overflow, "visible") in {"hidden", "clip"}
        and any(_is_nothing(looks.get(name, "")) for name in (size, f"max-{size}"))
        for overflow, size in SIZES
    )


def _is_nothing(text: str) -> bool:
    """Whether a box of a height or width shows nothing."""
    found = LENGTH.fullmatch(text)
    return found is not None and float(found[1]) <= (LEAST_SIZE if found[2] in {"px", "pt"} else 0)


def _number(text: str | None) -> float:
    """The number of a length or a part, infinite where none is stated; of a percentage its part of the whole."""
    found = LENGTH.fullmatch(text or "")
    return float("inf") if found is None else float(found[1]) / (100 if found[2] == "%" else 1)


def _is_length(text: str | None) -> bool:
    """Whether a length is stated that is not nothing."""
    return _number(text) not in {0.0, float("inf")}
