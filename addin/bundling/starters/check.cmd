@echo off
rem Drop workbooks or folders on this file: they are checked, and the report opens in the browser. Needs no Excel.
rem Exit status: that of "gouji check --open": 0 nothing must be fixed, 1 something must, 2 something could not be read.
rem
rem Explorer puts only names with blanks into quotation marks. Of another with an ampersand or a comma cmd.exe makes two
rem words, and after an ampersand it would run the second as a command. So the names come from the command line as it
rem was, and cmd.exe is ended.
setlocal EnableExtensions EnableDelayedExpansion
set "GOUJI_LINE=!CMDCMDLINE!"
set "GOUJI_END=exit /b"
if not "!GOUJI_LINE:%~nx0=!"=="!GOUJI_LINE!" set "GOUJI_END=exit"
rem From here on, so that exclamation marks in names stay.
setlocal DisableDelayedExpansion
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk check "%~nx0" %*
rem 100 is added to the status by our Python: one that is blocked or broken ends with 1 too, which would be a verdict.
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if not "%GOUJI_STATUS%"=="0" if not "%GOUJI_STATUS%"=="1" pause
%GOUJI_END% %GOUJI_STATUS%

:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再把年报拖到解压出来的“校验.cmd”上。
pause
%GOUJI_END% 2
