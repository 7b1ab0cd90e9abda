import type { AccountId, Backend, CommandError, ImportPreview, ImportTarget, StoredImport } from "../backend";
import { asCommandError } from "../backend/errors";

export type ImportingState =
  /** `error`: why the last attempt gave nothing to look at. */
  | { kind: "source"; error: CommandError | null }
  | { kind: "reading" }
  | { kind: "preview"; preview: ImportPreview; storing: boolean; error: CommandError | null };

/** One import on its way: brought, looked at, and only then stored. */
export class Importing {
  state = $state.raw<ImportingState>({ kind: "source", error: null });
  readonly #backend: Backend;
  readonly #account: AccountId;
  #reading = 0;

  constructor(backend: Backend, account: AccountId, preview: ImportPreview | null) {
    this.#backend = backend;
    this.#account = account;
    if (preview !== null) this.#show(preview);
  }

  readText(text: string): Promise<void> {
    return this.#read(() => this.#backend.previewText(this.#account, text));
  }

  readFile(path: string): Promise<void> {
    return this.#read(() => this.#backend.previewFile(this.#account, path));
  }

  /** The system's file dialog; dismissing it leaves everything as it was. */
  chooseFile(): Promise<void> {
    return this.#read(() => this.#backend.chooseFile(this.#account));
  }

  /** Null when it failed; the reason is in the state. */
  async store(target: ImportTarget): Promise<StoredImport | null> {
    if (this.state.kind !== "preview") return null;
    const { preview } = this.state;
    this.state = { kind: "preview", preview, storing: true, error: null };
    try {
      return await this.#backend.storeImport(preview.id, target);
    } catch (thrown) {
      this.state = { kind: "preview", preview, storing: false, error: asCommandError(thrown) };
      return null;
    }
  }

  /** Back to the three ways in. */
  startOver(): void {
    this.discard();
    this.state = { kind: "source", error: null };
  }

  /** What was read is let go; what is still being read will be, when it arrives. */
  discard(): void {
    this.#reading += 1;
    if (this.state.kind === "preview") void this.#letGo(this.state.preview);
  }

  async #read(call: () => Promise<ImportPreview | null>): Promise<void> {
    this.#reading += 1;
    const mine = this.#reading;
    const before = this.state;
    this.state = { kind: "reading" };
    try {
      const preview = await call();
      if (mine !== this.#reading) {
        if (preview !== null) await this.#letGo(preview);
      } else if (preview === null) this.state = before;
      else this.#show(preview);
    } catch (thrown) {
      if (mine === this.#reading) this.state = { kind: "source", error: asCommandError(thrown) };
    }
  }

  #show(preview: ImportPreview): void {
    this.state = { kind: "preview", preview, storing: false, error: null };
  }

  /** The back end lets go by itself when the next import comes: a failure here harms nothing. */
  async #letGo(preview: ImportPreview): Promise<void> {
    await this.#backend.discardImport(preview.id).catch(() => undefined);
  }
}
