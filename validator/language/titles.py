"""The title of a report taken apart: organ, year, 政府信息公开工作年度报告 (P-05, ST-04, ST-09)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from validator.language.mention import YearMention
from validator.language.normal import PlainText, normalise

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2}|[二2][〇零0O][〇零0O一二三四五六七八九\d]{2})(?!\d)(?:年度?|(?=[)\]]|$))")
_SUBJECT = re.compile(r"政府信息(?:主动)?公开|政务(?:信息)?公开|信息公开")
_TAIL = re.compile(r"(?P<work>工作)?(?P<yearly>年度|年)?(?P<late>工作)?(?:情况)?的?(?:总结)?(?P<report>报告)?")
_AS_DIGIT = str.maketrans("〇零O一二三四五六七八九", "000123456789")
_AROUND = " ,:;、。-_()[]“”\"'\n的"


@dataclass(frozen=True, slots=True)
class Title:
    """A report title taken apart.

    `organ` is "" where the title names none; `has_work`, `has_yearly` and `has_report` tell whether 工作,
    年度 and 报告 stand where the form has them; `remainder` is what follows the report's name (编号, 单位, 日期).
    """

    organ: str
    years: tuple[YearMention, ...]
    has_work: bool
    has_yearly: bool
    has_report: bool
    remainder: str
    subject: str = "政府信息公开"  # as the title has it: 政务公开, 信息公开

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
    words = plain.text.replace("\n", "")
    subjects = [*_SUBJECT.finditer(words)]
    if not subjects:
        return None
    subject = subjects[-1]  # a county's name may hold another
    tail = _TAIL.match(words, subject.end())
    end = tail.end() if tail else subject.end()
    return Title(
        organ=_organ(words[: subject.start()]),
        years=report_year_in_title(text),
        has_work=bool(tail and (tail["work"] or tail["late"])),
        has_yearly=bool(tail and tail["yearly"]) or "年度" in words[: subject.start()],
        has_report=bool(tail and tail["report"]),
        remainder=_YEAR.sub("", words[end:]).strip(_AROUND),
        subject=subject[0],
    )


def _mention(plain: PlainText, found: re.Match[str]) -> YearMention:
    """A year of four signs: 2023, 二〇二三, 2O23 with a letter O."""
    return YearMention(int(found[1].translate(_AS_DIGIT)), *plain.cite(found.start(), found.end()))


def _organ(before: str) -> str:
    """The organ before 政府信息公开; 渑池县人民 + 政府信息公开 has one 政府 written for two."""
    organ = _YEAR.sub("", before).strip(_AROUND).removeprefix("关于")
    return f"{organ}政府" if organ.endswith("人民") else organ
