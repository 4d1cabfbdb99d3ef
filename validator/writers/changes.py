"""What an example of a rule changes in the sample report, as a person reads it: a sentence for each change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from validator.examples.filings import AS_FOUND_KEY, BLANK_KEY, PREVIOUS_KEY, UNITS_KEY, UNTOUCHED_KEY, WORKBOOK_KEY
from validator.exchange.filing_data import TITLE_KEY
from validator.model.address import column_letters
from validator.model.bilingual import BLANK_WORD, Bilingual
from validator.model.collected import STATE_WORDS, UnitState
from validator.model.rule import Example
from validator.model.shown import shown

Said = Iterator[Bilingual]
_AS_IT_IS: Final = Bilingual("示例报告原样", "the sample report as it is")
_SAME: Final = Bilingual("数字与今年相同", "the same figures as this year")


def changes(example: Example) -> tuple[Bilingual, ...]:
    """A sentence for each thing that the example changes; that it changes nothing where it does not."""
    return tuple(_changes(example.change)) or (_AS_IT_IS,)


def _changes(change: Mapping[str, Any]) -> Said:
    for key, value in change.items():
        yield from _SAYS[key](value)


def _each(zh: str, en: str, given: Mapping[str, Any] | Sequence[Any]) -> Said:
    """A sentence for each name, or pair of a name and what belongs to it."""
    pairs = given.items() if isinstance(given, Mapping) else ((one, "") for one in given)
    for name, value in pairs:
        told = {"name": name, "value": _quoted(value), "plain": value}
        yield Bilingual(zh.format(**told), en.format(**told))


def _texts(texts: Mapping[str, str]) -> Said:
    for section, text in texts.items():
        if section == TITLE_KEY:
            yield Bilingual(f"标题：“{text}”", f"title: “{text}”")
        elif text:
            yield Bilingual(f"第{section}部分：“{_one_line(text)}”", f"section {section}: “{_one_line(text)}”")
        else:
            yield Bilingual(f"第{section}部分空白", f"section {section} is blank")


def _named(zh: str, en: str, value: object) -> Said:
    yield Bilingual(f"{zh}：{shown(value)}", f"{en}: {shown(value)}")


def _period(period: Mapping[str, str]) -> Said:
    days = [Bilingual(day or BLANK_WORD.zh, day or BLANK_WORD.en) for day in (period["start"], period["end"])]
    yield Bilingual(f"封面统计期限：{days[0].zh} 至 {days[1].zh}", f"period on the cover: {days[0].en} to {days[1].en}")


def _waivers(waivers: Sequence[Mapping[str, str]]) -> Said:
    for one in waivers:
        zh, en = (
            sign.join(value or word for value in one.values()) for sign, word in (("，", "空白"), (", ", "blank"))
        )
        yield Bilingual(f"情况说明：{zh}", f"explanation: {en}")


_LAST = Bilingual("上年报告：", "last year's report: ")


def _previous(given: object) -> Said:
    lines = tuple(_changes(given)) if isinstance(given, Mapping) else (_SAME,)
    for line in lines or (_AS_IT_IS,):
        if line.zh.startswith(_LAST.zh):
            yield Bilingual(
                f"再上一年的报告：{line.zh.removeprefix(_LAST.zh)}",
                f"the report before it: {line.en.removeprefix(_LAST.en)}",
            )
        else:
            yield Bilingual(f"{_LAST.zh}{line.zh}", f"{_LAST.en}{line.en}")


def _workbook(edits: Sequence[Mapping[str, Any]]) -> Said:
    for edit in edits:
        yield from _changes(edit)


def _rows(zh: str, en: str, lines: Mapping[str, int | Sequence[int]]) -> Said:
    several = {sheet: given if isinstance(given, Sequence) else (given,) for sheet, given in lines.items()}
    yield from _each(zh, en, {sheet: "、".join(map(str, rows)) for sheet, rows in several.items()})


def _columns(zh: str, en: str, lines: Mapping[str, int]) -> Said:
    yield from _each(zh, en, {sheet: column_letters(number) for sheet, number in lines.items()})


def _added(sheets: Mapping[str, Mapping[str, Any]]) -> Said:
    for name, cells in sheets.items():
        held = "，".join(f"{at} = {_quoted(value)}" for at, value in cells.items())
        yield Bilingual(
            f"增加工作表“{name}”（{held or '空白'}）",
            f"sheet “{name}” was added ({held.replace('，', ', ') or 'blank'})",
        )


def _stored(caches: Mapping[str, Any]) -> Said:
    for at, value in caches.items():
        if value == "":
            yield Bilingual(f"{at} 没有存下结果", f"{at} holds no stored result")
        else:
            yield Bilingual(f"{at} 存的结果是 {shown(value)}", f"{at} holds the stored result {shown(value)}")


def _repairs(repairs: Sequence[Mapping[str, str]]) -> Said:
    for one in repairs:
        yield Bilingual(f"读取时修补：{one['zh']}", f"mended while reading: {one['en']}")


def _units(given: Mapping[str, Any]) -> Said:
    for organ, values in given.get("values", {}).items():
        for line in _each("{name} = {value}", "{name} = {value}", values):
            yield Bilingual(f"{organ}的报告：{line.zh}", f"report of {organ}: {line.en}")
    for organ, state in given.get("states", {}).items():
        words = STATE_WORDS[UnitState(state)]
        yield Bilingual(f"{organ}：{words.zh}", f"{organ}: {words.en}")
    yield from _each("{name}的报告违反 {plain}", "the report of {name} breaks {plain}", _listed(given.get("codes", {})))
    yield from _when(Bilingual("声明纯汇总", "declared a pure sum"), given.get("pure"))


def _listed(codes: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {organ: "、".join(found) for organ, found in codes.items()}


def _looks(given: Mapping[str, Mapping[str, object]]) -> Said:
    for at, look in given.items():
        for key, value in look.items():
            zh, en = _LOOKS[key]
            yield Bilingual(f"{at} 的{zh}改为 {value}", f"the {en} of {at} changed to {value}")


def _when(told: Bilingual, value: object) -> Said:
    """A sentence that holds where the key is true."""
    if value:
        yield told


def _unless(told: Bilingual, value: object) -> Said:
    if not value:
        yield told


def _quoted(value: object) -> str:
    """A text in quotation marks, so that “251000元” is not taken for a number."""
    return f"“{_one_line(value)}”" if isinstance(value, str) else shown(value)


def _one_line(text: str) -> str:
    return text.replace("\n", " ⏎ ")


_LOOKS: Final = {
    "code": ("数字格式", "number format"),
    "ink": ("字的颜色", "colour of text"),
    "ground": ("底色", "fill"),
}
_NOTES: Final = {
    "external links": Bilingual("工作簿带有指向别的工作簿的链接", "the workbook links to other workbooks"),
    "macros": Bilingual("工作簿带有宏", "the workbook has macros"),
}
_SAYS: Final[Mapping[str, Callable[[Any], Said]]] = {
    "values": partial(_each, "{name} = {value}", "{name} = {value}"),
    "text": _texts,
    BLANK_KEY: partial(_each, f"{{name}} = {BLANK_WORD.zh}", f"{{name}} = {BLANK_WORD.en}"),
    "organ": partial(_named, "机关名称", "name of the body"),
    "organ_type": partial(_named, "机关类型", "kind of body"),
    "year": partial(_named, "报告年度", "report year"),
    "published": partial(_named, "公布日期", "published"),
    "partial_year": partial(_named, "年内组建/撤销说明", "founded or abolished within the year"),
    "period": _period,
    "table_periods": partial(_each, "{name}表头的统计期限：{value}", "period of {name}: {value}"),
    "edition": partial(_each, "{name}用的是 {plain} 版", "{name} is of the edition {plain}"),
    "waivers": _waivers,
    UNTOUCHED_KEY: partial(_when, Bilingual("模板原样，什么也没有填", "the template as handed out, nothing filled in")),
    PREVIOUS_KEY: _previous,
    UNITS_KEY: _units,
    AS_FOUND_KEY: _changes,
    WORKBOOK_KEY: _workbook,
    "typed_totals": partial(_unless, Bilingual("总计是公式", "totals are formulas")),
    "headings": partial(_each, "第{name}部分的标题：{value}", "title of section {name}: {value}"),
    "labels": partial(_each, "{name} 的标签写成{value}", "the label at {name} reads {value}"),
    "missing": partial(_each, "没有第{name}部分", "section {name} is missing"),
    "sheets": lambda names: _named("工作表的次序", "the sheets in order", "、".join(names)),
    "file": partial(_named, "文件名", "file name"),
    "cells": partial(_each, "{name} 改为 {value}", "{name} changed to {value}"),
    "caches": _stored,
    "comments": partial(_each, "{name} 加了批注：{value}", "a comment on {name}: {value}"),
    "hide": partial(_each, "隐藏工作表“{name}”", "sheet “{name}” hidden"),
    "hide_rows": partial(_rows, "隐藏“{name}”第 {plain} 行", "row {plain} of “{name}” hidden"),
    "unprotect": partial(_each, "撤销工作表“{name}”的保护", "sheet “{name}” no longer protected"),
    "insert_rows": partial(_rows, "在“{name}”第 {plain} 行处插入一行", "a row inserted into “{name}” at {plain}"),
    "insert_columns": partial(
        _columns, "在“{name}” {plain} 列处插入一列", "a column inserted into “{name}” at {plain}"
    ),
    "delete_rows": partial(_rows, "删掉“{name}”第 {plain} 行", "row {plain} of “{name}” deleted"),
    "delete_columns": partial(_columns, "删掉“{name}” {plain} 列", "column {plain} of “{name}” deleted"),
    "drop_names": partial(_each, "定义名称 {name} 丢失", "the defined name {name} is lost"),
    "move_names": partial(_each, "定义名称 {name} 指向 {value}", "the defined name {name} leads to {value}"),
    "repeat_names": partial(_each, "定义名称 {name} 又定义了一次", "the name {name} is defined once more"),
    "unmarked": partial(_when, Bilingual("模板的名称和属性都没有了", "the template's names and properties are gone")),
    "rename": partial(_each, "工作表“{name}”改名为{value}", "sheet “{name}” renamed to {value}"),
    "remove": partial(_each, "删掉工作表“{name}”", "sheet “{name}” deleted"),
    "add": _added,
    "copy": partial(_each, "工作表“{name}”复制了一份，叫{value}", "sheet “{name}” copied as {value}"),
    "notes": lambda notes: (_NOTES[note] for note in notes),
    "repairs": _repairs,
    "looks": _looks,
    "draw": partial(_each, "{name} 上盖了一个文本框：{value}", "a text box lies on {name}: {value}"),
    "condition": partial(
        _each, "{name} 加了条件格式，数字格式 {value}", "a conditional format on {name} with the number format {value}"
    ),
    "merge": partial(_each, "“{name}”合并了单元格 {value}", "cells of “{name}” merged: {value}"),
}
