Attribute VB_Name = "GoujiRibbon"
Option Explicit

' The ribbon's callback. This file is ASCII, because VBA text is stored in a Windows
' code page: Chinese belongs into customUI14.xml, conf.csv and the Python code.

Private Const PY_MODULE As String = "addin.commands"
' On a Mac RunPython returns at once; a press is accepted again when Python has called
' CleanUp, or after this time, should Python have died.
Private Const PATIENCE_SECONDS As Long = 120

Private Const PERMISSION_DENIED As Long = 70

Private BusyUntil As Date

Public Sub OnAction(control As IRibbonControl)
    Dispatch control.ID
End Sub

' Action is the id of a button in customUI14.xml.
Public Sub Dispatch(ByVal Action As String)
    If Now < BusyUntil Then Exit Sub
    On Error GoTo Failed
    If Not Ready(Action) Then Exit Sub
    Select Case Action
        Case "next"
            GoujiWalk.Walk 1
        Case "previous"
            GoujiWalk.Walk -1
        Case "new"
            MakeTemplate
        Case Else
            CallPython CommandFor(Action)
    End Select
    Exit Sub
Failed:
    Dim Details As String
    Details = Err.Number & " " & Err.Description
    ' Security software that keeps Office from starting programs shows as this error.
    If Err.Number = PERMISSION_DENIED Then Details = GoujiText.Wording("blocked") & vbLf & Details
    Finished
    GoujiText.ShowFailure Details
End Sub

' Excel runs these when it opens and closes the add-in.
Public Sub Auto_Open()
    GoujiWindow.SetKeys "GoujiRibbon.NextFinding", "GoujiRibbon.PreviousFinding"
End Sub

Public Sub Auto_Close()
    GoujiWindow.SetKeys "", ""
End Sub

Public Sub NextFinding()
    Dispatch "next"
End Sub

Public Sub PreviousFinding()
    Dispatch "previous"
End Sub

' Typed is what the user was asked for, as GoujiText.Encoded writes it: nothing that Python or a shell would read.
Public Function CommandFor(ByVal Action As String, Optional ByVal Typed As Variant) As String
    Dim Words As String
    Dim Word As Variant
    Words = "'" & Action & "'"
    If Not IsMissing(Typed) Then
        For Each Word In Typed
            Words = Words & ",'" & GoujiText.Encoded(CStr(Word)) & "'"
        Next Word
    End If
    CommandFor = "import " & PY_MODULE & ";" & PY_MODULE & ".run(" & Words & ")"
End Function

' Year and unit are asked for before Python is started, so that nobody waits for a question.
Private Sub MakeTemplate()
    Dim ReportYear As String
    Dim Organ As String
    If Not GoujiWindow.Ask(GoujiText.Wording("ask_year"), CStr(Year(Now) - 1), ReportYear) Then Exit Sub
    If Not GoujiWindow.Ask(GoujiText.Wording("ask_organ"), "", Organ) Then Exit Sub
    CallPython CommandFor("new", Array(ReportYear, Organ))
End Sub

' The command is over: on a Mac, Python says so through CleanUp.
' A message that the command has left in the status bar stays.
Public Sub Finished()
    BusyUntil = 0
    If GoujiWindow.Status() = GoujiText.Wording("running") Then GoujiWindow.ShowStatus ""
    GoujiWindow.GiveBackLater
End Sub

Private Sub CallPython(ByVal Command As String)
    BusyUntil = DateAdd("s", PATIENCE_SECONDS, Now)
    GoujiWindow.ShowStatus GoujiText.Wording("running")
    RunPython Command
    #If Not Mac Then
        Finished
    #End If
End Sub

' Python finds Excel through the window of a workbook, so that there has to be one.
Private Function Ready(ByVal Action As String) As Boolean
    Ready = True
    If Not ActiveWorkbook Is Nothing Then Exit Function
    If Action = "new" Or Action = "help" Then
        Workbooks.Add
    Else
        GoujiWindow.Say GoujiText.Wording("no_workbook")
        Ready = False
    End If
End Function
