"""What the commands say to the user, and the exception that carries it. The VBA's own wording is in ``conf.csv``."""

from __future__ import annotations

from typing import Final

TITLE: Final = "年报校验"
WENT_ROUND: Final = "（又从头开始）"
NO_RESULT: Final = "还没有校验结果。请先点“校验”。"
NO_FINDINGS: Final = "校验结果中没有要查看的问题。"
NO_BOOK: Final = "请先打开要校验的年报。如果文件是从网上或邮件里打开的，请先点窗口上方的“启用编辑”。"
GONE: Final = "没有找到工作簿“{}”，它可能已经关闭或改名。请重新打开后再点一次。"
NAME_TAKEN: Final = "工作簿里有一张自己的工作表也叫“校验结果”。请给它改名，再点“校验”。"
LEFT_OVER: Final = "上次的“校验结果”删不掉，工作簿只读或结构受保护。请撤销保护，或另存一份，再点一次。"
AUTOSAVED: Final = "“自动保存”开着，标记会随文件保存，上报前务必点“清除标记”。"
HIDDEN_SHEET: Final = "（这张工作表被隐藏了，请先取消隐藏）"
HIDDEN_LINE: Final = "（这一格所在的行或列被隐藏了，请先取消隐藏）"
GONE_CELL: Final = "（这一格已经删除，请重新校验）"
ASK_YEAR: Final = "报告年度（四位年份）："
ASK_ORGAN: Final = "机关名称（可以留空，以后再填）："
FAILED: Final = "操作没有完成。"


class Declined(Exception):  # noqa: N818  a command says no, with the reason
    """The command cannot be carried out on this book; the message is for the user."""
