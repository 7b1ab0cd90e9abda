; What happened, for those who install on many computers: appended to a file, in UTF-16, and said on the console.

; What was given on the command line, after a space: without the path of this program.
Var Parameters

; Whether an option was given, as a test of LogicLib's. A slash in the middle of something, such as C:/Repo, begins none.
!define Given `"" Given`
!macro _Given _a OPTION _t _f
  !insertmacro _LOGICLIB_TEMP
  ${GetOptions} $Parameters " ${OPTION}" $_LOGICLIB_TEMP
  IfErrors `${_f}` `${_t}`
!macroend

!macro ReadCommandLine
  ${GetParameters} $Parameters
  StrCpy $Parameters " $Parameters"
  ${If} ${Given} "/P"
    StrCpy $Passive 1
  ${EndIf}
  ${If} ${Given} "/UPDATE"
    StrCpy $Update 1
  ${EndIf}
  ${GetOptions} $Parameters " /LOG=" $LogFile
  ${If} $LogFile == ""
    StrCpy $LogFile "$TEMP\${PRODUCT} Setup.log"
  ${EndIf}
!macroend

; Where shortcuts and registry keys go.
!macro ChooseContext
  SetRegView 64
  !if "${INSTALL_MODE}" == "perMachine"
    SetShellVarContext all
  !else
    SetShellVarContext current
  !endif
!macroend

!macro LogFunction UN
Function ${UN}Log
  Exch $0
  Push $1
  Push $2
  Push $3
  Push $4
  Push $5
  Push $6
  Push $7
  ${GetTime} "" "L" $1 $2 $3 $4 $5 $6 $7
  StrCpy $1 "$3-$2-$1 $5:$6:$7 $0"
  ClearErrors
  FileOpen $2 "$LogFile" a
  ${IfNot} ${Errors}
    FileSeek $2 0 END
    FileWriteUTF16LE /BOM $2 "$1$\r$\n"
    FileClose $2
  ${EndIf}
  ${If} ${Silent}
    ; Of whoever started us, unless our output goes somewhere already.
    System::Call 'kernel32::AttachConsole(i -1)'
    System::Call 'kernel32::GetStdHandle(i -12) p .r2'
    ${If} $2 P> 0
      FileWrite $2 "$0$\r$\n"
    ${EndIf}
  ${EndIf}
  Pop $7
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
  ClearErrors
FunctionEnd

!macroend

!insertmacro LogFunction ""
!insertmacro LogFunction "un."

!macro Log LINE
  Push "${LINE}"
  !ifdef __UNINSTALL__
    Call un.Log
  !else
    Call Log
  !endif
!macroend

; Ends with an exit code, and says why: to the person, or to the log.
!macro Stop CODE WORDS
  !insertmacro Log "${WORDS}"
  MessageBox MB_OK|MB_ICONSTOP "${WORDS}" /SD IDOK
  !insertmacro End ${CODE}
!macroend

!macro End CODE
  SetErrorLevel ${CODE}
  !ifndef __UNINSTALL__
    Call StartWhenAsked
  !endif
  Quit
!macroend
