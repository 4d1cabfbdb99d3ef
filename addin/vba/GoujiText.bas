Attribute VB_Name = "GoujiText"
Option Explicit

' Chinese wording, the log file, and the workbook's name as the command line takes it.

Private Const CONF_SHEET As String = "gouji.conf"

Public Function Wording(ByVal Key As String) As String
    Wording = Setting("text." & Key)
End Function

' Column B of the row of sheet gouji.conf whose column A is Key; "" for none.
' The sheet is the add-in's own: what a workbook holds under that name is never read.
Public Function Setting(ByVal Key As String) As String
    Dim Conf As Worksheet
    Dim Row As Long
    Set Conf = ThisWorkbook.Worksheets(CONF_SHEET)
    Row = 1
    Do While Len(CStr(Conf.Cells(Row, 1).Value)) > 0
        If CStr(Conf.Cells(Row, 1).Value) = Key Then
            Setting = CStr(Conf.Cells(Row, 2).Value)
            Exit Function
        End If
        Row = Row + 1
    Loop
End Function

' Names of workbooks come from others. Only letters, digits, "." and "-" reach the command
' line as they are; all else is "_" and four hex digits of UTF-16, so that no shell sees
' "%", "&", "^", "$" or a quotation mark. addin/host/caller.py decodes.
Public Function Encoded(ByVal Name As String) As String
    Dim Position As Long
    Dim Character As String
    For Position = 1 To Len(Name)
        Character = Mid$(Name, Position, 1)
        If IsPlain(AscW(Character)) Then
            Encoded = Encoded & Character
        Else
            Encoded = Encoded & "_" & Right$("000" & Hex$(AscW(Character)), 4)
        End If
    Next Position
End Function

Public Function EncodedBookName() As String
    If Not ActiveWorkbook Is Nothing Then EncodedBookName = Encoded(ActiveWorkbook.Name)
End Function

' Of a line of the configuration the first or second text in quotation marks; "" for none, as in a blank line.
Public Function Quoted(ByVal Text As String, ByVal Number As Long) As String
    Dim Parts As Variant
    Parts = Split(Text, Chr(34))
    If UBound(Parts) >= 2 * Number Then Quoted = Parts(2 * Number - 1)
End Function

' Keeps what went wrong in the log file, and says so in the user's language.
Public Sub ShowFailure(ByVal Details As String)
    On Error Resume Next
    WriteLog Details
    On Error GoTo 0
    GoujiWindow.Say GoujiText.Wording("failed") & vbLf & LogFile() & vbLf & vbLf & LastLine(Details)
End Sub

Public Function LogFile() As String
    #If Mac Then
        LogFile = Environ("HOME") & "/gouji.log"
    #Else
        LogFile = Environ("USERPROFILE") & "\.gouji\gouji.log"
    #End If
End Function

Private Sub WriteLog(ByVal Details As String)
    Dim FileNumber As Integer
    FileNumber = FreeFile
    Open LogFile() For Output As #FileNumber
    Print #FileNumber, Details
    Close #FileNumber
End Sub

' "A" to "Z", "a" to "z", "0" to "9", "." and "-".
Private Function IsPlain(ByVal Code As Long) As Boolean
    IsPlain = (Code >= 65 And Code <= 90) Or (Code >= 97 And Code <= 122) _
        Or (Code >= 48 And Code <= 57) Or Code = 45 Or Code = 46
End Function

' Of a Python traceback, the line that names the error.
Private Function LastLine(ByVal Details As String) As String
    Dim Lines As Variant
    Dim At As Long
    Lines = Split(Replace(Details, vbCr, ""), vbLf)
    For At = UBound(Lines) To 0 Step -1
        LastLine = Trim$(Lines(At))
        If Len(LastLine) > 0 Then Exit Function
    Next At
End Function
