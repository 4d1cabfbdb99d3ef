"""The words of a page, for its templates and its script alike."""

from __future__ import annotations

from typing import Final

from validator.model.bilingual import Bilingual, filled, spoken
from validator.writers.states import STATES

WORDS: Final = {
    "title_one": Bilingual("校验报告：{unit}", "Check report: {unit}"),
    "title_many": Bilingual("校验报告：{count} 份年报", "Check report: {count} annual reports"),
    "title_any": Bilingual("校验报告", "Check report"),
    "collected": Bilingual("汇总：{organ} {year}年", "Collected: {organ} {year}"),
    "collected_units": Bilingual("报送情况", "What came"),
    "collected_open": Bilingual("要处理的单位", "Units to deal with"),
    "collected_all_in": Bilingual("名单上的单位都已报来。", "Every unit on the roster is in."),
    "collected_against": Bilingual("与上级报告对照", "Against the office's report"),
    "collected_after": Bilingual("汇总后的问题", "After adding up"),
    "collected_agrees": Bilingual("逐格相符。", "Every cell agrees."),
    "collected_unit": Bilingual("单位", "unit"),
    "collected_state": Bilingual("状态", "state"),
    "collected_why": Bilingual("说明", "why"),
    "collected_files": Bilingual("文件", "files"),
    "collected_in_sums": Bilingual("计入合计 {count} 个单位", "{count} {count|unit|units} in the sums"),
    "collected_late": Bilingual("逾期", "late"),
    "collected_period": Bilingual("期限不符", "other period"),
    "collected_more": Bilingual("另有 {count} 个", "{count} more"),
    "skip": Bilingual("跳到内容", "Skip to the content"),
    "theme": Bilingual("明暗", "Light or dark"),
    "print": Bilingual("打印", "Print"),
    "made": Bilingual("gouji {version} 校验", "checked by gouji {version}"),
    "made_on": Bilingual("gouji {version}，检查日 {day}", "checked by gouji {version} as of {day}"),
    "no_script": Bilingual(
        "浏览器没有运行脚本：下面是全部发现，点不开单元格的关系。",
        "This browser runs no scripts: all findings are listed below, without the relations of cells.",
    ),
    "no_script_many": Bilingual(
        "浏览器没有运行脚本，列不出各单位。", "This browser runs no scripts, so units cannot be listed."
    ),
    # verdicts
    **STATES,
    # levels
    "level_must": Bilingual("强制", "must"),
    "level_explain": Bilingual("核实", "explain"),
    "level_notice": Bilingual("提示", "notice"),
    "waived": Bilingual("已说明", "explained"),
    "broken": Bilingual("规则出错", "rule failed"),
    # one unit
    "findings": Bilingual("问题", "Findings"),
    "findings_hint": Bilingual(
        "点一条看单元格；按 N、P 到下一处、上一处，方向键在表中移动，Esc 取消。",
        "Choose one to see its cells; N and P go to the next and the last one, arrow keys move in tables, Esc lets go.",
    ),
    "no_findings": Bilingual("没有发现问题。", "Nothing was found."),
    "causes": Bilingual("多半错在这里", "Most likely wrong here"),
    "others": Bilingual("其他问题", "Other findings"),
    "hence": Bilingual("由此而来的 {count} 条", "{count} {count|finding|findings} from it"),
    "alternatives": Bilingual("也可能是另外 {count} 种情况", "{count} other {count|possibility|possibilities}"),
    "or": Bilingual("，", ", "),
    "whole": Bilingual("整份报告", "whole report"),
    "rule": Bilingual("规则和改法", "the rule, and what to do"),
    "rule_fix": Bilingual("改法", "What to do"),
    "rule_why": Bilingual("为什么", "Why"),
    "rule_basis": Bilingual("依据", "Basis"),
    "legend": Bilingual("颜色", "Colours"),
    "cover": Bilingual("封面", "Cover"),
    "form": Bilingual("报告", "The report"),
    "unit_of": Bilingual("单位", "unit"),
    "blank": Bilingual("空白", "blank"),
    "absent": Bilingual("工作簿里没有", "not in the workbook"),
    "chosen": Bilingual("所选单元格", "The cell chosen"),
    "choose": Bilingual(
        "指着或点一个格，看它的勾稽关系。", "Point at a cell or choose it to see its sum relationships."
    ),
    "close": Bilingual("关闭", "Close"),
    "now": Bilingual("现为", "now"),
    "last_year_value": Bilingual("上年", "last year"),
    "should": Bilingual("应为 {value}", "should be {value}"),
    "maybe": Bilingual("可能是 {value}", "perhaps {value}"),
    "wrong": Bilingual("多半有误", "most likely wrong"),
    "relations": Bilingual("勾稽关系", "Sum relationships"),
    "no_relations": Bilingual("没有涉及它的勾稽关系。", "No sum relationship is about it."),
    "holds": Bilingual("成立", "holds"),
    "fails_relation": Bilingual("不成立", "does not hold"),
    "open_relation": Bilingual("没有结论", "no verdict"),
    "not_applied": Bilingual("条件不满足，不适用", "its condition is not met"),
    "rest_zero": Bilingual("其余 {count} 项为 0 或空白", "the other {count} are 0 or blank"),
    "difference": Bilingual("相差 {value}", "difference {value}"),
    "text_says": Bilingual("正文", "text"),
    "table_says": Bilingual("表中", "table"),
    "not_quoted": Bilingual("正文不在本页，只列引文。", "The text is not on this page, only what is quoted of it."),
    "empty_text": Bilingual("（空白）", "(blank)"),
    "coverage": Bilingual("查了什么", "What was looked at"),
    "ran": Bilingual("查过", "Run"),
    "not_run": Bilingual("没有运行", "Not run"),
    "no_verdict": Bilingual("没有结论", "No verdict"),
    "waivers": Bilingual("情况说明", "Explanations"),
    "waiver": Bilingual("{reason}（{by}，{date}）", "{reason} ({by}, {date})"),
    # many units
    "overview": Bilingual("概况", "Overview"),
    "of_files": Bilingual("{count} 份", "{count} {count|file|files}"),
    "faults": Bilingual("最常见的问题", "Most common faults"),
    "all_rules": Bilingual("各规则的发现", "Findings by rule"),
    "fault_files": Bilingual("涉及 {files} 份，{findings} 处", "{files} {files|file|files}, {findings} in all"),
    "show_units": Bilingual("列出有这个问题的单位", "List the units with it"),
    "charts": Bilingual("汇总数字", "Figures"),
    "charts_of": Bilingual("读得出的 {count} 份合计", "{count} {count|report|reports} that could be read, added up"),
    "numbers": Bilingual("数据表", "as a table"),
    "count": Bilingual("件数", "count"),
    "share": Bilingual("占比", "share"),
    "total": Bilingual("总计", "total"),
    "all": Bilingual("合计", "all"),
    "last_year": Bilingual("上年", "last year"),
    "this_year": Bilingual("本年", "this year"),
    "change": Bilingual("变化", "change"),
    "years_title": Bilingual("与上年相比（有上年报告的 {count} 份）", "Against last year ({count} with its report)"),
    "own_years": Bilingual("历年数字", "Over the years"),
    "all_years": Bilingual(
        "近 {years} 年（每年都有报告的 {count} 份合计）",
        "{years} years ({count} with a report of every year, added up)",
    ),
    "together": Bilingual("多份报告之间", "Between files"),
    "duplicates": Bilingual("同一机关同一年度不止一份", "Several files of one body and year"),
    "mixed_years": Bilingual("报告年度", "Report years"),
    "unreadable_files": Bilingual("读不了的文件", "Unreadable files"),
    "other_files": Bilingual("没有检查的其他文件", "Other files, not checked"),
    "more_files": Bilingual("另有 {count} 个", "{count} more"),
    "skipped": Bilingual("跳过锁定文件 {count} 个", "{count} lock {count|file|files} skipped"),
    "units": Bilingual("各单位", "Units"),
    "search": Bilingual("查找单位或文件", "Search units and files"),
    "verdict": Bilingual("结果", "verdict"),
    "any_verdict": Bilingual("全部结果", "any verdict"),
    "any_rule": Bilingual("全部规则", "any rule"),
    "any_year": Bilingual("全部年度", "any year"),
    "by_rule": Bilingual("规则", "rule"),
    "unit": Bilingual("单位", "unit"),
    "year": Bilingual("年度", "year"),
    "file": Bilingual("文件", "file"),
    "reset": Bilingual("清除筛选", "Clear filters"),
    "shown": Bilingual("显示 {shown} / {count}", "{shown} of {count} shown"),
    "more": Bilingual("再显示 {count} 行", "Show {count} more"),
    "none": Bilingual("没有符合条件的单位。", "No unit fits."),
    "back": Bilingual("返回列表", "Back to the list"),
    "next_unit": Bilingual("下一个单位", "Next unit"),
    "previous_unit": Bilingual("上一个单位", "Unit before"),
    "sort": Bilingual("按“{name}”排序", "Sort by {name}"),
    "unnamed": Bilingual("（没有名称）", "(no name)"),
}


def say(key: str, lang: str, **args: object) -> str:
    """A text of a page with its arguments."""
    return filled(spoken(WORDS[key], lang), args, lang)


def script_words(lang: str) -> dict[str, str]:
    """The texts as the script takes them, with their arguments open; of two forms of a word the usual one."""
    return {key: spoken(words, lang) for key, words in WORDS.items()}
