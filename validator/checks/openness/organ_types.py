"""ST-14, and the kind of body that other rules depend on: as the list has it, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from validator.model.bilingual import Bilingual
from validator.model.blanks import visible
from validator.model.filing import Filing
from validator.model.finding import Finding, Suspect, cell_ref
from validator.model.form import Role
from validator.model.labels import plain
from validator.model.rule import Rule
from validator.policy.context import NO_ORGAN_TYPE, CannotRun, Context


def kind_of(filing: Filing) -> str:
    """The kind of body in the list's own words: 去掉空白、全半角、不可见字符后比较.

    Raises CannotRun where the cover states none, or one that is not in the list: a rule that depends on it is never
    silently off.
    """
    stated = filing.organ_type
    if not stated:
        raise CannotRun(NO_ORGAN_TYPE)
    found = _in_list(filing)
    if found is None:
        raise CannotRun(
            Bilingual(
                f"封面机关类型“{stated}”不在列表里", f"the kind of body “{stated}” on the cover is not in the list"
            )
        )
    return found


def _in_list(filing: Filing) -> str | None:
    stated = plain(visible(filing.organ_type))
    return next((one for one in filing.form.organ_types if plain(one) == stated), None)


def listed(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """ST-14: 机关类型不在列表里，给出最可能的类型。"""
    if not filing.organ_type:
        raise CannotRun(NO_ORGAN_TYPE)
    if _in_list(filing) is not None:
        return
    name = filing.form.name_of(Role.ORGAN_TYPE)
    likely = max(filing.form.organ_types, key=lambda one: _likeness(filing.organ_type, one))
    reason = Bilingual("列表里与它最接近的", "nearest to it in the list")
    suspect = Suspect(filing.places[name], name, filing.organ_type, likely, certain=False, reason=reason)
    args = {"kind": filing.organ_type, "list": filing.form.organ_types, "likely": likely}
    yield Finding(rule, rule.severity, (cell_ref(filing, name),), args=args, suspects=(suspect,))


def _likeness(stated: str, listed_type: str) -> tuple[float, int]:
    """县级人民政府 is 县级政府, 镇政府 is 乡镇政府: letters in common, a shorter one of the list before a longer."""
    words = plain(visible(stated)).replace("人民政府", "政府")
    bare = listed_type.partition("（")[0]
    return SequenceMatcher(None, words, bare, autojunk=False).ratio(), -len(bare)
