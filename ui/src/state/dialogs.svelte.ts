/** Which dialog is open. One at a time: a second request replaces the first. */
import type { AccountView, ImportPreview, ListView } from "../backend";

export type DialogRequest =
  /** `preview` when a file was chosen already, `dropped` when one was dropped; else the dialog begins with drop, file and paste. */
  | { kind: "import"; account: AccountView; preview: ImportPreview | null; dropped?: { path: string } }
  | { kind: "addAccount" }
  /** Label, zone, expiring days, rate; replace keys, test connection, remove. */
  | { kind: "account"; account: AccountView; focus?: "keys" }
  /** Each step on the way to the service, with the account's keys. */
  | { kind: "diagnosis"; account: AccountView }
  | { kind: "settings" }
  /** What is new in the version on offer. */
  | { kind: "update" }
  | { kind: "renameList"; list: ListView }
  | { kind: "deleteList"; list: ListView };

export class Dialogs {
  current = $state.raw<DialogRequest | null>(null);

  open(request: DialogRequest): void {
    this.current = request;
  }

  close(): void {
    this.current = null;
  }
}
