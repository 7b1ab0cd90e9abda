import { describe, expect, it, vi } from "vitest";
import { FixtureBackend, type FixtureOptions } from "../../tests/fixtureBackend";
import type { CommandError } from "../backend";
import { Desk } from "./desk.svelte";

async function deskOf(options: FixtureOptions = { rows: 160, lastCheck: {} }) {
  const backend = new FixtureBackend(options);
  const desk = new Desk(backend);
  await desk.start();
  return { backend, desk };
}

const settled = () => new Promise((done) => setTimeout(done));
const WRONG_KEY: CommandError = {
  code: "secret_key_wrong",
  message: "signature",
  requestId: "r1",
  retryable: false,
};

describe("the desk", () => {
  it("begins with the first account and all its invitations", async () => {
    const { desk } = await deskOf();
    expect(desk.account?.label).toBe("Northwind Distribution");
    expect(desk.listId).toBeNull();
    expect(desk.view.current?.rows).toBe(160);
  });

  it("has no account before there is one", async () => {
    const { desk } = await deskOf({ accounts: false });
    expect(desk.account).toBeNull();
    expect(desk.view.current).toBeNull();
  });

  it("says why it could not begin, and can try again", async () => {
    const backend = new FixtureBackend();
    backend.failures.desk = { code: "ledger_failed", message: "io", requestId: null, retryable: false };
    const desk = new Desk(backend);
    await desk.start();
    expect(desk.startProblem?.code).toBe("ledger_failed");
    await desk.start();
    expect(desk.startProblem).toBeNull();
    expect(desk.account).not.toBeNull();
  });

  it("stays with the list that is looked at when accounts change", async () => {
    const { backend, desk } = await deskOf();
    await desk.select(1, 2);
    backend.emit({ type: "deskChanged" });
    await settled();
    expect(desk.listId).toBe(2);
  });

  it("goes back to all invitations when the list was deleted", async () => {
    const { backend, desk } = await deskOf();
    await desk.select(1, 2);
    backend.info = {
      ...backend.info,
      accounts: backend.info.accounts.map((account) => ({ ...account, lists: [] })),
    };
    await desk.refresh();
    expect(desk.listId).toBeNull();
  });

  it("keeps a problem on show while things refresh and details are copied", async () => {
    const { backend, desk } = await deskOf();
    desk.tell(WRONG_KEY);
    await desk.copy("details");
    backend.emit({ type: "deskChanged" });
    await settled();
    expect(desk.problem?.error).toEqual(WRONG_KEY);
    expect(backend.copied).toBe("details");
  });

  it("forgets a problem with the account that it was about", async () => {
    const { backend, desk } = await deskOf();
    desk.tell(WRONG_KEY, 2);
    await desk.refresh();
    expect(desk.problem).not.toBeNull();
    backend.info = { ...backend.info, accounts: backend.info.accounts.filter(({ id }) => id !== 2) };
    await desk.refresh();
    expect(desk.problem).toBeNull();
  });

  it("is as the later of two answers that cross says", async () => {
    const { backend, desk } = await deskOf();
    const now = backend.info;
    const before = { ...now, version: "before" };
    let answer: (info: typeof now) => void = () => undefined;
    const later = backend.desk;
    backend.desk = () => new Promise((done) => (answer = done));
    const first = desk.refresh();
    backend.desk = later;
    await desk.refresh();
    answer(before);
    await first;
    expect(desk.info).toBe(now);
  });

  it("looks at all invitations after the sample is opened or left, and at what was there when it could not be", async () => {
    const { backend, desk } = await deskOf();
    await desk.select(1, 2);
    await desk.openSample();
    expect([desk.accountId, desk.listId]).toEqual([1, null]);
    backend.failures.leaveSample = { ...WRONG_KEY, code: "internal" };
    await desk.leaveSample();
    expect(desk.account).not.toBeNull();
    expect(desk.problem?.error.code).toBe("internal");
  });

  it("asks for an export of what is shown and remembers where it went", async () => {
    const { backend, desk } = await deskOf();
    await desk.view.filter("bound");
    await desk.export("shown");
    expect(backend.calls.at(-1)).toEqual(["exportCsv", expect.objectContaining({ facet: "bound" }), "shown"]);
    expect(desk.exported?.path).toBe("/home/user/Documents/invitations.csv");
  });

  it("keeps saying where an export went until another list is looked at", async () => {
    const { backend, desk } = await deskOf();
    await desk.export("all");
    backend.emit({ type: "deskChanged" });
    await settled();
    await desk.check.start("all");
    expect(desk.exported).not.toBeNull();
    await desk.select(1, 2);
    expect(desk.exported).toBeNull();
    await desk.export("all");
    await desk.goTo(1, 3);
    expect(desk.exported).toBeNull();
  });
});

describe("a check", () => {
  it("asks for the list that is looked at", async () => {
    const { backend, desk } = await deskOf();
    await desk.select(1, 2);
    await desk.check.start("shown");
    expect(backend.calls.at(-1)).toEqual(["startCheck", { account: 1, list: 2, what: "shown" }]);
  });

  it("is starting until its first news, or until it could not start", async () => {
    const { backend, desk } = await deskOf();
    await desk.check.start("all");
    expect(desk.check.starting).toBe(true);
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    expect(desk.check.starting).toBe(false);
    desk.check.restore(null);
    backend.failures.startCheck = WRONG_KEY;
    await desk.check.start("all");
    expect(desk.check.starting).toBe(false);
  });

  it("is on show while it runs, also when it ran before the window did", async () => {
    const { backend, desk } = await deskOf();
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    expect(desk.check.running?.done).toBe(73);
    desk.check.restore(null);
    backend.info = { ...backend.info, running: backend.progress({ done: 80 }) };
    await desk.refresh();
    expect(desk.check.running?.done).toBe(80);
  });

  it("stays stopping once it was cancelled, whatever progress is still on its way", async () => {
    const { backend, desk } = await deskOf();
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    await desk.check.cancel();
    backend.emit({ type: "checkProgress", progress: backend.progress({ done: 90 }) });
    expect(desk.check.running).toMatchObject({ state: "stopping", done: 90 });
    expect(backend.calls.filter(([name]) => name === "cancelCheck")).toEqual([["cancelCheck", 8]]);
  });

  it("says at its end what is new, and what has failed", async () => {
    const { backend, desk } = await deskOf({ rows: 160, language: "en" });
    const said = async (over: Parameters<typeof backend.report>[0]) => {
      backend.emit({ type: "checkEnded", report: backend.report(over) });
      await vi.waitFor(() => expect(desk.message).not.toBe(""));
      return desk.message;
    };
    expect(await said({ newlyBound: 273, newlyUsed: 103 })).toBe(
      "Check finished: 273 newly bound, 103 newly pending",
    );
    expect(await said({ failed: 3 })).toBe("Check finished: nothing new, 3 failed");
    expect(await said({ end: "cancelled", newlyBound: 1 })).toBe("Check cancelled: 1 newly bound");
  });

  it("looks at the rows again at its end, and tells what stopped it", async () => {
    const { backend, desk } = await deskOf();
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    const looks = backend.calls.filter(([name]) => name === "look").length;
    backend.emit({ type: "checkEnded", report: backend.report({ end: "stopped", error: WRONG_KEY }) });
    await vi.waitFor(() => expect(desk.problem).toEqual({ error: WRONG_KEY, account: 1 }));
    expect(desk.check.running).toBeNull();
    expect(backend.calls.filter(([name]) => name === "look").length).toBe(looks + 1);
  });
});
