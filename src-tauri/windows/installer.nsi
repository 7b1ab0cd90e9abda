; The installer for Windows: plain NSIS with its own plugins only, so that every makensis builds it.
;
; Included by `tauri.nsi`, which defines its names. What it understands on the command line:
;   /S           says nothing; the exit code and the log tell
;   /P           shows the progress only, asks nothing (the updater)
;   /UPDATE      an update of the program by itself: what the user has removed since, such as the shortcut, stays removed
;   /R           starts the program afterwards, with what follows /ARGS: the old one where nothing was installed
;   /NS          no shortcut in the Start menu
;   /DOWNGRADE   replaces a newer version, too
;   /LOG="FILE"  where the log goes, %TEMP%\Invite Ledger Setup.log otherwise
;   /D=FOLDER    another folder, unquoted, as the last of all
; and the uninstaller: /S, /P, /LOG, and
;   /DELETEDATA  deletes this user's ledger and keys, too
;   _?=FOLDER    goes on in itself and not in a copy, so that its exit code is that of the removal; unquoted, as the last
;                of all
;
; Exit codes: 0 done, 1 cancelled, 2 failed, and
!define EXIT_FAILED 2
; installed, but WebView2 is missing and could not be fetched: the window will not open
!define EXIT_NO_WEBVIEW2 3
; not all of the ledger and the keys could be deleted, and the program was not removed
!define EXIT_NOT_ERASED 4
; the program is running and does not close (Windows Installer's number for "try again later")
!define EXIT_RUNNING 1618
; a newer version is installed, or one for everybody (Windows Installer's number for "another version")
!define EXIT_OTHER_INSTALLED 1638

Unicode true
; The 64-bit stub, where makensis has one.
!ifdef STUB
  Target ${STUB}
!endif
ManifestDPIAware true
ManifestDPIAwareness PerMonitorV2
; Tests have no use for the smallest one.
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PRODUCT}"
; Beside the program: it was installed by IT, and is not for it to replace.
!define FOR_ALL_USERS "all-users"

Name "${PRODUCT}"
OutFile "${OUTPUT}"
BrandingText " "
ShowInstDetails nevershow
ShowUninstDetails nevershow

!if "${INSTALL_MODE}" == "currentUser"
  RequestExecutionLevel user
  !define DEFAULT_FOLDER "$LOCALAPPDATA\Programs\${PRODUCT}"
!else if "${INSTALL_MODE}" == "perMachine"
  RequestExecutionLevel admin
  !define DEFAULT_FOLDER "$PROGRAMFILES64\${PRODUCT}"
!else
  !error "one installer for both asks everybody for an administrator"
!endif

VIProductVersion "${FILE_VERSION}"
VIFileVersion "${FILE_VERSION}"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "FileDescription" "${PRODUCT} Setup"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "${COPYRIGHT}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"

!if "${SIGN_UNINSTALLER}" != ""
  ; Without the comparison makensis would go on although nothing was signed.
  !uninstfinalize '${SIGN_UNINSTALLER}' = 0
!endif

Var Passive
Var Update
Var LogFile

; ── Pages ──

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDEBAR}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDEBAR}"

Var Welcome
!define MUI_WELCOMEPAGE_TITLE "${PRODUCT} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenPassive
!define MUI_PAGE_CUSTOMFUNCTION_SHOW NextInstalls
!insertmacro MUI_PAGE_WELCOME

!insertmacro MUI_PAGE_INSTFILES

Page custom WebView2Page LeaveWebView2Page

!define MUI_FINISHPAGE_TITLE "$(finishTitle)"
!define MUI_FINISHPAGE_TEXT "$(finishText)"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(finishRun)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenPassive
!define MUI_PAGE_CUSTOMFUNCTION_SHOW HideBack
!insertmacro MUI_PAGE_FINISH

UninstPage custom un.ConfirmPage un.LeaveConfirmPage
!insertmacro MUI_UNPAGE_INSTFILES

; The first is for every other language of Windows.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
; What comes with NSIS is a typeface of Windows XP.
SetFont /LANG=${LANG_ENGLISH} "Segoe UI" 9
SetFont /LANG=${LANG_SIMPCHINESE} "Microsoft YaHei UI" 9
!include /CHARSET=UTF8 "${__FILEDIR__}\languages\English.nsh"
!include /CHARSET=UTF8 "${__FILEDIR__}\languages\SimpChinese.nsh"

!include /CHARSET=UTF8 "${__FILEDIR__}\log.nsh"
!include /CHARSET=UTF8 "${__FILEDIR__}\running.nsh"
!include /CHARSET=UTF8 "${__FILEDIR__}\webview2.nsh"

!define MOVEFILE_REPLACE_EXISTING 0x1
!define MOVEFILE_WRITE_THROUGH 0x8

