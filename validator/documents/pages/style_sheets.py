"""The rules of a style sheet that say how something looks: tinycss2 takes sheets apart, cssselect2 selectors.

CSS Cascading and Inheritance Level 5, 6 (which of two rules decides); CSS Nesting. Of what is not for the screen of a
desk (`media.py`) nothing is kept, and nothing is loaded. Both libraries bound nothing themselves, so sheets, rules and
selectors are counted, and whoever goes through a page for a selector asks for the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper
from cssselect2.compiler import CompiledSelector
from cssselect2.parser import (
    AttributeSelector,
    ClassSelector,
    CombinedSelector,
    IDSelector,
    LocalNameSelector,
    PseudoClassSelector,
    SelectorError,
    parse,
)
from tinycss2.color4 import parse_color

from validator.documents.colours import BLACK, Colour
from validator.documents.pages.media import applies
from validator.readers.limits import Refused
from validator.startup.expressions import expression
from validator.startup.records import dataclass

TOKEN = expression(r"[\w-]+|[^\w\s]")
MOST_TOKENS, MOST_RULES, LONGEST_SELECTOR, LONGEST_VALUE, DEEPEST = 250_000, 20_000, 2_000, 200, 16
TOO_MUCH = "网页的样式表太大，不是一份年度报告。请检查文件来源。"
UNLAYERED = 1 << 30
PROPERTIES = frozenset(
    {"display", "float", "visibility", "opacity", "font-size", "color", "background-color", "background-image"}
    | {"text-indent", "left", "top", "right", "bottom", "margin-left", "margin-top", "text-decoration-line", "clip"}
    | {"clip-path", "position", "overflow-x", "overflow-y", "height", "width", "max-height", "max-width"}
    | {"content-visibility", "mso-hide", "vertical-align", "font-variant-position", "mso-text-raise", "transform"}
    | {"scale", "translate", "-webkit-text-fill-color", "unicode-bidi", "direction", "flex-direction"}
)
"""What can hide, raise or put side by side, without the short hands."""
SIZE = expression(
    r"(?:.*?\s)?((?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)|0+(?:\.0*)?|(?:xx?-)?(?:small|large)|medium)(?:\s*/.*|\s.*|)"
)
"""The size among what is said of a font."""
SELECTS_ITSELF = (LocalNameSelector, ClassSelector, IDSelector, AttributeSelector)
UNKNOWN = (SelectorError, NotImplementedError)
TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
"""What a selector is answered with that is wrong or unknown, and one that has too much within one another."""

ADDED = {"before": "::before", "after": "::after"}
"""What stands before and after an element without being in it, and the property here that says it."""

Properties = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of an element, and what is said with emphasis, which others cannot undo."""

    usual: Properties
    important: Properties


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector, what it weighs, and what it says of the elements that it selects."""

    selector: Any
    layer: int
    weight: tuple[int, int, int, int]
    says: Stated
    looks_around: bool
    """Whether it asks for more than the element itself."""

    def test(self) -> Callable[[Any], bool] | None:
        """What tells whether it selects an element, None where it selects none."""
        made = _compiled(self.selector)
        return None if made is None or made.never_matches else made.test


KEYS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (IDSelector, lambda one: f"#{one.ident}"),
    (ClassSelector, lambda one: f".{one.class_name}"),
    (LocalNameSelector, lambda one: str(one.lower_local_name)),
)


class Node(ElementWrapper):  # type: ignore[misc]
    """An element as selectors ask for it; each step through the page is counted."""

    step: Callable[[], None]

    @classmethod
    def root(cls, element: Any, step: Callable[[], None]) -> Node:
        """The root of a page."""
        made: Node = cls.from_html_root(element)
        made.step = step
        return made

    @property
    def ancestors(self) -> Iterator[Node]:
        """What it stands in, the nearest first."""
        one = self.parent
        while one is not None:
            self.step()
            yield one
            one = one.parent

    @property
    def previous_siblings(self) -> Iterator[Node]:
        """What stands before it, the nearest first."""
        one = self.previous
        while one is not None:
            self.step()
            yield one
            one = one.previous

    def iter_children(self) -> Iterator[Node]:
        """What stands in it, each made once."""
        made: list[Node] | None = self.__dict__.get("made")
        if made is None:
            made = self.__dict__["made"] = list(super().iter_children())
            for one in made:
                one.step = self.step
        for one in made:
            self.step()
            yield one


def medium_applies(media: str) -> bool:
    """Whether what is for these media is for the screen of a desk."""
    return applies(tinycss2.parse_component_value_list(media[:LONGEST_SELECTOR]))


@lru_cache(maxsize=16)
def rules_of(sheets: tuple[str, ...]) -> Mapping[str, Sequence[Rule]]:
    """The rules of the sheets of a page by a sign of what they select. Pages of one site have the same sheets.

    Raises Refused where they are too large to be taken apart in time.
    """
    tokens = (1 for text in sheets for _ in TOKEN.finditer(text))
    if sum(islice(tokens, MOST_TOKENS + 1)) > MOST_TOKENS:
        raise Refused(TOO_MUCH)
    layers: dict[str, int] = {}
    every = (
        rule
        for text in sheets
        for rule in _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), layers, "", 0)
    )
    found = defaultdict[str, list[Rule]](list)
    for order, (selector, layer, says) in enumerate(every):
        if order == MOST_RULES:
            raise Refused(TOO_MUCH)
        tree = selector.parsed_tree
        looks_around = isinstance(tree, CombinedSelector) or _is_special(tree)
        found[_key(tree)].append(Rule(selector, layer, (*selector.specificity, order), says, looks_around))
    return dict(found)


def _key(tree: Any) -> str:
    """A sign that an element has to have: its id, a class, its tag, or ``*`` for any."""
    simple = (tree.right if isinstance(tree, CombinedSelector) else tree).simple_selectors
    for kind, write in KEYS:
        if found := next((one for one in simple if isinstance(one, kind)), None):
            return write(found)
    return "html" if any(isinstance(one, PseudoClassSelector) and one.name == "root" for one in simple) else "*"


def _rules(nodes: Iterable[Any], layers: dict[str, int], layer: str, depth: int) -> Iterator[tuple[Any, int, Stated]]:
    """The selectors of rules with their layer and what they say, out of the groups that they stand in."""
    for node in nodes:
        if depth > DEEPEST:
            raise Refused(TOO_MUCH)
        if node.type == "qualified-rule":
            yield from _rule(node.prelude, node.content, layers, layer, depth)
        elif node.type == "at-rule":
            inner, is_for_us = _group(node, layers, layer)
            if is_for_us and node.content is not None:
                held = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules(held, layers, inner, depth + 1)


def _group(node: Any, layers: dict[str, int], layer: str) -> tuple[str, bool]:
    """The layer of what stands in a group, and whether it applies."""
    name, said = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if name == "layer":
        for one in said.split(","):
            inner = ".".join(filter(None, (layer, one.strip() or f"#{len(layers)}")))
            layers.setdefault(inner, len(layers))
        return inner, True
    is_supported = name == "supports" and not said.lower().startswith("not")
    return layer, is_supported or (name == "media" and applies(node.prelude))


def _rule(
    prelude: list[Any], content: list[Any], layers: dict[str, int], layer: str, depth: int
) -> Iterator[tuple[Any, int, Stated]]:
    said = tinycss2.serialize(prelude).strip()
    held = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    says = _stated(held)
    added = _added(held)
    for selector in _selectors(prelude) if says.usual or says.important or added is not None else ():
        if not selector.pseudo_element:
            yield selector, layers.get(layer, UNLAYERED), says
        elif selector.pseudo_element in ADDED and added is not None:
            yield selector, layers.get(layer, UNLAYERED), Stated({ADDED[selector.pseudo_element]: added}, {})
    for one in held:
        if depth > DEEPEST:
            raise Refused(TOO_MUCH)
        if one.type == "at-rule" and one.content is not None and _group(one, layers, layer)[1]:
            yield from _rule(prelude, one.content, layers, layer, depth + 1)
        elif one.type == "qualified-rule":
            inner = tinycss2.serialize(one.prelude).strip()
            nested = inner.replace("&", f":is({said})") if "&" in inner else f":is({said}) {inner}"
            if len(nested) > LONGEST_SELECTOR:
                raise Refused(TOO_MUCH)
            yield from _rule(tinycss2.parse_component_value_list(nested), one.content, layers, layer, depth + 1)


def _selectors(prelude: list[Any]) -> list[Any]:
    """The selectors of a list, none where one of them is unknown (Selectors Level 4, 4.1)."""
    try:
        found = list(parse(prelude))
        asked = [one for one in found if _is_special(one.parsed_tree)]
    except UNKNOWN:
        return []
    except TOO_DEEP:
        raise Refused(TOO_MUCH) from None
    return [] if any(_compiled(one) is None for one in asked) else found


def _added(nodes: Iterable[Any]) -> str | None:
    """What a rule adds to the text before or after an element, None where it does not say: words and digits alone."""
    said = {one.lower_name: one.value for one in nodes if one.type == "declaration"}
    if "content" not in said:
        return None
    text = "".join(one.value for one in said["content"] if one.type == "string")
    hides = (" ".join(tinycss2.serialize(said.get(name, [])).split()) for name in ("display", "visibility", "opacity"))
    is_seen = not {"none", "hidden", "0"}.intersection(hides)
    return text if is_seen and any(sign.isalnum() or sign in "-－—" for sign in text) else ""


@lru_cache(maxsize=4096)
def _compiled(selector: Any) -> Any:
    try:
        return CompiledSelector(selector)
    except UNKNOWN:
        return None
    except TOO_DEEP:
        raise Refused(TOO_MUCH) from None


def _is_special(tree: Any) -> bool:
    """Whether there is more in a selector than tags, classes, ids and attributes."""
    while isinstance(tree, CombinedSelector):
        if not all(isinstance(one, SELECTS_ITSELF) for one in tree.right.simple_selectors):
            return True
        tree = tree.left
    return not all(isinstance(one, SELECTS_ITSELF) for one in tree.simple_selectors)


@lru_cache(maxsize=1024)
def declared(text: str) -> Stated:
    """What the attribute ``style`` of an element says."""
    return _stated(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True))


def _stated(nodes: Iterable[Any]) -> Stated:
    says = Stated({}, {})
    for node in nodes:
        if node.type == "declaration":
            into = says.important if node.important else says.usual
            value = [one for one in node.value if one.type != "comment"]
            into.update(_long(node.name if node.name.startswith("--") else node.lower_name, value))
    return says


def _long(name: str, value: list[Any]) -> Iterable[tuple[str, str]]:
    """A property as the longest names that it has, of those that are looked at."""
    text = " ".join(tinycss2.serialize(value).split()).lower()
    if name.startswith("background"):
        return _grounds(name, text, value)
    if not text or len(text) > LONGEST_VALUE:
        return ()
    if name in SHORT:
        return SHORT[name](text)
    return ((name, text),) if name in PROPERTIES or name.startswith("--") else ()


def _grounds(name: str, text: str, value: list[Any]) -> Iterator[tuple[str, str]]:
    if name in {"background", "background-color"}:
        colour = next((one for one in value if one.type != "whitespace" and _is_colour(one)), None)
        yield "background-color", colour.serialize().lower() if colour else text if "var(" in text else "transparent"
    if name in {"background", "background-image"}:
        yield "background-image", "picture" if "url(" in text or "gradient(" in text else "none"


def _font(text: str) -> Iterator[tuple[str, str]]:
    if found := SIZE.fullmatch(text):
        yield "font-size", found[1]


def _overflow(text: str) -> Iterator[tuple[str, str]]:
    parts = text.split()
    return zip(("overflow-x", "overflow-y"), (parts[0], parts[-1]), strict=True)


def _sides(top: str, left: str) -> Callable[[str], Iterable[tuple[str, str]]]:
    """What is said of four sides as what is said of two: one, two, three or four values (CSS 2.2, 8.3)."""

    def apart(text: str) -> Iterable[tuple[str, str]]:
        parts = text.split()
        return (top, parts[0]), (left, parts[{1: 0, 4: 3}.get(len(parts), 1)])

    return apart


SHORT: dict[str, Callable[[str], Iterable[tuple[str, str]]]] = {
    "font": _font,
    "overflow": _overflow,
    "margin": _sides("margin-top", "margin-left"),
    "inset": _sides("top", "left"),
    "text-decoration": lambda text: (("text-decoration-line", text),),
}
"""Names that say several things at once."""


def _is_colour(token: Any) -> bool:
    try:
        return parse_color(token) is not None
    except NotImplementedError:
        return True


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """The colour that a text states, None where it states none, or one that nothing here computes."""
    if text in {"initial", "windowtext", "canvastext"}:
        return BLACK
    try:
        found = parse_color(text)
        red, green, blue = (min(max(one, 0.0), 1.0) for one in found.to("srgb").coordinates)
    except (NotImplementedError, AttributeError, TypeError, ValueError):
        return None
    return red, green, blue, float(found.alpha)
