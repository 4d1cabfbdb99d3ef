Attribute VB_Name = "GoujiWalk"
Option Explicit

' Previous and next finding, from the result sheet alone: no Python is started.
' Result sheet: row 3 the time of the check, row 5 headings, findings from row 6;
' A number, B severity, C rule, D sheet, E cell, J message.

Private Const TIME_ROW As Long = 3
Private Const HEADING_ROW As Long = 5
Private Const COL_SEVERITY As Long = 2
Private Const COL_RULE As Long = 3
Private Const COL_SHEET As Long = 4
Private Const COL_CELL As Long = 5
Private Const COL_MESSAGE As Long = 10
Private Const STATUS_BAR_LENGTH As Long = 250

Private ShownRow As Long    ' the finding shown last
Private ShownRun As String  ' and the check it comes from

' Direction is 1 or -1. Rows that a filter hides are passed over.
Public Sub Walk(ByVal Direction As Long)
    Dim Result As Worksheet
    Dim FromRow As Long
    Dim Total As Long
    Set Result = ResultSheet()
    If Result Is Nothing Then
        GoujiWindow.Say GoujiText.Wording("no_result")
        Exit Sub
    End If
    Total = VisibleUpTo(Result, LastRow(Result))
    If Total = 0 Then
        GoujiWindow.Say GoujiText.Wording("no_findings")
        Exit Sub
    End If
    FromRow = CurrentRow(Result)
    ShownRow = RowAfter(Result, FromRow, Direction)
    ShownRun = RunOf(Result)
    ShowFinding Result, ShownRow
    GoujiWindow.ShowStatus StatusText(Result, ShownRow, Total, WentRound(FromRow, Direction))
End Sub

' A sheet of the right name that a check has written, else Nothing.
Private Function ResultSheet() As Worksheet
    Dim Sheet As Worksheet
    For Each Sheet In ActiveWorkbook.Worksheets
        If Sheet.Name = GoujiText.Wording("result_sheet") Then
            If CStr(Sheet.Cells(HEADING_ROW, 1).Value) = GoujiText.Wording("first_heading") Then Set ResultSheet = Sheet
        End If
    Next Sheet
End Function

Private Function LastRow(ByVal Result As Worksheet) As Long
    LastRow = HEADING_ROW
    Do While Len(CStr(Result.Cells(LastRow + 1, 1).Value)) > 0
        LastRow = LastRow + 1
    Loop
End Function

Private Function VisibleUpTo(ByVal Result As Worksheet, ByVal Last As Long) As Long
    Dim Row As Long
    For Row = HEADING_ROW + 1 To Last
        If Not Result.Rows(Row).Hidden Then VisibleUpTo = VisibleUpTo + 1
    Next Row
End Function

' The user's own place in the list; else the finding shown last, if it is of this check; else the top.
Private Function CurrentRow(ByVal Result As Worksheet) As Long
    CurrentRow = HEADING_ROW
    If ActiveSheet.Name = Result.Name Then
        CurrentRow = ActiveCell.Row
    ElseIf ShownRun = RunOf(Result) Then
        CurrentRow = ShownRow
    End If
    If CurrentRow < HEADING_ROW Or CurrentRow > LastRow(Result) Then CurrentRow = HEADING_ROW
End Function

Private Function RunOf(ByVal Result As Worksheet) As String
    RunOf = ActiveWorkbook.FullName & "|" & CStr(Result.Cells(TIME_ROW, 1).Value) _
        & "|" & CStr(Result.Cells(TIME_ROW, 2).Value)
End Function

' The next row that is not hidden, round the ends. There is one: Walk has counted them.
Private Function RowAfter(ByVal Result As Worksheet, ByVal FromRow As Long, ByVal Direction As Long) As Long
    Dim Last As Long
    Last = LastRow(Result)
    RowAfter = FromRow
    Do
        RowAfter = RowAfter + Direction
        If RowAfter > Last Then RowAfter = HEADING_ROW + 1
        If RowAfter <= HEADING_ROW Then RowAfter = Last
    Loop While Result.Rows(RowAfter).Hidden
End Function

Private Function WentRound(ByVal FromRow As Long, ByVal Direction As Long) As Boolean
    WentRound = FromRow > HEADING_ROW And (ShownRow - FromRow) * Direction <= 0
End Function

' Selects the finding's cell; where it has none that can be selected, its row in the list.
Private Sub ShowFinding(ByVal Result As Worksheet, ByVal Row As Long)
    Dim Target As Range
    Set Target = TargetOf(Result, Row)
    If Target Is Nothing Then Set Target = Result.Cells(Row, 1)
    Target.Worksheet.Activate
    Target.Select
End Sub

Private Function TargetOf(ByVal Result As Worksheet, ByVal Row As Long) As Range
    Dim Sheet As Worksheet
    For Each Sheet In ActiveWorkbook.Worksheets
        If Sheet.Name = CStr(Result.Cells(Row, COL_SHEET).Value) And Sheet.Visible = xlSheetVisible Then
            On Error Resume Next  ' a cell that is no address leaves Nothing
            Set TargetOf = Sheet.Range(CStr(Result.Cells(Row, COL_CELL).Value))
            On Error GoTo 0
        End If
    Next Sheet
End Function

Private Function StatusText(ByVal Result As Worksheet, ByVal Row As Long, _
        ByVal Total As Long, ByVal Again As Boolean) As String
    StatusText = VisibleUpTo(Result, Row) & "/" & Total _
        & "  [" & CStr(Result.Cells(Row, COL_SEVERITY).Value) & "] " & CStr(Result.Cells(Row, COL_RULE).Value) _
        & "  " & CStr(Result.Cells(Row, COL_MESSAGE).Value)
    If Again Then StatusText = GoujiText.Wording("went_round") & " " & StatusText
    StatusText = Left$(StatusText, STATUS_BAR_LENGTH)
End Function