!macro Place FILE
  StrCpy $R0 "${FILE}"
  Call Place
!macroend

; Also what an installer that was killed has left.
!macro DeleteUnpackedFunction UN
Function ${UN}DeleteUnpacked
  Delete "$INSTDIR\${PROGRAM}.new"
  Delete "$INSTDIR\uninstall.exe.new"
  !insertmacro DELETE_UNPACKED_RESOURCES
FunctionEnd
!macroend

!insertmacro DeleteUnpackedFunction ""
!insertmacro DeleteUnpackedFunction "un."

; ── Installing ──

Var InstalledVersion

Function .onInit
  !insertmacro ReadCommandLine
  !insertmacro ChooseContext
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Stop ${EXIT_FAILED} "$(needsWindows10)"
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR "${DEFAULT_FOLDER}"
  ${EndIf}
  ReadRegStr $InstalledVersion SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  !if "${INSTALL_MODE}" == "currentUser"
    ; A second program beside that of the IT department would be a puzzle. Whoever had one before keeps it up to date.
    ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "DisplayVersion"
    ${If} $0 != ""
    ${AndIf} $InstalledVersion == ""
      !insertmacro Stop ${EXIT_OTHER_INSTALLED} "$(installedForEverybody)"
    ${EndIf}
  !endif
  Call CompareVersions
  ${If} $InstalledVersion == ""
    StrCpy $Welcome "$(welcomeNew)"
  ${ElseIf} $InstalledVersion == "${VERSION}"
    StrCpy $Welcome "$(welcomeAgain)"
  ${Else}
    StrCpy $Welcome "$(welcomeUpgrade)"
  ${EndIf}
FunctionEnd

; An older program may not be able to read the ledger of a newer one.
Function CompareVersions
  ${If} $InstalledVersion == ""
    Return
  ${EndIf}
  ; Of "1.2.0-beta.3" the numbers only: a version and its betas may replace each other.
  ${WordFind} "$InstalledVersion" "-" "+1" $0
  ${VersionCompare} "$0" "${FILE_VERSION}" $1
  ${If} $1 <> 1
    Return
  ${EndIf}
  ${If} ${Given} "/DOWNGRADE"
    Return
  ${EndIf}
  ${If} ${Silent}
  ${OrIf} $Passive = 1
    !insertmacro Stop ${EXIT_OTHER_INSTALLED} "$(newerInstalledSilent)"
  ${EndIf}
  MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(newerInstalled)" IDYES downgrade
    SetErrorLevel 1
    Quit
  downgrade:
FunctionEnd

Section
  Call CloseProgram
  ; All of it is unpacked beside what is there: a full disk, or a virus scanner, leaves a program that starts.
  SetOverwrite try
  ClearErrors
  SetOutPath "$INSTDIR"
  !insertmacro UNPACK_RESOURCES
  File "/oname=${PROGRAM}.new" "${PROGRAM_SOURCE}"
  WriteUninstaller "$INSTDIR\uninstall.exe.new"
  !if "${INSTALL_MODE}" == "perMachine"
    FileOpen $0 "$INSTDIR\${FOR_ALL_USERS}" w
    FileClose $0
  !endif
  ${If} ${Errors}
    Call GiveUp
  ${EndIf}
  ; The program last: what it needs is there before it.
  !insertmacro PLACE_RESOURCES
  !insertmacro Place "uninstall.exe"
  !insertmacro Place "${PROGRAM}"

  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  !if "${HOMEPAGE}" != ""
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "URLInfoAbout" "${HOMEPAGE}"
  !endif

  ${IfNot} ${Given} "/NS"
  ${AndIf} $Update <> 1
    CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  !insertmacro Log "installed ${VERSION} into $INSTDIR"
SectionEnd

Section
  ; A program that updates itself has a window.
  ${If} $Update <> 1
    Call ProvideWebView2
  ${EndIf}
  ${If} $Passive = 1
    SetAutoClose true
  ${EndIf}
SectionEnd

; Puts $R0.new in the place of $R0, in one step: one of the two is there at any time.
Function Place
  StrCpy $R1 "$INSTDIR\$R0.new"
  StrCpy $R2 "$INSTDIR\$R0"
  ; For ten seconds: a virus scanner looks into each new program first.
  ${For} $R3 1 40
    System::Call 'kernel32::MoveFileExW(w R1, w R2, i ${MOVEFILE_REPLACE_EXISTING}|${MOVEFILE_WRITE_THROUGH}) i .R4'
    ${If} $R4 <> 0
      Return
    ${EndIf}
    Sleep 250
  ${Next}
  Call GiveUp
FunctionEnd

