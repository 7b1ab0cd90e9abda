/** The check that runs, and how the last one went. */
import type { AccountId, CheckProgress, CheckReport, CheckScope, CommandError, ErrorCode } from "../backend";
import type { Desk } from "./desk.svelte";

/** While a check runs the grid follows it, no faster than a person can read. */
const FOLLOW_EVERY_MS = 1500;

export class Check {
  running = $state.raw<CheckProgress | null>(null);
  /** Between the press of the button and the first progress. */
  starting = $state(false);
  readonly #desk: Desk;
  #followed = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async start(what: CheckScope["what"]): Promise<void> {
    const account = this.#desk.account;
    if (account === null || this.starting) return;
    await this.#begin(account.id, () =>
      this.#desk.backend.startCheck({ account: account.id, list: this.#desk.listId, what }),
    );
  }

  async resume(report: CheckReport): Promise<void> {
    await this.#begin(report.account, () => this.#desk.backend.continueCheck(report.check));
  }

  async cancel(): Promise<void> {
    const running = this.running;
    if (running === null) return;
    this.running = { ...running, state: "stopping", reason: null };
    await this.#desk.attempt(() => this.#desk.backend.cancelCheck(running.check));
  }

  restore(running: CheckProgress | null): void {
    this.starting = false;
    this.running = running;
  }

  progressed(progress: CheckProgress): void {
    this.starting = false;
    // What was on its way when Cancel was pressed must not bring the button back.
    const stopping = this.running?.check === progress.check && this.running.state === "stopping";
    this.running = stopping ? { ...progress, state: "stopping", reason: null } : progress;
    const now = performance.now();
    if (now - this.#followed >= FOLLOW_EVERY_MS) {
      this.#followed = now;
      void this.#desk.view.refresh();
    }
  }

  async ended(report: CheckReport): Promise<void> {
    this.starting = false;
    this.running = null;
    this.#desk.reportEnded(report);
    await this.#desk.refresh();
    const problem = report.error ?? commonFailure(report);
    if (problem !== null) this.#desk.tell(problem, report.account);
  }

  async #begin(account: AccountId, call: () => Promise<unknown>): Promise<void> {
    this.starting = true;
    const begun = await this.#desk.attempt(call, account);
    // Once it has begun, the first news of it ends the starting: else the last check would flash up in between.
    if (begun === undefined) this.starting = false;
  }
}

/** Why nothing at all was answered: a reason to be told at once, not behind "Details". */
function commonFailure(report: CheckReport): CommandError | null {
  const [first] = report.failures;
  if (first === undefined || report.returned + report.notReturned > 0) return null;
  // A failure's class is one of the page's error codes.
  return {
    code: first.class as ErrorCode,
    message: first.message,
    requestId: first.requestId,
    retryable: true,
  };
}
