"""Labels compared as people read them: blanks, width, kinds of brackets and quotes make no difference."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_LABEL = 200
"""A longer text is no label of a form."""

_SIGNS = str.maketrans("“”‘’﹑,;:()[]【】〔〕", "\"\"''、，；：（）（）（）（）")
_BLANKS = re.compile(r"[\s\u3000]+")
_NUMBERING = re.compile(r"（?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:）|[、，.:：])[、，.]?")
_UNIT = re.compile(r"(?<=.)(?:（(?:单位：)?(?:件|件数|万元)）)+$")


def organ_key(name: str) -> str:
    """A body's name without blanks and width: ``渑池县 人民政府`` is 渑池县人民政府."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def plain(text: str) -> str:
    """A label without blanks, width, kinds of brackets and quotes: ``（三） 不 予公开`` is ``（三）不予公开``."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).translate(_SIGNS).rstrip("：:。")


@lru_cache(maxsize=4096)
def loose(text: str) -> str:
    """`plain`, and ``，`` is ``、``: what two labels of the form have to share (ST-03)."""
    return plain(text).replace("，", "、")


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """A label without its number and unit: ``1.属于国家秘密`` and ``（1）属于国家秘密（件）`` are ``属于国家秘密``."""
    bare = _UNIT.sub("", loose(text))
    return _NUMBERING.sub("", bare, count=1) if _NUMBERING.match(bare) else bare
