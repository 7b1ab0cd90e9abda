import type { Formats } from "../../formats";

export const settings = (_f: Formats) => ({
  title: "Settings",
  language: "Language",
  languageSystem: "As the system",
  data: "Ledger file",
  dataHint:
    "Lists, invitations and answers. It holds no keys. To back it up, close the program and copy the file.",
  keys: "Keys",
  keysKeychain: "In this computer’s keychain, and used only to sign requests to Tencent Cloud.",
  keysSession:
    "This computer has no keychain that can be used now: keys are kept until you close the program.",
  version: "Version",
  copyPath: "Copy path",
});
