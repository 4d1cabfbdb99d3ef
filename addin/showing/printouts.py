"""帮助 as a plain HTML page; pages as files of the user's own, opened in the browser."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable
from html import escape
from pathlib import Path

from validator.files.opening import own_folder
from validator.files.writing import write_atomically
from validator.model.rule import SEVERITY_NAMES, Rule
from validator.writers.looks import LEVEL_LOOKS, STYLES

CSS = """body{font:15px/1.6 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;max-width:84em;
margin:2em auto;padding:0 1em;color:#222}h1{font-size:1.5em}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #bbb;padding:.35em .6em;text-align:left;vertical-align:top}
th{background:#1f4e79;color:#fff;white-space:nowrap}th,td{print-color-adjust:exact;-webkit-print-color-adjust:exact}
td.short,td.number{white-space:nowrap}td.number{text-align:right}small,li{color:#595959}
@media (max-width:40em){body{margin:1em auto}table,tbody,tr,td{display:block;width:auto}tr{margin:0 0 .8em;
border:1px solid #bbb;border-radius:.4em;overflow:hidden}tr:first-child:has(th){display:none}
td{border:0;white-space:normal}}
@page{size:A4 landscape;margin:1.5cm}@media print{body{font-size:12px;margin:0;padding:0}}"""
BUTTONS = (
    ("校验", "检查打开的工作簿，标出有问题的单元格，列出“校验结果”。不改动您填的数。"),
    ("上一处、下一处", "按“校验结果”的顺序查看问题，说明显示在窗口底部的状态栏。快捷键 Ctrl+Shift+W、Ctrl+Shift+E。"),
    ("清除标记", "去掉标记和“校验结果”，表格恢复原样。上报前请先清除。"),
    ("情况说明", "“核实”类问题核实无误时，转到它的情况说明一行填写原因。"),
    (
        "安全修正",
        "把存成文字的数改成数，例如全角数字、千位分隔符。先询问，再修改，列出改了哪些，自动重新校验。",
    ),
    ("空白填 0", "当前这张表里没有填的格都填上 0。先询问有几格；已经填了的格和公式不动。"),
    ("校验报告", "生成校验报告，用浏览器打开，可以打印。"),
    ("新建模板", "填写年度和单位名称，生成空白模板。"),
)


def help_page(rules: Iterable[Rule]) -> str:
    """Buttons, colours and rules as a page."""
    names = SEVERITY_NAMES["zh"]
    marks = [(_cell("12", look.name.lower()), _cell(style.says.zh)) for look, style in STYLES.items()]
    body = [
        "<h1>年报校验：使用说明</h1>",
        "<h2>按钮</h2>",
        _table(("按钮", "作用"), [(_cell(name, "short"), _cell(text)) for name, text in BUTTONS]),
        "<h2>颜色</h2>",
        _table(("标记", "含义"), marks),
        "<p>改了的格马上不再显示标记；改得对不对，请再点“校验”。</p>",
        "<p>模板自己也会用颜色标出不成立的关系；标记盖在它上面，标记消失后再显示出来。</p>",
        "<h2>规则</h2>",
        _table(
            ("代码", "级别", "规则", "为什么", "依据"),
            [_rule(one, names[one.severity]) for one in rules],
        ),
    ]
    return _page("年报校验：使用说明", body)


def show(name: str, page: str) -> Path:
    """Write the page into the user's own folder and open it."""
    folder = own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    write_atomically(target, page.encode())
    webbrowser.open(target.as_uri())
    return target


def _rule(rule: Rule, level: str) -> tuple[str, ...]:
    return _cell(rule.code, "short"), _level(level), _cell(rule.title["zh"]), _cell(rule.why), _cell(rule.basis)


def _page(title: str, body: Iterable[str]) -> str:
    phone = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = f'<meta charset="utf-8">{phone}<title>{escape(title)}</title><style>{CSS}{_colours()}</style>'
    text = "\n".join(body)
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{text}\n</body></html>\n'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table>\n<tr>{head}</tr>\n{lines}\n</table>"


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"


def _level(level: str) -> str:
    """In the colour of its marks."""
    look = LEVEL_LOOKS.get(level)
    return _cell(level, f"short {look.name.lower()}" if look else "short")


def _colours() -> str:
    """The looks of the marks as classes of cells."""
    looks = ((look.name.lower(), style) for look, style in STYLES.items())
    return "".join(f"td.{name}{{background:rgb{style.fill};color:rgb{style.font}}}" for name, style in looks)
