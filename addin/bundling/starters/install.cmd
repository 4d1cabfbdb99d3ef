@echo off
rem Copies the program to the user's own folder, then does "gouji addin install" and "gouji addin status" from there.
rem No administrator's rights, no network. With /quiet it does not wait for a key: for logon scripts.
rem Exit status: 0 all is well, 1 the status tells of a problem, 2 it could not be done.
setlocal EnableExtensions DisableDelayedExpansion
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk install "%LOCALAPPDATA%\Programs\gouji"
rem 100 is added to the status by our Python: one that is blocked or broken ends with 1 too, which would be a verdict.
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if /i not "%~1"=="/quiet" pause
exit /b %GOUJI_STATUS%

:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再双击解压出来的“安装.cmd”。
if /i not "%~1"=="/quiet" pause
exit /b 2
