import type { Formats } from "../formats";
import { account, connection } from "./dialogs/account";
import { accountSettings } from "./dialogs/accountSettings";
import { exporting } from "./dialogs/exporting";
import { importing } from "./dialogs/import";
import { lists } from "./dialogs/lists";
import { settings } from "./dialogs/settings";

export const dialogs = (f: Formats, store: string) => ({
  account: account(f, store),
  connection: connection(f),
  accountSettings: accountSettings(f, store),
  importing: importing(f),
  lists: lists(f),
  settings: settings(f, store),
  exporting: exporting(f),
});
