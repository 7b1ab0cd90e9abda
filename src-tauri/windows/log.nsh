; What happened, for those who install on many computers: appended to a file, in UTF-16, and said on the console.

!macro ReadCommandLine
  ${GetOptions} $CMDLINE "/P" $0
  ${IfNot} ${Errors}
    StrCpy $Passive 1
  ${EndIf}
  ${GetOptions} $CMDLINE "/UPDATE" $0
  ${IfNot} ${Errors}
    StrCpy $Update 1
  ${EndIf}
  ${GetOptions} $CMDLINE "/LOG=" $LogFile
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
  SetErrorLevel ${CODE}
  Quit
!macroend
