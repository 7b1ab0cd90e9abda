; What Tauri's bundler fills in (`bundle.windows.nsis.template`): names only. The installer itself is plain NSIS, in
; `installer.nsi` beside this file, whose path the bundler hands over as "installer hooks". `cargo xtask windows` fills
; in the same file, for Debian's makensis.
{{#if signed_plugins_path}}
!addplugindir "{{signed_plugins_path}}"
{{/if}}
!define PRODUCT "{{product_name}}"
!define PUBLISHER "{{manufacturer}}"
!define COPYRIGHT "{{copyright}}"
!define HOMEPAGE "{{homepage}}"
!define BUNDLE_ID "{{bundle_id}}"
!define VERSION "{{version}}"
; Four numbers.
!define FILE_VERSION "{{version_with_build}}"
; currentUser or perMachine
!define INSTALL_MODE "{{install_mode}}"
!define PROGRAM "{{main_binary_name}}.exe"
!define PROGRAM_SOURCE "{{main_binary_path}}"
; In KiB.
!define SIZE "{{estimated_size}}"
!define OUTPUT "{{out_file}}"
!define ICON "{{installer_icon}}"
!define SIDEBAR "{{sidebar_image}}"
; downloadBootstrapper, embedBootstrapper, offlineInstaller, or empty to leave WebView2 alone
!define WEBVIEW2 "{{install_webview2_mode}}"
!define WEBVIEW2_BOOTSTRAPPER "{{webview2_bootstrapper_path}}"
!define WEBVIEW2_STANDALONE "{{webview2_installer_path}}"
!define SIGN_UNINSTALLER "{{uninstaller_sign_cmd}}"

!macro UNPACK_RESOURCES
{{#each resources_dirs}}
  CreateDirectory "$INSTDIR\\{{this}}"
{{/each}}
{{#each resources}}
  File "/oname={{this.[1]}}.new" "{{{@key}}}"
{{/each}}
!macroend

!macro PLACE_RESOURCES
{{#each resources}}
  !insertmacro Place "{{this.[1]}}"
{{/each}}
!macroend

!macro DELETE_UNPACKED_RESOURCES
{{#each resources}}
  Delete "$INSTDIR\\{{this.[1]}}.new"
{{/each}}
!macroend

!macro REMOVE_RESOURCES
{{#each resources}}
  Delete "$INSTDIR\\{{this.[1]}}"
{{/each}}
{{#each resources_ancestors}}
  RMDir "$INSTDIR\\{{this}}"
{{/each}}
!macroend

!include /CHARSET=UTF8 "{{installer_hooks}}"
