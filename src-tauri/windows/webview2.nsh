; The web view that draws the window comes with Windows 11, and with nearly every Windows 10. Where it is missing it is
; fetched with Microsoft's bootstrapper, which installs it for this user when no administrator is there.
;
; The bootstrapper is downloaded by urlmon: that is part of Windows, speaks HTTPS (NSIS's own plugin does not), takes
; the user's proxy, and is not PowerShell, which locked computers refuse.

!define WEBVIEW2_CLIENT "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW2_HELP "https://developer.microsoft.com/microsoft-edge/webview2/"
; Another one in tests.
!define /ifndef WEBVIEW2_URL "https://go.microsoft.com/fwlink/p/?LinkId=2124703"

Var WebView2Missing

; In $0: its version, or nothing.
Function WebView2Version
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2_CLIENT}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW2_CLIENT}" "pv"
  ${EndIf}
  !if "${INSTALL_MODE}" == "currentUser"
    ${If} $0 == ""
      ReadRegStr $0 HKCU "Software\${WEBVIEW2_CLIENT}" "pv"
    ${EndIf}
  !endif
  ; What is left when it has been removed.
  ${If} $0 == "0.0.0.0"
    StrCpy $0 ""
  ${EndIf}
FunctionEnd

Function ProvideWebView2
  StrCpy $WebView2Missing 0
  !if "${WEBVIEW2}" != ""
    Call WebView2Version
    ${If} $0 != ""
      Return
    ${EndIf}
    !insertmacro Log "WebView2 is missing"
    Call InstallWebView2
    Call WebView2Version
    ${If} $0 == ""
      StrCpy $WebView2Missing 1
      !insertmacro Log "$(webview2Missing) $(webview2WhatToDo) ${WEBVIEW2_HELP}"
      SetErrorLevel ${EXIT_NO_WEBVIEW2}
    ${Else}
      !insertmacro Log "WebView2 $0 is installed"
      SetErrorLevel 0
    ${EndIf}
  !endif
FunctionEnd

!if "${WEBVIEW2}" != ""
Function InstallWebView2
  InitPluginsDir
  StrCpy $1 "$PLUGINSDIR\WebView2Setup.exe"
  !if "${WEBVIEW2}" == "downloadBootstrapper"
    DetailPrint "$(webview2Downloading)"
    System::Call 'urlmon::URLDownloadToFileW(p 0, w "${WEBVIEW2_URL}", w r1, i 0, p 0) i .r0'
    ${If} $0 <> 0
      IntFmt $0 "0x%08X" $0
      !insertmacro Log "the download failed with $0: ${WEBVIEW2_URL}"
      Return
    ${EndIf}
  !else if "${WEBVIEW2}" == "embedBootstrapper"
    File "/oname=$1" "${WEBVIEW2_BOOTSTRAPPER}"
  !else if "${WEBVIEW2}" == "offlineInstaller"
    File "/oname=$1" "${WEBVIEW2_STANDALONE}"
  !else
    !error "no such way to WebView2: ${WEBVIEW2}"
  !endif
  DetailPrint "$(webview2Installing)"
  ClearErrors
  ExecWait '"$1" /silent /install' $0
  ${If} ${Errors}
    StrCpy $0 "an error of Windows"
  ${EndIf}
  ${If} $0 != "0"
    !insertmacro Log "WebView2's installer ended with $0"
  ${EndIf}
FunctionEnd
!endif

; Only where it is missing still: what that means, and what to do.
Function WebView2Page
  ${If} $WebView2Missing <> 1
  ${OrIf} $Passive = 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(webview2Title)" "$(webview2Subtitle)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 26u "$(webview2Missing)"
  Pop $0
  ${NSD_CreateLabel} 0 32u 100% 40u "$(webview2WhatToDo)"
  Pop $0
  ${NSD_CreateLink} 0 76u 100% 12u "${WEBVIEW2_HELP}"
  Pop $0
  SetCtlColors $0 0x0066CC transparent
  ${NSD_OnClick} $0 OpenWebView2Help
  ${NSD_CreateButton} 0 100u 80u 15u "$(webview2Again)"
  Pop $0
  ${NSD_OnClick} $0 TryWebView2Again
  ; The program is installed: there is nothing to cancel any more.
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^CloseBtn)"
  GetDlgItem $0 $HWNDPARENT 2
  ShowWindow $0 ${SW_HIDE}
  Call HideBack
  nsDialogs::Show
FunctionEnd

; Whoever has installed it by hand meanwhile gets the last page, and starts the program.
Function LeaveWebView2Page
  Call WebView2Version
  ${If} $0 == ""
    Quit
  ${EndIf}
  StrCpy $WebView2Missing 0
  SetErrorLevel 0
FunctionEnd

Function OpenWebView2Help
  Pop $0
  ExecShell "open" "${WEBVIEW2_HELP}"
FunctionEnd

; Back to the page that installs, which shows how far it is.
Function TryWebView2Again
  Pop $0
  SendMessage $HWNDPARENT 0x408 -1 0
FunctionEnd
