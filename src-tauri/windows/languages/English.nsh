!if "${INSTALL_MODE}" == "perMachine"
  LangString welcomeNew ${LANG_ENGLISH} "This installs ${PRODUCT} for everybody who uses this computer.$\r$\n$\r$\nThe window is drawn by Microsoft Edge WebView2. Nearly every computer has it; where it is missing, it is fetched from Microsoft."
!else
  LangString welcomeNew ${LANG_ENGLISH} "This installs ${PRODUCT} for you alone. No administrator is needed.$\r$\n$\r$\nThe window is drawn by Microsoft Edge WebView2. Nearly every computer has it; where it is missing, it is fetched from Microsoft."
!endif
LangString welcomeUpgrade ${LANG_ENGLISH} "Version $InstalledVersion is installed, and will be replaced by ${VERSION}.$\r$\n$\r$\nYour ledger and your keys stay as they are."
LangString welcomeAgain ${LANG_ENGLISH} "Version ${VERSION} is installed already. It is installed again, which mends files that are missing or damaged.$\r$\n$\r$\nYour ledger and your keys stay as they are."
LangString needsWindows10 ${LANG_ENGLISH} "${PRODUCT} needs a 64-bit Windows 10 or newer."
!if "${INSTALL_MODE}" == "currentUser"
  LangString installedForEverybody ${LANG_ENGLISH} "${PRODUCT} $0 is installed on this computer for everybody. Whoever manages this computer updates and removes it; nothing was changed."
!endif
LangString newerInstalled ${LANG_ENGLISH} "${PRODUCT} $InstalledVersion is installed, which is newer than ${VERSION}.$\r$\n$\r$\nThe older version may not be able to open the ledger of the newer one. The ledger would not be changed.$\r$\n$\r$\nInstall the older version all the same?"
LangString newerInstalledSilent ${LANG_ENGLISH} "${PRODUCT} $InstalledVersion is installed, which is newer than ${VERSION}: nothing was changed. /DOWNGRADE replaces it all the same."
LangString closeProgram ${LANG_ENGLISH} "${PRODUCT} is open, and will be closed.$\r$\n$\r$\nNothing gets lost: a check that is under way can be continued afterwards."
LangString stillRunning ${LANG_ENGLISH} "${PRODUCT} is running still: in another user's session, or as a check without a window. Nothing was changed. Wait for it to end, or close it, and try again."
LangString cannotWrite ${LANG_ENGLISH} "The program cannot be written to $INSTDIR. Is the disk full, or does something keep the folder from being changed?"
LangString finishTitle ${LANG_ENGLISH} "${PRODUCT} is installed"
LangString finishText ${LANG_ENGLISH} "You find it in the Start menu."
LangString finishRun ${LANG_ENGLISH} "Start ${PRODUCT} now"

LangString webview2Downloading ${LANG_ENGLISH} "Fetching WebView2 from Microsoft…"
LangString webview2Installing ${LANG_ENGLISH} "Installing WebView2; this may take some minutes…"
LangString webview2Title ${LANG_ENGLISH} "One thing is missing"
LangString webview2Subtitle ${LANG_ENGLISH} "${PRODUCT} is installed, but its window cannot open yet."
LangString webview2Missing ${LANG_ENGLISH} "The window is drawn by Microsoft Edge WebView2. This computer does not have it, and it could not be fetched from Microsoft."
!if "${INSTALL_MODE}" == "perMachine"
  LangString webview2WhatToDo ${LANG_ENGLISH} "Connect this computer to the network and try again. Or take the installer of ${PRODUCT} that has WebView2 in it, or install WebView2 for all users from this page:"
!else
  LangString webview2WhatToDo ${LANG_ENGLISH} "Connect this computer to the network and try again. Or take the installer of ${PRODUCT} that has WebView2 in it, or ask your IT department to install WebView2 from this page:"
!endif
LangString webview2Again ${LANG_ENGLISH} "Try again"

LangString removeTitle ${LANG_ENGLISH} "Remove ${PRODUCT}"
LangString removeSubtitle ${LANG_ENGLISH} "The program is removed. Your data is up to you."
LangString removeText ${LANG_ENGLISH} "The ledger and the keys stay on this computer, and are there again when you install ${PRODUCT} another time."
LangString removeData ${LANG_ENGLISH} "Delete my ledger and my keys, too"
LangString removeDataText ${LANG_ENGLISH} "What the service has forgotten is in the ledger alone. It is deleted for good, with the keys in Windows' Credential Manager.$\r$\n$\r$\n$DataFolder"
LangString removeDataSure ${LANG_ENGLISH} "The ledger and the keys will be deleted for good:$\r$\n$\r$\n$DataFolder$\r$\n$\r$\nDelete them?"
LangString notErased ${LANG_ENGLISH} "Not all of the ledger and the keys could be deleted, so the program was not removed. Is a file of $DataFolder open in another program?"
