Attribute VB_Name = "GoujiWalk"
Option Explicit

' Previous and next finding, from the result sheet alone: no Python is started.
' Result sheet: row 1 the title, row 3 the time of the check, row 5 headings, findings from row 6;
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
    GoujiWindow.ShowStatus StatusText(Result, ShownRow, Total, _
        WentRound(FromRow, Direction) & ShowFinding(Result, ShownRow))
    GoujiWindow.GiveBackLater
End Sub

' A sheet that a check has written, the one of the right name if there are several, else Nothing.
Private Function ResultSheet() As Worksheet
    Dim Sheet As Worksheet
    For Each Sheet In ActiveWorkbook.Worksheets
        If IsList(Sheet) Then
            If ResultSheet Is Nothing Or Sheet.Name = GoujiText.Wording("result_sheet") Then Set ResultSheet = Sheet
        End If
    Next Sheet
End Function

' As is_list of validator/filings/traces.py: two of four signs, and one of the two that nobody else writes.
Private Function IsList(ByVal Sheet As Worksheet) As Boolean
    Dim Signs As Long
    Dim Title As String
    Title = GoujiText.Wording("result_sheet")
    If Left$(TextOf(Sheet, TIME_ROW, 1), Len(GoujiText.Wording("checked"))) = GoujiText.Wording("checked") Then Signs = 1
    If HasHeadings(Sheet) Then Signs = Signs + 1
    If Signs = 0 Then Exit Function
    If Sheet.Name = Title Then Signs = Signs + 1
    If TextOf(Sheet, 1, 1) = Title Then Signs = Signs + 1
    IsList = Signs > 1
End Function

Private Function HasHeadings(ByVal Sheet As Worksheet) As Boolean
    Dim Headings As Variant
    Dim At As Long
    Headings = Split(GoujiText.Wording("headings"), "|")
    For At = 0 To UBound(Headings)
        If TextOf(Sheet, HEADING_ROW, At + 1) <> Headings(At) Then Exit Function
    Next At
    HasHeadings = True
End Function

' "" for an error: the cell that a link led to is gone.
Private Function TextOf(ByVal Sheet As Worksheet, ByVal Row As Long, ByVal Column As Long) As String
    If Not IsError(Sheet.Cells(Row, Column).Value) Then TextOf = CStr(Sheet.Cells(Row, Column).Value)
End Function

Private Function LastRow(ByVal Result As Worksheet) As Long
    LastRow = HEADING_ROW
    Do While Len(TextOf(Result, LastRow + 1, 1)) > 0
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
    RunOf = ActiveWorkbook.FullName & "|" & TextOf(Result, TIME_ROW, 1) & "|" & TextOf(Result, TIME_ROW, 2)
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

Private Function WentRound(ByVal FromRow As Long, ByVal Direction As Long) As String
    If FromRow > HEADING_ROW And (ShownRow - FromRow) * Direction <= 0 Then WentRound = GoujiText.Wording("went_round") & " "
End Function

' Selects the finding's cell; where it has none that can be selected, its row in the list.
' The result says why it cannot be seen.
Private Function ShowFinding(ByVal Result As Worksheet, ByVal Row As Long) As String
    Dim Target As Range
    Set Target = TargetOf(Result, Row)
    ShowFinding = WhyUnseen(Result, Row, Target)
    If Target Is Nothing Then Set Target = Result.Cells(Row, 1)
    Target.Worksheet.Activate
    Target.Select
End Function

Private Function TargetOf(ByVal Result As Worksheet, ByVal Row As Long) As Range
    Dim Sheet As Worksheet
    For Each Sheet In ActiveWorkbook.Worksheets
        If Sheet.Name = TextOf(Result, Row, COL_SHEET) And Sheet.Visible = xlSheetVisible Then
            On Error Resume Next  ' a cell that is no address leaves Nothing
            Set TargetOf = Sheet.Range(TextOf(Result, Row, COL_CELL))
            On Error GoTo 0
        End If
    Next Sheet
End Function

Private Function WhyUnseen(ByVal Result As Worksheet, ByVal Row As Long, ByVal Target As Range) As String
    Dim Sheet As Worksheet
    If TextOf(Result, Row, COL_SHEET) = "" Then Exit Function
    If Not Target Is Nothing Then
        If Target.EntireRow.Hidden Or Target.EntireColumn.Hidden Then WhyUnseen = GoujiText.Wording("hidden_line") & " "
        Exit Function
    End If
    WhyUnseen = GoujiText.Wording("gone_cell") & " "
    For Each Sheet In ActiveWorkbook.Worksheets
        If Sheet.Name = TextOf(Result, Row, COL_SHEET) And Sheet.Visible <> xlSheetVisible Then
            WhyUnseen = GoujiText.Wording("hidden_sheet") & " "
        End If
    Next Sheet
End Function

Private Function StatusText(ByVal Result As Worksheet, ByVal Row As Long, _
        ByVal Total As Long, ByVal Notes As String) As String
    StatusText = Left$(Notes & VisibleUpTo(Result, Row) & "/" & Total _
        & "  [" & TextOf(Result, Row, COL_SEVERITY) & "] " & TextOf(Result, Row, COL_RULE) _
        & "  " & TextOf(Result, Row, COL_MESSAGE), STATUS_BAR_LENGTH)
End Function
