import type { Backend, CommandError, DiagnosisReport, KeysToTest } from "../backend";
import { asCommandError } from "../backend/errors";

export type DiagnosisState =
  { kind: "running" } | { kind: "done"; report: DiagnosisReport } | { kind: "failed"; error: CommandError };

/** One look at the way to the service after another; what an earlier look still brings is thrown away. */
export class Diagnosis {
  state = $state.raw<DiagnosisState>({ kind: "running" });
  #asked = 0;

  constructor(readonly backend: Pick<Backend, "diagnose">) {}

  async run(what: KeysToTest): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.state = { kind: "running" };
    const state = await this.backend.diagnose(what).then(
      (report): DiagnosisState => ({ kind: "done", report }),
      (thrown: unknown): DiagnosisState => ({ kind: "failed", error: asCommandError(thrown) }),
    );
    if (mine === this.#asked) this.state = state;
  }
}
