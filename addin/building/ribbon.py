"""The ribbon's XML: its older twin, and the check that every button leads somewhere.

The XML is written for the 2009 schema (Excel 2010 and later); the tab uses nothing that the 2006 schema (Excel
2007, WPS Office) lacks, so that one text serves both. Excel is silent about most mistakes: the tab is just missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree import ElementTree

from addin.building.ovba import Module

NAMESPACE_2009: Final = "http://schemas.microsoft.com/office/2009/07/customui"
NAMESPACE_2006: Final = "http://schemas.microsoft.com/office/2006/01/customui"
BUTTON: Final = {"id", "label", "size", "imageMso", "keytip", "onAction", "screentip", "supertip"}
ATTRIBUTES: Final = {
    "customUI": set[str](),
    "ribbon": set[str](),
    "tabs": set[str](),
    "tab": {"id", "label", "keytip"},
    "group": {"id", "label"},
    "button": BUTTON,
}
CHILDREN: Final = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
TIP_LENGTH: Final = 1024  # ST_String of both schemas


class RibbonError(Exception):
    """The ribbon's XML has something that Excel would pass over in silence."""


def for_2006(xml: bytes) -> bytes:
    """The same tab in the namespace of the 2006 schema."""
    old, new = NAMESPACE_2006.encode(), NAMESPACE_2009.encode()
    if xml.count(new) != 1:
        raise RibbonError("customUI：应当恰好声明一次 2009 命名空间")
    return xml.replace(new, old)


def check(xml: bytes, modules: Sequence[Module]) -> None:
    """Refuse unknown elements and attributes, ids that occur twice, buttons without label, tip or callback.

    Raises:
        RibbonError: Names every mistake, one a line.
    """
    if found := mistakes(xml, modules):
        raise RibbonError("\n".join(found))


def mistakes(xml: bytes, modules: Sequence[Module]) -> list[str]:
    """What `check` refuses, in words."""
    root = ElementTree.fromstring(xml)  # noqa: S314  our own file
    return [*_shape(root), *_identities(root), *_buttons(root, callbacks(modules))]


def callbacks(modules: Sequence[Module]) -> frozenset[str]:
    """``Module.Procedure`` of every procedure a button can call: public, one parameter, an IRibbonControl."""
    header = re.compile(r"^Public Sub (\w+)\((?:ByVal )?\w+ As IRibbonControl\)", re.MULTILINE)
    return frozenset(f"{one.name}.{name}" for one in modules for name in header.findall(one.source))


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _shape(element: ElementTree.Element) -> Iterator[str]:
    """Elements, nesting and attributes that are not among those this tab uses."""
    tag = _tag(element)
    if element.tag != f"{{{NAMESPACE_2009}}}{tag}" or tag not in ATTRIBUTES:
        yield f"customUI：未知元素 {element.tag}"
        return
    yield from (f"customUI：{tag} 的未知属性 {name}" for name in element.attrib if name not in ATTRIBUTES[tag])
    for child in element:
        if _tag(child) != CHILDREN.get(tag):
            yield f"customUI：{tag} 下不能有 {_tag(child)}"
        yield from _shape(child)


def _identities(root: ElementTree.Element) -> Iterator[str]:
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    yield from (f"customUI：id 重复 {one}" for one in sorted(set(ids)) if ids.count(one) > 1)


def _buttons(root: ElementTree.Element, known: frozenset[str]) -> Iterator[str]:
    for button in root.iter(f"{{{NAMESPACE_2009}}}button"):
        name = button.get("id", "?")
        yield from (f"customUI：按钮 {name} 缺少 {one}" for one in sorted(BUTTON - {"size"}) if not button.get(one))
        if button.get("onAction") not in known:
            yield f"customUI：按钮 {name} 的过程 {button.get('onAction')} 不存在"
        if len(button.get("supertip", "")) > TIP_LENGTH:
            yield f"customUI：按钮 {name} 的提示过长"
