"""Labels compared as people read them, in four strengths; each folds away more than the one before.

What each makes of ``3. 办理，合计 (件)：`` with an invisible U+200B in it, and who asks for it:

=========  ==================  ================================================================================
`plain`    ``3.办理，合计（件）``  blanks, width, kinds of brackets and quotes: titles and bodies (ST-01, ST-09)
`loose`    ``3.办理、合计（件）``  and kinds of comma: whether a label reads as the form has it (ST-03)
`core`     ``办理、合计``        and number before, unit at the end: which label of the form it is
`gist`     ``办理、总计``        and 合计, which many write for 总计: how `similarity` sees it
=========  ==================  ================================================================================

Invisible characters (category Cf: zero-width space, byte order mark, direction marks) are no wording to any of them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from validator.model.blanks import visible
from validator.startup.expressions import expression

LONGEST_LABEL = 200
"""A longer text is no label of a form."""

_SIGNS = str.maketrans("“”‘’﹑,;:()[]【】〔〕", "\"\"''、，；：（）（）（）（）")
_BLANKS = expression(r"[\s\u3000]+")
_NUMBERING = expression(r"（?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:）|[、，.:：])[、，.]?")
_UNIT = expression(r"(?<=.)(?:（(?:单位：)?(?:件|件数|万元)）)+$")


def organ_key(name: str) -> str:
    """A body's name without blanks, width and what nobody sees: ``渑池县 人民政府`` is 渑池县人民政府.

    Stores hold it: what changes it needs a further step of ``validator.history.schema``.
    """
    return "".join(unicodedata.normalize("NFKC", visible(name)).split())


def plain(text: str) -> str:
    """``（三） 不 予公开`` is ``（三）不予公开``."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", visible(text))).translate(_SIGNS).rstrip("：:。")


@lru_cache(maxsize=4096)
def loose(text: str) -> str:
    """``法律，法规`` is ``法律、法规``."""
    return plain(text).replace("，", "、")


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """``1.属于国家秘密`` and ``（1）属于国家秘密（件）`` are ``属于国家秘密``."""
    bare = _UNIT.sub("", loose(text))
    return _NUMBERING.sub("", bare, count=1) if _NUMBERING.match(bare) else bare


def gist(text: str) -> str:
    """``（七）合计`` is ``总计``."""
    return core(text).replace("合计", "总计")


@lru_cache(maxsize=1 << 14)
def similarity(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1."""
    from difflib import SequenceMatcher  # most labels are the form's own

    return SequenceMatcher(None, gist(one), gist(other), autojunk=False).ratio()
