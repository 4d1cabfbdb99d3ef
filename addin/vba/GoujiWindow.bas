Attribute VB_Name = "GoujiWindow"
Option Explicit

' What the user sees outside the sheets; apart, so that a test can look instead.

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

Public Function Status() As String
    Status = CStr(Application.StatusBar)
End Function