; The program that was there stays.
Function GiveUp
  Call DeleteUnpacked
  Call IsRunning
  ${If} $0 = 1
    !insertmacro Stop ${EXIT_RUNNING} "$(stillRunning)"
  ${EndIf}
  !insertmacro Stop ${EXIT_FAILED} "$(cannotWrite)"
FunctionEnd

; NSIS ends a section by itself when it cannot write all of a file.
Function .onInstFailed
  Call DeleteUnpacked
  !insertmacro Log "$(cannotWrite)"
  Call StartWhenAsked
FunctionEnd

Function .onInstSuccess
  Call StartWhenAsked
FunctionEnd

; Whoever closes the program to have it replaced wants one afterwards, whatever became of that.
Function StartWhenAsked
  ${IfNot} ${Silent}
  ${AndIf} $Passive <> 1
    Return
  ${EndIf}
  ${If} ${Given} "/R"
  ${AndIf} ${FileExists} "$INSTDIR\${PROGRAM}"
    Call StartProgram
  ${EndIf}
FunctionEnd

Function StartProgram
  !if "${INSTALL_MODE}" == "perMachine"
    ; Through the desktop, so that the program does not run as administrator.
    Exec '"$WINDIR\explorer.exe" "$INSTDIR\${PROGRAM}"'
  !else
    ${GetOptions} $Parameters "/ARGS" $0
    Exec '"$INSTDIR\${PROGRAM}" $0'
  !endif
FunctionEnd

Function SkipWhenPassive
  ${If} $Passive = 1
    Abort
  ${EndIf}
FunctionEnd

; What is installed is not undone by going back.
Function HideBack
  GetDlgItem $0 $HWNDPARENT 3
  ShowWindow $0 ${SW_HIDE}
FunctionEnd

; There is nothing to choose: the first page's button is the one that does it.
Function NextInstalls
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^InstallBtn)"
FunctionEnd

; ── Removing ──

Var DeleteData
Var DeleteDataBox
Var DataFolder

Function un.onInit
  !insertmacro ReadCommandLine
  !insertmacro ChooseContext
  ReadEnvStr $DataFolder "INVITE_LEDGER_DATA_DIR"
  ${If} $DataFolder == ""
    SetShellVarContext current
    StrCpy $DataFolder "$LOCALAPPDATA\${PRODUCT}"
    !insertmacro ChooseContext
  ${EndIf}
  ${If} ${Given} "/DELETEDATA"
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

Function un.ConfirmPage
  ${If} $Passive = 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(removeTitle)" "$(removeSubtitle)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 26u "$(removeText)"
  Pop $0
  ${NSD_CreateCheckbox} 0 34u 100% 12u "$(removeData)"
  Pop $DeleteDataBox
  ${NSD_CreateLabel} 12u 50u -12u 48u "$(removeDataText)"
  Pop $0
  ${If} $DeleteData = 1
    ${NSD_Check} $DeleteDataBox
  ${EndIf}
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^UninstallBtn)"
  nsDialogs::Show
FunctionEnd

Function un.LeaveConfirmPage
  ${NSD_GetState} $DeleteDataBox $DeleteData
  ${If} $DeleteData = 1
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "$(removeDataSure)" IDYES sure
      Abort
    sure:
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.CloseProgram
  ${If} $DeleteData = 1
    Call un.EraseData
  ${EndIf}
  ClearErrors
  Delete "$INSTDIR\${PROGRAM}"
  ${If} ${Errors}
    !insertmacro Stop ${EXIT_FAILED} "$(cannotRemove)"
  ${EndIf}
  !insertmacro REMOVE_RESOURCES
  Call un.DeleteUnpacked
  Delete "$INSTDIR\${FOR_ALL_USERS}"
  Delete "$INSTDIR\uninstall.exe"
  ; Not with what is in it: the folder may be one that somebody chose.
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  ; Where the window was, and what the web view keeps for itself.
  SetShellVarContext current
  RMDir /r "$APPDATA\${BUNDLE_ID}"
  RMDir /r "$LOCALAPPDATA\${BUNDLE_ID}"
  !insertmacro Log "removed ${VERSION} from $INSTDIR"
  ${If} $Passive = 1
    SetAutoClose true
  ${EndIf}
SectionEnd

; The program knows where its keys are; Windows' own tools do not tell them from others.
Function un.EraseData
  again:
  ClearErrors
  ExecWait '"$INSTDIR\${PROGRAM}" erase --yes' $0
  ${If} ${Errors}
  ${OrIf} $0 <> 0
    ${IfNot} ${Silent}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(notErased)" IDRETRY again
      SetErrorLevel ${EXIT_NOT_ERASED}
      Quit
    ${EndIf}
    !insertmacro Stop ${EXIT_NOT_ERASED} "$(notErased)"
  ${EndIf}
  !insertmacro Log "deleted the ledger and the keys: $DataFolder"
FunctionEnd
