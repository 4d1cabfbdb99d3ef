"""The add-in's VBA in a macro book of Calc, with what opens windows or starts programs replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from addin.building import xlam
from addin.building.ovba import Module
from tests.addin.calc import Calc, macro_book, standard
from validator.filings.traces import HEADINGS

OWN = [one for one in xlam.modules() if one.name.startswith("Gouji") and one.name != "GoujiWindow"]
"""The committed modules, all but the one that opens windows."""

LISTENER = standard(
    "GoujiWindow",
    """Public Sub Say(ByVal Message As String)
    ThisWorkbook.Worksheets(1).Range("D2").Value = Message
End Sub
Public Sub ShowStatus(ByVal Message As String)
    ThisWorkbook.Worksheets(1).Range("D4").Value = Message
End Sub
Public Function Status() As String
    Status = CStr(ThisWorkbook.Worksheets(1).Range("D4").Value)
End Function
Public Sub GiveBackLater()
    ThisWorkbook.Worksheets(1).Range("D5").Value = Status()
End Sub
Public Function Ask(ByVal Prompt As String, ByVal Usual As String, ByRef Answer As String) As Boolean
    Dim Log As Range
    Set Log = ThisWorkbook.Worksheets(1).Range("D6")
    Log.Value = Log.Value & Prompt & Usual & "|"
    Answer = CStr(ThisWorkbook.Worksheets(1).Range("D7").Value)
    Ask = Answer <> ""
    If Ask Then ThisWorkbook.Worksheets(1).Range("D7").Value = CStr(ThisWorkbook.Worksheets(1).Range("D8").Value)
End Function
Public Sub SetKeys(ByVal NextFinding As String, ByVal PreviousFinding As String)
    ThisWorkbook.Worksheets(1).Range("D9").Value = NextFinding & "|" & PreviousFinding
End Sub
""",
)
"""In its place; Calc, besides, does not tell what its status bar shows."""

PROBE = standard(
    "Probe",
    """Public Sub Press(ByVal Id As String)
    Dim Row As Long
    For Row = 1 To 6
        If Row <> 3 Then ThisWorkbook.Worksheets(1).Cells(Row, 4).Value = ""
    Next Row
    GoujiRibbon.Dispatch Id
End Sub
Public Function Seen(ByVal Address As String) As String
    Seen = CStr(ThisWorkbook.Worksheets(1).Range(Address).Value)
End Function
Public Function Place() As String
    Place = ActiveSheet.Name & "!" & Selection.Address(False, False)
End Function
Public Sub PutCursor(ByVal Sheet As String, ByVal Address As String)
    ActiveWorkbook.Worksheets(Sheet).Activate
    ActiveWorkbook.Worksheets(Sheet).Range(Address).Select
End Sub
Public Sub HideRow(ByVal Sheet As String, ByVal Row As String)
    ActiveWorkbook.Worksheets(Sheet).Rows(CLng(Row)).Hidden = True
End Sub
""",
)

Finding = tuple[Any, ...]
FINDINGS: list[Finding] = [
    (1, "强制", "T3-01", "三、依申请公开", "D8", 52, 0, 52, "填 0", "左边 52，右边 0"),
    (2, "强制", "P-01", "封面", "B5", None, None, None, None, "统计期限不对"),
    (3, "核实", "T3-04", "三、依申请公开", "D8:D9", 3, 1, 2, None, "其他处理较多"),
    (4, "提示", "S-01", None, None, None, None, None, None, "没有位置的问题"),
    (5, "提示", "S-02", "另一工作簿", "A1", None, None, None, None, "没有这个工作表"),
    (6, "提示", "S-03", "藏", "A1", None, None, None, None, "工作表被隐藏"),
]


@dataclass(frozen=True)
class Ribbon:
    """The add-in open in Calc."""

    calc: Calc
    document: Any

    def press(self, button: str) -> None:
        """Press the button with that id."""
        self.call("Probe.Press", button)

    def walk(self, button: str) -> tuple[str, str]:
        """Press it; the selection afterwards and what the status bar says."""
        self.press(button)
        return self.place, self.status

    @property
    def place(self) -> str:
        """The selection, ``Sheet!A1``."""
        return str(self.call("Probe.Place"))

    @property
    def run(self) -> str:
        """What was to be run by the last press."""
        return str(self.call("Probe.Seen", "D1"))

    @property
    def said(self) -> str:
        """The message box of the last press."""
        return str(self.call("Probe.Seen", "D2"))

    @property
    def given_back(self) -> str:
        """What the status bar says that is given back in a minute."""
        return str(self.call("Probe.Seen", "D5"))

    @property
    def asked(self) -> str:
        """The questions of the last press."""
        return str(self.call("Probe.Seen", "D6"))

    def types(self, first: str, second: str = "") -> None:
        """What the user will type; nothing is no answer."""
        cells = self.document.Sheets.getByIndex(0)
        for at, text in (("D7", first), ("D8", second)):
            cells.getCellRangeByName(at).String = text

    @property
    def status(self) -> str:
        """The status bar."""
        return str(self.call("Probe.Seen", "D4"))

    def exit_status(self, number: int) -> None:
        """What the next program that is started returns."""
        self.document.Sheets.getByIndex(0).getCellRangeByName("D3").Value = number

    def call(self, procedure: str, *arguments: str) -> Any:
        """Any macro of the book."""
        return self.calc.call(self.document, procedure, *arguments)


@contextmanager
def ribbon(calc: Calc, folder: Path, *modules: Module, own: Sequence[Module] = OWN) -> Iterator[Ribbon]:
    """The committed modules and those given, open in Calc."""
    document = calc.open(macro_book(folder / "gouji.xlsm", [*modules, LISTENER, PROBE, *own]))
    yield Ribbon(calc, document)
    document.close(True)


@contextmanager
def in_front(calc: Calc, path: Path) -> Iterator[Any]:
    """The workbook, opened and active."""
    document = calc.open(path)
    yield document
    document.close(True)


def checked_book(path: Path, findings: Sequence[Finding] = FINDINGS, heading: str = "序号") -> Path:
    """A workbook with a result sheet as a check writes it."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "封面"
    book.create_sheet("三、依申请公开")
    book.create_sheet("藏").sheet_state = "hidden"
    sheet = book.create_sheet("校验结果")
    sheet["A1"], sheet["A2"], sheet["A3"] = "校验结果", "已检查 60 条规则", f"校验时间：2024-01-10 {path.parent.name}"
    for column, title in enumerate((heading, *HEADINGS[1:]), start=1):
        sheet.cell(5, column, title)
    for row, finding in enumerate(findings, start=6):
        for column, value in enumerate(finding, start=1):
            sheet.cell(row, column, value)
    book.save(path)
    return path
