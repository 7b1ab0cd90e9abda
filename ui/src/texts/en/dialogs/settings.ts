import type { Formats } from "../../formats";

export const settings = (_f: Formats, store: string) => ({
  title: "Settings",
  language: "Language",
  languageSystem: "Same as the system",
  data: "Ledger file",
  dataHint:
    "Lists, invitations and answers. It holds no keys. To back it up, close the program and copy the file.",
  keys: "Keys",
  keysKeychain: `In ${store}, and used only to sign requests to Tencent Cloud.`,
  keysSession: `Invite Ledger cannot use ${store} now: keys are kept until you close the program.`,
  version: "Version",
  copyPath: "Copy path",
});
