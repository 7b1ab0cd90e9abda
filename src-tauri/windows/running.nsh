; Closes the program before its file is replaced: as its user would, and never by force, since a check without a window
; may be under way.

!define PROCESS_QUERY_LIMITED_INFORMATION 0x1000

!macro RunningFunctions UN
; In $0: 1 when some process runs the installed program, of whatever user.
Function ${UN}IsRunning
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ; Windows lets nobody write to the file of a program that runs.
    ClearErrors
    FileOpen $1 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
FunctionEnd

; Closes its windows on this desktop, whatever their titles.
Function ${UN}CloseWindows
  StrCpy $1 0
  ${Do}
    System::Call 'user32::FindWindowExW(p 0, p r1, p 0, p 0) p .r1'
    ${If} $1 P= 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::IsWindowVisible(p r1) i .r2'
    ${If} $2 = 0
      ${Continue}
    ${EndIf}
    System::Call 'user32::GetWindowThreadProcessId(p r1, *i .r3)'
    System::Call 'kernel32::OpenProcess(i ${PROCESS_QUERY_LIMITED_INFORMATION}, i 0, i r3) p .r4'
    ${If} $4 P= 0
      ${Continue}
    ${EndIf}
    StrCpy $5 ""
    System::Call 'kernel32::QueryFullProcessImageNameW(p r4, i 0, w .r5, *i ${NSIS_MAX_STRLEN})'
    System::Call 'kernel32::CloseHandle(p r4)'
    ${If} $5 == "$INSTDIR\${PROGRAM}"
      System::Call 'user32::PostMessageW(p r1, i ${WM_CLOSE}, p 0, p 0)'
    ${EndIf}
  ${Loop}
FunctionEnd

Function ${UN}CloseProgram
  Call ${UN}IsRunning
  ${If} $0 = 0
    Return
  ${EndIf}
  ${IfNot} ${Silent}
  ${AndIf} $Passive <> 1
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(closeProgram)" IDOK close
    SetErrorLevel 1
    Quit
  ${EndIf}
  close:
  ; A minute, in half seconds; a dialog that is open may want to be closed before the window.
  ${For} $R0 0 119
    IntOp $0 $R0 % 10
    ${If} $0 = 0
      Call ${UN}CloseWindows
    ${EndIf}
    Sleep 500
    Call ${UN}IsRunning
    ${If} $0 = 0
      !insertmacro Log "the program was running and has been closed"
      Return
    ${EndIf}
  ${Next}
  ${IfNot} ${Silent}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(stillRunning)" IDRETRY close
    !insertmacro End ${EXIT_RUNNING}
  ${EndIf}
  !insertmacro Stop ${EXIT_RUNNING} "$(stillRunning)"
FunctionEnd
!macroend

!insertmacro RunningFunctions ""
!insertmacro RunningFunctions "un."
