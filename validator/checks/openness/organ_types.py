"""ST-14, and the kind of body that other rules depend on: as the list has it, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.model.bilingual import Bilingual
from validator.model.blanks import visible
from validator.model.filing import Filing
from validator.model.finding import Finding, Suspect, cell_ref
from validator.model.form import Role
from validator.model.labels import plain
from validator.model.rule import Rule
from validator.policy.context import NO_ORGAN_TYPE, CannotRun, Context
from validator.startup.expressions import expression


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
    likely = _most_likely(filing)
    reason = Bilingual("列表里与它最接近的", "nearest to it in the list")
    suspect = Suspect(filing.places[name], name, filing.organ_type, likely, certain=False, reason=reason)
    args = {"kind": filing.organ_type, "list": filing.form.organ_types, "likely": likely}
    yield Finding(rule, rule.severity, (cell_ref(filing, name),), args=args, suspects=(suspect,))


_OTHER = expression(
    r"事业|企业|学校|学院|大学|医院|公司|集团|垂直|垂管|法院|检察院|党委|人大|政协|其[它他]|管委会?|管理委员会"
)
_STATE = expression(r"国务院|部委|国家|中央|总署|总局")
_TOWN = expression(r"街道|乡|镇|办事处|街办")
_DEPARTMENT = expression(
    r"部门|单位|机构|直属|委办局|[局厅委]$|(?<!行)(?<!公)署$|(?:办公室|办公厅|(?<!街道)办)$|工作部"
)
# The first that fits: 自治县 and 县级市 before 市, 自治区 before 区, 设区的市 before 区, 地区 before 区.
_LEVELS = (
    (expression(r"自治县|县级市|市辖区|区县|县区|县市|县"), "县级"),
    (expression(r"省|自治区|直辖市|兵团"), "省级"),
    (expression(r"设区|地级|地市|自治州|州|盟|行署|行政公署|地区|市"), "设区的市级"),
    (expression(r"区|旗"), "县级"),
)


def _most_likely(filing: Filing) -> str:
    """县级人民政府 is 县级政府, 街道办 is 乡镇政府（街道办事处）, 区直单位 is 县级政府部门."""
    words = plain(visible(filing.organ_type)).replace("（", "").replace("）", "")
    types = filing.form.organ_types
    likely = _kind_said(re.sub("城乡|乡村", "", words))
    if likely in types:
        return likely
    return max(types, key=lambda one: _likeness(words, one))


def _kind_said(words: str) -> str:
    """What level and what kind of body the words speak of; "" where they say neither."""
    department = bool(_DEPARTMENT.search(words))
    if _OTHER.search(words):
        return "其他"
    if _TOWN.search(words) and not re.search("[局厅委]$", words):
        return "乡镇政府（街道办事处）"
    if _STATE.search(words):
        return "国务院部门"
    level = next((level for says, level in _LEVELS if says.search(words)), "")
    if not level:
        level = "省级" if words.endswith("厅") else "县级" if department else ""
    return f"{level}政府{'部门' if department else ''}" if level else ""


def _likeness(stated: str, listed_type: str) -> tuple[float, int]:
    """县级人民政府 is 县级政府, 镇政府 is 乡镇政府: letters in common, a shorter one of the list before a longer."""
    from difflib import SequenceMatcher  # few types are misspelt

    words = stated.replace("人民政府", "政府")
    bare = listed_type.partition("（")[0]
    return SequenceMatcher(None, words, bare, autojunk=False).ratio(), -len(bare)
