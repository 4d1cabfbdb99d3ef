Attribute VB_Name = "GoujiWindow"
Option Explicit

' What the user sees outside the sheets; apart, so that a test can look instead.

Private Const TYPE_TEXT As Long = 2
Private Const SHOWN_SECONDS As Long = 60

Private Due As Date      ' when the status bar is given back
Private Shown As String  ' if it says this then

Public Sub Say(ByVal Message As String)
    MsgBox Message, vbInformation, GoujiText.Wording("title")
End Sub

' "" gives the status bar back to Excel.
Public Sub ShowStatus(ByVal Message As String)
    If Message = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = Message
    End If
End Sub

' A text that the user types; False when the user does not want to.
Public Function Ask(ByVal Prompt As String, ByVal Usual As String, ByRef Answer As String) As Boolean
    Dim Typed As Variant
    Typed = Application.InputBox(Prompt:=Prompt, Title:=GoujiText.Wording("title"), Default:=Usual, Type:=TYPE_TEXT)
    If VarType(Typed) = vbBoolean Then Exit Function
    Answer = CStr(Typed)
    Ask = True
End Function

' Gives the status bar back in a minute, should it then still say what it says now.
Public Sub GiveBackLater()
    If VarType(Application.StatusBar) = vbBoolean Then Exit Sub  ' it is Excel's own
    Shown = Status()
    Due = DateAdd("s", SHOWN_SECONDS, Now)
    Application.OnTime Due, "'" & ThisWorkbook.Name & "'!GoujiWindow.GiveBack"
End Sub

Public Sub GiveBack()
    If Now >= Due And Status() = Shown Then ShowStatus ""
End Sub

' Ctrl+Shift+E the next finding, Ctrl+Shift+W the one before; "" gives a key back to Excel.
Public Sub SetKeys(ByVal NextFinding As String, ByVal PreviousFinding As String)
    SetKey "^+e", NextFinding
    SetKey "^+w", PreviousFinding
End Sub

Private Sub SetKey(ByVal Key As String, ByVal Procedure As String)
    If Procedure = "" Then
        Application.OnKey Key
    Else
        Application.OnKey Key, "'" & ThisWorkbook.Name & "'!" & Procedure
    End If
End Sub

Public Function Status() As String
    Status = CStr(Application.StatusBar)
End Function
