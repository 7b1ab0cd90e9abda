!if "${INSTALL_MODE}" == "perMachine"
  LangString welcomeNew ${LANG_SIMPCHINESE} "将为这台电脑的所有用户安装 ${PRODUCT}。$\r$\n$\r$\n程序窗口由 Microsoft Edge WebView2 显示。绝大多数电脑都已自带；如果没有，将从微软下载。"
!else
  LangString welcomeNew ${LANG_SIMPCHINESE} "将仅为您本人安装 ${PRODUCT}，不需要管理员权限。$\r$\n$\r$\n程序窗口由 Microsoft Edge WebView2 显示。绝大多数电脑都已自带；如果没有，将从微软下载。"
!endif
LangString welcomeUpgrade ${LANG_SIMPCHINESE} "已安装的 $InstalledVersion 版将替换为 ${VERSION} 版。$\r$\n$\r$\n您的台账和密钥保持不变。"
LangString welcomeAgain ${LANG_SIMPCHINESE} "${VERSION} 版已经安装。将重新安装，以修复缺失或损坏的文件。$\r$\n$\r$\n您的台账和密钥保持不变。"
LangString needsWindows10 ${LANG_SIMPCHINESE} "${PRODUCT} 需要 64 位的 Windows 10 或更新的系统。"
!if "${INSTALL_MODE}" == "currentUser"
  LangString installedForEverybody ${LANG_SIMPCHINESE} "这台电脑已为所有用户安装了 ${PRODUCT} $0。更新和卸载由电脑管理员负责，未做任何改动。"
!endif
LangString newerInstalled ${LANG_SIMPCHINESE} "已安装的 ${PRODUCT} $InstalledVersion 比 ${VERSION} 更新。$\r$\n$\r$\n旧版程序可能打不开新版的台账，但不会改动它。$\r$\n$\r$\n仍要安装旧版吗？"
LangString newerInstalledSilent ${LANG_SIMPCHINESE} "已安装的 ${PRODUCT} $InstalledVersion 比 ${VERSION} 更新，未做任何改动。如仍要安装旧版，请加上 /DOWNGRADE。"
LangString closeProgram ${LANG_SIMPCHINESE} "${PRODUCT} 正在运行，即将关闭。$\r$\n$\r$\n数据不会丢失：正在进行的查询之后可以继续。"
LangString stillRunning ${LANG_SIMPCHINESE} "${PRODUCT} 仍在运行：可能是另一位用户打开的，或是无窗口的查询。未做任何改动。请等它结束或将其关闭，然后重试。"
LangString cannotWrite ${LANG_SIMPCHINESE} "无法将程序写入 $INSTDIR。请检查磁盘是否已满，或该文件夹是否不允许修改。"
LangString finishTitle ${LANG_SIMPCHINESE} "${PRODUCT} 已安装"
LangString finishText ${LANG_SIMPCHINESE} "可以在“开始”菜单中找到它。"
LangString finishRun ${LANG_SIMPCHINESE} "立即打开 ${PRODUCT}"

LangString webview2Downloading ${LANG_SIMPCHINESE} "正在从微软下载 WebView2…"
LangString webview2Installing ${LANG_SIMPCHINESE} "正在安装 WebView2，可能需要几分钟…"
LangString webview2Title ${LANG_SIMPCHINESE} "还缺一个组件"
LangString webview2Subtitle ${LANG_SIMPCHINESE} "${PRODUCT} 已安装，但暂时无法打开窗口。"
LangString webview2Missing ${LANG_SIMPCHINESE} "程序窗口由 Microsoft Edge WebView2 显示。这台电脑上没有该组件，也未能从微软下载。"
!if "${INSTALL_MODE}" == "perMachine"
  LangString webview2WhatToDo ${LANG_SIMPCHINESE} "请连接网络后重试；或者改用自带 WebView2 的 ${PRODUCT} 安装程序；也可以从以下网页为所有用户安装 WebView2："
!else
  LangString webview2WhatToDo ${LANG_SIMPCHINESE} "请连接网络后重试；或者改用自带 WebView2 的 ${PRODUCT} 安装程序；也可以请公司的 IT 部门从以下网页安装 WebView2："
!endif
LangString webview2Again ${LANG_SIMPCHINESE} "重试"

LangString removeTitle ${LANG_SIMPCHINESE} "卸载 ${PRODUCT}"
LangString removeSubtitle ${LANG_SIMPCHINESE} "将删除程序。数据是否保留由您决定。"
LangString removeText ${LANG_SIMPCHINESE} "台账和密钥会保留在这台电脑上，再次安装 ${PRODUCT} 后可以继续使用。"
LangString removeData ${LANG_SIMPCHINESE} "同时删除我的台账和密钥"
LangString removeDataText ${LANG_SIMPCHINESE} "有些记录腾讯云已不再保留，只存在于台账中。台账以及 Windows 凭据管理器中的密钥将被永久删除。$\r$\n$\r$\n$DataFolder"
LangString removeDataSure ${LANG_SIMPCHINESE} "台账和密钥将被永久删除：$\r$\n$\r$\n$DataFolder$\r$\n$\r$\n确定要删除吗？"
LangString notErased ${LANG_SIMPCHINESE} "未能完全删除台账和密钥，因此没有卸载程序。$DataFolder 中的文件是否正被其他程序使用？"
