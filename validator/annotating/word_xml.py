"""Parts of a Word document as trees, read without entities or network, and written again."""

from __future__ import annotations

from typing import Any

from validator.readers.limits import Refused

BROKEN = "Word 文档的内容已损坏。请用 Word 或 WPS 打开，另存后再校验。"
UNTRUE = "Word 文档含有文档类型声明（DTD），可能是恶意文件。请检查文件来源。"


def tree(data: bytes, broken: str = BROKEN, untrue: str = UNTRUE) -> Any:
    """The root element of a part. Raises Refused, ImportError without lxml."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.LxmlError:
        raise Refused(broken) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(untrue)
    return root


def written(root: Any) -> bytes:
    """The part of a root element."""
    from lxml import etree

    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def name_of(element: Any) -> str:
    """The name of an element without its namespace, ``""`` for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def made(like: Any, kind: str, given: dict[str, str] | None = None, space: str = "") -> Any:
    """A new element in a namespace, that of another by default, and so its attributes."""
    space = f"{{{space}}}" if space else like.tag.rpartition("}")[0] + "}"
    return like.makeelement(f"{space}{kind}", {f"{space}{name}": value for name, value in (given or {}).items()})
