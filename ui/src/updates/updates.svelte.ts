/** How it stands with new versions, as the program tells it. */
import type { Backend, CommandError, UpdatesView } from "../backend";
import { asCommandError } from "../backend/errors";

export class Updates {
  /** Null in a build without updates: then nothing of them is shown. */
  view = $state.raw<UpdatesView | null>(null);
  /** To be seen without being asked for. */
  readonly shown = $derived(this.view?.shown === true && this.view.offer !== null ? this.view.offer : null);

  constructor(
    readonly backend: Backend,
    readonly tell: (error: CommandError) => void,
  ) {}

  async start(): Promise<void> {
    this.view = await this.backend.updates();
  }

  look = () => this.#do(this.backend.lookForUpdate());
  install = () => this.#do(this.backend.installUpdate());
  openPage = () => this.#do(this.backend.openDownloadPage());
  postpone = () => this.#do(this.backend.postponeUpdate());
  skip = () => this.#do(this.backend.skipUpdate());
  switch = (on: boolean) => this.#do(this.backend.switchUpdates(on));

  async #do(call: Promise<void>): Promise<void> {
    try {
      await call;
    } catch (thrown) {
      this.tell(asCommandError(thrown));
    }
  }
}
