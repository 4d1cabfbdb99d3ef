"""The check of the ribbon's XML refuses what Excel would pass over in silence."""

from __future__ import annotations

import pytest

from addin.building import ribbon, xlam
from addin.building.ovba import Module, ModuleKind

TAB = xlam.tab_source().decode()
CALLBACK = "Public Sub OnAction(control As IRibbonControl)\nEnd Sub\n"


def _modules(text: str = CALLBACK) -> list[Module]:
    return [Module("GoujiRibbon", ModuleKind.STANDARD, text)]


def test_the_tab_has_no_mistake() -> None:
    assert ribbon.mistakes(TAB.encode(), _modules()) == []
    assert ribbon.mistakes(TAB.encode(), _modules("")) != []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id="next"', 'id="previous"', "id 重复 previous"),
        ('size="large" imageMso="ErrorChecking"', 'sized="large" imageMso="ErrorChecking"', "button 的未知属性 sized"),
        ("<ribbon>", '<ribbon startFromScratch="true">', "ribbon 的未知属性 startFromScratch"),
        ('label="上一处" ', "", "按钮 previous 缺少 label"),
        ('screentip="帮助"', 'screentip=""', "按钮 help 缺少 screentip"),
        ("GoujiRibbon.OnAction", "GoujiRibbon.OnClick", "按钮 check 的过程 GoujiRibbon.OnClick 不存在"),
        ("<tabs>", "<tabs><group/>", "tabs 下不能有 group"),
        (
            "<ribbon>",
            "<backstage/><ribbon>",
            "未知元素 {http://schemas.microsoft.com/office/2009/07/customui}backstage",
        ),
        ("读取当前工作簿", "读" * 1025, "按钮 check 的提示过长"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(ribbon.RibbonError, match=message.replace("{", "\\{")):
        ribbon.check(TAB.replace(old, new, 1).encode(), _modules())


@pytest.mark.parametrize(
    "text",
    [
        "Private Sub OnAction(control As IRibbonControl)\nEnd Sub\n",
        "Public Sub OnAction()\nEnd Sub\n",
        "Public Sub OnAction(control As Object)\nEnd Sub\n",
        "Public Sub OnAction(control As IRibbonControl, pressed As Boolean)\nEnd Sub\n",
        "' Public Sub OnAction(control As IRibbonControl)\n",
    ],
)
def test_a_procedure_excel_could_not_call_is_no_callback(text: str) -> None:
    assert ribbon.callbacks(_modules(text)) == frozenset()
    with pytest.raises(ribbon.RibbonError, match="不存在"):
        ribbon.check(TAB.encode(), _modules(text))


def test_another_namespace_has_no_older_twin() -> None:
    with pytest.raises(ribbon.RibbonError, match="2009"):
        ribbon.for_2006(TAB.replace("2009/07", "2012/01").encode())
