"""The title of a report taken apart: organ, year, 政府信息公开工作年度报告 (P-05, ST-04, ST-09)."""

from __future__ import annotations

import re

from validator.language.mention import YearMention
from validator.language.normal import PlainText, normalise
from validator.startup.expressions import expression
from validator.startup.records import dataclass

_YEAR = expression(r"(?<!\d)((?:19|20)\d{2}|[二2][〇零0O][〇零0O一二三四五六七八九\d]{2})(?!\d)(?:年度?|(?=[)\]]|$))")
_YEAR_THERE = expression(rf"[(\[]?{_YEAR.pattern}[)\]]?")
_SUBJECT = expression(r"政府信息(?:主动)?公开|政务(?:信息)?公开|信息公开")
_GAP = "\0"
"""Stands where a year stood: 示例县教育局 + gap + 政府信息公开."""
_TAIL = expression(rf"(?:工作|情况|年度|年(?!报)|的|总结|{_GAP})*(?P<report>报告)?")
_AS_DIGIT = str.maketrans("〇零O一二三四五六七八九", "000123456789")
_AROUND = f" ,:;、。-_/《》“”\"'\n的{_GAP}"
_BRACKETED = f"{_AROUND}()[]"

_BEFORE = expression(
    r"附件?[一二三四五六七八九十\d-]*[:.、-]|附件[一二三四五六七八九十\d]*|(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、]"
    r"|\[[^\[\]]*\]|\([^()]*\)|[一-鿿]{1,4}[版稿][-:])(?=.)"
)
"""What stands before the title itself: 附件1：, 【年度报告】, （报送稿）."""
_NO_YEAR = expression(r"[\dA-Za-z#/?!.〇零一二三四五六七八九十]*年度?$")
"""A year that is none, of a cover that states 25 or TRUE: it is no part of the name."""
_WHICH_PART = expression(r"(?<=[局委厅院府署会办室心司])(?:机关|本级|本部|系统|部门|单位)$")
_SELF = expression(r"[我本](?:局|委|办|厅|院|市|县|区|旗|镇|乡|街道|单位|机关|部门|行政机关)")
_BODY_BEHIND = expression(
    r"(?![报送呈抄])[一-鿿]{2,30}(?:政府|[局厅委院署府]|办事处|办公室|街道办|管理处|中心|[工总商联协学]会|[大支总]队|公司)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A report title taken apart.

    `organ` is "" where the title names none; `has_work`, `has_yearly` and `has_report` tell whether 工作,
    年度 and 报告 stand in the report's name, in whichever order; `remainder` is what follows it (编号, 单位, 日期).
    """

    organ: str
    years: tuple[YearMention, ...]
    has_work: bool
    has_yearly: bool
    has_report: bool
    remainder: str
    subject: str = "政府信息公开"  # as the title has it: 政务公开, 信息公开
    organ_behind: bool = False  # 2025年政府信息公开工作年度报告（示例县教育局）

    @property
    def year(self) -> int | None:
        """The first year the title states, None when it states none."""
        return self.years[0].year if self.years else None


def report_year_in_title(text: str) -> tuple[YearMention, ...]:
    """Every year a title states, in order: 2023年, 2023年度, 二〇二三年, （2023年）, full width or spaced."""
    plain = normalise(text)
    return tuple(_mention(plain, found) for found in _YEAR.finditer(plain.text))


def split_title(text: str) -> Title | None:
    """A title taken apart, None where the text does not speak of 信息公开 at all."""
    plain = normalise(text)
    words = _YEAR_THERE.sub(_GAP, plain.text.replace("\n", ""))
    subjects = [(found, tail) for found in _SUBJECT.finditer(words) if (tail := _TAIL.match(words, found.end()))]
    if not subjects:
        return None
    reports = [one for one in subjects if one[1]["report"]]
    subject, tail = (reports or subjects)[-1]  # a county's name may hold another, or what stands behind the report
    years = report_year_in_title(text)
    organ, remainder = _organ(words[: subject.start()]), words[tail.end() :].replace(_GAP, "").strip(_BRACKETED)
    behind = not organ and bool(_BODY_BEHIND.fullmatch(remainder))
    yearly = bool(re.search("年度|年$|年报告", tail[0])) or any(one.quote.endswith("年度") for one in years)
    return Title(
        organ=remainder if behind else organ,
        years=years,
        has_work="工作" in tail[0],
        has_yearly=yearly and not remainder.startswith("年报"),
        has_report=bool(tail["report"]),
        remainder="" if behind else remainder,
        subject=subject[0],
        organ_behind=behind,
    )


def _mention(plain: PlainText, found: re.Match[str]) -> YearMention:
    """A year of four signs: 2023, 二〇二三, 2O23 with a letter O."""
    return YearMention(int(found[1].translate(_AS_DIGIT)), *plain.cite(found.start(), found.end()))


def _organ(before: str) -> str:
    """The organ before 政府信息公开; 渑池县人民 + 政府信息公开 has one 政府 written for two."""
    head, about, rest = before.partition("关于")
    words = head.strip(_AROUND) if about and _unled(head).strip(_AROUND) else rest if about else before
    words = _unled(_NO_YEAR.sub("", words.strip(_AROUND)).replace(_GAP, "").strip(_AROUND)).strip(_AROUND)
    organ = _WHICH_PART.sub("", _paired(words))
    if _SELF.fullmatch(organ):
        return ""
    return f"{organ}政府" if organ.endswith("人民") else organ


def _unled(words: str) -> str:
    while (rest := _BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words) != words:
        words = rest
    return words


def _paired(words: str) -> str:
    """Without a bracket at an end that has no other: （示例县教育局 of （示例县教育局2025年…）, nor around it all."""
    if re.fullmatch(r"[(\[][^()\[\]]*[)\]]", words):
        return words[1:-1].strip(_AROUND)
    while words and (words[0] in ")]" or (words[0] in "([" and not re.search(r"[)\]]", words))):
        words = words[1:]
    while words and (words[-1] in "([" or (words[-1] in ")]" and not re.search(r"[(\[]", words))):
        words = words[:-1]
    return words.strip(_AROUND)
