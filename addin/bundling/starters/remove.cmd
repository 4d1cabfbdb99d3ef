@echo off
rem Does "gouji addin remove", then deletes the program's folder. Reports that were written stay.
rem With /quiet it does not wait for a key. Exit status: 0 done, 2 it could not be done.
setlocal EnableExtensions DisableDelayedExpansion
set "GOUJI_PLACE=%LOCALAPPDATA%\Programs\gouji"
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m addin.desk remove "%GOUJI_PLACE%"
rem 100 is added to the status by our Python: one that is blocked or broken ends with 1 too, which would be a verdict.
set /a GOUJI_STATUS=%ERRORLEVEL%-100
if %GOUJI_STATUS% lss 0 set "GOUJI_STATUS=2"
if not "%GOUJI_STATUS%"=="0" goto done
if not exist "%GOUJI_PLACE%" goto done
rem In one line, for this file may lie in the folder that goes; a folder that somebody is in cannot go.
cd /d "%SystemRoot%"
rmdir /s /q "%GOUJI_PLACE%" & if not exist "%GOUJI_PLACE%" ((if /i not "%~1"=="/quiet" pause) & exit /b 0)
set "GOUJI_STATUS=2"
chcp 936 >nul
echo 没有删干净：%GOUJI_PLACE%
echo 请关闭 Excel、正在运行的校验和打开的文件夹，再运行一次。
:done
if /i not "%~1"=="/quiet" pause
exit /b %GOUJI_STATUS%

:packed
chcp 936 >nul
echo 请先把压缩包全部解压，再双击解压出来的“卸载.cmd”。
if /i not "%~1"=="/quiet" pause
exit /b 2
