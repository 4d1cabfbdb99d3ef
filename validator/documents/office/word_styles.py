"""What a Word document says of how a run looks: its own properties, then its style, then that of its paragraph.

ISO/IEC 29500-1, 17.7.2 (a style goes on from the one it is based on), 17.3.2 (run properties).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from validator.readers.xlsx.package import Package
from validator.startup.records import dataclass, field

SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
STYLES_PART = "word/styles.xml"
FIRST, DEEPEST = 4, 16
"""The children among which properties stand, and styles based on one another."""
OFF = frozenset({"0", "false", "off"})
PAPER = frozenset({"background1", "light1"})
"""The colours of a theme that are those of the paper."""
GROUPS = frozenset({"rPr", "pPr", "tcPr", "tblPr"})
"""Properties among which a colour below the words stands."""


@dataclass(slots=True)
class WordStyles:
    """The styles of a document by their ids, as the elements that they are."""

    styles: dict[str, Any] = field(default_factory=dict)
    told: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def of(self, style: str, name: str) -> str | None:
        """What a style says of one thing, None where nothing."""
        if (style, name) not in self.told:
            found = (_said(one, name) for one in self._chain(style))
            self.told[style, name] = next((one for one in found if one is not None), None)
        return self.told[style, name]

    def fills(self, style: str, part: str = "") -> list[str]:
        """The colours that a style lays below words; of one for tables those of a part of them, as ``firstRow``."""
        held = [one for element in self._chain(style) for one in element]
        if part:
            held = [
                one
                for each in held
                if name_of(each) == "tblStylePr" and attribute(each, "type") == part
                for one in each
            ]
        shades = (one for group in held if name_of(group) in GROUPS for one in group if name_of(one) == "shd")
        return [fill_of(one) for one in shades]

    def _chain(self, style: str) -> Iterator[Any]:
        for _ in range(DEEPEST):
            element = self.styles.get(style)
            if element is None:
                return
            yield element
            style = next((value(one) for one in element if name_of(one) == "basedOn"), "")


@dataclass(frozen=True, slots=True)
class RunLooks:
    """How a run looks: what it says itself, its style, and that of the paragraph that it is in."""

    own: Mapping[str, str]
    paragraph: str
    styles: WordStyles

    def says(self, name: str) -> str | None:
        """The value of a property; None where nothing says it, ``""`` where it is there without one."""
        if name in self.own or not self.styles.styles:
            return self.own.get(name)
        told = self.styles.of(self.own["rStyle"], name) if "rStyle" in self.own else None
        return self.styles.of(self.paragraph, name) if told is None else told

    @property
    def colour(self) -> str:
        """The colour of its letters, ``""`` where nothing says it."""
        return self.says("textFill") or self.says("color") or ""

    def has(self, name: str) -> bool:
        """Whether a property is on that is on or off."""
        return self.says(name) not in {None, *OFF}


def run_looks(run: Any, paragraph: str, styles: WordStyles) -> RunLooks:
    """How a run looks in a paragraph of that style."""
    properties = next((one for one in islice(run, FIRST) if name_of(one) == "rPr"), ())
    return RunLooks({name_of(one): _told(one) for one in properties}, paragraph, styles)


def _told(one: Any) -> str:
    """What a property says: of a colour that a theme has for its paper that it is white."""
    name = name_of(one)
    if name == "textFill":
        return next((colour for each in one.iter() if (colour := _filling(each))), "")
    is_paper = name == "color" and attribute(one, "themeColor") in PAPER and not attribute(one, "themeShade")
    return "FFFFFF" if is_paper else value(one)


def _filling(element: Any) -> str:
    """The colour that letters are filled with ([MS-DOCX] 2.6), white for none."""
    name, said = name_of(element), next(iter(element.values()), "")
    if name == "noFill" or (name == "schemeClr" and said in {"bg1", "lt1"}):
        return "FFFFFF"
    return str(said) if name == "srgbClr" else ""


def _said(style: Any, name: str) -> str | None:
    said = (one for each in style if name_of(each) == "rPr" for one in each if name_of(one) == name)
    return next(map(_told, said), None)


def word_styles(package: Package, parser: Any) -> WordStyles:
    """The styles of a document, none where they cannot be read."""
    from lxml import etree

    if STYLES_PART not in package.entries:
        return WordStyles()
    try:
        root = etree.fromstring(package.read(STYLES_PART), parser)
    except etree.LxmlError:
        return WordStyles()
    return WordStyles({attribute(one, "styleId"): one for one in root if name_of(one) == "style"})


def property_of(element: Any, group: str, name: str) -> Any:
    """One of the properties of an element, which stand first in it."""
    return next(
        (one for each in islice(element, FIRST) if name_of(each) == group for one in each if name_of(one) == name), None
    )


def value(element: Any, default: str = "") -> str:
    """The ``val`` of an element."""
    return next((element.get(f"{space}val") for space in SPACES if element.get(f"{space}val") is not None), default)


def fill_of(shade: Any) -> str:
    """The colour that a shading lays below words: that of its pattern where this covers all (17.18.78)."""
    return attribute(shade, "color" if value(shade) == "solid" else "fill")


def attribute(element: Any, name: str) -> str:
    """An attribute of an element, ``""`` where it is not there."""
    return next((element.get(f"{space}{name}") for space in SPACES if element.get(f"{space}{name}")), "")


def name_of(element: Any) -> str:
    """The name of an element without its space."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
