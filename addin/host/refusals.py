"""Why Excel did not do what it was asked: the numbers of COM and of Apple events, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BUSY: Final = "Excel 正忙：可能正在编辑单元格，或者开着对话框。请按 Esc 或者关掉对话框，再点一次。"
COM: Final[Mapping[int, str]] = {
    -2147418111: BUSY,  # RPC_E_CALL_REJECTED
    -2147417846: BUSY,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998: BUSY,  # VBA_E_IGNORE
    -2147417848: "Excel 已经关闭或者中断了连接。请重新打开 Excel 再点一次。",  # RPC_E_DISCONNECTED
    -2147023174: "Excel 已经关闭或者中断了连接。请重新打开 Excel 再点一次。",  # RPC_S_SERVER_UNAVAILABLE
}
APPLE: Final[Mapping[int, str]] = {
    -1743: "macOS 没有允许校验程序控制 Excel。请打开“系统设置 → 隐私与安全性 → 自动化”，"
    "允许 Excel（或 Python）控制“Microsoft Excel”，再点一次。",
    -1744: "macOS 还没有问过是否允许控制 Excel。请再点一次“校验”，出现询问时点“好”。",
    -1712: f"等不到 Excel 的回答。{BUSY}",
    -1728: "Excel 里没有找到要处理的工作表或单元格，它可能已经删除或者改名。请再点一次“校验”。",
    -600: "Excel 没有在运行，或者刚刚关闭。请重新打开 Excel 再点一次。",
    -609: "与 Excel 的连接断了。请重新打开 Excel 再点一次。",
    -10004: "macOS 没有允许读写这个文件所在的文件夹。请把年报放到“文稿”等普通文件夹，再点一次。",
    -10000: "Excel 不接受这个操作：工作簿可能只读，或者受保护。",
}


def explained(error: BaseException) -> str:
    """What such an error means, ``""`` for any other; the number stays, for whoever is asked for help."""
    for attribute, known in (("hresult", COM), ("errornumber", APPLE)):
        number = getattr(error, attribute, None)
        if isinstance(number, int) and number in known:
            return f"{known[number]}（{number}）"
    return BUSY if type(error).__name__ == "ExcelBusyError" else ""
