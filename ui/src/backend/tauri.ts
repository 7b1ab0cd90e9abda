/** The Backend as the Rust commands of `src-tauri` implement it. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { asCommandError } from "./errors";
import type { Backend } from "./index";
import type * as t from "./types.gen";

export function tauriBackend(): Backend {
  return {
    desk: () => call<t.Desk>("desk"),
    subscribe: (listener) => call("subscribe", { events: new Channel<t.DeskEvent>(listener) }),
    setPreferences: (preferences) => call("set_preferences", { preferences }),

    testConnection: (what) => call<t.ConnectionReport>("test_connection", { what }),
    diagnose: (what) => call<t.DiagnosisReport>("diagnose", { what }),
    addAccount: (label, keys) => call<t.AddedAccount>("add_account", { label, keys }),
    updateAccount: (account, label, settings) => call("update_account", { account, label, settings }),
    replaceKeys: (account, keys) => call<t.AddedAccount>("replace_keys", { account, keys }),
    removeAccount: (account, leaveKey) => call("remove_account", { account, leaveKey }),
    openSample: () => call("open_sample"),
    leaveSample: () => call("leave_sample"),
    setLedgerAside: () => call<string>("set_ledger_aside"),

    previewText: (account, text) => call<t.ImportPreview>("preview_text", { account, text }),
    previewFile: (account, path) => call<t.ImportPreview>("preview_file", { account, path }),
    chooseFile: (account) => call<t.ImportPreview | null>("choose_file", { account }),
    storeImport: (imported, target) => call<t.StoredImport>("store_import", { imported, target }),
    discardImport: (imported) => call("discard_import", { imported }),
    renameList: (list, name) => call("rename_list", { list, name }),
    deleteList: (list) => call("delete_list", { list }),

    look: (query) => call<t.View>("look", { query }),
    rows: (view, start, count) => call<t.Row[]>("rows", { view, start, count }),
    invitation: (id) => call<t.InvitationDetail>("invitation", { id }),

    startCheck: (scope) => call<t.CheckId>("start_check", { scope }),
    continueCheck: (check) => call<t.CheckId>("continue_check", { check }),
    cancelCheck: (check) => call("cancel_check", { check }),

    exportCsv: (query, what) => call<t.ExportedFile | null>("export_csv", { query, what }),
    revealFile: (path) => call("reveal_file", { path }),
    copyText: (text) => call("copy_text", { text }),

    updates: () => call<t.UpdatesView | null>("updates"),
    lookForUpdate: () => call("look_for_update"),
    switchUpdates: (on) => call("switch_updates", { on }),
    postponeUpdate: () => call("postpone_update"),
    skipUpdate: () => call("skip_update"),
    installUpdate: () => call("install_update"),
    openDownloadPage: () => call("open_download_page"),
  };
}

async function call<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args);
  } catch (thrown) {
    throw asCommandError(thrown);
  }
}
