import type { Backend, CommandError, ConnectionReport, KeysToTest } from "../backend";
import { asCommandError } from "../backend/errors";

export type ConnectionState =
  | { kind: "untested" }
  | { kind: "testing" }
  | { kind: "works"; report: ConnectionReport }
  | { kind: "failed"; error: CommandError };

/** One question to the service with the keys as they are now; an answer about earlier keys is thrown away. */
export class ConnectionTest {
  state = $state.raw<ConnectionState>({ kind: "untested" });
  #asked = 0;

  constructor(readonly backend: Pick<Backend, "testConnection">) {}

  async run(what: KeysToTest): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.state = { kind: "testing" };
    const state = await this.backend.testConnection(what).then(
      (report): ConnectionState => ({ kind: "works", report }),
      (thrown: unknown): ConnectionState => ({ kind: "failed", error: asCommandError(thrown) }),
    );
    if (mine === this.#asked) this.state = state;
  }

  /** The keys have changed: what is known of the old ones says nothing about them. */
  forget(): void {
    this.#asked += 1;
    this.state = { kind: "untested" };
  }
}
